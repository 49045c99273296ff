"""The real process, killed at every step and doubled: files are never torn, and the next sync goes on."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from sheetkit.app.status import status
from sheetkit.backends.excel.package import Package
from sheetkit.sync.base import StateFile
from sheetkit.sync.snapshot import Snapshot
from tests.sync.desk import DAY, Desk, cell, delete, edit, rows_of

ROUNDS = int(os.environ.get("SHEETKIT_SYNC_KILLS", "6"))
STEPS = ("log", "keys", "begin", "local", "remote", "commit")


def worker(desk: Desk, die_before: str = "") -> list[str]:
    """A command line that syncs; it is killed by itself before a step."""
    return [sys.executable, "-m", "tests.sync.worker", str(desk.local), str(desk.remote), str(desk.state), die_before]


def environment() -> Mapping[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


def whole(desk: Desk) -> None:
    """I7: both files unpack to what their checksums say."""
    for path in (desk.local, desk.remote):
        package = Package.open(path)
        for name in package.names():
            for _ in package.stream(name):
                pass


def edits(desk: Desk) -> None:
    edit(desk.local, "Books", "N-1", {"Price": 10.0})
    edit(desk.remote, "Books", "T-1", {"Author": "Moor"})
    edit(desk.local, "Readers", "", {"Reader Name": "Di"})
    edit(desk.remote, "Readers", "", {"Reader Name": "Eve"})
    delete(desk.remote, "Books", "C-1")


def ends_well(desk: Desk) -> None:
    assert desk.sync().clean
    assert desk.in_step()
    assert not desk.sync().wrote
    for path in (desk.local, desk.remote):
        assert cell(path, "Books", "N-1", "Price") == 10
        assert cell(path, "Books", "T-1", "Author") == "Moor"
        assert [row["Shelf Mark"] for row in rows_of(path, "Books")] == ["N-1", "T-1", "N-2"]
        names = [str(row["Reader Name"]) for row in rows_of(path, "Readers")]
        assert sorted(names) == ["Ann", "Bob", "Cy", "Di", "Eve"]
        assert len({row["Card"] for row in rows_of(path, "Readers")}) == 5


@pytest.mark.parametrize("step", STEPS)
def test_i5_i7_i8_killed_before_a_step(desk: Desk, step: str) -> None:
    edits(desk)
    killed = subprocess.run(worker(desk, step), env=environment(), check=False)
    assert killed.returncode == -signal.SIGKILL
    whole(desk)
    ends_well(desk)


def test_i5_i7_i8_killed_at_any_moment(desk: Desk) -> None:
    edits(desk)
    for round_ in range(ROUNDS):
        running = subprocess.Popen(worker(desk), env=environment())
        time.sleep(0.3 + round_ * 0.25)
        running.send_signal(signal.SIGKILL)
        running.wait()
        whole(desk)
    ends_well(desk)


def test_two_at_once(desk: Desk) -> None:
    """One of them syncs; the other does too, later, or says that it is busy."""
    edits(desk)
    both = [subprocess.Popen(worker(desk), env=environment()) for _ in range(2)]
    codes = sorted(one.wait() for one in both)
    assert codes[0] == 0
    assert codes[1] in {0, 2}
    whole(desk)
    ends_well(desk)


def test_a_kill_leaves_the_plan_in_the_state(desk: Desk) -> None:
    edits(desk)
    subprocess.run(worker(desk, "remote"), env=environment(), check=False)
    (path,) = desk.state.glob("*.db")
    pending = StateFile(path, "").load().pending
    assert pending
    assert isinstance(pending.after, Snapshot)
    (pair,) = status(desk.local, as_of=DAY, state=desk.state).pairs
    assert pair.unfinished
