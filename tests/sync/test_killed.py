"""The real process, killed at every step: files are never torn, the audit log verifies, and the next sync goes on."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import sheetkit
from sheetkit.app.auditing import audit
from sheetkit.app.status import status
from sheetkit.backends.excel.package import Package
from sheetkit.emulator.server import Server
from sheetkit.sync.base import StateFile
from sheetkit.sync.snapshot import Snapshot
from tests.sync.desk import DAY, Desk, cell, delete, edit, rows_of
from tests.sync.pair import Pair
from tests.sync.test_faults import edits as edits_of_both
from tests.sync.test_faults import ends_well as ends_in_step
from tests.sync.worker import BY, STEPS

ROUNDS = int(os.environ.get("SHEETKIT_SYNC_KILLS", "6"))
NEVER = ("own",)
"""Steps that only a sync with columns of one's own takes."""


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
    assert desk.sync(by=BY).clean
    assert desk.in_step()
    assert not desk.sync(by=BY).wrote
    assert [one.faults for path in (desk.local, desk.remote) for one in audit(path, state=desk.state)] == [(), ()]
    for path in (desk.local, desk.remote):
        assert cell(path, "Books", "N-1", "Price") == 10
        assert cell(path, "Books", "T-1", "Author") == "Moor"
        assert [row["Shelf Mark"] for row in rows_of(path, "Books")] == ["N-1", "T-1", "N-2"]
        names = [str(row["Reader Name"]) for row in rows_of(path, "Readers")]
        assert sorted(names) == ["Ann", "Bob", "Cy", "Di", "Eve"]
        assert len({row["Card"] for row in rows_of(path, "Readers")}) == 5


def killed(order: list[str], more: Mapping[str, str] | None = None) -> None:
    done = subprocess.run(order, env={**environment(), **(more or {})}, check=False)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize("step", [step for step in STEPS if step not in NEVER])
def test_i5_i7_i8_i12_killed_before_a_step(desk: Desk, step: str) -> None:
    edits(desk)
    killed(worker(desk, step))
    whole(desk)
    ends_well(desk)


def test_i5_i7_i12_killed_before_own_columns_are_remembered(desk: Desk) -> None:
    for path in (desk.local, desk.remote):
        sheetkit.patch_xlsx(path, {("Readers", "G1"): "Mine"})
    edits(desk)
    killed(worker(desk, "own"))
    whole(desk)
    ends_well(desk)


@pytest.fixture(scope="module")
def pair(made: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with Server() as server:
        yield Pair(server, tmp_path_factory.mktemp("pair"), made)


@pytest.mark.parametrize("step", ["keys", "torn", "local", "remote", "commit", "labels"])
def test_i5_i7_i8_i12_killed_with_a_spreadsheet(pair: Pair, step: str) -> None:
    """The server goes on."""
    edits_of_both(pair)
    order = [*worker(Desk(pair.folder))[:3], str(pair.book), pair.side(1).label, str(pair.state), step]
    killed(order, {"SHEETKIT_GOOGLE_URL": pair.server.url})
    assert pair.whole()
    ends_in_step(pair)


def test_i5_i7_i8_i12_killed_at_any_moment(desk: Desk) -> None:
    edits(desk)
    for round_ in range(ROUNDS):
        running = subprocess.Popen(worker(desk), env=environment())
        time.sleep(0.3 + round_ * 0.25)
        running.send_signal(signal.SIGKILL)
        running.wait()
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
