"""A1 references to the cells of tables, for the places where a reference by name is not possible."""

import re
from dataclasses import dataclass
from typing import Final

from sheetkit.core.errors import FormulaInvalid
from sheetkit.formula.ast import Column, ThisRow
from sheetkit.formula.layout import Layout, TablePlace

_PLAIN_SHEET: Final = re.compile(r"[A-Za-z_][A-Za-z_]*")


@dataclass(frozen=True, slots=True)
class Positions:
    """The A1 references of a formula that stands in one row of a sheet.

    `table` is the table whose row it is ("" for none), `row` the zero-based sheet row (None: the table's first data
    row), `sheet` the sheet on which it stands ("": the table's own). References to that sheet carry no sheet name.
    """

    layout: Layout
    table: str
    row: int | None = None
    sheet: str = ""

    def this_row(self, ref: ThisRow) -> str:
        """The cell of a column in this row, such as `$K2`: another row shifts it, another column does not."""
        table = ref.table or self.table
        place, column = self._find(table, ref.column, f"{ref.table}[@{ref.column}]")
        row = place.first_row if self.row is None else self.row
        return f"{self._prefix(place.sheet)}${letters(column)}{row + 1}"

    def column(self, ref: Column) -> str:
        """All data cells of a column, such as `Cases!$K$2:$K$501`."""
        place, column = self._find(ref.table, ref.column, f"{ref.table}[{ref.column}]")
        letter, first = letters(column), place.first_row + 1
        return f"{self._prefix(place.sheet)}${letter}${first}:${letter}${place.first_row + max(place.rows, 1)}"

    def _find(self, table: str, column: str, shown: str) -> tuple[TablePlace, int]:
        place = self.layout.tables.get(table)
        if place is None or column not in place.columns:
            raise FormulaInvalid(
                f"{shown} is not in this workbook.",
                hint="Refer to a column of a table of this workbook; [@Column] needs the table it stands in.",
            )
        return place, place.columns[column]

    def _prefix(self, sheet: str) -> str:
        own = self.layout.tables.get(self.table)
        here = self.sheet or (own.sheet if own else "")
        return "" if sheet == here else quoted(sheet) + "!"


def letters(column: int) -> str:
    """The letters of a zero-based column: 0 is A, 26 is AA."""
    text, left = "", column + 1
    while left:
        left, rest = divmod(left - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def quoted(sheet: str) -> str:
    """A sheet's name before the "!": in quotes unless it is a word of more than three letters, hence no address."""
    plain = _PLAIN_SHEET.fullmatch(sheet) and len(sheet) > len("XFD")
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"
