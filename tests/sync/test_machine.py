"""Games on whole workbooks: people type, add, delete, copy, sort and wipe in two of them, syncs are cut off between.

On workbooks in memory for speed, and on files; `SHEETKIT_SYNC_GAMES` makes it longer (docs/sync.md).
"""

import os
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

import sheetkit
from sheetkit.app.syncing import sync
from sheetkit.backends.excel.backend import ExcelBackend
from sheetkit.backends.memory import MemoryBackend
from sheetkit.core.values import CellValue
from sheetkit.formula.layout import Layout
from sheetkit.records.parse import parse
from sheetkit.records.place import Parsed
from sheetkit.sync.base import StateFile
from sheetkit.sync.board import find
from sheetkit.sync.conflict_board import BOARD
from sheetkit.sync.snapshot import agree, folded
from sheetkit.sync.take import take
from sheetkit.sync.workbooks import WorkbookReplica
from sheetkit.template.load import load_template
from sheetkit.template.resolve import tab_of
from sheetkit.workbook.backend import Backend
from sheetkit.workbook.patch import Patch, SheetPatch
from tests.sync.desk import DAY, LIBRARY
from tests.sync.sides import Crash

GAMES = int(os.environ.get("SHEETKIT_SYNC_GAMES", "12"))
TABLES = {"Books": ("Book Title", "Author"), "Readers": ("Reader Name", "E-mail")}


class Game:
    """Two workbooks; whatever is typed is unlike all else, and must be found again."""

    def __init__(self, sides: list[Backend], state: Path, seed: int) -> None:
        self.sides, self.state, self.draw = sides, state, random.Random(seed)  # noqa: S311
        self.template, self.token = load_template(LIBRARY), 0
        self.alive: set[CellValue] = set()
        self.sync()

    def read(self, side: int) -> Parsed:
        return parse(self.template, self.sides[side].read())

    def write(self, side: int, parsed: Parsed, table: str, cells: dict[tuple[int, str], CellValue]) -> None:
        place = parsed.places[table]
        rows, columns = [row for row, _ in cells], [place.columns[name] for _, name in cells]
        blank = [None] * len(rows)
        part = SheetPatch(rows, columns, list(cells.values()), blank, [""] * len(rows))
        self.sides[side].patch(Patch(parsed.revision, {place.sheet: (part,)}), parsed.layout)

    def rows(self, parsed: Parsed, table: str) -> list[dict[str, CellValue]]:
        tab, held = tab_of(self.template, table), parsed.ledger.tables[table]
        names = [column.name for column in tab.columns if not column.formula]
        return [{name: held.columns[name][row] for name in names} for row in range(held.height)]

    def step(self) -> None:
        side, table = self.draw.randrange(2), self.draw.choice(list(TABLES))
        people = (self.type, self.clash, self.type, self.add, self.delete, self.copy, self.sort, self.wipe, self.settle)
        act = self.draw.randrange(len(people) + 3)
        if act < len(people):
            people[act](side, table)
        else:
            (self.update, self.sync, self.cut)[act - len(people)]()

    def new(self) -> str:
        self.token += 1
        value = f"t{self.token}"
        self.alive.add(value)
        return value

    def type(self, side: int, table: str) -> None:
        parsed = self.read(side)
        held = parsed.ledger.tables[table]
        if held.height:
            row, column = self.draw.randrange(held.height), self.draw.choice(TABLES[table])
            self.alive.discard(held.columns[column][row])
            self.write(side, parsed, table, {(held.sheet_rows[row], column): self.new()})

    def add(self, side: int, table: str) -> None:
        parsed = self.read(side)
        spare = parsed.places[table].spare_rows
        if spare:
            cells: dict[tuple[int, str], CellValue] = {(spare[0], column): self.new() for column in TABLES[table]}
            if table == "Books":
                cells[spare[0], "Shelf Mark"] = f"S-{self.token}"
            self.write(side, parsed, table, cells)

    def delete(self, side: int, table: str) -> None:
        parsed = self.read(side)
        rows, held = self.rows(parsed, table), parsed.ledger.tables[table]
        if len(rows) > 2:
            row = self.draw.randrange(len(rows))
            self.alive -= set(rows[row].values())
            self.write(side, parsed, table, {(held.sheet_rows[row], name): None for name in rows[row]})

    def copy(self, side: int, table: str) -> None:
        parsed = self.read(side)
        rows, spare = self.rows(parsed, table), parsed.places[table].spare_rows
        if rows and spare:
            row = self.draw.choice(rows)
            self.write(side, parsed, table, {(spare[0], name): value for name, value in row.items()})

    def sort(self, side: int, table: str) -> None:
        parsed = self.read(side)
        rows, held = self.rows(parsed, table), parsed.ledger.tables[table]
        order = self.draw.sample(rows, len(rows))
        cells = {
            (at, name): value for at, row in zip(held.sheet_rows, order, strict=True) for name, value in row.items()
        }
        if cells:
            self.write(side, parsed, table, cells)

    def wipe(self, side: int, table: str) -> None:
        parsed = self.read(side)
        held, key = parsed.ledger.tables[table], tab_of(self.template, table).key
        if table == "Readers" and held.height:
            self.write(side, parsed, table, {(self.draw.choice(list(held.sheet_rows)), key): None})

    def clash(self, side: int, table: str) -> None:
        """Both type into the same cell."""
        rows = [self.read(one).ledger.tables[table] for one in (side, 1 - side)]
        tab, column = tab_of(self.template, table), TABLES[table][0]
        keys = [list(map(folded, held.columns[tab.key])) for held in rows]
        both = [key for key in keys[0] if key and key in keys[1]]
        if both:
            key = self.draw.choice(both)
            for one, held, own in zip((side, 1 - side), rows, keys, strict=True):
                self.alive.discard(held.columns[column][own.index(key)])
                self.write(one, self.read(one), table, {(held.sheet_rows[own.index(key)], column): self.new()})

    def settle(self, side: int, table: str) -> None:
        """Somebody decides about a conflict on the Conflicts tab, wherever it waits, or about two of them."""
        del table
        grid = self.sides[side].read()
        placed = find(BOARD, grid)
        for row, says in placed.lines if placed else ():
            if placed and self.draw.random() < 0.6:
                at = BOARD.heads.index("Resolution")
                self.alive.discard(says[at])
                value = self.draw.choice(["keep this", "keep the other", self.new()])
                if value != f"t{self.token}":
                    self.alive.discard(f"t{self.token}")
                part = SheetPatch([row], [placed.columns[at]], [value], [None], [""])
                self.sides[side].patch(Patch(self.sides[side].read().revision, {placed.sheet: (part,)}), Layout())

    def update(self) -> None:
        sheetkit.update(self.sides[self.draw.randrange(2)], as_of=DAY)

    def cut(self) -> None:
        """A sync that is killed before some step."""
        left = self.draw.randrange(6)
        steps = 0

        def counted(method: Callable[..., object]) -> Callable[..., object]:
            def last(*arguments: object) -> object:
                nonlocal steps
                steps += 1
                if steps > left:
                    raise Crash
                return method(*arguments)

            return last

        steps_of = [(StateFile, "log"), (StateFile, "begin"), (StateFile, "commit"), (WorkbookReplica, "write")]
        with pytest.MonkeyPatch.context() as patched, suppress(Crash):
            for kind, name in steps_of:
                patched.setattr(kind, name, counted(getattr(kind, name)))
            self.sync_once()

    def sync_once(self) -> object:
        day = datetime(DAY.year, DAY.month, DAY.day)
        return sync(*self.sides, as_of=day, pair=lambda: "pair", state=self.state, max_delete=100)

    def sync(self) -> None:
        done = sync(*self.sides, as_of=DAY, pair=lambda: "pair", state=self.state, max_delete=100)
        grids = [side.read() for side in self.sides]
        parsed = [parse(self.template, grid) for grid in grids]
        states = [take(one, one.ledger, grid) for one, grid in zip(parsed, grids, strict=True)]
        log = StateFile(self.state / "pair.db", "").conflicts()
        known = {value for one in log for value in (one.conflict.before, one.conflict.local, one.conflict.remote)}
        known |= {v for state in states for t in state.tables.values() for column in t.columns.values() for v in column}
        known |= {
            says[BOARD.heads.index("Resolution")]
            for grid in grids
            if (placed := find(BOARD, grid))
            for _, says in placed.lines
        }
        assert self.alive <= known, f"I1 {self.alive - known}"
        if not done.waiting:
            assert agree(*states), "I2"
        for state in states:
            for name in TABLES:
                keys = [folded(key) for key in state.tables[name].keys]
                assert len(set(keys)) == len(keys), f"I4 {keys}"
                assert "" not in keys, "I4"
        again = sync(*self.sides, as_of=DAY, pair=lambda: "pair", state=self.state, max_delete=100)
        assert not again.wrote, "I3"
        assert [side.read().revision for side in self.sides] == [grid.revision for grid in grids], "I3"
        for one in parsed:
            for tab, rows in one.ledger.tables.items():
                assert not rows.broken, f"a formula is gone in {tab}: {rows.broken}"


def play(game: Game, steps: int) -> None:
    for _ in range(steps):
        game.step()
    game.sync()


@pytest.mark.parametrize("seed", range(GAMES))
def test_games_in_memory(made: bytes, tmp_path: Path, seed: int) -> None:
    path = tmp_path / "made.xlsx"
    path.write_bytes(made)
    grid = ExcelBackend(path).read()
    sides: list[Backend] = [MemoryBackend(replace(grid), name=name) for name in ("here", "there")]
    play(Game(sides, tmp_path / "state", seed), 15)


@pytest.mark.parametrize("seed", range(max(2, GAMES // 5)))
def test_games_on_files(made: bytes, tmp_path: Path, seed: int) -> None:
    sides: list[Backend] = []
    for name in ("here", "there"):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(made)
        sides.append(ExcelBackend(path))
    play(Game(sides, tmp_path / "state", 1000 + seed), 12)
