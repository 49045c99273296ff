"""What a sync decided, as plain frozen data: the changes to each side, the conflicts, and the next base."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sheetkit.core.values import CellValue
from sheetkit.sync.conflict import Conflict
from sheetkit.sync.snapshot import Snapshot

Both = tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Vanished:
    """How many of the rows of a table, or entries of a list, that both sides had are gone or empty on one side."""

    name: str
    gone: int
    of: int


@dataclass(frozen=True, slots=True)
class Added:
    """Rows that a table gets: their keys, and the values of the columns that the side has."""

    keys: Sequence[CellValue]
    columns: Mapping[str, Sequence[CellValue]]


@dataclass(frozen=True, slots=True)
class Changes:
    """What one side is to change, by table and by the number of the row in what was read of that side.

    `keys` and `cells` are new values; `deletes` are rows to empty; `lists` are whole lists as they are to be.
    """

    keys: Mapping[str, Mapping[int, CellValue]] = field(default_factory=dict)
    cells: Mapping[str, Mapping[str, Mapping[int, CellValue]]] = field(default_factory=dict)
    adds: Mapping[str, Added] = field(default_factory=dict)
    deletes: Mapping[str, Sequence[int]] = field(default_factory=dict)
    settings: Mapping[str, CellValue] = field(default_factory=dict)
    lists: Mapping[str, Sequence[CellValue]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not any((self.keys, self.cells, self.adds, self.deletes, self.settings, self.lists))

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are added and deleted, and how many cells (keys, settings and entries too) change."""
        cells = sum(len(rows) for columns in self.cells.values() for rows in columns.values())
        return {
            "added": sum(len(added.keys) for added in self.adds.values()),
            "deleted": sum(map(len, self.deletes.values())),
            "changed": cells + sum(map(len, self.keys.values())) + len(self.settings) + len(self.lists),
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """A merge's outcome. `after` is what both sides agree on once both have their changes.

    `renamed` maps the folded keys of rows whose key was changed to the new ones, by table. `early` and `filled` (local,
    remote) say whether keys in use change on a side, and whether blank ones are filled there;
    `vanished` is what each lost since the base, `own_keys` are the keys to be written on each before rows are copied.
    """

    after: Snapshot
    to_local: Changes
    to_remote: Changes
    conflicts: tuple[Conflict, ...] = ()
    renamed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    early: Both = (False, False)
    filled: Both = (False, False)
    vanished: tuple[Sequence[Vanished], Sequence[Vanished]] = ((), ())
    own_keys: tuple[Changes, Changes] = field(default_factory=lambda: (Changes(), Changes()))

    @property
    def waiting(self) -> tuple[Conflict, ...]:
        """The conflicts that a person has to settle."""
        return tuple(conflict for conflict in self.conflicts if conflict.waiting)

    @property
    def quiet(self) -> bool:
        """Whether neither side changes."""
        return self.to_local.empty and self.to_remote.empty
