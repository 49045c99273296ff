"""The other parts of a sheet: names, protection, rules, banding, charts, slicers, groups, metadata."""

from typing import Any

import pytest

from sheetkit.emulator.sheets.batch import apply
from tests.emulator.sheets.batch.book import NOW, Book, area, columns, rows


def test_a_named_range_is_added_changed_and_deleted() -> None:
    book = Book()
    added = book.do("addNamedRange", namedRange={"name": "Cases", "range": {"sheetId": 0, **area("A1:B2")}})
    number = added["namedRange"]["namedRangeId"]
    assert added["namedRange"] == {"namedRangeId": number, "name": "Cases", "range": area("A1:B2")}
    assert number.isdigit()
    new = {"namedRangeId": number, "name": "Open"}
    book.do("updateNamedRange", namedRange=new, fields="name")
    assert book.document.named_ranges[0]["name"] == "Open"
    book.do("deleteNamedRange", namedRangeId=number)
    assert book.document.named_ranges == ()
    assert book.refused("deleteNamedRange", namedRangeId=number) == f"No named range with id: {number}"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Two words", "The name given to this range is invalid."),
        ("A1", "The name given to this range is invalid."),
        ("held", "Cannot add named range with name held, a named range with that name already exists."),
    ],
)
def test_a_name_must_be_one_and_free(name: str, message: str) -> None:
    book = Book()
    book.do("addNamedRange", namedRange={"name": "Held", "range": area("A1")})
    assert book.refused("addNamedRange", namedRange={"name": name, "range": area("A1")}) == message


def test_a_protection_that_warns_is_as_google_keeps_it() -> None:
    book = Book()
    given = {
        "range": {"sheetId": 0, **area("A1:B2")},
        "description": None,
        "warningOnly": True,
        "requestingUserCanEdit": False,
        "editors": None,
    }
    (reply,) = apply(book.document, [{"addProtectedRange": {"protectedRange": given}}], NOW)
    held = reply["addProtectedRange"]["protectedRange"]
    assert list(held) == ["protectedRangeId", "range", "warningOnly", "requestingUserCanEdit", "editors"]
    assert held["range"] == area("A1:B2")
    assert (held["warningOnly"], held["requestingUserCanEdit"], held["editors"]) == (True, True, {})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"range": area("A1"), "warningOnly": True, "editors": {"users": ["a@example.com"]}},
            "Editors cannot be set on a protected range that only shows a warning.",
        ),
        (
            {"range": area("A1"), "unprotectedRanges": [area("A1")]},
            "Unprotected ranges can only be set when a whole sheet is protected.",
        ),
        ({"namedRangeId": "5"}, "No named range with id: 5"),
    ],
)
def test_a_protection_that_cannot_be_is_refused(given: dict[str, Any], message: str) -> None:
    assert Book().refused("addProtectedRange", protectedRange=given) == message


def test_a_whole_sheet_is_protected_but_for_some_ranges() -> None:
    book = Book()
    given = {"range": {"sheetId": 0}, "unprotectedRanges": [area("B2:B5")]}
    number = book.do("addProtectedRange", protectedRange=given)["protectedRange"]["protectedRangeId"]
    book.do("deleteDimension", range=rows(1, 3))
    assert book.sheet.protected_ranges[0]["unprotectedRanges"] == [area("B2:B3")]
    change = {"protectedRangeId": number, "description": "all"}
    book.do("updateProtectedRange", protectedRange=change, fields="description,unprotectedRanges")
    held = book.sheet.protected_ranges[0]
    assert ("unprotectedRanges" not in held, held["description"]) == (True, "all")
    book.do("deleteProtectedRange", protectedRangeId=number)
    assert book.refused("deleteProtectedRange", protectedRangeId=number) == f"No protected range with id: {number}"


def rule(name: str) -> dict[str, Any]:
    condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": name}]}
    return {"ranges": [area("A1:A5")], "booleanRule": {"condition": condition, "format": {}}}


def names(book: Book) -> str:
    held = book.sheet.conditional_formats
    return "".join(one["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for one in held)


def test_conditional_formats_have_an_order() -> None:
    book = Book()
    for name, index in (("a", 0), ("b", 0), ("c", 1)):
        book.do("addConditionalFormatRule", rule=rule(name), index=index)
    assert names(book) == "bca"
    reply = book.do("updateConditionalFormatRule", sheetId=0, index=0, newIndex=2)
    assert (reply["newIndex"], reply["newRule"]) == (2, rule("b"))
    assert names(book) == "cab"
    reply = book.do("updateConditionalFormatRule", index=1, rule=rule("x"))
    assert (reply["oldRule"], reply["newRule"]) == (rule("a"), rule("x"))
    assert book.do("deleteConditionalFormatRule", sheetId=0, index=0) == {"rule": rule("c")}
    assert names(book) == "xb"
    message = book.refused("deleteConditionalFormatRule", sheetId=0, index=2)
    assert message == "No conditional format on sheet: 0 at index: 2"


@pytest.mark.parametrize(
    ("scale", "message"),
    [
        ({"minpoint": {"type": "MIN"}}, "No interpolationPointType specified."),
        ({"minpoint": {"type": "NUMBER"}, "maxpoint": {"type": "MAX"}}, "InterpolationPoint.value is required."),
    ],
)
def test_a_scale_of_colours_needs_its_points(scale: dict[str, Any], message: str) -> None:
    given = {"ranges": [area("A1")], "gradientRule": scale}
    assert Book().refused("addConditionalFormatRule", rule=given, index=0) == message


def test_the_ends_of_a_scale_are_written_as_the_locale_writes_numbers() -> None:
    book = Book()
    points = {"minpoint": {"type": "MIN", "value": "2"}, "maxpoint": {"type": "NUMBER", "value": "1.5"}}
    given = {"ranges": [area("A1")], "gradientRule": points}
    book.do("addConditionalFormatRule", rule=given, index=0)
    held = book.sheet.conditional_formats[0]["gradientRule"]
    assert held == {"minpoint": {"type": "MIN"}, "maxpoint": {"type": "NUMBER", "value": "1.5"}}
    book.do("updateSpreadsheetProperties", properties={"locale": "de_DE"}, fields="locale")
    message = book.refused("addConditionalFormatRule", rule=given, index=0)
    assert message == "Invalid InterpolationPoint.value: 1.5"


def test_a_validation_is_set_on_every_cell_and_taken_away() -> None:
    book = Book("1")
    checkbox = {"condition": {"type": "BOOLEAN"}, "strict": True, "showCustomUi": False}
    book.do("setDataValidation", range=area("A1:B2"), rule=checkbox)
    held = {place: cell.validation for place, cell in book.sheet.cells.items()}
    kept = {"condition": {"type": "BOOLEAN"}, "strict": True}
    assert held == dict.fromkeys([(0, 0), (0, 1), (1, 0), (1, 1)], kept)
    book.do("setDataValidation", range=area("A1:B2"))
    assert list(book.sheet.cells) == [(0, 0)]


def test_bands_have_colours_and_do_not_meet() -> None:
    book = Book()
    colours = {"headerColor": {"red": 1}, "firstBandColorStyle": {"themeColor": "BACKGROUND"}}
    band = book.do("addBanding", bandedRange={"range": area("A1:B5"), "rowProperties": colours})["bandedRange"]
    assert band["rowProperties"] == {
        "headerColor": {"red": 1},
        "headerColorStyle": {"rgbColor": {"red": 1}},
        "firstBandColor": {"red": 1, "green": 1, "blue": 1},
        "firstBandColorStyle": {"themeColor": "BACKGROUND"},
    }
    message = book.refused("addBanding", bandedRange={"range": area("B5:C6"), "rowProperties": colours})
    assert message.endswith("to a range that already has alternating background colors.")
    wider = {"bandedRangeId": band["bandedRangeId"], "range": area("A1:C5")}
    book.do("updateBanding", bandedRange=wider, fields="range")
    assert book.sheet.banded_ranges[0] == {**band, "range": area("A1:C5")}
    book.do("deleteBanding", bandedRangeId=band["bandedRangeId"])
    assert book.sheet.banded_ranges == ()


def column_chart(source: str) -> dict[str, Any]:
    return {
        "title": "Cases",
        "basicChart": {
            "chartType": "COLUMN",
            "domains": [{"domain": {"sourceRange": {"sources": [area("A1:A5")]}}}],
            "series": [{"series": {"sourceRange": {"sources": [area(source)]}}, "targetAxis": "LEFT_AXIS"}],
        },
    }


def test_a_chart_follows_its_sources_and_stays_without_them() -> None:
    book = Book()
    anchor = {"overlayPosition": {"anchorCell": {"rowIndex": 6, "columnIndex": 3}, "offsetXPixels": 0}}
    chart = book.do("addChart", chart={"spec": column_chart("B1:B5"), "position": anchor})["chart"]
    assert chart["position"] == {
        "overlayPosition": {
            "anchorCell": {"rowIndex": 6, "columnIndex": 3},
            "widthPixels": 600,
            "heightPixels": 371,
        }
    }
    book.do("insertDimension", range=rows(2, 3))
    held = book.sheet.charts[0]
    assert held["spec"]["basicChart"]["series"][0]["series"]["sourceRange"]["sources"] == [area("B1:B6")]
    assert held["position"]["overlayPosition"]["anchorCell"] == {"rowIndex": 7, "columnIndex": 3}
    book.do("deleteDimension", range=columns(1, 2))
    held = book.sheet.charts[0]
    assert "series" not in held["spec"]["basicChart"]
    assert len(held["spec"]["basicChart"]["domains"]) == 1


def test_a_chart_is_changed_as_a_whole_moved_and_deleted() -> None:
    book = Book()
    number = book.do("addChart", chart={"spec": column_chart("B1:B5"), "position": {"newSheet": True}})["chart"][
        "chartId"
    ]
    own = book.document.sheets[1]
    assert own.properties.keys() == {"sheetId", "title", "index", "sheetType"}
    assert (own.title, own.properties["sheetType"]) == ("Chart1", "OBJECT")
    book.do("updateChartSpec", chartId=number, spec=column_chart("C1:C5"))
    position = {"overlayPosition": {"anchorCell": {"rowIndex": 1}, "widthPixels": 200}}
    reply = book.do(
        "updateEmbeddedObjectPosition", objectId=number, newPosition=position, fields="anchorCell,widthPixels"
    )
    assert reply["position"]["overlayPosition"]["widthPixels"] == 200
    assert len(book.document.sheets) == 1
    book.do("deleteEmbeddedObject", objectId=number)
    assert book.refused("deleteEmbeddedObject", objectId=number) == f"No embedded object with id: {number}"
    assert book.refused("updateChartSpec", chartId=number, spec={"title": "x"}).startswith(
        "One of basicChart, pieChart"
    )


def test_a_slicer_is_added_and_changed() -> None:
    book = Book()
    spec = {"dataRange": area("A1:B5"), "columnIndex": 0, "title": "Who"}
    position = {"overlayPosition": {"anchorCell": {"rowIndex": 1}}}
    slicer = book.do("addSlicer", slicer={"spec": spec, "position": position})["slicer"]
    book.do("updateSlicerSpec", slicerId=slicer["slicerId"], spec={"title": "Name"}, fields="title")
    book.do("insertDimension", range=rows(1, 2))
    assert book.sheet.slicers[0]["spec"] == {"dataRange": area("A1:B6"), "columnIndex": 0, "title": "Name"}


def test_a_chart_stays_on_the_sheet_when_its_cell_goes() -> None:
    book = Book()
    anchor = {"overlayPosition": {"anchorCell": {"rowIndex": 3}}}
    book.do("addChart", chart={"spec": column_chart("B1:B5"), "position": anchor})
    book.do("deleteDimension", range=rows(2, 5))
    assert book.sheet.charts[0]["position"]["overlayPosition"]["anchorCell"] == {"rowIndex": 2}


def test_groups_follow_rows_and_not_columns() -> None:
    book = Book()
    book.do("addDimensionGroup", range=rows(2, 4))
    book.do("insertDimension", range=rows(3, 5))
    book.do("insertDimension", range=columns(0, 1))
    assert list(book.sheet.row_groups) == [group(2, 6, 1)]
    book.do("deleteDimension", range=rows(2, 6))
    assert book.sheet.row_groups == ()


def group(start: int, end: int, depth: int) -> dict[str, Any]:
    return {"range": {"dimension": "ROWS", "startIndex": start, "endIndex": end}, "depth": depth}


def test_groups_lie_around_each_other() -> None:
    book = Book(rows=20)
    assert book.do("addDimensionGroup", range=rows(0, 10)) == {"dimensionGroups": [group(0, 10, 1)]}
    both = [group(0, 15, 1), group(5, 10, 2)]
    assert book.do("addDimensionGroup", range=rows(5, 15)) == {"dimensionGroups": both}
    change = {**group(5, 10, 2), "collapsed": True}
    book.do("updateDimensionGroup", dimensionGroup=change, fields="collapsed")
    assert book.sheet.row_groups[1]["collapsed"]
    assert sorted(book.sheet.rows) == [5, 6, 7, 8, 9]
    assert book.do("deleteDimensionGroup", range=rows(0, 20)) == {"dimensionGroups": [group(5, 10, 1)]}
    assert book.do("deleteDimensionGroup", range=rows(5, 10)) == {}
    assert book.refused("deleteDimensionGroup", range=rows(5, 10)) == "Cannot delete a group that doesn't exist."


def entry(key: str, location: dict[str, Any]) -> dict[str, Any]:
    return {"metadataKey": key, "metadataValue": "v", "visibility": "DOCUMENT", "location": location}


def test_metadata_follow_their_row_and_go_with_it() -> None:
    book = Book()
    reply = book.do("createDeveloperMetadata", developerMetadata=entry("k", {"dimensionRange": rows(2, 3)}))
    held = reply["developerMetadata"]
    assert held["location"] == {
        "locationType": "ROW",
        "dimensionRange": {"dimension": "ROWS", "startIndex": 2, "endIndex": 3},
    }
    book.do("insertDimension", range=rows(0, 2))
    book.do("moveDimension", source=rows(4, 5), destinationIndex=8)
    (moved,) = book.sheet.rows[7]["developerMetadata"]
    assert moved["location"]["dimensionRange"] == {"dimension": "ROWS", "startIndex": 7, "endIndex": 8}
    book.do("deleteDimension", range=rows(7, 8))
    lookup = {"developerMetadataLookup": {"metadataKey": "k"}}
    assert book.do("deleteDeveloperMetadata", dataFilter=lookup) == {}


def test_metadata_of_all_places_are_found_changed_and_deleted() -> None:
    book = Book()
    places: list[dict[str, Any]] = [{"spreadsheet": True}, {"sheetId": 0}, {"dimensionRange": columns(1, 2)}]
    for number, place in enumerate(places):
        book.do("createDeveloperMetadata", developerMetadata=entry(f"k{number % 2}", place))
    everything: dict[str, Any] = {"developerMetadataLookup": {}}
    changed = book.do(
        "updateDeveloperMetadata",
        dataFilters=[{"developerMetadataLookup": {"metadataKey": "k0"}}],
        developerMetadata={"metadataValue": "new"},
        fields="metadataValue",
    )
    assert [one["metadataValue"] for one in changed["developerMetadata"]] == ["new", "new"]
    on_sheet = {"metadataLocation": {"sheetId": 0}, "locationMatchingStrategy": "EXACT_LOCATION"}
    gone = book.do("deleteDeveloperMetadata", dataFilter={"developerMetadataLookup": on_sheet})
    assert [one["metadataKey"] for one in gone["deletedDeveloperMetadata"]] == ["k1"]
    assert len(book.do("deleteDeveloperMetadata", dataFilter=everything)["deletedDeveloperMetadata"]) == 2


@pytest.mark.parametrize(
    ("lookup", "found"),
    [
        ({}, "book sheet row column"),
        ({"metadataKey": "row"}, "row"),
        ({"metadataValue": "other"}, ""),
        ({"locationType": "COLUMN"}, "column"),
        ({"metadataLocation": {"spreadsheet": True}}, "book"),
        ({"metadataLocation": {"sheetId": 0}}, "sheet row column"),
        ({"metadataLocation": {"sheetId": 0}, "locationMatchingStrategy": "EXACT_LOCATION"}, "sheet"),
        ({"metadataLocation": {"dimensionRange": rows(0, 9)}}, "row column"),
        ({"metadataLocation": {"dimensionRange": rows(4, 9)}}, "column"),
        ({"metadataLocation": {"dimensionRange": rows(2, 3)}, "locationMatchingStrategy": "EXACT_LOCATION"}, "row"),
        ({"metadataLocation": {"dimensionRange": rows(0, 9)}, "locationMatchingStrategy": "EXACT_LOCATION"}, ""),
    ],
)
def test_a_lookup_finds_by_what_it_says(lookup: dict[str, Any], found: str) -> None:
    book = Book()
    places: dict[str, dict[str, Any]] = {
        "book": {"spreadsheet": True},
        "sheet": {"sheetId": 0},
        "row": {"dimensionRange": rows(2, 3)},
        "column": {"dimensionRange": columns(1, 2)},
    }
    for key, place in places.items():
        book.do("createDeveloperMetadata", developerMetadata=entry(key, place))
    reply = book.do("deleteDeveloperMetadata", dataFilter={"developerMetadataLookup": lookup})
    assert " ".join(one["metadataKey"] for one in reply.get("deletedDeveloperMetadata", ())) == found


def test_metadata_move_to_another_place() -> None:
    book = Book()
    book.do("createDeveloperMetadata", developerMetadata=entry("k", {"spreadsheet": True}))
    book.do(
        "updateDeveloperMetadata",
        dataFilters=[{"developerMetadataLookup": {"metadataKey": "k"}}],
        developerMetadata={"location": {"dimensionRange": rows(5, 6)}},
        fields="location",
    )
    assert book.document.developer_metadata == ()
    assert [one["metadataKey"] for one in book.sheet.rows[5]["developerMetadata"]] == ["k"]


@pytest.mark.parametrize(
    ("span", "message"),
    [
        (rows(20, 21), "DimensionRange index[20] is outside the grid"),
        (rows(1, 3), "DimensionRange must represent a single row or column"),
        ({"dimension": "ROWS"}, "DimensionRange must specify both a startIndex and an endIndex"),
    ],
)
def test_metadata_lie_on_one_row_or_column(span: dict[str, Any], message: str) -> None:
    given = entry("k", {"dimensionRange": span})
    assert Book().refused("createDeveloperMetadata", developerMetadata=given) == message
