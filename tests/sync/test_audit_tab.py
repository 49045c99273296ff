"""The Audit tab of both workbooks: the latest changes, the newest first, until somebody deletes it."""

from pathlib import Path

import openpyxl
import pytest

import sheetkit
from sheetkit.audit.chain import Event, append
from sheetkit.audit.verify import entries, latest
from sheetkit.backends.excel.backend import ExcelBackend
from sheetkit.sync.audit_board import BOARD, MOST
from sheetkit.sync.board import Placed, find
from sheetkit.template.load import load_template
from tests.sync.desk import DAY, LIBRARY, Desk, delete, edit, rows_of

BY = ("ann", "2026-11-22T14:05:00Z")
LATER = ("bob", "2026-11-23T08:00:00Z")


def tab(path: Path) -> Placed | None:
    return find(BOARD, ExcelBackend(path).read())


def lines(path: Path) -> list[tuple[object, ...]]:
    """What the tab says, marks left out."""
    placed = tab(path)
    assert placed is not None
    return [tuple("" if cell is None else cell for cell in says[:-1]) for _, says in placed.lines]


def test_both_workbooks_show_the_latest_changes_first(desk: Desk) -> None:
    edit(desk.local, "Books", "N-1", {"Price": 10.0})
    desk.sync(by=BY)
    delete(desk.remote, "Books", "C-1")
    desk.sync(by=LATER)
    found = lines(desk.local)
    assert lines(desk.remote) == found
    assert [line[0] for line in found] == sorted((str(line[0]) for line in found), reverse=True)
    assert found[0][:6] == ("2026-11-23 08:00:00", "there.xlsx to here.xlsx", "delete", "Books", "C-1", "")
    assert "Book Title: Ducks" in str(found[0][6])
    change = ("2026-11-22 14:05:00", "here.xlsx to there.xlsx", "change", "Books", "N-1", "Price", "9.5", "10")
    assert change in found


def test_what_updates_changed_is_shown_too(desk: Desk) -> None:
    edit(desk.local, "Readers", "", {"Reader Name": "Di"})
    sheetkit.update(desk.local, as_of=DAY, by=BY, state=desk.state)
    first, second = lines(desk.local)[:2]
    assert first[:3] == ("2026-11-22 14:05:00", "ann", "key")
    assert second[:3] == ("2026-11-22 14:05:00", "ann", "update")
    assert not [line for line in lines(desk.remote) if line[2] == "update"]
    desk.sync(by=LATER)
    assert lines(desk.local) == lines(desk.remote)
    assert {first, second} <= {*lines(desk.remote)}
    assert not desk.sync(by=LATER).wrote


def test_an_update_makes_no_tab(desk: Desk, made: bytes, tmp_path: Path) -> None:
    alone = tmp_path / "alone.xlsx"
    alone.write_bytes(made)
    edit(alone, "Readers", "", {"Reader Name": "Di"})
    sheetkit.update(alone, as_of=DAY, by=BY, state=desk.state)
    assert tab(alone) is None


def test_days_are_shown_as_days(desk: Desk) -> None:
    tab_of_loans = next(one for one in load_template(LIBRARY).tabs if one.name == "Loans")
    key = str(rows_of(desk.local, "Loans")[0][tab_of_loans.key])
    edit(desk.local, "Loans", key, {"Lent On": 46330.0})
    desk.sync(by=BY)
    (line,) = [line for line in lines(desk.remote) if line[2] == "change" and line[5] == "Lent On"]
    assert line[6:] == ("2026-11-02", "2026-11-04")


def test_a_further_run_writes_nothing(desk: Desk) -> None:
    edit(desk.local, "Books", "N-1", {"Price": 10.0})
    desk.sync(by=BY)
    before = desk.local.read_bytes(), desk.remote.read_bytes()
    assert not desk.sync(by=LATER).wrote
    assert (desk.local.read_bytes(), desk.remote.read_bytes()) == before


def test_a_tab_that_somebody_deleted_stays_away(desk: Desk) -> None:
    book = openpyxl.load_workbook(desk.local)
    del book["Audit"]
    book.save(desk.local)
    sheetkit.update(desk.local, as_of=DAY)
    for price in (10.0, 11.0):
        edit(desk.remote, "Books", "N-1", {"Price": price})
        desk.sync(by=BY)
    assert tab(desk.local) is None
    assert lines(desk.remote)


def test_a_renamed_tab_goes_on(desk: Desk) -> None:
    book = openpyxl.load_workbook(desk.local)
    book["Audit"].title = "History"
    book.save(desk.local)
    sheetkit.update(desk.local, as_of=DAY)
    edit(desk.local, "Books", "N-1", {"Price": 10.0})
    desk.sync(by=BY)
    placed = tab(desk.local)
    assert placed is not None
    assert placed.sheet == "History"
    assert lines(desk.local) == lines(desk.remote)


def test_only_the_latest_are_shown(desk: Desk) -> None:
    edit(desk.local, "Books", "N-1", {"Price": 10.0})
    log = next(desk.state.glob("*.audit.jsonl"))
    append(log, [Event("ann", "change", after=number) for number in range(MOST + 30)], at="2026-11-22T14:00:00Z")
    desk.sync(by=BY)
    assert len(lines(desk.local)) == MOST
    assert lines(desk.local)[0][0] == "2026-11-22 14:05:00"


def test_a_workbook_in_two_pairs_shows_both(desk: Desk, made: bytes, tmp_path: Path) -> None:
    third = tmp_path / "third.xlsx"
    third.write_bytes(made)
    edit(desk.local, "Books", "N-1", {"Price": 10.0})
    desk.sync(by=BY)
    desk.sync(remote=third, by=LATER)
    assert {line[0] for line in lines(desk.local)} >= {"2026-11-22 14:05:00", "2026-11-23 08:00:00"}
    desk.sync(by=BY)
    assert not desk.sync(remote=third, by=LATER).wrote
    assert not desk.sync(by=BY).wrote


@pytest.mark.parametrize("count", [0, 1, 7, 3000])
def test_the_end_of_a_log_is_read_from_its_end(tmp_path: Path, count: int) -> None:
    log = tmp_path / "log.jsonl"
    append(log, [Event("ann", "change", after=f"{number} " * 20) for number in range(count)], at=BY[1])
    assert latest(log, 5) == list(entries(log))[::-1][:5]
