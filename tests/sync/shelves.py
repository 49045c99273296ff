"""Two workbooks in memory, read, merged and written by the same code as files, at a fraction of the time."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import sheetkit
from sheetkit.backends.excel.backend import ExcelBackend
from sheetkit.backends.memory import MemoryBackend
from sheetkit.core.errors import WriteFailed
from sheetkit.core.values import CellValue
from sheetkit.formula.layout import Layout
from sheetkit.template.load import load_template
from sheetkit.workbook.backend import Backend
from sheetkit.workbook.grid import Grid, GridSheet
from sheetkit.workbook.patch import Patch, SheetPatch
from tests.sync.both import MINE, Both, Cells, Hands, Look
from tests.sync.desk import DAY

SHELF: Final = Path(__file__).with_name("shelf.yaml")
"""The library of the tests on files in small: the same tables and columns, as far as people in games type there."""
ROWS: Final[dict[str, dict[str, list[CellValue]]]] = {
    "Books": {
        "Shelf Mark": ["N-1", "T-1", "C-1", "N-2"],
        "Book Title": ["Emma", "Roads", "Ducks", "Dune"],
        "Author": ["Austen", None, "Low", "Herbert"],
        "Shelf": ["Novels", "Travel", "Children", "Novels"],
        "Price": [9.5, 12.0, 4.0, 8.0],
        "Read By": ["R001", None, "R002", None],
    },
    "Readers": {"Card": ["R001", "R002", "R003"], "Reader Name": ["Ann", "Bob", "Cy"]},
}


class Keeper(MemoryBackend):
    """A workbook in memory whose keeper fails when asked to: before a write is done, or when it is told.

    `before_look` happens before the look that it takes right before it writes.
    """

    def __init__(self, grid: Grid, name: str) -> None:
        super().__init__(grid, name=name)
        self.fails = ""
        self.before_look: Callable[[], None] | None = None
        self.was: Grid | None = None

    def patch(self, patch: Patch, layout: Layout, *, backup: bool = True) -> str:
        happens, self.before_look = self.before_look, None
        self.was = self.grid
        if happens:
            happens()
        fails, self.fails = self.fails, ""
        if fails == "before":
            raise WriteFailed("It cannot be written.", hint="Try again.")
        done = self.put(patch, layout, backup=backup)
        if fails == "after":
            raise WriteFailed("Nobody knows whether it was written.", hint="Try again.")
        return done

    def put(self, patch: Patch, layout: Layout, *, backup: bool) -> str:
        """The look before a write, and the write; `was` is the workbook before anything happened in between."""
        return super().patch(patch, layout, backup=backup)


class GridHands(Hands):
    """A person who edits a workbook in memory, and saves it with every edit."""

    def __init__(self, backend: Keeper) -> None:
        self.backend = backend

    def type(self, sheet: str, cells: Cells, way: int = 0) -> None:
        del way
        rows, columns = [row for row, _ in cells], [column for _, column in cells]
        part = SheetPatch(rows, columns, list(cells.values()), [None] * len(rows), [""] * len(rows))
        MemoryBackend.patch(self.backend, Patch(self.backend.grid.revision, {sheet: (part,)}), Layout())

    def formula(self, sheet: str, at: tuple[int, int], text: str, result: CellValue) -> None:
        self.type(sheet, {at: result})
        row, column = at

        def with_formula(one: GridSheet) -> GridSheet:
            return replace(one, formulas={**one.formulas, column: {**one.formulas.get(column, {}), row: text}})

        self._reshape(sheet, with_formula)

    def _reshape(self, sheet: str, change: Callable[[GridSheet], GridSheet]) -> None:
        grid = self.backend.grid
        self.backend.grid = replace(
            grid, sheets=tuple(change(one) if one.name == sheet else one for one in grid.sheets)
        )

    def rename_tab(self, sheet: str, title: str) -> None:
        self._reshape(sheet, lambda one: replace(one, name=title))
        grid = self.backend.grid
        names = {name: replace(at, sheet=title) if at.sheet == sheet else at for name, at in grid.names.items()}
        self.backend.grid = replace(grid, names=names)

    def rename_header(self, sheet: str, at: tuple[int, int], title: str) -> None:
        self.type(sheet, {at: title})
        row, column = at

        def renamed(one: GridSheet) -> GridSheet:
            tables = []
            for table in one.tables:
                if table.row == row and table.column <= column <= table.last_column:
                    heads = list(table.columns)
                    heads[column - table.column] = title
                    table = replace(table, columns=tuple(heads))  # noqa: PLW2901
                tables.append(table)
            return replace(one, tables=tuple(tables))

        self._reshape(sheet, renamed)

    def keep(self) -> Grid:
        return self.backend.grid

    def bring_back(self, kept: Any) -> None:
        self.backend.grid = kept


class Shelves(Both):
    """A pair of workbooks in memory; what is remembered of them lies on the disk."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, load_template(SHELF))
        self._looks: list[Look | None] = [None, None]
        book = folder / "shelf.xlsx"
        sheetkit.build(SHELF, book, as_of=DAY, rows=ROWS, workbook_id="shelf")
        sheetkit.update(book, as_of=DAY)
        grid = ExcelBackend(book).read()
        self.keepers = (Keeper(grid, "here"), Keeper(grid, "there"))
        here, there = (GridHands(keeper) for keeper in self.keepers)
        self.hands = (here, there)
        for keeper in self.keepers:
            own = GridSheet(MINE, 3, [[None] * 3, [None, "my own", 2.0]], {1: {2: "1+1"}})
            keeper.grid = replace(keeper.grid, sheets=(*keeper.grid.sheets, own))
        for side, hands in enumerate(self.hands):
            place = self.look(side).parsed.places["Readers"]
            hands.type(place.sheet, {(0, max([*place.columns.values()]) + 3): "beside"})
        self.begin()

    def side(self, side: int) -> Backend:
        return self.keepers[side]

    def look(self, side: int) -> Look:
        """The last look, where nobody saved the workbook since."""
        last = self._looks[side]
        if last is None or last.grid is not self.keepers[side].grid:
            last = self._looks[side] = super().look(side)
        return last

    def stamp(self) -> list[str]:
        return [keeper.grid.revision for keeper in self.keepers]

    def fault(self, row: int, detail: int) -> None:
        self.keepers[row % 2].fails = ("before", "after")[detail % 2]

    def interrupt(self, row: int, happens: Callable[[], None]) -> None:
        self.keepers[row % 2].before_look = happens

    def calm(self) -> None:
        for keeper in self.keepers:
            keeper.fails, keeper.before_look = "", None
