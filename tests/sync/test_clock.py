"""I10: no decision of a sync uses a clock."""

import ast
import os
from datetime import date
from pathlib import Path

import pytest

from sheetkit.app.syncing import sync
from tests.sync.desk import Desk, cell, edit, rows_of

SYNC = Path(__file__).parents[2] / "sheetkit" / "sync"
CLOCKS = {"time", "random", "secrets", "uuid"}
DECIDES = ("merge", "keys", "tables", "lists", "guards", "snapshot", "settling")
OLD, NEW = 946_684_800, 4_102_444_800
"""The years 2000 and 2100."""


def asked(path: Path) -> set[str]:
    """The top of every module that a file imports, and every name that it takes from something else."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
    return found


@pytest.mark.parametrize("path", sorted(SYNC.glob("*.py")), ids=lambda path: path.stem)
def test_i10_no_module_of_a_sync_asks_a_clock_or_chance(path: Path) -> None:
    assert not asked(path) & {*CLOCKS, "today", "utcnow", "st_mtime"}


@pytest.mark.parametrize("name", DECIDES)
def test_i10_what_decides_knows_no_moment_at_all(name: str) -> None:
    assert "datetime" not in asked(SYNC / f"{name}.py")


@pytest.mark.parametrize("first", ["local", "remote"])
@pytest.mark.parametrize("day", [date(1999, 1, 1), date(2099, 12, 31)])
@pytest.mark.parametrize("times", [(OLD, NEW), (NEW, OLD)])
def test_i10_whoever_typed_first_and_whatever_the_files_say_of_their_age(
    desk: Desk, first: str, day: date, times: tuple[int, int]
) -> None:
    typed = {"local": (desk.local, "Here"), "remote": (desk.remote, "There")}
    for side in sorted(typed, key=lambda side: side != first):
        path, author = typed[side]
        edit(path, "Books", "N-1", {"Author": author})
        edit(path, "Books", "T-1" if side == "local" else "C-1", {"Author": author})
    for path, age in zip((desk.local, desk.remote), times, strict=True):
        os.utime(path, (age, age))
    done = sync(desk.local, desk.remote, as_of=day, pair=lambda: "pair1", state=desk.state)
    assert [(one.key, one.column, one.local, one.remote) for one in done.waiting] == [
        ("N-1", "Author", "Here", "There")
    ]
    assert (cell(desk.local, "Books", "N-1", "Author"), cell(desk.remote, "Books", "N-1", "Author")) == (
        "Here",
        "There",
    )
    for path in (desk.local, desk.remote):
        assert {row["Shelf Mark"]: row.get("Author") for row in rows_of(path, "Books")}.items() >= {
            ("T-1", "Here"),
            ("C-1", "There"),
        }
