"""The cells of a block as GridData: values, formats and everything else, built only as far as somebody asked."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sheetkit.emulator.document import Cell, Document, Json, Place, Sheet
from sheetkit.emulator.sheets import masks
from sheetkit.emulator.sheets.cells import entered, extended
from sheetkit.emulator.sheets.conditions import conditional
from sheetkit.emulator.sheets.defaults import COLUMN_PIXELS, ROW_PIXELS
from sheetkit.emulator.sheets.formats import Effective, number_format
from sheetkit.emulator.sheets.links import target
from sheetkit.emulator.sheets.masks import Mask
from sheetkit.emulator.sheets.ranges import Area
from sheetkit.emulator.sheets.reading import cells_in
from sheetkit.emulator.sheets.shown import shown


def grid_data(document: Document, sheet: Sheet, area: Area, mask: Mask, now: datetime | None = None) -> dict[str, Any]:
    """The GridData of an area. `mask`, relative to GridData, says what is worth building; empty means all of it.

    Conditional formats are part of the effective formats as of `now`.
    """
    answer: dict[str, Any] = {}
    if area.top:
        answer["startRow"] = area.top
    if area.left:
        answer["startColumn"] = area.left
    wanted = masks.below(mask, "rowData")
    if wanted is not None:
        rows = _rows(document, sheet, area, masks.below(wanted, "values"), now)
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


def _rows(
    document: Document, sheet: Sheet, area: Area, mask: Mask | None, now: datetime | None
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    rules: Mapping[Place, Json] = {}
    if now and sheet.conditional_formats and masks.below(mask, "effectiveFormat") is not None:
        rules = conditional(document, sheet, range(area.top, area.bottom), now)
    build = builder(document, mask) if mask is not None else None
    for row, column, cell in cells_in(sheet, area):
        while len(rows) <= row - area.top:
            rows.append({})
        if build is None:
            continue
        values = rows[-1].setdefault("values", [])
        while len(values) < column - area.left:
            values.append({})
        values.append(build(cell, rules.get((row, column))))
    return rows


def builder(document: Document, mask: Mask) -> Callable[[Cell, Json | None], dict[str, Any]]:
    """A function from a cell to its CellData with the fields of a mask, relative to CellData; empty means all.

    Its second argument is the CellFormat that conditional formats give to the cell.
    """
    locale = str(document.properties.get("locale", "en_US"))
    default = document.properties.get("defaultFormat")
    parts: Mapping[str, Callable[[Cell, Json | None], Any]] = {
        "userEnteredValue": lambda cell, _: entered(cell),
        "effectiveValue": lambda cell, _: extended(cell.value),
        "formattedValue": lambda cell, _: shown(cell.value, number_format(cell, default), locale),
        "userEnteredFormat": lambda cell, _: cell.format,
        "effectiveFormat": Effective(default).of,
        "hyperlink": lambda cell, _: target(cell),
        "note": lambda cell, _: cell.note,
        "textFormatRuns": lambda cell, _: list(cell.runs),
        "dataValidation": lambda cell, _: cell.validation,
        "chipRuns": lambda cell, _: list(cell.chips),
    }
    asked = [(name, part) for name, part in parts.items() if masks.below(mask, name) is not None]

    def build(cell: Cell, above: Json | None) -> dict[str, Any]:
        return {name: value for name, part in asked if (value := part(cell, above))}

    return build
