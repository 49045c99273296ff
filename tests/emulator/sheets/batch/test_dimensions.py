"""Rows and columns that come, go and move, and everything that follows them."""

from typing import Any

import pytest

from tests.emulator.sheets.batch.book import Book, area, columns, rows

SOURCE = """
a 1 =B1*2
b 2 =B2*2
c 3 =SUM(B1:B3)
"""


@pytest.mark.parametrize(
    ("kind", "body", "shown"),
    [
        (
            "insertDimension",
            {"range": rows(1, 2), "inheritFromBefore": True},
            "a 1 =B1*2\n.\nb 2 =B3*2\nc 3 =SUM(B1:B4)",
        ),
        ("insertDimension", {"range": columns(1, 2)}, "a . 1 =C1*2\nb . 2 =C2*2\nc . 3 =SUM(C1:C3)"),
        ("deleteDimension", {"range": rows(0, 1)}, "b 2 =B1*2\nc 3 =SUM(B1:B2)"),
        ("deleteDimension", {"range": columns(1, 2)}, "a =#REF!*2\nb =#REF!*2\nc =SUM(#REF!)"),
        ("moveDimension", {"source": rows(0, 1), "destinationIndex": 2}, "b 2 =B1*2\na 1 =B2*2\nc 3 =SUM(B1:B3)"),
        ("appendDimension", {"sheetId": 0, "dimension": "ROWS", "length": 2}, SOURCE.strip()),
    ],
)
def test_cells_and_formulas_follow(kind: str, body: dict[str, Any], shown: str) -> None:
    book = Book(SOURCE)
    book.do(kind, **body)
    assert book.shown() == shown


@pytest.mark.parametrize(
    ("kind", "body", "size"),
    [
        ("insertDimension", {"range": rows(1, 3)}, (12, 6)),
        ("deleteDimension", {"range": columns(1, 3)}, (10, 4)),
        ("moveDimension", {"source": rows(0, 1), "destinationIndex": 4}, (10, 6)),
        ("appendDimension", {"sheetId": 0, "dimension": "COLUMNS", "length": 2}, (10, 8)),
    ],
)
def test_the_grid_grows_and_shrinks(kind: str, body: dict[str, Any], size: tuple[int, int]) -> None:
    book = Book(SOURCE)
    book.do(kind, **body)
    assert (book.sheet.row_count, book.sheet.column_count) == size


RANGES = [
    ("insertDimension", {"range": rows(0, 1)}, "C4:D6"),
    ("insertDimension", {"range": rows(2, 3)}, "C4:D6"),
    ("insertDimension", {"range": rows(3, 4)}, "C3:D6"),
    ("insertDimension", {"range": rows(5, 6)}, "C3:D5"),
    ("insertDimension", {"range": columns(3, 4)}, "C3:E5"),
    ("deleteDimension", {"range": rows(0, 1)}, "C2:D4"),
    ("deleteDimension", {"range": rows(3, 4)}, "C3:D4"),
    ("deleteDimension", {"range": rows(1, 3)}, "C2:D3"),
    ("deleteDimension", {"range": rows(2, 5)}, None),
    ("moveDimension", {"source": rows(2, 5), "destinationIndex": 0}, "C1:D3"),
    ("moveDimension", {"source": rows(0, 1), "destinationIndex": 4}, "C2:D5"),
    ("moveDimension", {"source": rows(3, 4), "destinationIndex": 8}, "C3:D4"),
]


@pytest.mark.parametrize(("kind", "body", "after"), RANGES)
def test_a_range_grows_inside_shrinks_and_goes_with_its_cells(
    kind: str, body: dict[str, Any], after: str | None
) -> None:
    book = Book()
    where = area("C3:D5")
    book.do("addNamedRange", namedRange={"name": "Held", "range": where})
    book.do("addProtectedRange", protectedRange={"range": where, "warningOnly": True})
    book.do("mergeCells", range=where, mergeType="MERGE_ALL")
    book.do("addConditionalFormatRule", rule=BLANK | {"ranges": [where]}, index=0)
    book.do("addFilterView", filter={"title": "View", "range": where})
    book.do("setBasicFilter", filter={"range": where})
    book.do("addBanding", bandedRange={"range": where, "rowProperties": {"firstBandColorStyle": {"rgbColor": {}}}})
    book.do(kind, **body)
    sheet = book.sheet
    found = [
        [name["range"] for name in book.document.named_ranges],
        [one["range"] for one in sheet.protected_ranges],
        list(sheet.merges),
        [one for rule in sheet.conditional_formats for one in rule["ranges"]],
        [one["range"] for one in sheet.filter_views],
        [sheet.basic_filter["range"]] if sheet.basic_filter else [],
        [one["range"] for one in sheet.banded_ranges],
    ]
    assert found == [[area(after)] if after else []] * 7


BLANK = {"booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {"textFormat": {"bold": True}}}}


def test_an_open_range_stays_open_and_what_names_another_sheet_stays() -> None:
    book = Book()
    book.do("addSheet", properties={"sheetId": 7, "title": "Other"})
    book.do("addProtectedRange", protectedRange={"range": {"sheetId": 0}, "warningOnly": True})
    book.do("addNamedRange", namedRange={"name": "There", "range": area("A1:B5", 7)})
    book.do("insertDimension", range=rows(1, 3))
    assert book.sheet.protected_ranges[0]["range"] == {}
    assert book.document.named_ranges[0]["range"] == area("A1:B5", 7)


def test_formulas_of_other_sheets_and_of_rules_follow() -> None:
    book = Book("1\n2")
    book.do("addSheet", properties={"sheetId": 7, "title": "Other"})
    book.fill("=Sheet1!A2", 1)
    custom = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=$A2>1"}]}
    rule = {"ranges": [area("A2:A5")], "booleanRule": {"condition": custom, "format": {}}}
    book.do("addConditionalFormatRule", rule=rule, index=0)
    choices = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=Sheet1!A1:A2"}]}
    book.do("setDataValidation", range=area("C1:C2"), rule={"condition": choices, "strict": True})
    book.do("insertDimension", range=rows(1, 2))
    assert book.shown(1) == "=Sheet1!A3"
    held = book.sheet.conditional_formats[0]
    assert held["booleanRule"]["condition"]["values"] == [{"userEnteredValue": "=$A3>1"}]
    validation = book.sheet.cell(0, 2).validation
    assert validation is not None
    assert validation["condition"]["values"] == [{"userEnteredValue": "=Sheet1!A1:A3"}]


def test_new_rows_look_like_their_neighbours() -> None:
    book = Book("a\nb")
    red = {"userEnteredFormat": {"backgroundColor": {"red": 1}}}
    book.do("repeatCell", range=area("A1"), cell=red, fields="userEnteredFormat")
    book.do("updateDimensionProperties", range=rows(0, 1), properties={"pixelSize": 50}, fields="pixelSize")
    book.do("insertDimension", range=rows(1, 2), inheritFromBefore=True)
    assert book.sheet.cell(1, 0).format == book.sheet.cell(0, 0).format
    assert book.sheet.cell(1, 0).value is None
    assert book.sheet.rows == {0: {"pixelSize": 50}, 1: {"pixelSize": 50}}


def test_frozen_rows_follow() -> None:
    book = Book("a\nb\nc")
    grid = {"frozenRowCount": 2}
    book.do("updateSheetProperties", properties={"gridProperties": grid}, fields="gridProperties.frozenRowCount")
    book.do("insertDimension", range=rows(1, 2))
    assert book.sheet.properties["gridProperties"]["frozenRowCount"] == 3
    book.do("deleteDimension", range=rows(0, 2))
    assert book.sheet.properties["gridProperties"]["frozenRowCount"] == 1


def test_rows_and_columns_get_sizes_and_are_hidden() -> None:
    book = Book()
    book.do(
        "updateDimensionProperties",
        range=columns(1, 3),
        properties={"pixelSize": 40, "hiddenByUser": True},
        fields="pixelSize,hiddenByUser",
    )
    assert book.sheet.columns == {column: {"hiddenByUser": True, "pixelSize": 40} for column in (1, 2)}
    book.do("updateDimensionProperties", range=columns(1, 3), properties={"hiddenByUser": False}, fields="hiddenByUser")
    assert book.sheet.columns == {column: {"pixelSize": 40} for column in (1, 2)}


def test_columns_are_fitted_to_their_texts() -> None:
    book = Book("a-long-text b")
    book.do("autoResizeDimensions", dimensions=columns(0, 2))
    assert book.sheet.columns[0]["pixelSize"] > book.sheet.columns[1]["pixelSize"]


@pytest.mark.parametrize(
    ("kind", "body", "message"),
    [
        ("insertDimension", {"range": rows(-1, 1)}, "DimensionRange indexes must be >= 0"),
        (
            "insertDimension",
            {"range": {"dimension": "ROWS"}},
            "DimensionRange must specify both a startIndex and an endIndex",
        ),
        (
            "insertDimension",
            {"range": rows(10, 11)},
            "range.startIndex must be less than the grid size if inheritFromBefore is false.",
        ),
        ("insertDimension", {"range": {"startIndex": 0, "endIndex": 1}}, "No dimension specified."),
        (
            "deleteDimension",
            {"range": rows(10, 11)},
            "Cannot delete a row that doesn't exist. Tried to delete row index 10 but there are only 10 rows.",
        ),
        ("deleteDimension", {"range": rows(0, 10)}, "You can't delete all the rows on the sheet."),
        ("deleteDimension", {"range": columns(0, 1, 5)}, "No grid with id: 5"),
        (
            "appendDimension",
            {"dimension": "ROWS", "length": 10_000_000},
            "This action would increase the number of cells in the workbook above the limit of 10000000 cells.",
        ),
        (
            "appendDimension",
            {"dimension": "COLUMNS", "length": 18_273},
            "This action would increase the number of columns in the sheet above the limit of 18278 columns.",
        ),
    ],
)
def test_what_cannot_be_is_refused(kind: str, body: dict[str, Any], message: str) -> None:
    assert Book().refused(kind, **body) == message


def test_the_rows_below_the_frozen_ones_cannot_all_go() -> None:
    book = Book()
    grid = {"frozenRowCount": 1}
    book.do("updateSheetProperties", properties={"gridProperties": grid}, fields="gridProperties.frozenRowCount")
    message = "Sorry, it is not possible to delete all non-frozen rows."
    assert book.refused("deleteDimension", range=rows(1, 10)) == message
