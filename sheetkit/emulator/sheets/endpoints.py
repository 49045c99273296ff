"""The methods of the Sheets API as functions: from a spreadsheet and a request to the JSON of the answer.

Those that write are given a working copy of the spreadsheet, change it, and raise ApiError when the request cannot be
done; the copy is then of no use. `query` holds the query parameters as sent, `now` is aware and in UTC.
"""

from datetime import datetime
from typing import Any

from sheetkit.emulator.document import Document, Json, Sheet
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets import append, masks, options, ranges, reading, writing
from sheetkit.emulator.sheets.answers import totals, updated, with_data
from sheetkit.emulator.sheets.batch import tables
from sheetkit.emulator.sheets.batch.apply import apply
from sheetkit.emulator.sheets.calculation import recalculated
from sheetkit.emulator.sheets.copying import copied
from sheetkit.emulator.sheets.create import created
from sheetkit.emulator.sheets.limits import countable
from sheetkit.emulator.sheets.options import Query
from sheetkit.emulator.sheets.ranges import Area
from sheetkit.emulator.sheets.spreadsheet import Sight, properties, spreadsheet
from sheetkit.emulator.sheets.writing import Written


def create(body: Json, spreadsheet_id: str, url: str, now: datetime) -> Document:
    """spreadsheets.create: the new document."""
    del url
    document = created(body, spreadsheet_id, now)
    recalculated(document, now)
    return document


def get(document: Document, query: Query, url: str, owner: str = "", now: datetime | None = None) -> Json:
    """spreadsheets.get. A field mask decides on grid data, and only without one includeGridData does."""
    given = options.of_query(query)
    mask = masks.parse(str(given.get("fields") or ""))
    grid = (
        masks.below(masks.below(mask, "sheets"), "data") is not None if mask else options.flag(given, "includeGridData")
    )
    areas = [ranges.parse(document, text) for text in query.get("ranges", ())]
    return spreadsheet(document, Sight(url, owner, now), mask, areas, grid=grid)


def values_get(document: Document, range_: str, query: Query) -> Json:
    """spreadsheets.values.get: a ValueRange."""
    area = ranges.parse(document, range_)
    return reading.value_range(document, ranges.sheet_of(document, area), area, reading.look(options.of_query(query)))


def values_batch_get(document: Document, query: Query) -> Json:
    """spreadsheets.values.batchGet: a ValueRange for each range."""
    found = [values_get(document, text, query) for text in query.get("ranges", ())]
    return {"spreadsheetId": document.spreadsheet_id, **({"valueRanges": found} if found else {})}


def _settled(document: Document, now: datetime) -> None:
    """What follows from written values: columns of tables are called what their headers say, formulas are computed."""
    for sheet in document.sheets:
        tables.headed(sheet)
    recalculated(document, now)


def values_update(document: Document, range_: str, body: Json, query: Query, now: datetime) -> Json:
    """spreadsheets.values.update: an UpdateValuesResponse."""
    given = options.of_query(query)
    done = _updated(document, range_, body, given, now)
    _settled(document, now)
    return with_data(document, updated(document, done), given)


def values_batch_update(document: Document, body: Json, now: datetime) -> Json:
    """spreadsheets.values.batchUpdate: totals, and an UpdateValuesResponse for each range."""
    options.known(body, options.BATCH)
    each = [
        _updated(document, str(data.get("range") or ""), data, body, now, f"data[{index}].values")
        for index, data in enumerate(body.get("data") or ())
    ]
    _settled(document, now)
    answer: dict[str, Any] = {"spreadsheetId": document.spreadsheet_id} | totals(each)
    if each:
        answer["responses"] = [with_data(document, updated(document, done), body) for done in each]
    return answer


def _updated(
    document: Document, range_: str, body: Json, given: Json, now: datetime, field: str = "data.values"
) -> Written:
    rows = writing.values_of(body, field)
    raw = options.input_option(given) == "RAW"
    area = ranges.parse(document, range_, writing=True)
    if body.get("range") and ranges.parse(document, str(body["range"])) != ranges.parse(document, range_):
        raise invalid(f"Requested writing within range [{range_}], but the values are for [{body['range']}]")
    sheet = ranges.sheet_of(document, area)
    spreads = ranges.names_one_cell(range_) and area.height == area.width == 1
    return writing.put(document, sheet, area, rows, raw=raw, spreads=spreads, now=now)


def values_append(document: Document, range_: str, body: Json, query: Query, now: datetime) -> Json:
    """spreadsheets.values.append: below the table that the range finds; the grid grows as needed."""
    given = options.of_query(query)
    rows = writing.values_of(body)
    raw = options.input_option(given) == "RAW"
    area = ranges.parse(document, range_)
    sheet = ranges.sheet_of(document, area)
    table = append.table_at(sheet, area)
    top, left = (table.bottom, table.left) if table else (area.top, area.left)
    if options.choice(given, "insertDataOption", "OVERWRITE") == "INSERT_ROWS" and rows:
        _insert(document, sheet, top, len(rows), now)
    append.grown(sheet, top + len(rows), left + max(map(len, rows), default=0))
    countable(document)
    target = Area(sheet.id, top, sheet.row_count, left, sheet.column_count)
    done = writing.put(document, sheet, target, rows, raw=raw, spreads=True, now=now)
    _settled(document, now)
    answer: dict[str, Any] = {"spreadsheetId": document.spreadsheet_id}
    if table is not None:
        answer["tableRange"] = ranges.notation(sheet, table)
    return answer | {"updates": with_data(document, updated(document, done), given)}


def _insert(document: Document, sheet: Sheet, top: int, count: int, now: datetime) -> None:
    """Insert rows for new data, unless they come below all others, where the grid grows anyway."""
    if top < sheet.row_count:
        span = {"sheetId": sheet.id, "dimension": "ROWS", "startIndex": top, "endIndex": top + count}
        apply(document, [{"insertDimension": {"range": span, "inheritFromBefore": top > 0}}], now)


def values_clear(document: Document, range_: str, body: Json, now: datetime) -> Json:
    """spreadsheets.values.clear: values go, everything else stays."""
    options.known(body, ())
    area = _cleared(document, range_)
    _settled(document, now)
    sheet = ranges.sheet_of(document, area)
    return {"spreadsheetId": document.spreadsheet_id, "clearedRange": ranges.notation(sheet, area)}


def values_batch_clear(document: Document, body: Json, now: datetime) -> Json:
    """spreadsheets.values.batchClear."""
    options.known(body, ("ranges",))
    areas = [_cleared(document, str(text)) for text in body.get("ranges") or ()]
    _settled(document, now)
    found = [ranges.notation(ranges.sheet_of(document, area), area) for area in areas]
    return {"spreadsheetId": document.spreadsheet_id, **({"clearedRanges": found} if found else {})}


def _cleared(document: Document, text: str) -> Area:
    area = ranges.parse(document, text)
    writing.cleared(ranges.sheet_of(document, area), area)
    return area


def batch_update(document: Document, body: Json, now: datetime, url: str, fields: str = "") -> Json:
    """spreadsheets.batchUpdate: a reply for each request, and the spreadsheet afterwards where it was asked for.

    `fields` is the mask of the answer, so that what it leaves out is not computed.
    """
    answer: dict[str, Any] = {
        "spreadsheetId": document.spreadsheet_id,
        "replies": apply(document, body.get("requests") or [], now),
    }
    if body.get("includeSpreadsheetInResponse"):
        mask = masks.below(masks.parse(fields), "updatedSpreadsheet")
        areas = [ranges.parse(document, str(text)) for text in body.get("responseRanges") or ()]
        grid = bool(body.get("responseIncludeGridData"))
        if mask is not None:
            answer["updatedSpreadsheet"] = spreadsheet(document, Sight(url, now=now), mask, areas, grid=grid)
    return answer


def copy_to(source: Document, sheet_id: int, target: Document, now: datetime) -> Json:
    """spreadsheets.sheets.copyTo: the SheetProperties of the copy in the target."""
    sheet = copied(source, sheet_id, target)
    recalculated(target, now)
    return properties(target, sheet)
