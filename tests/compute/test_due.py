"""When reminders are due: in days or working days, by tiers that people may change, with who is waited for."""

from datetime import date

import pytest

from sheetkit.compute.due import due_dates, open_dates
from sheetkit.compute.recompute import recompute
from sheetkit.core.dates import add_working_days, to_serial
from sheetkit.core.values import CellValue
from sheetkit.records.blank import blank_ledger
from sheetkit.records.ledger import Ledger
from sheetkit.template.load import load_text

DESK = load_text("""
name: desk
version: 1
title: Desk
settings:
  - {name: Today, type: date, value: =TODAY()}
  - {name: Early, type: integer, value: 7}
  - {name: Count_In, value: days}
lists:
  - {name: Holidays, type: date, values: ['2026-03-06']}
tabs:
  - name: Cases
    key: Case
    columns:
      - {name: Case}
      - {name: Reply By, type: date}
      - {name: Refund By, type: datetime}
      - {name: Closed, type: yes/no}
      - {name: Seller}
      - {name: Pay By, type: date}
      - {name: Counted In}
      - {name: Send By, type: date}
    reminders:
      - {name: Reply, due: Reply By, open: '=[@Closed]<>TRUE', unit: working days, holidays: Holidays,
         tiers: [3, 1], says: Answer., waiting_on: Seller}
      - {name: Refund, due: Refund By, tiers: [Early, 1], waiting_on: The platform}
      - {name: Pay, due: Pay By, tiers: [3, 1], unit: Counted In, holidays: Holidays}
      - {name: Send, due: Send By, tiers: [3, 1], unit: Count_In}
""")
THURSDAY = date(2026, 3, 5)
"""The day after it is a holiday, and then comes the weekend."""
TODAY = to_serial(THURSDAY)


def cases(names: dict[str, CellValue] | None = None, **columns: list[CellValue]) -> Ledger:
    rows = {"Cases": {name.replace("_", " "): values for name, values in columns.items()}}
    return recompute(blank_ledger(DESK, rows=rows, settings=names), THURSDAY)


def serial(text: str) -> float:
    return to_serial(date.fromisoformat(text))


@pytest.mark.parametrize(
    ("due", "days", "tier"),
    [
        ("2026-03-05", 0, 1),
        ("2026-03-06", 0, 1),
        ("2026-03-08", 0, 1),
        ("2026-03-09", 1, 1),
        ("2026-03-10", 2, 3),
        ("2026-03-11", 3, 3),
        ("2026-03-12", 4, None),
        ("2026-03-04", -1, 1),
        ("2026-03-01", -4, 1),
    ],
)
def test_working_days_pass_over_weekends_and_holidays(due: str, days: int, tier: int | None) -> None:
    (found,) = open_dates(cases(Case=["C-1"], Reply_By=[serial(due)]), TODAY)
    assert (found.due.days, found.due.tier, found.due.unit) == (days, tier, "working days")
    assert found.near == (tier is not None)


def test_so_many_working_days_from_now_are_so_many_left() -> None:
    for days in range(1, 12):
        due = add_working_days(THURSDAY, days, [date(2026, 3, 6)])
        (found,) = open_dates(cases(Case=["C-1"], Reply_By=[to_serial(due)]), TODAY)
        assert found.due.days == days


def test_each_row_may_say_what_it_counts() -> None:
    """The next Tuesday, over a holiday and a weekend; what is neither days nor working days counts as days."""
    said: list[CellValue] = ["working days", "Working Days", "days", None, "weeks", "working days"]
    dates = [serial("2026-03-10")] * 5 + [serial("2026-03-03")]
    ledger = cases(Case=[f"C-{at}" for at in range(1, 7)], Pay_By=[*dates], Counted_In=said)
    found = sorted((due.key, due.days, due.tier, due.unit) for due in (o.due for o in open_dates(ledger, TODAY)))
    assert found == [
        ("C-1", 2, 3, "working days"),
        ("C-2", 2, 3, "working days"),
        ("C-3", 5, None, "days"),
        ("C-4", 5, None, "days"),
        ("C-5", 5, None, "days"),
        ("C-6", -2, 1, "working days"),
    ]


@pytest.mark.parametrize(
    ("setting", "days", "unit"),
    [("days", 5, "days"), ("working days", 3, "working days"), (None, 5, "days"), (7.0, 5, "days")],
)
def test_a_setting_may_say_what_is_counted(setting: CellValue, days: int, unit: str) -> None:
    """Without a list of holidays only the weekend is passed over."""
    ledger = cases({"Count_In": setting}, Case=["C-1"], Send_By=[serial("2026-03-10")])
    (found,) = open_dates(ledger, TODAY)
    assert (found.due.days, found.due.unit) == (days, unit)


def test_days_of_a_moment_are_those_of_its_day() -> None:
    ledger = cases(Case=["C-1", "C-2"], Refund_By=[serial("2026-03-04") + 0.6, serial("2026-03-06") + 0.9])
    assert [(due.days, due.due, due.waiting_on) for due in due_dates(ledger, THURSDAY)] == [
        (-1, "2026-03-04", "The platform"),
        (1, "2026-03-06", "The platform"),
    ]


@pytest.mark.parametrize(("early", "shown"), [(7.0, ["C-1"]), (30.0, ["C-1", "C-2"]), ("soon", [])])
def test_a_tier_that_people_set_decides_what_is_near(early: CellValue, shown: list[str]) -> None:
    ledger = cases({"Early": early}, Case=["C-1", "C-2"], Refund_By=[serial("2026-03-12"), serial("2026-03-30")])
    assert [due.key for due in due_dates(ledger, THURSDAY)] == shown


def test_only_open_nodes_with_a_date_are_there_soonest_first() -> None:
    ledger = cases(
        Case=["C-1", "C-2", "C-3", "C-4"],
        Reply_By=[serial("2026-03-20"), serial("2026-03-02"), "soon", None],
        Closed=[False, True, None, None],
        Refund_By=[None, None, serial("2026-03-09"), None],
        Seller=["Acme", None, None, None],
    )
    found = open_dates(ledger, TODAY)
    assert [(each.due.key, each.due.reminder, each.due.waiting_on) for each in found] == [
        ("C-3", "Refund", "The platform"),
        ("C-1", "Reply", "Acme"),
    ]
