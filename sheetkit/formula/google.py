"""Syntax tree to the text of a Google Sheets cell: Google knows no "this row", so references are by position."""

from sheetkit.formula.ast import Node
from sheetkit.formula.layout import Layout
from sheetkit.formula.positions import Positions
from sheetkit.formula.printer import Dialect


def write(node: Node, layout: Layout, table: str, row: int, *, sheet: str = "", array: bool = False) -> str:
    """The text, without "=", of a formula in the zero-based sheet row `row` of `table` ("": in no table).

    `[@Column]` becomes `$K5`, which a sort or an inserted row moves along; `Table[Column]` becomes
    `Sheet!$K$2:$K$501`; names stay. The sheet's name is left out for `sheet` ("": the sheet of `table`). `array` is for
    the one cell whose formula runs over whole columns. Raises FormulaInvalid for what is not in the layout.
    """
    positions = Positions(layout, table, row, sheet)
    text = Dialect(this_row=positions.this_row, column=positions.column).write(node)
    return f"ARRAYFORMULA({text})" if array else text
