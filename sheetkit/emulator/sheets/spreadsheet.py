"""A whole spreadsheet as spreadsheets.get gives it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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


@dataclass(frozen=True, slots=True)
class Sight:
    """What an answer depends on beside the spreadsheet: its address, the owner's address, and the time, if known.

    The owner may always edit what is protected; the time is what conditional formats ask for.
    """

    url: str
    owner: str = ""
    now: datetime | None = None


def spreadsheet(document: Document, sight: Sight, mask: Mask, areas: Sequence[Area], *, grid: bool) -> dict[str, Any]:
    """The Spreadsheet of the API.

    `mask` says what is worth building (empty: all). With `areas` only their sheets are in it, and each area is one
    GridData; without, every grid is one. `grid` says whether there are GridData at all.
    """
    answer: dict[str, Any] = {"spreadsheetId": document.spreadsheet_id, "properties": document.properties}
    wanted = masks.below(mask, "sheets")
    if wanted is not None:
        answer["sheets"] = [
            _sheet(document, sheet, _data(document, sheet, wanted, areas, sight.now) if grid else None)
            | _protected(sheet, sight.owner)
            for sheet in document.sheets
            if not areas or any(area.sheet_id == sheet.id for area in areas)
        ]
    if document.named_ranges:
        answer["namedRanges"] = list(document.named_ranges)
    answer["spreadsheetUrl"] = sight.url
    if document.developer_metadata:
        answer["developerMetadata"] = list(document.developer_metadata)
    return answer


def _data(
    document: Document, sheet: Sheet, mask: Mask, areas: Sequence[Area], now: datetime | None
) -> list[dict[str, Any]] | None:
    """The GridData of a sheet: one for each area on it, or one for all; None where nobody wants any."""
    wanted = masks.below(mask, "data")
    if wanted is None or sheet.properties.get("sheetType", "GRID") != "GRID":
        return None
    own = [area for area in areas if area.sheet_id == sheet.id] or [whole(sheet)]
    return [grid_data(document, sheet, area, wanted, now) for area in own]


def _sheet(document: Document, sheet: Sheet, data: list[dict[str, Any]] | None) -> dict[str, Any]:
    answer: dict[str, Any] = {"properties": properties(document, sheet)}
    if data is not None:
        answer["data"] = data
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
