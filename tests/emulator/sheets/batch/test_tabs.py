"""Sheets and the spreadsheet as a whole."""

from typing import Any

import pytest

from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.sheets.batch import apply
from tests.emulator.sheets.batch.book import NOW, Book, area, rows, values


def titles(book: Book) -> list[str]:
    return [sheet.title for sheet in book.document.sheets]


def test_a_new_sheet_has_googles_defaults_and_a_drawn_id() -> None:
    book = Book()
    reply = book.do("addSheet", properties={})["properties"]
    assert reply.pop("sheetId") > 10**8
    assert reply == {
        "title": "Sheet2",
        "index": 1,
        "sheetType": "GRID",
        "gridProperties": {"rowCount": 1000, "columnCount": 26},
    }


def test_a_new_sheet_takes_what_it_is_given() -> None:
    book = Book()
    given = {
        "sheetId": 5,
        "title": "First",
        "index": 0,
        "gridProperties": {"rowCount": 3, "columnCount": 2, "frozenRowCount": 1},
        "hidden": False,
        "tabColorStyle": {"rgbColor": {"red": 1, "green": 0, "blue": 0.5}},
    }
    reply = book.do("addSheet", properties=given)["properties"]
    color = {"red": 1, "blue": 0.49803922}
    assert reply == {
        "sheetId": 5,
        "title": "First",
        "index": 0,
        "sheetType": "GRID",
        "gridProperties": {"rowCount": 3, "columnCount": 2, "frozenRowCount": 1},
        "tabColor": color,
        "tabColorStyle": {"rgbColor": color},
    }
    assert titles(book) == ["First", "Sheet1"]
    assert [sheet.properties["index"] for sheet in book.document.sheets] == [0, 1]


@pytest.mark.parametrize(
    ("kind", "body", "message"),
    [
        ("addSheet", {"properties": {"sheetId": 0}}, "Sheet with id 0 already exists"),
        (
            "addSheet",
            {"properties": {"title": "SHEET1"}},
            'A sheet with the name "SHEET1" already exists. Please enter another name.',
        ),
        ("deleteSheet", {"sheetId": 5}, "No sheet with id: 5"),
        ("deleteSheet", {"sheetId": 0}, "You can't remove all the sheets in a document."),
        (
            "updateSheetProperties",
            {"properties": {"hidden": True}, "fields": "hidden"},
            "You can't hide all the sheets in a document.",
        ),
        ("updateSheetProperties", {"properties": {"sheetId": 9}, "fields": "title"}, "No sheet with id: 9"),
        ("updateSheetProperties", {"properties": {"title": "A"}, "fields": "nothing"}, "Invalid field: nothing"),
        ("duplicateSheet", {"sourceSheetId": 8}, "No sheet with id: 8"),
    ],
)
def test_what_cannot_be_is_refused(kind: str, body: dict[str, Any], message: str) -> None:
    assert Book().refused(kind, **body) == message


@pytest.mark.parametrize(
    ("sheet", "index", "after"),
    [
        (0, 0, "ABCD"),
        (0, 1, "ABCD"),
        (0, 2, "BACD"),
        (0, 4, "BCDA"),
        (3, 0, "DABC"),
        (2, 1, "ACBD"),
    ],
)
def test_an_index_is_counted_before_the_move(sheet: int, index: int, after: str) -> None:
    book = Book()
    book.do("updateSheetProperties", properties={"title": "A"}, fields="title")
    for number, title in enumerate("BCD", 1):
        book.do("addSheet", properties={"sheetId": number, "title": title})
    book.do("updateSheetProperties", properties={"sheetId": sheet, "index": index}, fields="index")
    assert "".join(titles(book)) == after
    assert [one.properties["index"] for one in book.document.sheets] == [0, 1, 2, 3]


def test_a_smaller_grid_loses_what_lies_outside() -> None:
    book = Book("1 2 3\n4 5 6\n7 8 =A1")
    book.do("addNamedRange", namedRange={"name": "Gone", "range": area("C1:C3")})
    grid = {"rowCount": 3, "columnCount": 2}
    book.do(
        "updateSheetProperties",
        properties={"gridProperties": grid},
        fields="gridProperties/rowCount,gridProperties/columnCount",
    )
    assert book.shown() == "1 2\n4 5\n7 8"
    assert book.sheet.properties["gridProperties"] == grid
    assert book.document.named_ranges == ()


def test_a_new_title_reaches_the_formulas() -> None:
    book = Book("1")
    book.do("addSheet", properties={"sheetId": 3, "title": "Other"})
    book.fill("=Sheet1!A1", 1)
    book.do("updateSheetProperties", properties={"title": "My data"}, fields="title")
    assert book.document.sheets[1].cells[0, 0].formula == "='My data'!A1"


def test_a_sheet_that_goes_leaves_ref_errors() -> None:
    book = Book("=Other!A1")
    book.do("addSheet", properties={"sheetId": 3, "title": "Other"})
    book.do("addNamedRange", namedRange={"name": "There", "range": area("A1", 3)})
    book.do("deleteSheet", sheetId=3)
    assert book.shown() == "=#REF!"
    assert book.document.named_ranges == ()


def test_false_and_nothing_take_properties_away() -> None:
    book = Book()
    mask = "hidden,rightToLeft,tabColor,gridProperties.hideGridlines"
    given = {"rightToLeft": True, "tabColor": {"red": 1}, "gridProperties": {"hideGridlines": True}}
    book.do("updateSheetProperties", properties=given, fields=mask)
    assert book.sheet.properties["tabColorStyle"] == {"rgbColor": {"red": 1}}
    assert book.sheet.properties["gridProperties"]["hideGridlines"]
    book.do("updateSheetProperties", properties={"rightToLeft": False}, fields=mask)
    assert set(book.sheet.properties) == {"sheetId", "title", "index", "sheetType", "gridProperties"}


def test_a_copy_has_all_parts_under_ids_of_its_own() -> None:
    book = Book("Name Note\na x\nb =Sheet1!A2")
    book.do("addProtectedRange", protectedRange={"range": area("A1:B3"), "warningOnly": True})
    book.do("addFilterView", filter={"title": "View", "range": area("A1:B3")})
    book.do("addTable", table={"name": "Cases", "range": area("A1:B3")})
    book.do("mergeCells", range=area("D1:E2"), mergeType="MERGE_ALL")
    reply = book.do("duplicateSheet", sourceSheetId=0, insertSheetIndex=1, newSheetId=4, newSheetName="Twin")
    assert reply["properties"] == {**book.sheet.properties, "sheetId": 4, "title": "Twin", "index": 1}
    twin = book.document.sheets[1]
    assert twin.merges == (area("D1:E2", 4),)
    assert twin.tables[0]["range"] == area("A1:B3", 4)
    assert twin.tables[0]["tableId"] != book.sheet.tables[0]["tableId"]
    assert twin.protected_ranges[0]["protectedRangeId"] != book.sheet.protected_ranges[0]["protectedRangeId"]
    assert twin.cells[2, 1].formula == "=Twin!A2"


def test_a_copy_leaves_nothing_on_the_first_sheet() -> None:
    book = Book("a\nb")
    book.do("addProtectedRange", protectedRange={"range": {"sheetId": 0}, "warningOnly": True})
    book.do("setBasicFilter", filter={"range": area("A1:B3")})
    spec = {"pieChart": {"domain": {"sourceRange": {"sources": [area("A1:A2")]}}, "series": {}}}
    book.do("addChart", chart={"spec": spec, "position": {"overlayPosition": {"anchorCell": {}}}})
    book.do("addDimensionGroup", range={"dimension": "ROWS", "startIndex": 1, "endIndex": 2})
    book.do("createDeveloperMetadata", developerMetadata=metadata({"sheetId": 0}))
    book.do("createDeveloperMetadata", developerMetadata=metadata({"dimensionRange": rows(1, 2)}))
    properties = book.do("duplicateSheet", sourceSheetId=0, insertSheetIndex=1)["properties"]
    number, twin = properties["sheetId"], book.document.sheets[1]
    assert properties["title"] == "Copy of Sheet1"
    assert twin.protected_ranges[0]["range"] == {"sheetId": number}
    assert twin.basic_filter == {"range": area("A1:B3", number)}
    assert twin.charts[0]["position"]["overlayPosition"]["anchorCell"] == {"sheetId": number}
    assert twin.charts[0]["spec"]["pieChart"]["domain"]["sourceRange"]["sources"] == [area("A1:A2", number)]
    assert twin.row_groups[0]["range"]["sheetId"] == number
    assert twin.developer_metadata[0]["location"] == {"locationType": "SHEET", "sheetId": number}
    assert twin.rows == {}


def metadata(location: dict[str, Any]) -> dict[str, Any]:
    return {"metadataKey": "k", "visibility": "PROJECT", "location": location}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"newSheetId": 0}, "Sheet with id 0 already exists"),
        ({"newSheetName": "Sheet1"}, 'A sheet with the name "Sheet1" already exists. Please enter another name.'),
        ({"insertSheetIndex": 3}, "Invalid sheet index: 3. It must be between 0 and 1."),
    ],
)
def test_a_copy_needs_a_place_an_id_and_a_title_of_its_own(body: dict[str, Any], message: str) -> None:
    assert Book().refused("duplicateSheet", sourceSheetId=0, **body) == message


def test_the_spreadsheet_has_a_title_a_locale_and_a_time_zone() -> None:
    book = Book()
    given = {"title": "Neu", "locale": "de_DE", "timeZone": "Europe/Berlin"}
    book.do("updateSpreadsheetProperties", properties=given, fields="title,locale,timeZone")
    assert given.items() <= book.document.properties.items()
    message = book.refused("updateSpreadsheetProperties", properties={"timeZone": "Mars"}, fields="timeZone")
    assert message == "Invalid time zone: Mars"


def test_nothing_of_a_failing_batch_reaches_the_stored_spreadsheet() -> None:
    book = Book("1")
    before = book.document.copy()
    good = {"updateCells": {"start": {}, "rows": values([2]), "fields": "userEnteredValue"}}
    with pytest.raises(ApiError, match=r"Invalid requests\[1\].deleteSheet: No sheet with id: 5"):
        apply(book.document.copy(), [good, {"deleteSheet": {"sheetId": 5}}], NOW)
    assert book.document == before
