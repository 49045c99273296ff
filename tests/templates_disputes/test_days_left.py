"""What days left are counted in: the same on the Disputes, Evidence and Reminders tabs, over a weekend."""

from datetime import date

import pytest

from tests.templates_disputes.book import Typed, book, bought, cell, dispute, shown

FRIDAY = date(2026, 11, 20)
"""The day from which everything here is seen; the cases were opened on it."""
RULE: Typed = {"In Use": "Yes", "Starts From": "Dispute Opened"}
NINE: Typed = {"Type": "Slow", "Evidence Within": 9.0, "Unit": "working days", "Starts From": "Dispute Opened"}
SENT: Typed = {"Evidence Sent On": FRIDAY}
ENDED: Typed = {**SENT, "Negotiation Ended On": FRIDAY, "Negotiation Result": "No Agreement"}
LETTER: Typed = {"Type": "Slow", "Item": "Letter", "Class": "Transaction", "Required": "Yes"}
LEFT = ("Days Left", "Counted In")
WORK, ALL = "working days", "days"
Row = tuple[str, Typed, dict[str, Typed], str, str, dict[str, tuple[float, str]]]
ROWS: list[Row] = [
    # what, the case, rows of other tabs, the reminder, what the case says, and days left by what is set
    (
        "a rule of nine working days for the evidence",
        {"Type": "Slow"},
        {},
        "Send The Evidence",
        "Evidence due",
        {ALL: (9, WORK), WORK: (9, WORK)},
    ),
    (
        "a rule of seven days for the evidence",
        {"Type": "Wrong Item"},
        {},
        "Send The Evidence",
        "Evidence due",
        {ALL: (7, ALL), WORK: (5, WORK)},
    ),
    (
        "a day that the platform named for the evidence",
        {"Type": "Slow", "Evidence Due By": date(2026, 11, 30)},
        {},
        "Send The Evidence",
        "Evidence due",
        {ALL: (10, ALL), WORK: (6, WORK)},
    ),
    (
        "a rule of seven working days to escalate",
        ENDED,
        {"Deadlines": {**RULE, "Deadline": "Escalate", "Value": 7.0, "Unit": WORK}},
        "Escalate",
        "Last day to escalate",
        {ALL: (7, WORK), WORK: (7, WORK)},
    ),
    (
        "a rule of twelve days to claim",
        ENDED,
        {"Deadlines": {**RULE, "Deadline": "Open A Claim", "Value": 12.0, "Unit": ALL}},
        "Open A Claim",
        "Last day to open a claim",
        {ALL: (12, ALL), WORK: (8, WORK)},
    ),
    (
        "a rule of eight working days to claim",
        ENDED,
        {"Deadlines": {**RULE, "Deadline": "Open A Claim", "Value": 8.0, "Unit": WORK}},
        "Open A Claim",
        "Last day to open a claim",
        {ALL: (8, WORK), WORK: (8, WORK)},
    ),
    ("three working days to reply", SENT, {}, "Next Message", "Reply of the seller", {ALL: (3, WORK), WORK: (3, WORK)}),
    (
        "a promise",
        ENDED,
        {"Negotiation": {"At": FRIDAY, "Party": "Seller", "Commitment": "A refund", "Due": date(2026, 11, 24)}},
        "Promise Due",
        "Promise of the other side",
        {ALL: (4, ALL), WORK: (2, WORK)},
    ),
    (
        "an answer to the platform",
        ENDED,
        {"Appeals": {"Submitted On": FRIDAY, "Feedback On": FRIDAY, "Response Due": date(2026, 11, 25)}},
        "Answer The Platform",
        "Answer to the platform",
        {ALL: (5, ALL), WORK: (3, WORK)},
    ),
    (
        "a follow-up",
        ENDED,
        {"Follow_Ups": {"Kind": "Product Returned", "Due": date(2026, 11, 23)}},
        "Follow Up",
        "Follow-up",
        {ALL: (3, ALL), WORK: (1, WORK)},
    ),
    (
        "evidence that becomes invalid",
        ENDED,
        {"Evidence": {"Item": "Link", "Obtained On": FRIDAY, "Valid Until": date(2026, 11, 26)}},
        "Becomes Invalid",
        "Evidence becomes invalid",
        {ALL: (6, ALL), WORK: (4, WORK)},
    ),
]


KEYS = {"Negotiation": "Message ID", "Appeals": "Appeal ID", "Follow_Ups": "Follow-up ID", "Evidence": "Evidence ID"}


def all_rows() -> dict[str, list[Typed]]:
    """One case for each of the rows above, each with a channel of its own, and what belongs to it."""
    found: dict[str, list[Typed]] = {"Purchases": [], "Disputes": [], "Types": [NINE], "Required_Items": [LETTER]}
    for at, (_, case, others, *_) in enumerate(ROWS):
        own: Typed = {"Claim With": f"Court {at}"}
        found["Purchases"].append(bought(f"P{at}"))
        found["Disputes"].append(dispute(f"P{at}") | case | own)
        for table, row in others.items():
            more: Typed = {"Channel": f"Court {at}"} if table == "Deadlines" else {"Case ID": f"C-P{at}"}
            key: Typed = {KEYS[table]: f"K-{at}"} if table in KEYS else {}
            found.setdefault(table, []).append(row | more | key)
    return found


@pytest.mark.parametrize("counted", [ALL, WORK])
def test_days_left_are_counted_alike_on_every_tab(counted: str) -> None:
    """By the rule where it says working days, else by the setting."""
    made = book(all_rows(), FRIDAY, Count_In=counted)
    cases = shown(made, "Disputes", "Reminder For", "Days Left", "Day Unit")
    reminders = {(row, what): left for row, what, *left in shown(made, "Reminders", "Row", "What", *LEFT)}
    evidence = {case: left for case, *left in shown(made, "Evidence", "Case ID", *LEFT)}
    for at, (what, _, others, reminder, said, expected) in enumerate(ROWS):
        days, unit = expected[counted]
        key = f"K-{at}" if KEYS.keys() & others.keys() else f"C-P{at}"
        assert cases[at] == (said, days, unit), what
        assert reminders[key, reminder] == [days, unit], what
        if said == "Evidence due":
            assert evidence[f"C-P{at}"] == [days, unit], what


def test_a_day_that_has_passed_is_late_by_days_of_any_kind() -> None:
    """Evidence of nine working days, two weeks after the last day."""
    late: Typed = {"Type": "Slow", "Opened On": date(2026, 10, 26)}
    rows = {"Types": [NINE], "Required_Items": [LETTER]}
    made = book({"Purchases": [bought("P1")], "Disputes": [dispute("P1") | late], **rows}, FRIDAY)
    assert shown(made, "Disputes", "Evidence Due", "Days Left") == [(cell(date(2026, 11, 6)), -14.0)]
    assert shown(made, "Evidence", "Days Left", "Counted In") == [(-14.0, WORK)]
    assert shown(made, "Reminders", "What", "Days Left", "Counted In")[0] == ("Send The Evidence", -14.0, WORK)


def test_a_parcel_on_its_way_is_counted_by_the_setting() -> None:
    purchase = bought("P1", Bought_On=FRIDAY, Expected_By=date(2026, 11, 24))
    for counted, days in ((ALL, 4.0), (WORK, 2.0)):
        made = book({"Purchases": [purchase]}, FRIDAY, Count_In=counted)
        assert shown(made, "Reminders", "What", "Days Left", "Counted In")[0] == ("Arrival", days, counted)
