"""Rows sorted, shuffled or without their doubles."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from sheetkit.core.values import CellError, CellValue
from sheetkit.emulator.calc import rewrite
from sheetkit.emulator.document import Cell, Json, Sheet
from sheetkit.emulator.errors import ApiError, invalid
from sheetkit.emulator.sheets.batch import grids, metadata
from sheetkit.emulator.sheets.batch.registry import Batch, Effect, kind
from sheetkit.emulator.sheets.calculation import recalculated
from sheetkit.emulator.sheets.ranges import Area

Key: TypeAlias = tuple[int, float | str]


@kind("sortRange", Effect.VALUES)
def sort_range(batch: Batch, body: Json) -> None:
    """The rows of a range by columns of the sheet; blanks come last in either order."""
    sheet, area = grids.area(batch.document, body.get("range"))
    recalculated(batch.document, batch.now)
    sort(sheet, area, body.get("sortSpecs", ()))


def sort(sheet: Sheet, area: Area, specs: Sequence[Json]) -> None:
    """Sort the rows of an area, the last of the specs first."""
    order = list(range(area.top, area.bottom))
    for spec in reversed(specs):
        if set(spec) - {"dimensionIndex", "sortOrder"}:
            raise ApiError(501, "this server does not sort by colours or data sources.")
        column = spec.get("dimensionIndex", 0)
        if not area.left <= column < area.right:
            raise invalid(f"Sort column[{column}] must be within the range being sorted.")
        order = _sorted(sheet, order, column, descending=spec.get("sortOrder") == "DESCENDING")
    arrange(sheet, area, order)


def _sorted(sheet: Sheet, order: Sequence[int], column: int, *, descending: bool) -> list[int]:
    values = {row: sheet.cell(row, column).value for row in order}
    filled = [row for row in order if values[row] not in {None, ""} or isinstance(values[row], bool | float | int)]
    blank = [row for row in order if row not in set(filled)]
    return [*sorted(filled, key=lambda row: rank(values[row]), reverse=descending), *blank]


def rank(value: CellValue) -> Key:
    """Where a value stands among others: numbers, then texts whatever their case, then truth values, then errors."""
    match value:
        case bool():
            return 2, float(value)
        case int() | float():
            return 0, float(value)
        case CellError():
            return 3, 0.0
    return 1, str(value or "").casefold()


def arrange(sheet: Sheet, area: Area, order: Sequence[int]) -> None:
    """Put the rows of an area in another order: the row that stands at order[i] comes i-th. Formulas move along."""
    block: dict[int, list[tuple[int, Cell]]] = {}
    for place in [place for place in sheet.cells if area.holds(*place)]:
        block.setdefault(place[0], []).append((place[1], sheet.cells.pop(place)))
    for target, source in enumerate(order, area.top):
        for column, cell in block.get(source, ()):
            sheet.cells[target, column] = _moved(cell, target - source)
    metadata.rearranged(sheet, {source: target for target, source in enumerate(order, area.top)})


def _moved(cell: Cell, rows: int) -> Cell:
    if not cell.formula or not rows:
        return cell
    return replace(cell, formula=rewrite.shifted(cell.formula, rows, 0))


@kind("randomizeRange", Effect.VALUES)
def randomize_range(batch: Batch, body: Json) -> None:
    """The rows of a range in an order drawn from the history of the spreadsheet, so that tests can repeat it."""
    sheet, area = grids.area(batch.document, body.get("range"))
    order = list(range(area.top, area.bottom))
    random.Random(batch.document.next_id()).shuffle(order)  # noqa: S311  (no secret: an order of rows)
    arrange(sheet, area, order)


@kind("deleteDuplicates", Effect.VALUES)
def delete_duplicates(batch: Batch, body: Json) -> Json:
    """The rows of a range whose compared cells an earlier row has, whatever their case, are taken out of it."""
    sheet, area = grids.area(batch.document, body.get("range"))
    recalculated(batch.document, batch.now)
    columns = list(_compared(body.get("comparisonColumns", ()), area))
    seen: set[tuple[object, ...]] = set()
    kept = []
    for row in range(area.top, area.bottom):
        key = tuple(_compare(sheet.cell(row, column)) for column in columns)
        if key not in seen:
            kept.append(row)
        seen.add(key)
    gone = set(range(area.top, area.bottom)) - set(kept)
    for place in [place for place in sheet.cells if area.holds(*place) and place[0] in gone]:
        del sheet.cells[place]
    arrange(sheet, area, [*kept, *sorted(gone)])
    return {"duplicatesRemovedCount": len(gone)} if gone else {}


def _compared(spans: Iterable[Json], area: Area) -> Iterable[int]:
    if not spans:
        return range(area.left, area.right)
    columns: list[int] = []
    for span in spans:
        start, end = span.get("startIndex", area.left), span.get("endIndex", area.right)
        if start < area.left or end > area.right:
            raise invalid("comparisonColumns must be within the range.")
        columns += range(start, end)
    return columns


def _compare(cell: Cell) -> object:
    return rank(cell.value) if cell.value is not None else None
