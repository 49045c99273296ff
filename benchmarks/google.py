"""The jobs on Google spreadsheets, against the local server in a process of its own.

Run like `benchmarks.jobs`; a job prints beside its seconds what it asked of the server. The number of rows is that of
the cases in the spreadsheet.
"""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from benchmarks.cases import TODAY
from benchmarks.jobs import DAY, TEMPLATES, Timed, inputs, peak_megabytes
from benchmarks.server import Served

Job = Callable[[Path, int], Timed]
JOBS: dict[str, Job] = {}
PAIR: Final = "bench"
HERE: Final = (("R", "seen"), ("I", 499.5))
THERE: Final = (("N", "letter"), ("J", 4.75))
"""Columns that people edit in the file and in the spreadsheet, and what they type, which no case says before."""


def job(make: Job) -> Job:
    """Register a job under its function's name."""
    JOBS[make.__name__] = make
    return make


def prepare(folder: Path, rows: int) -> None:
    """A file and a spreadsheet that are in step: `paired-ROWS` holds both, and what is remembered of them."""
    from sheetkit import build

    paired = folder / f"paired-{rows}"
    if paired.exists():
        return
    paired.mkdir()
    file = paired / "cases.xlsx"
    build(TEMPLATES / "log.yaml", file, as_of=DAY, rows={"Cases": inputs(rows)})
    with Served(paired / "google", keep=True) as server:
        os.environ["SHEETKIT_GOOGLE_URL"] = server.url
        made = pair(file, paired / "state")
    (paired / "id").write_text(made.id, encoding="utf-8")


def pair(file: Path, state: Path) -> Any:
    """A spreadsheet made from a file, and the two in step; its backend."""
    from sheetkit.app.places import google
    from sheetkit.app.syncing import sync
    from sheetkit.backends.google.backend import create

    made: list[Any] = []

    def make(workbook: Any) -> Any:
        made.append(create(google(), "Cases", workbook))
        return made[-1]

    sync(file, as_of=DAY, pair=lambda: PAIR, state=state, make=make)
    return made[0]


def spreadsheet(folder: Path) -> Any:
    """The backend of the spreadsheet in a folder of two that are in step."""
    from sheetkit.app.places import google
    from sheetkit.backends.google.backend import GoogleBackend

    return GoogleBackend(google(), (folder / "id").read_text(encoding="utf-8"))


def edits(rows: int, many: int, columns: tuple[tuple[str, Any], ...]) -> dict[tuple[str, str], Any]:
    """Cells spread over the rows, of the columns in turn, with what people type there."""
    step = max(1, rows // many) if many else rows
    chosen = range(2, rows + 2, step)[:many]
    return {("Cases", f"{columns[at % 2][0]}{row}"): columns[at % 2][1] for at, row in enumerate(chosen)}


def new_cases(rows: int, many: int) -> dict[tuple[str, str], Any]:
    """Cells that people type below the last one, without a key."""
    cells = (("B", TODAY), ("H", 2.0), ("I", 9.5))
    return {("Cases", f"{column}{rows + 2 + at}"): value for at in range(many) for column, value in cells}


def typed(backend: Any, cells: dict[tuple[str, str], Any]) -> None:
    """Somebody types into a spreadsheet."""
    from sheetkit.formula.layout import Layout
    from sheetkit.workbook.a1 import parse_address
    from sheetkit.workbook.patch import Patch, SheetPatch

    if not cells:
        return
    places = [parse_address(address) for _, address in cells]
    rows, columns = ([place[part] for place in places] for part in (0, 1))
    own = SheetPatch(rows, columns, list(cells.values()), [None] * len(cells), [""] * len(cells))
    backend.patch(Patch(backend.read().revision, {"Cases": (own,)}), Layout({}, {}))


def _sync(folder: Path, rows: int, many: int) -> Timed:
    from sheetkit import patch_xlsx
    from sheetkit.app.syncing import sync

    file = folder / "cases.xlsx"
    if many:
        patch_xlsx(file, edits(rows, many, HERE))
    typed(spreadsheet(folder), edits(rows, many, THERE))

    def run() -> None:
        done = sync(file, spreadsheet(folder), as_of=DAY, pair=lambda: "another", state=folder / "state")
        assert done.clean
        assert not done.first
        assert (done.changes[0].counts["changed"], done.changes[1].counts["changed"]) == (many, many)

    return run


@job
def sync_nothing(folder: Path, rows: int) -> Timed:
    """A sync when nobody edited anything."""
    return _sync(folder, rows, 0)


@job
def sync_10(folder: Path, rows: int) -> Timed:
    """A sync after 10 edits on each side."""
    return _sync(folder, rows, 10)


@job
def sync_100(folder: Path, rows: int) -> Timed:
    """The same after 100."""
    return _sync(folder, rows, 100)


@job
def sync_1000(folder: Path, rows: int) -> Timed:
    """The same after 1,000."""
    return _sync(folder, rows, 1000)


@job
def pair_with_new(folder: Path, rows: int) -> Timed:
    """A new spreadsheet made from the file, and the two paired."""
    from sheetkit import build

    file = folder / "new.xlsx"
    build(TEMPLATES / "log.yaml", file, as_of=DAY, rows={"Cases": inputs(rows)})
    return lambda: pair(file, folder / "new")


@job
def update_10(folder: Path, rows: int) -> Timed:
    """The public `update` of the spreadsheet after 10 edits and 10 new cases."""
    from sheetkit import update

    backend = spreadsheet(folder)
    typed(backend, edits(rows, 10, THERE) | new_cases(rows, 10))
    return lambda: update(backend, as_of=DAY)


@job
def build_refund_log(folder: Path, rows: int) -> Timed:  # noqa: ARG001 - the signature of a job
    """The refund log with its sample as a new spreadsheet."""
    return _build("refund-log")


@job
def build_disputes(folder: Path, rows: int) -> Timed:  # noqa: ARG001 - the signature of a job
    """The disputes, a large template, with their sample."""
    return _build("disputes")


def _build(template: str) -> Timed:
    from sheetkit.app.google_building import build_google
    from sheetkit.app.places import google

    http = google()
    return lambda: build_google(template, "Sample", http=http, as_of=DAY, sample=True)


def main(name: str, rows: int, folder: Path) -> None:
    """Prepare or time one job, on a copy of what is prepared, and print what it took."""
    if name == "prepare":
        prepare(folder, rows)
        return
    own = Path(tempfile.mkdtemp(dir=folder)) / "paired"
    shutil.copytree(folder / f"paired-{rows}", own)
    with Served(own / "google") as server:
        os.environ["SHEETKIT_GOOGLE_URL"] = server.url
        timed = JOBS[name](own, rows)
        server.forget()
        start = time.perf_counter()
        timed()
        seconds = time.perf_counter() - start
        print(json.dumps({"seconds": seconds, "megabytes": peak_megabytes(), **server.cost()}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
