"""Two sides of a sync in memory, a store in memory, and a crash at any durable step."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sheetkit.core.errors import FileMoved, SheetkitError
from sheetkit.core.values import CellValue
from sheetkit.sync.compose import applied
from sheetkit.sync.conflict import Conflict
from sheetkit.sync.conflict_board import Entry, Posting
from sheetkit.sync.memory import Memory, Pending, Sequences
from sheetkit.sync.plan import Changes
from sheetkit.sync.snapshot import Snapshot, folded
from sheetkit.sync.tables import Place


class Crash(Exception):  # noqa: N818 - it is what happens, not an error of ours
    """The process was killed."""


class AnswerLost(SheetkitError):  # noqa: N818 - it is what happens, not an error of ours
    """Nobody knows whether it was written."""


@dataclass
class Power:
    """The process is killed before the step of the name `dies`, once: log, keys, begin, local, remote or commit."""

    dies: str = ""
    steps: list[str] = field(default_factory=list)

    def step(self, name: str) -> None:
        self.steps.append(name)
        if name == self.dies:
            self.dies = ""
            raise Crash


@dataclass
class Shelf:
    """A store in memory."""

    power: Power
    memory: Memory = field(default_factory=Memory)
    conflicts: list[Conflict] = field(default_factory=list)

    def load(self) -> Memory:
        return self.memory

    def log(self, conflicts: Sequence[Conflict]) -> None:
        self.power.step("log")
        self.conflicts += [one for one in conflicts if one not in self.conflicts]

    def begin(
        self, base: Snapshot | None, marks: tuple[int, int], pending: Pending, conflicts: Sequence[Conflict]
    ) -> None:
        self.power.step("begin")
        self.conflicts += [one for one in conflicts if one not in self.conflicts]
        self.memory = replace(self.memory, base=base, marks=marks, pending=pending)

    def since(self, conflicts: Sequence[Conflict]) -> Sequence[tuple[Conflict, str]]:
        return [(one, "") for one in conflicts]

    def commit(self, base: Snapshot, mark: int, sequences: Sequences) -> None:
        self.power.step("commit")
        self.memory = Memory(base, (mark, mark), None, sequences)


@dataclass(frozen=True)
class Ready:
    """A side with changes made to it."""

    snapshot: Snapshot
    empty: bool
    sequences: Sequences


@dataclass
class Side:
    """A workbook in memory.

    `before_write` may be somebody's edit between read and write; `answer_lost`: nobody hears of the next write.
    """

    name: str
    power: Power
    state: Snapshot
    mark: int | None = None
    sequences: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    writes: int = 0
    before_write: Callable[[], Any] | None = None
    answer_lost: bool = False
    revision: int = 0
    typed: dict[Place, CellValue] = field(default_factory=dict)
    _read: int = 0

    def read(self) -> Snapshot:
        self._read = self.revision
        return self.state

    def prepare(self, changes: Changes, *, leads: bool, sequences: Sequences, posting: Posting | None = None) -> Ready:
        del posting
        after = applied(self.state, changes)
        if leads:
            after = advanced(after)
        return Ready(after, after == self.state, sequences)

    def decisions(self, conflict: Conflict) -> Sequence[Entry]:
        return [Entry(self.typed[conflict.place], current=True)] if conflict.place in self.typed else []

    def leftovers(self, waiting: Sequence[Conflict]) -> Sequence[Conflict]:
        places = {one.place for one in waiting}
        return [Conflict("unused", *place, value) for place, value in self.typed.items() if place not in places]

    def understood(self, conflict: Conflict, value: CellValue) -> CellValue:
        del conflict
        return value

    def shown(self, conflict: Conflict, value: CellValue) -> str:
        del conflict
        return str(value)

    def write(self, prepared: Ready, mark: int | None) -> None:
        if prepared.empty and mark == self.mark:
            return
        self.power.step("keys" if mark == self.mark else self.name)
        if self.before_write:
            edit, self.before_write = self.before_write, None
            edit()
        if self._read != self.revision:
            raise FileMoved
        self.state, self.mark = prepared.snapshot, mark
        self.revision += 1
        self.writes += 1
        if self.answer_lost:
            self.answer_lost = False
            raise AnswerLost


def advanced(state: Snapshot) -> Snapshot:
    """What an update does, in small: a log entry for each amount that differs from what was seen last."""
    cases, log = state.tables.get("Cases"), state.tables.get("Log")
    if cases is None or log is None or "Seen" not in cases.columns:
        return state
    seen, amounts = list(cases.columns["Seen"]), cases.columns["Amount"]
    new: list[tuple[CellValue, CellValue, CellValue]] = []
    number = max((int(folded(key)[1:]) for key in log.keys if folded(key)[1:].isdigit()), default=0)
    for row, amount in enumerate(amounts):
        if seen[row] != amount:
            if seen[row] is not None:
                number += 1
                new.append((f"A{number}", cases.keys[row], f"{seen[row]} to {amount}"))
            seen[row] = amount
    entries = {"Case": [case for _, case, _ in new], "Text": [text for _, _, text in new]}
    grown = replace(
        log,
        keys=[*log.keys, *(key for key, _, _ in new)],
        columns={name: [*values, *entries.get(name, [None] * len(new))] for name, values in log.columns.items()},
    )
    cases = replace(cases, columns={**cases.columns, "Seen": seen})
    return replace(state, tables={**state.tables, "Cases": cases, "Log": grown})


def maker(
    memory: Memory, local: Snapshot, remote: Snapshot, sequences: Sequences
) -> Callable[[str, Mapping[str, CellValue]], CellValue]:
    """Keys like K12, above every number in use or known."""
    del sequences
    states = [memory.base or Snapshot(), local, remote]
    states += [memory.pending.after] if memory.pending else []
    keys = [folded(key) for state in states for table in state.tables.values() for key in table.keys]
    last = max((int(key[1:]) for key in keys if key[1:].isdigit()), default=0)

    def make(table: str, values: Mapping[str, CellValue]) -> CellValue:
        nonlocal last
        del values
        last += 1
        return f"{'A' if table == 'Log' else 'K'}{last}"

    return make
