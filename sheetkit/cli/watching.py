"""A sync that is done again and again, with one line for each run."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sheetkit.cli.parameters import now
from sheetkit.cli.screen import paint, say
from sheetkit.core.errors import SheetkitError


def watch(once: Callable[[datetime], Any], every: int) -> int:
    """Sync every so many seconds until somebody stops it; a run that failed is told, and the next one tries again."""
    while True:
        moment = now()
        try:
            done = once(moment)
        except SheetkitError as error:
            told = paint(str(error).replace("\n", " "), "error")
        else:
            counts = [changes.counts for changes in done.changes]
            moved = sum(sum(count.values()) for count in counts)
            told = f"{len(done.waiting)} conflicts wait" if done.waiting else "in step"
            told += f", {moved} changes" if moved else ""
        say(f"{moment:%Y-%m-%d %H:%M:%S} {told}")
        time.sleep(every)
