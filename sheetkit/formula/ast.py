"""The nodes of a parsed formula: what a template may say, and nothing that only one program understands."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from sheetkit.core.values import CellError


@dataclass(frozen=True, slots=True)
class Number:
    """A literal number."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A literal text."""

    value: str


@dataclass(frozen=True, slots=True)
class Bool:
    """TRUE or FALSE."""

    value: bool


@dataclass(frozen=True, slots=True)
class Error:
    """A literal error value such as #N/A."""

    value: CellError


@dataclass(frozen=True, slots=True)
class Missing:
    """An argument left out between two commas; it counts as a blank."""


@dataclass(frozen=True, slots=True)
class ThisRow:
    """The cell of a column in the formula's own row: `[@Column]` (table "") or, spelled out, `Table[@Column]`."""

    column: str
    table: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """All data cells of a column: `Table[Column]`; within that table too it is the whole column."""

    table: str
    column: str


@dataclass(frozen=True, slots=True)
class Name:
    """A named cell (a setting, a metric) or a named range (a list)."""

    name: str


@dataclass(frozen=True, slots=True)
class Unary:
    """`-x` or `+x`."""

    op: str
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Percent:
    """`x%`."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Binary:
    """`left op right`, op one of ^ * / + - & = <> < <= > >=."""

    op: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments; the name is in capitals, without any `_xlfn.` prefix."""

    name: str
    args: tuple["Node", ...]


Node: TypeAlias = Number | Text | Bool | Error | Missing | ThisRow | Column | Name | Unary | Percent | Binary | Call


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, parents first."""
    yield node
    match node:
        case Unary(operand=child) | Percent(operand=child):
            yield from walk(child)
        case Binary(left=left, right=right):
            yield from walk(left)
            yield from walk(right)
        case Call(args=args):
            for arg in args:
                yield from walk(arg)


def replaced(node: Node, by: Callable[[Node], Node | None]) -> Node:
    """The formula with every node that `by` has a replacement for replaced by it; what is None stays."""
    if (new := by(node)) is not None:
        return new
    match node:
        case Unary(op, child):
            return Unary(op, replaced(child, by))
        case Percent(child):
            return Percent(replaced(child, by))
        case Binary(op, left, right):
            return Binary(op, replaced(left, by), replaced(right, by))
        case Call(name, args):
            return Call(name, tuple(replaced(arg, by) for arg in args))
    return node
