"""A patch as what is to be written in one spreadsheet: cells by sheet and place, tables that grow, nothing sent yet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sheetkit.backends.google.blocks import unfit_problem
from sheetkit.backends.google.formulas import speller
from sheetkit.backends.google.growth import Growth, growths, mover, shifted
from sheetkit.backends.google.ranges import Json
from sheetkit.backends.google.spans import Place
from sheetkit.backends.google.values import Unfit, entered
from sheetkit.core.errors import PatchRefused
from sheetkit.core.problem import Problem
from sheetkit.core.values import CellValue
from sheetkit.formula.ast import Node
from sheetkit.formula.layout import Layout
from sheetkit.workbook.grid import Grid
from sheetkit.workbook.model import Sheet
from sheetkit.workbook.patch import KEEP, Patch, SheetPatch, plain


@dataclass(frozen=True, slots=True)
class Entry:
    """What one cell is to hold: a userEnteredValue, None for a blank. `look` is the format it takes if it has none."""

    value: Json | None
    look: str = ""
    was: Place | None = None  # where the cell lay before; None for a new one


@dataclass(slots=True)
class Change:
    """All that a patch does. `cells` are by sheet and by their place once all rows are inserted.

    `touched` are the same cells that were there before, by sheet and by their place then. `added` are new tabs, whose
    cells are in `cells` too.
    """

    grown: Sequence[Growth]
    added: Sequence[Sheet] = ()
    cells: dict[str, dict[Place, Entry]] = field(default_factory=dict)
    touched: dict[str, set[Place]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.grown or self.added or any(self.cells.values()))


def change(patch: Patch, layout: Layout, grid: Grid) -> Change:
    """What a patch does to the spreadsheet that was read as `grid`.

    Fresh results of formulas are left out: Google computes them itself. Raises PatchRefused with a Problem for each
    value that no cell can hold, and for tables and sheets that are not there.
    """
    grown = growths(patch.appends, layout, grid)
    _check_added(patch, grid)
    writer = _Writer(Change(grown, patch.added), shifted(layout, grown), grid)
    for tab, parts in patch.sheets.items():
        for part in parts:
            writer.set(tab, part)
    for growth in grown:
        writer.add(growth)
    for sheet in patch.added:
        writer.fill(sheet)
    if writer.problems:
        count = len(writer.problems)
        what = "One change" if count == 1 else f"{count:,} changes"
        raise PatchRefused(f"{what} cannot be made, so none was.", problems=writer.problems)
    return writer.change


def _check_added(patch: Patch, grid: Grid) -> None:
    names = {sheet.name.casefold() for sheet in grid.sheets}
    for sheet in patch.added:
        if not plain(sheet):
            raise PatchRefused(f"The tab {sheet.name} holds more than cells, so it cannot be added to a spreadsheet.")
        if sheet.name.casefold() in names:
            raise PatchRefused(f"The spreadsheet has a tab {sheet.name} already.")
        names.add(sheet.name.casefold())


class _Writer:
    """Gathers the entries of one change."""

    def __init__(self, change: Change, layout: Layout, grid: Grid) -> None:
        self.change = change
        self.problems: list[Problem] = []
        self._layout, self._grid = layout, grid
        self._known: dict[tuple[int, str, str], tuple[Node, Callable[[int], str]]] = {}

    def set(self, tab: str, part: SheetPatch) -> None:
        sheet = self._grid.sheet(tab)
        if sheet is None:
            raise PatchRefused(f"The spreadsheet has no sheet {tab!r}.")
        moved = mover(self.change.grown, sheet.name)
        cells = self.change.cells.setdefault(sheet.name, {})
        touched = self.change.touched.setdefault(sheet.name, set())
        every = zip(part.rows, part.columns, part.values, part.formulas, part.number_formats, strict=True)
        for row, column, value, formula, look in every:
            if formula == KEEP:
                continue
            at = (moved(row, column), column)
            node = None if formula is None or isinstance(formula, str) else formula
            cells[at] = Entry(self._value(sheet.name, at, value, node, part.table), look, (row, column))
            touched.add((row, column))

    def add(self, growth: Growth) -> None:
        append = growth.append
        cells = self.change.cells.setdefault(append.sheet, {})
        rows = [row + self._below(growth) for row in growth.rows()]
        for name, values in append.values.items():
            column, formula = growth.place.columns[name], append.formulas.get(name)
            for index, (row, value) in enumerate(zip(rows, values, strict=False)):
                if index < growth.append.adopt and formula is None and value is None:
                    continue
                cells[row, column] = Entry(self._value(append.sheet, (row, column), value, formula, growth.table))

    def fill(self, sheet: Sheet) -> None:
        """The cells of a new tab."""
        cells = self.change.cells.setdefault(sheet.name, {})
        for block in sheet.blocks:
            for column, own in enumerate(block.columns, block.column):
                for row, value in enumerate(own.values, block.row):
                    entry = self._value(sheet.name, (row, column), value, None, "")
                    if entry is not None:
                        cells[row, column] = Entry(entry)

    def _below(self, growth: Growth) -> int:
        """How far rows that go in above on the same sheet move this table's."""
        above = (
            other
            for other in self.change.grown
            if other is not growth and other.append.sheet == growth.append.sheet and other.last < growth.last
        )
        return sum(other.count for other in above)

    def _value(self, sheet: str, at: Place, value: CellValue, formula: Node | None, table: str) -> Json | None:
        if formula is not None:
            return {"formulaValue": self._speller(formula, table, sheet)(at[0])}
        try:
            return entered(value)
        except Unfit as unfit:
            self.problems.append(unfit_problem(sheet, *at, unfit))
            return None

    def _speller(self, node: Node, table: str, sheet: str) -> Callable[[int], str]:
        known = self._known.get((id(node), table, sheet))
        if known is None:
            # The node is kept beside its text, so that its id is not given to another one.
            known = self._known[id(node), table, sheet] = (node, speller(node, self._layout, table, sheet))
        return known[1]
