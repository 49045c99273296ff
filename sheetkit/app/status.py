"""Status: with what a workbook is synced, since when, what changed on each side since, and what waits."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sheetkit.app.auditing import stores
from sheetkit.app.moment import moment
from sheetkit.app.pairs import pairs_of, partners, place_of, state_folder
from sheetkit.app.places import Book, backend_of
from sheetkit.app.results import envelope
from sheetkit.app.sync_results import conflict_line
from sheetkit.app.trail import log_of
from sheetkit.app.workbook import Opened, open_workbook
from sheetkit.audit.chain import end_of
from sheetkit.core.errors import SheetkitError
from sheetkit.records.boards import CONFLICTS, board
from sheetkit.report.syncing import ConflictLine, LogLine
from sheetkit.sync.base import StateFile
from sheetkit.sync.conflict import Conflict
from sheetkit.sync.merge import merge
from sheetkit.sync.newkeys import new_keys
from sheetkit.sync.resume import known
from sheetkit.sync.workbooks import WorkbookReplica
from sheetkit.workbook.backend import Backend


@dataclass(frozen=True, slots=True)
class Paired:
    """One pair that a workbook belongs to.

    `other` is where the other workbook was at the last sync, `synced` when that was (ISO text), `changed` what changed
    on each side since (this one, the other one; None where it cannot be told, for the reason in `why`). `unfinished`
    says that a sync was killed and the next one goes on. `conflicts` are those that wait, newest first, `coming` those
    that the next sync meets besides.
    """

    other: str
    synced: str
    unfinished: bool
    changed: tuple[Mapping[str, int] | None, Mapping[str, int] | None]
    why: str
    conflicts: tuple[ConflictLine, ...]
    coming: tuple[ConflictLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """All pairs that a workbook belongs to, and the ends of its audit logs: its own first, then one for each pair.

    `tab` is the name of the tab of this workbook on which people settle conflicts; "" where there is none.
    """

    path: str
    pairs: tuple[Paired, ...]
    logs: tuple[LogLine, ...] = ()
    tab: str = ""

    @property
    def clean(self) -> bool:
        """Whether nothing waits for a person."""
        return not any(pair.conflicts for pair in self.pairs)

    def as_dict(self) -> dict[str, Any]:
        """The JSON shape of `status`."""
        pairs = [
            {
                "other": pair.other,
                "synced": pair.synced,
                "unfinished": pair.unfinished,
                "changed_here": pair.changed[0],
                "changed_there": pair.changed[1],
                "why": pair.why,
                "conflicts": list(map(_line, pair.conflicts)),
                "coming": [{"kind": one.kind, **_line(one)} for one in pair.coming],
            }
            for pair in self.pairs
        ]
        body = {"path": self.path, "clean": self.clean, "tab": self.tab, "pairs": pairs}
        return envelope("status", {**body, "logs": list(map(asdict, self.logs))})


def _line(one: ConflictLine) -> dict[str, str]:
    return {"place": one.place, "before": one.before, "local": one.local, "remote": one.remote}


def status(
    book: Book,
    *,
    as_of: date | datetime,
    state: Path | None = None,
    reach: Callable[[str], Backend] = backend_of,
) -> Status:
    """How a workbook stands with those it is synced with. Both are only read. Raises what reading this one raises."""
    opened = open_workbook(book)
    folder = state or state_folder()
    pairs = pairs_of(opened, folder)
    found = [_paired(opened, store, moment(as_of), reach) for store in pairs.values() if store.path.exists()]
    ends = [(_other(opened, store), end_of(log_of(store))[0]) for store in stores(opened, folder).values()]
    told = [LogLine(other, head.sequence, head.hash) for other, head in ends if head.sequence]
    place = board(opened.grid, CONFLICTS)
    return Status(opened.backend.label, tuple(found), tuple(told), place[0].name if place else "")


def _other(opened: Opened, store: StateFile) -> str:
    """Where the other workbook of a pair was at the last sync; "" where there is none."""
    labels = partners(store)
    turned = labels[1:] == [place_of(opened.backend.label)]
    return labels[0] if turned else labels[1] if len(labels) > 1 else ""


def _paired(opened: Opened, store: StateFile, now: datetime, reach: Callable[[str], Backend]) -> Paired:
    labels = partners(store)
    turned = labels[1:] == [place_of(opened.backend.label)]
    other = _other(opened, store)
    memory = store.load()
    changed: tuple[Mapping[str, int] | None, Mapping[str, int] | None] = (None, None)
    why, met = "", tuple[Conflict, ...]()
    try:
        changed, met = _new(opened, open_workbook(reach(other)), store, now, turned=turned)
    except SheetkitError as error:
        why = error.message
    waiting = [one.conflict for one in store.conflicts() if one.waiting]
    coming = [one for one in met if one not in waiting and one.kind != "stamp"]
    lines, more = (
        tuple(conflict_line(opened.template, conflict, turned=turned) for conflict in found)
        for found in (waiting, coming)
    )
    return Paired(other, store.get("synced") or "", memory.pending is not None, changed, why, lines, more)


def _new(
    mine: Opened, yours: Opened, store: StateFile, now: datetime, *, turned: bool
) -> tuple[tuple[Mapping[str, int], Mapping[str, int]], tuple[Conflict, ...]]:
    """What each side would bring to the other now, and the conflicts that a sync would meet."""
    opened = (yours, mine) if turned else (mine, yours)
    sides = [WorkbookReplica(one.backend, one.template, store.path.stem, now, one.grid) for one in opened]
    memory = store.load()
    local, remote = sides[0].read(), sides[1].read()
    base = known(memory, local, remote, (sides[0].mark, sides[1].mark))
    keys = new_keys(mine.template, now.date())(memory, local, remote, memory.sequences)
    plan = merge(base, local, remote, keys)
    here, there = (plan.to_local, plan.to_remote) if turned else (plan.to_remote, plan.to_local)
    return (here.counts, there.counts), plan.conflicts
