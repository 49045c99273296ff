"""Keeps requests below Google's quotas, which count them by the minute."""

import time
from collections import deque
from collections.abc import Callable
from typing import Final

PER_MINUTE: Final = 60
"""Requests a minute and user, for reads and for writes apart (Google's "Usage limits" of the Sheets API)."""
WINDOW: Final = 61.0
"""Seconds over which they are counted: a minute, and one second because requests travel at different speeds."""


class Bucket:
    """So many requests in any minute, never more.

    A bucket that refills drop by drop would let through twice as many in the minute after a pause; this one remembers
    when each request left.
    """

    def __init__(
        self,
        per_minute: int = PER_MINUTE,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`per_minute` 0 lets everything through. `clock` gives seconds that only go up."""
        self._left: deque[float] = deque(maxlen=max(per_minute, 0))
        self._clock = clock
        self._sleep = sleep

    def take(self) -> float:
        """Wait until one more request may go; the seconds waited."""
        if not self._left.maxlen:
            return 0.0
        waited = 0.0
        if len(self._left) == self._left.maxlen:
            waited = max(0.0, self._left[0] + WINDOW - self._clock())
            if waited:
                self._sleep(waited)
        self._left.append(self._clock())
        return waited
