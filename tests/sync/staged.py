"""A scenario on real workbooks: two .xlsx files, or a file and a spreadsheet of the local server.

`expected.txt` says `@on files` or `@on spreadsheet` (the remote side), and what is done to the shape of a workbook:
`@edit remote rename-header Author to Authors`, `@edit local rename-tab Books to Novels`, `@edit local filter Novels`,
`@edit remote insert-column Mine`, `@edit local add-tab Ideas`. `@fault any:4=429` strikes one sync at the server.
"""

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import openpyxl

import sheetkit
from sheetkit.app.syncing import sync
from sheetkit.backends.excel.backend import ExcelBackend
from sheetkit.backends.google.backend import GoogleBackend, create
from sheetkit.core.errors import SheetkitError
from sheetkit.core.values import CellValue
from sheetkit.emulator.server import Server
from sheetkit.sync.base import StateFile
from sheetkit.sync.snapshot import Snapshot, TableState, same
from sheetkit.template.load import load_template
from sheetkit.template.resolve import tab_of
from sheetkit.workbook.backend import Backend
from tests.app.google import shop
from tests.sync.both import BY, Both, Look
from tests.sync.desk import DAY
from tests.sync.pair import FileHands, SheetHands
from tests.sync.readable import outcome, parsed
from tests.sync.shelves import SHELF

OWN_TAB: Final = "an idea"
SIDES: Final = ("local", "remote")


class Stage(Both):
    """The two workbooks as the base says; `edits` are the shapes that people give them."""

    def __init__(self, folder: Path, server: Server, base: Snapshot, *, spreadsheet: bool) -> None:
        super().__init__(folder, load_template(SHELF))
        self.server, self.here, self.there = server, folder / "here.xlsx", folder / "there.xlsx"
        rows = {name: _rows(table) for name, table in base.tables.items()}
        sheetkit.build(SHELF, self.here, as_of=DAY, rows=rows, workbook_id="shelf")
        sheetkit.update(self.here, as_of=DAY)
        here = FileHands(self.here)
        if spreadsheet:
            made: list[GoogleBackend] = []

            def make(workbook: Any) -> GoogleBackend:
                made.append(create(shop.client(server), "Shelf", workbook))
                return made[0]

            sync(self.here, as_of=DAY, pair=lambda: "pair2", state=self.state, make=make, by=BY)
            self.id = made[0].id
            url = f"https://www.googleapis.com/drive/v3/files/{self.id}/permissions"
            made[0].http.answer("POST", url, {}, {"type": "user", "role": "writer", "emailAddress": "bob@example.com"})
            self.hands = (here, SheetHands(server, self.id))
        else:
            self.id = ""
            shutil.copy(self.here, self.there)
            self.hands = (here, FileHands(self.there))
        self.sync()
        self.checks: list[Callable[[], None]] = []

    def side(self, side: int) -> Backend:
        if side and self.id:
            return GoogleBackend(shop.client(self.server), self.id)
        return ExcelBackend(self.there if side else self.here)

    def stamp(self) -> Any:
        return [hands.keep() for hands in self.hands]

    def fault(self, row: int, detail: int) -> None:
        raise NotImplementedError

    def interrupt(self, row: int, happens: Callable[[], None]) -> None:
        raise NotImplementedError

    def calm(self) -> None:
        self.server.faults = ""

    def strike(self, fault: str) -> None:
        """One sync in which something goes wrong; it may stop with a clear sentence."""
        self.server.faults = fault
        with suppress(SheetkitError):
            self.sync()
        assert any(entry.faults for entry in self.server.log), "the fault struck nothing"
        self.calm()

    def type(self, side: int, before: Snapshot, after: Snapshot) -> None:
        """Somebody types what makes a side say something else, row by row as they stand in the texts."""
        for name, table in after.tables.items():
            look, old = self.look(side), before.tables[name]
            place, held = look.parsed.places[name], look.parsed.ledger.tables[name]
            rows = [*held.sheet_rows, *place.spare_rows]
            columns = {tab_of(self.template, name).key: table.keys, **table.columns}
            was = {tab_of(self.template, name).key: old.keys, **old.columns}
            cells = {
                (rows[row], place.columns[column]): value
                for column, values in columns.items()
                if column not in table.stamps
                for row, value in enumerate(values)
                if not same(value, was[column][row] if row < old.height else None)
            }
            if cells:
                self.hands[side].type(place.sheet, cells)

    def shape(self, side: int, what: str, words: str) -> None:
        """Somebody gives a workbook another shape; what of it must stay is looked at in the end."""
        look, hands = self.look(side), self.hands[side]
        place, (old, _, new) = look.parsed.places["Books"], words.partition(" to ")
        if what == "rename-header":
            hands.rename_header(place.sheet, (place.header_row, place.columns[old]), new)
            self.stays(side, lambda look: look.sheet("Books").value(place.header_row, place.columns[old]) == new)
        elif what == "rename-tab":
            hands.rename_tab(old, new)
            self.stays(side, lambda look: look.parsed.places["Books"].sheet == new)
        elif what == "insert-column":
            at = place.columns["Author"]
            hands.insert(place.sheet, "COLUMNS", at, alike=True)
            hands.type(place.sheet, {(place.header_row, at): words, (place.first_row, at): "mine"})
            self.stays(side, lambda look: look.sheet("Books").value(place.first_row, at) == "mine")
        elif what == "add-tab":
            book = openpyxl.load_workbook(self.here)
            book.create_sheet(words)["B2"] = OWN_TAB
            book.save(self.here)
            self.stays(side, lambda look: look.grid.sheet(words).value(1, 1) == OWN_TAB)  # type: ignore[union-attr]
        elif what == "filter":
            hidden = [row for row in look.parsed.ledger.tables["Books"].sheet_rows if not self.shown(look, row, words)]
            _hide(self.here, place.sheet, hidden)
            self.stays(side, lambda look: look.sheet("Books").hidden_rows == {*hidden} and hidden != [])
        else:
            raise ValueError(what)

    def shown(self, look: Look, row: int, shelf: str) -> bool:
        return look.sheet("Books").value(row, look.parsed.places["Books"].columns["Shelf"]) == shelf

    def stays(self, side: int, holds: Callable[[Look], bool]) -> None:
        def check() -> None:
            assert holds(self.look(side)), "what a person did to the shape of the workbook is gone"

        self.checks.append(check)


def _rows(table: TableState) -> Mapping[str, Sequence[CellValue]]:
    typed = {name: values for name, values in table.columns.items() if name not in table.stamps}
    return {table.key: table.keys, **typed}


def _hide(path: Path, sheet: str, rows: Sequence[int]) -> None:
    book = openpyxl.load_workbook(path)
    for row in rows:
        book[sheet].row_dimensions[row + 1].hidden = True
    book.save(path)


def played(texts: Mapping[str, str], lines: Sequence[Sequence[str]], folder: Path, server: Server) -> str:
    """What comes of a scenario: the tables that its base has, and the conflicts."""
    base = parsed(texts["base"])
    stage = Stage(folder, server, base, spreadsheet=("on", "spreadsheet") in [tuple(line[:2]) for line in lines])
    for line in lines:
        if line[0] == "edit":
            stage.shape(SIDES.index(line[1]), line[2], line[3])
    for number, name in enumerate(SIDES):
        stage.type(number, base, parsed(texts[name]))
    for line in lines:
        if line[0] == "fault":
            stage.strike(line[1])
    stage.sync()
    before = stage.stamp()
    again = stage.sync()
    assert (again.wrote, stage.stamp()[0]) == (False, before[0]), "I3"
    for check in stage.checks:
        check()
    logged = [one.conflict for one in StateFile(stage.state / "pair2.db", "").conflicts()]
    local, remote = (_told(stage.look(side).snapshot, base) for side in (0, 1))
    return outcome(local, remote, logged)


def _told(snapshot: Snapshot, base: Snapshot) -> Snapshot:
    """The tables that the base has, as far as people type there."""
    tables = {}
    for name in base.tables:
        table = snapshot.tables[name]
        columns = {one: values for one, values in table.columns.items() if one not in table.stamps}
        tables[name] = replace(table, columns=columns)
    return Snapshot(tables)
