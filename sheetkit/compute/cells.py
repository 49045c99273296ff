"""The door for formulas that stand anywhere on a sheet: cells as vectors, and one formula in some rows at once."""

from collections.abc import Mapping, Sequence

import numpy as np

from sheetkit.compute.frame import evaluate
from sheetkit.compute.sight import Scope
from sheetkit.compute.vector import Vector
from sheetkit.core.values import CellValue
from sheetkit.formula.ast import Node

OWN = "cells"
"""The table that stands for the rows of the formula: what `ThisRow` refers to is looked up in it."""


def in_rows(
    node: Node,
    rows: int,
    cells: Mapping[str, Vector],
    names: Mapping[str, Vector],
    tables: Mapping[str, Mapping[str, Vector]],
    today: float,
) -> list[CellValue]:
    """What a formula shows in each of `rows` rows.

    `ThisRow` nodes look into `cells`: (rows, 1), (rows, cells) or one row for all; `Name` nodes into `names`, `Column`
    nodes into `tables`; `today` is the serial number of TODAY(). A blank result is None: Google shows nothing for it.
    """
    scope = Scope(tables=_Tables(cells, tables), names=names, table=OWN, height=rows, today=today)
    return evaluate(node, scope, blanks=True).to_values()


def column_of(values: Sequence[CellValue]) -> Vector:
    """The cells of a column, one a row: shape (rows, 1)."""
    return Vector.of(values)


def block(columns: Sequence[Vector]) -> Vector:
    """Columns of equal height as one range of cells, row by row: shape (1, cells)."""
    return beside(columns).as_range


def beside(columns: Sequence[Vector]) -> Vector:
    """Columns of equal height next to each other, as the cells that each row refers to: shape (rows, columns)."""
    kind = np.hstack([column.kind for column in columns])
    number = np.hstack([column.number for column in columns])
    text = None
    if any(column.text is not None for column in columns):
        text = np.hstack([np.full(each.shape, "", np.object_) if each.text is None else each.text for each in columns])
    return Vector(kind, number, text, cells=True)


class _Tables(dict[str, Mapping[str, Vector]]):
    """The tables of a spreadsheet and, as one more, the rows of the formula."""

    def __init__(self, cells: Mapping[str, Vector], tables: Mapping[str, Mapping[str, Vector]]) -> None:
        super().__init__({OWN: cells})
        self.tables = tables

    def get(self, name: str, default: Mapping[str, Vector] | None = None) -> Mapping[str, Vector] | None:  # type: ignore[override] # a default is all that is ever asked
        return self[OWN] if name == OWN else self.tables.get(name, default)
