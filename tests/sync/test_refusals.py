"""When a disk, a folder or a quota says no, a sync stops with a clear sentence, and the next one goes on.

The syncs run in a child process that a limit is put on. Where the tests run as root, whom no folder refuses, the child
is nobody.
"""

import multiprocessing
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from sheetkit.core.errors import SheetkitError
from sheetkit.emulator.server import Server
from tests.sync.desk import Desk, cell
from tests.sync.pair import BY, Pair
from tests.sync.test_killed import edits, ends_well, whole

NOBODY = 65534
PRIVATE, READ_ONLY = 0o700, 0o500
FORK = multiprocessing.get_context("fork")


def in_child(limit: Callable[[], object], sync: Callable[[], object]) -> str:
    """What a sync in a child process says when it stops, "" when it does not; its error and what to do."""
    here, there = FORK.Pipe(duplex=False)

    def run() -> None:
        limit()
        try:
            sync()
            there.send("")
        except SheetkitError as stopped:
            clear = stopped.message.endswith((".", ")")) and stopped.advice
            there.send(f"{'' if clear else 'unclear: '}{type(stopped).__name__}: {stopped}")
        except BaseException as error:  # noqa: BLE001 - the test tells it
            there.send(f"unclear: {error!r}")

    child = FORK.Process(target=run)
    child.start()
    there.close()
    said = str(here.recv())
    child.join()
    return said


def small_files(size: int) -> Callable[[], object]:
    """No file may become larger than so many bytes, as when the disk is full."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def a_person() -> None:
    """An account that folders can refuse."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def given_to_a_person(*paths: Path) -> None:
    if os.geteuid() == 0:
        for path in paths:
            for one in (path, *path.rglob("*")) if path.is_dir() else (path,):
                os.chown(one, NOBODY, NOBODY)
        for folder in [paths[0], *paths[0].parents][:4]:
            with suppress(OSError):
                folder.chmod(folder.stat().st_mode | 0o055)


@pytest.fixture
def pair(made: bytes, tmp_path: Path) -> Iterator[Pair]:
    with Server() as server:
        yield Pair(server, tmp_path, made)


@pytest.mark.parametrize("size", [0, 2048, 8192, 20000, 32768])
def test_a_full_disk_stops_a_sync_of_files(desk: Desk, size: int) -> None:
    edits(desk)
    before = desk.local.read_bytes(), desk.remote.read_bytes()
    said = in_child(small_files(size), lambda: desk.sync(by=BY))
    assert not said.startswith("unclear"), said
    assert "disk is full" in said or not said, said
    if "WriteFailed: " in said and "there" not in said:
        assert (desk.local.read_bytes(), desk.remote.read_bytes()) == before
    whole(desk)
    ends_well(desk)


@pytest.mark.parametrize("size", [0, 4096])
def test_a_full_disk_stops_a_sync_with_a_spreadsheet(pair: Pair, size: int) -> None:
    place = pair.look(0).parsed.places["Books"]
    pair.type(place.sheet, {(place.first_row, place.columns["Price"]): 10.0})
    pair.bob.type(pair.look(1).parsed.places["Books"].sheet, {(place.first_row, place.columns["Author"]): "Moor"})
    before = pair.stamp()
    said = in_child(small_files(size), pair.sync)
    assert "disk is full" in said, said
    assert not said.startswith("unclear"), said
    assert pair.stamp() == before
    assert pair.sync().clean
    assert pair.look(0).snapshot.tables["Books"].columns["Author"][0] == "Moor"
    assert pair.look(1).snapshot.tables["Books"].columns["Price"][0] == 10
    assert not pair.audit_faults()


@pytest.mark.parametrize("which", ["local", "remote", "state"])
def test_a_folder_that_is_read_only_stops_a_sync(desk: Desk, tmp_path: Path, which: str) -> None:
    edits(desk)
    folders = {name: tmp_path / name for name in ("local", "remote", "state")}
    for name in ("local", "remote"):
        folders[name].mkdir()
        path = getattr(desk, name)
        setattr(desk, name, path.replace(folders[name] / path.name))
    desk.sync(dry_run=True)
    given_to_a_person(tmp_path)
    folders[which].chmod(READ_ONLY)
    before = desk.local.read_bytes(), desk.remote.read_bytes()
    said = in_child(a_person, lambda: desk.sync(by=BY))
    folders[which].chmod(PRIVATE)
    assert said, which
    assert not said.startswith("unclear"), said
    assert str(folders[which]) in said
    assert (desk.local.read_bytes(), desk.remote.read_bytes()) == before
    ends_well(desk)


@pytest.mark.parametrize("which", ["local", "remote"])
def test_a_file_that_is_read_only_stops_a_sync_before_anything_is_written(desk: Desk, which: str) -> None:
    edits(desk)
    given_to_a_person(desk.local.parent)
    before = desk.local.read_bytes(), desk.remote.read_bytes()
    getattr(desk, which).chmod(0o400)
    said = in_child(a_person, lambda: desk.sync(by=BY))
    assert said.startswith("WriteFailed"), said
    assert f"{getattr(desk, which)}: The file is read-only." in said
    assert (desk.local.read_bytes(), desk.remote.read_bytes()) == before
    getattr(desk, which).chmod(0o600)
    ends_well(desk)


@pytest.mark.parametrize("mark", ["~${}", ".~lock.{}#"])
@pytest.mark.parametrize("which", ["local", "remote"])
def test_a_file_that_is_open_stops_a_sync_before_anything_is_written(desk: Desk, which: str, mark: str) -> None:
    edits(desk)
    before = desk.local.read_bytes(), desk.remote.read_bytes()
    path: Path = getattr(desk, which)
    lock = path.with_name(mark.format(path.name))
    lock.write_bytes(b"")
    said = in_child(lambda: None, desk.sync)
    assert said.startswith("FileBusy"), said
    assert (desk.local.read_bytes(), desk.remote.read_bytes()) == before
    lock.unlink()
    ends_well(desk)


def test_a_quota_that_is_used_up_stops_a_sync_and_the_next_goes_on(pair: Pair) -> None:
    place = pair.look(0).parsed.places["Books"]
    quota: Any = pair.server.quota
    quota.enabled = True
    for most in range(1, 5):
        pair.type(place.sheet, {(place.first_row, place.columns["Price"]): 10.0 + most})
        quota.limits.sheets_user = most
        said = in_child(lambda: None, pair.sync)
        assert not said.startswith("unclear"), said
        quota.limits.sheets_user = 60
        pair.server.clock.advance(61)
        assert pair.sync().clean
        pair.server.clock.advance(61)
        assert pair.look(1).snapshot.tables["Books"].columns["Price"][0] == 10 + most


def test_the_state_alone_is_read_only(desk: Desk) -> None:
    """A state file that may not be written: nothing is written anywhere."""
    edits(desk)
    given_to_a_person(desk.local.parent)
    for file in desk.state.iterdir():
        file.chmod(0o400)
    desk.state.chmod(READ_ONLY)
    before = desk.local.read_bytes(), desk.remote.read_bytes()
    said = in_child(a_person, lambda: desk.sync(by=BY))
    assert "Move the file away" not in said
    assert not said.startswith("unclear"), said
    assert (desk.local.read_bytes(), desk.remote.read_bytes()) == before
    desk.state.chmod(PRIVATE)
    for file in desk.state.iterdir():
        file.chmod(0o600)
    ends_well(desk)
    assert cell(desk.local, "Books", "N-1", "Price") == 10
