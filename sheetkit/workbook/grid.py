"""What a backend read: raw cells as they are, nothing understood yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sheetkit.core.values import CellValue
from sheetkit.workbook.model import Visibility


@dataclass(frozen=True, slots=True)
class GridTable:
    """A real table found in the file. Rows and columns are zero-based and inclusive; `row` is its header row.

    `totals` says that the last row is a totals row. `columns` are the names the table part declares.
    """

    name: str
    row: int
    column: int
    last_row: int
    last_column: int
    columns: tuple[str, ...]
    totals: bool = False


@dataclass(frozen=True, slots=True)
class GridSheet:
    """The cells of one worksheet, columnar.

    `values[c][r]` is the raw value at zero-based row r and column c: blank None, numbers and dates as float serials,
    text, bool, CellError. All columns are `height` long. `formulas[c]`, only for columns that hold any, maps the
    row to the formula's text without "=" as the file has it (shared formulas expanded); `values` then holds its cached
    result. Serials of a workbook that counts from 1904 are already shifted to 1899-12-30.
    """

    name: str
    height: int
    values: Sequence[Sequence[CellValue]]
    formulas: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    tables: tuple[GridTable, ...] = ()
    merges: tuple[tuple[int, int, int, int], ...] = ()
    visibility: Visibility = "visible"
    hidden_rows: frozenset[int] = frozenset()

    @property
    def width(self) -> int:
        """How many columns were read."""
        return len(self.values)

    def value(self, row: int, column: int) -> CellValue:
        """The value at a zero-based cell; blank outside what was read."""
        if 0 <= column < len(self.values) and 0 <= row < self.height:
            return self.values[column][row]
        return None

    def formula(self, row: int, column: int) -> str | None:
        """The formula at a zero-based cell, without "=", or None."""
        return self.formulas.get(column, {}).get(row)


@dataclass(frozen=True, slots=True)
class GridName:
    """A defined name that points at cells of one sheet, zero-based, or at something else (`sheet` "")."""

    name: str
    sheet: str
    row: int = 0
    column: int = 0
    rows: int = 1
    columns: int = 1
    refers_to: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One workbook as read. `revision` changes whenever the file does (its SHA-256, a hash of what was read).

    `closed` says that its author lets nobody add tabs, or that adding one would break what the file keeps of itself.
    """

    sheets: tuple[GridSheet, ...]
    names: Mapping[str, GridName] = field(default_factory=dict)
    revision: str = ""
    source: str = ""
    date_1904: bool = False
    closed: bool = False

    def sheet(self, name: str) -> GridSheet | None:
        """The sheet of that name, in any case, or None."""
        folded = name.casefold()
        return next((sheet for sheet in self.sheets if sheet.name.casefold() == folded), None)
