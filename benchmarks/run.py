"""`make bench`: measures sheetkit side by side with others and writes docs/benchmarks.md.

Every job runs alone in a fresh process, ours and the others' in turn, so that a slow moment of the machine meets both.
Usage: python -m benchmarks.run [--rows 100000] [--repeat 3] [--output docs/benchmarks.md]
"""

import argparse
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SLOW = 20.0
"""A job that takes longer than so many seconds is not repeated."""


@dataclass(frozen=True)
class Measured:
    """The best time of some runs, in seconds, and the largest memory, in megabytes."""

    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Race:
    """Ours against another: our time divided by theirs must be at most `most` (a tenth: ten times faster)."""

    what: str
    ours: str
    other: str
    against: str
    most: float
    rows: int = 0


ANY = math.inf
"""No ratio is to be reached; the race is for information."""
FORMULA_ROWS = 9_990
"""Just under 100,000 formulas, the most that formualizer takes in one workbook."""
RACES = (
    Race("build, with cached values", "build_ours", "build_openpyxl", "openpyxl write-only, without", 1 / 6),
    Race("build, with cached values", "build_ours", "build_by_hand", "hand-written XML strings", 2),
    Race("read values, formulas, positions", "read_ours", "read_openpyxl", "openpyxl, both passes", 1 / 6),
    Race("read values, formulas, positions", "read_ours", "read_calamine", "python-calamine, values only", 2.5),
    Race("patch 1,000 cells", "patch_ours", "patch_openpyxl", "openpyxl load + save", 1 / 25),
    Race("patch 1,000 cells", "patch_ours", "patch_wolfxl", "wolfxl", 1 / 2),
    Race("update after 100 edits", "update_ours", "read_ours", "our read", 2.5),
    Race("recompute", "recompute_ours", "recompute_libreoffice", "LibreOffice, with its files", 1 / 100, FORMULA_ROWS),
    Race("recompute", "recompute_ours", "recompute_formualizer", "formualizer, with its files", 1 / 10, FORMULA_ROWS),
    Race("recompute, file to file", "recompute_file_ours", "recompute_formualizer", "formualizer", ANY, FORMULA_ROWS),
)
GROWTH = {
    "build_ours": "build, written",
    "build_from_rows": "build, all steps",
    "read_ours": "read cells",
    "read_book": "read rows and problems",
    "patch_ours": "patch 1,000 cells",
    "update_ours": "update after 100 edits",
    "check_ours": "check",
}
DISPUTES = {
    "disputes_build": "build, all steps",
    "disputes_update": "update after 100 edits",
    "disputes_review": "review of a quarter",
}
DISPUTE_SIZES = (1_000, 10_000)
"""Purchases of the disputes workbook; a fifth as many disputes."""
MOST_GROWTH = 1.15
MOST_MEGABYTES = 450
STARTS = {"sheetkit --help": ["-m", "sheetkit", "--help"], "import sheetkit": ["-c", "import sheetkit"]}
MOST_START = 0.15


def main() -> None:
    """Measure everything and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "benchmarks.md")
    chosen = parser.parse_args()
    sizes = [size for size in (1_000, 10_000, 100_000) if size < chosen.rows] + [chosen.rows]
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        for size in {*sizes, *(race.rows for race in RACES if race.rows)}:
            _job("prepare", size, folder)
        raced = []
        for race in RACES:
            times = _measure([race.ours, race.other], race.rows or chosen.rows, folder, chosen.repeat)
            raced.append((race, times[race.ours], times[race.other]))
        grown = {size: _measure(list(GROWTH), size, folder, chosen.repeat) for size in sizes}
        for size in DISPUTE_SIZES:
            _job("prepare", size, folder, "disputes")
        large = {size: _measure(list(DISPUTES), size, folder, chosen.repeat, "disputes") for size in DISPUTE_SIZES}
    starts = _starts()
    text = _page(raced, grown, starts, chosen.rows, chosen.repeat) + _large(large)
    chosen.output.write_text(text, encoding="utf-8")
    print(text)


def _measure(jobs: Sequence[str], rows: int, folder: Path, repeat: int, module: str = "jobs") -> dict[str, Measured]:
    """Run the jobs in turn some times, slow ones once; the best time and the largest memory of each."""
    found: dict[str, Measured] = {}
    for _ in range(repeat):
        for name in jobs:
            best = found.get(name, Measured(math.inf, 0))
            if SLOW < best.seconds < math.inf:
                continue
            said = json.loads(_job(name, rows, folder, module))
            seconds, megabytes = said["seconds"], said["megabytes"]
            print(f"{name:24} {rows:>8,} rows {seconds:9.3f} s {megabytes:7.0f} MB", file=sys.stderr)
            found[name] = Measured(min(seconds, best.seconds), max(megabytes, best.megabytes))
    return found


def _job(name: str, rows: int, folder: Path, module: str = "jobs") -> str:
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", name, str(rows), str(folder)],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    if done.returncode:
        raise SystemExit(f"{name} with {rows} rows failed:\n{done.stderr}")
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def _starts() -> dict[str, float]:
    """What starting costs over an empty Python, in seconds: the best of seven runs each, in turn."""
    commands = {"": ["-c", "pass"], **STARTS}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(7):
        for name, arguments in commands.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, *arguments], check=True, capture_output=True, cwd=ROOT)
            times[name].append(time.perf_counter() - start)
    empty = min(times.pop(""))
    return {name: min(taken) - empty for name, taken in times.items()}


def _page(
    raced: Sequence[tuple[Race, Measured, Measured]],
    grown: Mapping[int, Mapping[str, Measured]],
    starts: Mapping[str, float],
    rows: int,
    repeat: int,
) -> str:
    """The page as Markdown."""
    sizes = list(grown)
    parts = [
        "# Benchmarks",
        "",
        "Written by `make bench`. Every job runs alone in a fresh process, ours and the others' in turn; times are the",
        f"best of up to {repeat} runs, without the imports. Ratios are what counts: the seconds depend on the machine.",
        f"{rows:,} rows of 24 columns, 6 of them formulas, with a table, 6 conditional formats and 4 validations;",
        "recomputing has 9,990 rows of 10 formula columns with COUNTIFS, SUMIFS and INDEX/MATCH among them.",
        "",
        f"Measured {_today()} on {_machine()}.",
        f"With {_versions()}.",
        "",
        "## Side by side",
        "",
        "| job | against | ours | theirs | ratio | to reach | |",
        "|---|---|---|---|---|---|---|",
    ]
    parts += [_race(race, ours.seconds, theirs.seconds) for race, ours, theirs in raced]
    parts += [
        f"| {what} | an empty Python | +{taken:.3f} s | | | +{MOST_START} s | {_verdict(taken <= MOST_START)} |"
        for what, taken in starts.items()
    ]
    peaks = {race.other: (ours.megabytes, theirs.megabytes) for race, ours, theirs in raced}
    built, by_hand = peaks["build_by_hand"]
    parts += [
        _row("memory of the build", "hand-written XML strings", f"{built:.0f} MB", f"{by_hand:.0f} MB", "")
        + f" under {MOST_MEGABYTES} MB | {_verdict(built < MOST_MEGABYTES)} |",
        "",
        "## Growth",
        "",
        f"The exponent from {sizes[-2]:,} to {sizes[-1]:,} rows is 1 when twice the rows take twice the time.",
        f"Under {MOST_GROWTH} is to be reached.",
        "",
        "| job | " + " | ".join(f"{size:,} rows" for size in sizes) + " | peak | exponent | |",
        "|---|" + "---|" * (len(sizes) + 3),
    ]
    parts += [_growth(what, [grown[size][name] for size in sizes], sizes) for name, what in GROWTH.items()]
    return "\n".join(parts) + "\n"


def _large(grown: Mapping[int, Mapping[str, Measured]]) -> str:
    """The table of the disputes workbook, whose 17 tabs look into each other, as Markdown."""
    sizes = list(grown)
    parts = [
        "",
        "## A large template",
        "",
        "The template `disputes` with so many purchases, a fifth as many disputes, the evidence that they need and two",
        "messages each; sellers grow with the purchases. Its formulas look rows up and count them over whole tables.",
        "",
        "| job | " + " | ".join(f"{size:,} purchases" for size in sizes) + " | peak | exponent | |",
        "|---|" + "---|" * (len(sizes) + 3),
    ]
    parts += [_growth(what, [grown[size][name] for size in sizes], sizes) for name, what in DISPUTES.items()]
    return "\n".join(parts) + "\n"


def _row(*cells: str) -> str:
    return "".join(f"| {cell} " for cell in cells) + "|"


def _race(race: Race, ours: float, theirs: float) -> str:
    ratio = ours / theirs
    shown = f"{1 / ratio:,.1f} times faster" if ratio < 1 else f"{ratio:.2f} times as long"
    reach = (
        ""
        if race.most == ANY
        else f"{1 / race.most:.0f} times faster"
        if race.most < 1
        else f"within {race.most} times"
    )
    verdict = "" if race.most == ANY else _verdict(ratio <= race.most)
    return f"| {race.what} | {race.against} | {ours:.3f} s | {theirs:.3f} s | {shown} | {reach} | {verdict} |"


def _growth(what: str, found: Sequence[Measured], sizes: Sequence[int]) -> str:
    times = [measured.seconds for measured in found]
    exponent = math.log(times[-1] / times[-2]) / math.log(sizes[-1] / sizes[-2])
    cells = " | ".join(f"{seconds:.3f} s" for seconds in times)
    peak = f"{found[-1].megabytes:.0f} MB"
    return f"| {what} | {cells} | {peak} | {exponent:.2f} | {_verdict(exponent < MOST_GROWTH)} |"


def _verdict(reached: bool) -> str:
    return "reached" if reached else "**not reached**"


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()


def _machine() -> str:
    model = "an unknown processor"
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        model = names[0] if names else model
    return f"{os.cpu_count()} cores of {model}, {platform.system()}, Python {platform.python_version()}"


def _versions() -> str:
    names = ("openpyxl", "python-calamine", "wolfxl", "formualizer", "XlsxWriter", "pandas", "numpy")
    shown = []
    for name in names:
        try:
            shown.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(shown)


if __name__ == "__main__":
    main()
