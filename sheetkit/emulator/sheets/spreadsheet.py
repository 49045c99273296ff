"""A whole spreadsheet as spreadsheets.get gives it."""

from collections.abc import Sequence
from typing import Any, Final

from sheetkit.emulator.document import Document, Json, Sheet
from sheetkit.emulator.sheets import masks
from sheetkit.emulator.sheets.grid_data import grid_data
from sheetkit.emulator.sheets.masks import Mask
from sheetkit.emulator.sheets.ranges import Area, whole

_PARTS: Final = (
    ("merges", "merges"),
    ("conditionalFormats", "conditional_formats"),
    ("filterViews", "filter_views"),
    ("protectedRanges", "protected_ranges"),
    ("basicFilter", "basic_filter"),
    ("charts", "charts"),
    ("bandedRanges", "banded_ranges"),
    ("developerMetadata", "developer_metadata"),
    ("rowGroups", "row_groups"),
    ("columnGroups", "column_groups"),
    ("slicers", "slicers"),
    ("tables", "tables"),
)
"""The parts of a Sheet: the API's name and ours."""


def spreadsheet(
    document: Document, url: str, mask: Mask, areas: Sequence[Area], *, grid: bool, owner: str = ""
) -> dict[str, Any]:
    """The Spreadsheet of the API.

    `mask` says what is worth building (empty: all). With `areas` only their sheets are in it, and each area is one
    GridData; without, every grid is one. `grid` says whether there are GridData at all. `owner` is the address of the
    one who may always edit what is protected.
    """
    answer: dict[str, Any] = {"spreadsheetId": document.spreadsheet_id, "properties": document.properties}
    wanted = masks.below(mask, "sheets")
    if wanted is not None:
        answer["sheets"] = [
            _sheet(document, sheet, wanted, [area for area in areas if area.sheet_id == sheet.id], grid=grid)
            | _protected(sheet, owner)
            for sheet in document.sheets
            if not areas or any(area.sheet_id == sheet.id for area in areas)
        ]
    if document.named_ranges:
        answer["namedRanges"] = list(document.named_ranges)
    answer["spreadsheetUrl"] = url
    if document.developer_metadata:
        answer["developerMetadata"] = list(document.developer_metadata)
    return answer


def _sheet(document: Document, sheet: Sheet, mask: Mask, areas: Sequence[Area], *, grid: bool) -> dict[str, Any]:
    answer: dict[str, Any] = {"properties": properties(document, sheet)}
    wanted = masks.below(mask, "data")
    if grid and wanted is not None and sheet.properties.get("sheetType", "GRID") == "GRID":
        answer["data"] = [grid_data(document, sheet, area, wanted) for area in areas or [whole(sheet)]]
    for name, attribute in _PARTS:
        part: Any = getattr(sheet, attribute)
        if part:
            answer[name] = list(part) if isinstance(part, tuple) else part
    return answer


def _protected(sheet: Sheet, owner: str) -> dict[str, Any]:
    """The protected ranges, with the owner among their editors."""
    if not sheet.protected_ranges or not owner:
        return {}
    shown = []
    for each in sheet.protected_ranges:
        editors = dict(each.get("editors") or {})
        others = [user for user in editors.get("users") or () if user != owner]
        shown.append({**each, "editors": {**editors, "users": [owner, *others]}})
    return {"protectedRanges": shown}


def properties(document: Document, sheet: Sheet) -> Json:
    """The SheetProperties as answers show them: with the sheet's present index, without false flags."""
    index = next(at for at, other in enumerate(document.sheets) if other is sheet)
    own = {name: value for name, value in sheet.properties.items() if value is not None and value is not False}
    if "gridProperties" in own:
        grid = own["gridProperties"]
        own["gridProperties"] = {n: v for n, v in grid.items() if v or n in {"rowCount", "columnCount"}}
    return own | {"index": index}
