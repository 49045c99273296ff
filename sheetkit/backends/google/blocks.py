"""The cells of a new sheet: formats by column, values and formulas by row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from sheetkit.backends.google.formats import cell_format
from sheetkit.backends.google.formulas import speller
from sheetkit.backends.google.ranges import Json, Request, cells
from sheetkit.backends.google.values import Unfit, entered
from sheetkit.core.errors import PatchRefused
from sheetkit.core.problem import Problem
from sheetkit.core.values import CellValue
from sheetkit.formula.layout import Layout
from sheetkit.workbook import a1
from sheetkit.workbook.cellstyles import style_of
from sheetkit.workbook.model import Block, CellColumn, Sheet

_NOTHING: Final[Json] = {}


def formats(sheet_id: int, sheet: Sheet) -> Iterator[Request]:
    """One repeatCell for each run of columns of a block that look alike."""
    for block in sheet.blocks:
        looks = [(style_of(column), len(column.values)) for column in block.columns]
        start = 0
        for end in range(1, len(looks) + 1):
            if end < len(looks) and looks[end] == looks[start]:
                continue
            style, height = looks[start]
            if height:
                place = cells(sheet_id, block.row, block.column + start, block.row + height - 1, block.column + end - 1)
                cell = {"userEnteredFormat": cell_format(style)}
                yield {"repeatCell": {"range": place, "cell": cell, "fields": "userEnteredFormat"}}
            start = end


def values(sheet_id: int, sheet: Sheet, layout: Layout) -> Iterator[Request]:
    """One updateCells for each block. Raises PatchRefused for a value that no cell can hold."""
    for block in sheet.blocks:
        rows = _rows(sheet, block, layout)
        if any(rows):
            start = {"sheetId": sheet_id, "rowIndex": block.row, "columnIndex": block.column}
            yield {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}


def _rows(sheet: Sheet, block: Block, layout: Layout) -> list[Json]:
    table = next((t.name for t in sheet.tables if t.row < block.row <= t.row + t.rows), "")
    columns = [
        _column(sheet.name, block.row, block.column + offset, column, layout, table)
        for offset, column in enumerate(block.columns)
    ]
    return [_row(line) for line in zip(*columns, strict=True)]


def _row(line: Sequence[Json]) -> Json:
    """The RowData of cells, those at the end that hold nothing left out."""
    end = len(line)
    while end and not line[end - 1]:
        end -= 1
    return {"values": list(line[:end])} if end else {}


def _column(sheet: str, first: int, at: int, column: CellColumn, layout: Layout, table: str) -> list[Json]:
    spell: Callable[[int], str] | None = None
    if column.formulas is None and column.formula is not None:
        spell = speller(column.formula, layout, table, sheet, array=column.array)
    if spell:
        return [{"userEnteredValue": {"formulaValue": spell(first + i)}} for i in range(len(column.values))]
    spelled: Mapping[int, str] = {
        i: speller(node, layout, table, sheet, array=column.array)(first + i)
        for i, node in enumerate(column.formulas or ())
        if node is not None
    }
    return [
        {"userEnteredValue": {"formulaValue": spelled[i]}} if i in spelled else _value(sheet, first + i, at, value)
        for i, value in enumerate(column.values)
    ]


def _value(sheet: str, row: int, column: int, value: CellValue) -> Json:
    if value is None:
        return _NOTHING
    try:
        made = entered(value)
    except Unfit as unfit:
        raise PatchRefused(
            "One value cannot be written, so nothing was.", problems=[unfit_problem(sheet, row, column, unfit)]
        ) from None
    return {"userEnteredValue": made} if made else _NOTHING


def unfit_problem(sheet: str, row: int, column: int, unfit: Unfit) -> Problem:
    """What to say of a value that the cell at this place cannot hold."""
    what, hint = unfit.args
    return Problem(
        code="patch-refused", tab=sheet, cell=a1.address(row, column), message=f"The value {what}.", hint=hint
    )
