"""A record of every request, so that a test can count calls and bytes."""

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MOST: Final = 100_000
"""So many requests are remembered; the oldest go first."""
CUT: Final = 0
"""The status of a request whose connection was cut."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One request. `method_id` is Google's name of the method (`sheets.spreadsheets.get`), `writes` whether it changes.

    Sizes are bytes of the bodies; `status` is `CUT` where no answer went out; `faults` are those met, as written.
    """

    method: str
    path: str
    query: str
    method_id: str
    writes: bool
    user: str
    request_bytes: int
    response_bytes: int
    status: int
    seconds: float
    faults: tuple[str, ...] = ()


class Log:
    """The requests that were answered, the oldest first."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=MOST)
        self._lock = threading.Lock()

    def add(self, entry: Entry) -> None:
        """Remember a request."""
        with self._lock:
            self._entries.append(entry)

    def clear(self) -> None:
        """Forget every request."""
        with self._lock:
            self._entries.clear()

    def __iter__(self) -> Iterator[Entry]:
        with self._lock:
            return iter(list(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, index: int) -> Entry:
        with self._lock:
            return self._entries[index]

    def reads(self) -> list[Entry]:
        """The requests that read."""
        return [entry for entry in self if not entry.writes]

    def writes(self) -> list[Entry]:
        """The requests that change something."""
        return [entry for entry in self if entry.writes]
