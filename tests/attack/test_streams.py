"""Commands end with advice and an exit code, whatever happens to the streams and the disk that they write to."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sheetkit.cli import main

SHEETKIT = [sys.executable, "-m", "sheetkit"]


def run(arguments: list[str], **streams: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SHEETKIT, *arguments], stderr=subprocess.PIPE, text=True, timeout=60, check=False, **streams
    )


@pytest.mark.parametrize("json", [[], ["--json"]], ids=["text", "json"])
def test_a_reader_that_went_away_is_no_failure_to_report(book: Path, json: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = run(["check", str(book), "--as-of", "2027-11-22", *json], stdout=writer)
    os.close(writer)
    assert done.stderr == ""
    assert done.returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("json", [[], ["--json"]], ids=["text", "json"])
def test_a_full_disk_behind_standard_output(book: Path, json: list[str]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = run(["check", str(book), *json], stdout=full)
    assert done.returncode == 2
    assert done.stderr.startswith("The disk is full.")
    assert "Traceback" not in done.stderr


def test_no_standard_output_at_all(book: Path) -> None:
    command = f'exec "{sys.executable}" -m sheetkit check "$0" --as-of 2026-11-22 >&-'
    done = subprocess.run(["sh", "-c", command, str(book)], stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_page_is_whole_or_not_there(book: Path) -> None:
    """The limit on the size of a file stands for a disk that fills up while the page is written."""
    page = book.with_name("review.html")

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))

    command = [*SHEETKIT, "review", str(book), "--quarter", "2026Q3", "--html", str(page)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, preexec_fn=small)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert [path.name for path in book.parent.iterdir() if "html" in path.name] == []


@pytest.mark.parametrize("name", ["cases.xlsx", "link.html", "budget.xlsx"])
def test_a_page_never_takes_the_place_of_a_workbook(book: Path, name: str) -> None:
    """Its own name, a link to it, and another file that is no page."""
    book.with_name("link.html").symlink_to(book)
    book.with_name("budget.xlsx").write_bytes(b"somebody's budget")
    before = book.read_bytes()
    page = str(book.with_name(name))
    done = run(["review", str(book), "--quarter", "2026Q3", "--html", page], stdout=subprocess.DEVNULL)
    assert (done.returncode, book.read_bytes()) == (2, before)
    assert book.with_name("budget.xlsx").read_bytes() == b"somebody's budget"


WRITERS = {
    "new": ["new", "refund-log", "{folder}/x.xlsx"],
    "review": ["review", "{book}", "--html", "{folder}/x.html"],
    "summary": ["summary", "{book}", "RF-2026-0131", "--html", "{folder}/x.html"],
    "import": ["import", "{book}", "{export}", "--tab", "Cases", "--map", "{folder}/x.yaml"],
    "audit export": ["audit", "export", "{book}", "{folder}/x.csv"],
}


@contextmanager
def a_person() -> Iterator[None]:
    """Be an account that folders can refuse, as root is none."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An export of one order."""
    path = tmp_path / "export.csv"
    path.write_text("Order ID,Amount\nSO-1,5.00\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("command", WRITERS)
def test_a_folder_that_is_not_there_is_named_alike_by_every_command(
    book: Path, export: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    folder = book.parent / "none"
    assert main([word.format(book=book, export=export, folder=folder) for word in WRITERS[command]]) == 2
    assert capsys.readouterr().err == f"{folder}: There is no such folder.\nMake the folder first.\n"


@pytest.mark.parametrize("command", WRITERS)
def test_a_folder_that_may_not_be_written_to_is_named_alike_by_every_command(
    book: Path, export: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("SHEETKIT_STATE", str(book.parent / "state"))
    free, shut = (book.parent / name for name in ("free", "shut"))
    free.mkdir()
    shut.mkdir(mode=0o555)
    for above in (above for above in shut.parents if Path(tempfile.gettempdir()) in above.parents):
        above.chmod(0o777)
    main([word.format(book=book, export=export, folder=free) for word in WRITERS[command]])  # imports what it needs
    shutil.rmtree(book.parent / "state", ignore_errors=True)
    capsys.readouterr()
    with a_person():
        assert main([word.format(book=book, export=export, folder=shut) for word in WRITERS[command]]) == 2
    name = WRITERS[command][-1].format(folder=shut)
    hint = f"Give yourself the right to write in {shut}, or use another folder. Nothing was changed."
    assert capsys.readouterr().err == f"{name}: The folder of this file cannot be written to.\n{hint}\n"
