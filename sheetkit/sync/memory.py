"""What a pair of workbooks is remembered by between two syncs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sheetkit.core.values import CellValue
from sheetkit.sync.conflict import Conflict
from sheetkit.sync.plan import Changes
from sheetkit.sync.snapshot import Snapshot, folded

Sequences = Mapping[str, Mapping[str, int]]
"""Table → prefix → the highest number ever given out in keys there."""


@dataclass(frozen=True, slots=True)
class Written:
    """Where a plan writes on one side.

    Cells by table and column, new and deleted rows by table, each by their folded keys; settings and lists by name.
    """

    cells: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    adds: Mapping[str, Sequence[str]] = field(default_factory=dict)
    deletes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    settings: Sequence[str] = ()
    lists: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decided about a conflict (table, folded key, column), and what the two sides said then."""

    table: str
    key: str
    column: str
    local: CellValue
    remote: CellValue
    value: CellValue


@dataclass(frozen=True, slots=True)
class Pending:
    """A plan that was begun: what both sides say once it is done, the mark they then carry, and what it writes where.

    Every key of `after` stands on the side its row comes from before a row of it is copied there. `choices` are what
    people decided, which counts until both sides have it.
    """

    after: Snapshot
    mark: int
    written: tuple[Written, Written]
    renamed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    choices: Sequence[Choice] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """The base (None: nothing is known), the mark that each side carried when it was agreed on, a plan begun since.

    `sequences` are the highest numbers given out in keys, on either side.
    """

    base: Snapshot | None = None
    marks: tuple[int, int] = (0, 0)
    pending: Pending | None = None
    sequences: Sequences = field(default_factory=dict)


class Store(Protocol):
    """Keeps the memory of one pair; each method is durable when it returns."""

    def load(self) -> Memory:
        """What is remembered."""

    def log(self, conflicts: Sequence[Conflict]) -> None:
        """Log conflicts; those that wait and are logged already stay as they are."""

    def begin(
        self, base: Snapshot | None, marks: tuple[int, int], pending: Pending, conflicts: Sequence[Conflict]
    ) -> None:
        """Keep the plan, what it starts from, and log the conflicts, before anything is written."""

    def since(self, conflicts: Sequence[Conflict]) -> Sequence[tuple[Conflict, str]]:
        """Waiting conflicts, the newest first, each with the moment (ISO text) since when it waits."""

    def commit(self, base: Snapshot, mark: int, sequences: Sequences) -> None:
        """The plan is done, and this is what both sides say."""


def written(before: Snapshot, changes: Changes) -> Written:
    """Where changes write, by the keys that rows then have."""
    cells: dict[str, dict[str, Sequence[str]]] = {}
    for name, columns in changes.cells.items():
        keys = {**dict(enumerate(before.tables[name].keys)), **changes.keys.get(name, {})}
        cells[name] = {column: [folded(keys[row]) for row in rows] for column, rows in columns.items()}
    return Written(
        cells,
        {name: [folded(key) for key in added.keys] for name, added in changes.adds.items()},
        {name: [folded(before.tables[name].keys[row]) for row in rows] for name, rows in changes.deletes.items()},
        tuple(changes.settings),
        tuple(changes.lists),
    )
