"""Formulas that follow: what becomes of a formula's text when cells move, are copied, or sheets get another title.

All functions take and give the text with its "=" and leave texts in quotation marks, names, table references and
unchanged references exactly as they are typed. `own_title` is the title of the sheet on which the formula stands, to
which references without a sheet belong. Rows and columns are zero-based, ranges half open. A reference to cells that
are gone becomes `#REF!`.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from sheetkit.emulator.calc.references import REF_TEXT, Area, Corner, Following, ordered, quoted

Axis = Literal["ROWS", "COLUMNS"]
"""The API's Dimension."""


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of cells of one sheet, zero-based and half open."""

    title: str
    first_row: int
    first_column: int
    end_row: int
    end_column: int


def moved(formula: str, sheet_title: str, axis: Axis, start: int, count: int, *, own_title: str) -> str:
    """The formula after `count` rows or columns were inserted before index `start` of a sheet, or -`count` deleted.

    Ranges grow when something is inserted between their ends and shrink when something of them is deleted; `$` makes no
    difference. Whole columns and ends without a row stay open.
    """
    if not _may_name(formula, sheet_title, own_title):
        return formula
    return _moving(sheet_title, axis, start, count, own_title).formula(formula)


def reordered(
    formula: str, sheet_title: str, axis: Axis, start: int, end: int, destination: int, *, own_title: str
) -> str:
    """The formula after rows or columns [start, end) of a sheet were moved before index `destination` (moveDimension).

    `destination` counts before anything is taken away. A reference into what is moved follows it; a range that only
    holds some of it loses it there and gains it where it is put down inside the range.
    """
    if not _may_name(formula, sheet_title, own_title):
        return formula
    return _reordering(sheet_title, axis, start, end, destination, own_title).formula(formula)


def moved_cells(
    formula: str, source: Block, title: str, row: int, column: int, *, own_title: str, new_title: str = ""
) -> str:
    """The formula after the cells of `source` were cut and put down at (row, column) of the sheet `title`.

    References to cells or ranges that lie wholly in `source` follow. When the formula itself went along to another
    sheet, that is its `new_title`, and references to the sheet it left now name it.
    """
    return _cutting(source, title, row, column, own_title, new_title or own_title).formula(formula)


def shifted(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads `rows` further down and `columns` further right: copy and paste, auto-fill, sort.

    What has no $ moves, on every sheet; what would lie above or left of the sheet becomes `#REF!`.
    """
    return _shifting(rows, columns).formula(formula)


def renamed(formula: str, old_title: str, new_title: str) -> str:
    """The formula after a sheet got another title."""
    return _renaming(old_title, new_title).formula(formula)


def without_sheet(formula: str, title: str) -> str:
    """The formula after a sheet was deleted: what referred to it is `#REF!`."""
    return _losing(title).formula(formula)


@lru_cache(maxsize=4)
def _moving(sheet_title: str, axis: Axis, start: int, count: int, own_title: str) -> Following:
    return Following(lambda area: _resized(area, axis, start, count) if area.is_on(sheet_title, own_title) else area)


@lru_cache(maxsize=4)
def _reordering(sheet_title: str, axis: Axis, start: int, end: int, destination: int, own_title: str) -> Following:
    count = end - start
    target = destination if destination <= start else destination - count

    def new(area: Area) -> Area | None:
        if not area.is_on(sheet_title, own_title):
            return area
        low, high = _span(area, axis)
        if low is not None and high is not None and start <= low and high < end:
            return _with_span(area, axis, low + target - start, high + target - start)
        less = _resized(area, axis, start, -count)
        return less and _resized(less, axis, target, count)

    return Following(new)


@lru_cache(maxsize=4)
def _cutting(source: Block, title: str, row: int, column: int, own_title: str, here: str) -> Following:
    def new(area: Area) -> Area:
        if not (area.is_on(source.title, own_title) and _lies_in(area, source)):
            return area if area.prefix or here == own_title else replace(area, prefix=f"{quoted(own_title)}!")
        prefix = area.prefix
        if title.casefold() != (area.sheet or here).casefold():
            prefix = "" if title.casefold() == here.casefold() else f"{quoted(title)}!"
        placed = replace(area, prefix=prefix)
        placed = _with_span(placed, "ROWS", *_plus(_span(area, "ROWS"), row - source.first_row))
        return _with_span(placed, "COLUMNS", *_plus(_span(area, "COLUMNS"), column - source.first_column))

    return Following(new)


@lru_cache(maxsize=64)
def _shifting(rows: int, columns: int) -> Following:
    def new(area: Area) -> Area | None:
        first = _shifted(area.first, rows, columns)
        last = area.last and _shifted(area.last, rows, columns)
        if first is None or (area.last and last is None):
            return None
        return ordered(Area(area.prefix, first, last))

    return Following(new)


@lru_cache(maxsize=4)
def _renaming(old_title: str, new_title: str) -> Following:
    prefix = f"{quoted(new_title)}!"

    def new(area: Area) -> Area:
        return replace(area, prefix=prefix) if area.sheet.casefold() == old_title.casefold() else area

    return Following(new)


@lru_cache(maxsize=4)
def _losing(title: str) -> Following:
    return Following(lambda area: REF_TEXT if area.sheet.casefold() == title.casefold() else area)


def _may_name(formula: str, sheet_title: str, own_title: str) -> bool:
    """Whether a formula on `own_title` may refer to a sheet at all."""
    title = sheet_title.casefold()
    return title == own_title.casefold() or title.replace("'", "''") in formula.casefold()


def _resized(area: Area, axis: Axis, start: int, count: int) -> Area | None:
    low, high = _span(area, axis)
    if low is None:
        return area
    if count >= 0:
        grown = high + count if high is not None and high >= start else high
        return _with_span(area, axis, low + count if low >= start else low, grown)
    end = start - count
    if high is not None and start <= low and high < end:
        return None
    less = low if low < start else max(start, low + count)
    return _with_span(area, axis, less, high if high is None or high < start else max(start - 1, high + count))


def _span(area: Area, axis: Axis) -> tuple[int | None, int | None]:
    """The first and the last index of an area, None where it is open."""
    last = area.last or area.first
    return (area.first.row, last.row) if axis == "ROWS" else (area.first.column, last.column)


def _with_span(area: Area, axis: Axis, low: int | None, high: int | None) -> Area:
    if axis == "ROWS":
        last = area.last and replace(area.last, row=high)
        return replace(area, first=replace(area.first, row=low), last=last)
    last = area.last and replace(area.last, column=high)
    return replace(area, first=replace(area.first, column=low), last=last)


def _plus(span: tuple[int | None, int | None], by: int) -> tuple[int | None, int | None]:
    low, high = span
    return None if low is None else low + by, None if high is None else high + by


def _lies_in(area: Area, block: Block) -> bool:
    """Whether all cells of an area lie in a block; an open end never does."""
    (top, bottom), (left, right) = _span(area, "ROWS"), _span(area, "COLUMNS")
    if top is None or bottom is None or left is None or right is None:
        return False
    return block.first_row <= top and bottom < block.end_row and block.first_column <= left and right < block.end_column


def _shifted(corner: Corner, rows: int, columns: int) -> Corner | None:
    row = corner.row if corner.row is None or corner.fixed_row else corner.row + rows
    column = corner.column if corner.column is None or corner.fixed_column else corner.column + columns
    if (row is not None and row < 0) or (column is not None and column < 0):
        return None
    return replace(corner, row=row, column=column)
