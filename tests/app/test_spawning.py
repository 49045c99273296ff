"""Rows that appear by themselves, in a real file: preset facts, a chosen type, a deleted row, a quiet second update."""

from datetime import date
from pathlib import Path

import pytest

import sheetkit
from sheetkit.app.workbook import open_workbook
from sheetkit.cli import main
from sheetkit.core.values import CellValue
from sheetkit.workbook.a1 import address

DAY = date(2026, 3, 2)
TEXT = """
name: desk
version: 1
title: Desk
settings:
  - {name: Today, type: date, value: =TODAY()}
tabs:
  - name: Disputes
    key: Case
    id: D-{seq:03}
    columns:
      - {name: Case}
      - {name: Type, type: choice, refers_to: Types, required: true}
      - {name: Reply By, type: date}
      - {name: Pieces, type: integer, formula: '=COUNTIFS(Evidence[Case],[@Case])'}
      - {name: Given, hidden: true, stamp: {kind: spawn}}
      - {name: Waived, stamp: {kind: spawn}}
    reminders:
      - {name: Reply, due: Reply By}
    spawns:
      - name: Required
        when: =TRUE
        table: Evidence
        of: Items
        match: {Type: Type}
        set: {Case: '{key}', What: '{of.What}'}
        origin: Origin
        given: Given
        waived: Waived
        label: '{of.What}'
    spare: 4
  - name: Types
    key: Type
    columns: [{name: Type}]
  - name: Items
    key: Item
    id: I-{seq}
    columns: [{name: Item}, {name: Type}, {name: What}, {name: Weight, type: number}]
  - name: Evidence
    key: Piece
    id: E-{seq:03}
    columns:
      - {name: Piece}
      - {name: Case}
      - {name: What, required: true}
      - {name: File}
      - {name: Origin, hidden: true, stamp: {kind: spawn}}
    spare: 3
  - name: Reminders
    collects: reminders
    collect: {When: due, Which: key}
    columns: [{name: When, type: date}, {name: Which}, {name: Left, type: days, formula: '=[@When]-Today'}]
    spare: 1
presets: {Types: types.csv, Items: items.csv}
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A new workbook with the preset facts."""
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "template.yaml").write_text(TEXT, encoding="utf-8")
    (folder / "types.csv").write_text("Type\nDamaged\nLost\n", encoding="utf-8")
    items = "Type,What,Weight\nDamaged,Photo,1.5\nDamaged,Invoice,\nLost,Tracking,2\n"
    (folder / "items.csv").write_text(items, encoding="utf-8")
    path = tmp_path / "cases.xlsx"
    rows = {"Types": {"Type": ["Fire"]}}
    built = sheetkit.build(folder, path, as_of=DAY, rows=rows)
    assert built.rows == {"Disputes": 0, "Types": 3, "Items": 3, "Evidence": 0, "Reminders": 0}
    return path


def typed(book: Path, table: str, rows: list[dict[str, CellValue | date]]) -> None:
    """A person types new rows into the blank ones of a tab."""
    place = open_workbook(book).parsed.places[table]
    sheetkit.patch_xlsx(
        book,
        {
            (place.sheet, address(row, place.columns[name])): value
            for row, cells in zip(place.spare_rows, rows, strict=False)
            for name, value in cells.items()
        },
    )


def wiped(book: Path, table: str, row: int) -> None:
    """A person empties all cells of one row."""
    parsed = open_workbook(book).parsed
    place = parsed.places[table]
    at = parsed.ledger.tables[table].sheet_rows[row]
    sheetkit.patch_xlsx(book, {(place.sheet, address(at, column)): None for column in place.columns.values()})


def cells(book: Path, table: str, column: str) -> list[CellValue]:
    return list(open_workbook(book).parsed.ledger.tables[table].columns[column])


def quiet(book: Path) -> None:
    """A further update leaves the file as it is, byte for byte."""
    before = book.read_bytes()
    assert not sheetkit.update(book, as_of=DAY).changed
    assert book.read_bytes() == before


def test_presets_stand_in_every_new_workbook_above_given_rows(book: Path) -> None:
    assert cells(book, "Types", "Type") == ["Damaged", "Lost", "Fire"]
    assert cells(book, "Items", "Item") == ["I-1", "I-2", "I-3"]
    assert cells(book, "Items", "Weight") == [1.5, None, 2.0]
    quiet(book)


def test_what_was_added_is_told_by_the_name_that_the_tab_has(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table keeps its own name in formulas and in JSON."""
    template = tmp_path / "desk" / "template.yaml"
    template.write_text(TEXT.replace("name: Evidence", "name: Case Files\n    table: Evidence"), encoding="utf-8")
    other = tmp_path / "other.xlsx"
    sheetkit.build(template.parent, other, as_of=DAY)
    typed(other, "Disputes", [{"Type": "Damaged", "Reply By": DAY}])
    assert main(["update", str(other), "--as-of", DAY.isoformat()]) == 0
    assert "2 rows added to Case Files, because other rows need them." in capsys.readouterr().out
    assert sheetkit.update(book, as_of=DAY).called["Evidence"] == "Evidence"


def test_one_update_brings_everything_and_the_next_nothing(book: Path) -> None:
    typed(book, "Disputes", [{"Type": "Damaged", "Reply By": DAY}, {"Type": "Lost", "Reply By": date(2026, 2, 1)}])
    done = sheetkit.update(book, as_of=DAY)
    assert done.spawned == {"Evidence": 3}
    assert cells(book, "Disputes", "Pieces") == [2.0, 1.0]
    assert cells(book, "Evidence", "What") == ["Photo", "Invoice", "Tracking"]
    assert cells(book, "Reminders", "Which") == ["D-002", "D-001"]
    assert cells(book, "Reminders", "Left") == [-29.0, 0.0]
    quiet(book)


def test_more_rows_than_there_is_room_for_make_the_tables_grow(book: Path) -> None:
    typed(book, "Disputes", [{"Type": "Damaged", "Reply By": DAY}] * 4)
    assert sheetkit.update(book, as_of=DAY).spawned == {"Evidence": 8}
    assert len(cells(book, "Evidence", "Piece")) == 8
    assert len(cells(book, "Reminders", "Which")) == 4
    quiet(book)


def test_a_deleted_row_is_waived_and_stays_away(book: Path) -> None:
    typed(book, "Disputes", [{"Type": "Damaged"}])
    sheetkit.update(book, as_of=DAY)
    wiped(book, "Evidence", 0)
    assert not sheetkit.update(book, as_of=DAY).spawned
    assert cells(book, "Evidence", "What") == ["Invoice"]
    assert cells(book, "Disputes", "Waived") == ["Photo"]
    quiet(book)


def test_a_type_that_a_person_adds_brings_its_own_evidence(book: Path) -> None:
    typed(book, "Types", [{"Type": "Seized"}])
    typed(book, "Items", [{"Type": "Seized", "What": "Letter of the customs office"}])
    typed(book, "Disputes", [{"Type": "Seized"}])
    assert sheetkit.update(book, as_of=DAY).spawned == {"Evidence": 1}
    assert cells(book, "Evidence", "What") == ["Letter of the customs office"]
    quiet(book)
