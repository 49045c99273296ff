"""Measures as formulas: what a count, sum, mean, median or share of a table's rows looks like in a sheet."""

from collections.abc import Iterator, Mapping
from functools import reduce

from sheetkit.core.values import CellValue
from sheetkit.formula.ast import Binary, Bool, Call, Column, Name, Node, Number, Text, ThisRow
from sheetkit.formula.parse import parse
from sheetkit.template.model import Measure, Scalar

OPERATORS = ("<>", ">=", "<=", ">", "<")
"""Comparisons that a condition's text may begin with; without one it must equal the value."""

Period = tuple[Node, Node]
"""The first day of a period, and the first day after it."""
DEFAULT_PERIOD: Period = (Name("Period_Start"), Name("Period_End"))
"""The dashboard's own period: two metrics of these names."""


def condition(value: Scalar) -> tuple[str, Node]:
    """The operator and the operand of one condition of a measure: `>0`, `<>`, `=Name` or a plain value."""
    if not isinstance(value, str):
        return "=", Bool(value) if isinstance(value, bool) else Number(float(value))
    for operator in OPERATORS:
        if value.startswith(operator):
            return operator, _operand(value[len(operator) :])
    return ("=", parse(value)) if value.startswith("=") else ("=", Text(value))


def _operand(text: str) -> Node:
    text = text.strip()
    if text.startswith("="):
        return parse(text)
    try:
        return Number(float(text))
    except ValueError:
        return Text(text)


def period(measure: Measure, default: Period = DEFAULT_PERIOD) -> Period | None:
    """First day of the measure's period and first day after it; None when it has no period."""
    if not measure.on:
        return None
    start = parse(measure.start) if measure.start else default[0]
    end = parse(measure.end) if measure.end else default[1]
    return start, end


Condition = tuple[str, str, Node]
"""Column, operator, operand."""


def conditions(
    measure: Measure, dimension: Mapping[str, Node], default: Period = DEFAULT_PERIOD, *, denominator: bool = False
) -> list[Condition]:
    """All conditions a row must meet to count: the period, `of`, `where`, and the dimension's column equal to a label.

    `denominator` leaves `where` out: a share is the rows under all conditions over those under `of` alone.
    """
    found: list[Condition] = []
    bounds = period(measure, default)
    if bounds:
        found += [(measure.on, ">=", bounds[0]), (measure.on, "<", bounds[1])]
    declared = dict(measure.of) if measure.kind == "share" else {}
    if not denominator:
        declared |= dict(measure.where)
    found += [(column, *condition(value)) for column, value in declared.items()]
    found += [(column, "=", label) for column, label in dimension.items()]
    return found


def measure_formula(
    measure: Measure, key: str, dimension: Mapping[str, Node] | None = None, default: Period = DEFAULT_PERIOD
) -> Node:
    """The formula of a measure; a median is an array formula of one cell.

    `key` is the key column of its table. `dimension` says which columns must equal which labels. `default` is the
    period of a measure that names none.
    """
    met = conditions(measure, dimension or {}, default)
    table = measure.table
    values = Column(table, measure.column)
    match measure.kind:
        case "count":
            return _count(table, key, met)
        case "sum":
            return Call("SUMIFS", (values, *_pairs(table, met))) if met else Call("SUM", (values,))
        case "mean":
            mean = Call("AVERAGEIFS", (values, *_pairs(table, met))) if met else Call("AVERAGE", (values,))
            return _or_blank(mean)
        case "median":
            chosen: Node = Call("ISNUMBER", (values,))
            chosen = reduce(lambda left, right: Binary("*", left, right), masks(table, met), chosen)
            chosen = Call("IFERROR", (chosen, Number(0.0)))  # an error in a row that does not count is no error
            return _or_blank(Call("MEDIAN", (Call("IF", (chosen, values, Text(""))),)))
        case "share":
            whole = _count(table, key, conditions(measure, dimension or {}, default, denominator=True))
            return _or_blank(Binary("/", _count(table, key, met), whole))


def is_array(measure: Measure | None) -> bool:
    """Whether the measure's formula must be entered as an array formula."""
    return measure is not None and measure.kind == "median"


def _count(table: str, key: str, met: list[Condition]) -> Node:
    return Call("COUNTIFS", tuple(_pairs(table, met or [(key, "<>", Text(""))])))


def _or_blank(node: Node) -> Node:
    return Call("IFERROR", (node, Text("")))


def _pairs(table: str, met: list[Condition]) -> Iterator[Node]:
    for column, operator, operand in met:
        yield Column(table, column)
        yield _criterion(operator, operand)


def _criterion(operator: str, operand: Node) -> Node:
    """A criterion as COUNTIFS reads it; text from a cell is escaped, so that a product named "What?*" means itself."""
    match operand:
        case Text(value=text) if operator == "=":
            return Text("=" + _escape(text)) if text else Text("")
        case Text(value=text):
            return Text(operator + _escape(text))
        case Number(value=number):
            return operand if operator == "=" else Text(f"{operator}{number:.15g}")
        case Bool():
            return operand
        case ThisRow() if operator == "=":
            escaped: Node = operand
            for wild in "~*?":
                escaped = Call("SUBSTITUTE", (escaped, Text(wild), Text("~" + wild)))
            return Binary("&", Text("="), escaped)
        case _ if operator == "=":
            return operand
        case _:
            return Binary("&", Text(operator), operand)


def _escape(text: str) -> str:
    for wild in "~*?":
        text = text.replace(wild, "~" + wild)
    return text


def masks(table: str, met: list[Condition]) -> Iterator[Node]:
    """Each condition as a comparison over the whole column; only numbers are more or less than something."""
    for column, operator, operand in met:
        cells = Column(table, column)
        if operator in {">", ">=", "<", "<="}:
            yield Call("ISNUMBER", (cells,))
        yield Binary(operator, cells, operand)


def plain(node: Node) -> CellValue:
    """The value of a literal operand. Raises TypeError for anything else."""
    match node:
        case Text(value=value) | Number(value=value) | Bool(value=value):
            return value
    raise TypeError(f"{node!r} is no literal")
