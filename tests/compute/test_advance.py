"""What `update` does to a ledger: keys, log entries, stamps, each once and never over what a person typed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest

from sheetkit.compute.advance import Advanced, advance
from sheetkit.core.dates import to_serial
from sheetkit.core.values import CellValue
from sheetkit.records.arrange import place_all
from sheetkit.records.blank import blank_ledger
from sheetkit.records.ledger import Ledger
from sheetkit.template.load import load_text

TEXT = """
name: desk
version: 1
title: Desk
settings:
  - {name: Today, type: date, value: =TODAY()}
lists:
  - {name: States, values: [Open, Paid, Closed]}
tabs:
  - name: Cases
    key: Case
    id: C-{year}-{seq:03}
    columns:
      - {name: Case}
      - {name: Who, required: true}
      - {name: State, type: choice, choices: States, default: Open}
      - {name: Since, type: date}
      - {name: Age, type: days, formula: "=Today-[@Since]"}
      - {name: Paid On, type: date, stamp: {kind: value, when: '=[@State]="Paid"', value: =Today}}
      - {name: First Seen, type: date, stamp: {kind: first seen}}
      - name: Last Action
        type: date
        stamp: {kind: last action, on: [State], log: Log, log_date: At, log_key: Case, seen: Action Seen}
      - {name: State Seen, stamp: {kind: seen, of: State}}
      - {name: Action Seen, stamp: {kind: seen, of: Last Action}}
      - {name: Check, stamp: {kind: check}}
    changes:
      - watch: State
        seen: State Seen
        table: Log
        set: {Case: "{key}", At: "{now}", What: "{column}: {before} to {after}"}
  - name: Log
    key: Entry
    id: L-{seq:03}
    columns:
      - {name: Entry}
      - {name: Case}
      - {name: At, type: datetime}
      - {name: What}
"""
DESK = load_text(TEXT)
MONDAY, TUESDAY, FRIDAY = datetime(2026, 3, 2, 9, 30), datetime(2026, 3, 3), datetime(2026, 3, 6)


def serial(text: str) -> float:
    return to_serial(date.fromisoformat(text))


def day_one(rows: Mapping[str, list[CellValue]], log: Mapping[str, list[CellValue]] | None = None) -> Advanced:
    """A desk with these rows, updated on Monday."""
    return advance(place_all(blank_ledger(DESK, rows={"Cases": rows, "Log": log or {}})), MONDAY, {})


def typed(ledger: Ledger, column: str, values: list[CellValue]) -> Ledger:
    """The ledger after a person typed a column of the Cases tab."""
    table = ledger.tables["Cases"]
    return ledger.with_table(replace(table, columns={**table.columns, column: values}))


def again(done: Advanced, ledger: Ledger, now: datetime) -> Advanced:
    """A later update of what was written."""
    return advance(place_all(ledger), now, done.sequences)


def column(done: Advanced, name: str, table: str = "Cases") -> list[CellValue]:
    return list(done.ledger.tables[table].columns[name])


def test_a_blank_key_is_filled_and_a_typed_one_stays() -> None:
    done = day_one({"Who": ["Ada", "Ben", "Cy"], "Case": [None, "C-2026-007", "mine"]})
    assert column(done, "Case") == ["C-2026-008", "C-2026-007", "mine"]
    assert done.given == {"Cases": ("C-2026-008",)}


def test_the_key_of_a_deleted_row_is_not_given_out_again() -> None:
    done = day_one({"Who": ["Ada", "Ben"]})
    kept = blank_ledger(DESK, rows={"Cases": {"Who": ["Ada", "Cy"], "Case": ["C-2026-001", None]}})
    assert column(again(done, kept, TUESDAY), "Case") == ["C-2026-001", "C-2026-003"]


def test_a_second_update_at_the_same_moment_changes_nothing() -> None:
    done = day_one({"Who": ["Ada", None], "State": ["Paid", "Lost"], "Since": [serial("2026-02-01"), "soon"]})
    assert again(done, done.ledger, MONDAY).ledger == place_all(done.ledger).ledger


def test_a_new_row_takes_defaults_and_makes_no_log_entry() -> None:
    done = day_one({"Who": ["Ada"]})
    assert column(done, "State") == ["Open"]
    assert not done.logged


def test_a_default_that_a_person_cleared_stays_cleared() -> None:
    done = day_one({"Who": ["Ada"]})
    assert column(again(done, typed(done.ledger, "State", [None]), TUESDAY), "State") == [None]


def test_a_changed_state_makes_one_log_entry_with_a_key_and_the_time() -> None:
    done = day_one({"Who": ["Ada", "Ben"]})
    later = again(done, typed(done.ledger, "State", ["Open", "Paid"]), datetime(2026, 3, 3, 14, 5))
    assert later.logged == {"Log": 1}
    log = later.ledger.tables["Log"].columns
    assert [list(values) for values in log.values()] == [
        ["L-001"],
        ["C-2026-002"],
        [to_serial(datetime(2026, 3, 3, 14, 5))],
        ["State: Open to Paid"],
    ]
    assert not again(later, later.ledger, FRIDAY).logged


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        pytest.param(None, "2026-03-03", id="the change itself is the last action"),
        pytest.param("2026-02-27", "2026-02-27", id="a date the person typed wins, even an earlier one"),
    ],
)
def test_last_action_follows_a_changed_state_unless_the_person_set_it(person: str | None, expected: str) -> None:
    done = day_one({"Who": ["Ada"]})
    ledger = typed(done.ledger, "State", ["Paid"])
    if person:
        ledger = typed(ledger, "Last Action", [serial(person)])
    later = again(done, ledger, TUESDAY)
    assert column(later, "Last Action") == [serial(expected)]
    assert column(again(later, later.ledger, FRIDAY), "Last Action") == [serial(expected)]


def test_after_a_persons_own_date_the_next_change_counts_again() -> None:
    done = day_one({"Who": ["Ada"]})
    typed_once = again(done, typed(done.ledger, "Last Action", [serial("2026-02-27")]), TUESDAY)
    later = again(typed_once, typed(typed_once.ledger, "State", ["Paid"]), FRIDAY)
    assert column(later, "Last Action") == [serial("2026-03-06")]


def test_an_entry_in_the_log_moves_the_last_action_once() -> None:
    log: dict[str, list[CellValue]] = {"Case": ["C-2026-001"], "At": [serial("2026-02-20") + 0.5], "What": ["called"]}
    done = day_one({"Who": ["Ada"], "Case": ["C-2026-001"]}, log)
    assert column(done, "Last Action") == [serial("2026-02-20")]
    older = again(done, typed(done.ledger, "Last Action", [serial("2026-02-10")]), TUESDAY)
    assert column(again(older, older.ledger, FRIDAY), "Last Action") == [serial("2026-02-10")]


def test_a_value_stamp_is_written_once_and_only_when_due() -> None:
    done = day_one({"Who": ["Ada", "Ben", "Cy"], "State": ["Paid", "Open", "Paid"], "Paid On": [None, None, 46000.0]})
    assert column(done, "Paid On") == [serial("2026-03-02"), None, 46000.0]
    assert column(again(done, done.ledger, FRIDAY), "Paid On") == [serial("2026-03-02"), None, 46000.0]


def test_first_seen_is_the_day_of_the_first_update() -> None:
    done = day_one({"Who": ["Ada"]})
    assert column(again(done, done.ledger, FRIDAY), "First Seen") == [serial("2026-03-02")]


def test_the_check_column_says_what_is_wrong_and_empties_itself() -> None:
    done = day_one({"Case": ["C-1", "C-1"], "Who": [None, "Ben"]})
    first, second = column(done, "Check")
    assert "Who" in str(first)
    assert "C-1" in str(second)
    mended = typed(typed(done.ledger, "Who", ["Ada", "Ben"]), "Case", ["C-1", "C-2"])
    assert column(again(done, mended, TUESDAY), "Check") == [None, None]


def test_formulas_are_computed_for_the_day_and_blank_while_nothing_is_filled() -> None:
    done = day_one({"Who": ["Ada", None], "Case": ["a", "b"], "Since": [serial("2026-02-28"), serial("2026-02-28")]})
    assert column(done, "Age") == [2.0, ""]


def test_a_today_that_a_person_froze_is_the_day_of_every_formula() -> None:
    ledger = blank_ledger(
        DESK, settings={"Today": serial("2026-03-10")}, rows={"Cases": {"Who": ["A"], "Since": [46000.0]}}
    )
    done = advance(place_all(ledger), MONDAY, {})
    assert column(done, "Age") == [serial("2026-03-10") - 46000.0]


def test_a_problem_of_a_new_row_names_the_key_that_the_row_gets() -> None:
    done = day_one({"Who": [None], "Since": [serial("2026-02-28")]})
    assert {problem.key for problem in done.problems} == {"C-2026-001"}
