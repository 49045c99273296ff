"""What requests are refused for, kind by kind."""

from typing import Any

import pytest

from sheetkit.emulator.sheets.batch import apply
from tests.emulator.sheets.batch.book import NOW, Book, area, columns, rows, values

CHART = {"spec": {"basicChart": {"chartType": "BAR"}}, "position": {"newSheet": True}}
GROUP = {"range": rows(0, 2), "depth": 1}


@pytest.mark.parametrize(
    ("kind", "body", "message"),
    [
        ("addSheet", {"properties": {"sheetType": "OBJECT"}}, "Cannot add a sheet of type OBJECT."),
        ("addSheet", {"properties": {"index": 5}}, "Invalid sheet index: 5. It must be between 0 and 1."),
        ("addSheet", {"properties": {"title": "x" * 101}}, "Sheet name cannot be greater than 100 characters."),
        (
            "addSheet",
            {"properties": {"gridProperties": {"rowCount": -1}}},
            "Invalid row count: -1. A sheet has at least one row.",
        ),
        (
            "updateSheetProperties",
            {"properties": {"gridProperties": {"frozenRowCount": 10}}, "fields": "gridProperties.frozenRowCount"},
            "You can't freeze all visible rows on the sheet.",
        ),
        ("updateSheetProperties", {"properties": {}, "fields": "title"}, "Sheet name cannot be empty."),
        ("updateSpreadsheetProperties", {"properties": {}, "fields": "title"}, "Spreadsheet title cannot be empty."),
        ("updateSpreadsheetProperties", {"properties": {}, "fields": "locale"}, "Unsupported locale: "),
        ("repeatCell", {"fields": "note"}, "range is required"),
        ("repeatCell", {"range": {"startRowIndex": -1}, "fields": "note"}, "GridRange indexes must be >= 0"),
        (
            "repeatCell",
            {"range": {"startRowIndex": 3, "endRowIndex": 3}, "fields": "note"},
            "range.endRowIndex must be after range.startRowIndex",
        ),
        ("repeatCell", {"range": {}, "fields": "userEnteredFormat.colour"}, "Invalid field: userEnteredFormat.colour"),
        ("updateCells", {"start": {"columnIndex": -1}, "fields": "note"}, "GridCoordinate indexes must be >= 0"),
        (
            "updateCells",
            {"start": {"columnIndex": 6}, "fields": "note"},
            "GridCoordinate.columnIndex[6] is after last column in grid[5]",
        ),
        (
            "updateCells",
            {"range": area("A1"), "rows": values([1], [2]), "fields": "note"},
            "Requested writing within range [Sheet1!A1], but tried writing to row [2]",
        ),
        ("appendCells", {"tableId": "5", "fields": "note"}, "No table with id: 5"),
        ("appendDimension", {"dimension": "ROWS"}, "length must be greater than 0"),
        (
            "insertDimension",
            {"range": rows(0, 1), "inheritFromBefore": True},
            "range.startIndex must be greater than 0 if inheritFromBefore is true.",
        ),
        ("insertDimension", {"range": rows(12, 13)}, "range.startIndex is larger than current grid size (10)"),
        ("deleteDimension", {}, "range is required"),
        ("deleteDimension", {"range": rows(3, 3)}, "DimensionRange startIndex[3] must be before endIndex[3]"),
        ("moveDimension", {"source": rows(0, 1), "destinationIndex": 11}, "destinationIndex must be between 0 and 10."),
        (
            "moveDimension",
            {"source": rows(0, 4), "destinationIndex": 2},
            "destinationIndex must not be inside the source range.",
        ),
        (
            "updateDimensionProperties",
            {"range": rows(0, 1), "properties": {"pixelSize": -1}, "fields": "pixelSize"},
            "pixelSize must be >= 0",
        ),
        ("insertRange", {"range": area("A1")}, "No shiftDimension specified."),
        (
            "cutPaste",
            {"source": area("A1:B2"), "destination": {"columnIndex": 5}},
            "Range (Sheet1!F1:G2) exceeds grid limits. Max rows: 10, max columns: 6",
        ),
        (
            "copyPaste",
            {"source": area("A1:B2"), "destination": area("F1:F1")},
            "Range (Sheet1!F1:G2) exceeds grid limits. Max rows: 10, max columns: 6",
        ),
        ("autoFill", {}, "One of range or sourceAndDestination must be set."),
        (
            "autoFill",
            {"sourceAndDestination": {"source": area("A1"), "dimension": "ROWS", "fillLength": 10}},
            "Range (Sheet1!A1:A11) exceeds grid limits. Max rows: 10, max columns: 6",
        ),
        (
            "sortRange",
            {"range": area("A1:B2"), "sortSpecs": [{"dimensionIndex": 2}]},
            "Sort column[2] must be within the range being sorted.",
        ),
        (
            "deleteDuplicates",
            {"range": area("A1:B2"), "comparisonColumns": [columns(1, 3)]},
            "comparisonColumns must be within the range.",
        ),
        ("findReplace", {"sheetId": 0}, "find must not be empty."),
        ("findReplace", {"find": "(", "searchByRegex": True, "sheetId": 0}, "Invalid regular expression: ("),
        ("textToColumns", {"source": area("A1:B1")}, "The source range must span exactly one column."),
        ("textToColumns", {"source": area("A1"), "delimiterType": "CUSTOM"}, "delimiter must be specified."),
        ("pasteData", {"coordinate": {}, "data": "<b>", "html": True}, "HTML cannot be pasted here."),
        ("pasteData", {"coordinate": {}, "data": "x"}, "One of delimiter or html must be set."),
        ("setDataValidation", {"range": area("A1"), "rule": {"strict": True}}, "ConditionType is required."),
        ("addConditionalFormatRule", {"rule": {}}, "At least one range must be specified."),
        ("addConditionalFormatRule", {"rule": {"ranges": [area("A1")]}}, "No rule specified."),
        (
            "addConditionalFormatRule",
            {"rule": {"ranges": [area("A1")], "booleanRule": {"format": {}}}},
            "ConditionType is required.",
        ),
        (
            "addConditionalFormatRule",
            {"rule": {"ranges": [area("A1")], "gradientRule": {}}, "index": 2},
            "No interpolationPointType specified.",
        ),
        ("updateConditionalFormatRule", {"index": 0}, "Either rule or newIndex must be specified."),
        (
            "updateConditionalFormatRule",
            {"sheetId": 0, "index": 0, "newIndex": 1},
            "No conditional format on sheet: 0 at index: 0",
        ),
        ("addFilterView", {"filter": {"namedRangeId": "7"}}, "No named range with id: 7"),
        ("addFilterView", {"filter": {"tableId": "7"}}, "No table with id: 7"),
        ("addProtectedRange", {"protectedRange": {"tableId": "7"}}, "No table with id: 7"),
        ("addProtectedRange", {"protectedRange": {}}, "range is required"),
        (
            "addProtectedRange",
            {"protectedRange": {"tableId": "7", "namedRangeId": "7"}},
            "Only one of range, namedRangeId and tableId can be set.",
        ),
        (
            "addBanding",
            {"bandedRange": {"range": area("A1:B2")}},
            "At least one of rowProperties and columnProperties must be specified.",
        ),
        ("deleteBanding", {"bandedRangeId": 3}, "No banded range with id: 3"),
        ("updateSlicerSpec", {"slicerId": 3, "fields": "title"}, "No embedded object with id: 3"),
        ("addChart", {"chart": CHART}, "Internal error encountered."),
        (
            "updateDimensionGroup",
            {"dimensionGroup": GROUP, "fields": "collapsed"},
            "No group exists with the specified range and depth.",
        ),
        (
            "createDeveloperMetadata",
            {"developerMetadata": {"visibility": "DOCUMENT"}},
            "DeveloperMetadata.metadataKey must be specified.",
        ),
        (
            "createDeveloperMetadata",
            {"developerMetadata": {"metadataKey": "k"}},
            "DeveloperMetadata.visibility must be specified.",
        ),
        (
            "createDeveloperMetadata",
            {"developerMetadata": {"metadataKey": "k", "visibility": "DOCUMENT"}},
            "DeveloperMetadata.location must be specified.",
        ),
        (
            "deleteDeveloperMetadata",
            {"dataFilter": {"a1Range": "A1"}},
            "Only developerMetadataLookup filters are supported.",
        ),
    ],
)
def test_a_request_that_cannot_be_done_says_why(kind: str, body: dict[str, Any], message: str) -> None:
    assert Book("1").refused(kind, **body) == message


ENUM = "type.googleapis.com/google.apps.sheets.v4"


@pytest.mark.parametrize(
    ("kind", "body", "message"),
    [
        ("addSheet", {"properties": {"hidden": "maybe"}}, 'properties.hidden\' (TYPE_BOOL), "maybe"'),
        ("addSheet", {"properties": {"title": 5}}, "properties.title' (TYPE_STRING), 5"),
        ("addSheet", {"properties": {"title": True}}, "properties.title' (TYPE_STRING), true"),
        ("addSheet", {"properties": {"index": 1.5}}, "properties.index' (TYPE_INT32), 1.5"),
        ("addSheet", {"properties": {"tabColor": {"red": "x"}}}, 'tab_color.red\' (TYPE_FLOAT), "x"'),
        ("addSheet", {"properties": {"sheetType": "ROUND"}}, f'sheet_type\' ({ENUM}.SheetType), "ROUND"'),
        ("addSheet", {"properties": "x"}, f'add_sheet.properties\' ({ENUM}.SheetProperties), "x"'),
        ("updateCells", {"rows": {}}, f"update_cells.rows' ({ENUM}.RowData), {{}}"),
        ("updateCells", {"rows": [{"values": [{"note": 3}]}]}, "rows[0].values[0].note' (TYPE_STRING), 3"),
    ],
)
def test_a_value_of_the_wrong_type_is_named_with_its_path(kind: str, body: dict[str, Any], message: str) -> None:
    said = Book().refused(kind, **body)
    assert said.startswith("Invalid value at 'requests[0].")
    assert said.endswith(message)


@pytest.mark.parametrize(
    ("kind", "body", "path", "union", "second"),
    [
        ("updateCells", {"start": {}, "range": {}}, "update_cells", "area", "range"),
        ("findReplace", {"sheetId": 1, "allSheets": True}, "find_replace", "scope", "allSheets"),
        (
            "addConditionalFormatRule",
            {"rule": {"booleanRule": {}, "gradientRule": {}}},
            "add_conditional_format_rule.rule",
            "rule",
            "gradientRule",
        ),
        (
            "updateCells",
            {"rows": [{"values": [{"userEnteredValue": {"numberValue": 1, "boolValue": True}}]}]},
            "update_cells.rows[0].values[0].user_entered_value",
            "value",
            "boolValue",
        ),
    ],
)
def test_only_one_of_a_choice_can_be_set(kind: str, body: dict[str, Any], path: str, union: str, second: str) -> None:
    where = f"Invalid value at 'requests[0].{path}' (oneof)"
    said = Book().refused(kind, **body)
    assert said == f"{where}, oneof field '{union}' is already set. Cannot set '{second}'"


def test_everything_that_does_not_fit_is_said_at_once() -> None:
    said = Book().refused("addSheet", properties={"titel": "x", "index": "y", "gridProperties": []})
    where = "requests[0].add_sheet.properties"
    no_list = "Proto field is not repeating, cannot start list."
    assert said.splitlines() == [
        f"Invalid JSON payload received. Unknown name \"titel\" at '{where}': Cannot find field.",
        f"Invalid value at '{where}.index' (TYPE_INT32), \"y\"",
        f"Invalid JSON payload received. Unknown name \"gridProperties\" at '{where}': {no_list}",
    ]


def test_a_wrong_cell_is_found_among_right_ones() -> None:
    right = {"userEnteredValue": {"numberValue": 1}, "userEnteredFormat": {"wrapStrategy": "CLIP"}}
    wrong = {"userEnteredFormat": {"wrapStrategy": "CUT"}}
    lines = [{"values": [right, wrong]}, {"values": [right]}, {"values": ["x"]}, {"values": [{"colour": 1}]}]
    said = Book().refused("updateCells", rows=lines, fields="*").splitlines()
    where = "requests[0].update_cells.rows"
    assert said == [
        f"Invalid value at '{where}[0].values[1].user_entered_format.wrap_strategy' ({ENUM}.WrapStrategy), \"CUT\"",
        f"Invalid value at '{where}[2].values[0]' ({ENUM}.CellData), \"x\"",
        f"Invalid JSON payload received. Unknown name \"colour\" at '{where}[3].values[0]': Cannot find field.",
    ]


def test_numbers_may_come_as_text_and_enumerations_as_numbers() -> None:
    book = Book()
    request = {"appendDimension": {"sheetId": "0", "dimension": 1, "length": 2.0}}
    assert apply(book.document, [request], NOW) == [{}]
    assert book.sheet.row_count == 12


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("sortRange", {"range": area("A1"), "sortSpecs": [{"dimensionIndex": 0, "backgroundColor": {"red": 1}}]}),
        ("setBasicFilter", {"filter": {"range": area("A1:A3"), "criteria": {"0": {"condition": {"type": "DATE_EQ"}}}}}),
        (
            "setBasicFilter",
            {"filter": {"range": area("A1:A3"), "criteria": {"0": {"visibleBackgroundColor": {"red": 1}}}}},
        ),
    ],
)
def test_how_the_server_cannot_sort_and_filter_is_said_and_not_left_out(kind: str, body: dict[str, Any]) -> None:
    assert Book("1\n2").refused(kind, **body).startswith("this server does not")


def test_a_pivot_table_is_said_not_to_be_there() -> None:
    lines = [{"values": [{"pivotTable": {"source": area("A1:B5")}}]}]
    said = Book().refused("updateCells", rows=lines, fields="pivotTable")
    assert said == "Invalid requests[0].update_cells.rows[0].values[0].pivot_table: this server has no PivotTable."
