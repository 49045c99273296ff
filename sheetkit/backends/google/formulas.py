"""Formulas as Google's cells and rules take them: by position in cells, and only of their own sheet in rules."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from sheetkit.formula import google
from sheetkit.formula.ast import Call, Column, Name, Node, Text, replaced, walk
from sheetkit.formula.layout import Layout, NamePlace

_PROBES: Final = (7_654_321, 7_654_328)
"""Row numbers, beyond every sheet, with which a formula is written to see where its row stands in the text."""
_NOT_NAME: Final = re.compile(r"\W+")


def speller(node: Node, layout: Layout, table: str, sheet: str, *, array: bool = False) -> Callable[[int], str]:
    """What gives the text, with "=", of one formula in each zero-based row.

    Writing a tree anew for each of 100,000 rows takes half a minute; only the row's number differs.
    """
    one, two = (google.write(node, layout, table, row - 1, sheet=sheet, array=array) for row in _PROBES)
    pieces = one.split(str(_PROBES[0]))
    if pieces != two.split(str(_PROBES[1])):  # a text in the formula reads like one of the probes
        return lambda row: "=" + google.write(node, layout, table, row, sheet=sheet, array=array)
    if len(pieces) == 1:
        whole = "=" + one
        return lambda _: whole
    return lambda row: "=" + str(row + 1).join(pieces)


def rule(node: Node, layout: Layout, table: str, row: int, sheet: str) -> str:
    """The text, with "=", of a formula in a conditional format or a validation of `sheet`.

    Google's rules refer to their own sheet only ("To reference another sheet in the formula, use the INDIRECT
    function", Google Docs Editors help, "Use conditional formatting rules"), and take no name of a range. So both go
    through INDIRECT, by the name of a range, which follows its cells wherever people move them.
    """

    def indirect(one: Node) -> Node | None:
        if isinstance(one, Name):
            return Call("INDIRECT", (Text(one.name),))
        if isinstance(one, Column) and layout.tables[one.table].sheet != sheet:
            return Call("INDIRECT", (Text(column_name(one)),))
        return None

    return "=" + google.write(replaced(node, indirect), layout, table, row, sheet=sheet)


def column_name(column: Column) -> str:
    """The name of the range that stands for a table's column in the rules of other sheets."""
    return _NOT_NAME.sub("_", f"{column.table}__{column.column}")


def named_columns(node: Node, layout: Layout, sheet: str) -> Iterator[tuple[str, NamePlace]]:
    """The ranges, with their names, that a rule of a sheet needs for columns of other sheets."""
    for one in walk(node):
        if isinstance(one, Column) and (place := layout.tables[one.table]).sheet != sheet:
            rows = max(place.rows, 1)
            yield column_name(one), NamePlace(place.sheet, place.first_row, place.columns[one.column], rows)
