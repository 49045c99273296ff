"""Commands end with advice and an exit code, whatever happens to the streams and the disk that they write to."""

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

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
