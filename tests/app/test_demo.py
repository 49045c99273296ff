"""The demo tells its story to the end, and what it leaves behind is right."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import sheetkit


def test_the_demo_ends_with_a_workbook_without_problems_and_a_page(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sheetkit.app.demo", str(tmp_path / "demo")]
    for _ in range(2):  # a second demo begins anew
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
    for said in (
        "Did you mean Damaged?",
        "put back",
        "already stands in row",
        "$ sheetkit review",
        "1 conflict waits",
        "was settled",
    ):
        assert said in done.stdout
    book = tmp_path / "demo" / "cases.xlsx"
    assert sheetkit.check(book, as_of=date(2026, 11, 22)).clean
    assert (tmp_path / "demo" / "review.html").read_text("utf-8").startswith("<!doctype html>")
