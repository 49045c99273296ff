"""What a sync gives back, with its JSON shape, and its conflicts in words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sheetkit.app.own_columns import OwnColumn
from sheetkit.app.planned import Planned
from sheetkit.app.results import envelope
from sheetkit.report.syncing import ConflictLine
from sheetkit.report.values import written
from sheetkit.sync.conflict import Conflict
from sheetkit.sync.plan import Changes
from sheetkit.sync.tables import Place
from sheetkit.template.model import ColumnType, Template
from sheetkit.template.resolve import tab_of


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did, or with `dry_run` would do.

    `created` is the workbook that was made from the other one, `changes` are what each side (local, remote) got,
    `conflicts` all that it met. `first` says that the two had no sync before, or that what was remembered of it is
    lost. `own_columns` are columns of people's own that one of the two lacked. `plan` are the changes of
    a dry run one by one.
    """

    local: str
    remote: str
    as_of: str
    dry_run: bool
    changes: tuple[Changes, Changes]
    conflicts: tuple[Conflict, ...]
    wrote: bool
    created: str = ""
    first: bool = False
    told: tuple[ConflictLine, ...] = ()
    own_columns: tuple[OwnColumn, ...] = ()
    notes: Mapping[Place, str] = field(default_factory=dict)
    plan: Planned | None = None

    @property
    def waiting(self) -> tuple[Conflict, ...]:
        """The conflicts that a person has to settle."""
        return tuple(conflict for conflict in self.conflicts if conflict.waiting)

    @property
    def clean(self) -> bool:
        """Whether both are in step."""
        return not self.waiting

    def as_dict(self) -> dict[str, Any]:
        """The JSON shape of `sync`."""
        return envelope(
            "sync",
            {
                "local": self.local,
                "remote": self.remote,
                "as_of": self.as_of,
                "dry_run": self.dry_run,
                "wrote": self.wrote,
                "created": bool(self.created),
                "made": self.created,
                "first": self.first,
                "clean": self.clean,
                "to_local": self.changes[0].counts,
                "to_remote": self.changes[1].counts,
                "plan": self.plan.as_dict() if self.plan else None,
                "own_columns": [asdict(column) for column in self.own_columns],
                "conflicts": [
                    {**conflict_dict(conflict), "note": self.notes.get(conflict.place, "") if conflict.waiting else ""}
                    for conflict in self.conflicts
                ],
            },
        )


def conflict_dict(conflict: Conflict) -> dict[str, Any]:
    """A conflict as the JSON output shows it."""
    return {
        "kind": conflict.kind,
        "waiting": conflict.waiting,
        "table": conflict.table,
        "key": conflict.key,
        "column": conflict.column,
        "before": conflict.before,
        "local": conflict.local,
        "remote": conflict.remote,
    }


def conflict_line(template: Template, conflict: Conflict, *, turned: bool = False, note: str = "") -> ConflictLine:
    """A conflict in words, its values as their column shows them; `turned` when local and remote change places."""
    kind, tab = _kind(template, conflict)
    both = (conflict.remote, conflict.local) if turned else (conflict.local, conflict.remote)
    values = (conflict.before, *both)
    shown = [written(value, kind) if value is not None else "" for value in values]
    place = " ".join(part for part in (tab, conflict.key, conflict.column) if part)
    return ConflictLine(conflict.kind, place, shown[0], shown[1], shown[2], conflict.waiting, note)


def _kind(template: Template, conflict: Conflict) -> tuple[ColumnType, str]:
    """The type of the cell, and the name of its tab."""
    if not conflict.table:
        named: dict[str, ColumnType] = {setting.name: setting.type for setting in template.settings}
        named |= {entries.name: entries.type for entries in template.lists}
        return named.get(conflict.column, "text"), "Lists" if conflict.kind == "list" else "Settings"
    tab_ = tab_of(template, conflict.table)
    kinds: dict[str, ColumnType] = {column.name: column.type for column in tab_.columns}
    return kinds.get(conflict.column, "text"), tab_.name
