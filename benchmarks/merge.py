"""The merge alone: three tables of 20 columns in memory, ours beside an outer merge by pandas.

Run like `benchmarks.jobs`. Of every hundred rows each side has one cell edited; one in a thousand of these cells is
edited on both, and of every thousand rows each side has one deleted and one added.
"""

import json
import random
import sys
from pathlib import Path
from typing import Any, Final

from benchmarks.cases import COLUMNS, columns
from benchmarks.jobs import Job, Timed, main

JOBS: dict[str, Job] = {}
WIDTH: Final = 20
KEY: Final = "Case ID"
NAMES: Final = tuple(name for name, _ in COLUMNS if name != KEY)[:WIDTH]
Cells = dict[str, list[Any]]


def job(make: Job) -> Job:
    """Register a job under its function's name."""
    JOBS[make.__name__] = make
    return make


def prepare(folder: Path, rows: int) -> None:
    """Nothing: the tables are made anew by each job."""


def three(rows: int, *, sort: bool = False) -> tuple[Cells, Cells, Cells]:
    """Base, local and remote, whose equal cells are no longer one object, as after reading two workbooks.

    `sort`: somebody sorted the remote rows by another column.
    """
    made = columns(rows)
    base: Cells = {
        name: [float(value) if isinstance(value, int) else value or None for value in made[name]]
        for name in (KEY, *NAMES)
    }
    source = random.Random(5)  # noqa: S311 - test data, no secrets
    sides = [json.loads(json.dumps(base)) for _ in range(2)]
    both = [(source.randrange(rows), source.choice(NAMES)) for _ in range(max(1, rows // 1000))]
    for number, side in enumerate(sides):
        own = [(source.randrange(rows), source.choice(NAMES)) for _ in range(rows // 100)]
        for row, name in (*own, *both):
            value = side[name][row]
            side[name][row] = value + 1 + number if isinstance(value, float) else f"{value} of {number}"
        gone = set(source.sample(range(rows), rows // 1000))
        for place, (name, values) in enumerate(side.items()):
            kept = [value for row, value in enumerate(values) if row not in gone]
            start = place * rows // (WIDTH + 2)  # of other rows in each column, or it were rows whose key changed
            new = [f"N{number}-{at}" if name == KEY else values[start + at] for at in range(rows // 1000)]
            side[name] = kept + new
    if sort:
        order = sorted(range(len(sides[1][KEY])), key=sides[1]["Order"].__getitem__)
        sides[1] = {name: [values[row] for row in order] for name, values in sides[1].items()}
    return base, sides[0], sides[1]


@job
def merge_ours(folder: Path, rows: int) -> Timed:  # noqa: ARG001 - the signature of a job
    """The plan of a sync: which row is which, every cell, the changes to each side, conflicts, and the next base."""
    return _ours(rows)


@job
def merge_sorted(folder: Path, rows: int) -> Timed:  # noqa: ARG001 - the signature of a job
    """The same after somebody sorted one side."""
    return _ours(rows, sort=True)


@job
def merge_wiped(folder: Path, rows: int) -> Timed:  # noqa: ARG001 - the signature of a job
    """All keys wiped on one side, from rows of which many are alike."""
    from sheetkit.sync.merge import merge
    from sheetkit.sync.snapshot import Snapshot, TableState

    keys = [f"C-{row:06}" for row in range(rows)]
    alike = {name: [f"{name} {row % 100}" for row in range(rows)] for name in NAMES}
    full, wiped = (Snapshot({"Cases": TableState(KEY, found, alike)}) for found in (keys, [None] * rows))

    def run() -> None:
        plan = merge(full, wiped, full, lambda _table, _row: "never")
        assert len(plan.to_local.keys["Cases"]) == rows

    return run


def _ours(rows: int, *, sort: bool = False) -> Timed:
    from sheetkit.sync.merge import merge
    from sheetkit.sync.snapshot import Snapshot, TableState

    def state(cells: Cells) -> Snapshot:
        return Snapshot({"Cases": TableState(KEY, cells[KEY], {name: cells[name] for name in NAMES})})

    base, local, remote = map(state, three(rows, sort=sort))

    def run() -> None:
        plan = merge(base, local, remote, lambda _table, _row: "never")
        assert plan.conflicts
        assert not plan.quiet

    return run


@job
def merge_pandas(folder: Path, rows: int) -> Timed:  # noqa: ARG001 - the signature of a job
    """pandas: an outer merge of the same three tables on the key, and the comparisons over whole columns."""
    return _theirs(rows)


@job
def merge_pandas_sorted(folder: Path, rows: int) -> Timed:  # noqa: ARG001 - the signature of a job
    """The same by pandas after somebody sorted one side."""
    return _theirs(rows, sort=True)


def _theirs(rows: int, *, sort: bool = False) -> Timed:
    import numpy as np
    import pandas as pd

    base, local, remote = (pd.DataFrame(cells) for cells in three(rows, sort=sort))

    def run() -> None:
        both = local.merge(remote, on=KEY, how="outer", suffixes=("_local", "_remote"), indicator="_sides")
        whole = base.add_suffix("_base").rename(columns={f"{KEY}_base": KEY})
        whole = whole.merge(both, on=KEY, how="outer", indicator="_known")
        conflicts = 0
        for name in NAMES:
            was, mine, yours = (whole[f"{name}_{which}"] for which in ("base", "local", "remote"))
            edited, came = _differ(mine, was), _differ(yours, was)
            clash = edited & came & _differ(mine, yours)
            conflicts += int(clash.sum())
            whole[name] = np.where(clash, was, np.where(came, yours, mine))
        assert conflicts

    def _differ(one: Any, other: Any) -> Any:
        return (one != other) & ~(one.isna() & other.isna())

    return run


if __name__ == "__main__":
    main(JOBS, prepare, sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
