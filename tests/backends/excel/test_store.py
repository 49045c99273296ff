"""A file is the old one or the new one at every moment, whoever kills the process, and only one run has it."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from sheetkit.backends.excel import store
from sheetkit.backends.excel.patch import patch_xlsx
from sheetkit.core.errors import FileBusy, FileExists, FileMissing, FileMoved, WriteFailed
from tests.backends.excel.handmade import pack, parts, sheet

NOBODY = 65_534


def accept(_: Path) -> None:
    """A check that finds nothing wrong."""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "cases.xlsx"
    path.write_bytes(b"old")
    return path


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def replaced(path: Path, content: bytes = b"new", **more: bool) -> str:
    with store.locked(path):
        return store.replace(path, [content], expected=store.revision(path), check=accept, **more)


def test_the_new_file_takes_the_old_ones_place_and_a_backup_is_kept(book: Path) -> None:
    revision = replaced(book)
    assert book.read_bytes() == b"new"
    assert revision == hashlib.sha256(b"new").hexdigest() == store.revision(book)
    assert names(book.parent) == [".cases.xlsx.bak", "cases.xlsx"]
    assert store.backup_path(book).read_bytes() == b"old"


def test_the_backup_is_always_the_version_before(book: Path) -> None:
    replaced(book, b"second")
    replaced(book, b"third")
    assert store.backup_path(book).read_bytes() == b"second"
    replaced(book, b"fourth", backup=False)
    assert store.backup_path(book).read_bytes() == b"second"


def test_a_link_is_followed(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    link = folder / "link.xlsx"
    link.symlink_to(book)
    replaced(link)
    assert link.is_symlink()
    assert book.read_bytes() == b"new"
    assert names(folder) == ["link.xlsx"]
    assert store.backup_path(link) == book.parent / ".cases.xlsx.bak"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_mode_stays(book: Path, mode: int) -> None:
    book.chmod(mode)
    replaced(book)
    assert book.stat().st_mode & 0o777 == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_stays(book: Path) -> None:
    os.chown(book, NOBODY, NOBODY)
    replaced(book)
    assert (book.stat().st_uid, book.stat().st_gid) == (NOBODY, NOBODY)


@pytest.mark.parametrize("mode", [0o444, 0o400, 0o555])
def test_a_file_that_nobody_may_write_is_left_alone(book: Path, mode: int) -> None:
    """Not by root either, and not through a link."""
    book.chmod(mode)
    link = book.with_name("link.xlsx")
    link.symlink_to(book)
    for path in (book, link):
        with pytest.raises(WriteFailed, match="read-only"):
            replaced(path)
    assert (book.read_bytes(), book.stat().st_mode & 0o777) == (b"old", mode)
    assert names(book.parent) == ["cases.xlsx", "link.xlsx"]


def test_a_file_that_moved_is_left_alone(book: Path) -> None:
    with store.locked(book), pytest.raises(FileMoved):
        store.replace(book, [b"new"], expected="another", check=accept)
    assert book.read_bytes() == b"old"
    assert names(book.parent) == ["cases.xlsx"]


def test_a_file_that_does_not_pass_its_check_never_appears(book: Path) -> None:
    def refuse(written: Path) -> None:
        assert written.read_bytes() == b"new"
        raise WriteFailed("It is no good.")

    with store.locked(book), pytest.raises(WriteFailed, match="no good"):
        store.replace(book, [b"new"], expected=store.revision(book), check=refuse)
    assert book.read_bytes() == b"old"
    assert names(book.parent) == ["cases.xlsx"]


def test_an_error_while_writing_leaves_nothing_behind(book: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), store.locked(book):
        store.replace(book, pieces(), expected=store.revision(book), check=accept)
    assert book.read_bytes() == b"old"
    assert names(book.parent) == ["cases.xlsx"]


def test_what_a_killed_run_left_is_removed(book: Path) -> None:
    label = hashlib.sha256(b"cases.xlsx").hexdigest()[:12]
    (book.parent / f".sheetkit-{label}-0123abcd.tmp").write_bytes(b"half")
    (book.parent / ".cases.xlsx.lock").touch()
    (book.parent / ".sheetkit-other-0123abcd.tmp").write_bytes(b"another workbook's")
    replaced(book)
    assert names(book.parent) == [".cases.xlsx.bak", ".sheetkit-other-0123abcd.tmp", "cases.xlsx"]


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path, book: Path) -> None:
    new = tmp_path / "new.xlsx"
    assert store.create(new, [b"a", b"b"], check=accept) == hashlib.sha256(b"ab").hexdigest()
    assert new.read_bytes() == b"ab"
    with pytest.raises(FileExists):
        store.create(book, [b"new"], check=accept)
    assert book.read_bytes() == b"old"
    assert names(tmp_path) == ["cases.xlsx", "new.xlsx"]


def test_a_new_file_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    new = tmp_path / "new.xlsx"

    def appear(_: Path) -> None:
        new.write_bytes(b"theirs")

    with pytest.raises(FileExists):
        store.create(new, [b"ours"], check=appear)
    assert new.read_bytes() == b"theirs"
    assert names(tmp_path) == ["new.xlsx"]


def test_a_missing_file_or_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match=r"none\.xlsx"):
        store.revision(tmp_path / "none.xlsx")
    with pytest.raises(FileMissing, match="no such folder"), store.locked(tmp_path / "none" / "cases.xlsx"):
        pass


def test_the_same_thread_may_take_the_lock_again(book: Path) -> None:
    with store.locked(book):
        with store.locked(book):
            pass
        assert ".cases.xlsx.lock" in names(book.parent)
    assert names(book.parent) == ["cases.xlsx"]


def test_another_thread_and_another_process_may_not(book: Path) -> None:
    caught: list[Exception] = []

    def take() -> None:
        try:
            with store.locked(book):
                pass
        except FileBusy as busy:
            caught.append(busy)

    script = "import sys; from sheetkit.backends.excel import store\nwith store.locked(sys.argv[1]): pass"
    with store.locked(book):
        thread = threading.Thread(target=take)
        thread.start()
        thread.join()
        other = subprocess.run([sys.executable, "-c", script, book], capture_output=True, text=True, check=False)
    assert "Another run of sheetkit" in str(caught[0])
    assert "Wait until it is done" in str(caught[0])
    assert "close" not in str(caught[0])
    assert "FileBusy" in other.stderr
    assert subprocess.run([sys.executable, "-c", script, book], check=False).returncode == 0


def test_waiting_for_the_lock(book: Path) -> None:
    taken = threading.Event()

    def hold() -> None:
        with store.locked(book):
            taken.set()
            time.sleep(0.3)

    thread = threading.Thread(target=hold)
    thread.start()
    taken.wait()
    with store.locked(book, timeout=10):
        thread.join(1)
        assert not thread.is_alive()


def test_many_runs_at_once_lose_no_change(tmp_path: Path) -> None:
    """Six processes add one to the same cell, five times each: the lock covers reading and writing."""
    path = tmp_path / "cases.xlsx"
    path.write_bytes(pack(parts(sheet('<row r="1"><c r="A1"><v>0</v></c></row>'))))
    script = """
import sys, zipfile
from sheetkit.backends.excel import store
from sheetkit.backends.excel.patch import patch_xlsx
path = sys.argv[1]
for _ in range(5):
    with store.locked(path, timeout=60):
        xml = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
        number = int(xml.partition(b"<v>")[2].partition(b"<")[0])
        patch_xlsx(path, {("Data", "A1"): number + 1})
"""
    runs = [subprocess.Popen([sys.executable, "-c", script, path]) for _ in range(6)]
    assert [run.wait() for run in runs] == [0] * 6
    with zipfile.ZipFile(path) as archive:
        assert b"<v>30</v>" in archive.read("xl/worksheets/sheet1.xml")
    assert names(tmp_path) == [".cases.xlsx.bak", "cases.xlsx"]


def run_child(script: str, *args: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script, *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_full_disk_is_said_and_leaves_nothing(book: Path) -> None:
    """The operating system lets the child write 100,000 bytes a file, as if the disk ended there."""
    script = """
import resource, signal, sys
from sheetkit.backends.excel import store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
with store.locked(sys.argv[1]):
    store.replace(sys.argv[1], [b"x" * 3_000_000], expected=store.revision(sys.argv[1]), check=lambda _: None)
"""
    child = run_child(script, book)
    assert "WriteFailed" in child.stderr
    assert "The disk is full. Make room" in child.stderr.replace("\n", " ")
    assert book.read_bytes() == b"old"
    assert names(book.parent) == ["cases.xlsx"]


def test_a_folder_that_cannot_be_written_to_is_said(book: Path) -> None:
    script = """
import os, sys
from sheetkit.backends.excel import store
os.geteuid() or os.setuid(65534)
with store.locked(sys.argv[1]):
    pass
"""
    shared = Path(tempfile.gettempdir())
    for folder in (folder for folder in book.parents if shared in folder.parents):
        folder.chmod(0o755)
    book.parent.chmod(0o555)
    try:
        child = run_child(script, book)
    finally:
        book.parent.chmod(0o755)
    assert "WriteFailed" in child.stderr
    assert "cannot be written to" in child.stderr


BIG = 40_000
KILLED_AT_A_STEP = """
import os, signal, sys
step, last, armed = 0, int(sys.argv[2]), False
def watch(event, args):
    global step
    if armed and event in ("open", "os.rename", "os.link", "os.remove", "os.chmod", "os.chown", "os.utime"):
        step += 1
        if step == last:
            os.kill(os.getpid(), signal.SIGKILL)
from sheetkit.backends.excel.patch import patch_xlsx
patch_xlsx(sys.argv[1], {("Data", "A2"): 2}, sys.argv[1] + ".warm")
sys.addaudithook(watch)
armed = True
patch_xlsx(sys.argv[1], {("Data", "A1"): 2})
armed = False
print("finished")
"""


def rows(count: int) -> str:
    return "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, count + 1))


def whole(path: Path) -> bytes:
    """The sheet of a workbook that is complete: every part unpacks to what its checksum says."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return archive.read("xl/worksheets/sheet1.xml")


def test_killed_at_any_step_the_file_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    """A child is killed as it enters its first, second, third … file operation, until one run finishes."""
    old = pack(parts(sheet(rows(200))))
    path = tmp_path / "cases.xlsx"
    seen = set()
    for step in range(1, 100):
        path.write_bytes(old)
        child = run_child(KILLED_AT_A_STEP, path, step)
        xml = whole(path)
        seen.add(xml.count(b"<v>2</v>"))
        assert xml == whole_of(old) or xml == whole_of(old).replace(b"<v>1</v>", b"<v>2</v>", 1)
        (tmp_path / "cases.xlsx.warm").unlink()
        if "finished" in child.stdout:
            break
        assert child.returncode == -signal.SIGKILL, child.stderr
        patch_xlsx(path, {("Data", "A1"): 7})  # the next run works, and clears up
        assert names(tmp_path) == [".cases.xlsx.bak", "cases.xlsx"]
    assert step > 6, "the audit hook saw no file operations"
    assert seen == {1, 2}, "no kill came before the swap, or none after it"


def whole_of(data: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def test_killed_at_random_moments_the_file_is_whole(tmp_path: Path) -> None:
    """A child that writes one version after another is killed again and again."""
    path = tmp_path / "cases.xlsx"
    path.write_bytes(pack(parts(sheet(rows(BIG)))))
    original = whole(path)
    script = """
import sys
from sheetkit.backends.excel.patch import patch_xlsx
print("ready", flush=True)
for number in range(10**6):
    patch_xlsx(sys.argv[1], {("Data", "A1"): number + 0.5})
"""
    moments, versions = random.Random(7), set()  # noqa: S311 - moments to kill at, not secrets
    for _ in range(12):
        child = subprocess.Popen([sys.executable, "-c", script, path], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(moments.uniform(0.02, 0.4))
        child.kill()
        child.wait()
        child.stdout.close()
        xml = whole(path)
        head, _, rest = xml.partition(b"<v>")
        value, _, tail = rest.partition(b"</v>")
        versions.add(value)
        assert head + b"<v>1</v>" + tail == original
    assert len(versions) > 1, "no child lived long enough to write"


def test_an_error_names_the_file_and_says_what_to_do(book: Path) -> None:
    with pytest.raises(FileMoved) as moved, store.locked(book):
        store.replace(book, [b""], expected="", check=accept)
    assert str(book) in str(moved.value)
    assert "Run the command again" in str(moved.value)
