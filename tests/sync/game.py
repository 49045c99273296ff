"""Games between two workbooks: people, faults that strike, and the promises that hold afterwards."""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from sheetkit.audit import chain
from sheetkit.core.errors import SheetkitError
from sheetkit.core.values import CellValue
from sheetkit.records.describe import describe
from sheetkit.sync.base import StateFile
from sheetkit.sync.run import SyncStopped
from sheetkit.sync.snapshot import agree, folded
from sheetkit.sync.workbooks import WorkbookReplica, marks_of
from tests.sync.both import Both, Look
from tests.sync.people import NAMED, TABLES, Turn
from tests.sync.promises import Broken, Known, in_order, known, left_alone, own_formulas, shared
from tests.sync.reshaping import Reshapers
from tests.sync.sides import Crash

STEPS: Final = [
    (StateFile, "log"), (StateFile, "begin"), (StateFile, "commit"), (StateFile, "put"), (StateFile, "close"),
    (WorkbookReplica, "write"),
]  # fmt: skip
"""Every durable step of a sync, but for the line in the audit log."""


class Game(Reshapers):
    """One game on a pair of workbooks.

    `old` are copies of each side after former syncs, with what was alive then; `agreed` are the rows that each side had
    after the last sync, None where it is not known what both last agreed on; `stops` counts how syncs ended that faults
    struck, `acted` what happened; `struck` says that the last was no mere edit of a person's. A `strict` game leaves
    `--max-delete` as it is: a person looks, and says go on.
    """

    nested = False

    def __init__(self, pair: Both, *, strict: bool = False) -> None:
        super().__init__(pair)
        self.strict = strict
        self.lost_log: set[CellValue] = set()
        self.failed: BaseException | None = None
        self.old: list[list[tuple[Any, dict[CellValue, CellValue]]]] = [[], []]
        self.agreed: list[Known] | None = None
        self.stops: Counter[str] = Counter()
        self.acted: Counter[str] = Counter()
        self.struck = True
        pair.reset()
        looks = [pair.look(side) for side in (0, 1)]
        for table, name in NAMED.items():
            self.births.update((table, value) for value in looks[0].snapshot.tables[table].columns[name])
        self.in_step(looks)

    PEOPLE: Final = (
        "edit", "add", "add_keyed", "delete", "copy", "sort", "wipe", "rekey", "setting", "entry", "formula", "settle",
        "rename_tab", "rename_header", "insert_column", "insert_row", "resave",
    )  # fmt: skip
    FAULTS: Final = (
        "sync", "update", "fault", "crash", "meanwhile", "restore", "forget", "clash", "empty",
    )  # fmt: skip

    def act(self, name: str, turn: Turn) -> None:
        """Let one thing happen."""
        self.acted[name + " meanwhile" * self.nested] += 1
        getattr(self, name)(turn)
        self.struck = name in self.FAULTS

    CLASHES: Final = ("edit", "delete", "wipe", "rekey", "copy", "add", "add_keyed")

    def clash(self, turn: Turn) -> None:
        """Both do something to the same row before either is synced, or both begin one."""
        side, row, detail = turn
        first = self.CLASHES[row % len(self.CLASHES)]
        then = first if first in {"add", "add_keyed"} or detail % 4 == 0 else "edit"
        getattr(self, first)(turn)
        getattr(self, then)(Turn(1 - side, row, detail))

    # What goes wrong

    @property
    def unsure(self) -> bool:
        return self.agreed is None

    def attempt(self, **options: Any) -> None:
        """A sync that may stop, with a clear sentence, or be killed."""
        try:
            self.pair.sync(**options)
        except SheetkitError as stopped:
            self.stops[type(stopped).__name__] += 1
            if not (stopped.message.endswith(".") and stopped.advice):
                raise Broken(f"no clear sentence: {stopped!r}") from stopped
        except Crash:
            self.stops["Crash"] += 1
        finally:
            self.pair.calm()
        if self.failed:
            raise self.failed
        self.agreed = None

    def fault(self, turn: Turn) -> None:
        _, row, detail = turn
        self.pair.fault(row, detail)
        self.attempt()

    def meanwhile(self, turn: Turn) -> None:
        """Somebody does something between what the sync reads and the look that it takes right before it writes."""
        side, row, detail = turn

        def happens() -> None:
            try:
                self.act(self.PEOPLE[detail % len(self.PEOPLE)], Turn(side, row, detail))
            except BaseException as error:  # noqa: BLE001 - it comes to the game when the sync has ended
                self.failed = error

        self.nested = True
        self.pair.interrupt(row, happens)
        try:
            self.attempt()
        finally:
            self.nested = False

    def crash(self, turn: Turn) -> None:
        """The process is killed before some durable step, or in the middle of a line of the audit log.

        Every other time one side is to count for all conflicts, so that what gives way is only in the log.
        """
        _, row, detail = turn
        left = [(row + detail) % 12]
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
            self.attempt(prefer=("local", "remote")[detail // 2 % 2] if row % 2 == 0 else "")

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
        self.pair.hands[side].bring_back(kept)
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
        self.unknown, self.agreed = True, None
        both = [self.pair.look(side).snapshot for side in (0, 1)]
        for table, name in NAMED.items():
            held = [snapshot.tables[table] for snapshot in both]
            pairs = [list(zip(map(folded, one.keys), one.columns[name], strict=True)) for one in held]
            for side in (0, 1):
                for pair in pairs[side]:
                    self.births[table, pair[1]] += pair not in pairs[1 - side] or not pair[0]

    def empty(self, turn: Turn) -> None:
        """Most of a table is gone from one side; nobody meant it, and the version before comes back."""
        side, row, detail = turn
        table, look = TABLES[detail % 2], self.pair.look(side)
        held = look.parsed.ledger.tables[table]
        if self.agreed is None or not held.height:
            return
        kept, stays = self.pair.hands[side].keep(), row % 2 if held.height > 2 else 0
        columns = look.typed_columns(self.pair.template, table)
        self.pair.hands[side].clear(
            look.sheet(table).name, [(at, column) for at in held.sheet_rows[stays:] for column in columns]
        )
        if self.much_is_gone():
            self.confirmed(due=True, go_on=False)
        self.pair.hands[side].bring_back(kept)

    # What must hold

    def sync(self, turn: Turn) -> None:
        del turn
        theirs, due = [own_formulas(self.pair.look(side)) for side in (0, 1)], self.much_is_gone()
        done = self.confirmed(due=due) if self.strict else self.pair.sync()
        looks = [self.pair.look(one) for one in (0, 1)]
        if lost := [
            had - own_formulas(look) for had, look in zip(theirs, looks, strict=True) if had - own_formulas(look)
        ]:
            raise Broken(f"I11 the formulas {lost} are gone")
        self.in_step(looks)
        self.check(looks, waiting=bool(done.waiting))

    def in_step(self, looks: list[Look]) -> None:
        """What is known from here on."""
        for side, hands in enumerate(self.pair.hands):
            self.old[side] = [*self.old[side][-2:], (hands.keep(), dict(self.alive))]
            self.saw(side, looks[side])
        self.touched.clear()
        self.unknown = False
        self.agreed = [known(look) for look in looks]

    def confirmed(self, *, due: bool, go_on: bool = True) -> Any:
        """A sync that stops when much is gone, as it must where that is `due`; a person looks, and may let it go on."""
        before = self.pair.stamp()
        try:
            done = self.pair.sync(max_delete=50)
        except SyncStopped:
            self.stops["SyncStopped"] += 1
            self.unwritten(before)
            return self.pair.sync() if go_on else None
        if due:
            raise Broken("I9 a side lost most of its rows, and the sync went on")
        return done

    def unwritten(self, before: Any) -> None:
        if self.pair.stamp() != before:
            raise Broken("I9 a sync that stopped wrote something")

    def much_is_gone(self) -> bool:
        """Whether a side lost more than half of the rows of a table, keys and names, that both had at the last sync."""
        for side, agreed in enumerate(self.agreed or ()):
            now = known(self.pair.look(side))
            names, keys = {one[:2] for one in now}, {(one[0], one[2]) for one in now}
            for table in TABLES:
                rows = [one for one in agreed if one[0] == table]
                gone = [one for one in rows if one[:2] not in names and (table, one[2]) not in keys]
                if 2 * len(gone) > len(rows):
                    return True
        return False

    def holds(self) -> None:
        """What holds at any moment, also where a sync was killed: I1, and I8: the plan is kept first, the base last."""
        looks = [self.pair.look(side) for side in (0, 1)]
        self.nothing_lost(looks)
        store = self.pair.store
        memory, pair = store.load(), store.path.stem
        carried = [marks_of(describe(look.grid)).get(pair, 0) for look in looks]
        if self.unknown:
            return
        if any(mark > mine for mark, mine in zip(memory.marks, carried, strict=True)):
            raise Broken(f"I8 the base of sync {memory.marks} is ahead of the sides, which have {carried}")
        if max(carried) > (memory.pending.mark if memory.pending else max(memory.marks)):
            raise Broken(f"I8 a side has {carried}, and no plan was kept of it")

    def nothing_lost(self, looks: list[Look]) -> None:
        there = looks[0].values | looks[1].values | self.pair.logged() | self.lost_log
        if lost := [value for value in self.alive if value not in there]:
            raise Broken(f"I1 {lost} is lost")

    def check(self, looks: list[Look], *, waiting: bool) -> None:
        self.nothing_lost(looks)
        if not waiting and not agree(
            *(shared(look.snapshot, looks[1 - one].snapshot) for one, look in enumerate(looks))
        ):
            raise Broken("I2 the sides differ")
        for look in looks:
            for table in TABLES:
                in_order(look, table, self.births, self.alive)
            left_alone(look)
        before = self.pair.stamp()
        again = self.pair.sync()
        if again.wrote or self.pair.stamp() != before:
            raise Broken("I3 a further run writes")
        if not self.pair.whole():
            raise Broken("I7 the file is torn")
        if faults := self.pair.audit_faults():
            raise Broken(f"I12 {faults}")
