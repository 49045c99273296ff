"""Cells written as CellData."""

import time
from typing import Any

import pytest

from sheetkit.emulator.document import Cell
from sheetkit.emulator.sheets.batch import apply
from tests.emulator.sheets.batch.book import NOW, Book, area, values

RED = {"backgroundColor": {"red": 1}, "backgroundColorStyle": {"rgbColor": {"red": 1}}}


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ({"start": {"rowIndex": 1}, "rows": values([8, "x"])}, "1 2\n8 x\n5 6"),
        ({"start": {}, "rows": values([8], [9, True])}, "8 2\n9 TRUE\n5 6"),
        ({"start": {}, "rows": [{"values": [{}, {"userEnteredValue": {}}]}]}, ".\n3 4\n5 6"),
        ({"range": area("A1:B2"), "rows": values([8])}, "8\n.\n5 6"),
        ({"range": area("A1:B3")}, ""),
        ({"start": {}, "rows": values(["=B1*2"])}, "=B1*2 2\n3 4\n5 6"),
    ],
)
def test_rows_are_written_from_a_place_or_over_a_range(body: dict[str, Any], shown: str) -> None:
    book = Book("1 2\n3 4\n5 6")
    book.do("updateCells", **body, fields="userEnteredValue")
    assert book.shown() == shown


OLD = Cell("old", format={**RED, "horizontalAlignment": "LEFT"}, note="n")


@pytest.mark.parametrize(
    ("fields", "data", "after"),
    [
        ("userEnteredValue", {"userEnteredValue": {"numberValue": 3}}, Cell(3.0, format=OLD.format, note="n")),
        ("note", {"note": "new"}, Cell("old", format=OLD.format, note="new")),
        ("note", {}, Cell("old", format=OLD.format)),
        (
            "userEnteredFormat.horizontalAlignment",
            {"userEnteredFormat": {"horizontalAlignment": "RIGHT"}},
            Cell("old", format={**RED, "horizontalAlignment": "RIGHT"}, note="n"),
        ),
        (
            "userEnteredFormat(backgroundColor)",
            {"userEnteredFormat": {}},
            Cell("old", format={"horizontalAlignment": "LEFT"}, note="n"),
        ),
        ("userEnteredFormat", {}, Cell("old", note="n")),
        ("*", {"note": "only"}, Cell(note="only")),
        ("userEnteredValue,note", {}, Cell(format=OLD.format)),
    ],
)
def test_a_mask_says_which_fields_are_set_and_which_are_cleared(fields: str, data: dict[str, Any], after: Cell) -> None:
    book = Book()
    book.sheet.put(0, 0, OLD)
    book.do("updateCells", start={}, rows=[{"values": [data]}], fields=fields)
    assert book.sheet.cell(0, 0) == after


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            {"start": {"rowIndex": 10}, "rows": values([1])},
            "GridCoordinate.rowIndex[10] is after last row in grid[9]",
        ),
        (
            {"start": {"rowIndex": 9}, "rows": values([1], [2])},
            "Range (Sheet1!A10:A11) exceeds grid limits. Max rows: 10, max columns: 6",
        ),
        ({"start": {"sheetId": 4}, "rows": values([1])}, "No grid with id: 4"),
        (
            {"range": area("A1:A1"), "rows": values([1, 2])},
            "Requested writing within range [Sheet1!A1], but tried writing to column [B]",
        ),
        (
            {"range": area("A1:A1"), "rows": values(["x" * 50_001])},
            "Your input contains more than the maximum of 50000 characters in a single cell.",
        ),
    ],
)
def test_what_does_not_fit_is_refused(body: dict[str, Any], message: str) -> None:
    assert Book().refused("updateCells", **body, fields="userEnteredValue") == message


def test_one_cell_is_repeated_over_a_range_and_its_formula_moves() -> None:
    book = Book("1 .\n2 .\n3 .")
    cell = {"userEnteredValue": {"formulaValue": "=A1*$A$1"}, "userEnteredFormat": RED}
    book.do("repeatCell", range=area("B1:B3"), cell=cell, fields="userEnteredValue,userEnteredFormat.backgroundColor")
    assert book.shown() == "1 =A1*$A$1\n2 =A2*$A$1\n3 =A3*$A$1"
    assert book.sheet.cell(2, 1).format == RED


def test_rows_are_appended_below_the_last_value_and_the_grid_grows() -> None:
    book = Book("1 2\n. 4", rows=3)
    book.sheet.put(2, 0, Cell(note="no value"))
    book.do("appendCells", sheetId=0, rows=values([7], [8, 9]), fields="userEnteredValue")
    assert book.shown() == "1 2\n. 4\n7\n8 9"
    assert book.sheet.row_count == 4


def test_a_large_write_takes_seconds() -> None:
    book = Book(rows=6_000, columns=10)
    format_ = {"numberFormat": {"type": "NUMBER", "pattern": "0.00"}}
    line = [{"userEnteredValue": {"numberValue": 3.5}, "userEnteredFormat": format_}] * 10
    request = {"start": {}, "rows": [{"values": list(line)} for _ in range(6_000)], "fields": "*"}
    start = time.process_time()
    apply(book.document, [{"updateCells": request}], NOW)
    assert time.process_time() - start < 3
    assert len(book.sheet.cells) == 60_000
