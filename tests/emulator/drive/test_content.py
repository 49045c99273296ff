"""Whole spreadsheets in and out: exports, and the upload of a CSV file."""

import io
from typing import Any

import openpyxl
import pytest

FILES = "/drive/v3/files"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def exported(person: Any, sheet: str, kind: str) -> bytes:
    response = person.call("GET", f"{FILES}/{sheet}/export", mimeType=kind)
    assert response.ok, response.text
    assert response.headers["Content-Type"].startswith(kind)
    return bytes(response.content)


@pytest.fixture
def sheet(alice: Any) -> str:
    made = str(alice.new("Out"))
    alice.put(made, "A1", ["name", "amount"], ['a "quoted", one', 2], ["", True])
    alice.put(made, "A5", ["=B2*2"], option="USER_ENTERED")
    return made


def test_csv_and_tsv_are_the_first_sheet_as_shown(alice: Any, sheet: str) -> None:
    assert exported(alice, sheet, "text/csv") == b'name,amount\r\n"a ""quoted"", one",2\r\n,TRUE\r\n,\r\n4,'
    assert exported(alice, sheet, "text/tab-separated-values").startswith(b'name\tamount\r\na "quoted", one\t2')


def test_xlsx_has_values_formulas_and_no_text_that_became_a_formula(alice: Any, sheet: str) -> None:
    alice.put(sheet, "A6", ["=1+1"])
    requests = [{"addSheet": {"properties": {"title": "A/very:long*title that Excel [would] refuse?"}}}]
    alice.post(f"/v4/spreadsheets/{sheet}:batchUpdate", {"requests": requests})
    book = openpyxl.load_workbook(io.BytesIO(exported(alice, sheet, XLSX)))
    page = book.worksheets[0]
    assert [cell.value for cell in page[2]] == ['a "quoted", one', 2]
    assert (page["A5"].value, page["A5"].data_type) == ("=B2*2", "f")
    assert (page["A6"].value, page["A6"].data_type) == ("=1+1", "s")
    assert len(book.worksheets[1].title) <= 31


@pytest.mark.parametrize(
    ("kind", "status"), [("application/pdf", 501), ("application/zip", 501), ("image/png", 400), ("", 400)]
)
def test_what_cannot_be_exported(kind: str, status: int, alice: Any, sheet: str) -> None:
    assert alice.call("GET", f"{FILES}/{sheet}/export", mimeType=kind).status_code == status


def test_a_csv_file_takes_the_place_of_all_sheets(alice: Any, sheet: str) -> None:
    content = b'one,"two, and more"\r\n=1+2,"line\nbreak"\r\n'
    alice.session.headers["Content-Type"] = "text/csv"
    answer = alice.call("PUT", f"/upload/drive/v2/files/{sheet}", content, uploadType="media", convert=True)
    assert answer.json()["title"] == "Out"
    del alice.session.headers["Content-Type"]
    assert [each["properties"]["title"] for each in alice.get(f"/v4/spreadsheets/{sheet}")["sheets"]] == ["Out"]
    assert alice.values(sheet, "Out") == [["one", "two, and more"], ["3", "line\nbreak"]]


def test_an_upload_of_something_else_is_refused_and_changes_nothing(alice: Any, sheet: str) -> None:
    for kind, content, status in (("image/png", b"x", 501), ("text/csv", b"\xff\xfe", 400)):
        alice.session.headers["Content-Type"] = kind
        answer = alice.call("PUT", f"/upload/drive/v2/files/{sheet}", content, uploadType="media")
        assert answer.status_code == status
    del alice.session.headers["Content-Type"]
    assert alice.values(sheet, "A1") == [["name"]]


def test_xlsx_has_formats_notes_errors_and_hidden_sheets(alice: Any, sheet: str) -> None:
    red = {"rgbColor": {"red": 1}}
    look = {
        "numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"},
        "backgroundColorStyle": red,
        "textFormat": {"bold": True},
    }
    first = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 1, "endColumnIndex": 2}
    cell = {"userEnteredFormat": look, "note": "Look"}
    columns = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    frozen = {"sheetId": 0, "gridProperties": {"frozenRowCount": 1}}
    requests = [
        {"repeatCell": {"range": first, "cell": cell, "fields": "userEnteredFormat,note"}},
        {"updateSheetProperties": {"properties": frozen, "fields": "gridProperties.frozenRowCount"}},
        {"updateDimensionProperties": {"range": columns, "properties": {"pixelSize": 210}, "fields": "pixelSize"}},
        {"addSheet": {"properties": {"title": "sheet1 ", "hidden": True}}},
    ]
    alice.post(f"/v4/spreadsheets/{sheet}:batchUpdate", {"requests": requests})
    alice.put(sheet, "C1", ["#N/A"], option="USER_ENTERED")
    book = openpyxl.load_workbook(io.BytesIO(exported(alice, sheet, XLSX)))
    page = book.worksheets[0]
    assert (page["B2"].number_format, page["B2"].fill.fgColor.rgb[2:], page["B2"].font.b) == (
        "yyyy-mm-dd",
        "FF0000",
        True,
    )
    assert page["B2"].comment.text == "Look"
    assert page["C1"].data_type == "e"
    assert page.freeze_panes == "A2"
    assert page.column_dimensions["A"].width == 30
    assert book.worksheets[1].sheet_state == "hidden"
