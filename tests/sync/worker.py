"""A process that syncs two files, and kills itself before a step when asked to."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sheetkit.app import syncing
from sheetkit.core.errors import FileBusy
from sheetkit.sync import base, workbooks
from tests.sync.desk import DAY


def deadly(kind: type, method: str, when: Callable[..., bool] = lambda *_: True) -> None:
    """Let a method of a class be the last thing that is called."""
    plain = getattr(kind, method)

    def last(self: Any, *arguments: Any) -> Any:
        if when(self, *arguments):
            os.kill(os.getpid(), signal.SIGKILL)
        return plain(self, *arguments)

    setattr(kind, method, last)


def main(local: str, remote: str, state: str, step: str) -> int:
    if step in {"log", "begin", "commit"}:
        deadly(base.StateFile, step)
    elif step == "keys":
        deadly(workbooks.WorkbookReplica, "write", lambda self, _, mark: mark == self.mark)
    elif step:
        name = Path(local if step == "local" else remote).name
        deadly(workbooks.WorkbookReplica, "write", lambda self, _, mark: self.name == name and mark != self.mark)
    try:
        syncing.sync(local, remote, as_of=DAY, pair=lambda: "pair1", state=Path(state))
    except FileBusy:
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
