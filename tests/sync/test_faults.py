"""With every fault at every call, a sync with a spreadsheet finishes right or stops with a clear sentence.

The next one brings both in step: no row is there twice, no value is lost, and it writes nothing more.
"""

import os
from collections.abc import Callable, Iterator, Sequence

import pytest

from sheetkit.core.errors import SheetkitError
from sheetkit.emulator.server import Server
from tests.sync.both import Look
from tests.sync.pair import Pair

FAULTS = (
    "latency(0.01)",
    "401",
    "403",
    "403(insufficientFilePermissions)",
    "429",
    "429(2)",
    "500",
    "503",
    "503(2)",
    "cut-before",
    "cut-after",
    "twice",
    "edit(Books!C4=typed by Cid)",
    "edit(Readers!B8=Cid)",
)
LASTING = ("401", "403(insufficientFilePermissions)", "429", "500", "503", "cut-before", "cut-after")
CALLS = range(1, 8)
"""More calls than the sync makes; later ones are passed over."""
SHARE = int(os.environ.get("SHEETKIT_SYNC_SHARE", "5"))
"""1: every fault at every call (docs/sync.md)."""
READERS = {"Ann", "Bob", "Cy", "Di", "Eve"}


def some(faults: Sequence[str]) -> list[tuple[int, str]]:
    """Every call with every `SHARE`-th fault, each call with others."""
    return [(call, fault) for call in CALLS for at, fault in enumerate(faults) if (at + call) % SHARE == 0]


@pytest.fixture(scope="module")
def pair(made: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with Server() as server:
        yield Pair(server, tmp_path_factory.mktemp("pair"), made)


def type_into(pair: Pair, side: int, table: str, row: int, column: str, value: object) -> None:
    """Somebody types into a row, by its number in the table."""
    place = pair.look(side).parsed.places[table]
    cells = {(place.first_row + row, place.columns[column]): value}
    if side:
        pair.bob.type(place.sheet, cells)  # type: ignore[arg-type]
    else:
        pair.type(place.sheet, cells)


def edits(pair: Pair) -> None:
    """An edit, a new row and a deleted one, and a conflict; made once, then put back."""
    pair.reset()
    if pair.kept:
        pair.book.write_bytes(pair.kept[0])
        pair.document = pair.kept[1].copy()
        return
    type_into(pair, 0, "Books", 0, "Price", 10.0)
    type_into(pair, 1, "Books", 1, "Author", "Moor")
    type_into(pair, 0, "Readers", 3, "Reader Name", "Di")
    type_into(pair, 1, "Readers", 3, "Reader Name", "Eve")
    type_into(pair, 0, "Readers", 0, "E-mail", "here@ann.org")
    type_into(pair, 1, "Readers", 0, "E-mail", "there@ann.org")
    place = pair.look(1).parsed.places["Books"]
    pair.bob.clear(place.sheet, [(place.first_row + 3, column) for column in sorted(place.columns.values())[:8]])
    pair.kept = pair.book.read_bytes(), pair.document.copy()


def stopped(sync: Callable[[], object]) -> SheetkitError | None:
    """The clear sentence with which a sync stopped, if it did; any other exception fails the test."""
    try:
        sync()
    except SheetkitError as error:
        clear = error.message.endswith(".") and bool(error.advice)
        return error if clear else pytest.fail(f"no clear sentence: {error}")
    return None


def ends_well(pair: Pair, more: str = "") -> None:
    pair.server.faults = ""
    assert [one.column for one in pair.sync().waiting] == ["E-mail"]
    here, there = (pair.look(side) for side in (0, 1))
    for look in (here, there):
        assert column(look, "Books", "Book Title") == ["Emma", "Roads", "Ducks"]
        assert column(look, "Books", "Price") == [10, 12, 4]
        authors = ["Austen", "Moor", "typed by Cid" if more == "Books" else "Low"]
        assert column(look, "Books", "Author") == authors
        names = column(look, "Readers", "Reader Name")
        assert len(names) == len(set(names))
        assert set(names) == READERS | ({"Cid"} if more == "Readers" else set())
        cards = look.snapshot.tables["Readers"].keys
        assert len(set(cards)) == len(names)
    assert [column(look, "Readers", "E-mail")[0] for look in (here, there)] == ["here@ann.org", "there@ann.org"]
    before = pair.stamp()
    assert not pair.sync().wrote
    assert pair.stamp() == before
    assert pair.whole()
    assert not pair.audit_faults()


def column(look: Look, table: str, name: str) -> list[object]:
    return list(look.snapshot.tables[table].columns[name])


@pytest.fixture(scope="module")
def calls(pair: Pair) -> int:
    """How many calls the sync makes when nothing goes wrong."""
    edits(pair)
    before = len(pair.server.log)
    pair.sync()
    made = len(pair.server.log) - before
    ends_well(pair)
    return made


def test_the_calls_that_are_struck_are_all_there_are(calls: int) -> None:
    assert calls < len(CALLS)


@pytest.mark.parametrize(("call", "fault"), some(FAULTS))
def test_a_sync_survives_a_fault(pair: Pair, calls: int, call: int, fault: str) -> None:
    if call > calls:
        return
    edits(pair)
    pair.server.faults = f"any:{call}={fault}"
    stopped(pair.sync)
    assert pair.whole()
    ends_well(pair, fault.removeprefix("edit(").partition("!")[0])


@pytest.mark.parametrize(("call", "fault"), some(LASTING))
def test_a_sync_survives_a_fault_that_lasts(pair: Pair, calls: int, call: int, fault: str) -> None:
    """Google is gone for good from some call on, until the next sync."""
    if call > calls:
        return
    edits(pair)
    pair.server.faults = f"any:{call}+={fault}"
    assert stopped(pair.sync)
    assert pair.whole()
    ends_well(pair)
