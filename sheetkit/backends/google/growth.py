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

    `last` is the table's last row once it has taken in the `taken` rows below it: those that people typed there, a
    blank one where the table has a single row and hence no place inside it, and all new ones where another table lies
    beside, so that no row can be inserted. `left` to `right` are its columns. `count` rows of the sheet are inserted
    above `last`. With `spare` that last row is a blank one, so it may end up below the new rows; otherwise it keeps its
    content and is the last one afterwards too.
    """

    append: TableAppend
    table: str
    place: TablePlace
    real: GridTable | None
    last: int
    left: int
    right: int
    taken: int
    count: int
    spare: bool

    @property
    def end(self) -> int:
        """The table's last row before it took in any."""
        return self.last - self.taken

    def written(self, row: int, column: int) -> int:
        """Where a cell lies that is to be written as a part of this or another table."""
        mine = self.left <= column <= self.right
        stays = row < self.last or (row == self.last and self.spare and mine)
        return row if stays else row + self.count

    def rows(self) -> list[int]:
        """The rows of the append, in order, where they are afterwards."""
        typed = [self._old(row) for row in range(self.end + 1, self.end + 1 + self.append.adopt)]
        new = self.append.rows - self.append.adopt
        if not self.spare:
            return [*typed, *range(self.last, self.last + self.count)]
        start = self.end + 1 + self.append.adopt
        return [*typed, *range(start, start + new)]

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
        blank = growth.taken - growth.append.adopt  # rows that people typed below the table are in the layout already
        tables[growth.table] = replace(growth.place, rows=growth.place.rows + blank)
        for name, table in tables.items():
            if table.sheet == growth.append.sheet:
                first, rows = _stretched(table.first_row, table.rows, growth)
                tables[name] = replace(table, first_row=first, rows=rows)
        for name, place in names.items():
            if place.sheet == growth.append.sheet:
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


def _stretched(first: int, rows: int, growth: Growth) -> tuple[int, int]:
    """First row and number of rows afterwards."""
    if first >= growth.last:
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
    last, taken = place.first_row + place.rows - 1, append.adopt
    new = append.rows - append.adopt
    if not _alone(sheet, layout, place, real, last):
        taken, end = taken + new, last - taken
        if any(_holds(sheet, row, left, right) for row in range(last + 1, end + taken + 1)):
            raise PatchRefused(
                f"The table {append.table} on {append.sheet} cannot get {append.rows:,} more rows: something lies "
                "below it, and another table beside it.",
                hint="Move one of them to a tab of its own. The spreadsheet was not changed.",
            )
        return Growth(append, name, place, real, end + taken, left, right, taken, 0, spare=True)
    if place.rows == 1 and new and not _holds(sheet, last + 1, left, right):
        last, taken = last + 1, 1
    spare = append.adopt == 0 and _untyped(sheet, last, *_with_own(sheet, place.first_row - 1, left, right))
    count = _filled(append, new) if not spare else new - taken
    return Growth(append, name, place, real, last, left, right, taken, count, spare)


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


def _holds(sheet: GridSheet, row: int, left: int, right: int) -> bool:
    """Whether a row below a table holds anything at all."""
    cells = ((sheet.value(row, column), sheet.formula(row, column)) for column in range(left, right + 1))
    inside = any(table.row <= row <= table.last_row for table in sheet.tables)
    return inside or any(value is not None or formula is not None for value, formula in cells)


def _untyped(sheet: GridSheet, row: int, left: int, right: int) -> bool:
    """Whether nobody has typed anything in a row of a table; formulas and empty boxes do not count."""
    cells = ((sheet.value(row, column), sheet.formula(row, column)) for column in range(left, right + 1))
    return all(formula is not None or is_blank(value) or value is False for value, formula in cells)


def _with_own(sheet: GridSheet, header: int, left: int, right: int) -> tuple[int, int]:
    """The columns of a table with those that people put directly beside it: what stands there belongs to its rows."""
    while left and isinstance(sheet.value(header, left - 1), str):
        left -= 1
    while isinstance(sheet.value(header, right + 1), str):
        right += 1
    return left, right


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
