"""The methods that find cells by data filters (ranges, grid ranges, developer metadata) instead of range texts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sheetkit.emulator.document import Document, Json
from sheetkit.emulator.errors import ApiError, invalid
from sheetkit.emulator.sheets import masks, options, ranges, reading, writing
from sheetkit.emulator.sheets.answers import totals, updated, with_data
from sheetkit.emulator.sheets.batch import metadata
from sheetkit.emulator.sheets.calculation import recalculated
from sheetkit.emulator.sheets.options import Query
from sheetkit.emulator.sheets.ranges import Area
from sheetkit.emulator.sheets.spreadsheet import Sight, spreadsheet


def get_by_data_filter(document: Document, body: Json, query: Query, sight: Sight) -> Json:
    """spreadsheets.getByDataFilter: the sheets and cells that the filters match."""
    mask = masks.parse(str(options.of_query(query).get("fields") or ""))
    grid = bool(body.get("includeGridData"))
    if mask:
        grid = masks.below(masks.below(mask, "sheets"), "data") is not None
    return spreadsheet(document, sight, mask, _areas(document, body.get("dataFilters") or ()), grid=grid)


def values_batch_get(document: Document, body: Json) -> Json:
    """spreadsheets.values.batchGetByDataFilter: a ValueRange for each block that a filter matches."""
    look, found = reading.look(body), []
    for each in body.get("dataFilters") or ():
        for area in _areas(document, [each]):
            values = reading.value_range(document, ranges.sheet_of(document, area), area, look)
            found.append({"valueRange": values, "dataFilters": [each]})
    return {"spreadsheetId": document.spreadsheet_id} | ({"valueRanges": found} if found else {})


def values_batch_update(document: Document, body: Json, now: datetime) -> Json:
    """spreadsheets.values.batchUpdateByDataFilter: every block that a filter matches takes the values."""
    raw, done = options.input_option(body) == "RAW", []
    for index, data in enumerate(body.get("data") or ()):
        rows = writing.values_of({n: v for n, v in data.items() if n != "dataFilter"}, f"data[{index}].values")
        for area in _areas(document, [data.get("dataFilter") or {}]):
            sheet = ranges.sheet_of(document, area)
            wrote = writing.put(document, sheet, area, rows, raw=raw, spreads=False, now=now)
            done.append((wrote, data["dataFilter"]))
    recalculated(document, now)
    answer = {"spreadsheetId": document.spreadsheet_id} | totals([each for each, _ in done])
    responses = []
    for wrote, data_filter in done:
        one = with_data(document, updated(document, wrote), body)
        del one["spreadsheetId"]
        responses.append({**one, "dataFilter": data_filter})
    return answer | ({"responses": responses} if responses else {})


def values_batch_clear(document: Document, body: Json, now: datetime) -> Json:
    """spreadsheets.values.batchClearByDataFilter."""
    areas = _areas(document, body.get("dataFilters") or ())
    for area in areas:
        writing.cleared(ranges.sheet_of(document, area), area)
    recalculated(document, now)
    found = [ranges.notation(ranges.sheet_of(document, area), area) for area in areas]
    return {"spreadsheetId": document.spreadsheet_id} | ({"clearedRanges": found} if found else {})


def metadata_get(document: Document, metadata_id: str) -> Json:
    """spreadsheets.developerMetadata.get: one entry. Raises ApiError 404 where there is none."""
    for held in metadata.entries(document):
        if str(held.entry["metadataId"]) == metadata_id:
            return held.entry
    raise ApiError(404, f"No developer metadata with ID {metadata_id}")


def metadata_search(document: Document, body: Json) -> Json:
    """spreadsheets.developerMetadata.search: the entries that the filters match, each with those filters."""
    found: dict[int, dict[str, Any]] = {}
    for each in body.get("dataFilters") or ():
        for held in metadata.matching(document, [each]):
            number = held.entry["metadataId"]
            match = found.setdefault(number, {"developerMetadata": held.entry, "dataFilters": []})
            match["dataFilters"].append(each)
    return {"matchedDeveloperMetadata": list(found.values())} if found else {}


def _areas(document: Document, filters: Iterable[Json]) -> list[Area]:
    """The blocks of cells that filters match, in their order."""
    areas: list[Area] = []
    for each in filters:
        if "a1Range" in each:
            areas.append(ranges.parse(document, str(each["a1Range"])))
        elif "gridRange" in each:
            areas.append(ranges.from_grid_range(document, each["gridRange"]))
        elif "developerMetadataLookup" in each:
            areas += [area for held in metadata.matching(document, [each]) for area in _held(document, held)]
        else:
            raise invalid("A data filter must have one of a1Range, gridRange and developerMetadataLookup.")
    return areas


def _held(document: Document, held: metadata.Held) -> list[Area]:
    """The cells of the row, column, sheet or spreadsheet that an entry belongs to."""
    if held.sheet is None:
        return [ranges.whole(sheet) for sheet in document.sheets]
    area = ranges.whole(held.sheet)
    if held.dimension == "ROWS":
        area = Area(area.sheet_id, held.at, held.at + 1, area.left, area.right)
    elif held.dimension == "COLUMNS":
        area = Area(area.sheet_id, area.top, area.bottom, held.at, held.at + 1)
    return [area]
