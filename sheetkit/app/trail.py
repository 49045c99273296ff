"""The audit log of one workbook on this machine: what an update or an import is about to change, and what it saw."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from sheetkit.app.pairs import state_folder
from sheetkit.app.seen import remember, seen, watched
from sheetkit.app.workbook import Opened
from sheetkit.audit.chain import Event, Head, append, end_of
from sheetkit.audit.verify import entries, has, latest
from sheetkit.core.errors import FileBusy, SheetkitError
from sheetkit.core.values import CellValue, is_blank
from sheetkit.formula.layout import Layout
from sheetkit.records.keys import key_text
from sheetkit.records.ledger import Ledger, TableRows
from sheetkit.records.place import Place
from sheetkit.sync.audit_board import BOARD, MOST, rows
from sheetkit.sync.base import StateFile
from sheetkit.sync.board import find, with_board
from sheetkit.sync.refused import told
from sheetkit.sync.snapshot import differing
from sheetkit.sync.take import is_silent
from sheetkit.template.model import Tab
from sheetkit.template.resolve import columns_owned, table_name, table_tabs
from sheetkit.workbook.patch import Patch

CUT: Final = "cut-off"
"""The action of an entry which says that the log lacked its own end."""
_PATIENCE: Final = 10
"""Seconds: whoever appends is done in an instant."""
_CHAIN: Final = 16
"""Digits by which a workbook tells the logs of several machines apart."""


@dataclass(frozen=True, slots=True)
class Trail:
    """Who changes workbooks, at what moment in UTC (ISO text), and the folder in which their logs are kept."""

    user: str
    at: str
    folder: Path

    def begin(self, opened: Opened, after: Ledger, action: str, what: str) -> dict[str, str]:
        """Log what people changed and what is going to be changed in a workbook, before it is: the head of its log.

        Nothing where the workbook has no id. Raises FileBusy and StateRefused; nothing must be changed then.
        """
        store = store_of(opened, self.folder)
        if store is None:
            return {}
        edits = seen(opened, after, store) if watched(opened) else None
        changes = changes_of(opened, after, self.user, watch=edits is None)
        head = keep(store, [Event(self.user, action, after=what), *(edits or ()), *changes], at=self.at)
        return {chain_of(store): head.hash}

    def look(self, opened: Opened, after: Ledger, action: str, what: str) -> None:
        """Log what people changed in a workbook in which nothing is going to be changed."""
        store = store_of(opened, self.folder)
        if store and watched(opened) and (edits := seen(opened, after, store)):
            keep(store, [Event(self.user, action, after=what), *edits], at=self.at)

    def done(self, opened: Opened, after: Ledger) -> None:
        """Remember what a workbook says now, so that the next run sees what people change. Failing is no harm."""
        store = store_of(opened, self.folder)
        if store and watched(opened):
            with suppress(SheetkitError):
                remember(opened, after, store)

    def shown(self, opened: Opened, patch: Patch, layout: Layout) -> tuple[Patch, Layout]:
        """The patch of a workbook with what is logged of it on its Audit tab, if it has one."""
        placed, logs = find(BOARD, opened.grid), latest_of(store_of(opened, self.folder))
        if placed is None or not logs:
            return patch, layout
        return with_board(patch, layout, BOARD, placed, opened.grid, rows(placed, logs, opened.template), ())

    def fail(self, opened: Opened, why: str) -> None:
        """Log that writing failed: what was logged last may not have been done."""
        if store := store_of(opened, self.folder):
            keep(store, [Event(self.user, "failed", after=why)], at=self.at)


def trail_of(by: tuple[str, str] | None, state: Path | None = None) -> Trail | None:
    """Where to log what somebody does (who, and the moment in UTC); None: nowhere."""
    return Trail(*by, state or state_folder()) if by else None


def store_of(opened: Opened, folder: Path) -> StateFile | None:
    """What is remembered of a workbook by itself; None where it has no id."""
    return store_by(opened.description.workbook_id if opened.description else "", folder)


def store_by(name: str, folder: Path) -> StateFile | None:
    """What is remembered of a workbook by itself, by the id that it and its copies carry; None for ""."""
    if not name:
        return None
    plain = name.isascii() and name.isalnum() and len(name) <= len(hashlib.sha256().hexdigest())
    return StateFile(folder / f"book-{name if plain else hashlib.sha256(name.encode()).hexdigest()}.db", "")


def log_of(store: StateFile) -> Path:
    """The audit log beside what is remembered."""
    return store.path.with_suffix(".audit.jsonl")


def chain_of(store: StateFile) -> str:
    """By what the workbook tells this log from those of other machines; "" where there is no log."""
    known = store.get("chain") if store.path.exists() else ""
    first: dict[str, str] = next(entries(log_of(store)), {})
    return str(known or first.get("hash", "")[:_CHAIN])


def latest_of(store: StateFile | None) -> dict[str, list[dict[str, Any]]]:
    """The latest entries of a workbook's own log by its name; nothing where there is none."""
    name = chain_of(store) if store else ""
    return {name: latest(log_of(store), MOST)} if store and name else {}


def keep(store: StateFile, events: Iterable[Event], *, at: str) -> Head:
    """Append events to the log that belongs to what is remembered, and remember its new head.

    A log that lacks the head which is remembered was cut off or replaced: an entry says so. Raises FileBusy and
    StateRefused.
    """
    log = log_of(store)
    with _alone(log):
        known = str(store.get("head") or "") if store.path.exists() else ""
        new = list(events)
        if known and end_of(log)[0].hash != known and not has(log, known):
            new.insert(0, Event("sheetkit", CUT, after=f"The log did not hold its last entry any more: {known}"))
        head = append(log, new, at=at)
        store.put({"chain": chain_of(store), "head": head.hash})
    return head


@contextmanager
def _alone(log: Path) -> Iterator[None]:
    """Copies of a workbook share a log, and each is held by a lock of its own."""
    try:
        with told(log):
            log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with told(log), FileLock(log.with_name(f"{log.name}.lock"), timeout=_PATIENCE):
            yield
    except Timeout:
        raise FileBusy("Another run of sheetkit is writing the audit log.", path=str(log)) from None


def changes_of(opened: Opened, after: Ledger, user: str, *, watch: bool) -> Iterator[Event]:
    """What brings a workbook from what was read of it to `after`, and with `watch` which edits of watched cells it has.

    Results of formulas, the Check columns and the tabs that collect due dates follow from the rest, and are left out.
    """
    for tab in table_tabs(after.template):
        name = table_name(tab)
        if name in opened.parsed.places and not tab.collects:
            rows = _Rows(tab, opened.parsed.places[name], opened.parsed.ledger.tables[name], after.tables[name])
            yield from rows.seen(opened.backend.name) if watch else ()
            yield from rows.written(user)
            yield from rows.added(user)


@dataclass(frozen=True, slots=True)
class _Rows:
    """One table before and after: the rows that were read, then new ones."""

    tab: Tab
    place: Place
    before: TableRows
    after: TableRows

    def seen(self, workbook: str) -> Iterator[Event]:
        """The watched cells that a person changed."""
        for log in self.tab.changes:
            for row, was, value in self._changed(log.seen):
                if not is_blank(was):
                    yield Event(workbook, "seen", self.tab.name, self._key(row), log.watch, was, value)

    def written(self, user: str) -> Iterator[Event]:
        """The keys, the stamps and defaults row by row, and the formulas that were put back."""
        key = self.tab.key
        for row, was, value in self._changed(key) if key else ():
            yield Event(user, "key", self.tab.name, self._key(row), key, was, value)
        rows: dict[int, tuple[dict[str, CellValue], dict[str, CellValue]]] = {}
        for column in self._kept():
            for row, was, value in self._changed(column) if column != key else ():
                olds, news = rows.setdefault(row, ({}, {}))
                news[column] = value
                if not is_blank(was):
                    olds[column] = was
        for row, (olds, news) in sorted(rows.items()):
            yield Event(user, "stamp", self.tab.name, self._key(row), "", olds or None, news)
        for column, broken in self.before.broken.items():
            for row in broken if column in self.place.columns else ():
                typed = self.before.columns[column][row]
                yield Event(user, "restored", self.tab.name, self._key(row), column, typed, "the formula")

    def added(self, user: str) -> Iterator[Event]:
        """The rows that were brought."""
        columns = {name: self.after.columns[name] for name in self._kept()}
        for row in range(self.before.height, self.after.height):
            said = {name: values[row] for name, values in columns.items() if not is_blank(values[row])}
            yield Event(user, "add", self.tab.name, self._key(row), after=said)

    def _kept(self) -> list[str]:
        """The columns of the workbook that hold what is not computed."""
        owned = columns_owned(self.tab, "key", "input", "stamp")
        return [c.name for c in owned if c.name in self.place.columns and not (c.stamp and is_silent(c))]

    def _changed(self, column: str) -> Iterator[tuple[int, CellValue, CellValue]]:
        """The rows in which a column differs, with what it was and is."""
        was, now = self.before.columns[column], self.after.columns[column][: self.before.height]
        for row in differing(was, now):
            if not (is_blank(was[row]) and is_blank(now[row])):
                yield row, was[row], now[row]

    def _key(self, row: int) -> str:
        """By what people know a row: its key, or where it stands."""
        key = key_text(self.after.columns[self.tab.key][row]) if self.tab.key else ""
        at = self.after.sheet_rows[row]
        return key or (f"row {at + 1}" if at >= 0 else "")
