"""The audit log: one JSON line an event, each of which carries the hash of the one before.

Whoever alters a line changes its hash, which the next line no longer fits. Cutting lines off the end leaves a chain
that fits: for that the head, the hash of the last line, is kept in other places too.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sheetkit.core.values import CellError, CellValue

START: Final = "0" * 64
"""What the first line has for the hash of the one before."""
_TAIL: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Event:
    """One change: who made it, what it was, where, and the values before and after.

    A row that is added or deleted is one event, with its values by column.
    """

    actor: str
    action: str
    tab: str = ""
    key: str = ""
    column: str = ""
    before: CellValue | Mapping[str, CellValue] = None
    after: CellValue | Mapping[str, CellValue] = None


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a log: the number of its last entry (0: it is empty) and its hash."""

    sequence: int = 0
    hash: str = START


def append(path: Path, events: Iterable[Event], *, at: str) -> Head:
    """Append events by one write that is on the disk when this returns; the new head. Call it inside a lock.

    `at` is the moment in UTC as ISO text. A line that a crash left half written is set aside first, beside the log, and
    the log tells that. Raises OSError.
    """
    head, torn = end_of(path)
    found = list(events)
    if torn:
        aside = _set_aside(path, torn)
        note = Event("sheetkit", "torn", after=f"{len(torn)} bytes that a crash left were set aside as {aside.name}")
        found.insert(0, note)
    lines: list[bytes] = []
    for event in found:
        head, line = _linked(head, event, at)
        lines.append(line)
    if lines:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            data = b"".join(lines)
            while data:
                data = data[os.write(file, data) :]
            os.fsync(file)
        finally:
            os.close(file)
    return head


def end_of(path: Path) -> tuple[Head, bytes]:
    """The head of a log, and what stands after its last whole line."""
    if not path.exists():
        return Head(), b""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        want, tail = _TAIL, b""
        while True:
            start = max(0, size - want)
            file.seek(start)
            tail = file.read()
            whole, _, torn = tail.rpartition(b"\n")
            if start == 0 or b"\n" in whole:
                break
            want *= 8
    last = whole.rpartition(b"\n")[2]
    if not last:
        return Head(), torn
    entry = read_line(last)
    return (Head(int(entry["sequence"]), str(entry["hash"])), torn) if entry else (Head(0, hash_of(last)), torn)


def read_line(line: bytes) -> dict[str, Any] | None:
    """An entry of the log; None for a line that is none."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    whole = isinstance(entry, dict) and isinstance(entry.get("sequence"), int) and isinstance(entry.get("hash"), str)
    return entry if whole else None


def seal(entry: Mapping[str, Any]) -> str:
    """The hash of an entry: of all its fields but the hash itself."""
    return hash_of(encoded({name: value for name, value in entry.items() if name != "hash"}))


def hash_of(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _linked(head: Head, event: Event, at: str) -> tuple[Head, bytes]:
    entry = {
        "sequence": head.sequence + 1,
        "at": at,
        "actor": event.actor,
        "action": event.action,
        "tab": event.tab,
        "key": event.key,
        "column": event.column,
        "before": event.before,
        "after": event.after,
        "previous": head.hash,
    }
    entry["hash"] = seal(entry)
    return Head(head.sequence + 1, str(entry["hash"])), encoded(entry) + b"\n"


def encoded(entry: Mapping[str, Any]) -> bytes:
    """An entry as its line has it."""
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"), default=_plain).encode("utf-8", "surrogatepass")


def _plain(value: Any) -> Any:
    return value.code if isinstance(value, CellError) else str(value)


def _set_aside(path: Path, torn: bytes) -> Path:
    """Move what a crash left into a file of its own, and end the log at its last whole line."""
    number = 1
    while (aside := path.with_name(f"{path.name}.torn-{number}")).exists():
        number += 1
    aside.write_bytes(torn)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - len(torn))
        os.fsync(file.fileno())
    return aside
