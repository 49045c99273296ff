"""Collects the cells of one sheet by column, and stops before far-apart cells would fill the machine's memory."""

from collections.abc import Sequence
from itertools import repeat

from sheetkit.backends.excel.limits import Limits, advice
from sheetkit.core.errors import PackageRefused
from sheetkit.core.values import CellValue
from sheetkit.workbook.a1 import MAX_COLUMNS, MAX_ROWS, address


class SheetCells:
    """What a scan of one sheet has found so far; rows and columns are zero-based.

    `columns` hold values as far down as each has any; `finish` makes them equally long. `formulas` are by column and
    row. Blank cells, however formatted, do not count: the sheet ends at its last value or formula.
    """

    def __init__(self, sheet: str, limits: Limits) -> None:
        self.sheet = sheet
        self.columns: list[list[CellValue]] = []
        self.formulas: dict[int, dict[int, str]] = {}
        self.hidden_rows: set[int] = set()
        self.merges: list[tuple[int, int, int, int]] = []
        self.limits = limits
        self._rows = 0

    def reach(self, row: int, column: int) -> None:
        """Make sure that the sheet may extend to this cell.

        Raises PackageRefused when it lies outside a sheet, or when the rectangle from A1 to it is above `Limits.cells`.
        """
        if 0 <= row < self._rows and 0 <= column < len(self.columns):
            return
        if not (0 <= row < MAX_ROWS and 0 <= column < MAX_COLUMNS):
            raise PackageRefused(
                f"The sheet {self.sheet!r} has a cell in row {row + 1:,} and column {column + 1:,}; a sheet has "
                f"{MAX_ROWS:,} rows and {MAX_COLUMNS:,} columns.",
                hint="Save the workbook once in Excel or LibreOffice. The file was not changed.",
            )
        rows, width = max(row + 1, self._rows), max(column + 1, len(self.columns))
        if rows * width > self.limits.cells:
            corner, here = address(rows - 1, width - 1), address(row, column)
            raise PackageRefused(
                f"The sheet {self.sheet!r} reaches to {corner}, {rows * width:,} cells from A1 on; the limit is "
                f"{self.limits.cells:,}. One stray entry far away is enough; this one is in {here}.",
                hint="Delete what lies far away (Ctrl+End goes there) and save. " + advice("cells"),
            )
        self._rows = rows
        self.columns.extend([] for _ in range(width - len(self.columns)))

    def put(self, row: int, column: int, value: CellValue) -> None:
        """One cell's value; a later one replaces an earlier one."""
        if value is None and not (0 <= column < len(self.columns) and 0 <= row < len(self.columns[column])):
            return
        self.reach(row, column)
        cells = self.columns[column]
        if row < len(cells):
            cells[row] = value
        else:
            cells.extend(repeat(None, row - len(cells)))
            cells.append(value)

    def extend(self, row: int, column: int, values: list[CellValue]) -> None:
        """The values of a column from `row` on, below all that the column has so far."""
        while values and values[-1] is None:
            values.pop()
        if values:
            self.reach(row + len(values) - 1, column)
            cells = self.columns[column]
            cells.extend(repeat(None, row - len(cells)))
            cells.extend(values)

    def formula(self, row: int, column: int, text: str) -> None:
        """One cell's formula."""
        self.reach(row, column)
        self.formulas.setdefault(column, {})[row] = text

    def finish(self) -> tuple[int, tuple[Sequence[CellValue], ...]]:
        """How many rows there are, and the columns, all so long. Blank columns are one object."""
        while self.columns and not self.columns[-1] and len(self.columns) - 1 not in self.formulas:
            self.columns.pop()
        last = (max(rows) + 1 for rows in self.formulas.values() if rows)
        height = max([len(cells) for cells in self.columns] + list(last), default=0)
        blank = (None,) * height
        for cells in self.columns:
            if cells:
                cells.extend(repeat(None, height - len(cells)))
        return height, tuple(cells or blank for cells in self.columns)
