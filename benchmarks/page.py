"""What was measured as Markdown: races against others, and how the time grows with the rows."""

import math
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.measure import Measured


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
MOST_START = 0.15


def files(
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
    parts += [raced_row(race, ours.seconds, theirs.seconds) for race, ours, theirs in raced]
    parts += [
        f"| {what} | an empty Python | +{taken:.3f} s | | | +{MOST_START} s | {verdict(taken <= MOST_START)} |"
        for what, taken in starts.items()
    ]
    peaks = {race.other: (ours.megabytes, theirs.megabytes) for race, ours, theirs in raced}
    built, by_hand = peaks["build_by_hand"]
    parts += [
        row("memory of the build", "hand-written XML strings", f"{built:.0f} MB", f"{by_hand:.0f} MB", "")
        + f" under {MOST_MEGABYTES} MB | {verdict(built < MOST_MEGABYTES)} |",
        "",
        "## Growth",
        "",
        f"The exponent from {sizes[-2]:,} to {sizes[-1]:,} rows is 1 when twice the rows take twice the time.",
        f"Under {MOST_GROWTH} is to be reached.",
        "",
        "| job | " + " | ".join(f"{size:,} rows" for size in sizes) + " | peak | exponent | |",
        "|---|" + "---|" * (len(sizes) + 3),
    ]
    parts += [growth_row(what, [grown[size][name] for size in sizes], sizes) for name, what in GROWTH.items()]
    return "\n".join(parts) + "\n"


def large(grown: Mapping[int, Mapping[str, Measured]]) -> str:
    """The table of the disputes workbook, whose 17 tabs look into each other, as Markdown."""
    sizes = list(grown)
    parts = [
        "## A large template",
        "",
        "The template `disputes` with so many purchases, a fifth as many disputes, the evidence that they need and two",
        "messages each; sellers grow with the purchases. Its formulas look rows up and count them over whole tables.",
        "",
        "| job | " + " | ".join(f"{size:,} purchases" for size in sizes) + " | peak | exponent | |",
        "|---|" + "---|" * (len(sizes) + 3),
    ]
    parts += [growth_row(what, [grown[size][name] for size in sizes], sizes) for name, what in DISPUTES.items()]
    return "\n".join(parts) + "\n"


def row(*cells: str) -> str:
    """A line of a table."""
    return "".join(f"| {cell} " for cell in cells) + "|"


def raced_row(race: Race, ours: float, theirs: float) -> str:
    """A race with both times in seconds."""
    ratio = ours / theirs
    shown = f"{1 / ratio:,.1f} times faster" if ratio < 1 else f"{ratio:.2f} times as long"
    reach = (
        ""
        if race.most == ANY
        else f"{1 / race.most:.0f} times faster"
        if race.most < 1
        else f"within {race.most} times"
    )
    reached = "" if race.most == ANY else verdict(ratio <= race.most)
    return f"| {race.what} | {race.against} | {ours:.3f} s | {theirs:.3f} s | {shown} | {reach} | {reached} |"


def growth_row(what: str, found: Sequence[Measured], sizes: Sequence[int], *, held: bool = True) -> str:
    """The times of a job by the number of rows; `held`: their exponent is to be reached."""
    times = [measured.seconds for measured in found]
    exponent = math.log(times[-1] / times[-2]) / math.log(sizes[-1] / sizes[-2])
    cells = " | ".join(f"{seconds:.3f} s" for seconds in times)
    peak = f"{found[-1].megabytes:.0f} MB"
    reached = verdict(exponent < MOST_GROWTH) if held else ""
    return f"| {what} | {cells} | {peak} | {exponent:.2f} | {reached} |"


def verdict(reached: bool) -> str:
    """What the last column says."""
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
