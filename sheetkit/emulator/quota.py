"""Google's quotas of the minute, where they are switched on."""

import threading
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sheetkit.emulator.refusals import too_many
from sheetkit.emulator.users import User

_MINUTE: Final = 60


@dataclass(slots=True)
class Limits:
    """Requests a minute. Sheets counts reads and writes apart; a batch counts as one.

    Source: the usage limits of the Sheets API (60 a user, 300 a project) and of the Drive API (12,000 a user).
    """

    sheets_user: int = 60
    sheets_project: int = 300
    drive_user: int = 12_000


class Quota:
    """Counts the requests of each minute of the server's clock; `limits` may be changed at any time."""

    def __init__(self, *, enabled: bool) -> None:
        self.enabled = enabled
        self.limits = Limits()
        self._minute = 0
        self._used: Counter[tuple[str, bool, str]] = Counter()
        self._lock = threading.Lock()

    def take(self, service: str, user: User, at: datetime, *, writes: bool) -> None:
        """Count one request. Raises ApiError when the minute's requests are used up."""
        if not self.enabled or service not in {"sheets", "drive"}:
            return
        with self._lock:
            minute = int(at.timestamp() // _MINUTE)
            if minute != self._minute:
                self._minute = minute
                self._used.clear()
            drive = service == "drive"
            mine, all_ = (service, writes and not drive, user.email), (service, writes and not drive, "")
            limit = self.limits.drive_user if drive else self.limits.sheets_user
            if self._used[mine] >= limit:
                raise too_many(service, writes=writes, limit=limit)
            if not drive and self._used[all_] >= self.limits.sheets_project:
                raise too_many(service, writes=writes, limit=self.limits.sheets_project, of_project=True)
            self._used.update((mine, all_))
