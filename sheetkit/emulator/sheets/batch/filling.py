"""Auto-fill: cells continued along a row or column, as a series where they are one."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from sheetkit.emulator.calc import rewrite
from sheetkit.emulator.document import Cell, Json, Sheet
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets import ranges
from sheetkit.emulator.sheets.batch import grids
from sheetkit.emulator.sheets.batch.grids import COLUMNS, ROWS, Dimension
from sheetkit.emulator.sheets.batch.registry import Batch, Effect, kind
from sheetkit.emulator.sheets.ranges import Area


@kind("autoFill", Effect.VALUES)
def auto_fill(batch: Batch, body: Json) -> None:
    """Continue a source beside it, or what stands at the start of a range over the rest of it."""
    alternate = body.get("useAlternateSeries", False)
    if "sourceAndDestination" in body:
        given = body["sourceAndDestination"]
        sheet, area = grids.area(batch.document, given.get("source"))
        dimension = COLUMNS if given.get("dimension") == "COLUMNS" else ROWS
        length = given.get("fillLength", 0)
    elif "range" in body:
        sheet, whole = grids.area(batch.document, body["range"])
        area, dimension, length = _detected(sheet, whole)
    else:
        raise invalid("One of range or sourceAndDestination must be set.")
    _check(sheet, area, dimension, length)
    across = range(area.left, area.right) if dimension == ROWS else range(area.top, area.bottom)
    for at in across:
        _fill(sheet, area, dimension, at, length, alternate=alternate)


def _detected(sheet: Sheet, whole: Area) -> tuple[Area, Dimension, int]:
    """The filled block at the corner of a range, and how far it is to the end of it."""
    inside = [
        place for place, cell in sheet.cells.items() if whole.holds(*place) and (cell.value is not None or cell.formula)
    ]
    bottom = max((row for row, _ in inside), default=whole.top) + 1
    right = max((column for _, column in inside), default=whole.left) + 1
    if bottom < whole.bottom:
        return Area(sheet.id, whole.top, bottom, whole.left, whole.right), ROWS, whole.bottom - bottom
    return Area(sheet.id, whole.top, whole.bottom, whole.left, right), COLUMNS, whole.right - right


def _check(sheet: Sheet, area: Area, dimension: Dimension, length: int) -> None:
    rows, columns = (length, 0) if dimension == ROWS else (0, length)
    grown = Area(
        sheet.id,
        area.top + min(rows, 0),
        area.bottom + max(rows, 0),
        area.left + min(columns, 0),
        area.right + max(columns, 0),
    )
    if grown.top < 0 or grown.left < 0 or grown.bottom > sheet.row_count or grown.right > sheet.column_count:
        raise ranges.beyond(sheet, grown)


def _fill(sheet: Sheet, area: Area, dimension: Dimension, at: int, length: int, *, alternate: bool) -> None:
    """Continue one row or column of the source by `length` cells, backwards when that is negative."""
    start, end = (area.top, area.bottom) if dimension == ROWS else (area.left, area.right)
    places = [(index, at) if dimension == ROWS else (at, index) for index in range(start, end)]
    source = [sheet.cell(*place) for place in places]
    step = _step(source, alternate=alternate)
    for number in range(abs(length)):
        index = end + number if length > 0 else start - 1 - number
        target = (index, at) if dimension == ROWS else (at, index)
        which = (index - start) % len(source)
        cell, origin = source[which], places[which]
        if cell.formula:
            cell = replace(cell, formula=rewrite.shifted(cell.formula, target[0] - origin[0], target[1] - origin[1]))
        elif step is not None:
            cell = replace(cell, value=_number(source[0]) + step * (index - start))
        sheet.put(*target, replace(cell, note=""))


def _step(source: Sequence[Cell], *, alternate: bool) -> float | None:
    """The step of a series of numbers, None where the source is repeated.

    One number is repeated and one date goes on by days; with the alternate series it is the other way round.
    """
    if any(cell.formula or isinstance(cell.value, bool) or not isinstance(cell.value, int | float) for cell in source):
        return None
    if len(source) == 1:
        dated = (source[0].format or {}).get("numberFormat", {}).get("type") in {"DATE", "DATE_TIME"}
        return 1.0 if dated != alternate else None
    steps = {round(_number(b) - _number(a), 9) for a, b in pairwise(source)}
    return steps.pop() if len(steps) == 1 and not alternate else None


def _number(cell: Cell) -> float:
    return float(cell.value) if isinstance(cell.value, int | float) else 0.0
