"""A sync that is done again and again, with one line for each run."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, NoReturn

from sheetkit.cli.parameters import now
from sheetkit.cli.screen import paint, say
from sheetkit.core.errors import SheetkitError
from sheetkit.report.layout import counted


def watch(once: Callable[[datetime], Any], every: int) -> int:
    """Sync every so many seconds until somebody stops it; a run that failed is told, and the next one tries again.

    Ctrl-C is its normal end: the exit code is 0.
    """
    with suppress(KeyboardInterrupt):
        _go_on(once, every)
    return 0


def _go_on(once: Callable[[datetime], Any], every: int) -> NoReturn:
    while True:
        moment = now()
        try:
            done = once(moment)
        except SheetkitError as error:
            told = paint(str(error).replace("\n", " "), "error")
        else:
            counts = [changes.counts for changes in done.changes]
            moved = sum(sum(count.values()) for count in counts)
            waiting = len(done.waiting)
            told = f"{counted(waiting, 'conflict')} {'waits' if waiting == 1 else 'wait'}" if waiting else "in step"
            told += f", {counted(moved, 'change')}" if moved else ""
        say(f"{moment:%Y-%m-%d %H:%M:%S} {told}")
        time.sleep(every)
