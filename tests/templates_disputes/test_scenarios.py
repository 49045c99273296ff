"""What a person does in a disputes workbook between two updates, and what becomes of it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import sheetkit
from sheetkit.core.values import CellValue
from sheetkit.template.resolve import columns_owned, tab_of
from sheetkit.workbook.a1 import range_address
from tests.templates_disputes.desk import AS_OF, Desk
from tests.templates_disputes.sorting import sort_down

Typed = dict[str, CellValue | date]
BASICS: Typed = {"Type": "Lost Parcel", "Demand": "Refund", "Loss": 46.0}
NEEDED = ["Tracking history", "Answer of the carrier", "Order confirmation", "Payment record"]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk.opened(tmp_path_factory.mktemp("fresh") / "cases.xlsx")


@pytest.fixture
def desk(fresh: Desk, tmp_path: Path) -> Desk:
    return fresh.copied(tmp_path / "cases.xlsx")


def test_a_case_without_a_type_asks_for_one(desk: Desk) -> None:
    assert (desk.case("Stage"), desk.case("Next Step")) == ("1 Initiation", "Choose the dispute type")
    assert desk.column("Evidence", "Item") == []


def test_choosing_a_type_brings_the_evidence_that_it_needs(desk: Desk) -> None:
    desk.type("Disputes", BASICS, 0)
    assert desk.update() == ()
    items, required = desk.column("Evidence", "Item"), desk.column("Evidence", "Required")
    assert [item for item, needed in zip(items, required, strict=True) if needed == "Yes"] == NEEDED
    assert set(desk.column("Evidence", "Case ID")) == {"DC-2026-0001"}
    assert (desk.case("Stage"), desk.case("Evidence")) == ("2 Evidence", "0 of 4")
    assert desk.case("Next Step") == "Collect 4 missing evidence"
    before = desk.path.read_bytes()
    assert desk.update() == ()
    assert desk.path.read_bytes() == before


def test_evidence_that_was_deleted_is_waived_and_does_not_come_back(desk: Desk) -> None:
    desk.type("Disputes", BASICS, 0)
    desk.update()
    desk.clear("Evidence", desk.column("Evidence", "Item").index("Payment record"))
    assert desk.update() == ()
    assert "Payment record" not in desk.column("Evidence", "Item")
    assert desk.case("Evidence Waived") == "Payment record"
    assert desk.case("Evidence") == "0 of 3"


def test_another_type_asks_for_its_own_evidence_and_says_what_the_old_one_asked_for(desk: Desk) -> None:
    """Rows of the old type stay, but are neither counted nor due; once they are gone, all is well."""
    desk.type("Purchases", {"Delivered On": date(2026, 11, 18)}, 0)
    desk.type("Disputes", {**BASICS, "Type": "Damaged In Transit"}, 0)
    assert desk.update() == ()
    first = len(desk.column("Evidence", "Item"))
    needed = desk.column("Evidence", "Required").count("Yes")
    assert desk.case("Evidence") == f"0 of {needed}"
    desk.type(
        "Evidence", {"Obtained On": date(2026, 11, 21)}, desk.column("Evidence", "Item").index("Order confirmation")
    )
    desk.type("Disputes", {"Type": "Counterfeit"}, 0)
    problems = desk.update()
    assert {(problem.tab, problem.column, problem.severity) for problem in problems} == {
        ("Evidence", "For Type", "warning")
    }
    assert len(problems) == first
    assert desk.column("Evidence", "Item").count("Order confirmation") == 2
    assert desk.column("Evidence", "Due")[:first] == [""] * first
    wanted = desk.column("Evidence", "Required")[first:].count("Yes")
    assert (desk.case("Evidence"), desk.case("Next Step")) == (f"0 of {wanted}", f"Collect {wanted} missing evidence")
    desk.type("Evidence", {"Item": "Letter of the brand", "Required": "Yes", "Case ID": "DC-2026-0001"})
    desk.update()
    assert desk.case("Evidence") == f"0 of {wanted + 1}", "evidence of one's own counts whatever the type"
    desk.type("Disputes", {"Type": "Damaged In Transit"}, 0)
    assert len(desk.update()) == len(desk.column("Evidence", "Item")) - first - 1
    assert desk.case("Evidence") == f"1 of {needed + 1}"


def test_evidence_that_is_there_is_counted_and_its_completeness_dated(desk: Desk) -> None:
    desk.type("Disputes", BASICS, 0)
    desk.update()
    for rows, counted in ((range(1), "1 of 4"), (range(1, 4), "4 of 4")):
        for row in rows:
            desk.type("Evidence", {"Obtained On": date(2026, 11, 21)}, row)
        desk.update()
        assert desk.case("Evidence") == counted
    assert desk.case("Evidence Complete On") == 46348.0
    assert desk.case("Next Step") == "Send the evidence"


@pytest.fixture(scope="module")
def busy(fresh: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Two cases of different types, with evidence, a message and a playbook, in the order in which they came."""
    desk = fresh.copied(tmp_path_factory.mktemp("busy") / "cases.xlsx")
    desk.type("Disputes", {**BASICS, "Playbook": "Transit Damage"}, 0)
    second: Typed = {"Purchase ID": "PU-2026-0002", "Opened On": date(2026, 11, 21), "Type": "Counterfeit"}
    desk.type("Disputes", {**second, "Demand": "Refund", "Loss": 12.5, "What Happened": "The seal is printed on."})
    desk.update()
    desk.type("Evidence", {"Obtained On": date(2026, 11, 21), "Notes": "The first row"}, 0)
    last = len(desk.column("Evidence", "Item")) - 1
    desk.type("Evidence", {"Obtained On": date(2026, 11, 22), "Notes": "The last row"}, last)
    desk.type(
        "Negotiation", {"Case ID": "DC-2026-0002", "At": AS_OF, "Party": "Seller", "What Was Said": "It is real."}
    )
    assert desk.update() == ()
    return desk


SORTED = ("Disputes", "Evidence")


def sorted_by_a_program(desk: Desk, folder: Path) -> None:
    """As LibreOffice sorts the rows, blank ones below."""
    tables = {}
    for table in SORTED:
        place = desk.parsed().places[table]
        cells = range_address(place.header_row + 1, 0, place.last_row, max(place.columns.values()))
        tables[place.sheet] = (cells, 0)
    sort_down(desk.path, tables, folder)


def sorted_by_hand(desk: Desk, folder: Path) -> None:
    """As somebody rewrites the rows in another order: what people and sheetkit typed moves, formulas stay."""
    del folder
    ledger = desk.parsed().ledger
    for table in SORTED:
        moved = [column.name for column in columns_owned(tab_of(ledger.template, table), "key", "input", "stamp")]
        rows = ledger.tables[table]
        for row in range(rows.height):
            desk.type(table, {name: rows.columns[name][rows.height - 1 - row] for name in moved}, row)


@pytest.mark.parametrize("in_order", [sorted_by_a_program, sorted_by_hand])
def test_what_belongs_to_a_case_stays_with_it_when_the_rows_are_sorted(
    busy: Desk, tmp_path: Path, in_order: Callable[[Desk, Path], None]
) -> None:
    """Evidence, steps and messages keep their case, nothing comes a second time, and one update settles it."""
    desk = busy.copied(tmp_path / "cases.xlsx")
    tables = ("Disputes", "Evidence", "Case_Steps", "Negotiation", "Follow_Ups")
    before = {table: desk.by_key(table) for table in tables}
    in_order(desk, tmp_path / "sorted")
    assert desk.column("Disputes", "Case ID") == ["DC-2026-0002", "DC-2026-0001"]
    assert desk.column("Evidence", "Evidence ID") == sorted(before["Evidence"], reverse=True, key=str)
    assert desk.update() == ()
    assert {table: desk.by_key(table) for table in tables} == before
    settled = desk.path.read_bytes()
    assert desk.update() == ()
    assert desk.path.read_bytes() == settled


AGREED: Typed = {"Negotiation Ended On": date(2026, 11, 21), "Negotiation Result": "Agreed"}
STEPS: list[tuple[Typed, str, str]] = [
    (BASICS, "2 Evidence", "Collect 4 missing evidence"),
    ({"Evidence Sent On": date(2026, 11, 20)}, "3 Negotiation", "Write to the seller"),
    (
        {"Negotiation Ended On": date(2026, 11, 21), "Negotiation Result": "Agreed"},
        "5 Closure",
        "Finish the follow-ups",
    ),
    ({"Closed On": date(2026, 11, 22), "Result": "Agreed", "Recovered": 46.0}, "5 Closure", "Name the root cause"),
]


def test_the_stage_moves_with_each_step_that_has_a_date(desk: Desk) -> None:
    for typed, stage, step in STEPS:
        desk.type("Disputes", typed, 0)
        assert desk.update() == ()
        assert (desk.case("Stage"), desk.case("Next Step")) == (stage, step)
    assert (desk.case("State"), desk.case("Outcome"), desk.case("Net Loss")) == ("Closed", "Won", 0.0)


def test_an_agreement_on_a_refund_is_watched(desk: Desk) -> None:
    """The follow-up is due two weeks after the agreement."""
    for typed, _, _ in STEPS[:3]:
        desk.type("Disputes", typed, 0)
    desk.update()
    assert desk.column("Follow_Ups", "Kind") == ["Refund Received"]
    assert desk.column("Follow_Ups", "Due") == [46361.0]
    assert (desk.case("Reminder For"), desk.case("Days Left")) == ("Follow-up", 13.0)


def test_an_appeal_moves_the_case_to_the_fourth_stage_and_its_decision_to_the_fifth(desk: Desk) -> None:
    given: Typed = {"Evidence Sent On": date(2026, 11, 20), "Negotiation Ended On": date(2026, 11, 20)}
    desk.type("Disputes", {**BASICS, **given, "Negotiation Result": "No Agreement"}, 0)
    desk.update()
    assert (desk.case("Stage"), desk.case("Next Step")) == ("4 Appeal", "Appeal to PayPal")
    desk.type("Appeals", {"Case ID": "DC-2026-0001", "Submitted On": date(2026, 11, 21)})
    assert desk.update() == ()
    assert desk.case("Next Step") == "Wait for the decision"
    desk.type("Appeals", {"Decided On": date(2026, 11, 22), "Decision": "For"}, 0)
    assert desk.update() == ()
    assert (desk.case("Stage"), desk.case("Next Step")) == ("5 Closure", "Close the case")


def test_a_step_that_was_skipped_is_a_problem_until_a_reason_is_given(desk: Desk) -> None:
    ended: Typed = {"Negotiation Ended On": date(2026, 11, 21), "Negotiation Result": "No Answer"}
    desk.type("Disputes", {**BASICS, **ended}, 0)
    assert [problem.message for problem in desk.update()] == [
        "A step before this stage is not done (see Skipped Step)."
    ]
    assert desk.case("Skipped Step") == "the evidence"
    desk.type("Disputes", {"Skipped Because": "The seller never denied it."}, 0)
    assert desk.update() == ()


def test_steps_in_an_impossible_order_are_a_problem(desk: Desk) -> None:
    desk.type("Disputes", {**BASICS, "Evidence Sent On": date(2026, 11, 19)}, 0)
    (problem,) = desk.update()
    assert problem.column == "Evidence Sent On"
    assert "Opened On" in problem.message


def test_a_date_typed_as_text_is_understood_where_it_can_only_mean_one_day(desk: Desk) -> None:
    """It counts in checks and in the review; formulas of the sheet cannot compute with it, and say nothing wrong."""
    desk.type("Disputes", {**BASICS, "Evidence Sent On": "20 November 2026"}, 0)
    problems = desk.update()
    assert [problem.column for problem in problems] == ["Evidence Sent On"]
    assert problems[0].code == "date-as-text"
    assert (desk.case("Stage"), desk.case("Evidence On Time"), desk.case("Reply Due")) == ("3 Negotiation", "", "")
    desk.type("Disputes", {"Evidence Sent On": "19 November 2026"}, 0)
    assert [problem.message for problem in desk.update() if problem.code != "date-as-text"] == [
        "Evidence Sent On is 2026-11-19, before Opened On on 2026-11-20."
    ]
    closed: Typed = {"Evidence Sent On": date(2026, 11, 20), "Closed On": "21 November 2026", "Result": "Withdrawn"}
    desk.type("Disputes", closed, 0)
    assert [problem.code for problem in desk.update()] == ["date-as-text"]
    for quarter, counted in (("2026Q3", 0.0), ("2026Q4", 1.0)):
        (dashboard,) = sheetkit.review(desk.path, quarter, as_of=AS_OF).review.dashboards
        assert {figure.name: figure.value for figure in dashboard.metrics}["Disputes_Closed"] == counted


def test_a_tab_may_be_renamed(desk: Desk) -> None:
    desk.rename("Evidence", "Proofs")
    desk.type("Disputes", BASICS, 0)
    assert desk.update() == ()
    assert desk.case("Evidence") == "0 of 4"


def test_a_seventeenth_type_needs_no_python(desk: Desk) -> None:
    desk.type("Types", {"Type": "Wrong Address", "Evidence Within": 3.0, "Unit": "working days"})
    desk.type("Required_Items", {"Type": "Wrong Address", "Item": "Address of the order", "Class": "Transaction"})
    desk.type("Disputes", {**BASICS, "Type": "Wrong Address"}, 0)
    assert desk.update() == ()
    assert desk.column("Evidence", "Item") == ["Address of the order"]
    assert desk.case("Evidence Due") == 46351.0, "three working days after a Friday"


def serial(day: date) -> float:
    return float((day - date(1899, 12, 30)).days)


def test_the_time_for_evidence_waits_for_the_event_from_which_it_runs(desk: Desk) -> None:
    """Goods that were damaged in transit: seven days from the delivery, not from the complaint two weeks later."""
    desk.type("Disputes", {**BASICS, "Type": "Damaged In Transit"}, 0)
    assert [problem.column for problem in desk.update()] == ["Missing Day"]
    assert (desk.case("Evidence Due"), desk.column("Evidence", "Due")[0]) == ("", "")
    assert desk.case("Missing Day") == "Delivery for the evidence"
    desk.type("Purchases", {"Delivered On": date(2026, 11, 5)}, 0)
    assert desk.update() == ()
    due = serial(date(2026, 11, 12))
    assert (desk.case("Evidence Due"), desk.column("Evidence", "Due")[0]) == (due, due)


def test_a_playbook_brings_its_steps_into_the_case(desk: Desk) -> None:
    desk.type("Disputes", {**BASICS, "Playbook": "Transit Damage"}, 0)
    assert desk.update() == ()
    phases = desk.column("Case_Steps", "Phase")
    assert list(dict.fromkeys(phases)) == ["Prevention", "Evidence", "Handling", "Optimisation"]
    assert desk.case("Open Steps") == len(phases)


def test_a_risky_purchase_names_its_reasons_before_it_is_paid(desk: Desk) -> None:
    planned: Typed = {"Item": "Vase", "Seller": "Bluebird Prints", "Value": 200.0, "Currency": "EUR", "Fragile": "Yes"}
    desk.type("Purchases", planned)
    assert desk.update() == ()
    assert desk.column("Purchases", "State")[-1] == "Planned"
    assert desk.column("Purchases", "Risk")[-1] == "High"
    assert desk.column("Purchases", "Risk Reasons")[-1] == (
        "no record of this seller; high value; not insured; fragile, packaging not reinforced; only 0 of 5 commitments"
    )
    desk.type("Sellers", {"List Status": "White"}, 0)
    desk.type("Purchases", {"Insured": "Yes", "Reinforced Packaging": "Yes"}, 2)
    desk.update()
    assert desk.column("Purchases", "Risk")[-1] == "Medium"


def test_a_black_seller_is_suggested_once_a_quarter(desk: Desk) -> None:
    for purchase in (1, 2):
        case: Typed = {"Opened On": date(2026, 11, 20), "Purchase ID": f"PU-2026-000{purchase}"}
        desk.type("Disputes", {**BASICS, **case}, 0 if purchase == 1 else None)
    desk.type("Purchases", {"Item": "Card", "Seller": "Bluebird Prints", "Value": 5.0, "Bought On": date(2026, 11, 3)})
    assert desk.update() == ()
    assert desk.column("Sellers", "Proposed Status") == ["Black"]
    assert desk.column("Suggestions", "Suggestion") == [
        "Buy elsewhere than from Bluebird Prints, 2 cases against them in 3 purchases"
    ]
    assert desk.column("Suggestions", "Quarter") == ["2026Q4"]
    desk.type("Suggestions", {"Accepted": "Yes"}, 0)
    desk.update()
    assert desk.column("Suggestions", "Helped") == ["Avoided"]
    desk.type("Sellers", {"List Status": "Black"}, 0)
    desk.update()
    assert len(desk.column("Suggestions", "Suggestion")) == 1
