"""The value of one formula in one cell, or in many cells of a column at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sheetkit.compute.cells import beside, column_of, in_rows
from sheetkit.compute.vector import Vector
from sheetkit.core.values import REF, VALUE, CellValue
from sheetkit.emulator.calc.dialect import COLUMN, MARK, NOW, ROW
from sheetkit.emulator.calc.foreign import by_another
from sheetkit.emulator.calc.formulas import Formula
from sheetkit.emulator.calc.ground import Ground, Lookup, Rows, table_columns
from sheetkit.emulator.calc.places import Ref
from sheetkit.emulator.document import Sheet

MAX_CELLS: Final = 2_000_000
"""Cells of ranges that differ by row which are held at a time."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a formula stands: some rows of a column."""

    sheet: Sheet
    column: int
    rows: Rows


def values_of(ground: Ground, formula: Formula, spot: Spot) -> Sequence[CellValue]:
    """What the formula gives in each of the rows, as the cells stand now."""
    if formula.error is not None:
        return [formula.error] * len(spot.rows)
    if formula.foreign:
        return [by_another(ground, formula, spot.sheet, row, spot.column) for row in spot.rows]
    if formula.rows is None or len(spot.rows) == 1:
        return [_in_one(ground, formula, spot, row) for row in spot.rows]
    step = max(1, MAX_CELLS // _widest(formula))
    parts = (spot.rows[start : start + step] for start in range(0, len(spot.rows), step))
    return [value for rows in parts for value in _in_many(ground, formula, Spot(spot.sheet, spot.column, rows))]


def _in_one(ground: Ground, formula: Formula, spot: Spot, row: int) -> CellValue:
    own = Spot(spot.sheet, spot.column, (row,))
    names = _named(ground, formula, own, _fixed)
    return in_rows(formula.one, 1, {}, names, table_columns(ground), ground.today)[0]


def _in_many(ground: Ground, formula: Formula, spot: Spot) -> Sequence[CellValue]:
    assert formula.rows is not None  # noqa: S101 - `values_of` asks only then
    names, cells = (_named(ground, formula, spot, of) for of in (_fixed, _moving))
    return in_rows(formula.rows, len(spot.rows), cells, names, table_columns(ground), ground.today)


def _named(ground: Ground, formula: Formula, spot: Spot, of: Callable[[Ground, Spot, Ref], Vector]) -> Lookup[Vector]:
    """What the names in a formula's tree stand for; `of` gives the cells of a reference."""

    def find(name: str) -> Vector | None:
        if name == NOW:
            return Vector.one(ground.now)
        if name == ROW:
            return column_of([row + 1.0 for row in spot.rows])
        if name == COLUMN:
            return Vector.one(spot.column + 1.0)
        if name.startswith(MARK):
            return of(ground, spot, formula.refs[int(name[len(MARK) :])])
        rect = ground.named(name)
        return None if rect is None else ground.vector(rect)

    return Lookup(find)


def _fixed(ground: Ground, spot: Spot, ref: Ref) -> Vector:
    """The cells of a reference that is the same in all rows, or that only one row asks for."""
    row = spot.rows[0]
    rect = ground.rectangle(ref, spot.sheet, row, spot.column)
    if rect is None:
        return Vector.one(REF)
    if not ref.here:
        return ground.vector(rect, keep=not ref.moves)
    if rect.left == rect.right and rect.top <= row <= rect.bottom:
        return ground.vector(rect._replace(top=row, bottom=row))
    if rect.top == rect.bottom and rect.left <= spot.column <= rect.right:
        return ground.vector(rect._replace(left=spot.column, right=spot.column))
    return Vector.one(VALUE)


def _moving(ground: Ground, spot: Spot, ref: Ref) -> Vector:
    """The cells of a reference in each row: shape (rows, 1), or (rows, cells) for a range that moves along."""
    if ref.here:
        one = (_fixed(ground, Spot(spot.sheet, spot.column, (row,)), ref) for row in spot.rows)
        return column_of([vector.to_values()[0] for vector in one])
    rect = ground.rectangle(ref, spot.sheet, spot.rows[0], spot.column)
    if rect is None:
        return Vector.one(REF)
    sheet = ground.by_id[rect.sheet_id]
    tops = range(ref.top[0], ref.top[0] + (ref.height or 1))
    columns = range(rect.left, rect.right + 1)
    found = [ground.vectors.column(sheet, column, _moved(spot.rows, top)) for top in tops for column in columns]
    return found[0] if len(found) == 1 else beside(found)


def _moved(rows: Rows, by: int) -> Rows:
    if isinstance(rows, range):
        return range(rows.start + by, rows.stop + by)
    return tuple(row + by for row in rows)


def _widest(formula: Formula) -> int:
    sizes = ((ref.height or 1) * (ref.width or 1) for ref in formula.refs if ref.moves and not ref.here)
    return max(sizes, default=1)
