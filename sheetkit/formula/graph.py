"""In which order formulas are computed, by what each of them reads."""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Literal, TypeAlias

from sheetkit.core.errors import FormulaInvalid
from sheetkit.formula.ast import Column, Name, Node, ThisRow, walk

ColumnRef: TypeAlias = tuple[Literal["column"], str, str]
NameRef: TypeAlias = tuple[Literal["name"], str]
Ref: TypeAlias = ColumnRef | NameRef
"""What a formula fills and reads: ("column", table, column) or ("name", name)."""


class FormulaCycle(FormulaInvalid):
    """Formulas wait for each other in a circle.

    `cycle` is the way round: each entry reads the next one, and the last is the first again.
    """

    def __init__(self, cycle: Iterable[Ref]) -> None:
        self.cycle = tuple(cycle)
        super().__init__(
            f"Formulas wait for each other: {' → '.join(map(describe, self.cycle))}.",
            hint="One of them must not read the next; a whole column counts as read, the formula's own row included.",
        )


def describe(ref: Ref) -> str:
    """A reference as a person writes it."""
    return f"{ref[1]}[{ref[2]}]" if ref[0] == "column" else ref[1]


def references(node: Node, table: str = "") -> set[Ref]:
    """What a formula of `table` reads directly; a list or a setting that holds no formula counts too."""
    found: set[Ref] = set()
    for part in walk(node):
        match part:
            case ThisRow(column, own):
                found.add(("column", own or table, column))
            case Column(other, column):
                found.add(("column", other, column))
            case Name(name):
                found.add(("name", name))
    return found


def order(formulas: Mapping[Ref, Node]) -> list[Ref]:
    """The formulas in an order in which each comes after all that it reads; the same order on every run.

    The key says what a formula fills; a column's `[@Other]` is of its own table. What is read but has no formula is
    left out. Raises FormulaCycle.
    """
    reads = {
        ref: sorted(references(node, ref[1] if ref[0] == "column" else "") & formulas.keys())
        for ref, node in formulas.items()
    }
    try:
        return list(TopologicalSorter(reads).static_order())
    except CycleError as error:
        # graphlib names the cycle from what is read to what reads it.
        raise FormulaCycle(reversed(error.args[1])) from None
