"""What guards real files and spreadsheets is needed: with each guard switched off, a promise breaks."""

import secrets
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest

import sheetkit
from sheetkit.backends.excel import store
from sheetkit.backends.google import check
from sheetkit.core.errors import FileBusy, PackageRefused
from sheetkit.emulator.server import Server
from sheetkit.sync.base import StateFile
from tests.sync.desk import Desk, cell, edit, table
from tests.sync.pair import Pair
from tests.sync.promises import Broken
from tests.sync.sides import Crash
from tests.sync.test_killed import whole

Patch = pytest.MonkeyPatch


def must_be_found(desk: Desk, value: str) -> None:
    """I1: a value stands in one of the files or in the log."""
    logged = [one.conflict for path in desk.state.glob("*.db") for one in StateFile(path, "").conflicts()]
    known = {one for conflict in logged for one in (conflict.before, conflict.local, conflict.remote)}
    known |= {one for path in (desk.local, desk.remote) for one in table(path, "Books").columns["Author"]}
    if value not in known:
        raise Broken(f"I1 {value} is lost")


def saved_over(path: Path) -> None:
    """Another program, which knows of no lock, saves an author into a file."""
    other = path.with_name("other.xlsx")
    shutil.copy(path, other)
    edit(other, "Books", "C-1", {"Author": "Moor"})
    other.replace(path)


def saved_meanwhile(desk: Desk, patch: Patch) -> None:
    """Somebody saves the file while its next version is being written beside it."""
    plain, late = store._write, [True]

    def write(file: Path, pieces: Any, mode: int) -> str:
        done = plain(file, pieces, mode)
        if late:
            late.pop()
            saved_over(desk.local)
        return done

    patch.setattr(store, "_write", write)
    desk.sync()
    assert not late
    must_be_found(desk, "Moor")


def synced_meanwhile(desk: Desk, patch: Patch) -> None:
    """In the instant before the file is replaced somebody edits the other one, and another run syncs the two."""
    plain, late = store._keep, [True]

    def another_run() -> None:
        with suppress(FileBusy):
            desk.sync()

    def keep(target: Path, made: Path) -> None:
        plain(target, made)
        if target == desk.local.resolve() and late:
            late.pop()
            saved_over(desk.remote)
            other = threading.Thread(target=another_run)
            other.start()
            other.join()

    patch.setattr(store, "_keep", keep)
    desk.sync()
    assert not late
    desk.sync()
    must_be_found(desk, "Moor")
    if not desk.in_step():
        raise Broken("I2 one person typed, and the two differ")


def killed_while_writing(desk: Desk, patch: Patch) -> None:
    """The process is killed in the middle of the bytes of a file."""

    def half(file: Path, pieces: Any, mode: int) -> str:
        del mode
        data = b"".join(pieces)
        file.write_bytes(data[: len(data) // 2])
        raise Crash

    patch.setattr(store, "_write", half)
    with pytest.raises(Crash):
        desk.sync()
    try:
        whole(desk)
    except PackageRefused as refused:
        raise Broken(f"I7 {refused.path} is torn") from refused


@contextmanager
def in_place(target: Path) -> Iterator[tuple[Path, Path]]:
    """The file itself instead of one beside it."""
    yield target, target.with_name("made")


@contextmanager
def uncleared(target: Path) -> Iterator[tuple[Path, Path]]:
    """Files beside it; those of others are not cleared away, which only somebody with the lock may do."""
    yield target.with_name(secrets.token_hex(4)), target.with_name(secrets.token_hex(4))


def no_lock(patch: Patch) -> None:
    patch.setattr(store, "locked", lambda _: nullcontext())
    patch.setattr(store, "_temporary", uncleared)


GUARDS: dict[str, tuple[Callable[[Desk, Patch], None], Callable[[Patch], None], str]] = {
    "look again": (saved_meanwhile, lambda patch: patch.setattr(store, "revision", lambda _: ANY), "I1"),
    "lock": (synced_meanwhile, no_lock, "I2"),
    "file beside": (killed_while_writing, lambda patch: patch.setattr(store, "_temporary", in_place), "I7"),
}
"""What happens, how the guard is switched off, and which promise then breaks."""


@pytest.mark.parametrize("guard", GUARDS)
def test_with_its_guard_a_file_keeps_the_promise(desk: Desk, monkeypatch: Patch, guard: str) -> None:
    happens, _, _ = GUARDS[guard]
    edit(desk.remote, "Books", "N-1", {"Price": 10.0})
    happens(desk, monkeypatch)


@pytest.mark.parametrize("guard", GUARDS)
def test_without_a_guard_of_files_a_promise_breaks(desk: Desk, monkeypatch: Patch, guard: str) -> None:
    happens, off, promise = GUARDS[guard]
    edit(desk.remote, "Books", "N-1", {"Price": 10.0})
    off(monkeypatch)
    with pytest.raises(Broken, match=rf"^{promise}\b"):
        happens(desk, monkeypatch)


@pytest.mark.parametrize("looks", [True, False])
def test_without_a_second_look_at_a_spreadsheet_what_somebody_typed_is_lost(
    made: bytes, tmp_path: Path, monkeypatch: Patch, looks: bool
) -> None:
    with Server() as server:
        pair = Pair(server, tmp_path, made)
        mine, theirs = (pair.look(side).parsed.places["Books"] for side in (0, 1))
        pair.type(mine.sheet, {(mine.first_row, mine.columns["Author"]): "Here"})
        at = (theirs.first_row, theirs.columns["Author"])
        server.faults.hook("read:2", lambda _: pair.bob.type(theirs.sheet, {at: "There"}))
        if not looks:
            monkeypatch.setattr(check, "moved", lambda *_: False)
        done = pair.sync()
        found = {*pair.look(0).values, *pair.look(1).values, *pair.logged()}
        assert "Here" in found
        assert ("There" in found, bool(done.waiting)) == (looks, looks)


def test_the_value_is_found_where_it_is(desk: Desk) -> None:
    """What the guards are held by would see it."""
    sheetkit.patch_xlsx(desk.local, {("Books", "C4"): "Moor"})
    must_be_found(desk, "Moor")
    assert cell(desk.local, "Books", "C-1", "Author") == "Moor"
