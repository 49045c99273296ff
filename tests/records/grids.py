"""Grids written as readable text, and the grid of a rendered workbook: what a backend would have read."""

from sheetkit.core.dates import parse_text
from sheetkit.core.values import ERRORS, CellValue
from sheetkit.formula.excel import structured
from sheetkit.workbook.a1 import parse_range
from sheetkit.workbook.grid import Grid, GridName, GridSheet, GridTable
from sheetkit.workbook.model import Sheet, Workbook


def grid(text: str) -> Grid:
    """A grid from text.

    # Cases                        a sheet
    @table Cases A1:C3             a real table on it (@totals: its last row is a totals row)
    @merge A2:A3                   merged cells
    @name Today Settings!B2        a defined name
    Case ID | Amount | Opened      one line a row
    RF-1    | 12.5   | 2026-03-12  numbers, dates and TRUE are themselves
    'RF-2 ' | '12,5' | =B2*2 -> 3  text in quotes keeps its spaces; a formula with its result
    """
    sheets: list[GridSheet] = []
    names: dict[str, GridName] = {}
    for part in ("\n" + text).split("\n# ")[1:]:
        title, _, body = part.partition("\n")
        sheets.append(_sheet(title.strip(), [line.strip() for line in body.splitlines()], names))
    return Grid(tuple(sheets), names, revision="r1")


def _sheet(title: str, lines: list[str], names: dict[str, GridName]) -> GridSheet:
    tables: list[GridTable] = []
    merges: list[tuple[int, int, int, int]] = []
    rows: list[list[tuple[CellValue, str | None]]] = []
    for line in lines:
        match line.split():
            case ["@table" | "@totals" as kind, name, cells]:
                first, left, last, right = parse_range(cells)
                tables.append(GridTable(name, first, left, last, right, (), totals=kind == "@totals"))
            case ["@merge", cells]:
                merges.append(parse_range(cells))
            case ["@name", name, where]:
                sheet, _, cells = where.partition("!")
                first, left, last, right = parse_range(cells)
                names[name] = GridName(name, sheet.strip("'"), first, left, last - first + 1, right - left + 1)
            case _:
                rows.append([_cell(cell.strip()) for cell in line.split("|")])
    while rows and all(value is None and formula is None for value, formula in rows[-1]):
        rows.pop()
    width = max((len(row) for row in rows), default=0)
    columns: list[list[CellValue]] = [[None] * len(rows) for _ in range(width)]
    formulas: dict[int, dict[int, str]] = {}
    for at, row in enumerate(rows):
        for column, (value, formula) in enumerate(row):
            columns[column][at] = value
            if formula is not None:
                formulas.setdefault(column, {})[at] = formula
    named = tuple(
        GridTable(t.name, t.row, t.column, t.last_row, t.last_column, _header(columns, t), t.totals) for t in tables
    )
    return GridSheet(title, len(rows), columns, formulas, named, tuple(merges))


def _header(columns: list[list[CellValue]], table: GridTable) -> tuple[str, ...]:
    return tuple(
        str(columns[c][table.row] or "") for c in range(table.column, min(table.last_column + 1, len(columns)))
    )


def _cell(text: str) -> tuple[CellValue, str | None]:
    if text.startswith("="):
        formula, _, result = text[1:].partition(" -> ")
        return _value(result.strip()), formula.strip()
    return _value(text), None


def _value(text: str) -> CellValue:
    if not text:
        return None
    if len(text) >= 2 and text[0] == text[-1] == "'":
        return text[1:-1]
    if text in ERRORS:
        return ERRORS[text]
    if text in {"TRUE", "FALSE"}:
        return text == "TRUE"
    if text[:4].isdigit() and text[4:5] == "-":
        serial = parse_text(text)
        return serial if isinstance(serial, float) else text
    try:
        return float(text)
    except ValueError:
        return text


def grid_of(workbook: Workbook) -> Grid:
    """What a backend reads of a workbook that was just built and not touched by anyone."""
    names = {n.name: GridName(n.name, n.sheet, n.row, n.column, n.rows, n.columns) for n in workbook.names}
    return Grid(tuple(map(_rendered, workbook.sheets)), names, revision="built")


def _rendered(sheet: Sheet) -> GridSheet:
    ends = [(b.row + len(c.values), b.column + len(b.columns)) for b in sheet.blocks for c in b.columns]
    height, width = max((row for row, _ in ends), default=0), max((column for _, column in ends), default=0)
    columns: list[list[CellValue]] = [[None] * height for _ in range(width)]
    formulas: dict[int, dict[int, str]] = {}
    for block in sheet.blocks:
        table = next((t for t in sheet.tables if t.row < block.row + 2 and block.row <= t.row + t.rows), None)
        for offset, cells in enumerate(block.columns):
            at = block.column + offset
            columns[at][block.row : block.row + len(cells.values)] = [_read(value) for value in cells.values]
            for row in range(len(cells.values)):
                node = cells.formulas[row] if cells.formulas is not None else cells.formula
                if node is not None:
                    formulas.setdefault(at, {})[block.row + row] = structured(node, table.name if table else "")
    tables = tuple(
        GridTable(t.name, t.row, t.column, t.row + t.rows, t.column + len(t.columns) - 1, t.columns)
        for t in sheet.tables
    )
    return GridSheet(sheet.name, height, columns, formulas, tables, sheet.merges, sheet.visibility)


def _read(value: CellValue) -> CellValue:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
