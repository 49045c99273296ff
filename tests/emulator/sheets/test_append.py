"""Rows appended: where the table is that a range finds, and what the grid does."""

import pytest

from tests.emulator.sheets.sheets_book import Spreadsheet


def two_tables() -> Spreadsheet:
    """The example of Google's documentation: one table in A1:C2, another in B4:D6."""
    book = Spreadsheet()
    book.raw("A1", ["x", "y", "z"], ["x", "y", "z"])
    book.raw("B4", ["x", "y", ""], ["", "y", "z"], ["x", "", "z"])
    return book


@pytest.mark.parametrize(
    ("range_", "table", "written"),
    [
        ("Sheet1", "Sheet1!B4:D6", "Sheet1!B7"),
        ("B4", "Sheet1!B4:D6", "Sheet1!B7"),
        ("C5:D5", "Sheet1!B4:D6", "Sheet1!B7"),
        ("B2:D4", "Sheet1!B4:D6", "Sheet1!B7"),
        ("A3:G10", "Sheet1!B4:D6", "Sheet1!B7"),
        ("A1", "Sheet1!A1:C2", "Sheet1!A3"),
        ("E4", None, "Sheet1!E4"),
        ("A4", None, "Sheet1!A4"),
    ],
)
def test_values_go_below_the_last_table_that_the_range_meets(range_: str, table: str | None, written: str) -> None:
    answer = two_tables().append(range_, ["new"])
    assert answer.get("tableRange") == table
    assert answer["updates"]["updatedRange"] == written


def test_an_empty_sheet_begins_at_its_first_cell() -> None:
    assert Spreadsheet().append("Sheet1", ["a", "b"])["updates"]["updatedRange"] == "Sheet1!A1:B1"


def test_a_gap_in_the_last_row_parts_the_table() -> None:
    book = Spreadsheet()
    book.raw("A1", ["a", "", "b"])
    assert book.append("A1", ["c"])["tableRange"] == "Sheet1!A1"


def test_the_grid_grows() -> None:
    book = Spreadsheet()
    book.raw("A1000", ["last"])
    answer = book.append("A1000", ["x"], ["y"])
    assert answer["updates"]["updatedRange"] == "Sheet1!A1001:A1002"
    assert book.document.sheets[0].row_count == 1002


@pytest.mark.parametrize(
    ("option", "rows", "second_table"), [("OVERWRITE", 1000, "B4:D6"), ("INSERT_ROWS", 1001, "B5:D7")]
)
def test_what_lies_below_stays_or_moves_down(option: str, rows: int, second_table: str) -> None:
    book = two_tables()
    book.append("A1", ["new"], insertDataOption=option)
    assert book.values("A3") == [["new"]]
    assert book.values(second_table) == [["x", "y"], ["", "y", "z"], ["x", "", "z"]]
    assert book.document.sheets[0].row_count == rows
