"""Works out how large the result of a formula gets before it is computed, so that memory stays bounded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sheetkit.compute.sight import Scope
from sheetkit.formula.ast import Binary, Call, Column, Name, Node, Percent, ThisRow, Unary

CHUNK_CELLS: Final = 100_000
"""Cells of rows by range that are computed at a time; no array in between is larger, and it fits the caches."""

_ONE_A_ROW: Final = frozenset(
    {"SUM", "AVERAGE", "COUNT", "COUNTA", "COUNTBLANK", "MIN", "MAX", "MEDIAN", "LARGE", "SMALL", "SUMPRODUCT"}
    | {"AND", "OR", "XOR"}
)
_TOGETHER: Final = frozenset({"SUMPRODUCT", "MEDIAN"})
"""Functions that spread their arguments against each other."""
_CRITERION: Final = {"COUNTIF": 1, "SUMIF": 1, "AVERAGEIF": 1, "COUNTIFS": 1, "SUMIFS": 2, "AVERAGEIFS": 2}
"""Where the first criterion stands; the plural ones have one in every second place from there."""
_STRETCH: Final = frozenset({"MATCH", "INDEX", *_ONE_A_ROW})


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a value reaches: whether it differs by row, and over how many cells it spreads in each row."""

    rows: bool = False
    width: int = 1

    @property
    def mixed(self) -> bool:
        """Whether it is rows by cells, which alone can get too large."""
        return self.rows and self.width > 1


def extent(node: Node, scope: Scope) -> Extent:
    """The extent of a formula's value."""
    match node:
        case ThisRow():
            return Extent(rows=True)
        case Column(table=table, column=column):
            cells = scope.column(table, column)
            return Extent(width=1 if cells is None else cells.kind.size)
        case Name(name=name):
            return Extent(width=scope.names[name].kind.size if name in scope.names else 1)
        case Unary(operand=operand) | Percent(operand=operand):
            return extent(operand, scope)
        case Binary(left=left, right=right):
            return _widest([extent(left, scope), extent(right, scope)])
        case Call(name=name, args=args):
            return _of_call(name, [extent(arg, scope) for arg in args])
        case _:
            return Extent()


def stretches(height: int, width: int) -> list[slice]:
    """The rows in parts of at most CHUNK_CELLS cells, when every row is `width` cells wide."""
    step = max(1, CHUNK_CELLS // width) if width > 1 else max(height, 1)
    return [slice(start, min(start + step, height)) for start in range(0, max(height, 1), step)]


def inner_width(call: Call, scope: Scope) -> int:
    """How wide the arguments of a call spread in each row before it makes one value of them; 1 when they do not."""
    if call.name not in _STRETCH:
        return 1
    extents = [extent(arg, scope) for arg in call.args]
    if call.name in _TOGETHER:
        extents = [_widest(extents)]
    return max((each.width for each in extents if each.rows), default=1)


def _of_call(name: str, extents: list[Extent]) -> Extent:
    rows = any(each.rows for each in extents)
    if name in _ONE_A_ROW:
        return Extent(rows)
    if name in _CRITERION:
        first = _CRITERION[name]
        return _widest(extents[first::2] if name.endswith("S") else extents[first : first + 1])
    if name == "MATCH":
        return Extent(rows, extents[0].width)
    if name == "INDEX":
        return Extent(rows, max((each.width for each in extents[1:]), default=1))
    if name in ("NETWORKDAYS", "WORKDAY"):
        return Extent(rows, _widest(extents[:2]).width)
    return _widest(extents)


def _widest(extents: Sequence[Extent]) -> Extent:
    rows = any(each.rows for each in extents)
    return Extent(rows, max((each.width for each in extents), default=1))
