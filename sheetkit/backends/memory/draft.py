"""One sheet of a grid while it is being changed."""

from collections.abc import Mapping
from dataclasses import replace

from sheetkit.core.values import CellValue
from sheetkit.workbook.grid import GridName, GridSheet, GridTable


class Draft:
    """Cells of a sheet that can be set, rows that can be added; columns that nothing touches are not copied."""

    def __init__(self, sheet: GridSheet) -> None:
        self.tables = list(sheet.tables)
        self._sheet = sheet
        self._height = sheet.height
        self._columns: dict[int, list[CellValue]] = {}
        self._formulas: dict[int, dict[int, str]] = {}

    def put(self, row: int, column: int, value: CellValue, formula: str | None = None) -> None:
        """Set one cell: a plain value, or a formula without "=" with its result."""
        values = self._column(column)
        values.extend([None] * (row + 1 - len(values)))
        values[row] = value
        self._height = max(self._height, row + 1)
        own = self._formulas[column]
        own.pop(row, None)
        if formula is not None:
            own[row] = formula

    def refresh(self, row: int, column: int, value: CellValue) -> None:
        """Set the result of a formula; a cell that has none any more stays as it is."""
        self._column(column)
        if row in self._formulas[column]:
            self.put(row, column, value, self._formulas[column][row])

    def make_room(self, row: int, count: int, left: int, right: int) -> None:
        """Move everything from a row on down by some rows, in the columns from left to right."""
        for column in range(left, min(right, max(self._sheet.width, *self._columns, -1) + 1) + 1):
            values = self._column(column)
            if len(values) > row:
                values[row:row] = [None] * count
                self._height = max(self._height, len(values))
            own = self._formulas[column]
            self._formulas[column] = {at + count if at >= row else at: text for at, text in own.items()}
        self.tables = [self._moved(table, row, count, left, right) for table in self.tables]

    def done(self) -> GridSheet:
        """The sheet as it is now."""
        width = max(self._sheet.width, *(column + 1 for column in self._columns), 0)
        blank: list[CellValue] = [None] * self._height
        values = []
        for column in range(width):
            own = self._columns.get(column, self._sheet.values[column] if column < self._sheet.width else blank)
            values.append([*own, *[None] * (self._height - len(own))] if len(own) < self._height else own)
        formulas = {**self._sheet.formulas, **self._formulas}
        kept = {column: texts for column, texts in formulas.items() if texts}
        return replace(self._sheet, height=self._height, values=values, formulas=kept, tables=tuple(self.tables))

    def _column(self, column: int) -> list[CellValue]:
        if column not in self._columns:
            known = self._sheet.values[column] if column < self._sheet.width else [None] * self._height
            self._columns[column] = list(known)
            self._formulas[column] = dict(self._sheet.formulas.get(column, {}))
        return self._columns[column]

    @staticmethod
    def _moved(table: GridTable, row: int, count: int, left: int, right: int) -> GridTable:
        if table.row < row or table.column > right or table.last_column < left:
            return table
        return replace(table, row=table.row + count, last_row=table.last_row + count)


def moved_names(
    names: Mapping[str, GridName], sheet: str, row: int, count: int, left: int, right: int
) -> dict[str, GridName]:
    """The names after rows were added: those of cells from that row on move along."""
    return {
        key: replace(name, row=name.row + count)
        if name.sheet == sheet and name.row >= row and left <= name.column <= right
        else name
        for key, name in names.items()
    }
