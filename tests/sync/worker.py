"""A process that syncs two workbooks, and kills itself before a step when asked to.

`python -m tests.sync.worker LOCAL REMOTE STATE STEP`: the step is one of STEPS, or "" for none.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from sheetkit.app import syncing, trail
from sheetkit.core.errors import FileBusy
from sheetkit.sync import base, workbooks
from tests.sync.desk import DAY

BY: Final = ("ann", "2026-11-22T14:05:00Z")
STEPS: Final = (
    "log", "keys", "audit", "torn", "head", "begin", "local", "remote", "commit", "labels", "close", "own",
)  # fmt: skip
"""Every durable step: the log of conflicts, new keys, a line of the audit log (`torn`: half of it), its head, the plan,
each side, the base, where the two are, settled conflicts, and the own columns that both have.
"""
BUSY: Final = 2


def deadly(
    holder: Any, name: str, when: Callable[..., bool] = lambda *_: True, before: Callable[..., Any] = lambda *_: None
) -> None:
    """Let a function be the last thing that is called; `before` is what it gets done."""
    plain = getattr(holder, name)

    def last(*given: Any, **named: Any) -> Any:
        if when(*given):
            before(*given)
            os.kill(os.getpid(), signal.SIGKILL)
        return plain(*given, **named)

    setattr(holder, name, last)


def half_a_line(path: Path, _: object) -> None:
    """A line of the audit log that does not get to its end."""
    with path.open("ab") as file:
        file.write(b'{"sequence":9,"at":"2026-')


def deadly_step(step: str, sides: dict[str, str]) -> None:
    """Let the process be killed before a step; `sides` are the places of the two workbooks."""
    if step in {"log", "begin", "commit", "close"}:
        deadly(base.StateFile, step)
    elif step in {"head", "labels", "own"}:
        deadly(base.StateFile, "put", lambda _, values: step in values)
    elif step == "audit":
        deadly(trail, "append")
    elif step == "torn":
        deadly(trail, "append", before=half_a_line)
    elif step == "keys":
        deadly(workbooks.WorkbookReplica, "write", lambda one, _, mark: mark == one.mark)
    elif step:
        place = sides[step]
        deadly(workbooks.WorkbookReplica, "write", lambda one, _, mark: one.backend.label == place and mark != one.mark)


def main(local: str, remote: str, state: str, step: str) -> int:
    deadly_step(step, {"local": local, "remote": remote})
    try:
        syncing.sync(local, remote, as_of=DAY, pair=lambda: "pair1", state=Path(state), by=BY)
    except FileBusy:
        return BUSY
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
