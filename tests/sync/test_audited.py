"""Every change that a sync makes is in the log, and the workbooks carry its head."""

import csv
from pathlib import Path
from typing import Any

import pytest

from sheetkit.app.auditing import audit, export, logs, shown_entries
from sheetkit.core.errors import FileExists
from tests.sync.desk import Desk, delete, edit

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
    ((_, log),) = logs(desk.local, state=desk.state)
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    (one,) = audit(desk.local, state=desk.state)
    assert ["cut off" in fault.what for fault in one.faults] == [True]


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
