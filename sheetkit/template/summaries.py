"""Summary tables as formulas: the label of each row and the figures beside it."""

from dataclasses import dataclass

from sheetkit.formula.ast import Binary, Call, Name, Node, Number, Text, ThisRow
from sheetkit.formula.parse import parse
from sheetkit.template.measures import DEFAULT_PERIOD, Period, is_array, measure_formula
from sheetkit.template.model import Measure, Summary, SummaryColumn, Template
from sheetkit.template.resolve import key_column

TOTAL = "Total"
"""The label of a summary's last row, where it has one."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One column of figures: the formula of each labelled row, that of the total row, and whether they are arrays."""

    column: SummaryColumn
    formula: Node
    total: Node | None
    array: bool


def height(summary: Summary, list_length: int) -> int:
    """How many labelled rows a summary has; `list_length` is that of its list, spare entries included."""
    return list_length if summary.by_list else summary.by_months or summary.by_quarters or summary.top


def labels(summary: Summary, list_length: int) -> list[Node | None]:
    """The label of each row: a formula, or None where `update` writes the label (`by_column`).

    Months read 2026-07 and quarters 2026Q3, as text: every program shows them alike, in charts too.
    """
    count = height(summary, list_length)
    if summary.by_list:
        entries = [Call("INDEX", (Name(summary.by_list), Number(float(index + 1)))) for index in range(count)]
        return [Call("IF", (Binary("=", entry, Text("")), Text(""), entry)) for entry in entries]
    if summary.by_months:
        return [_month(index - count) for index in range(count)]
    if summary.by_quarters:
        return [_quarter(3 * (index - count)) for index in range(count)]
    return [None] * count


def figures(template: Template, summary: Summary) -> list[Figures]:
    """Every column after the label. A row without a label stays blank."""
    return [_figures(template, summary, column) for column in summary.columns]


def first_measure(summary: Summary) -> Measure | None:
    """The measure that ranks the labels of a summary by column."""
    return next((column.measure for column in summary.columns if column.measure), None)


def dimension_of(summary: Summary) -> str:
    """The column of the measures' tables that the label is compared with; "" for months and quarters."""
    return summary.dimension or summary.by_column


def _figures(template: Template, summary: Summary, column: SummaryColumn) -> Figures:
    if column.measure is None:
        return Figures(column, _unless_blank(summary, parse(column.formula or '=""')), None, array=False)
    key = key_column(template, column.measure.table).name
    dimension = {dimension_of(summary): ThisRow(summary.label)} if dimension_of(summary) else {}
    formula = measure_formula(column.measure, key, dimension, column_period(summary))
    total = measure_formula(column.measure, key, {}, total_period(summary)) if summary.total else None
    return Figures(column, _unless_blank(summary, formula), total, is_array(column.measure))


def _unless_blank(summary: Summary, formula: Node) -> Node:
    return Call("IF", (Binary("=", ThisRow(summary.label), Text("")), Text(""), formula))


def _month(months: int) -> Node:
    first = Call("EDATE", (DEFAULT_PERIOD[1], Number(float(months))))
    number = Call("RIGHT", (Binary("&", Text("0"), Call("MONTH", (first,))), Number(2.0)))
    return Binary("&", Binary("&", Call("YEAR", (first,)), Text("-")), number)


def _quarter(months: int) -> Node:
    first = Call("EDATE", (DEFAULT_PERIOD[1], Number(float(months))))
    number = Call("INT", (Binary("/", Binary("+", Call("MONTH", (first,)), Number(2.0)), Number(3.0)),))
    return Binary("&", Binary("&", Call("YEAR", (first,)), Text("Q")), number)


def column_period(summary: Summary) -> Period:
    """The period of a row's measures: the month or quarter that its label names, else the dashboard's own."""
    label = ThisRow(summary.label)
    year = Call("VALUE", (Call("LEFT", (label, Number(4.0))),))
    last = Call("VALUE", (Call("RIGHT", (label, Number(2.0 if summary.by_months else 1.0))),))
    if summary.by_months:
        first = Call("DATE", (year, last, Number(1.0)))
        return first, Call("EDATE", (first, Number(1.0)))
    if summary.by_quarters:
        first = Call("DATE", (year, Binary("-", Binary("*", last, Number(3.0)), Number(2.0)), Number(1.0)))
        return first, Call("EDATE", (first, Number(3.0)))
    return DEFAULT_PERIOD


def total_period(summary: Summary) -> Period:
    """The period of the total row: all months or quarters that have a row, else the dashboard's own."""
    months = summary.by_months or 3 * summary.by_quarters
    end = DEFAULT_PERIOD[1]
    return (Call("EDATE", (end, Number(float(-months)))), end) if months else DEFAULT_PERIOD
