"""What people do to a workbook, as changes of the grid that is read of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from sheetkit.core.values import CellValue
from sheetkit.workbook.grid import Grid, GridSheet, GridTable


class Person(Protocol):
    """Somebody at a workbook; rows and columns are zero-based."""

    def type(self, tab: str, row: int, column: int, value: CellValue) -> None:
        """Type a value; None clears the cell."""

    def enter(self, tab: str, row: int, column: int, formula: str, result: CellValue) -> None:
        """Type a formula, with its "="; `result` is what it gives, for programs that cannot tell."""

    def sort(self, tab: str, rows: range, columns: range, by: int, *, down: bool) -> None:
        """Sort rows of a rectangle by one of its columns."""

    def insert_column(self, tab: str, at: int) -> None:
        """Insert a blank column."""

    def insert_row(self, tab: str, at: int) -> None:
        """Insert a blank row."""

    def rename(self, tab: str, name: str) -> None:
        """Give a tab another name."""


Cells = list[list[tuple[CellValue, str | None]]]


class GridPerson:
    """Somebody who opens the grid, changes it and saves it. Formulas are by name, so nothing else need follow."""

    def __init__(self, load: Callable[[], Grid], save: Callable[[Grid], None]) -> None:
        self._load, self._save = load, save

    def type(self, tab: str, row: int, column: int, value: CellValue) -> None:
        self._put(tab, row, column, value, None)

    def enter(self, tab: str, row: int, column: int, formula: str, result: CellValue) -> None:
        self._put(tab, row, column, result, formula.removeprefix("="))

    def sort(self, tab: str, rows: range, columns: range, by: int, *, down: bool) -> None:
        def change(sheet: GridSheet) -> GridSheet:
            cells = _cells(sheet)
            lines = [[cells[column][row] for column in columns] for row in rows]
            key = columns.index(by)
            lines.sort(key=lambda line: (line[key][0] is None, str(line[key][0] or "")), reverse=False)
            if down:
                filled = [line for line in lines if line[key][0] is not None]
                lines = filled[::-1] + lines[len(filled) :]
            for row, line in zip(rows, lines, strict=True):
                for column, cell in zip(columns, line, strict=True):
                    cells[column][row] = cell
            return _sheet(sheet, cells)

        self._change(tab, change)

    def insert_column(self, tab: str, at: int) -> None:
        grid = self._load()
        sheet = _of(grid, tab)
        cells = _cells(sheet)
        cells.insert(at, [(None, None)] * sheet.height)
        tables = tuple(_wider(table, at) for table in sheet.tables)
        cells = _headed(cells, tables, at)
        names = {
            key: replace(name, column=name.column + 1) if name.sheet == tab and name.column >= at else name
            for key, name in grid.names.items()
        }
        self._save(replace(_with(grid, _sheet(replace(sheet, tables=tables), cells)), names=names))

    def insert_row(self, tab: str, at: int) -> None:
        grid = self._load()
        sheet = _of(grid, tab)
        cells = [[*own[:at], (None, None), *own[at:]] for own in _cells(sheet)]
        tables = tuple(_longer(table, at) for table in sheet.tables)
        names = {
            key: replace(name, row=name.row + 1) if name.sheet == tab and name.row >= at else name
            for key, name in grid.names.items()
        }
        sheet = replace(sheet, tables=tables, height=sheet.height + 1)
        self._save(replace(_with(grid, _sheet(sheet, cells)), names=names))

    def rename(self, tab: str, name: str) -> None:
        grid = self._load()
        sheets = tuple(replace(sheet, name=name) if sheet.name == tab else sheet for sheet in grid.sheets)
        names = {key: replace(one, sheet=name) if one.sheet == tab else one for key, one in grid.names.items()}
        self._save(replace(grid, sheets=sheets, names=names))

    def _put(self, tab: str, row: int, column: int, value: CellValue, formula: str | None) -> None:
        def change(sheet: GridSheet) -> GridSheet:
            height = max(sheet.height, row + 1)
            cells = [[*own, *[(None, None)] * (height - sheet.height)] for own in _cells(sheet)]
            while len(cells) <= column:
                cells.append([(None, None)] * height)
            cells[column][row] = (float(value) if type(value) is int else value, formula)
            return _sheet(replace(sheet, height=height), cells)

        self._change(tab, change)

    def _change(self, tab: str, change: Callable[[GridSheet], GridSheet]) -> None:
        grid = self._load()
        self._save(_with(grid, change(_of(grid, tab))))


def _of(grid: Grid, tab: str) -> GridSheet:
    sheet = grid.sheet(tab)
    assert sheet is not None
    return sheet


def _with(grid: Grid, new: GridSheet) -> Grid:
    return replace(grid, sheets=tuple(new if sheet.name == new.name else sheet for sheet in grid.sheets))


def _cells(sheet: GridSheet) -> Cells:
    return [
        [(value, sheet.formula(row, column)) for row, value in enumerate(values)]
        for column, values in enumerate(sheet.values)
    ]


def _sheet(sheet: GridSheet, cells: Cells) -> GridSheet:
    formulas = {
        column: {row: text for row, (_, text) in enumerate(own) if text is not None} for column, own in enumerate(cells)
    }
    return replace(
        sheet,
        values=[[value for value, _ in own] for own in cells],
        formulas={column: texts for column, texts in formulas.items() if texts},
    )


def _wider(table: GridTable, at: int) -> GridTable:
    if at > table.last_column:
        return table
    if at <= table.column:
        return replace(table, column=table.column + 1, last_column=table.last_column + 1)
    inside = at - table.column
    names = (*table.columns[:inside], "Column1", *table.columns[inside:])
    return replace(table, last_column=table.last_column + 1, columns=names)


def _headed(cells: Cells, tables: tuple[GridTable, ...], at: int) -> Cells:
    """A column inside a table gets a header at once, as in every program."""
    for table in tables:
        if table.column < at < table.last_column:
            cells[at][table.row] = ("Column1", None)
    return cells


def _longer(table: GridTable, at: int) -> GridTable:
    if at > table.last_row:
        return table
    if at <= table.row:
        return replace(table, row=table.row + 1, last_row=table.last_row + 1)
    return replace(table, last_row=table.last_row + 1)


__all__ = ["GridPerson", "Person"]
