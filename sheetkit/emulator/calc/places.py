"""Which cells a reference means, said so that it is the same for all cells that hold the same formula."""

from dataclasses import dataclass
from typing import TypeAlias

from sheetkit.emulator.calc.references import Area

Step: TypeAlias = tuple[int, bool]
"""A row or column: (index, False), or (distance from the formula's own, True) where there is no $."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference; `bottom` or `right` is None where it reaches to the end of the sheet, `sheet` "" the formula's own.

    `here` means only the cell of it that is beside the formula (or above or below it), as one value of a range.
    """

    sheet: str
    top: Step
    left: Step
    bottom: Step | None
    right: Step | None
    here: bool = False

    @property
    def moves(self) -> bool:
        """Whether another row of the same formula refers to other cells."""
        return self.here or self.top[1] or (self.bottom is not None and self.bottom[1])

    @property
    def single(self) -> bool:
        """Whether it is one cell."""
        return self.here or (self.top == self.bottom and self.left == self.right)

    @property
    def height(self) -> int | None:
        """How many rows it has, None where that differs by row or by the size of the sheet."""
        return _length(self.top, self.bottom)

    @property
    def width(self) -> int | None:
        """How many columns it has, None where that differs or depends on the sheet."""
        return _length(self.left, self.right)

    def at(self, row: int, column: int) -> tuple[int, int, int | None, int | None]:
        """Top, left, bottom and right, all inclusive, for a formula at a place."""
        return (
            self.top[0] + row * self.top[1],
            self.left[0] + column * self.left[1],
            None if self.bottom is None else self.bottom[0] + row * self.bottom[1],
            None if self.right is None else self.right[0] + column * self.right[1],
        )

    def column(self, index: int) -> "Ref":
        """One of its columns, from 0."""
        left = (self.left[0] + index, self.left[1])
        return Ref(self.sheet, self.top, left, self.bottom, left)

    def row(self, index: int) -> "Ref":
        """One of its rows, from 0."""
        top = (self.top[0] + index, self.top[1])
        return Ref(self.sheet, top, self.left, top, self.right)

    def beside(self) -> "Ref":
        """The one cell of it that is in the formula's row or column."""
        return Ref(self.sheet, self.top, self.left, self.bottom, self.right, here=True)


def ref_of(area: Area, row: int, column: int) -> Ref:
    """The reference as a formula at (row, column) makes it."""
    first, last = area.first, area.last or area.first
    return Ref(
        area.sheet,
        (0, False) if first.row is None else _step(first.row, row, fixed=first.fixed_row),
        (0, False) if first.column is None else _step(first.column, column, fixed=first.fixed_column),
        None if last.row is None else _step(last.row, row, fixed=last.fixed_row),
        None if last.column is None else _step(last.column, column, fixed=last.fixed_column),
    )


def _step(index: int, own: int, *, fixed: bool) -> Step:
    return (index, False) if fixed else (index - own, True)


def _length(first: Step, last: Step | None) -> int | None:
    if last is None or first[1] != last[1]:
        return None
    return last[0] - first[0] + 1
