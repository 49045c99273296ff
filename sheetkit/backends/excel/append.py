"""Rows added below a table: the cells they need, and the table's totals row moved out of their way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

from sheetkit.backends.excel.barriers import merges
from sheetkit.backends.excel.book import Book
from sheetkit.backends.excel.cells import Unfit
from sheetkit.backends.excel.cellxml import CellReader, Present
from sheetkit.backends.excel.edits import CellEdit, Formula, settle
from sheetkit.backends.excel.formulas import SheetFormulas
from sheetkit.backends.excel.growth import Growth
from sheetkit.backends.excel.newrows import PLAIN, Looks, NewColumn, new_rows
from sheetkit.backends.excel.sheetxml import Place, RowBlock, SheetXml
from sheetkit.backends.excel.tables import TablePart
from sheetkit.core.errors import PatchRefused
from sheetkit.core.problem import Problem
from sheetkit.formula.layout import TablePlace
from sheetkit.workbook import a1

_ADVICE = "Move what lies there, or insert {rows} below the table in Excel or LibreOffice. The file was not changed."


@dataclass(frozen=True, slots=True)
class Append:
    """Rows to add to a table: `columns` by the sheet column.

    The first `adopt` rows are already there, below the table, and keep every cell for which there is no value.
    """

    sheet: str
    table: str
    place: TablePlace
    rows: int
    columns: Mapping[int, NewColumn]
    adopt: int = 0


@dataclass(frozen=True, slots=True)
class Added:
    """What an append asks of its sheet: cells, rows below all others, and what no cell can hold."""

    cells: Mapping[Place, CellEdit]
    below: RowBlock | None
    problems: Sequence[Problem]


class Appender:
    """Adds rows to one table of a sheet."""

    def __init__(self, book: Book, append: Append) -> None:
        self._book, self._append = book, append
        self._part = next(sheet.part for sheet in book.parts.package.sheets if sheet.name == append.sheet)
        self._sheet = SheetXml(book.parts.document(self._part), self._part)
        self._reader = CellReader(self._sheet.part, book.shared_text)
        self.growth = self._measure()
        # Those of the table, and those that a person keeps beside it, as far as there are values for them.
        self._columns = sorted({*range(self.growth.left, self.growth.right + 1), *append.columns})

    @property
    def end(self) -> int:
        """The last row that this changes."""
        return self.growth.last + self.growth.rows + self.growth.totals

    def added(self, others: int) -> Added:
        """The cells of the new rows, and of the totals row where it goes; `others` is the last row changed otherwise.

        Rows below all that the sheet holds become XML at once. Raises PatchRefused when something lies where the rows
        would go.
        """
        growth, columns = self.growth, self._columns
        first, adopt = growth.last + 1, self._append.adopt
        if first + growth.rows + growth.totals > a1.MAX_ROWS:
            raise PatchRefused(f"The table {self._append.table} would reach beyond the sheet's last row.")
        free = range(first + growth.totals + adopt, first + growth.totals + growth.rows)
        alone = free.start > others and self._alone(free)
        self._refuse_below(free, alone=alone)
        cells: dict[Place, CellEdit] = {}
        if growth.totals:
            cells.update(self._totals(first, columns))
        looks = self._looks(growth.last, columns)
        settled, unfit = self._settled(range(adopt if alone else growth.rows))
        for offset in range(adopt if alone else growth.rows):
            for column in columns:
                edit = settled.get((offset, column))
                if edit or offset >= adopt:
                    cells[first + offset, column] = replace(edit or CellEdit("blank"), style=looks[column], moves=True)
        if not alone:
            return Added(cells, None, self._problems(unfit))
        below, more = self._below(free, looks)
        return Added(cells, below, self._problems([*unfit, *more]))

    def _alone(self, rows: range) -> bool:
        """Whether the rows lie below all that the sheet holds, and hold nothing out of the ordinary themselves."""
        growth, append = self.growth, self._append
        if not rows or growth.totals or self._book.date_1904 or self._sheet.data.hollow:
            return False
        spot = self._sheet.locate([(rows.start, growth.left)])[rows.start, growth.left]
        if spot.line.element is not None or spot.line.at != self._sheet.data.close:
            return False
        areas = [*SheetFormulas(self._sheet).areas, *merges(self._sheet)]
        if any(last >= rows.start for _, _, last, _ in areas):
            return False
        values = [column.values for column in append.columns.values()]
        return all(len(one) == growth.rows and PLAIN.issuperset(map(type, one)) for one in values)

    def _below(self, rows: range, looks: Mapping[int, int]) -> tuple[RowBlock, list[tuple[Place, Unfit]]]:
        adopt, styles = self._append.adopt, self._book.styles
        columns = {
            at: replace(column, values=column.values[adopt:]) if adopt else column
            for at, column in self._append.columns.items()
        }
        # Row by row, as cells take their formats one by one, so that a format gets the same number either way.
        met = sorted((at, column) for column in looks if (at := columns.get(column, NewColumn(())).first_live()) >= 0)
        quoted = {column: styles.variant(looks[column], quoted=True) for _, column in met} if styles else {}
        inks = {column: Looks(look, quoted.get(column, look)) for column, look in looks.items()}
        return new_rows(self._sheet, rows.start, columns, inks, len(rows))

    def _settled(self, offsets: range) -> tuple[dict[Place, CellEdit], list[tuple[Place, Unfit]]]:
        """The cells of these new rows, by the row's number (from 0) and the sheet column, and what no cell can hold."""
        first, adopt = self.growth.last + 1, self._append.adopt
        found: dict[Place, CellEdit] = {}
        unfit: list[tuple[Place, Unfit]] = []
        for column, new in self._append.columns.items():
            for offset, value in zip(offsets, new.values, strict=False):
                if offset < adopt and value is None:
                    continue
                row = first + offset
                try:
                    edit = Formula(new.formula(row), value) if new.formula else value
                    found[offset, column] = settle(edit, counted=True)
                except Unfit as wrong:
                    unfit.append(((row, column), wrong))
        return found, unfit

    def _problems(self, unfit: Sequence[tuple[Place, Unfit]]) -> list[Problem]:
        return [unfit_problem(self._append.sheet, place, wrong) for place, wrong in unfit]

    def _measure(self) -> Growth:
        append = self._append
        table = self._table()
        if table:
            _, c1, _, c2 = table.area
            first, last, totals = table.first_data_row, table.last_data_row, table.totals
            if last < first:
                raise PatchRefused(f"The table {table.name} has no data row whose format new rows could take.")
        else:
            columns = append.place.columns.values()
            first, last, totals = append.place.first_row, append.place.first_row + append.place.rows - 1, 0
            c1, c2 = min(columns), max(columns)
        return Growth(append.sheet, self._part, first, last, c1, c2, append.rows, totals, table)

    def _table(self) -> TablePart | None:
        place = self._append.place
        for table in self._book.tables(self._part):
            columns = range(table.area[1], table.area[3] + 1)
            if table.first_data_row == place.first_row and any(column in columns for column in place.columns.values()):
                return table
        return None

    def _refuse_below(self, rows: range, *, alone: bool) -> None:
        growth = self.growth
        for place, cell in () if alone else self._present(rows):
            if cell.kind != "blank" or cell.formula:
                self._refuse(f"{a1.address(*place)} below it is not empty")
        for area in merges(self._sheet):
            if self._crosses(area, rows):
                self._refuse(f"the merged cell {a1.range_address(*area)} lies below it")
        for table in self._book.tables(self._part):
            if table.part != (growth.part.part if growth.part else "") and self._crosses(table.area, rows):
                self._refuse(f"the table {table.name} lies below it")

    def _crosses(self, area: tuple[int, int, int, int], rows: range) -> bool:
        r1, c1, r2, c2 = area
        return r1 < rows.stop and r2 >= rows.start and c1 <= self._columns[-1] and c2 >= self._columns[0]

    def _refuse(self, why: str) -> NoReturn:
        append = self._append
        raise PatchRefused(
            f"The table {append.table} on {append.sheet} cannot get {append.rows:,} more rows: {why}.",
            hint=_ADVICE.format(rows="a row" if append.rows == 1 else f"{append.rows:,} rows"),
        )

    def _totals(self, row: int, columns: Sequence[int]) -> Iterator[tuple[Place, CellEdit]]:
        """The cells of the totals row where they will be, formulas that sum a column grown with it."""
        formulas = SheetFormulas(self._sheet)
        styles = self._looks(row, columns)
        present = dict(self._present(range(row, row + 1)))
        for column in columns:
            place, target = (row, column), (row + self.growth.rows, column)
            cell = present.get(place)
            if cell is None:
                continue
            formula = formulas.text(place, cell)
            if cell.formula and formula is None:
                self._refuse("its totals row holds an array formula")
            if formula is not None:
                formula = self.growth.formula(formula, here=True, fixed=True)
            yield target, CellEdit(cell.kind, cell.text, formula, style=styles[column], moves=True)

    def _present(self, rows: range) -> Iterator[tuple[Place, Present]]:
        spots = self._sheet.locate((row, column) for row in rows for column in self._columns)
        for place, spot in spots.items():
            if spot.element:
                yield place, self._reader.read(spot.element)

    def _looks(self, row: int, columns: Sequence[int]) -> dict[int, int]:
        """The formats that new cells take from the cells of this row, by column."""
        styles, found = self._book.styles, {}
        for (_, column), spot in self._sheet.locate((row, column) for column in columns).items():
            style = self._reader.read(spot.element).style if spot.element else self._sheet.style_for_new(spot)
            found[column] = styles.variant(style, quoted=False) if styles else style
        return found


def unfit_problem(sheet: str, place: Place, unfit: Unfit) -> Problem:
    """What to say of a value that the cell at this place cannot hold."""
    what, hint = unfit.args
    return Problem(code="patch-refused", tab=sheet, cell=a1.address(*place), message=f"The value {what}.", hint=hint)
