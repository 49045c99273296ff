"""`make bench`: measures sheetkit side by side with others and writes docs/benchmarks.md.

Every job runs alone in a fresh process, ours and the others' in turn, so that a slow moment of the machine meets both.
Usage: python -m benchmarks.run [--rows 100000] [--repeat 3] [--output docs/benchmarks.md] [--only PART …]
The parts are files, disputes, merge and google; with --only they are printed, and the page stays as it is.
"""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import page, sync
from benchmarks.measure import ROOT, measure, run_job, starts

Part = Callable[[Path, int, int], str]
"""Given a folder, the most rows and how often to repeat: a part of the page as Markdown."""


def main() -> None:
    """Measure everything and write the page, or measure some parts and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "benchmarks.md")
    parser.add_argument("--only", choices=PARTS, nargs="+")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        parts = [PARTS[part](Path(name), chosen.rows, chosen.repeat) for part in chosen.only or PARTS]
    text = "\n".join(parts)
    if not chosen.only:
        chosen.output.write_text(text, encoding="utf-8")
    print(text)


def _sizes(rows: int) -> Sequence[int]:
    return [size for size in (1_000, 10_000, 100_000) if size < rows] + [rows]


def files(folder: Path, rows: int, repeat: int) -> str:
    """Files beside other libraries, their growth, and what starting costs."""
    for size in {*_sizes(rows), *(race.rows for race in page.RACES if race.rows)}:
        run_job("prepare", size, folder)
    raced = []
    for race in page.RACES:
        times = measure([race.ours, race.other], race.rows or rows, folder, repeat)
        raced.append((race, times[race.ours], times[race.other]))
    grown = {size: measure(list(page.GROWTH), size, folder, repeat) for size in _sizes(rows)}
    return page.files(raced, grown, starts(), rows, repeat)


def disputes(folder: Path, rows: int, repeat: int) -> str:  # noqa: ARG001 - a part's signature
    """A large template."""
    sizes = page.DISPUTE_SIZES
    for size in sizes:
        run_job("prepare", size, folder, "disputes")
    return page.large({size: measure(list(page.DISPUTES), size, folder, repeat, "disputes") for size in sizes})


def merge(folder: Path, rows: int, repeat: int) -> str:
    """The merge of a sync beside one by pandas."""
    return sync.merged({size: measure(list(sync.MERGES), size, folder, repeat, "merge") for size in _sizes(rows)})


def google(folder: Path, rows: int, repeat: int) -> str:  # noqa: ARG001 - a part's signature
    """Google spreadsheets; every job runs once."""
    rows = min(rows, sync.GOOGLE_ROWS)
    run_job("prepare", rows, folder, "google")
    return sync.google(measure(list(sync.GOOGLE), rows, folder, 1, "google"), rows)


PARTS: dict[str, Part] = {"files": files, "disputes": disputes, "merge": merge, "google": google}


if __name__ == "__main__":
    main()
