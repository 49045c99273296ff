"""A spreadsheet as spreadsheets.get shows it: properties, cells, looks, rows and columns, as far as asked for."""

import time
from typing import Any

import pytest

from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.sheets import endpoints
from tests.emulator.sheets.sheets_book import NOW, Spreadsheet

PLAIN_LOOK: dict[str, Any] = {
    "backgroundColor": {"red": 1, "green": 1, "blue": 1},
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "horizontalAlignment": "LEFT",
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "Arial",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "hyperlinkDisplayType": "PLAIN_TEXT",
    "backgroundColorStyle": {"rgbColor": {"red": 1, "green": 1, "blue": 1}},
}


def cells(book: Spreadsheet, range_: str, fields: str) -> Any:
    """The cells of a range, row by row, with some of their fields; the field mask is the server's to apply."""
    (sheet,) = book.get(range_, fields=f"sheets.data.rowData.values({fields})")["sheets"]
    return [row.get("values", []) for row in sheet["data"][0].get("rowData", [])]


def test_without_grid_data_there_are_only_properties() -> None:
    answer = Spreadsheet(title="T").get()
    assert list(answer) == ["spreadsheetId", "properties", "sheets", "spreadsheetUrl"]
    assert (answer["properties"]["title"], answer["properties"]["locale"]) == ("T", "en_US")
    grid = {"rowCount": 1000, "columnCount": 26}
    properties = {"sheetId": 0, "title": "Sheet1", "index": 0, "sheetType": "GRID", "gridProperties": grid}
    assert answer["sheets"] == [{"properties": properties}]


def test_grid_data_hold_rows_up_to_the_last_cell_and_all_metadata() -> None:
    book = Spreadsheet()
    book.raw("B2", ["x"])
    (sheet,) = book.get(includeGridData="true")["sheets"]
    (data,) = sheet["data"]
    assert list(data) == ["rowData", "rowMetadata", "columnMetadata"]
    assert [list(row) for row in data["rowData"]] == [[], ["values"]]
    assert data["rowData"][1]["values"] == [
        {},
        {
            "userEnteredValue": {"stringValue": "x"},
            "effectiveValue": {"stringValue": "x"},
            "formattedValue": "x",
            "effectiveFormat": PLAIN_LOOK,
        },
    ]
    assert (len(data["rowMetadata"]), len(data["columnMetadata"])) == (1000, 26)
    assert (data["rowMetadata"][0], data["columnMetadata"][0]) == ({"pixelSize": 21}, {"pixelSize": 100})


def test_ranges_give_their_sheets_and_one_block_each() -> None:
    book = Spreadsheet()
    book.batch({"addSheet": {"properties": {"title": "Second"}}})
    book.raw("A1", ["a", "b"])
    answer = book.get("Sheet1!B1:C1", "Sheet1!A3:A4", includeGridData="true")
    assert [sheet["properties"]["title"] for sheet in answer["sheets"]] == ["Sheet1"]
    first, second = answer["sheets"][0]["data"]
    assert "startRow" not in first
    assert (first["startColumn"], second["startRow"]) == (1, 2)
    assert first["rowData"][0]["values"][0]["formattedValue"] == "b"
    assert "rowData" not in second


def test_a_mask_asks_for_cells_without_include_grid_data() -> None:
    book = Spreadsheet()
    book.raw("A1", ["a"])
    (sheet,) = book.get(fields="sheets.data.rowData.values.formattedValue")["sheets"]
    assert sheet["data"] == [{"rowData": [{"values": [{"formattedValue": "a"}]}]}]
    assert "data" not in book.get(fields="sheets.properties", includeGridData="true")["sheets"][0]


VALUES: list[tuple[Any, dict[str, Any], dict[str, Any], str]] = [
    ("x", {"stringValue": "x"}, {"stringValue": "x"}, "x"),
    ("5", {"numberValue": 5}, {"numberValue": 5}, "5"),
    ("0.5", {"numberValue": 0.5}, {"numberValue": 0.5}, "0.5"),
    ("TRUE", {"boolValue": True}, {"boolValue": True}, "TRUE"),
    ("=1+1", {"formulaValue": "=1+1"}, {"numberValue": 2}, "2"),
    ("2020-01-01", {"numberValue": 43831}, {"numberValue": 43831}, "2020-01-01"),
]


@pytest.mark.parametrize(("typed", "entered", "effective", "text"), VALUES)
def test_a_cell_says_what_was_entered_what_it_is_worth_and_what_it_shows(
    typed: Any, entered: dict[str, Any], effective: dict[str, Any], text: str
) -> None:
    book = Spreadsheet()
    book.typed("A1", [typed])
    ((cell,),) = cells(book, "A1", "userEnteredValue,effectiveValue,formattedValue")
    assert cell == {"userEnteredValue": entered, "effectiveValue": effective, "formattedValue": text}


@pytest.mark.parametrize(
    ("formula", "kind", "text"),
    [("=1/0", "DIVIDE_BY_ZERO", "#DIV/0!"), ("=NA()", "N_A", "#N/A"), ("=NOSUCH(1)", "NAME", "#NAME?")],
)
def test_an_error_has_its_type_and_a_message(formula: str, kind: str, text: str) -> None:
    book = Spreadsheet()
    book.typed("A1", [formula])
    ((cell,),) = cells(book, "A1", "effectiveValue,formattedValue")
    assert cell["effectiveValue"]["errorValue"]["type"] == kind
    assert cell["effectiveValue"]["errorValue"]["message"]
    assert cell["formattedValue"] == text


def test_a_look_is_what_was_chosen_on_top_of_what_is_usual() -> None:
    book = Spreadsheet()
    book.raw("A1", [5])
    chosen = {"backgroundColor": {"red": 0.2, "blue": 0.5}, "textFormat": {"bold": True}}
    book.batch(
        {
            "repeatCell": {
                "range": {"endRowIndex": 1, "endColumnIndex": 1},
                "cell": {"userEnteredFormat": chosen},
                "fields": "userEnteredFormat(backgroundColor,textFormat.bold)",
            }
        }
    )
    ((cell,),) = cells(book, "A1", "userEnteredFormat,effectiveFormat")
    color = {"red": 0.2, "blue": 0.49803922}
    assert cell["userEnteredFormat"] == {
        "backgroundColor": color,
        "textFormat": {"bold": True},
        "backgroundColorStyle": {"rgbColor": color},
    }
    assert cell["effectiveFormat"] == {
        **PLAIN_LOOK,
        "backgroundColor": color,
        "backgroundColorStyle": {"rgbColor": color},
        "horizontalAlignment": "RIGHT",
        "textFormat": {**PLAIN_LOOK["textFormat"], "bold": True},
    }


def test_conditional_formats_are_part_of_the_look_in_force() -> None:
    book = Spreadsheet()
    book.raw("A1", [1], [5])
    for limit, look in (("3", {"textFormat": {"bold": True}}), ("4", {"textFormat": {"italic": True}})):
        condition = {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": limit}]}
        rule = {"ranges": [{"endColumnIndex": 1}], "booleanRule": {"condition": condition, "format": look}}
        book.batch({"addConditionalFormatRule": {"rule": rule}})
    answer = endpoints.get(book.document, {"includeGridData": ["true"]}, "URL", now=NOW)
    rows = answer["sheets"][0]["data"][0]["rowData"]
    texts = [row["values"][0]["effectiveFormat"]["textFormat"] for row in rows]
    assert [(text["bold"], text["italic"]) for text in texts] == [(False, False), (True, True)]


def test_a_rule_by_formula_looks_the_same_in_every_part_of_its_rows() -> None:
    book = Spreadsheet()
    book.raw("A1", [5], [1], [2], [7])
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=A2>A1"}]}
    rule = {"ranges": [{"startRowIndex": 1, "endRowIndex": 9, "endColumnIndex": 1}]}
    rule["booleanRule"] = {"condition": condition, "format": {"textFormat": {"bold": True}}}  # type: ignore[assignment]
    book.batch({"addConditionalFormatRule": {"rule": rule}})
    fields = {"fields": ["sheets.data.rowData.values.effectiveFormat.textFormat"], "ranges": ["A1:A4", "A3:A4", "A1"]}
    answer = endpoints.get(book.document, fields, "URL", now=NOW)
    bold = [
        [row["values"][0]["effectiveFormat"]["textFormat"]["bold"] for row in data["rowData"]]
        for data in answer["sheets"][0]["data"]
    ]
    assert bold == [[False, False, True, True], [True, True], [False]]


def test_a_batch_shows_of_the_spreadsheet_afterwards_what_the_mask_names() -> None:
    book = Spreadsheet()
    cell = {"range": {"endRowIndex": 1, "endColumnIndex": 1}, "cell": {"note": "seen"}, "fields": "note"}
    body = {"requests": [{"repeatCell": cell}], "includeSpreadsheetInResponse": True, "responseRanges": ["A1"]}
    for fields, shown in (("", True), ("updatedSpreadsheet.sheets.data", True), ("replies", False)):
        assert ("updatedSpreadsheet" in endpoints.batch_update(book.document, body, NOW, "URL", fields)) is shown
    with pytest.raises(ApiError):
        endpoints.batch_update(book.document, body | {"responseRanges": ["Nowhere!A1"]}, NOW, "URL", "replies")


def test_notes_rules_and_links_are_shown() -> None:
    book = Spreadsheet()
    book.typed("A1", ['=HYPERLINK("https://example.com/?a=""b""", "there")'])
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "y"}]}, "strict": True}
    data = [{"values": [{"note": "n", "dataValidation": rule}]}]
    book.batch({"updateCells": {"start": {}, "rows": data, "fields": "note,dataValidation"}})
    ((cell,),) = cells(book, "A1", "hyperlink,note,dataValidation")
    assert cell == {"hyperlink": 'https://example.com/?a="b"', "note": "n", "dataValidation": rule}


def test_a_protected_range_lists_its_owner() -> None:
    book = Spreadsheet()
    book.batch({"addProtectedRange": {"protectedRange": {"range": {"endRowIndex": 1}, "warningOnly": True}}})
    answer = endpoints.get(book.document, {}, "URL", "a@example.com")
    (protected,) = answer["sheets"][0]["protectedRanges"]
    assert protected["editors"] == {"users": ["a@example.com"]}


def test_a_batch_answers_with_the_spreadsheet_on_request() -> None:
    book = Spreadsheet()
    request = {"updateSheetProperties": {"properties": {"title": "New"}, "fields": "title"}}
    answer = book.batch(request, includeSpreadsheetInResponse=True, responseRanges=["New!A1"])
    assert answer["replies"] == [{}]
    assert [sheet["properties"]["title"] for sheet in answer["updatedSpreadsheet"]["sheets"]] == ["New"]


def test_60_000_cells_are_answered_at_once() -> None:
    book = Spreadsheet()
    grid = {"gridProperties": {"rowCount": 2000, "columnCount": 30}}
    book.batch({"updateSheetProperties": {"properties": grid, "fields": "gridProperties(rowCount,columnCount)"}})
    book.raw("A1", *[[row * 30 + column for column in range(30)] for row in range(2000)])
    started = time.process_time()
    assert len(cells(book, "Sheet1", "userEnteredValue")) == 2000
    assert len(book.values("Sheet1", valueRenderOption="UNFORMATTED_VALUE")) == 2000
    assert time.process_time() - started < 3


def test_a_spreadsheet_is_created_with_all_that_is_given() -> None:
    body = {
        "properties": {"title": "T", "locale": "fr_FR", "timeZone": "Europe/Paris"},
        "sheets": [
            {
                "properties": {"title": "One", "sheetId": 5, "gridProperties": {"rowCount": 3, "columnCount": 2}},
                "data": [
                    {
                        "startRow": 1,
                        "rowData": [{"values": [{"userEnteredValue": {"formulaValue": "=1+1"}}]}],
                        "columnMetadata": [{"pixelSize": 50}],
                    }
                ],
            },
            {
                "properties": {"title": "Two", "sheetId": 6, "tabColor": {"red": 0.5}},
                "merges": [{"sheetId": 6, "endRowIndex": 1, "endColumnIndex": 2}],
                "protectedRanges": [{"range": {"sheetId": 6, "endRowIndex": 1}, "warningOnly": True}],
                "basicFilter": {"range": {"sheetId": 6, "endRowIndex": 9, "endColumnIndex": 2}},
            },
            {},
        ],
        "developerMetadata": [{"metadataKey": "k", "visibility": "DOCUMENT", "location": {"spreadsheet": True}}],
        "namedRanges": [{"name": "Here", "range": {"sheetId": 5, "endRowIndex": 2, "endColumnIndex": 1}}],
    }
    document = endpoints.create(body, "ID", "URL", NOW)
    answer = endpoints.get(document, {"includeGridData": ["true"], "ranges": ["Here"]}, "URL")
    assert answer["properties"]["locale"] == "fr_FR"
    (data,) = answer["sheets"][0]["data"]
    assert data["rowData"][1]["values"][0]["formattedValue"] == "2"
    assert data["columnMetadata"] == [{"pixelSize": 50}]
    assert answer["namedRanges"][0]["name"] == "Here"
    assert answer["developerMetadata"][0]["metadataKey"] == "k"
    _, two, third = endpoints.get(document, {}, "URL")["sheets"]
    assert {"merges", "protectedRanges", "basicFilter"} <= set(two)
    assert two["properties"]["tabColorStyle"] == {"rgbColor": {"red": 0.49803922}}
    assert (third["properties"]["title"], third["properties"]["sheetId"] in {0, 5, 6}) == ("Sheet3", False)


def test_a_sheet_is_copied_under_a_title_of_its_own() -> None:
    source, target = Spreadsheet(), Spreadsheet()
    source.typed("A1", ["=1+1"])
    first = endpoints.copy_to(source.document, 0, target.document, NOW)
    second = endpoints.copy_to(source.document, 0, target.document, NOW)
    assert [first["title"], second["title"]] == ["Copy of Sheet1", "Copy of Sheet1 2"]
    assert [first["index"], second["index"]] == [1, 2]
    assert target.values("Copy of Sheet1!A1") == [["2"]]


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ([{"properties": {"title": "A"}}, {"properties": {"title": "a"}}], 'A sheet with the name "a" already exists'),
        ([{"properties": {"sheetId": 1}}, {"properties": {"sheetId": 1}}], "A sheet with the ID 1 already exists"),
        (
            [{"properties": {"gridProperties": {"rowCount": 1}}, "data": [{"rowData": [{}, {}]}]}],
            "GridData exceeds grid limits. Max rows: 1, max columns: 26",
        ),
        (
            [{"properties": {"gridProperties": {"rowCount": 1_000_000, "columnCount": 11}}}],
            "above the limit of 10000000 cells",
        ),
        ([{"merges": [{"sheetId": 9}]}], "No grid with id: 9"),
    ],
)
def test_what_cannot_be_created_is_refused(sheets: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(ApiError) as refused:
        endpoints.create({"sheets": sheets}, "ID", "URL", NOW)
    assert message in refused.value.message


def test_a_grid_without_a_size_grows_with_its_data() -> None:
    wide = {"rowData": [{"values": [{"note": "n"}] * 30}]}
    document = endpoints.create({"sheets": [{"data": [wide]}]}, "ID", "URL", NOW)
    assert (document.sheets[0].row_count, document.sheets[0].column_count) == (1000, 30)


def test_a_copy_of_no_sheet_is_not_found() -> None:
    book = Spreadsheet()
    with pytest.raises(ApiError, match="404"):
        endpoints.copy_to(book.document, 5, book.document, NOW)
