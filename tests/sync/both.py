"""Two workbooks in step, whoever keeps them, and what a person can do to each with their own hands."""

import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sheetkit.app.auditing import audit
from sheetkit.app.sync_results import Synced
from sheetkit.app.syncing import sync
from sheetkit.core.values import CellValue
from sheetkit.records.parse import parse
from sheetkit.records.place import Parsed
from sheetkit.sync.base import StateFile
from sheetkit.sync.snapshot import Snapshot
from sheetkit.sync.take import take
from sheetkit.template.model import Template
from sheetkit.template.resolve import tab_of
from sheetkit.workbook.backend import Backend
from sheetkit.workbook.grid import Grid, GridSheet
from tests.sync.desk import DAY

BY = ("ann", "2026-11-22T14:05:00Z")
MINE = "Mine"
"""A tab of a person's own; and a word beside a table, which is nobody's but theirs."""
Cells = Mapping[tuple[int, int], Any]
"""What to type, by sheet row and column."""


@dataclass(frozen=True)
class Look:
    """What one side says now."""

    grid: Grid
    parsed: Parsed
    snapshot: Snapshot

    def sheet(self, table: str) -> GridSheet:
        found = self.grid.sheet(self.parsed.places[table].sheet)
        assert found
        return found

    @property
    def values(self) -> set[CellValue]:
        """Every value in any cell."""
        return {value for sheet in self.grid.sheets for column in sheet.values for value in column}

    def edges(self, table: str) -> tuple[int, int]:
        """The first column of a table, and the one behind it."""
        place = self.parsed.places[table]
        columns = [*place.columns.values(), *place.extra.values()]
        return min(place.columns.values()), max(columns) + 1

    def typed_columns(self, template: Template, table: str) -> list[int]:
        """Where people type in a table: its columns without formulas, and their own."""
        place = self.parsed.places[table]
        own = [column.name for column in tab_of(template, table).columns if not column.formula]
        return [*(place.columns[name] for name in own if name in place.columns), *place.extra.values()]


class Hands(ABC):
    """What a person does to one workbook. `way` chooses among several ways to do the same."""

    inserts = False
    """Whether whole rows and columns can be put between others, and taken out."""

    @abstractmethod
    def type(self, sheet: str, cells: Cells, way: int = 0) -> None:
        """Type into cells; None empties one."""

    @abstractmethod
    def formula(self, sheet: str, at: tuple[int, int], text: str, result: CellValue) -> None:
        """Type a formula of one's own."""

    @abstractmethod
    def rename_tab(self, sheet: str, title: str) -> None:
        """Give a tab another name."""

    @abstractmethod
    def rename_header(self, sheet: str, at: tuple[int, int], title: str) -> None:
        """Give a column another header."""

    @abstractmethod
    def keep(self) -> Any:
        """A copy of the whole workbook."""

    @abstractmethod
    def bring_back(self, kept: Any) -> None:
        """The copy takes the workbook's place."""

    def clear(self, sheet: str, cells: list[tuple[int, int]], way: int = 0) -> None:
        self.type(sheet, dict.fromkeys(cells), way)

    def copy(self, look: Look, template: Template, table: str, rows: tuple[int, int]) -> None:
        """Copy what is typed in one sheet row into another one."""
        at, to = rows
        sheet = look.sheet(table)
        self.type(sheet.name, {(to, column): sheet.value(at, column) for column in look.typed_columns(template, table)})

    def sort(self, look: Look, template: Template, table: str, row: int, detail: int) -> None:
        """Put the rows in another order."""
        sheet, rows = look.sheet(table), list(look.parsed.ledger.tables[table].sheet_rows)
        turned = [*rows[row % len(rows) :], *rows[: row % len(rows)]][:: -1 if detail % 3 else 1]
        columns = look.typed_columns(template, table)
        moves = [(to, at, column) for to, at in zip(rows, turned, strict=True) for column in columns]
        self.type(sheet.name, {(to, column): sheet.value(at, column) for to, at, column in moves})

    def replace(self, sheet: str, old: str, new: str) -> bool:
        """Find a text and replace it; whether this program can."""
        del sheet, old, new
        return False

    def insert(self, sheet: str, dimension: str, at: int, *, alike: bool) -> None:
        """A blank row or column ("ROWS", "COLUMNS") between others, as the one before it or not."""
        raise NotImplementedError

    def delete_row(self, sheet: str, row: int) -> None:
        raise NotImplementedError

    def resave(self) -> None:
        """Another program opens the workbook and saves it."""
        self.bring_back(self.keep())


class Both(ABC):
    """Two workbooks that were synced once. `hands[side]` is whoever edits that side."""

    def __init__(self, folder: Path, template: Template) -> None:
        self.folder, self.state, self.template = folder, folder / "state", template
        self.hands: tuple[Hands, Hands]
        self._start: list[Any] = []

    def begin(self) -> None:
        """From here games start."""
        self.sync()
        self._start = [hands.keep() for hands in self.hands]
        shutil.copytree(self.state, self.folder / "start")

    def reset(self) -> None:
        """Both sides and the state as at first."""
        self.calm()
        for hands, kept in zip(self.hands, self._start, strict=True):
            hands.bring_back(kept)
        shutil.rmtree(self.state)
        shutil.copytree(self.folder / "start", self.state)

    @abstractmethod
    def side(self, side: int) -> Backend:
        """Its backend."""

    @abstractmethod
    def stamp(self) -> Any:
        """What changes with any write to either side."""

    @abstractmethod
    def fault(self, row: int, detail: int) -> None:
        """Let something go wrong in the next sync."""

    @abstractmethod
    def interrupt(self, row: int, happens: Callable[[], None]) -> None:
        """Let something happen in the next sync, between what it reads and the look that it takes before it writes."""

    @abstractmethod
    def calm(self) -> None:
        """Nothing goes wrong any more."""

    def whole(self) -> bool:
        """Whether nothing is torn, and nothing else lies about."""
        return True

    def look(self, side: int) -> Look:
        grid = self.side(side).read()
        parsed = parse(self.template, grid)
        return Look(grid, parsed, take(parsed, parsed.ledger, grid))

    def sync(self, **options: Any) -> Synced:
        given = {"max_delete": 100.0, "by": BY, **options}
        return sync(self.side(0), self.side(1), as_of=DAY, pair=lambda: "pair2", state=self.state, **given)

    @property
    def store(self) -> StateFile:
        """What is remembered of the two."""
        found = [path for path in self.state.glob("*.db") if StateFile(path, "").load().marks != (0, 0)]
        return StateFile(found[0] if found else self.state / "pair1.db", "")

    def logged(self) -> set[CellValue]:
        """Every value in the log of conflicts."""
        found = [one for path in self.state.glob("*.db") for one in StateFile(path, "").conflicts()]
        return {value for one in found for value in (one.conflict.before, one.conflict.local, one.conflict.remote)}

    def audit_faults(self) -> list[str]:
        found = [one for side in (0, 1) for one in audit(self.side(side), state=self.state)]
        return [fault.what for one in found for fault in one.faults]
