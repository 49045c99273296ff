"""The grid that is read of a workbook which was just built and touched by nobody."""

from sheetkit.core.values import CellValue
from sheetkit.formula.excel import structured
from sheetkit.workbook.grid import Grid, GridName, GridSheet, GridTable
from sheetkit.workbook.model import Sheet, Workbook


def rendered(workbook: Workbook) -> Grid:
    """Values as they are, formulas by name as an .xlsx file has them, with their results."""
    names = {n.name: GridName(n.name, n.sheet, n.row, n.column, n.rows, n.columns) for n in workbook.names}
    return Grid(tuple(map(tab, workbook.sheets)), names)


def cell(value: CellValue) -> CellValue:
    """A value as it is read back: numbers are floats, a text of nothing is a blank."""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return None if value == "" else value


def tab(sheet: Sheet) -> GridSheet:
    """One tab of it."""
    ends = [(b.row + len(c.values), b.column + len(b.columns)) for b in sheet.blocks for c in b.columns]
    height, width = max((row for row, _ in ends), default=0), max((column for _, column in ends), default=0)
    columns: list[list[CellValue]] = [[None] * height for _ in range(width)]
    formulas: dict[int, dict[int, str]] = {}
    for block in sheet.blocks:
        table = next((t.name for t in sheet.tables if t.row < block.row <= t.row + t.rows), "")
        for at, made in enumerate(block.columns, block.column):
            columns[at][block.row : block.row + len(made.values)] = map(cell, made.values)
            one = None if made.formulas is not None or made.formula is None else structured(made.formula, table)
            for row in range(len(made.values)):
                node = made.formulas[row] if made.formulas is not None else None
                text = one if one is not None else None if node is None else structured(node, table)
                if text is not None:
                    formulas.setdefault(at, {})[block.row + row] = text
    tables = tuple(
        GridTable(t.name, t.row, t.column, t.row + t.rows, t.column + len(t.columns) - 1, t.columns)
        for t in sheet.tables
    )
    return GridSheet(sheet.name, height, columns, formulas, tables, sheet.merges, sheet.visibility)
