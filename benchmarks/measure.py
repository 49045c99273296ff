"""Jobs run alone in fresh processes, and what they took."""

import json
import math
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SLOW = 20.0
"""A job that takes longer than so many seconds is not repeated."""
STARTS = {"sheetkit --help": ["-m", "sheetkit", "--help"], "import sheetkit": ["-c", "import sheetkit"]}


@dataclass(frozen=True)
class Measured:
    """The best time of some runs, in seconds, the largest memory, in megabytes, and what was asked of a server."""

    seconds: float
    megabytes: float
    asked: Mapping[str, float] = field(default_factory=dict)


def measure(jobs: Sequence[str], rows: int, folder: Path, repeat: int, module: str = "jobs") -> dict[str, Measured]:
    """Run the jobs in turn some times, slow ones once; the best time and the largest memory of each."""
    found: dict[str, Measured] = {}
    for _ in range(repeat):
        for name in jobs:
            best = found.get(name, Measured(math.inf, 0))
            if SLOW < best.seconds < math.inf:
                continue
            said = json.loads(run_job(name, rows, folder, module))
            seconds, megabytes = said.pop("seconds"), said.pop("megabytes")
            print(f"{name:24} {rows:>8,} rows {seconds:9.3f} s {megabytes:7.0f} MB", file=sys.stderr)
            found[name] = Measured(min(seconds, best.seconds), max(megabytes, best.megabytes), said)
    return found


def run_job(name: str, rows: int, folder: Path, module: str = "jobs") -> str:
    """The last line that a job prints, "" for none."""
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


def starts() -> dict[str, float]:
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
