"""How tables get more rows: where rows are inserted, and where everything lies afterwards.

Rows go in above the last row of a table, never below it: Google then lets every range that covers the table grow by
itself (the table, its filter, names, validations, conditional formats, charts, and a person's own formulas).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sheetkit.core.errors import PatchRefused
from sheetkit.core.values import CellValue, is_blank
from sheetkit.formula.layout import Layout, NamePlace, TablePlace
from sheetkit.workbook.grid import Grid, GridSheet, GridTable
from sheetkit.workbook.patch import TableAppend


@dataclass(frozen=True, slots=True)
class Growth:
    """One table that gets rows. Positions are those before any of them.

    `last` is the table's last row, typed rows below it included; `left` to `right` are its columns. `adopt` rows at the
    end are not the real table's yet. `count` rows are inserted above `last`. With `spare` that last row is a blank one,
    so it may end up below the new rows; otherwise it keeps its content and is the last one afterwards too. `whole` says
    that whole rows of the sheet are inserted, because nothing else lies beside.
    """

    append: TableAppend
    table: str
    place: TablePlace
    real: GridTable | None
    last: int
    left: int
    right: int
    adopt: int
    count: int
    spare: bool
    whole: bool

    def covers(self, sheet: str, left: int, right: int) -> bool:
        """Whether the rows go into these columns of that sheet too."""
        return sheet == self.append.sheet and (self.whole or (self.left <= left and right <= self.right))

    def written(self, row: int, column: int) -> int:
        """Where a cell lies that is to be written as a part of this or another table."""
        mine = self.left <= column <= self.right
        stays = row < self.last or (row == self.last and self.spare and mine) or not (self.whole or mine)
        return row if stays else row + self.count

    def rows(self) -> list[int]:
        """The rows of the append, in order, where they are afterwards."""
        first = self.last - self.adopt + 1
        old = [self._old(row) for row in range(first, first + self.adopt)]
        start = self.last + 1 if self.spare else self.last
        return [*old, *range(start, start + self.count)]

    def _old(self, row: int) -> int:
        return row + self.count if row == self.last and not self.spare else row


def growths(appends: Iterable[TableAppend], layout: Layout, grid: Grid) -> list[Growth]:
    """How the tables grow, those that lie lowest first, so that no insertion moves the place of a later one.

    Raises PatchRefused for a table or a sheet that is not there.
    """
    found = [_growth(append, layout, grid) for append in appends]
    return sorted(found, key=lambda growth: growth.last, reverse=True)


def shifted(layout: Layout, grown: Sequence[Growth]) -> Layout:
    """Where tables and names lie once the rows are in."""
    tables, names = dict(layout.tables), dict(layout.names)
    for growth in grown:
        for name, table in tables.items():
            columns = table.columns.values()
            if table.columns and growth.covers(table.sheet, min(columns), max(columns)):
                first, rows = _stretched(table.first_row, table.rows, growth, own=name == growth.table)
                tables[name] = replace(table, first_row=first, rows=rows)
        for name, place in names.items():
            if growth.covers(place.sheet, place.column, place.column + place.columns - 1):
                first, rows = _stretched(place.row, place.rows, growth)
                names[name] = NamePlace(place.sheet, first, place.column, rows, place.columns)
    return Layout(tables, names)


def mover(grown: Sequence[Growth], sheet: str) -> Callable[[int, int], int]:
    """Where cells of a sheet that are to be written lie once the rows are in, by row and column."""
    own = [growth for growth in grown if growth.append.sheet == sheet]

    def moved(row: int, column: int) -> int:
        for growth in own:  # the lowest first, so each sees the row as it was
            row = growth.written(row, column)
        return row

    return moved


def _stretched(first: int, rows: int, growth: Growth, *, own: bool = False) -> tuple[int, int]:
    """First row and number of rows afterwards. A table of a single row grows too, though ranges over it just move."""
    if first > growth.last or (first == growth.last and not own):
        return first + growth.count, rows
    return first, rows + growth.count if first + rows > growth.last else rows


def _growth(append: TableAppend, layout: Layout, grid: Grid) -> Growth:
    sheet = grid.sheet(append.sheet)
    if sheet is None:
        raise PatchRefused(f"The spreadsheet has no sheet {append.sheet!r}.")
    name, place, real = _place(append, layout, sheet)
    missing = next((column for column in append.values if column not in place.columns), None)
    if missing is not None:
        raise PatchRefused(f"The table {append.table} has no column {missing}.")
    columns = [*place.columns.values(), *((real.column, real.last_column) if real else ())]
    left, right = min(columns), max(columns)
    last = place.first_row + place.rows - 1
    spare = append.adopt == 0 and _untyped(sheet, last, left, right)
    new = append.rows - append.adopt
    count = new if spare else _filled(append, new)
    whole = _alone(sheet, layout, place, real, last)
    if not whole:
        _refuse_astride(append, sheet, real, last, left, right)
    return Growth(append, name, place, real, last, left, right, append.adopt, count, spare, whole)


def _place(append: TableAppend, layout: Layout, sheet: GridSheet) -> tuple[str, TablePlace, GridTable | None]:
    """The template's name of the table, where it lies, and the real table there."""
    for name, place in layout.tables.items():
        if place.sheet == append.sheet and place.rows > 0:
            real = real_table(sheet, place)
            if append.table in (name, real.name if real else name):
                return name, place, real
    raise PatchRefused(f"The sheet {append.sheet} has no table {append.table} with a row to add others to.")


def real_table(sheet: GridSheet, place: TablePlace) -> GridTable | None:
    """The table of Google's at a place."""
    columns = set(place.columns.values())
    heads = (table for table in sheet.tables if table.row == place.first_row - 1)
    return next((t for t in heads if columns & set(range(t.column, t.last_column + 1))), None)


def _untyped(sheet: GridSheet, row: int, left: int, right: int) -> bool:
    """Whether nobody has typed anything in a row of a table; formulas and empty boxes do not count."""
    cells = ((sheet.value(row, column), sheet.formula(row, column)) for column in range(left, right + 1))
    return all(formula is not None or is_blank(value) or value is False for value, formula in cells)


def _filled(append: TableAppend, new: int) -> int:
    """How many of the new rows hold something; the spare ones at the end are left out."""
    while new and all(_nothing(values[append.adopt + new - 1]) for values in append.values.values()):
        new -= 1
    return new


def _nothing(value: CellValue) -> bool:
    return value is None or value == ""


def _alone(sheet: GridSheet, layout: Layout, place: TablePlace, real: GridTable | None, last: int) -> bool:
    """Whether no other table lies beside this one."""
    rows = range(place.first_row - 1, last + 1)
    others = [(t.row, t.last_row) for t in sheet.tables if t is not real]
    others += [
        (t.first_row - 1, t.first_row + t.rows - 1)
        for t in layout.tables.values()
        if t is not place and t.sheet == sheet.name
    ]
    return not any(first < rows.stop and end >= rows.start for first, end in others)


def _refuse_astride(
    append: TableAppend, sheet: GridSheet, real: GridTable | None, last: int, left: int, right: int
) -> None:
    """Refuse where cells that move down would tear what lies below apart."""
    below = [(t.column, t.last_column) for t in sheet.tables if t is not real and t.row > last]
    below += [(c1, c2) for r1, c1, _, c2 in sheet.merges if r1 >= last]
    for first, end in below:
        if first <= right and end >= left and not (left <= first and end <= right):
            raise PatchRefused(
                f"The table {append.table} on {append.sheet} cannot get {append.rows:,} more rows: what lies below it "
                "is wider, and another table lies beside it.",
                hint="Move one of them to a tab of its own. The spreadsheet was not changed.",
            )
