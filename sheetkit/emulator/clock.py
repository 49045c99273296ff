"""The server's clock, which runs with the machine's until a test sets it."""

import threading
from datetime import UTC, datetime, timedelta


class Clock:
    """What time it is for the server: aware UTC datetimes."""

    def __init__(self, at: datetime | None = None) -> None:
        self._lock = threading.Lock()
        self._fixed = at

    def now(self) -> datetime:
        """The present moment, in UTC."""
        with self._lock:
            return self._fixed or datetime.now(UTC)

    def set(self, at: datetime | None) -> None:
        """Stop the clock at a moment (one without a zone is UTC); None lets it run with the machine's again."""
        with self._lock:
            self._fixed = at if at is None or at.tzinfo else at.replace(tzinfo=UTC)

    def advance(self, seconds: float) -> None:
        """Let time pass. A clock that was running stands still from then on."""
        with self._lock:
            self._fixed = (self._fixed or datetime.now(UTC)) + timedelta(seconds=seconds)
