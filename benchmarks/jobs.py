"""The jobs that are measured, ours and the others', each run alone in a process of its own.

A job is made ready first (files, data, imports) and then timed. It prints its seconds and its peak memory as JSON.
"""

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

Timed = Callable[[], Any]
Job = Callable[[Path, int], Timed]

DAY = date(2026, 11, 22)
TEMPLATES = Path(__file__).parent / "templates"
JOBS: dict[str, Job] = {}


def job(make: Job) -> Job:
    """Register a job under its function's name: given a folder with the files and a number of rows, what to time."""
    JOBS[make.__name__] = make
    return make


def prepare(folder: Path, rows: int) -> None:
    """The workbooks that jobs of this size read: `log-ROWS.xlsx`, edited a hundred times, and `formulas-ROWS.xlsx`."""
    from sheetkit import build, patch_xlsx

    log = folder / f"log-{rows}.xlsx"
    if not log.exists():
        build(TEMPLATES / "log.yaml", log, as_of=DAY, rows={"Cases": inputs(rows)})
        edited = folder / f"edited-{rows}.xlsx"
        edited.write_bytes(log.read_bytes())
        patch_xlsx(edited, _edits(rows, 100))
    formulas = folder / f"formulas-{rows}.xlsx"
    if rows <= 10_000 and not formulas.exists():
        build(TEMPLATES / "formulas.yaml", formulas, as_of=DAY, rows=_formula_rows(rows))


def target(folder: Path) -> Path:
    """A file of its own for one run."""
    return Path(tempfile.mkdtemp(dir=folder)) / "made.xlsx"


def inputs(rows: int) -> dict[str, list[Any]]:
    """What people type into so many cases, by column."""
    from benchmarks.cases import FORMULAS, columns

    return {name: values for name, values in columns(rows).items() if name not in FORMULAS}


def _formula_rows(rows: int) -> dict[str, dict[str, list[Any]]]:
    source = random.Random(3)  # noqa: S311 - test data, no secrets
    products = [f"Product {number}" for number in range(300)]
    opened = [46348 - source.randrange(400) for _ in range(rows)]
    return {
        "Products": {
            "Product": products,
            "Group": [f"Group {number % 12}" for number in range(300)],
            "Cost": [source.randrange(100, 9000) / 100 for _ in products],
        },
        "Cases": {
            "Opened": opened,
            "Product": [source.choice(products) for _ in range(rows)],
            "Quantity": [source.randint(1, 9) for _ in range(rows)],
            "Price": [source.randrange(500, 30_000) / 100 for _ in range(rows)],
            "Paid On": [day + source.randrange(5, 40) if source.random() < 0.6 else None for day in opened],
        },
    }


def _edits(rows: int, many: int) -> dict[tuple[str, str], Any]:
    """Cells of the log spread over its rows: notes and prices, as people change them."""
    step = max(1, rows // many)
    chosen = range(2, rows + 2, step)
    return {("Cases", f"{'R' if row % 2 else 'I'}{row}"): "seen" if row % 2 else 12.5 for row in list(chosen)[:many]}


@job
def build_ours(folder: Path, rows: int) -> Timed:
    """Write a rendered workbook with every cached value, table, flag and validation."""
    from benchmarks.cases import columns, workbook
    from sheetkit.backends.excel.write import write

    made = workbook(rows, columns(rows))
    return lambda: write(made, target(folder))


@job
def build_from_rows(folder: Path, rows: int) -> Timed:
    """The public `build`: keys, every formula computed, checks, rendering and writing."""
    from sheetkit import build

    given = {"Cases": inputs(rows)}
    return lambda: build(TEMPLATES / "log.yaml", target(folder), as_of=DAY, rows=given)


@job
def build_openpyxl(folder: Path, rows: int) -> Timed:
    """Build with openpyxl write-only: values and formulas, no cached values, no table."""
    import openpyxl

    from benchmarks.cases import COLUMNS, FORMULAS, columns

    table = columns(rows)
    written = _formula_texts()
    names = [name for name, _ in COLUMNS]

    def run() -> None:
        workbook = openpyxl.Workbook(write_only=True)
        sheet = workbook.create_sheet("Cases")
        sheet.append(names)
        parts = [[f"={written[name]}"] * rows if name in FORMULAS else table[name] for name in names]
        for row in zip(*parts, strict=True):
            sheet.append(row)
        workbook.save(target(folder))

    return run


@job
def build_by_hand(folder: Path, rows: int) -> Timed:
    """Plain XML strings, the limit."""
    from benchmarks.cases import COLUMNS, columns
    from benchmarks.handwritten import write

    table = columns(rows)
    written = _formula_texts()
    names = [name for name, _ in COLUMNS]
    cells: Any = [table[name] for name in names]
    return lambda: write(target(folder), names, cells, [written.get(name) for name in names])


def _formula_texts() -> dict[str, str]:
    """The formulas as a file has them."""
    from benchmarks.cases import FORMULAS
    from sheetkit.formula.excel import structured

    return {name: structured(node, "Cases") for name, node in FORMULAS.items()}


@job
def read_ours(folder: Path, rows: int) -> Timed:
    """Values, formulas, errors and positions of every cell."""
    from sheetkit.backends.excel.read import read

    return lambda: read(folder / f"log-{rows}.xlsx")


@job
def read_book(folder: Path, rows: int) -> Timed:
    """The public `read`: the cells, the typed rows and every problem."""
    from sheetkit import read

    return lambda: read(folder / f"log-{rows}.xlsx")


@job
def read_openpyxl(folder: Path, rows: int) -> Timed:
    """Read with openpyxl in read-only mode, once for the values and once for the formulas."""
    import openpyxl

    def run() -> None:
        for values in (True, False):
            workbook = openpyxl.load_workbook(folder / f"log-{rows}.xlsx", read_only=True, data_only=values)
            for sheet in workbook.worksheets:
                for _ in sheet.iter_rows(values_only=True):
                    pass

    return run


@job
def read_calamine(folder: Path, rows: int) -> Timed:
    """python-calamine: values only."""
    import python_calamine

    def run() -> None:
        workbook = python_calamine.CalamineWorkbook.from_path(str(folder / f"log-{rows}.xlsx"))
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python()

    return run


@job
def patch_ours(folder: Path, rows: int) -> Timed:
    """1,000 cells changed in place; all else stays byte for byte."""
    from sheetkit import patch_xlsx

    path, edits = _copy(folder, rows), _edits(rows, 1000)
    return lambda: patch_xlsx(path, edits)


@job
def patch_openpyxl(folder: Path, rows: int) -> Timed:
    """openpyxl: load, change, save (cached values are gone afterwards)."""
    import openpyxl

    return _load_and_save(openpyxl, folder, rows)


@job
def patch_wolfxl(folder: Path, rows: int) -> Timed:
    """Patch with wolfxl in its modify mode."""
    import wolfxl

    return _load_and_save(wolfxl, folder, rows, modify=True)


def _load_and_save(library: Any, folder: Path, rows: int, **mode: bool) -> Timed:
    path, edits = _copy(folder, rows), _edits(rows, 1000)

    def run() -> None:
        workbook = library.load_workbook(str(path), **mode)
        for (sheet, place), value in edits.items():
            workbook[sheet][place] = value
        workbook.save(str(path))

    return run


def _copy(folder: Path, rows: int, name: str = "log") -> Path:
    return copied(folder / f"{name}-{rows}.xlsx", folder)


def copied(source: Path, folder: Path) -> Path:
    """A copy of a workbook for one run."""
    path = target(folder)
    path.write_bytes(source.read_bytes())
    return path


@job
def update_ours(folder: Path, rows: int) -> Timed:
    """The public `update` after 100 edits: read, recompute, check, patch."""
    from sheetkit import update

    path = _copy(folder, rows, "edited")
    return lambda: update(path, as_of=DAY)


@job
def check_ours(folder: Path, rows: int) -> Timed:
    """The public `check`."""
    from sheetkit import check

    return lambda: check(folder / f"edited-{rows}.xlsx", as_of=DAY)


@job
def recompute_ours(folder: Path, rows: int) -> Timed:
    """Every formula of a ledger that is already in memory."""
    from sheetkit import read
    from sheetkit.compute.recompute import recompute

    ledger = read(folder / f"formulas-{rows}.xlsx").ledger
    return lambda: recompute(ledger, DAY)


@job
def recompute_file_ours(folder: Path, rows: int) -> Timed:
    """The same from file to file, by `update` on another day."""
    from sheetkit import update

    path = _copy(folder, rows, "formulas")
    return lambda: update(path, as_of=date(2026, 11, 23))


@job
def recompute_formualizer(folder: Path, rows: int) -> Timed:
    """formualizer: caches of the file refreshed into another file."""
    import formualizer

    source, made = folder / f"formulas-{rows}.xlsx", target(folder)
    return lambda: formualizer.recalculate_xlsx_file(str(source), str(made))


@job
def recompute_libreoffice(folder: Path, rows: int) -> Timed:
    """LibreOffice: the file loaded, recalculated by force and saved."""
    from tests.oracles.libreoffice import recalculate

    return lambda: recalculate(folder / f"formulas-{rows}.xlsx", target(folder).parent / "out")


def peak_megabytes() -> float:
    """The largest resident size that this process had so far."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(jobs: Mapping[str, Job], prepared: Callable[[Path, int], None], name: str, rows: int, folder: Path) -> None:
    """Prepare or time one job and print what it took."""
    if name == "prepare":
        prepared(folder, rows)
        return
    timed = jobs[name](folder, rows)
    start = time.perf_counter()
    timed()
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "megabytes": peak_megabytes()}))


if __name__ == "__main__":
    main(JOBS, prepare, sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
