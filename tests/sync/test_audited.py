"""Every change that a sync makes is in the log, and the workbooks carry its head."""

import csv
from pathlib import Path
from typing import Any

import pytest

from sheetkit.app.auditing import audit, export, shown_entries
from sheetkit.core.errors import FileExists
from tests.sync.desk import Desk, delete, edit, rows_of

BY = ("ann", "2026-11-22T14:05:00Z")


def told(desk: Desk) -> list[tuple[Any, ...]]:
    found = shown_entries(desk.local, state=desk.state)
    return [(e["action"], e["actor"], e["key"], e["column"], e["before"], e["after"]) for e in found]


def test_every_change_is_an_entry(desk: Desk) -> None:
    edit(desk.local, "Books", "N-1", {"Price": 10.0})
    delete(desk.remote, "Books", "C-1")
    edit(desk.remote, "Readers", "", {"Reader Name": "Eve"})
    desk.sync(by=BY)
    entries = told(desk)
    assert ("change", "here.xlsx to there.xlsx", "N-1", "Price", 9.5, 10) in entries
    assert ("key", "here.xlsx to there.xlsx", "R004", "Card", None, "R004") in entries
    assert ("add", "there.xlsx to here.xlsx", "R004", "", None, {"Reader Name": "Eve"}) in entries
    (deleted,) = [entry for entry in entries if entry[0] == "delete"]
    assert deleted[4]["Book Title"] == "Ducks"


def test_a_settled_conflict_is_an_entry(desk: Desk) -> None:
    edit(desk.local, "Books", "N-1", {"Price": 10.0})
    edit(desk.remote, "Books", "N-1", {"Price": 11.0})
    desk.sync(by=BY, prefer="local")
    assert ("settled", "ann", "N-1", "Price", 9.5, {"local": 10, "remote": 11}) in told(desk)


def test_the_log_verifies_against_what_the_workbooks_carry(desk: Desk) -> None:
    for price in (10.0, 11.0):
        edit(desk.local, "Books", "N-1", {"Price": price})
        desk.sync(by=BY)
    for path in (desk.local, desk.remote):
        (one,) = audit(path, state=desk.state)
        assert one.clean
        assert one.carried == one.head
    (audited,) = audit(desk.local, state=desk.state)
    log = Path(audited.log)
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    (one,) = audit(desk.local, state=desk.state)
    assert ["cut off" in fault.what for fault in one.faults] == [True]


def test_each_machine_has_a_log_of_its_own_and_the_workbooks_carry_the_heads_of_both(desk: Desk) -> None:
    first, other = desk.state, desk.state.with_name("another machine")
    for state, price in ((first, 10.0), (other, 11.0), (first, 12.0), (other, 13.0)):
        edit(desk.local, "Books", "N-1", {"Price": price})
        desk.state = state
        desk.sync(by=BY, prefer="local")
        for known in (first, other):
            found = audit(desk.remote, state=known)
            assert all(one.clean and one.carried == one.head for one in found)
            assert bool(found) == known.exists()


def test_a_head_that_is_in_no_log_is_told_for_what_it_may_be(desk: Desk) -> None:
    edit(desk.local, "Books", "N-1", {"Price": 10.0})
    desk.sync(by=BY)
    (one,) = audit(desk.local, state=desk.state, expect="deadbeef99")
    (fault,) = one.faults
    assert "deadbeef99 that you gave" in fault.what
    assert "mistyped" in fault.what


def test_days_are_words_in_what_people_read_and_numbers_in_what_programs_read(desk: Desk) -> None:
    edit(desk.local, "Loans", str(rows_of(desk.local, "Loans")[0]["Loan"]), {"Lent On": 46330.0})
    desk.sync(by=BY)
    words, raw = ([*shown_entries(desk.local, state=desk.state, words=words)] for words in (True, False))
    values = [(one["before"], one["after"]) for one in words if one["column"] == "Lent On"]
    assert values == [("2026-11-02", "2026-11-04")]
    assert [(one["before"], one["after"]) for one in raw if one["column"] == "Lent On"] == [(46328.0, 46330.0)]


def test_a_quiet_sync_adds_nothing(desk: Desk) -> None:
    before = told(desk)
    desk.sync(by=BY)
    assert told(desk) == before


def test_export_writes_a_csv_that_holds_no_formulas(desk: Desk, tmp_path: Path) -> None:
    edit(desk.local, "Books", "N-1", {"Author": "=1+1"})
    desk.sync(by=BY)
    count = export(desk.local, tmp_path / "log.csv", state=desk.state)
    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == count
    assert "'=1+1" in [row["after"] for row in rows]
    with pytest.raises(FileExists):
        export(desk.local, tmp_path / "log.csv", state=desk.state)
