"""The local server in a process of its own, and what it was asked.

Run as a module it serves the spreadsheets of a folder, prints its address, and answers each line that it reads. What is
written is kept in the folder on request only, so that what a job measures is not the disk.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[1]


class Served:
    """A server of the spreadsheets in a folder; `url` is its address."""

    def __init__(self, folder: Path, *, keep: bool = False) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.server", str(folder), *["--keep"] * keep],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self.url: str = self._line()

    def forget(self) -> None:
        """Count from here on."""
        self._ask("forget")

    def cost(self) -> Mapping[str, float]:
        """What was asked since: reads, writes, calls to Drive, bytes sent to it and by it, its seconds."""
        found: Mapping[str, float] = self._ask("cost")
        return found

    def _ask(self, what: str) -> Any:
        assert self._process.stdin
        print(what, file=self._process.stdin, flush=True)
        return json.loads(self._line())

    def _line(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("the local server ended")
        return line.strip()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def serve(folder: Path, *, keep: bool) -> None:
    """Answer until there are no more lines."""
    from sheetkit.emulator.persist import Folder
    from sheetkit.emulator.server import Server

    with Server(data=folder if keep else None) as server:
        for file in () if keep else Folder(folder).load():
            server.store.add(file)
        print(server.url, flush=True)
        for line in sys.stdin:
            if line.strip() == "forget":
                server.log.clear()
            entries = list(server.log)
            sheets = [entry for entry in entries if entry.method_id.startswith("sheets.")]
            cost = {
                "reads": sum(not entry.writes for entry in sheets),
                "writes": sum(entry.writes for entry in sheets),
                "drive": len(entries) - len(sheets),
                "sent": sum(entry.request_bytes for entry in entries),
                "received": sum(entry.response_bytes for entry in entries),
                "server": sum(entry.seconds for entry in entries),
            }
            print(json.dumps(cost), flush=True)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), keep="--keep" in sys.argv)
