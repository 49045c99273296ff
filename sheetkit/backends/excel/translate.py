"""A plain patch, its formulas as syntax trees, as edits of one file: formulas in the words that this file uses."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from sheetkit.backends.excel.append import Append, unfit_problem
from sheetkit.backends.excel.book import Book
from sheetkit.backends.excel.cells import Unfit
from sheetkit.backends.excel.edits import CellEdit, Formula, Result, settle
from sheetkit.backends.excel.newrows import NewColumn
from sheetkit.backends.excel.sheetxml import Place
from sheetkit.backends.excel.tables import TablePart
from sheetkit.core.errors import PatchRefused
from sheetkit.core.problem import Problem
from sheetkit.core.values import CellValue
from sheetkit.formula import excel
from sheetkit.formula.ast import Binary, Call, Column, Node, Percent, ThisRow, Unary, walk
from sheetkit.formula.layout import Layout, TablePlace
from sheetkit.workbook.patch import KEEP, Keep, Patch, SheetPatch, TableAppend


@dataclass(slots=True)
class Translation:
    """A patch as edits by sheet and place, rows to append, and what no cell can hold."""

    edits: dict[str, dict[Place, CellEdit]] = field(default_factory=dict)
    appends: list[Append] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def translated(book: Book, patch: Patch, layout: Layout) -> Translation:
    """The patch in the file's own words. Raises PatchRefused for a sheet or a table that the file does not have."""
    found = Translation()
    names = {sheet.name.casefold(): sheet.name for sheet in book.parts.package.sheets}
    speller = Speller(book, layout)
    for tab, blocks in patch.sheets.items():
        name = _sheet(names, tab)
        places = found.edits.setdefault(name, {})
        for block in blocks:
            _edits(speller, name, block, places, found.problems)
    for append in patch.appends:
        found.appends.append(_append(speller, _sheet(names, append.sheet), append))
    return found


class Speller:
    """Writes formulas for one file, in which people may have renamed tables and headers, or lost the tables."""

    def __init__(self, book: Book, layout: Layout) -> None:
        self._layout = layout
        self._parts = {sheet.name: book.tables(sheet.part) for sheet in book.parts.package.sheets}
        self._real = {name: self._found(place) for name, place in layout.tables.items()}
        self._known: dict[tuple[int, str], tuple[Node, str | None]] = {}

    def formula(self, node: Node, table: str, sheet: str, row: int) -> str:
        """The formula as a zero-based row of a sheet holds it: by name where the file has the names, else by cell."""
        known = self._known.get((id(node), table))
        if known is None:
            # The node is kept beside its text, so that its id is not given to another one.
            known = self._known[id(node), table] = (node, self._by_name(node, table))
        if known[1] is not None:
            return known[1]
        return excel.positional(node, self._layout, table, row=row, sheet=sheet)

    def place(self, sheet: str, table: str) -> TablePlace | None:
        """Where a table lies, by the template's name or by its own."""
        for name, place in self._layout.tables.items():
            real = self._real[name]
            if place.sheet == sheet and table in (name, real.name if real else name):
                return place
        return None

    def name_of(self, place: TablePlace) -> str:
        """The template's name of a table."""
        return next(name for name, other in self._layout.tables.items() if other is place)

    def _found(self, place: TablePlace) -> TablePart | None:
        columns = set(place.columns.values())
        for part in self._parts.get(place.sheet, ()):
            same = part.first_data_row == place.first_row
            if same and columns & set(range(part.area[1], part.area[3] + 1)):
                return part
        return None

    def _by_name(self, node: Node, table: str) -> str | None:
        for one in walk(node):
            if isinstance(one, ThisRow | Column) and self._renamed(one, table) is None:
                return None
        return excel.structured(self._rewritten(node, table), table)

    def _renamed(self, ref: ThisRow | Column, table: str) -> ThisRow | Column | None:
        """The reference in the file's names; None where the file has no such table or column."""
        name = ref.table or table
        place, part = self._layout.tables.get(name), self._real.get(name)
        at = place.columns.get(ref.column) if place else None
        if part is None or at is None or not part.area[1] <= at <= part.area[3]:
            return None
        return replace(ref, table=part.name, column=part.columns[at - part.area[1]].name)

    def _rewritten(self, node: Node, table: str) -> Node:
        match node:
            case ThisRow() | Column():
                return self._renamed(node, table) or node
            case Unary() | Percent():
                return replace(node, operand=self._rewritten(node.operand, table))
            case Binary():
                return replace(node, left=self._rewritten(node.left, table), right=self._rewritten(node.right, table))
            case Call():
                return replace(node, args=tuple(self._rewritten(arg, table) for arg in node.args))
        return node


def _edits(
    speller: Speller, sheet: str, block: SheetPatch, places: dict[Place, CellEdit], problems: list[Problem]
) -> None:
    cells = zip(block.rows, block.columns, block.values, block.formulas, block.number_formats, strict=True)
    for row, column, value, formula, look in cells:
        try:
            places[row, column] = _edit(speller, value, formula, look, (sheet, block.table, row))
        except Unfit as unfit:
            problems.append(unfit_problem(sheet, (row, column), unfit))


def _edit(
    speller: Speller, value: CellValue, formula: Node | Keep | None, look: str, where: tuple[str, str, int]
) -> CellEdit:
    if formula is None:
        return settle(value, look, counted=True)
    if formula == KEEP:
        return settle(Result(value), look, counted=True)
    sheet, table, row = where
    return settle(Formula(speller.formula(formula, table, sheet, row), value), look, counted=True)


def _append(speller: Speller, sheet: str, append: TableAppend) -> Append:
    place = speller.place(sheet, append.table)
    if place is None:
        raise PatchRefused(f"The sheet {sheet} has no table {append.table} to append rows to.")
    table = speller.name_of(place)
    columns: dict[int, NewColumn] = {}
    for name, values in append.values.items():
        if name not in place.columns:
            raise PatchRefused(f"The table {append.table} has no column {name}.")
        formula = append.formulas.get(name)
        spelled = partial(speller.formula, formula, table, sheet) if formula is not None else None
        columns[place.columns[name]] = NewColumn(values, spelled)
    return Append(sheet, append.table, place, append.rows, columns, append.adopt)


def _sheet(names: Mapping[str, str], tab: str) -> str:
    if tab.casefold() not in names:
        raise PatchRefused(f"The workbook has no sheet {tab!r}.")
    return names[tab.casefold()]
