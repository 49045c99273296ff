"""How long to wait before a request is made again."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final

FIRST: Final = 1.0
"""Seconds that the first wait may last at most; each further one may last twice as long."""
LONGEST: Final = 64.0
"""Seconds that a wait of our own choice may last at most; Google's guides name 32 to 64."""
PATIENCE: Final = 300.0
"""Seconds after which a request that never succeeded is given up, all waits and tries together."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """Exponential, capped, with full jitter: any time up to the cap, so that many clients do not come back together."""

    first: float = FIRST
    longest: float = LONGEST
    chance: Callable[[], float] = random.random

    def delay(self, tries: int, asked: float | None = None) -> float:
        """Seconds to wait after so many failed tries (1, 2, …); `asked` is what the server asked for."""
        if asked is not None:
            return asked + self.first * self.chance()
        return min(self.longest, self.first * 2.0 ** min(tries - 1, 30)) * self.chance()


def retry_after(headers: Mapping[str, str], now: Callable[[], float] = time.time) -> float | None:
    """The seconds that an answer asks to wait, from its Retry-After (RFC 9110: seconds, or a date).

    A date is measured against the answer's own Date where there is one, because the clock of this machine may be wrong.
    None where it says nothing that makes sense.
    """
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    until = _moment(text)
    if until is None:
        return None
    since = _moment(headers.get("Date", ""))
    return max(0.0, until - (now() if since is None else since))


def _moment(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError):
        return None
