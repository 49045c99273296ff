"""Rows added below a table: the cells they need, and the table's totals row moved out of their way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NoReturn

from sheetkit.backends.excel.barriers import merges
from sheetkit.backends.excel.book import Book
from sheetkit.backends.excel.cellxml import CellReader, Present
from sheetkit.backends.excel.edits import CellEdit
from sheetkit.backends.excel.formulas import SheetFormulas
from sheetkit.backends.excel.growth import Growth
from sheetkit.backends.excel.sheetxml import Place, SheetXml
from sheetkit.backends.excel.tables import TablePart
from sheetkit.core.errors import PatchRefused
from sheetkit.formula.layout import TablePlace
from sheetkit.workbook import a1

_ADVICE = (
    "Move what lies there, or insert {rows} rows below the table in Excel or LibreOffice. The file was not changed."
)


@dataclass(frozen=True, slots=True)
class Append:
    """Rows to add to a table: `cells` by the new row's number (from 0) and the sheet column.

    The first `adopt` rows are already there, below the table, and keep every cell that `cells` does not name.
    """

    sheet: str
    table: str
    place: TablePlace
    rows: int
    cells: Mapping[Place, CellEdit]
    adopt: int = 0


class Appender:
    """Adds rows to one table of a sheet."""

    def __init__(self, book: Book, append: Append) -> None:
        self._book, self._append = book, append
        self._part = next(sheet.part for sheet in book.parts.package.sheets if sheet.name == append.sheet)
        self._sheet = SheetXml(book.parts.document(self._part), self._part)
        self._reader = CellReader(self._sheet.part, book.shared_text)
        self.growth = self._measure()

    def rows(self) -> Mapping[Place, CellEdit]:
        """The cells of the new rows, and of the totals row where it goes.

        Raises PatchRefused when something lies where the rows would go.
        """
        growth, columns = self.growth, range(self.growth.left, self.growth.right + 1)
        first = growth.last + 1
        if first + growth.rows + growth.totals > a1.MAX_ROWS:
            raise PatchRefused(f"The table {self._append.table} would reach beyond the sheet's last row.")
        self._refuse_below(range(first + growth.totals + self._append.adopt, first + growth.totals + growth.rows))
        cells: dict[Place, CellEdit] = {}
        if growth.totals:
            cells.update(self._totals(first, columns))
        looks = self._looks(growth.last, columns)
        for offset in range(growth.rows):
            for column in columns:
                edit = self._append.cells.get((offset, column))
                if edit or offset >= self._append.adopt:
                    cells[first + offset, column] = replace(edit or CellEdit("blank"), style=looks[column], moves=True)
        return cells

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

    def _refuse_below(self, rows: range) -> None:
        growth = self.growth
        for place, cell in self._present(rows):
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
        return r1 < rows.stop and r2 >= rows.start and c1 <= self.growth.right and c2 >= self.growth.left

    def _refuse(self, why: str) -> NoReturn:
        append = self._append
        raise PatchRefused(
            f"The table {append.table} on {append.sheet} cannot get {append.rows:,} more rows: {why}.",
            hint=_ADVICE.format(rows=f"{append.rows:,}"),
        )

    def _totals(self, row: int, columns: range) -> Iterator[tuple[Place, CellEdit]]:
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
        columns = range(self.growth.left, self.growth.right + 1)
        spots = self._sheet.locate((row, column) for row in rows for column in columns)
        for place, spot in spots.items():
            if spot.element:
                yield place, self._reader.read(spot.element)

    def _looks(self, row: int, columns: range) -> dict[int, int]:
        """The formats that new cells take from the cells of this row, by column."""
        styles, found = self._book.styles, {}
        for (_, column), spot in self._sheet.locate((row, column) for column in columns).items():
            style = self._reader.read(spot.element).style if spot.element else self._sheet.style_for_new(spot)
            found[column] = styles.variant(style, quoted=False) if styles else style
        return found
