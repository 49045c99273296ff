"""Merged cells."""

from collections.abc import Iterator
from dataclasses import replace

from sheetkit.emulator.document import Json, Sheet
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets import ranges
from sheetkit.emulator.sheets.batch import grids
from sheetkit.emulator.sheets.batch.registry import Batch, Effect, kind
from sheetkit.emulator.sheets.ranges import Area

_PARTLY = "You must select all cells in a merged range to merge or unmerge them."


@kind("mergeCells", Effect.VALUES)
def merge_cells(batch: Batch, body: Json) -> None:
    """One cell of a range, or of each of its rows or columns; the values but the first of each are gone."""
    sheet, area = grids.area(batch.document, body.get("range"))
    _check_frozen(sheet, area)
    _refuse_parts(sheet, area)
    kept = tuple(merge for merge in sheet.merges if not _area(sheet, merge).meets(area))
    blocks = [block for block in _blocks(area, body.get("mergeType", "MERGE_ALL")) if block.height * block.width > 1]
    sheet.merges = (*kept, *(ranges.to_grid_range(block) for block in blocks))
    for block in blocks:
        for place in [place for place in sheet.cells if block.holds(*place) and place != (block.top, block.left)]:
            sheet.put(*place, replace(sheet.cells[place], value=None, formula="", note="", runs=(), chips=()))


@kind("unmergeCells")
def unmerge_cells(batch: Batch, body: Json) -> None:
    """All merged cells of a range, which may cut none."""
    sheet, area = grids.area(batch.document, body.get("range"))
    _refuse_parts(sheet, area)
    sheet.merges = tuple(merge for merge in sheet.merges if not _area(sheet, merge).meets(area))


def _blocks(area: Area, kind_: str) -> Iterator[Area]:
    if kind_ == "MERGE_ROWS":
        yield from (Area(area.sheet_id, row, row + 1, area.left, area.right) for row in range(area.top, area.bottom))
    elif kind_ == "MERGE_COLUMNS":
        yield from (Area(area.sheet_id, area.top, area.bottom, at, at + 1) for at in range(area.left, area.right))
    else:
        yield area


def _area(sheet: Sheet, merge: Json) -> Area:
    rows, columns = (merge["startRowIndex"], merge["endRowIndex"]), (merge["startColumnIndex"], merge["endColumnIndex"])
    return Area(sheet.id, *rows, *columns)


def _refuse_parts(sheet: Sheet, area: Area) -> None:
    for merge in sheet.merges:
        held = _area(sheet, merge)
        whole = area.holds(held.top, held.left) and area.holds(held.bottom - 1, held.right - 1)
        if held.meets(area) and not whole:
            raise invalid(_PARTLY)


def _check_frozen(sheet: Sheet, area: Area) -> None:
    grid = sheet.properties.get("gridProperties", {})
    for low, high, word in ((area.top, area.bottom, "Row"), (area.left, area.right, "Column")):
        if low < grid.get(f"frozen{word}Count", 0) < high:
            raise invalid(f"You can't merge frozen and non-frozen {word.lower()}s.")
