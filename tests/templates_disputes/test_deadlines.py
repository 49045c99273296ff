"""From which event the deadlines of a case run, and until when."""

from datetime import date

from tests.templates_disputes.book import Typed, book, bought, cell, dispute, shown

DELIVERED = date(2026, 11, 5)
RETURNED = date(2026, 11, 12)
"""A Thursday: five working days later is the next Thursday."""


def test_the_time_for_evidence_runs_from_the_event_of_the_type() -> None:
    """Without a rule of the channel; while the event has no day there is no last day either, and the row says why."""
    rows: list[tuple[Typed, Typed, date | None, str]] = [
        ({"Type": "Damaged In Transit"}, {}, None, "Delivery for the evidence"),
        ({"Type": "Damaged In Transit"}, {"Delivered On": DELIVERED}, date(2026, 11, 12), ""),
        ({"Type": "Damaged In Transit"}, {"Expected By": date(2026, 11, 9)}, date(2026, 11, 16), ""),
        ({"Type": "Damaged In Transit", "Evidence Due By": date(2026, 11, 30)}, {}, date(2026, 11, 30), ""),
        (
            {"Type": "Refund Delayed After Return"},
            {"Delivered On": DELIVERED},
            None,
            "Return Received for the evidence",
        ),
        ({"Type": "Refund Delayed After Return", "Returned On": RETURNED}, {}, date(2026, 11, 19), ""),
        (
            {"Type": "Refund Delayed After Return", "Returned On": "last week"},
            {},
            None,
            "Return Received for the evidence",
        ),
        ({"Type": "Wrong Item"}, {"Delivered On": DELIVERED}, date(2026, 11, 27), ""),
        ({"Type": None}, {"Delivered On": DELIVERED}, date(2026, 11, 27), ""),
    ]
    made = book(
        {
            "Purchases": [bought(f"P{at}") | purchase for at, (_, purchase, _, _) in enumerate(rows)],
            "Disputes": [dispute(f"P{at}") | case for at, (case, _, _, _) in enumerate(rows)],
        }
    )
    assert shown(made, "Disputes", "Evidence Due", "Missing Day") == [
        (cell(due) if due else "", missing) for _, _, due, missing in rows
    ]
    for check, (_, _, _, missing) in zip(made.tables["Disputes"].columns["Check"], rows, strict=True):
        assert ("counted from an event that has no day" in str(check)) == bool(missing)


def test_evidence_that_cannot_be_late_yet_is_not_judged() -> None:
    """Whether it was sent or not: without a last day nobody knows."""
    sent: Typed = {"Type": "Damaged In Transit", "Evidence Sent On": date(2026, 11, 21)}
    made = book(
        {
            "Purchases": [bought("P0"), bought("P1", Delivered_On=DELIVERED)],
            "Disputes": [dispute("P0") | sent, dispute("P1") | sent],
        }
    )
    assert shown(made, "Disputes", "Evidence On Time") == [("",), ("No",)]


def test_every_deadline_of_a_channel_runs_from_the_event_of_its_rule() -> None:
    """Twenty days to claim and to escalate, and as many for the evidence."""
    expected, decided = date(2026, 11, 9), date(2026, 11, 21)
    rows: list[tuple[str, Typed, Typed, date | None]] = [
        ("Payment", {}, {"Bought On": date(2026, 11, 2)}, date(2026, 11, 2)),
        ("Payment", {}, {}, None),
        ("Delivery", {}, {"Delivered On": DELIVERED, "Expected By": expected}, DELIVERED),
        ("Delivery", {}, {"Expected By": expected}, expected),
        ("Expected Delivery", {}, {"Delivered On": DELIVERED, "Expected By": expected}, expected),
        ("Expected Delivery", {}, {"Delivered On": DELIVERED}, None),
        ("Dispute Opened", {}, {"Delivered On": DELIVERED}, date(2026, 11, 20)),
        ("Return Received", {"Returned On": RETURNED}, {"Delivered On": DELIVERED}, RETURNED),
        ("Return Received", {}, {"Delivered On": DELIVERED}, None),
        ("Decision", {}, {}, None),
        ("Decision", {}, {}, decided),
    ]
    rule: Typed = {"Value": 20.0, "Unit": "days", "In Use": "Yes"}
    kinds = ("Open A Claim", "Escalate", "Send Evidence")
    made = book(
        {
            "Deadlines": [
                {**rule, "Rule ID": f"{kind} {at}", "Channel": f"Court {at}", "Deadline": kind, "Starts From": event}
                for at, (event, *_) in enumerate(rows)
                for kind in kinds
            ],
            "Purchases": [bought(f"P{at}") | purchase for at, (_, _, purchase, _) in enumerate(rows)],
            "Disputes": [dispute(f"P{at}", Claim_With=f"Court {at}") | case for at, (_, case, _, _) in enumerate(rows)],
            "Appeals": [
                {"Case ID": "C-P10", "Submitted On": date(2026, 11, 20), "Decided On": decided, "Decision": "Against"}
            ],
        }
    )
    due = [cell(start) + 20 if start else "" for *_, start in rows]  # type: ignore[operator]
    assert shown(made, "Disputes", "Claim By", "Escalate By", "Evidence Due") == [(each,) * 3 for each in due]
    assert [bool(text) for (text,) in shown(made, "Disputes", "Missing Day")] == [not start for *_, start in rows]
