"""What a pair of workbooks is remembered by, in an SQLite file under the user's state folder."""

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, Final

from sheetkit.core.errors import SheetkitError
from sheetkit.core.values import CellError, CellValue
from sheetkit.sync.conflict import Conflict
from sheetkit.sync.memory import Choice, Memory, Pending, Sequences, Written
from sheetkit.sync.refused import told
from sheetkit.sync.snapshot import Snapshot, TableState

VERSION: Final = 1
"""Of the shape of the file; another one is set aside, and counts as lost."""

_SHAPE: Final = """
CREATE TABLE IF NOT EXISTS known (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS conflicts (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL, tab TEXT NOT NULL, key TEXT NOT NULL, "column" TEXT NOT NULL,
    before TEXT NOT NULL, local TEXT NOT NULL, remote TEXT NOT NULL,
    seen TEXT NOT NULL, waiting INTEGER NOT NULL, settled TEXT NOT NULL DEFAULT ''
);
"""


class StateBroken(SheetkitError):  # noqa: N818 - the domain's word, not a suffix
    """What sheetkit remembers of this pair cannot be read."""

    hint = (
        "Move the file away and run the command again: nothing is lost, but what differs between the two workbooks "
        "will wait for you to settle it."
    )


@dataclass(frozen=True, slots=True)
class Logged:
    """A conflict in the log: its number, when it was first seen (as ISO text), and how it ended, if it did."""

    number: int
    conflict: Conflict
    seen: str
    waiting: bool
    settled: str = ""


class StateFile:
    """The memory of one pair. `now` is the moment that the log notes. It implements `memory.Store`."""

    def __init__(self, path: Path, now: str) -> None:
        self.path, self.now = path, now

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One transaction, durable when it ends; the folder is the user's alone.

        Raises StateBroken, FileBusy and StateRefused; then what was remembered is as it was.
        """
        try:
            with told(self.path):
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                connection = sqlite3.connect(self.path, timeout=10)
                try:
                    connection.execute("PRAGMA synchronous = FULL")
                    connection.executescript(_SHAPE)
                    with connection:
                        yield connection
                finally:
                    connection.close()
        except sqlite3.DatabaseError as error:
            raise StateBroken(f"{StateBroken.__doc__} ({error})", path=str(self.path)) from error

    def get(self, name: str) -> Any:
        """Something kept by name: plain JSON; None when there is no such thing."""
        with self._open() as connection:
            return _get(connection, name)

    def snapshot(self, name: str) -> Snapshot | None:
        """A snapshot kept by name; None when there is no such thing."""
        body = self.get(name)
        return None if body is None else _snapshot(body)

    def put(self, values: Mapping[str, Any]) -> None:
        """Keep plain JSON and snapshots by names."""
        with self._open() as connection:
            for name, value in values.items():
                _put(connection, name, value)

    def load(self) -> Memory:
        """What is remembered; nothing when the file is new."""
        if not self.path.exists():
            return Memory()
        with self._open() as connection:
            base, marks = _get(connection, "base"), _get(connection, "marks") or (0, 0)
            pending, sequences = _get(connection, "pending"), _get(connection, "sequences") or {}
        return Memory(
            _snapshot(base) if base is not None else None,
            (marks[0], marks[1]),
            _pending(pending) if pending is not None else None,
            sequences,
        )

    def log(self, conflicts: Sequence[Conflict]) -> None:
        """Log conflicts; those that wait and are logged already stay as they are."""
        with self._open() as connection:
            _log(connection, conflicts, self.now)

    def begin(
        self, base: Snapshot | None, marks: tuple[int, int], pending: Pending, conflicts: Sequence[Conflict]
    ) -> None:
        """Keep the plan, what it starts from, and log the conflicts, before anything is written."""
        with self._open() as connection:
            if base is not None:
                _put(connection, "base", base)
            else:
                connection.execute("DELETE FROM known WHERE name = 'base'")
            _put(connection, "marks", marks)
            _put(connection, "pending", pending)
            _log(connection, conflicts, self.now)

    def since(self, conflicts: Sequence[Conflict]) -> list[tuple[Conflict, str]]:
        """Waiting conflicts, the newest first, each with the moment (ISO text) since when it waits."""
        logged = [one for one in self.conflicts() if one.waiting]
        known = {one.conflict: one for one in logged}
        new = [(one, self.now) for one in conflicts if one not in known]
        wanted = frozenset(conflicts)
        return [*new, *((one.conflict, one.seen) for one in logged if one.conflict in wanted)]

    def commit(self, base: Snapshot, mark: int, sequences: Sequences) -> None:
        """The plan is done, and this is what both sides say."""
        with self._open() as connection:
            _put(connection, "base", base)
            _put(connection, "marks", (mark, mark))
            _put(connection, "sequences", sequences)
            _put(connection, "synced", self.now)
            connection.execute("DELETE FROM known WHERE name = 'pending'")

    def close(self, waiting: Sequence[Conflict]) -> None:
        """Close the conflicts in the log that wait no longer."""
        places = {conflict.place for conflict in waiting}
        with self._open() as connection:
            for one in _logged(connection):
                if one.waiting and one.conflict.place not in places:
                    connection.execute(
                        "UPDATE conflicts SET waiting = 0, settled = ? WHERE number = ?", (self.now, one.number)
                    )

    def conflicts(self) -> list[Logged]:
        """The log of conflicts, the newest first."""
        if not self.path.exists():
            return []
        with self._open() as connection:
            return _logged(connection)


def _get(connection: sqlite3.Connection, name: str) -> Any:
    found = connection.execute("SELECT value FROM known WHERE name = ?", (name,)).fetchone()
    return json.loads(zlib.decompress(found[0]), object_hook=_error) if found else None


def _put(connection: sqlite3.Connection, name: str, value: Any) -> None:
    body = zlib.compress(json.dumps(value, default=_plain, ensure_ascii=False).encode(), 1)
    connection.execute("INSERT OR REPLACE INTO known VALUES (?, ?)", (name, body))


def _plain(value: Any) -> Any:
    if isinstance(value, CellError):
        return {"#": value.code}
    if is_dataclass(value):  # not asdict, which copies every cell
        return {one.name: getattr(value, one.name) for one in fields(value)}
    return sorted(value) if isinstance(value, frozenset) else list(value)


def _error(body: dict[str, Any]) -> Any:
    return (
        CellError(body["#"]) if body.keys() == {"#"} else CellError(body["code"]) if body.keys() == {"code"} else body
    )


def _log(connection: sqlite3.Connection, conflicts: Sequence[Conflict], now: str) -> None:
    logged = _logged(connection)
    known = {one.conflict for one in logged if one.waiting}
    done = {one.conflict for one in logged if not one.waiting and one.seen == now}
    for conflict in conflicts:
        if conflict in known or conflict in done:
            continue
        if conflict.waiting:  # the same cell with other values: the newer says it all, the older stays in the log
            connection.execute(
                'UPDATE conflicts SET waiting = 0 WHERE waiting AND tab = ? AND key = ? AND "column" = ?',
                (conflict.table, conflict.key, conflict.column),
            )
        values = [_text(value) for value in (conflict.before, conflict.local, conflict.remote)]
        place = (conflict.kind, conflict.table, conflict.key, conflict.column)
        connection.execute(
            'INSERT INTO conflicts (kind, tab, key, "column", before, local, remote, seen, waiting)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*place, *values, now, conflict.waiting),
        )


def _logged(connection: sqlite3.Connection) -> list[Logged]:
    rows = connection.execute(
        'SELECT number, kind, tab, key, "column", before, local, remote, seen, waiting, settled'
        " FROM conflicts ORDER BY number DESC"
    )
    return [Logged(row[0], Conflict(*row[1:5], *map(_value, row[5:8])), row[8], bool(row[9]), row[10]) for row in rows]


def _text(value: CellValue) -> str:
    return json.dumps(value, default=_plain, ensure_ascii=False)


def _value(text: str) -> CellValue:
    value: CellValue = json.loads(text, object_hook=_error)
    return value


def _snapshot(body: Mapping[str, Any]) -> Snapshot:
    return Snapshot(
        {name: _table(table) for name, table in body["tables"].items()},
        body["settings"],
        {name: tuple(entries) for name, entries in body["lists"].items()},
        frozenset(body["locked"]),
    )


def _table(body: Mapping[str, Any]) -> TableState:
    """A table; which cells held formulas is not remembered."""
    return TableState(
        body["key"],
        body["keys"],
        body["columns"],
        frozenset(body["stamps"]),
        {},
        body["refers"],
        frozenset(body["silent"]),
        made=body["made"],
    )


def _pending(body: Mapping[str, Any]) -> Pending:
    first, second = (Written(**written) for written in body["written"])
    choices = tuple(Choice(**choice) for choice in body.get("choices", ()))
    return Pending(_snapshot(body["after"]), body["mark"], (first, second), body["renamed"], choices)
