"""A new spreadsheet from the Spreadsheet that spreadsheets.create is given."""

from typing import Any

from sheetkit.emulator.document import Cell, Document, Json, Sheet
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets import defaults
from sheetkit.emulator.sheets.cells import from_json

_LISTS = (
    ("merges", "merges"),
    ("conditionalFormats", "conditional_formats"),
    ("filterViews", "filter_views"),
    ("protectedRanges", "protected_ranges"),
    ("charts", "charts"),
    ("bandedRanges", "banded_ranges"),
    ("developerMetadata", "developer_metadata"),
    ("rowGroups", "row_groups"),
    ("columnGroups", "column_groups"),
    ("slicers", "slicers"),
    ("tables", "tables"),
)
_IDS = {
    "filterViews": "filterViewId",
    "protectedRanges": "protectedRangeId",
    "charts": "chartId",
    "bandedRanges": "bandedRangeId",
    "developerMetadata": "metadataId",
    "slicers": "slicerId",
    "tables": "tableId",
}


def created(body: Json, spreadsheet_id: str) -> Document:
    """The document of a create request; what is not given is as in an untitled new spreadsheet. Raises ApiError 400."""
    given = dict(body.get("properties") or {})
    title = str(given.pop("title", "") or "Untitled spreadsheet")
    document = Document(spreadsheet_id, defaults.spreadsheet_properties(title) | given)
    sheets = body.get("sheets") or [{}]
    for index, sheet in enumerate(sheets):
        document.sheets.append(_sheet(document, sheet, index))
    for name in body.get("namedRanges") or ():
        document.named_ranges += ({"namedRangeId": str(name.get("namedRangeId") or document.next_id()), **name},)
    document.developer_metadata = tuple(body.get("developerMetadata") or ())
    return document


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
    properties |= own | {"index": index, "gridProperties": {**properties["gridProperties"], **grid}}
    sheet = Sheet(properties)
    for name, attribute in _LISTS:
        setattr(sheet, attribute, tuple(_identified(document, name, part) for part in given.get(name) or ()))
    sheet.basic_filter = given.get("basicFilter")
    for data in given.get("data") or ():
        _fill(sheet, data, fits=bool(grid))
    return sheet


def free_id(document: Document) -> int:
    """A sheetId that no sheet has, of the size that Google draws."""
    while True:
        number = document.next_id() * 1_103_515_245 % 2_147_483_647
        if document.sheet(number) is None:
            return number


def _identified(document: Document, name: str, part: Json) -> Json:
    key = _IDS.get(name)
    if key is None or part.get(key):
        return part
    number = document.next_id()
    return {key: str(number) if key == "tableId" else number, **part}


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
