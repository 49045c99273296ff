"""Values written and read: what is skipped, cleared, counted, trimmed, refused."""

from typing import Any

import pytest

from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.sheets import endpoints
from tests.emulator.sheets.sheets_book import NOW, Spreadsheet

UNFORMATTED = {"valueRenderOption": "UNFORMATTED_VALUE"}


def test_a_raw_text_stays_a_text_whatever_it_looks_like() -> None:
    book = Spreadsheet()
    book.raw("A1", ["=1+1", "5", "TRUE", "'x", "1/2/2020", 5, True])
    assert book.values("A1:G1", **UNFORMATTED) == [["=1+1", "5", "TRUE", "'x", "1/2/2020", 5, True]]
    assert not any(cell.formula for cell in book.document.sheets[0].cells.values())


def test_what_is_typed_is_understood() -> None:
    book = Spreadsheet()
    book.typed("A1", ["=1+1", "5", "TRUE", "'x", "2020-01-01", 5, True])
    assert book.values("A1:G1", **UNFORMATTED) == [[2, 5, True, "x", 43831, 5, True]]
    assert book.values("A1:G1") == [["2", "5", "TRUE", "x", "2020-01-01", "5", "TRUE"]]
    assert book.values("A1:G1", valueRenderOption="FORMULA") == [["=1+1", 5, True, "x", 43831, 5, True]]
    strings = {**UNFORMATTED, "dateTimeRenderOption": "FORMATTED_STRING"}
    assert book.values("A1:G1", **strings) == [[2, 5, True, "x", "2020-01-01", 5, True]]


def test_a_cell_formatted_as_text_takes_what_is_typed_as_text() -> None:
    book = Spreadsheet()
    look = {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}}
    book.batch({"repeatCell": {"range": {"endRowIndex": 1}, "cell": look, "fields": "userEnteredFormat.numberFormat"}})
    book.typed("A1", ["007", "=1+1"])
    assert book.values("A1:B1", **UNFORMATTED) == [["007", "=1+1"]]


def test_a_format_that_was_chosen_stays() -> None:
    book = Spreadsheet()
    look = {"userEnteredFormat": {"numberFormat": {"type": "NUMBER", "pattern": "0.0"}}}
    book.batch({"repeatCell": {"range": {"endRowIndex": 1}, "cell": look, "fields": "userEnteredFormat.numberFormat"}})
    book.typed("A1", ["50%"])
    assert book.values("A1") == [["0.5"]]


def test_the_locale_of_the_spreadsheet_decides() -> None:
    book = Spreadsheet(locale="de_DE")
    book.typed("A1", ["1.234,5", "1.2.2020", 0.5])
    assert book.values("A1:C1") == [["1.234,50", "1.2.2020", "0,5"]]


def test_today_is_the_day_where_the_spreadsheet_is() -> None:
    book = Spreadsheet(timeZone="Asia/Tokyo")
    book.typed("A1", ["=TODAY()"])
    assert book.values("A1", **UNFORMATTED) == [[46352]]


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("=TODAY()", "11/25/2026"),
        ("=today() - 7", "11/18/2026"),
        ("=DATE(2026, 1, MAX(2, 3))", "1/3/2026"),
        ("=TODAY() - DATE(2026, 11, 1)", "24"),
        ("=YEAR(TODAY())", "2026"),
    ],
)
def test_a_formula_that_gives_a_date_shows_one(formula: str, text: str) -> None:
    book = Spreadsheet()
    book.typed("A1", [formula])
    assert book.values("A1") == [[text]]


WRITES: list[tuple[str, list[list[Any]], dict[str, Any]]] = [
    (
        "A1",
        [["x", 1], ["y"]],
        {"updatedRange": "Sheet1!A1:B2", "updatedRows": 2, "updatedColumns": 2, "updatedCells": 3},
    ),
    ("A1:C5", [["x"]], {"updatedRange": "Sheet1!A1", "updatedRows": 1, "updatedColumns": 1, "updatedCells": 1}),
    (
        "A1:B2",
        [["x", None], [None, ""]],
        {"updatedRange": "Sheet1!A1:B2", "updatedRows": 2, "updatedColumns": 2, "updatedCells": 2},
    ),
    ("B2", [[None]], {"updatedRange": "Sheet1!B2"}),
    ("Sheet1", [["x"]], {"updatedRange": "Sheet1!A1", "updatedRows": 1, "updatedColumns": 1, "updatedCells": 1}),
]


@pytest.mark.parametrize(("range_", "rows", "answer"), WRITES)
def test_the_answer_counts_what_was_not_skipped(range_: str, rows: list[list[Any]], answer: dict[str, Any]) -> None:
    assert Spreadsheet().raw(range_, *rows) == {"spreadsheetId": "ID", **answer}


def test_null_skips_a_cell_and_an_empty_text_clears_it() -> None:
    book = Spreadsheet()
    book.raw("A1", ["a", "b", "c"])
    book.raw("A1", [None, "", "d"])
    assert book.values("A1:C1") == [["a", "", "d"]]


def test_columns_first() -> None:
    book = Spreadsheet()
    body = {"majorDimension": "COLUMNS", "values": [["a", "b"], ["c"]]}
    endpoints.values_update(book.document, "A1", body, {"valueInputOption": ["RAW"]}, NOW)
    assert book.values("A1:B2") == [["a", "c"], ["b"]]
    assert book.read("A1:C2", majorDimension="COLUMNS") == {
        "range": "Sheet1!A1:C2",
        "majorDimension": "COLUMNS",
        "values": [["a", "b"], ["c"]],
    }


def test_empty_ends_are_left_out_and_a_blank_result_is_not_an_empty_end() -> None:
    book = Spreadsheet()
    book.typed("A1", ["a", ""], ["", "b", '=""'], [""], ["", "c"], ["", ""])
    assert book.values("A1:D9") == [["a"], ["", "b", ""], [], ["", "c"]]
    assert book.read("D1:D9") == {"range": "Sheet1!D1:D9", "majorDimension": "ROWS"}


def test_the_values_written_come_back_on_request() -> None:
    book = Spreadsheet()
    asked = {
        "includeValuesInResponse": "true",
        "responseValueRenderOption": "FORMULA",
        "valueInputOption": "USER_ENTERED",
    }
    answer = book.update("A1:C1", [["=1+1", "x"]], **asked)
    assert answer["updatedData"] == {"range": "Sheet1!A1:B1", "majorDimension": "ROWS", "values": [["=1+1", "x"]]}


REFUSED: list[tuple[str, dict[str, Any], dict[str, str], str]] = [
    ("A1", {"values": [["x"]]}, {}, "'valueInputOption' is required but not specified"),
    (
        "A1",
        {"values": "X"},
        {"valueInputOption": "RAW"},
        "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"X\"",
    ),
    (
        "A1",
        {"values": [["x"]]},
        {"valueInputOption": "TYPED"},
        "Invalid value at 'value_input_option' (type.googleapis.com/google.apps.sheets.v4.ValueInputOption), \"TYPED\"",
    ),
    ("A1:A1", {"values": [["x", "y"]]}, {"valueInputOption": "RAW"}, "but tried writing to column [B]"),
    (
        "A1:B1",
        {"values": [["x"], ["y"]]},
        {"valueInputOption": "RAW"},
        "within range [Sheet1!A1:B1], but tried writing to row [2]",
    ),
    (
        "Z1000",
        {"values": [["x", "y"]]},
        {"valueInputOption": "RAW"},
        "exceeds grid limits. Max rows: 1000, max columns: 26",
    ),
    ("A1", {"values": [[{"a": 1}]]}, {"valueInputOption": "RAW"}, "Invalid data.values[0][0]: struct_value"),
    ("A1", {"range": "B1", "values": [["x"]]}, {"valueInputOption": "RAW"}, "within range [A1]"),
    ("A1", {"values": [["x" * 50_001]]}, {"valueInputOption": "RAW"}, "the maximum of 50000 characters"),
    ("A1", {"values": [["x"], None]}, {"valueInputOption": "RAW"}, "google.protobuf.ListValue), null"),
    (
        "A1",
        {"value": [["x"]]},
        {"valueInputOption": "RAW"},
        "Invalid JSON payload received. Unknown name \"value\" at 'data': Cannot find field.",
    ),
    ("Nowhere!A1", {"values": [["x"]]}, {"valueInputOption": "RAW"}, "Unable to parse range: Nowhere!A1"),
]


@pytest.mark.parametrize(("range_", "body", "query", "message"), REFUSED)
def test_a_wrong_write_is_refused(range_: str, body: dict[str, Any], query: dict[str, str], message: str) -> None:
    book = Spreadsheet()
    with pytest.raises(ApiError) as refused:
        endpoints.values_update(book.document, range_, body, {n: [v] for n, v in query.items()}, NOW)
    assert refused.value.code == 400
    assert message in refused.value.message


def test_a_clear_takes_values_and_leaves_looks() -> None:
    book = Spreadsheet()
    book.typed("A1", ["5%"], ["x"])
    answer = endpoints.values_clear(book.document, "A1:B1", {}, NOW)
    assert answer == {"spreadsheetId": "ID", "clearedRange": "Sheet1!A1:B1"}
    book.typed("A1", [0.5])
    assert book.values("A:A") == [["50%"], ["x"]]
    endpoints.values_batch_clear(book.document, {"ranges": ["A1", "A2"]}, NOW)
    assert book.values("A:A") == []


def test_a_batch_of_writes_counts_each_row_and_column_once() -> None:
    book = Spreadsheet()
    data = [{"range": "A1:B1", "values": [[1, 2]]}, {"range": "A3:B3", "values": [[3, 4]]}]
    answer = endpoints.values_batch_update(book.document, {"valueInputOption": "RAW", "data": data}, NOW)
    assert {name: value for name, value in answer.items() if name.startswith("total")} == {
        "totalUpdatedRows": 2,
        "totalUpdatedColumns": 2,
        "totalUpdatedCells": 4,
        "totalUpdatedSheets": 1,
    }
    assert [each["updatedRange"] for each in answer["responses"]] == ["Sheet1!A1:B1", "Sheet1!A3:B3"]
    found = endpoints.values_batch_get(book.document, {"ranges": ["A1", "B3"]})["valueRanges"]
    assert [each["values"] for each in found] == [[["1"]], [["4"]]]


def test_a_number_that_is_none_is_no_json(alice: Any) -> None:
    answer = alice.call(
        "PUT", f"/v4/spreadsheets/{alice.new()}/values/A1", b'{"values": [[NaN]]}', valueInputOption="RAW"
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith("Invalid JSON payload received.")
