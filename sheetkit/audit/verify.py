"""Whether an audit log is as it was written: no entry edited, removed, moved or cut off, as far as that can be told."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sheetkit.audit.chain import START, encoded, hash_of, read_line, seal

_TAIL: Final = 1 << 16
"""Bytes of a log's end that are read at first."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not fit, and the line (from 1) at which it shows."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found: how many entries, the hash of the last one, and every fault."""

    entries: int
    head: str
    faults: tuple[Fault, ...]

    @property
    def clean(self) -> bool:
        """Whether the log is whole."""
        return not self.faults


def verify(path: Path, expect: str = "") -> Verified:
    """Read a log from its beginning. `expect` is a head that was noted elsewhere, at least its first eight digits.

    Entries that were added after that head are fine; when no entry has it, the log was cut off or replaced.
    """
    faults: list[Fault] = []
    previous, sequence, count, met = START, 0, 0, not expect
    for number, line in _lines(path):
        entry = read_line(line)
        if entry is None:
            what = "is no entry" if line.endswith(b"\n") else "is half an entry, which a crash left"
            faults.append(Fault(number, f"Line {number} {what}."))
            previous, sequence = hash_of(line.rstrip(b"\n")), sequence + 1
            continue
        count += 1
        if encoded(entry) != line.rstrip(b"\n") or seal(entry) != entry["hash"]:
            what = f"Entry {entry['sequence']} was edited: it no longer has the hash that it carries."
            faults.append(Fault(number, what))
        faults += _faults(number, entry, previous, sequence)
        previous, sequence = entry["hash"], entry["sequence"]
        met = met or previous.startswith(expect.lower())
    if not met:
        faults.append(Fault(count + 1, f"No entry has the expected hash {expect}: the end of the log was cut off."))
    return Verified(count, previous, tuple(faults))


def _faults(number: int, entry: dict[str, Any], previous: str, sequence: int) -> Iterator[Fault]:
    if entry["sequence"] != sequence + 1:
        missing = entry["sequence"] - sequence - 1
        what = (
            f"{missing} before it {'is' if missing == 1 else 'are'} gone" if missing > 0 else "it stands out of order"
        )
        yield Fault(number, f"Entry {entry['sequence']} follows entry {sequence}: {what}.")
    elif entry.get("previous") != previous:
        yield Fault(
            number, f"Entry {entry['sequence']} does not continue the one before, which was edited or replaced."
        )


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    if path.exists():
        with path.open("rb") as file:
            yield from enumerate(file, start=1)


def entries(path: Path) -> Iterator[dict[str, Any]]:
    """Every entry of a log, the oldest first; lines that are none are left out."""
    for _, line in _lines(path):
        if (entry := read_line(line)) is not None:
            yield entry


def has(path: Path, head: str) -> bool:
    """Whether an entry of a log carries this hash, or begins with these digits of it."""
    return any(entry["hash"].startswith(head.lower()) for entry in entries(path))


def latest(path: Path, most: int) -> list[dict[str, Any]]:
    """The last entries of a log, the newest first, at most so many; only its end is read."""
    if not path.exists():
        return []
    with path.open("rb") as file:
        size, want = file.seek(0, os.SEEK_END), _TAIL
        while True:
            file.seek(max(0, size - want))
            lines = file.read().splitlines()
            if want >= size or len(lines) > most:
                break
            want *= 4
    found = (read_line(line) for line in reversed(lines[-most:]))
    return [entry for entry in found if entry is not None]
