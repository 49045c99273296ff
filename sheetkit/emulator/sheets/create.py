"""A new spreadsheet from the Spreadsheet that spreadsheets.create is given."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from sheetkit.emulator.document import Cell, Document, Json, Sheet
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets import defaults
from sheetkit.emulator.sheets.batch.apply import apply
from sheetkit.emulator.sheets.cells import from_json
from sheetkit.emulator.sheets.colors import paired
from sheetkit.emulator.sheets.copying import free_id
from sheetkit.emulator.sheets.formats import in_order
from sheetkit.emulator.sheets.limits import countable

_REQUESTS: Final[Mapping[str, tuple[str, str]]] = {
    "merges": ("mergeCells", "range"),
    "conditionalFormats": ("addConditionalFormatRule", "rule"),
    "filterViews": ("addFilterView", "filter"),
    "protectedRanges": ("addProtectedRange", "protectedRange"),
    "basicFilter": ("setBasicFilter", "filter"),
    "charts": ("addChart", "chart"),
    "bandedRanges": ("addBanding", "bandedRange"),
    "slicers": ("addSlicer", "slicer"),
    "tables": ("addTable", "table"),
    "namedRanges": ("addNamedRange", "namedRange"),
    "developerMetadata": ("createDeveloperMetadata", "developerMetadata"),
}
"""The request that adds each part of a spreadsheet or a sheet, and what it calls that part."""


def created(body: Json, spreadsheet_id: str, now: datetime) -> Document:
    """The document of a create request; what is not given is as in an untitled new spreadsheet. Raises ApiError 400.

    Cells and sizes are put in directly, every other part as the request of a batch that adds it.
    """
    given = dict(body.get("properties") or {})
    title = str(given.pop("title", "") or "Untitled spreadsheet")
    if given.get("defaultFormat"):
        given["defaultFormat"] = in_order(paired(given["defaultFormat"]))
    document = Document(spreadsheet_id, defaults.spreadsheet_properties(title) | given)
    sheets = body.get("sheets") or [{}]
    for index, sheet in enumerate(sheets):
        document.sheets.append(_sheet(document, sheet, index))
    countable(document)
    requests = [request for sheet in sheets for request in _requests(sheet)] + list(_requests(body))
    if requests:
        apply(document, requests, now)
    return document


def _requests(holder: Json) -> Iterator[Json]:
    """The requests that add the parts of a sheet, or of a spreadsheet."""
    for name, (kind, part) in _REQUESTS.items():
        given = holder.get(name)
        for index, each in enumerate(given if isinstance(given, list) else [given] if given else []):
            further: dict[str, Any] = {}
            if name == "merges":
                further = {"mergeType": "MERGE_ALL"}
            elif name == "conditionalFormats":
                further = {"index": index}
            yield {kind: {part: each, **further}}


def _sheet(document: Document, given: Json, index: int) -> Sheet:
    own = dict(given.get("properties") or {})
    grid = own.pop("gridProperties", None) or {}
    sheet_id = own.pop("sheetId", None)
    if sheet_id is None:
        sheet_id = 0 if index == 0 else free_id(document)
    title = str(own.pop("title", "") or f"Sheet{index + 1}")
    if document.titled(title) is not None:
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')
    if document.sheet(int(sheet_id)) is not None:
        raise invalid(f"A sheet with the ID {sheet_id} already exists.")
    properties = defaults.sheet_properties(int(sheet_id), title, index)
    properties |= paired(own) | {"index": index, "gridProperties": {**properties["gridProperties"], **grid}}
    sheet = Sheet(properties)
    sheet.row_groups, sheet.column_groups = tuple(given.get("rowGroups") or ()), tuple(given.get("columnGroups") or ())
    for data in given.get("data") or ():
        _fill(sheet, data, fits=bool(grid))
    return sheet


def _fill(sheet: Sheet, data: Json, *, fits: bool) -> None:
    top, left = int(data.get("startRow") or 0), int(data.get("startColumn") or 0)
    for row, line in enumerate(data.get("rowData") or (), top):
        for column, cell in enumerate((line or {}).get("values") or (), left):
            if cell:
                sheet.put(row, column, from_json(cell, "*", Cell()))
    _grow(sheet, data, top, left, fits=fits)
    for name, target, first in (("rowMetadata", sheet.rows, top), ("columnMetadata", sheet.columns, left)):
        for index, one in enumerate(data.get(name) or (), first):
            if one:
                target[index] = one


def _grow(sheet: Sheet, data: Json, top: int, left: int, *, fits: bool) -> None:
    """A grid that nobody sized grows with its data; one with a size must hold them."""
    lines: list[Any] = data.get("rowData") or []
    bottom = top + len(lines)
    right = left + max((len((line or {}).get("values") or ()) for line in lines), default=0)
    if bottom <= sheet.row_count and right <= sheet.column_count:
        return
    if fits:
        raise invalid(f"GridData exceeds grid limits. Max rows: {sheet.row_count}, max columns: {sheet.column_count}")
    grid = sheet.properties["gridProperties"]
    grid = {**grid, "rowCount": max(bottom, sheet.row_count), "columnCount": max(right, sheet.column_count)}
    sheet.properties = {**sheet.properties, "gridProperties": grid}
