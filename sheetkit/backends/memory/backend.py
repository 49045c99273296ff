"""A workbook in memory as a backend: build, read, patch."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace

from sheetkit.backends.memory.draft import Draft, moved_names
from sheetkit.backends.memory.fit import unfit
from sheetkit.backends.memory.rendered import cell, rendered
from sheetkit.backends.memory.rendered import tab as rendered_tab
from sheetkit.core.errors import FileExists, FileMissing, FileMoved, PatchRefused
from sheetkit.formula.excel import structured
from sheetkit.formula.layout import Layout, TablePlace
from sheetkit.workbook.grid import Grid, GridName, GridSheet, GridTable
from sheetkit.workbook.model import Workbook
from sheetkit.workbook.patch import KEEP, Patch, SheetPatch, TableAppend, plain


class MemoryBackend:
    """One workbook in memory. It implements `workbook.backend.Backend`.

    `grid` is the workbook as it is; whoever sets it is a person who saved theirs. Formulas are text by name, as an
    .xlsx file has them; their results are those that were written.
    """

    computes = False
    backup = ""

    def __init__(self, grid: Grid | None = None, *, name: str = "memory") -> None:
        self.name = name
        self._saves = 0
        self._grid: Grid | None = None
        if grid is not None:
            self.grid = grid

    @property
    def label(self) -> str:
        """Its name; there is no place."""
        return self.name

    @property
    def grid(self) -> Grid:
        """The workbook as it is now."""
        if self._grid is None:
            raise FileMissing(path=self.name)
        return self._grid

    @grid.setter
    def grid(self, grid: Grid) -> None:
        self._saves += 1
        self._grid = replace(grid, revision=str(self._saves), source=self.name)

    def exclusive(self) -> AbstractContextManager[None]:
        """Nothing to hold: nobody else has it."""
        return nullcontext()

    @contextmanager
    def rehearsal(self) -> "Iterator[MemoryBackend]":
        """Another one like it."""
        yield MemoryBackend(self.grid, name=self.name)

    def write(self, workbook: Workbook) -> None:
        """Build the workbook. Raises FileExists when there already is one."""
        if self._grid is not None:
            raise FileExists(path=self.name)
        self.grid = rendered(workbook)

    def read(self) -> Grid:
        """The cells as they are. Raises FileMissing when nothing was written yet."""
        return self.grid

    def patch(self, patch: Patch, layout: Layout, *, backup: bool = True) -> str:
        """Change cells and add rows; the new revision. Raises FileMoved or PatchRefused; nothing is changed then."""
        del backup
        grid = self.grid
        if patch.revision != grid.revision:
            raise FileMoved(path=self.name)
        if problems := unfit(patch):
            raise PatchRefused("Some changes cannot be made, so none was.", path=self.name, problems=problems)
        drafts = {sheet.name: Draft(sheet) for sheet in grid.sheets}
        names = {name.casefold(): name for name in drafts}
        for tab, parts in patch.sheets.items():
            for part in parts:
                _set(_draft(drafts, names, tab), part)
        known = dict(grid.names)
        for append in patch.appends:
            draft = _draft(drafts, names, append.sheet)
            known = _append(draft, append, layout, grid, known)
        sheets = [drafts[sheet.name].done() for sheet in grid.sheets]
        self.grid = replace(grid, sheets=(*sheets, *_added(patch, grid)), names=known)
        return self.grid.revision


def _added(patch: Patch, grid: Grid) -> list[GridSheet]:
    """The new tabs."""
    names = {sheet.name.casefold() for sheet in grid.sheets}
    for sheet in patch.added:
        if grid.closed or sheet.name.casefold() in names or not plain(sheet):
            raise PatchRefused(f"The tab {sheet.name} cannot be added.")
        names.add(sheet.name.casefold())
    return [rendered_tab(sheet) for sheet in patch.added]


def _draft(drafts: dict[str, Draft], names: dict[str, str], tab: str) -> Draft:
    if tab.casefold() not in names:
        raise PatchRefused(f"The workbook has no sheet {tab!r}.")
    return drafts[names[tab.casefold()]]


def _set(draft: Draft, part: SheetPatch) -> None:
    for row, column, value, formula in zip(part.rows, part.columns, part.values, part.formulas, strict=True):
        if formula is None:
            draft.put(row, column, cell(value))
        elif formula == KEEP:
            draft.refresh(row, column, cell(value))
        else:
            draft.put(row, column, cell(value), structured(formula, part.table))


def _append(
    draft: Draft, append: TableAppend, layout: Layout, grid: Grid, names: Mapping[str, GridName]
) -> dict[str, GridName]:
    sheet = grid.sheet(append.sheet)
    name, place, real = _place(append, layout, sheet)
    for column in append.values:
        if column not in place.columns:
            raise PatchRefused(f"The table {append.table} has no column {column}.")
    last = place.first_row + place.rows - 1
    columns = [*place.columns.values(), *((real.column, real.last_column) if real else ())]
    left, right = min(columns), max(columns)
    new = append.rows - append.adopt
    draft.make_room(last + 1, new, left, right)
    names = moved_names(names, append.sheet, last + 1, new, left, right)
    if real:
        grown = replace(real, last_row=real.last_row + append.rows)
        draft.tables = [grown if table.name == real.name else table for table in draft.tables]
    first = last + 1 - append.adopt
    for column, values in append.values.items():
        formula = append.formulas.get(column)
        for row, value in enumerate(values, first):
            if formula is not None:
                draft.put(row, place.columns[column], cell(value), structured(formula, name))
            elif value is not None:
                draft.put(row, place.columns[column], cell(value))
    return names


def _place(append: TableAppend, layout: Layout, sheet: GridSheet | None) -> tuple[str, TablePlace, GridTable | None]:
    """The template's name of the table, where it lies, and the real table there."""
    for name, place in layout.tables.items():
        inside = set(place.columns.values())
        real = next(
            (
                table
                for table in (sheet.tables if sheet else ())
                if table.row == place.first_row - 1 and inside & set(range(table.column, table.last_column + 1))
            ),
            None,
        )
        if place.sheet == append.sheet and append.table in (name, real.name if real else name):
            return name, place, real
    raise PatchRefused(f"The sheet {append.sheet} has no table {append.table} to append rows to.")
