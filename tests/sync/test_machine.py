"""The promises under whatever people do and faults strike, played by state machines on two kinds of pairs.

Two workbooks in memory, which the same code reads, merges and writes as it does files; and a file on disk with a
spreadsheet of the local server over HTTP. `SHEETKIT_SYNC_GAMES` makes the tests longer;
`python -m tests.sync.test_machine memory STEPS SEED` and `… pair STEPS SEED` play long runs (docs/sync.md).
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import sheetkit
from sheetkit.emulator.server import Server
from tests.sync.conftest import ROWS
from tests.sync.desk import DAY, LIBRARY
from tests.sync.game import Game
from tests.sync.machine import long_run, machine, run
from tests.sync.pair import Pair
from tests.sync.people import START, Turn
from tests.sync.shelves import Shelves

GAMES = int(os.environ.get("SHEETKIT_SYNC_GAMES", "10"))
LENGTH = {"memory": 30, "pair": 12}
"""Steps of a game at most."""


@pytest.fixture(scope="module")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> Shelves:
    return Shelves(tmp_path_factory.mktemp("shelves"))


@pytest.fixture(scope="module")
def pair(made: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with Server() as server:
        yield Pair(server, tmp_path_factory.mktemp("pair"), made)


def test_i1_to_i9_i11_and_i12_hold_in_games_in_memory(shelves: Shelves) -> None:
    run(machine(shelves), GAMES, LENGTH["memory"])


def test_i1_to_i9_i11_and_i12_hold_in_games_of_a_file_and_a_spreadsheet(pair: Pair) -> None:
    run(machine(pair), max(2, GAMES // 5), LENGTH["pair"], shrink=False)


ACTS = [*Game.PEOPLE, *Game.FAULTS]


@pytest.mark.parametrize("names", [ACTS[at : at + 4] for at in range(0, len(ACTS), 4)], ids=" ".join)
def test_the_promises_hold_after(pair: Pair, names: list[str]) -> None:
    """Each thing that may happen, on either side, with edits around it."""
    game = Game(pair, strict=True)
    for at, name in enumerate(names):
        side = at % 2
        game.edit(Turn(1 - side, 1, 4 * side))
        game.act(name, Turn(side, 1 + at, 2 + at))
        game.act(name, Turn(1 - side, 2 + at, 3 + at))
        game.holds()
    game.sync(START)


def main(kind: str, steps: int, first: int) -> None:
    with tempfile.TemporaryDirectory() as name, Server() as server:
        folder = Path(name)
        if kind == "memory":
            long_run(Shelves(folder), steps, first, LENGTH[kind])
            return
        book = folder / "made.xlsx"
        sheetkit.build(LIBRARY, book, as_of=DAY, rows=ROWS, workbook_id="library")
        sheetkit.update(book, as_of=DAY)
        long_run(Pair(server, folder, book.read_bytes()), steps, first, LENGTH[kind])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
