"""I1 to I7, I11 and I12 between a file on disk and a spreadsheet over HTTP, whatever people do and faults strike.

`python -m tests.sync.test_real_pair STEPS SEED` plays a long run, in games of 12 steps, and tells what came of it.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sheetkit
from sheetkit.emulator.server import Server
from tests.sync.conftest import ROWS
from tests.sync.desk import DAY, LIBRARY
from tests.sync.game import Game, played
from tests.sync.pair import Pair
from tests.sync.people import START, Turn

LENGTH = 12
Op = tuple[int, int, int, int]
OPS: st.SearchStrategy[list[Op]] = st.lists(
    st.tuples(st.integers(0, 38), st.integers(0, 1), st.integers(0, 11), st.integers(0, 59)), max_size=LENGTH
)


@pytest.fixture(scope="module")
def pair(made: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with Server() as server:
        yield Pair(server, tmp_path_factory.mktemp("pair"), made)


@given(ops=OPS)
@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_promises_hold_after_any_edits_and_faults(pair: Pair, ops: list[Op]) -> None:
    played(pair, ops)


ACTS = [act.__name__ for act in dict.fromkeys(Game.acts(Game.__new__(Game)))]


@pytest.mark.parametrize("names", [ACTS[at : at + 4] for at in range(0, len(ACTS), 4)], ids=" ".join)
def test_the_promises_hold_after(pair: Pair, names: list[str]) -> None:
    """Each thing that may happen, on either side, with edits around it."""
    game = Game(pair)
    for at, name in enumerate(names):
        side = at % 2
        game.edit(Turn(1 - side, 1, 4 * side))
        getattr(game, name)(Turn(side, 1 + at, 2 + at))
        getattr(game, name)(Turn(1 - side, 2 + at, 3 + at))
    game.sync(START)


def drawn(seed: int, length: int = LENGTH) -> list[Op]:
    draw = random.Random(seed)  # noqa: S311 - a game
    return [(draw.randrange(39), draw.randrange(2), draw.randrange(12), draw.randrange(60)) for _ in range(length)]


def long_run(steps: int, seed: int) -> None:
    """Games one after the other; a broken promise ends the run, with its seed and what happened."""
    started, stops, acts = time.monotonic(), Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as folder, Server() as server:
        book = Path(folder) / "made.xlsx"
        sheetkit.build(LIBRARY, book, as_of=DAY, rows=ROWS, workbook_id="library")
        sheetkit.update(book, as_of=DAY)
        pair = Pair(server, Path(folder), book.read_bytes())
        done = 0
        for number in range(seed, seed + -(-steps // LENGTH)):
            told(f"seed {number}, {done} steps in {time.monotonic() - started:.0f} s")
            game = played(pair, drawn(number))
            stops, acts, done = stops + game.stops, acts + game.acted, done + LENGTH
    told(f"{done} steps without a broken promise; stopped: {dict(stops)}; what happened: {dict(acts)}")


def told(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    long_run(int(sys.argv[1]), int(sys.argv[2]))
