"""The third dialect: evaluates a formula over whole columns at once, with Excel's semantics.

Where Excel, LibreOffice and Google Sheets differ, `docs/formulas.md` says which one this follows.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from sheetkit.compute import (
    functions_aggregate,
    functions_criteria,
    functions_date,
    functions_logic,
    functions_lookup,
    functions_math,
    functions_text,
)
from sheetkit.compute.extent import Extent, extent, inner_width, stretches
from sheetkit.compute.operators import COMPARISONS, binary, negated, percent
from sheetkit.compute.ranks import Ranked, rank
from sheetkit.compute.sight import Scope
from sheetkit.compute.vector import BLANK, ERROR, NA_CODE, VALUE_CODE, Vector, select
from sheetkit.core.values import NA, NAME
from sheetkit.formula.ast import (
    Binary,
    Bool,
    Call,
    Column,
    Error,
    Missing,
    Name,
    Node,
    Number,
    Percent,
    Text,
    ThisRow,
    Unary,
)
from sheetkit.formula.functions import FUNCTIONS as SIGNATURES

__all__ = ["FUNCTIONS", "Scope", "evaluate"]

FUNCTIONS: Final[dict[str, Callable[[Sequence[Vector]], Vector]]] = {
    **functions_aggregate.FUNCTIONS,
    **functions_criteria.FUNCTIONS,
    **functions_date.FUNCTIONS,
    **functions_logic.FUNCTIONS,
    **functions_lookup.FUNCTIONS,
    **functions_math.FUNCTIONS,
    **functions_text.FUNCTIONS,
}
"""Every function but TODAY, which only the scope knows."""

_WHOLE: Final = frozenset(
    {*functions_aggregate.FUNCTIONS, *functions_criteria.FUNCTIONS, *functions_lookup.FUNCTIONS}
    | {"AND", "OR", "XOR", "NETWORKDAYS", "WORKDAY"}
)
"""Functions that take ranges as they are; all others go element by element."""

_BLANK: Final = Vector.one(None)
_ZERO: Final = Vector.one(0.0)
_UNKNOWN: Final = Vector.one(NAME)


def evaluate(node: Node, scope: Scope, *, blanks: bool = False) -> Vector:
    """The formula's value in every row of the scope's table, shape (height, 1); outside tables (1, 1).

    A blank result is 0, as in a cell of Excel, unless `blanks` are to stay blank, as in Google Sheets. Of an array a
    row takes the first element; outside tables an array comes out whole, (1, cells). What the scope does not know is
    #NAME?, as in a spreadsheet. Nothing is raised for any data.
    """
    height = scope.height if scope.table else 1
    whole = _Evaluation(scope, height)
    size = extent(node, scope) if height > 1 else Extent()  # one row is never too large
    if not size.mixed:
        return _in_cells(whole.value(node), array=not scope.table, blanks=blanks).spread(height)
    parts = stretches(height, size.width)
    values = [_in_cells(_Stretch(whole, part).value(node), array=False, blanks=blanks) for part in parts]
    return _stacked(values, parts)


class _Evaluation:
    """One formula in all rows of its table; equal parts of the formula are computed once."""

    def __init__(self, scope: Scope, height: int) -> None:
        self.scope = scope
        self.height = height
        self.known: dict[Node, Vector] = {}
        self.ranked: dict[Node, Ranked] = {}

    def value(self, node: Node) -> Vector:
        """The value of a node: (rows, cells), with one row or cell where all are the same."""
        match node:
            case Number(value=value) | Text(value=value) | Bool(value=value) | Error(value=value):
                return Vector.one(value)
            case Missing():
                return _BLANK
            case ThisRow() | Column() | Name():
                return self.reference(node)
            case Unary(op="+", operand=operand):
                return self.value(operand)
            case _:
                if node not in self.known:
                    self.known[node] = self.computed(node)
                return self.known[node]

    def reference(self, node: ThisRow | Column | Name) -> Vector:
        """The cells that a name stands for: each row's, a whole column's, a setting's or a list's."""
        if isinstance(node, Name):
            named = self.scope.names.get(node.name)
            return _UNKNOWN if named is None else named if named.kind.size == 1 else named.as_range
        cells = self.scope.column(node.table, node.column)
        if cells is None:
            return _UNKNOWN
        return cells.as_range if isinstance(node, Column) else cells

    def computed(self, node: Node) -> Vector:
        """The value of an operator or a call."""
        match node:
            case Unary(operand=operand):
                return negated(self.value(operand))
            case Percent(operand=operand):
                return percent(self.value(operand))
            case Binary(op=op, left=left, right=right):
                return binary(op, *_aligned([self.value(left), self.value(right)]))
            case Call():
                return self.called(node)
        raise TypeError(f"{node!r} is no node of a formula")

    def called(self, call: Call) -> Vector:
        """The value of a call, in stretches of rows where its arguments are wide in every row."""
        signature = SIGNATURES.get(call.name)
        if signature is None or not signature.accepts(len(call.args)):
            return _UNKNOWN
        if call.name == "TODAY":
            return Vector.one(NA if self.scope.today is None else self.scope.today)
        if self.height == 1:
            return self.applied(call)
        parts = stretches(self.height, inner_width(call, self.scope))
        if len(parts) == 1:
            return self.applied(call)
        return _stacked([_Stretch(self, part).applied(call) for part in parts], parts)

    def applied(self, call: Call) -> Vector:
        """The value of a call on all its arguments at once."""
        args = [self.value(arg) for arg in call.args]
        return FUNCTIONS[call.name](args if call.name in _WHOLE else _aligned(args))

    def ranks(self, node: Binary) -> Ranked:
        """The operands of a comparison, ranked once for all stretches."""
        if node not in self.ranked:
            self.ranked[node] = rank(self.value(node.left), self.value(node.right))
        return self.ranked[node]


class _Stretch(_Evaluation):
    """The same formula in some of the rows: only what is rows by cells is computed here, the rest for all rows."""

    def __init__(self, whole: _Evaluation, part: slice) -> None:
        super().__init__(whole.scope, part.stop - part.start)
        self.whole = whole
        self.part = part

    def value(self, node: Node) -> Vector:
        """The value of a node in these rows."""
        if extent(node, self.scope).mixed:
            return super().value(node)
        return self.whole.value(node).rows(self.part)

    def computed(self, node: Node) -> Vector:
        """The value of an operator or a call in these rows."""
        if isinstance(node, Binary) and node.op in COMPARISONS and self.is_plain(node):
            return self.whole.ranks(node).rows(self.part).compare(node.op)
        return super().computed(node)

    def is_plain(self, node: Binary) -> bool:
        """Whether a column is compared with a range."""
        sides = [extent(side, self.scope) for side in (node.left, node.right)]
        return not any(side.mixed for side in sides) and min(side.width for side in sides) == 1


def _aligned(vectors: list[Vector]) -> list[Vector]:
    """Arrays of different lengths made equally long, with #N/A where one has nothing, as in an array formula."""
    widths = {vector.shape[1] for vector in vectors} - {1}
    if len(widths) < 2:
        return vectors
    return [vector if vector.shape[1] == 1 else _widened(vector, max(widths)) for vector in vectors]


def _widened(vector: Vector, width: int) -> Vector:
    rows, more = vector.shape[0], width - vector.shape[1]
    kind = np.hstack([vector.kind, np.full((rows, more), ERROR, np.uint8)])
    number = np.hstack([vector.number, np.full((rows, more), float(NA_CODE))])
    text = None if vector.text is None else np.hstack([vector.text, np.full((rows, more), "", np.object_)])
    return Vector(kind, number, text, vector.cells)


def _in_cells(result: Vector, *, array: bool, blanks: bool) -> Vector:
    """What cells show of a result: 0 for a blank unless `blanks`, and one element unless an array is asked for."""
    if not result.shape[1]:
        return Vector.error(VALUE_CODE)
    if not array:
        result = result.first(1)
    return select(result.kind == BLANK, _ZERO, result) if result.has(BLANK) and not blanks else result


def _stacked(values: Sequence[Vector], parts: Sequence[slice]) -> Vector:
    """The values of parts of the rows one below the other."""
    whole = [value.spread(part.stop - part.start) for value, part in zip(values, parts, strict=True)]
    text = None
    if any(value.text is not None for value in whole):
        text = np.vstack([np.full(each.shape, "", np.object_) if each.text is None else each.text for each in whole])
    kind = np.vstack([each.kind for each in whole])
    return Vector(kind, np.vstack([each.number for each in whole]), text, all(each.cells for each in whole))
