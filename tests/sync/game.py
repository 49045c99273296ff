"""Games between a file and its spreadsheet: people, faults that strike, and the promises that hold afterwards."""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sheetkit.audit import chain
from sheetkit.core.errors import SheetkitError
from sheetkit.core.values import CellValue
from sheetkit.sync.base import StateFile
from sheetkit.sync.snapshot import Snapshot, agree, folded
from sheetkit.sync.workbooks import WorkbookReplica
from tests.sync.pair import MINE, Look, Pair
from tests.sync.people import NAMED, START, TABLES, Turn
from tests.sync.play import Broken
from tests.sync.reshaping import Reshapers
from tests.sync.sides import Crash

FAULTS = ("latency(0.01)", "429", "429(2)", "500", "503", "503(1)", "cut-before", "cut-after", "twice")
STEPS = [
    (StateFile, "log"), (StateFile, "begin"), (StateFile, "commit"), (StateFile, "put"), (WorkbookReplica, "write"),
]  # fmt: skip
"""Every durable step of a sync, but for the line in the audit log."""


class Game(Reshapers):
    """One game on a pair of workbooks.

    `old` are copies of each side after former syncs, with what was alive then; `stops` counts how syncs ended that
    faults struck, `acted` what happened.
    """

    nested = False

    def __init__(self, pair: Pair) -> None:
        super().__init__(pair)
        self.lost_log: set[CellValue] = set()
        self.failed: BaseException | None = None
        self.old: list[list[tuple[Any, dict[CellValue, CellValue]]]] = [[], []]
        self.stops: Counter[str] = Counter()
        self.acted: Counter[str] = Counter()
        pair.reset()
        look = pair.look(0)
        for table, name in NAMED.items():
            self.births.update((table, value) for value in look.snapshot.tables[table].columns[name])
        self.sync(START)

    def acts(self) -> tuple[Callable[[Turn], None], ...]:
        """What may happen, the likelier things more than once."""
        people = (
            self.edit, self.edit, self.edit, self.edit, self.add, self.add, self.add_keyed, self.delete, self.copy,
            self.sort, self.wipe, self.rekey, self.setting, self.entry, self.rename_tab, self.rename_header,
            self.insert_column, self.insert_row, self.resave,
        )  # fmt: skip
        faults = (
            self.sync, self.sync, self.sync, self.update, self.fault, self.fault, self.fault, self.crash, self.crash,
            self.crash, self.meanwhile, self.meanwhile, self.restore, self.forget, self.clash, self.clash, self.clash,
            self.clash, self.clash, self.clash,
        )  # fmt: skip
        return people if self.nested else people + faults

    def act(self, what: int, side: int, row: int, detail: int) -> str:
        """Let one thing happen; its name."""
        acts = self.acts()
        chosen = acts[what % len(acts)]
        self.acted[chosen.__name__ + " meanwhile" * self.nested] += 1
        chosen(Turn(side % 2, row, detail))
        return chosen.__name__

    def clash(self, turn: Turn) -> None:
        """Both do something to the same row before either is synced, or both begin one."""
        side, row, detail = turn
        first = (self.edit, self.delete, self.wipe, self.rekey, self.copy, self.add, self.add_keyed)[row % 7]
        then = first if first in (self.add, self.add_keyed) or detail % 4 == 0 else self.edit
        first(turn)
        then(Turn(1 - side, row, detail))

    # What goes wrong

    def attempt(self) -> None:
        """A sync that may stop, with a clear sentence, or be killed."""
        try:
            self.pair.sync()
        except SheetkitError as stopped:
            self.stops[type(stopped).__name__] += 1
            if not (stopped.message.endswith(".") and stopped.advice):
                raise Broken(f"no clear sentence: {stopped!r}") from stopped
        except Crash:
            self.stops["Crash"] += 1
        finally:
            self.pair.server.faults = ""
        if self.failed:
            raise self.failed

    def fault(self, turn: Turn) -> None:
        _, row, detail = turn
        self.pair.server.faults = f"any:{1 + row % 7}={FAULTS[detail % len(FAULTS)]}"
        self.attempt()

    def meanwhile(self, turn: Turn) -> None:
        """Somebody does something between what the sync reads and the look that it takes right before it writes."""
        side, row, detail = turn

        def happens(_: str) -> None:
            try:
                self.act(detail, side, row, detail)
            except BaseException as error:  # noqa: BLE001 - it comes to the game when the server has answered
                self.failed = error

        self.nested = True
        self.pair.server.faults.hook(f"read:{2 + row % 3}", happens)
        try:
            self.attempt()
        finally:
            self.nested = False

    def crash(self, turn: Turn) -> None:
        """The process is killed before some durable step, or in the middle of a line of the audit log."""
        _, row, detail = turn
        left = [(row + detail) % 9]
        log = chain.append

        def counted(method: Callable[..., Any]) -> Callable[..., Any]:
            def last(*given: Any, **named: Any) -> Any:
                left[0] -= 1
                if left[0] < 0:
                    raise Crash
                return method(*given, **named)

            return last

        def torn(path: Path, *given: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] >= 0:
                return log(path, *given, **named)
            if detail % 2:
                with path.open("ab") as file:
                    file.write(b'{"sequence":9')
            raise Crash

        with pytest.MonkeyPatch.context() as patched:
            for kind, name in STEPS:
                patched.setattr(kind, name, counted(getattr(kind, name)))
            for module in [one for one in sys.modules.values() if getattr(one, "append", None) is log]:
                patched.setattr(module, "append", torn)
            self.attempt()

    def restore(self, turn: Turn) -> None:
        """An old copy of the file comes back from a backup, or an old version of the spreadsheet."""
        side, row, _ = turn
        old = self.old[side]
        if not old or self.pair.store.load().pending:
            return  # while a sync is unfinished, an old copy cannot be told from edits (docs/sync.md)
        kept, typed = old[row % len(old)]
        other = self.pair.look(1 - side).values
        for value in [value for value in self.alive if value not in typed and value not in other]:
            self.gone(value)
        if side:
            self.pair.document = kept.copy()
        else:
            self.pair.book.write_bytes(kept)
        self.lost_track()

    def forget(self, turn: Turn) -> None:
        """The state folder is lost."""
        del turn
        self.lost_log |= self.pair.logged()
        for file in self.pair.state.iterdir():
            file.unlink()
        self.lost_track()

    def lost_track(self) -> None:
        """Rows whose keys differ between the sides, or that only one has, may come back as rows of their own."""
        self.unknown = True
        both = [self.pair.look(side).snapshot for side in (0, 1)]
        for table, name in NAMED.items():
            held = [snapshot.tables[table] for snapshot in both]
            pairs = [list(zip(map(folded, one.keys), one.columns[name], strict=True)) for one in held]
            for side in (0, 1):
                for pair in pairs[side]:
                    self.births[table, pair[1]] += pair not in pairs[1 - side] or not pair[0]

    # What must hold

    def sync(self, turn: Turn) -> None:
        del turn
        done = self.pair.sync()
        looks = [self.pair.look(one) for one in (0, 1)]
        for one, kept in enumerate((self.pair.book.read_bytes(), self.pair.document.copy())):
            self.old[one] = [*self.old[one][-2:], (kept, dict(self.alive))]
        self.touched.clear()
        self.unknown = False
        self.check(looks, waiting=bool(done.waiting))

    def check(self, looks: list[Look], *, waiting: bool) -> None:
        known = looks[0].values | looks[1].values | self.pair.logged() | self.lost_log
        if lost := [value for value in self.alive if value not in known]:
            raise Broken(f"I1 {lost} is lost")
        if not waiting and not agree(
            *(shared(look.snapshot, looks[1 - one].snapshot) for one, look in enumerate(looks))
        ):
            raise Broken("I2 the sides differ")
        for look in looks:
            for table in TABLES:
                self.rows(look, table)
            self.own(look)
        before = self.pair.stamp()
        again = self.pair.sync()
        if again.wrote or self.pair.stamp() != before:
            raise Broken("I3 a further run writes")
        if not self.pair.whole():
            raise Broken("I7 the file is torn")
        if faults := self.pair.audit_faults():
            raise Broken(f"I12 {faults}")

    def rows(self, look: Look, table: str) -> None:
        held, name = look.snapshot.tables[table], NAMED[table]
        keys = [folded(key) for key in held.keys]
        if len(set(keys)) < len(keys) or "" in keys:
            raise Broken(f"I4 keys {keys} in {table}")
        many = Counter(held.columns[name])
        if doubled := [value for value in many if value is not None and many[value] > self.births[table, value]]:
            raise Broken(f"I5 {doubled} are doubled in {table}")
        place, sheet, rows = look.parsed.places[table], look.sheet(table), look.parsed.ledger.tables[table]
        for row, at in enumerate(rows.sheet_rows):
            owner = rows.columns[name][row]
            for column in (*place.columns.values(), *place.extra.values()):
                value = sheet.value(at, column)
                if value in self.alive and self.alive[value] not in (owner, None):
                    raise Broken(f"I6 {value} of {self.alive[value]} stands at {owner}")

    def own(self, look: Look) -> None:
        """I11: a tab of one's own, and a word beside a table."""
        mine, readers = look.grid.sheet(MINE), look.sheet("Readers")
        beside = [value for column in readers.values for value in column].count("beside")
        if mine is None or (mine.value(1, 1), mine.formula(2, 1)) != ("my own", "1+1") or beside != 1:
            raise Broken("I11 what is not ours changed")


def shared(one: Snapshot, other: Snapshot) -> Snapshot:
    """A snapshot without the columns of one's own that the other side lacks."""
    tables = {
        name: replace(table, columns={column: held for column, held in table.columns.items()
                                      if column in other.tables[name].columns})
        for name, table in one.tables.items()
    }  # fmt: skip
    return replace(one, tables=tables)


def played(pair: Pair, ops: list[tuple[int, int, int, int]]) -> Game:
    """A whole game; what happened in one that breaks a promise is noted with the exception."""
    game = Game(pair)
    done: list[str] = []
    try:
        for what, *turn in ops:
            done.append(f"{(what, *turn)}")
            done[-1] += f" {game.act(what, *turn)}"
        game.sync(START)
    except BaseException as broken:
        broken.add_note("\n".join(done))
        raise
    return game
