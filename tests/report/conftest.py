"""A review as a small shop's log gives it, with the awkward names that people really have."""

import pytest

from sheetkit.compute.figures import DashboardFigures, Due, Figure, FlagCount, Review, SummaryFigures
from sheetkit.core.problem import Problem
from sheetkit.core.values import DIV0
from sheetkit.template.model import ChartOf

_METRICS = (
    Figure("Cases_Opened", "Cases opened", "integer", 143, 126, "Cases", "Requests received in the quarter."),
    Figure("Cases_Closed", "Cases closed", "integer", 131, 131, "Cases"),
    Figure("Open_At_End", "Open at the end", "integer", 24, 12, "Cases"),
    Figure("Approved_Share", "Closed cases that were approved", "percent", 0.8125, 0.79, "Cases"),
    Figure("Amount_Refunded", "Amount refunded", "money", 4210.5, 5011.25, "Money in the main currency"),
    Figure("Refund_Mean", "Mean refund", "money", 38.63, None, "Money in the main currency"),
    Figure("Broken", "A figure that cannot be computed", "number", DIV0, None, "Money in the main currency"),
    Figure("Response_Mean", "Mean days to answer", "number", 1.25, 1.7, "Time to the first answer"),
    Figure("Resolution_Median", "Median days to close", "number", 9.5, 8, "Time to the end of the case"),
    Figure("Platform_From", "First day of the export", "date", 46204.0, None, "Platform cross-check"),
    Figure("Platform_To", "Last day of the export", "date", "", None, "Platform cross-check"),
)

_BY_REASON = SummaryFigures(
    "By_Reason",
    "Why customers asked",
    ("Reason", "Cases", "Share", "Amount", "Usual Quarter", "Spike"),
    ("text", "integer", "percent", "money", "number", "text"),
    (
        ("Damaged", 61, 61 / 143, 1810.0, 38.5, "Spike"),
        ("Wrong Item", 30, 30 / 143, 940.25, 31, ""),
        ('<script>alert("x")</script>', 28, 28 / 143, 700.0, 27.25, ""),
        ("Lieferung zu spät, 迟到了", 24, 24 / 143, 760.25, 22, ""),
        ("Other", 0, 0.0, 0.0, 0, ""),
        ("Total", 143, 1.0, 4210.5, 118.75, ""),
    ),
    {
        "Damaged": (40, 40 / 126, 1200.0, 36, ""),
        "Wrong Item": (33, 33 / 126, 1011.0, 30, ""),
        "Total": (126, 1.0, 5011.25, 110, ""),
    },
    ChartOf(columns=("Cases", "Usual Quarter"), kind="bar", title="Cases by reason"),
)
_BY_MONTH = SummaryFigures(
    "By_Month",
    "The last twelve months",
    ("Month", "Opened", "Closed", "Refunded"),
    ("date", "integer", "integer", "money"),
    tuple((serial, 30 + i * 7 % 23, 28 + i * 5 % 19, 900.0 + i * 41.5) for i, serial in enumerate(
        (45931, 45962, 45992, 46023, 46054, 46082, 46113, 46143, 46174, 46204, 46235, 46266)
    )),
    {},
    ChartOf(columns=("Opened", "Closed"), kind="column", title="Cases by month"),
)  # fmt: skip
_BY_QUARTER = SummaryFigures(
    "By_Quarter",
    "Five quarters side by side",
    ("Quarter", "Opened", "Days To Close"),
    ("text", "integer", "number"),
    (("2025Q3", 88, 14.2), ("2025Q4", 160, 12.9), ("2026Q1", 101, None), ("2026Q2", 126, 8.0), ("2026Q3", 143, 9.5)),
    {},
    ChartOf(columns=("Days To Close",), kind="line", title="Are we getting faster?"),
)
_BY_AGE = SummaryFigures(
    "By_Age",
    "Open cases by age, today",
    ("Open For", "Cases"),
    ("text", "integer"),
    (("0-7 days", 11), ("8-14 days", 6), ("15-30 days", 4), ("30+ days", 3)),
    {},
    ChartOf(columns=("Cases",), kind="pie", title="Open cases by age"),
)
_NOTHING = SummaryFigures("None", "By currency", ("Currency", "Cases"), ("text", "integer"), (("EUR", 0),), {})


@pytest.fixture
def review() -> Review:
    """The third quarter of 2026 of a shop whose name is not harmless."""
    return Review(
        title="Mugs & <b>More</b>",
        quarter="2026Q3",
        before="2026Q2",
        as_of="2026-10-02",
        currency="EUR",
        dashboards=(DashboardFigures("Review", _METRICS, (_BY_REASON, _BY_MONTH, _BY_QUARTER, _BY_AGE, _NOTHING)),),
        flags=(
            FlagCount("Cases", "Overdue", "alarm", "The next action is late.", 3, ("RF-1", "RF-2", "RF-3")),
            FlagCount("Cases", "Large Refund", "notice", "A large refund.", 1, ("RF-9",)),
            FlagCount("Cases", "Closed", "muted", "The case is closed.", 0, ()),
        ),
        due=(
            Due("Cases", "RF-2026-0131", "Follow Up", "The next action on this case is due.", "2026-09-28", -4, 0),
            Due("Cases", "RF-2026-0140", "Pay The Refund", "The refund must be paid.", "2026-10-02", 0, 1),
            Due(
                "Cases",
                "RF-2026-0142",
                "Follow Up",
                "The next action on this case is due.",
                "2026-10-03",
                1,
                1,
                waiting_on="the customer",
            ),
        ),
    )


@pytest.fixture
def problems() -> tuple[Problem, ...]:
    """Problems of two tabs, seven of them alike."""
    alike = tuple(
        Problem(
            code="not-in-list", tab="Cases", cell=f"M{row}", key=f"RF-2026-{row:04}", column="Reason",
            message="'Borken' is not in the list Reasons.", hint="Did you mean Broken?",
        )
        for row in range(10, 17)
    )  # fmt: skip
    return (
        Problem(code="required", tab="Cases", cell="E4", key="RF-2026-0003", column="Order ID", message="It is blank."),
        *alike,
        Problem(
            code="date-as-text", tab="Activity", cell="C9", column="At", message="'2026-03-01' is text.",
            hint="Type the date again.", severity="warning",
        ),
        Problem(code="setting-missing", message="The setting <i>Currency</i> was not found."),
    )  # fmt: skip
