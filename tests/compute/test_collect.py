"""A tab that collects: its rows are the open due dates of all others, whatever people do to it."""

from dataclasses import replace
from datetime import date, datetime

import pytest

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
tabs:
  - name: Cases
    key: Case
    id: C-{seq:02}
    columns:
      - {name: Case}
      - {name: Reply By, type: date, required: true}
      - {name: Done, type: yes/no}
    reminders:
      - {name: Reply, due: Reply By, open: '=[@Done]<>TRUE', says: Answer., waiting_on: Me, tiers: [7, 1]}
  - name: Due
    collects: reminders
    collect:
      {When: due, Where: tab, Which: key, What: reminder, Says: says, Who: waiting on, Unit: unit, Near: tier,
       Tier: tier}
    columns:
      - {name: When, type: date}
      - {name: Left, type: days, formula: '=[@When]-Today'}
      - {name: Where}
      - {name: Which}
      - {name: What}
      - {name: Says}
      - {name: Who}
      - {name: Near}
      - {name: Tier, type: integer}
      - {name: Unit}
    spare: 2
"""
DESK = load_text(TEXT)
NOW = datetime(2026, 3, 2)


def serial(text: str) -> float:
    return to_serial(date.fromisoformat(text))


def started(dates: list[str]) -> Advanced:
    rows = {"Cases": {"Reply By": [serial(text) for text in dates]}}
    return advance(place_all(blank_ledger(DESK, rows=rows)), NOW, {})


def saved(ledger: Ledger) -> Parsed:
    """The ledger as it is read from the workbook that shows it."""
    return parse(DESK, grid_of(render(ledger, text=TEXT)))


def cells(ledger: Ledger, table: str, column: str) -> list[CellValue]:
    return list(ledger.tables[table].columns[column])


def typed(ledger: Ledger, table: str, column: str, values: list[CellValue]) -> Ledger:
    rows = ledger.tables[table]
    return ledger.with_table(replace(rows, columns={**rows.columns, column: values}))


def test_every_open_date_stands_there_soonest_first_with_all_that_is_asked_for() -> None:
    done = started(["2026-03-20", "2026-03-01", "2026-03-02", "2026-03-05"])
    rows = zip(*(cells(done.ledger, "Due", column.name) for column in DESK.tabs[1].columns), strict=True)
    rest = ("Cases", "Reply", "Answer.", "Me", "days")
    assert [(row[0], row[1], row[2], row[3], row[7], row[8]) for row in rows] == [
        (serial("2026-03-01"), -1.0, "Cases", "C-02", "overdue", 1.0),
        (serial("2026-03-02"), 0.0, "Cases", "C-03", "today", 1.0),
        (serial("2026-03-05"), 3.0, "Cases", "C-04", "within 7 days", 7.0),
        (serial("2026-03-20"), 18.0, "Cases", "C-01", None, None),
    ]
    for column, value in zip(("Where", "What", "Says", "Who", "Unit"), rest, strict=True):
        assert set(cells(done.ledger, "Due", column)) == {value}


def test_a_second_update_changes_nothing() -> None:
    done = started(["2026-03-20", "2026-03-01"])
    parsed = saved(done.ledger)
    assert edit(parsed, advance(parsed, NOW, done.sequences).ledger).empty


def test_what_is_done_leaves_and_its_row_is_blank_again() -> None:
    done = started(["2026-03-20", "2026-03-01", "2026-03-05"])
    parsed = saved(typed(done.ledger, "Cases", "Done", [True, True, None]))
    later = advance(parsed, NOW, done.sequences)
    assert cells(later.ledger, "Due", "Which") == ["C-03", None, None]
    assert cells(later.ledger, "Due", "Left") == [3.0, "", ""]
    after = saved(later.ledger)
    assert after.ledger.tables["Due"].height == 1
    assert len(after.places["Due"].spare_rows) == 4
    assert edit(after, advance(after, NOW, done.sequences).ledger).empty


def test_more_dates_than_rows_make_the_table_grow() -> None:
    done = started(["2026-03-20"])
    table = done.ledger.tables["Cases"]
    many = 9
    columns = {name: list(values) * many for name, values in table.columns.items()} | {"Case": [None] * many}
    ledger = done.ledger.with_table(replace(table, columns=columns, sheet_rows=[-1] * many))
    parsed = saved(ledger)
    later = advance(parsed, NOW, done.sequences)
    assert later.ledger.tables["Due"].height == many
    (append,) = [append for append in edit(parsed, later.ledger).appends if append.table == "Due"]
    assert append.rows == many - 3 + 2


@pytest.mark.parametrize("order", [[2, 1, 0], [0, None, 1, 2], [0, 0, 1, 2], [1]])
def test_rows_that_people_sorted_moved_copied_or_deleted_are_put_right(order: list[int | None]) -> None:
    done = started(["2026-03-20", "2026-03-01", "2026-03-05"])
    table = done.ledger.tables["Due"]
    columns = {name: [None if row is None else values[row] for row in order] for name, values in table.columns.items()}
    parsed = saved(done.ledger.with_table(replace(table, columns=columns, sheet_rows=[-1] * len(order))))
    later = advance(parsed, NOW, done.sequences)
    assert [key for key in cells(later.ledger, "Due", "Which") if key] == ["C-02", "C-03", "C-01"]
    assert cells(later.ledger, "Due", "Which")[:3] == ["C-02", "C-03", "C-01"]


def test_a_frozen_today_is_the_day_that_is_counted_from() -> None:
    rows = {"Cases": {"Reply By": [serial("2026-03-20")]}}
    ledger = blank_ledger(DESK, settings={"Today": serial("2026-03-19")}, rows=rows)
    done = advance(place_all(ledger), NOW, {})
    assert (cells(done.ledger, "Due", "Left"), cells(done.ledger, "Due", "Tier")) == ([1.0], [1.0])


def test_without_its_tab_nothing_is_collected() -> None:
    parsed = place_all(blank_ledger(DESK, rows={"Cases": {"Reply By": [serial("2026-03-20")]}}))
    gone = replace(parsed, places={name: place for name, place in parsed.places.items() if name != "Due"})
    assert advance(gone, NOW, {}).ledger.tables["Due"].height == 0
