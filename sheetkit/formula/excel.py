"""Syntax tree to the text of an .xlsx file: by name in cells, by position in formats and validations."""

import re
from functools import partial
from typing import Final

from sheetkit.core.errors import FormulaInvalid
from sheetkit.formula.ast import Column, Node, ThisRow
from sheetkit.formula.functions import FUNCTIONS
from sheetkit.formula.layout import Layout
from sheetkit.formula.positions import Positions
from sheetkit.formula.printer import Dialect
from sheetkit.formula.references import escape

_PREFIXED: Final = {name: f"_xlfn.{name}" for name, function in FUNCTIONS.items() if function.newer}
_PLAIN: Final = re.compile(r"[\w ]+")


def structured(node: Node, table: str = "") -> str:
    """The text, without "=", of a formula in a cell or a calculated column of `table`.

    References stay by name: `Cases[[#This Row],[Amount]]`, always with the table's name, and `Cases[Amount]`.
    `parse` of it is the same tree, its `[@Column]` given the table. Raises FormulaInvalid for `[@Column]` without one.
    """
    return Dialect(this_row=partial(_this_row, table), column=_column, functions=_PREFIXED).write(node)


def positional(node: Node, layout: Layout, table: str, *, row: int | None = None, sheet: str = "") -> str:
    """The text, without "=", for conditional formats and validations, where Excel takes no reference by table.

    `[@Column]` becomes `$K2` in the zero-based sheet row `row` (None: the first data row of `table`), `Table[Column]`
    becomes `Sheet!$K$2:$K$501`; the sheet's name is left out for `sheet` ("": the sheet of `table`). Names stay.
    Raises FormulaInvalid for what is not in the layout.
    """
    positions = Positions(layout, table, row, sheet)
    return Dialect(this_row=positions.this_row, column=positions.column, functions=_PREFIXED).write(node)


def _this_row(table: str, ref: ThisRow) -> str:
    name = ref.table or table
    if not name:
        raise FormulaInvalid(
            f"[@{ref.column}] stands outside a table.", hint="Write Table[Column], or refer to a named cell."
        )
    return f"{name}[[#This Row],[{escape(ref.column)}]]"


def _column(ref: Column) -> str:
    column = f"[{escape(ref.column)}]"
    return f"{ref.table}{column}" if _PLAIN.fullmatch(ref.column) else f"{ref.table}[{column}]"
