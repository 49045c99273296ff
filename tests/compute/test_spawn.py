"""Rows that appear by themselves: what is due comes once, what was deleted stays away, and nothing is asked twice."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheetkit.compute.advance import Advanced, advance
from sheetkit.core.dates import to_serial
from sheetkit.core.values import CellValue
from sheetkit.records.arrange import place_all
from sheetkit.records.blank import blank_ledger
from sheetkit.records.edit import edit
from sheetkit.records.ledger import Ledger
from sheetkit.records.parse import parse
from sheetkit.records.place import Parsed
from sheetkit.records.render import render
from sheetkit.template.load import load_text
from tests.records.grids import grid_of

TEXT = """
name: desk
version: 1
title: Desk
settings:
  - {name: Today, type: date, value: =TODAY()}
  - {name: Limit, type: integer, value: 2}
lists:
  - {name: Classes, values: [Product, Transaction]}
tabs:
  - name: Disputes
    key: Case
    id: D-{seq:03}
    columns:
      - {name: Case}
      - {name: Type}
      - {name: Opened, type: date}
      - {name: Who}
      - {name: Needed, type: integer, formula: '=COUNTIFS(Evidence[Case],[@Case])'}
      - {name: Complete On, type: date, stamp: {kind: value, when: '=[@Needed]=0', value: =Today}}
      - {name: Given, hidden: true, stamp: {kind: spawn}}
      - {name: Waived, stamp: {kind: spawn}}
      - {name: Check, stamp: {kind: check}}
    spawns:
      - name: Required
        when: =[@Type]<>""
        table: Evidence
        of: Items
        match: {Type: Type}
        set:
          Case: '{key}'
          What: '{of.What}'
          Class: '{of.Class}'
          Who: '{this.Who}'
          Due: =IF([@Opened]="","",[@Opened]+[@of.Days])
        origin: Origin
        given: Given
        waived: Waived
        label: '{of.What}'
      - name: Slow
        when: =[@Who]="Ann"
        table: Advice
        set: {About: 'Case {key} in {quarter}', Written: '{now}', Weight: 3, First: true}
        per: quarter
        origin: Origin
        given: Given
  - name: Items
    key: Item
    id: I-{seq:02}
    columns:
      - {name: Item}
      - {name: Type}
      - {name: What}
      - {name: Class}
      - {name: Days, type: days}
  - name: Evidence
    key: Piece
    id: E-{seq:03}
    columns:
      - {name: Piece}
      - {name: Case}
      - {name: What, required: true}
      - {name: Class, type: choice, choices: Classes}
      - {name: Due, type: date}
      - {name: Who}
      - {name: State, default: Missing}
      - {name: Brought, hidden: true, stamp: {kind: spawn}}
      - {name: First Seen, type: date, stamp: {kind: first seen}}
      - {name: Origin, hidden: true, stamp: {kind: spawn}}
      - {name: Check, stamp: {kind: check}}
    spawns:
      - name: Late
        when: =AND(ISNUMBER([@Due]),[@Due]<Today)
        table: Advice
        set: {About: '{key} is late since {this.Due}'}
        origin: Origin
        given: Brought
    spare: 3
  - name: Advice
    columns:
      - {name: About, required: true}
      - {name: Written, type: datetime}
      - {name: Weight, type: number}
      - {name: First, type: yes/no}
      - {name: Origin, stamp: {kind: spawn}}
"""
DESK = load_text(TEXT)
MARCH, APRIL = datetime(2026, 3, 2, 9, 30), datetime(2026, 4, 7)
ITEMS: dict[str, list[CellValue]] = {
    "Type": ["Damaged", "damaged ", "Lost", None],
    "What": ["Photo", "Invoice", "Tracking", "Nothing"],
    "Class": ["Product", "Transaction", "Transaction", None],
    "Days": [7.0, 3.0, None, 1.0],
}
Rows = Mapping[str, list[CellValue]]


def serial(text: str) -> float:
    return to_serial(date.fromisoformat(text))


def started(disputes: Rows, now: datetime = MARCH, **tables: Rows) -> Advanced:
    """A desk with these disputes and the catalogue, updated once."""
    return advance(place_all(blank_ledger(DESK, rows={"Disputes": disputes, "Items": ITEMS, **tables})), now, {})


def again(done: Advanced, ledger: Ledger | None = None, now: datetime = MARCH) -> Advanced:
    """A later update of what was written, or of what people made of it."""
    return advance(saved(done.ledger if ledger is None else ledger), now, done.sequences)


def saved(ledger: Ledger) -> Parsed:
    """The ledger as it is read from the workbook that shows it."""
    return parse(DESK, grid_of(render(ledger, text=TEXT)))


def cells(ledger: Ledger, table: str, column: str) -> list[CellValue]:
    return list(ledger.tables[table].columns[column])


def typed(ledger: Ledger, table: str, column: str, values: list[CellValue]) -> Ledger:
    """The ledger after a person typed a whole column."""
    rows = ledger.tables[table]
    return ledger.with_table(replace(rows, columns={**rows.columns, column: values}))


def rows_of(ledger: Ledger, table: str, rows: list[int]) -> Ledger:
    """The ledger after a person kept only these rows of a table, in this order; a row may come twice."""
    old = ledger.tables[table]
    columns = {name: [values[row] for row in rows] for name, values in old.columns.items()}
    return ledger.with_table(replace(old, columns=columns, sheet_rows=[-1] * len(rows), understood={}, broken={}))


def test_choosing_a_type_brings_its_rows_in_the_same_update_as_the_key() -> None:
    done = started({"Type": ["Damaged"], "Opened": [serial("2026-03-01")], "Who": ["Bob"]})
    assert done.spawned == {"Evidence": 2}
    evidence = {name: list(values) for name, values in done.ledger.tables["Evidence"].columns.items()}
    assert evidence == {
        "Piece": ["E-001", "E-002"],
        "Case": ["D-001", "D-001"],
        "What": ["Photo", "Invoice"],
        "Class": ["Product", "Transaction"],
        "Due": [serial("2026-03-08"), serial("2026-03-04")],
        "Who": ["Bob", "Bob"],
        "State": ["Missing", "Missing"],
        "Brought": [None, None],
        "First Seen": [serial("2026-03-02")] * 2,
        "Origin": ["Required|D-001|I-01|", "Required|D-001|I-02|"],
        "Check": [None, None],
    }
    assert done.given == {
        "Disputes": ("D-001",),
        "Items": ("I-01", "I-02", "I-03", "I-04"),
        "Evidence": ("E-001", "E-002"),
    }


def test_a_second_update_changes_nothing() -> None:
    done = started({"Type": ["Damaged", "Lost", "Fire", None], "Who": ["Ann", None, "Bob", "Ann"]})
    parsed = saved(done.ledger)
    later = advance(parsed, MARCH, done.sequences)
    assert edit(parsed, later.ledger).empty
    assert not later.spawned


def test_what_hangs_on_the_new_rows_sees_them_at_once() -> None:
    """A stamp that is written once when nothing is lacking waits for the rows that say what is."""
    done = started({"Type": ["Damaged", "Fire"], "Opened": [46000.0, 46000.0]})
    assert cells(done.ledger, "Disputes", "Needed") == [2.0, 0.0]
    assert cells(done.ledger, "Disputes", "Complete On") == [None, serial("2026-03-02")]


def test_rows_that_were_brought_bring_rows_themselves() -> None:
    done = started({"Type": ["Damaged"], "Opened": [serial("2026-02-25")]})
    assert cells(done.ledger, "Advice", "About") == ["E-002 is late since 2026-02-28"]


def test_a_deleted_row_stays_away_and_is_listed_as_waived() -> None:
    done = started({"Type": ["Damaged"]})
    later = again(done, rows_of(done.ledger, "Evidence", [1]))
    assert cells(later.ledger, "Evidence", "What") == ["Invoice"]
    assert cells(later.ledger, "Disputes", "Waived") == ["Photo"]
    assert again(later).ledger.tables == saved(later.ledger).ledger.tables


def test_a_row_that_comes_back_is_waived_no_more() -> None:
    done = started({"Type": ["Damaged"]})
    gone = again(done, rows_of(done.ledger, "Evidence", [1]))
    back = again(gone, gone.ledger.with_table(done.ledger.tables["Evidence"]))
    assert cells(back.ledger, "Disputes", "Waived") == [None]


def test_what_is_waived_is_named_by_its_key_once_the_catalogue_has_forgotten_it() -> None:
    done = started({"Type": ["Damaged"]})
    ledger = rows_of(rows_of(done.ledger, "Evidence", []), "Items", [2, 3])
    assert cells(again(done, ledger).ledger, "Disputes", "Waived") == ["I-01; I-02"]


def test_another_type_adds_its_rows_and_leaves_the_old() -> None:
    done = started({"Type": ["Damaged"]})
    later = again(done, typed(done.ledger, "Disputes", "Type", ["Lost"]))
    assert cells(later.ledger, "Evidence", "What") == ["Photo", "Invoice", "Tracking"]
    back = again(later, typed(later.ledger, "Disputes", "Type", ["Damaged"]))
    assert not back.spawned


def test_a_new_entry_of_the_catalogue_reaches_the_rows_it_fits() -> None:
    done = started({"Type": ["Lost", "Damaged"]})
    later = again(done, typed(done.ledger, "Items", "Type", ["Damaged", "Lost", "Lost", None]))
    assert cells(later.ledger, "Evidence", "Case") == ["D-001", "D-002", "D-002", "D-001"]


def test_a_sorted_table_and_a_sorted_catalogue_change_nothing() -> None:
    done = started({"Type": ["Lost", "Damaged"]})
    ledger = rows_of(rows_of(rows_of(done.ledger, "Disputes", [1, 0]), "Items", [3, 1, 2, 0]), "Evidence", [2, 0, 1])
    assert not again(done, ledger).spawned


def test_a_row_that_was_copied_with_all_its_cells_brings_its_own() -> None:
    done = started({"Type": ["Damaged"]})
    ledger = rows_of(done.ledger, "Disputes", [0, 0])
    later = again(done, typed(ledger, "Disputes", "Case", ["D-001", None]))
    assert cells(later.ledger, "Evidence", "Case") == ["D-001", "D-001", "D-002", "D-002"]
    assert cells(later.ledger, "Disputes", "Waived") == [None, None]


def test_a_row_whose_key_was_changed_keeps_what_it_brought() -> None:
    done = started({"Type": ["Damaged"]})
    gone = rows_of(done.ledger, "Evidence", [0])
    later = again(done, typed(gone, "Disputes", "Case", ["MINE"]))
    assert not later.spawned
    assert cells(later.ledger, "Evidence", "Origin") == ["Required|MINE|I-01|"]
    assert cells(later.ledger, "Disputes", "Waived") == ["Invoice"]


def test_a_wiped_memory_takes_what_stands_there_for_given() -> None:
    done = started({"Type": ["Damaged"]})
    later = again(done, typed(done.ledger, "Disputes", "Given", [None]))
    assert not later.spawned
    assert cells(later.ledger, "Disputes", "Given") == cells(done.ledger, "Disputes", "Given")


def test_the_same_may_come_again_in_another_quarter() -> None:
    done = started({"Who": ["Ann"]})
    assert cells(done.ledger, "Advice", "About") == ["Case D-001 in 2026Q1"]
    assert cells(done.ledger, "Advice", "Written") == [to_serial(MARCH)]
    assert cells(done.ledger, "Advice", "Weight") == [3.0]
    assert cells(done.ledger, "Advice", "First") == [True]
    emptied = rows_of(done.ledger, "Advice", [])
    assert not again(done, emptied).spawned
    later = again(done, emptied, APRIL)
    assert cells(later.ledger, "Advice", "About") == ["Case D-001 in 2026Q2"]
    assert not again(later, now=APRIL).spawned


def test_what_is_wrong_in_a_new_row_stands_in_its_check_column_at_once() -> None:
    """The first update finds what the second would, so that this one has nothing left to do."""
    items = ITEMS | {"Class": ["Productt", None, None, None], "What": ["Photo", None, "Tracking", None]}
    done = advance(place_all(blank_ledger(DESK, rows={"Disputes": {"Type": ["Damaged"]}, "Items": items})), MARCH, {})
    wrong, blank = cells(done.ledger, "Evidence", "Check")
    assert "Productt" in str(wrong)
    assert "What is blank" in str(blank)
    parsed = saved(done.ledger)
    assert edit(parsed, advance(parsed, MARCH, done.sequences).ledger).empty


def test_without_its_table_or_its_memory_a_spawn_rests() -> None:
    """A tab that is gone for a while must not make everything come twice, nor look deleted."""
    done = started({"Type": ["Damaged"]})
    parsed = saved(typed(done.ledger, "Disputes", "Type", ["Lost"]))
    for table, column in (("Evidence", ""), ("Evidence", "Origin"), ("Disputes", "Given"), ("Items", "Type")):
        place = parsed.places[table]
        columns = {name: at for name, at in place.columns.items() if name != column}
        places = {**parsed.places, table: replace(place, columns=columns)}
        if not column:
            del places[table]
        later = advance(replace(parsed, places=places), MARCH, done.sequences)
        assert not later.spawned
        assert cells(later.ledger, "Disputes", "Waived") == [None]
    assert advance(parsed, MARCH, done.sequences).spawned == {"Evidence": 1}


def test_a_full_memory_is_a_problem_and_nothing_comes_twice() -> None:
    many = 3000
    items: dict[str, list[CellValue]] = {"Type": ["Damaged"] * many, "What": [f"Item number {i}" for i in range(many)]}
    done = advance(place_all(blank_ledger(DESK, rows={"Disputes": {"Type": ["Damaged"]}, "Items": items})), MARCH, {})
    assert 1000 < done.spawned["Evidence"] < many
    assert [problem.code for problem in done.problems if problem.key == "D-001"] == ["spawn-full"]
    assert not again(done).spawned


EDITS = st.one_of(
    st.tuples(st.just("type"), st.integers(0, 9), st.sampled_from(["Damaged", "Lost", "Fire", None])),
    st.tuples(st.just("who"), st.integers(0, 9), st.sampled_from(["Ann", "Bob"])),
    st.tuples(st.just("delete evidence"), st.integers(0, 9), st.none()),
    st.tuples(st.just("delete dispute"), st.integers(0, 9), st.none()),
    st.tuples(st.just("copy dispute"), st.integers(0, 9), st.none()),
    st.tuples(st.just("rename"), st.integers(0, 9), st.integers(0, 99)),
    st.tuples(st.just("sort"), st.integers(0, 9), st.none()),
    st.tuples(st.just("item"), st.integers(0, 3), st.sampled_from(["Damaged", "Lost"])),
    st.tuples(st.just("later"), st.just(0), st.none()),
)


def edited(ledger: Ledger, what: str, row: int, value: CellValue) -> Ledger:
    """The ledger after one thing that a person does."""
    disputes, evidence = ledger.tables["Disputes"], ledger.tables["Evidence"]
    keep = list(range(disputes.height))
    at = row % max(1, disputes.height)
    if what == "item":
        values = cells(ledger, "Items", "Type")
        return typed(ledger, "Items", "Type", [value if i == row else old for i, old in enumerate(values)])
    if what == "delete evidence":
        return rows_of(ledger, "Evidence", [i for i in range(evidence.height) if i != row % max(1, evidence.height)])
    if not keep or what == "later":
        return ledger
    if what == "delete dispute":
        return rows_of(ledger, "Disputes", [i for i in keep if i != at])
    if what == "sort":
        return rows_of(rows_of(ledger, "Disputes", keep[::-1]), "Evidence", list(range(evidence.height))[::-1])
    if what == "copy dispute":
        ledger = rows_of(ledger, "Disputes", [*keep, at])
        return typed(ledger, "Disputes", "Case", [*cells(ledger, "Disputes", "Case")[:-1], None])
    column = {"type": "Type", "who": "Who", "rename": "Case"}[what]
    old = cells(ledger, "Disputes", column)
    new = f"R-{value}" if what == "rename" else value
    if what == "rename" and new in old:
        return ledger
    return typed(ledger, "Disputes", column, [new if i == at else cell for i, cell in enumerate(old)])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(EDITS, max_size=8))
def test_whatever_people_do_nothing_comes_twice_or_back(edits: list[tuple[str, int, CellValue]]) -> None:
    """Each piece of evidence is the only one of its origin, and once deleted it never comes again."""
    now = MARCH
    done = started({"Type": ["Damaged", "Lost"], "Who": ["Ann", "Bob"]})
    pieces = set(cells(done.ledger, "Evidence", "Piece"))
    deleted: set[CellValue] = set()
    for what, row, value in edits:
        if what == "later":
            now = datetime(now.year + now.month // 12, now.month % 12 + 1, 1)
        before = done.ledger
        ledger = edited(before, what, row, value)
        gone = set(cells(before, "Evidence", "Piece")) - set(cells(ledger, "Evidence", "Piece"))
        places = zip(cells(before, "Evidence", "Piece"), cells(before, "Evidence", "Origin"), strict=True)
        deleted |= {origin for piece, origin in places if piece in gone}
        parsed = saved(ledger)
        done = advance(parsed, now, done.sequences)
        if what == "rename":
            deleted = {moved(origin, before, done.ledger) for origin in deleted}
        origins = cells(done.ledger, "Evidence", "Origin")
        assert len(set(origins)) == len(origins)
        assert not set(origins) & deleted
        assert not pieces & (set(cells(done.ledger, "Evidence", "Piece")) - set(cells(ledger, "Evidence", "Piece")))
        pieces |= set(cells(done.ledger, "Evidence", "Piece"))
        after = saved(done.ledger)
        assert edit(after, advance(after, now, done.sequences).ledger).empty


def moved(origin: CellValue, before: Ledger, after: Ledger) -> CellValue:
    """A deleted origin after keys were changed: rows stay in their order."""
    pairs = zip(cells(before, "Disputes", "Case"), cells(after, "Disputes", "Case"), strict=True)
    spawn, key, item, quarter = str(origin).split("|")
    return "|".join((spawn, str(dict(pairs).get(key, key)), item, quarter))
