"""The columns by whose values formulas find rows: what is compared there, and what it is compared with."""

from collections.abc import Iterator

from sheetkit.formula.ast import Binary, Call, Node, Text, ThisRow, walk
from sheetkit.formula.ast import Column as WholeColumn
from sheetkit.formula.parse import parse
from sheetkit.template.model import Tab, Template
from sheetkit.template.resolve import table_name, table_tabs

Place = tuple[str, str]
"""Table and column, both in lower case."""


def searched(template: Template) -> frozenset[Place]:
    """Every column in which a formula or a rule of a row looks for a cell of its row, and the column of that cell.

    `COUNTIFS(Cases[Order ID],[@[Order ID]])` and MATCH do so; a criterion such as `">5"` is no value of a column.
    """
    return frozenset(
        place
        for tab in table_tabs(template)
        for formula in _formulas(tab)
        for node in walk(parse(formula))
        if isinstance(node, Call)
        for wanted, area in _compared(node)
        if isinstance(area, WholeColumn) and (cell := _cell(wanted))
        for place in (_place(area.table, area.column), _place(cell.table or table_name(tab), cell.column))
    )


def _formulas(tab: Tab) -> Iterator[str]:
    yield from (column.formula for column in tab.columns if column.formula)
    yield from (rule.when for rule in tab.rules)


def _compared(call: Call) -> Iterator[tuple[Node, Node]]:
    """What a call looks for, with where."""
    match call.name, call.args:
        case "MATCH", (wanted, area, *_):
            yield wanted, area
        case "COUNTIF" | "SUMIF" | "AVERAGEIF", (area, wanted, *_):
            yield wanted, area
        case "COUNTIFS", args:
            yield from zip(args[1::2], args[::2], strict=True)
        case "SUMIFS" | "AVERAGEIFS", (_, *args):
            yield from zip(args[1::2], args[::2], strict=True)


def _cell(wanted: Node) -> ThisRow | None:
    """The cell of the row that is looked for, also as the text that `&""` makes of it."""
    match wanted:
        case ThisRow() as cell:
            return cell
        case Binary("&", ThisRow() as cell, Text("")):
            return cell
    return None


def _place(table: str, column: str) -> Place:
    return table.casefold(), column.casefold()
