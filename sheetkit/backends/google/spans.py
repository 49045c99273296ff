"""Cells gathered into rectangles: those to write, exactly; those to read, with a little between them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

Place = tuple[int, int]
"""A zero-based (row, column)."""
Area = tuple[int, int, int, int]
"""The zero-based first row, first column, last row, last column of a rectangle."""

_NEAR: Final = 3
"""Rows between two spans that are read along, because another range costs as much."""


def rectangles(places: Iterable[Place]) -> Iterator[Area]:
    """The rectangles that hold these cells and no others: runs beside each other, then equal runs below each other."""
    open_: dict[tuple[int, int], Area] = {}
    row = -1
    for top, left, right in _runs(sorted(places)):
        if top != row:
            row = top
            done = [key for key, area in open_.items() if area[2] < row - 1]
            yield from (open_.pop(key) for key in done)
        area = open_.get((left, right))
        if area and area[2] == row - 1:
            open_[left, right] = (area[0], left, row, right)
        else:
            if area:
                yield area
            open_[left, right] = (row, left, row, right)
    yield from open_.values()


def _runs(places: Iterable[Place]) -> Iterator[tuple[int, int, int]]:
    """Runs of cells beside each other: row, first and last column."""
    run: tuple[int, int, int] | None = None
    for row, column in places:
        if run and run[0] == row and column == run[2] + 1:
            run = (row, run[1], column)
            continue
        if run:
            yield run
        run = (row, column, column)
    if run:
        yield run


def spans(rows: Mapping[int, tuple[int, int]]) -> list[Area]:
    """Rectangles that cover, for each row, the columns from first to last; close rows go together."""
    found: list[Area] = []
    for row in sorted(rows):
        left, right = rows[row]
        if found and row - found[-1][2] <= _NEAR and found[-1][1] == left and found[-1][3] == right:
            found[-1] = (found[-1][0], left, row, right)
        else:
            found.append((row, left, row, right))
    return found
