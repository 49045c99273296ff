"""Cells found by data filters: ranges, grid ranges, developer metadata."""

from typing import Any

import pytest

from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.sheets import by_filter
from sheetkit.emulator.sheets.spreadsheet import Sight
from tests.emulator.sheets.sheets_book import NOW, Spreadsheet

A1 = {"a1Range": "A1:B1"}
GRID = {"gridRange": {"startRowIndex": 1, "endRowIndex": 2, "endColumnIndex": 1}}
MARK = {"developerMetadataLookup": {"metadataKey": "mark"}}


@pytest.fixture
def book() -> Spreadsheet:
    """Two rows, the second marked."""
    made = Spreadsheet()
    made.raw("A1", ["a", "b"], ["c", "d"])
    row = {"dimensionRange": {"dimension": "ROWS", "startIndex": 1, "endIndex": 2}}
    entry = {"metadataKey": "mark", "visibility": "DOCUMENT", "location": row, "metadataId": 7}
    made.batch({"createDeveloperMetadata": {"developerMetadata": entry}})
    return made


@pytest.mark.parametrize(
    ("data_filter", "range_", "values"),
    [
        (A1, "Sheet1!A1:B1", [["a", "b"]]),
        (GRID, "Sheet1!A2", [["c"]]),
        (MARK, "Sheet1!A2:Z2", [["c", "d"]]),
    ],
)
def test_values_are_found_cleared_and_written(
    book: Spreadsheet, data_filter: dict[str, Any], range_: str, values: list[list[str]]
) -> None:
    found = by_filter.values_batch_get(book.document, {"dataFilters": [data_filter]})
    expected = {"range": range_, "majorDimension": "ROWS", "values": values}
    assert found["valueRanges"] == [{"valueRange": expected, "dataFilters": [data_filter]}]

    cleared = by_filter.values_batch_clear(book.document, {"dataFilters": [data_filter]}, NOW)
    assert cleared["clearedRanges"] == [range_]
    assert book.values(range_) == []

    data = [{"dataFilter": data_filter, "values": [["new"]]}]
    wrote = by_filter.values_batch_update(book.document, {"valueInputOption": "RAW", "data": data}, NOW)
    assert wrote["totalUpdatedCells"] == 1
    assert wrote["responses"][0]["dataFilter"] == data_filter
    assert book.values(range_) == [["new"]]


def test_a_spreadsheet_is_cut_to_what_the_filters_match(book: Spreadsheet) -> None:
    body = {"dataFilters": [MARK], "includeGridData": True}
    (sheet,) = by_filter.get_by_data_filter(book.document, body, {}, Sight("URL"))["sheets"]
    (data,) = sheet["data"]
    assert data["startRow"] == 1
    assert [cell["formattedValue"] for cell in data["rowData"][0]["values"]] == ["c", "d"]


def test_metadata_is_got_and_searched(book: Spreadsheet) -> None:
    entry = by_filter.metadata_get(book.document, "7")
    assert entry["metadataKey"] == "mark"
    found = by_filter.metadata_search(book.document, {"dataFilters": [MARK]})
    assert found == {"matchedDeveloperMetadata": [{"developerMetadata": entry, "dataFilters": [MARK]}]}
    nothing = {"developerMetadataLookup": {"metadataKey": "other"}}
    assert by_filter.metadata_search(book.document, {"dataFilters": [nothing]}) == {}
    with pytest.raises(ApiError, match="404"):
        by_filter.metadata_get(book.document, "8")
    with pytest.raises(ApiError, match="must have one of"):
        by_filter.values_batch_get(book.document, {"dataFilters": [{}]})
