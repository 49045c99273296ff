"""Two processes that sync one pair at the same moment: one does it, the other does too, later, or says that it is busy.

`SHEETKIT_SYNC_TWICE` is how often (docs/sync.md).
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sheetkit.emulator.server import Server
from tests.sync.desk import Desk
from tests.sync.pair import Pair
from tests.sync.test_faults import edits as edits_of_both
from tests.sync.test_faults import ends_well as ends_in_step
from tests.sync.test_killed import edits, ends_well, environment, whole, worker

TIMES = int(os.environ.get("SHEETKIT_SYNC_TWICE", "1"))


@pytest.mark.parametrize("time", range(TIMES))
def test_two_syncs_of_two_files(desk: Desk, time: int) -> None:
    del time
    edits(desk)
    both = [subprocess.Popen(worker(desk), env=environment()) for _ in range(2)]
    codes = sorted(one.wait() for one in both)
    assert codes[0] == 0
    assert codes[1] in {0, 2}
    whole(desk)
    ends_well(desk)


@pytest.mark.parametrize("time", range(TIMES))
def test_one_syncs_there_and_one_back(desk: Desk, time: int) -> None:
    """Each takes the other's second workbook first: both may be busy, neither waits for ever."""
    del time
    edits(desk)
    orders = (worker(desk), [*worker(desk)[:3], str(desk.remote), str(desk.local), str(desk.state), ""])
    both = [subprocess.Popen(order, env=environment()) for order in orders]
    assert {one.wait() for one in both} <= {0, 2}
    whole(desk)
    ends_well(desk)


@pytest.fixture(scope="module")
def pair(made: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with Server() as server:
        yield Pair(server, tmp_path_factory.mktemp("pair"), made)


@pytest.mark.parametrize("time", range(TIMES))
def test_two_syncs_with_a_spreadsheet(pair: Pair, time: int) -> None:
    del time
    edits_of_both(pair)
    desk = Desk(Path("unused"))
    desk.local, desk.state = pair.book, pair.state
    address = f"{pair.server.url}/spreadsheets/d/{pair.id}"
    order = [*worker(desk)[:4], address, str(pair.state), ""]
    server = {**environment(), "SHEETKIT_GOOGLE_URL": pair.server.url}
    both = [subprocess.Popen(order, env=server) for _ in range(2)]
    codes = sorted(one.wait() for one in both)
    assert codes[0] == 0
    assert codes[1] in {0, 2}
    assert pair.whole()
    ends_in_step(pair)
