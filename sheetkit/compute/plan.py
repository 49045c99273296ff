"""What there is to compute in a ledger: every formula by what it fills, as the template declares it."""

from datetime import date
from functools import reduce

from sheetkit.core.dates import to_serial
from sheetkit.formula.ast import Binary, Call, Column, Node, Number, Percent, Text, Unary
from sheetkit.formula.graph import Ref
from sheetkit.formula.parse import parse
from sheetkit.records.blank import is_formula
from sheetkit.records.dashboard_sheet import metric_formula
from sheetkit.records.ledger import Ledger
from sheetkit.template.measures import conditions, masks
from sheetkit.template.model import Measure, Summary
from sheetkit.template.resolve import dashboard_tabs, formula_columns, summaries, table_name, table_tabs, wrapped
from sheetkit.template.summaries import dimension_of, figures, first_measure, labels


def formulas_of(ledger: Ledger, as_of: date) -> dict[Ref, Node]:
    """The formula behind every setting, metric and column, with TODAY() as `as_of`.

    A summary's columns are included for their order only: their rows differ (`template.summaries`), and what all rows
    read is joined in one node. Settings and metrics that a person froze are left out.
    """
    found: dict[Ref, Node] = {}
    for name, node in _names(ledger):
        found["name", name] = on_day(node, as_of)
    for tab in table_tabs(ledger.template):
        for column in formula_columns(tab):
            found["column", table_name(tab), column.name] = wrapped(ledger.template, tab, column)
    for _, summary in summaries(ledger.template):
        found |= _summary(ledger, summary)
    return found


def _names(ledger: Ledger) -> list[tuple[str, Node]]:
    template = ledger.template
    found = [(s.name, parse(str(s.value))) for s in template.settings if is_formula(s.value)]
    for tab in dashboard_tabs(template):
        for metric in tab.metrics:
            node = metric_formula(template, metric)
            found += [(metric.name, node)] if node else []
    return [(name, node) for name, node in found if name not in ledger.frozen]


def _summary(ledger: Ledger, summary: Summary) -> dict[Ref, Node]:
    nodes = [node for node in labels(summary, 1) if node is not None] or _ranked_by(summary)
    found: dict[Ref, Node] = {("column", summary.name, summary.label): Call("AND", tuple(nodes))}
    for figure in figures(ledger.template, summary):
        reads = (figure.formula,) if figure.total is None else (figure.formula, figure.total)
        found["column", summary.name, figure.column.name] = Call("AND", reads)
    return found


def _ranked_by(summary: Summary) -> list[Node]:
    """What the labels of a summary by column are ranked by: which rows count, and what each of them weighs."""
    measure = ranked_measure(summary)
    weight: list[Node] = [Column(measure.table, measure.column)] if measure.column else []
    return [ranking(summary), *weight]


def ranked_measure(summary: Summary) -> Measure:
    """The measure by which a summary by column ranks its labels. Raises ValueError where it has none."""
    measure = first_measure(summary)
    if measure is None:
        raise ValueError(f"{summary.name} has no measure to rank its labels by")
    return measure


def ranking(summary: Summary) -> Node:
    """Which rows count when a summary by column ranks its labels: 1 or 0 for each row of the measure's table."""
    measure = ranked_measure(summary)
    named: Node = Binary("<>", Column(measure.table, dimension_of(summary)), Text(""))
    return reduce(lambda left, right: Binary("*", left, right), masks(measure.table, conditions(measure, {})), named)


def on_day(node: Node, as_of: date) -> Node:
    """The formula with TODAY() replaced by the day."""
    match node:
        case Call(name="TODAY"):
            return Number(to_serial(as_of))
        case Call(name=name, args=args):
            return Call(name, tuple(on_day(arg, as_of) for arg in args))
        case Binary(op=op, left=left, right=right):
            return Binary(op, on_day(left, as_of), on_day(right, as_of))
        case Unary(op=op, operand=operand):
            return Unary(op, on_day(operand, as_of))
        case Percent(operand=operand):
            return Percent(on_day(operand, as_of))
    return node
