"""The cells of a block as GridData: values, formats and everything else, built only as far as somebody asked."""

from collections.abc import Callable, Mapping
from typing import Any

from sheetkit.emulator.document import Cell, Document, Json, Sheet
from sheetkit.emulator.sheets import masks
from sheetkit.emulator.sheets.cells import entered, extended
from sheetkit.emulator.sheets.defaults import COLUMN_PIXELS, ROW_PIXELS
from sheetkit.emulator.sheets.formats import Effective, number_format
from sheetkit.emulator.sheets.links import target
from sheetkit.emulator.sheets.masks import Mask
from sheetkit.emulator.sheets.ranges import Area
from sheetkit.emulator.sheets.reading import cells_in
from sheetkit.emulator.sheets.shown import shown


def grid_data(document: Document, sheet: Sheet, area: Area, mask: Mask) -> dict[str, Any]:
    """The GridData of an area. `mask`, relative to GridData, says what is worth building; empty means all of it."""
    answer: dict[str, Any] = {}
    if area.top:
        answer["startRow"] = area.top
    if area.left:
        answer["startColumn"] = area.left
    wanted = masks.below(mask, "rowData")
    if wanted is not None:
        rows = _rows(document, sheet, area, masks.below(wanted, "values"))
        if rows:
            answer["rowData"] = rows
    for name, given, first, last, pixels in (
        ("rowMetadata", sheet.rows, area.top, area.bottom, ROW_PIXELS),
        ("columnMetadata", sheet.columns, area.left, area.right, COLUMN_PIXELS),
    ):
        if masks.below(mask, name) is not None:
            usual = {"pixelSize": pixels}
            answer[name] = [_dimension(given.get(index), usual) for index in range(first, last)]
    return answer


def _dimension(given: Json | None, usual: Json) -> Json:
    if given is None:
        return usual
    shown_fields = {name: value for name, value in given.items() if value not in (False, None)}
    return {
        **{name: True for name in ("hiddenByFilter", "hiddenByUser") if name in shown_fields},
        **usual,
        **shown_fields,
    }


def _rows(document: Document, sheet: Sheet, area: Area, mask: Mask | None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    build = builder(document, mask) if mask is not None else None
    for row, column, cell in cells_in(sheet, area):
        while len(rows) <= row - area.top:
            rows.append({})
        if build is None:
            continue
        values = rows[-1].setdefault("values", [])
        while len(values) < column - area.left:
            values.append({})
        values.append(build(cell))
    return rows


def builder(document: Document, mask: Mask) -> Callable[[Cell], dict[str, Any]]:
    """A function from a cell to its CellData with the fields of a mask, relative to CellData; empty means all."""
    locale = str(document.properties.get("locale", "en_US"))
    default = document.properties.get("defaultFormat")
    effective = Effective(default)
    parts: Mapping[str, Callable[[Cell], Any]] = {
        "userEnteredValue": entered,
        "effectiveValue": lambda cell: extended(cell.value),
        "formattedValue": lambda cell: shown(cell.value, number_format(cell, default), locale),
        "userEnteredFormat": lambda cell: cell.format,
        "effectiveFormat": effective.of,
        "hyperlink": target,
        "note": lambda cell: cell.note,
        "textFormatRuns": lambda cell: list(cell.runs),
        "dataValidation": lambda cell: cell.validation,
        "chipRuns": lambda cell: list(cell.chips),
    }
    asked = [(name, part) for name, part in parts.items() if masks.below(mask, name) is not None]

    def build(cell: Cell) -> dict[str, Any]:
        return {name: value for name, part in asked if (value := part(cell))}

    return build
