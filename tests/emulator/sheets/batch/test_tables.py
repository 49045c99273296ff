"""Tables: their columns, their types, their growth."""

from typing import Any

import pytest

from sheetkit.emulator.sheets import endpoints
from tests.emulator.sheets.batch.book import NOW, Book, area, columns, rows, values

SOURCE = """
Name Paid Note
Ann 1 x
Bob 2 y
"""
LIST = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "Open"}]}}


def test_a_table_has_every_column_and_an_id_that_is_text() -> None:
    book = Book(SOURCE)
    given = [{"columnIndex": 1, "columnName": "Paid", "columnType": "CURRENCY"}]
    table = book.do("addTable", table={"name": "Cases", "range": area("A1:C3"), "columnProperties": given})["table"]
    assert isinstance(table["tableId"], str)
    assert table["range"] == area("A1:C3")
    assert table["columnProperties"] == [
        {"columnName": "Name"},
        {"columnIndex": 1, "columnName": "Paid", "columnType": "CURRENCY"},
        {"columnIndex": 2, "columnName": "Note"},
    ]


def test_names_are_written_into_the_header() -> None:
    book = Book("Name . 3\na b c")
    named = [{"columnIndex": 0, "columnName": "Who"}, {"columnIndex": 1, "columnType": "DATE"}]
    book.do("addTable", table={"name": "T", "range": area("A1:C2"), "columnProperties": named})
    assert [book.sheet.cell(0, column).value for column in range(3)] == ["Who", "Column 1", "3"]


def test_what_is_written_into_a_header_names_the_column() -> None:
    book = Book(SOURCE)
    book.do("addTable", table={"name": "T", "range": area("A1:C3")})
    book.do("updateCells", start={}, rows=values(["Who", "=1+2"]), fields="userEnteredValue")
    names = [column["columnName"] for column in book.sheet.tables[0]["columnProperties"]]
    assert names == ["Who", "Column 2", "Note"]
    assert book.shown().splitlines()[0] == "Who Column 2 Note"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            {"columnProperties": [{"columnIndex": 1, "columnType": "DROPDOWN"}]},
            "Condition must be set for dropdown column type.",
        ),
        (
            {"columnProperties": [{"columnIndex": 1, "columnType": "DOUBLE", "dataValidationRule": LIST}]},
            "Cannot set condition for non-dropdown column type.",
        ),
        ({"name": "other", "range": area("D1:E2")}, 'A table with the name "other" already exists.'),
        ({"range": area("D5:F8")}, "Cannot create a table that overlaps another table."),
        ({"range": area("A1:Z3")}, "Range (Sheet1!A1:Z3) exceeds grid limits. Max rows: 10, max columns: 6"),
    ],
)
def test_what_cannot_be_a_table_is_refused(table: dict[str, Any], message: str) -> None:
    book = Book(SOURCE)
    book.do("addTable", table={"name": "Other", "range": area("D4:F6")})
    assert book.refused("addTable", table={"name": "Cases", "range": area("A1:C3"), **table}) == message


def test_an_update_replaces_the_columns_as_a_whole() -> None:
    book = Book(SOURCE)
    typed = [{"columnIndex": 2, "columnName": "Note", "columnType": "DROPDOWN", "dataValidationRule": LIST}]
    number = book.do("addTable", table={"name": "T", "range": area("A1:C3"), "columnProperties": typed})["table"]
    new = [{"columnIndex": 1, "columnName": "Sum", "columnType": "CURRENCY"}]
    table = {"tableId": number["tableId"], "columnProperties": new, "name": "Cases"}
    book.do("updateTable", table=table, fields="columnProperties,name")
    held = book.sheet.tables[0]
    assert held["name"] == "Cases"
    assert held["columnProperties"] == [
        {"columnName": "Name"},
        {"columnIndex": 1, "columnName": "Sum", "columnType": "CURRENCY"},
        {"columnIndex": 2, "columnName": "Note"},
    ]
    assert book.sheet.cell(0, 1).value == "Sum"
    nameless = {"tableId": number["tableId"], "columnProperties": [{"columnIndex": 1}]}
    message = book.refused("updateTable", table=nameless, fields="columnProperties")
    assert message == "Table header row cell must have a value."


def test_a_column_of_truth_values_starts_with_false() -> None:
    book = Book("Name Done\na maybe\nb TRUE\nc .")
    typed = [{"columnIndex": 1, "columnName": "Done", "columnType": "BOOLEAN"}]
    book.do("addTable", table={"name": "T", "range": area("A1:B4"), "columnProperties": typed})
    assert book.shown() == "Name Done\na FALSE\nb TRUE\nc FALSE"
    book.do("insertDimension", range=rows(2, 3))
    assert book.shown() == "Name Done\na FALSE\n. FALSE\nb TRUE\nc FALSE"
    assert book.sheet.tables[0]["range"] == area("A1:B5")


def test_columns_of_a_table_move_with_the_sheet() -> None:
    book = Book(SOURCE)
    typed = [{"columnIndex": 2, "columnName": "Note", "columnType": "TEXT"}]
    book.do("addTable", table={"name": "T", "range": area("A1:C3"), "columnProperties": typed})
    book.do("insertDimension", range=columns(1, 2))
    assert book.sheet.tables[0]["range"] == area("A1:D3")
    assert book.sheet.tables[0]["columnProperties"] == [
        {"columnName": "Name"},
        {"columnIndex": 1, "columnName": "Column 2"},
        {"columnIndex": 2, "columnName": "Paid"},
        {"columnIndex": 3, "columnName": "Note", "columnType": "TEXT"},
    ]
    book.do("deleteDimension", range=columns(0, 2))
    assert book.sheet.tables[0]["columnProperties"] == [
        {"columnName": "Paid"},
        {"columnIndex": 1, "columnName": "Note", "columnType": "TEXT"},
    ]


@pytest.mark.parametrize(
    ("source", "shown", "range_"),
    [
        (SOURCE, "Name Paid Note\nAnn 1 x\nBob 2 y\nCy 3", "A1:C4"),
        ("Name Paid Note\nAnn 1 x\n. . .", "Name Paid Note\nAnn 1 x\nCy 3", "A1:C3"),
        (SOURCE + "total 3 . kept", "Name Paid Note\nAnn 1 x\nBob 2 y\nCy 3 . kept\ntotal 3", "A1:C4"),
    ],
)
def test_rows_are_appended_inside_a_table(source: str, shown: str, range_: str) -> None:
    book = Book(source)
    number = book.do("addTable", table={"name": "T", "range": area("A1:C3")})["table"]["tableId"]
    book.do("appendCells", tableId=number, rows=values(["Cy", 3]), fields="userEnteredValue")
    assert book.shown() == shown
    assert book.sheet.tables[0]["range"] == area(range_)


def test_a_table_at_the_end_of_the_grid_grows_with_it() -> None:
    book = Book(SOURCE, rows=3)
    number = book.do("addTable", table={"name": "T", "range": area("A1:C3")})["table"]["tableId"]
    book.do("appendCells", tableId=number, rows=values(["Cy", 3], ["Di", 4]), fields="userEnteredValue")
    assert book.sheet.row_count == 5


def test_a_deleted_table_takes_its_cells_and_the_rules_over_them() -> None:
    book = Book(SOURCE)
    number = book.do("addTable", table={"name": "T", "range": area("A1:C3")})["table"]["tableId"]
    rule = {"ranges": [area("A2:A3")], "booleanRule": {"condition": {"type": "BLANK"}, "format": {}}}
    book.do("addConditionalFormatRule", rule=rule, index=0)
    book.do("deleteTable", tableId=number)
    assert (book.shown(), book.sheet.tables, book.sheet.conditional_formats) == ("", (), ())
    assert book.refused("deleteTable", tableId=number) == f"No table with id: {number}"


def test_typed_columns_take_no_validation_and_tables_no_banding() -> None:
    book = Book(SOURCE)
    typed = [{"columnIndex": 1, "columnName": "Paid", "columnType": "DOUBLE"}]
    book.do("addTable", table={"name": "T", "range": area("A1:C3"), "columnProperties": typed})
    rule = {"condition": {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "0"}]}}
    message = book.refused("setDataValidation", range=area("B2:B3"), rule=rule)
    assert message == "This operation is not allowed on cells in typed columns."
    book.do("setDataValidation", range=area("A2:A3"), rule=rule)
    colours = {"range": area("A1:A3"), "rowProperties": {"firstBandColor": {"red": 1}}}
    assert book.refused("addBanding", bandedRange=colours).startswith("You cannot add alternating background colors")


def test_a_footer_is_a_row_more_and_rows_go_above_it() -> None:
    book = Book(SOURCE + "Sum 3 .\nbelow")
    number = book.do("addTable", table={"name": "T", "range": area("A1:C3")})["table"]["tableId"]
    footer = {"tableId": number, "rowsProperties": {"footerColorStyle": {"rgbColor": {"red": 1}}}}
    book.do("updateTable", table=footer, fields="rowsProperties.footerColorStyle")
    assert book.sheet.tables[0]["range"] == area("A1:C4")
    book.do("appendCells", tableId=number, rows=values(["Cy", 4]), fields="userEnteredValue")
    assert book.shown() == "Name Paid Note\nAnn 1 x\nBob 2 y\nCy 4\nSum 3\nbelow"
    assert book.sheet.tables[0]["range"] == area("A1:C5")


def test_ratings_start_with_nought() -> None:
    book = Book("Name Stars\na 3\nb .")
    typed = [{"columnIndex": 1, "columnName": "Stars", "columnType": "RATINGS_CHIP"}]
    book.do("addTable", table={"name": "T", "range": area("A1:B3"), "columnProperties": typed})
    assert book.shown() == "Name Stars\na 3\nb 0"


def test_values_written_into_a_header_name_the_column_too() -> None:
    book = Book(SOURCE)
    book.do("addTable", table={"name": "T", "range": area("A1:C3")})
    query = {"valueInputOption": ["USER_ENTERED"]}
    endpoints.values_update(book.document, "Sheet1!B1:C1", {"values": [["Sum", "=1+1"]]}, query, NOW)
    names = [column["columnName"] for column in book.sheet.tables[0]["columnProperties"]]
    assert names == ["Name", "Sum", "Column 3"]
