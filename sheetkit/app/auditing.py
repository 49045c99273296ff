"""The audit logs of a workbook, its own and that of each pair: what a sync adds, and whether they are as written."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from pathlib import Path
from typing import Any, Final

from sheetkit.app.newfile import new_file
from sheetkit.app.pairs import pairs_of, partners, state_folder
from sheetkit.app.places import Book
from sheetkit.app.planned import events_of
from sheetkit.app.results import envelope
from sheetkit.app.trail import CUT, chain_of, keep, latest_of, log_of, store_by, store_of
from sheetkit.app.workbook import Opened, open_workbook
from sheetkit.audit.chain import Event
from sheetkit.audit.verify import Fault, entries, has, verify
from sheetkit.sync.audit_board import kinds_of, readable
from sheetkit.sync.base import StateFile
from sheetkit.sync.run import Outcome, Record
from sheetkit.sync.workbooks import WorkbookReplica, heads_of
from sheetkit.template.model import Template
from sheetkit.template.resolve import table_name, table_tabs

_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?")
_NOT_THERE: Final = (
    "No entry has the hash {} that you gave: the end of the log was cut off, or the hash was mistyped, or it belongs "
    "to the log of another workbook or machine."
)


@dataclass(frozen=True, slots=True)
class Audited:
    """One audit log, and what `verify` found. `other` is the other workbook of the pair, "" for a workbook's own log.

    `carried` is the head that the workbook itself carries; the log is held against it too.
    """

    path: str
    log: str
    other: str
    entries: int
    head: str
    carried: str
    faults: tuple[Fault, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.faults

    def as_dict(self) -> dict[str, Any]:
        """The JSON shape of `audit verify`."""
        body = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "faults"}
        faults = [{"line": fault.line, "what": fault.what} for fault in self.faults]
        return envelope("audit verify", body | {"clean": self.clean, "faults": faults})


def stores(opened: Opened, folder: Path) -> dict[str, StateFile]:
    """What is remembered of a workbook by itself and of each pair that it belongs to, by the chain of its log."""
    own = store_of(opened, folder)
    found = [*([own] if own else []), *pairs_of(opened, folder).values()]
    begun = [store for store in found if store.path.exists() and (log_of(store).exists() or store.get("head"))]
    return {chain_of(store) or store.path.stem: store for store in begun}


def _other(store: StateFile) -> str:
    return " and ".join(partners(store))


def shown_entries(book: Book, *, state: Path | None = None, words: bool = False) -> Iterator[dict[str, Any]]:
    """Every entry of the logs of a workbook by its moment, the oldest first; with `words` its values as texts."""
    opened = open_workbook(book)
    found = [entries(log_of(store)) for store in stores(opened, state or state_folder()).values()]
    every = merge(*found, key=lambda entry: str(entry.get("at")))
    if not words:
        return every
    kinds = kinds_of(opened.template)
    return (readable(entry, kinds) for entry in every)


def audit(book: Book, *, expect: str = "", state: Path | None = None) -> list[Audited]:
    """Verify each log of a workbook, against the heads that the workbook and the state carry too.

    `expect` is a head that was noted elsewhere; one of the logs must have it. Raises what reading the workbook raises.
    """
    opened = open_workbook(book)
    heads = heads_of(opened.description)
    found = stores(opened, state or state_folder())
    if any(expect and has(log_of(store), expect) for store in found.values()):
        expect = ""
    return [_audited(opened, store, heads.get(name, ""), expect) for name, store in found.items()]


def _audited(opened: Opened, store: StateFile, carried: str, expect: str) -> Audited:
    path = log_of(store)
    done = verify(path)
    missing = [Fault(done.entries + 1, _NOT_THERE.format(expect))] if expect else []
    others = [verify(path, head) for head in (carried, str(store.get("head") or "")) if head]
    cut = [
        Fault(line, f"Entry {entry['sequence']}: {entry['after']}")
        for line, entry in enumerate(entries(path), start=1)
        if entry["action"] == CUT
    ]
    faults = dict.fromkeys((*done.faults, *missing, *cut, *(fault for one in others for fault in one.faults)))
    return Audited(opened.backend.label, str(path), _other(store), done.entries, done.head, carried, tuple(faults))


def recorder(
    store: StateFile, sides: tuple[WorkbookReplica, WorkbookReplica], template: Template, by: tuple[str, str]
) -> Record:
    """What adds a sync to the pair's log before it is written: who did it, and at what moment in UTC."""
    tabs = {table_name(tab): tab.name for tab in table_tabs(template)}
    user, at = by

    def record(outcome: Outcome) -> None:
        events = [Event(user, "sync", after=f"{sides[0].name} and {sides[1].name}")]
        for side, changes in enumerate((outcome.to_local, outcome.to_remote)):
            actor = f"{sides[1 - side].name} to {sides[side].name}"
            events += events_of(changes, outcome.before[side], tabs, actor)
        for conflict in outcome.conflicts:
            if not conflict.waiting and conflict.kind != "stamp":
                tab = tabs.get(conflict.table, "")
                values = {"local": conflict.local, "remote": conflict.remote}
                events.append(Event(user, conflict.kind, tab, conflict.key, conflict.column, conflict.before, values))
        head = keep(store, events, at=at)
        logs = latest_of(store)
        for replica in sides:
            logs |= latest_of(store_by(replica.workbook_id, store.path.parent))
        for replica in sides:
            replica.chain, replica.head, replica.logs = chain_of(store), head.hash, logs

    return record


FIELDS: Final = ("sequence", "at", "actor", "action", "tab", "key", "column", "before", "after", "previous", "hash")


def export(book: Book, target: Path, *, state: Path | None = None) -> int:
    """Write the logs of a workbook as a new CSV file; how many entries. Raises what `new_file` and reading raise.

    Text that a spreadsheet program would take for a formula gets an apostrophe.
    """
    found = list(shown_entries(book, state=state, words=True))
    with new_file(target, encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(FIELDS)
        writer.writerows([_cell(entry.get(field)) for field in FIELDS] for entry in found)
    return len(found)


def _cell(value: Any) -> Any:
    dangerous = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if dangerous and not _NUMBER.fullmatch(value) else value
