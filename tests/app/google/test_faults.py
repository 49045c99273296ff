"""With every fault at every call, a command finishes right or stops with a clear sentence, and a second run finishes.

After a stop the spreadsheet is as it was; what another person typed meanwhile stays in any case.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sheetkit.app.google_building import build_google
from sheetkit.backends.google.backend import GoogleBackend
from sheetkit.core.errors import SheetkitError
from sheetkit.core.values import CellValue
from sheetkit.emulator.document import Document
from sheetkit.emulator.server import Server
from tests.app.google import shop

FAULTS = (
    "latency(0.01)",
    "429",
    "429(2)",
    "500",
    "503",
    "cut-before",
    "cut-after",
    "twice",
    "edit(Parcels!B3=typed by Bob)",
    "edit(Parcels!D2=Gone)",
)
LONGEST = 5
"""More calls than any of the commands makes; later ones are passed over."""
CALLS = range(1, LONGEST + 1)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture(scope="module")
def book(server: Server) -> str:
    """A spreadsheet in which a person changed a state, typed over a formula and began a row."""
    return shop.built(server)


@pytest.fixture(scope="module")
def edited(server: Server, book: str) -> Document:
    found = shop.document(server, book).copy()
    parcels = found.titled("Parcels")
    assert parcels
    edits: dict[tuple[int, int], CellValue] = {(1, 3): "Here", (2, 5): 7.0, (4, 1): 46330.0, (4, 2): 12.0}
    for place, value in edits.items():
        parcels.put(*place, replace(parcels.cell(*place), value=value, formula=""))
    return found


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    path.write_text(shop.EXPORT, encoding="utf-8")
    return path


def put_back(server: Server, book: str, edited: Document) -> None:
    server.faults = ""
    file = server.store.get(book)
    assert file
    file.document = edited.copy()


def attempted(command: Callable[[], object]) -> SheetkitError | None:
    """The clear sentence with which a command stopped, if it did; any other exception fails the test."""
    try:
        command()
    except SheetkitError as stopped:
        clear = stopped.message.endswith(".") and bool(stopped.advice)
        return stopped if clear else pytest.fail(f"no clear sentence: {stopped}")
    return None


def typed(fault: str) -> dict[tuple[int, int], str]:
    """What another person typed through a fault."""
    return {"Parcels!B3": {(2, 1): "typed by Bob"}, "Parcels!D2": {(1, 3): "Gone"}}.get(
        fault.removeprefix("edit(").partition("=")[0], {}
    )


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("name", shop.COMMANDS)
def test_a_command_survives_a_fault(
    server: Server, book: str, edited: Document, export: Path, name: str, call: int, fault: str
) -> None:
    def run() -> object:
        return shop.COMMANDS[name](shop.backend(server, book), export)

    put_back(server, book, edited)
    before = shop.state(server, book)
    calls = len(list(server.log))
    run()
    if len(list(server.log)) - calls < call:
        return  # the command makes fewer calls
    after = shop.state(server, book)

    put_back(server, book, edited)
    server.faults = f"any:{call}={fault}"
    stopped = attempted(run)
    server.faults = ""
    now, theirs = shop.state(server, book), typed(fault)
    for place, text in theirs.items():
        assert now["Parcels"][place] == text
    if not theirs:
        assert now == (before if stopped else after)
    run()
    run()
    last = shop.state(server, book)
    for place, text in theirs.items():
        assert last["Parcels"][place] == text
    if theirs:
        assert keys(last) == keys(after)
    else:
        assert last == after


def keys(state: shop.State) -> list[object]:
    """The keys of all parcels, in their order."""
    return [value for (row, column), value in sorted(state["Parcels"].items()) if column == 0 and row]


@pytest.mark.parametrize("fault", FAULTS[:8])
@pytest.mark.parametrize("call", CALLS)
def test_a_build_survives_a_fault(call: int, fault: str) -> None:
    with Server() as server:
        server.faults = f"any:{call}={fault}"
        stopped = attempted(lambda: make(server))
        server.faults = ""
        left = [file for file in server.store.files() if not file.trashed]
        assert len(left) == (0 if stopped else 1) or unfinished(server, stopped)
        if stopped:
            make(server)
        left = [file for file in server.store.files() if not file.trashed]
        assert len(left) == 1
        assert shop.check_clean(server, left[0].id)


def make(server: Server) -> GoogleBackend:
    made = build_google(shop.SMALL, shop.TITLE, http=shop.client(server), as_of=shop.DAY, rows=shop.ROWS)
    return shop.backend(server, made.path.rpartition("/")[2])


def unfinished(server: Server, stopped: SheetkitError | None) -> bool:
    """Whether what a stopped build left says itself that it is unfinished."""
    (left,) = [file for file in server.store.files() if not file.trashed]
    return stopped is not None and attempted(lambda: shop.backend(server, left.id).read()) is not None


def test_two_builds_of_one_title_at_once_both_succeed() -> None:
    with Server() as server:
        server.faults.hook("write:2", lambda _: make(server))
        made = make(server)
        left = {file.id for file in server.store.files() if not file.trashed}
        assert made.id in left
        assert len(left) == 2
        assert all(shop.check_clean(server, one) for one in left)
