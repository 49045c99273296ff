"""An .xlsx file and a Google spreadsheet kept in step, over HTTP against the local server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sheetkit
from sheetkit.app.auditing import audit
from sheetkit.app.places import google
from sheetkit.app.sync_results import Synced
from sheetkit.app.syncing import refuse_twice, sync
from sheetkit.backends.excel.backend import ExcelBackend
from sheetkit.backends.google import calls
from sheetkit.backends.google.backend import GoogleBackend, create
from sheetkit.core.values import DIV0, NA, CellError
from sheetkit.emulator.server import Server
from sheetkit.formula.layout import Layout
from sheetkit.records.parse import parse
from sheetkit.sync.board import find
from sheetkit.sync.conflict_board import BOARD
from sheetkit.sync.run import SyncStopped
from sheetkit.sync.snapshot import Snapshot, agree
from sheetkit.sync.take import take
from sheetkit.template.load import load_template
from sheetkit.workbook.patch import Patch, SheetPatch
from tests.sync.desk import DAY, LIBRARY, Desk, cell, delete, edit


class Shop:
    """A file, its spreadsheet, and what is remembered of them."""

    def __init__(self, folder: Path, made: bytes) -> None:
        self.desk = Desk(folder)
        self.desk.local.write_bytes(made)
        self.http = google()
        self.sheet: GoogleBackend | None = None

    def pair(self) -> Synced:
        def make(workbook: object) -> GoogleBackend:
            self.sheet = create(self.http, "Library", workbook)  # type: ignore[arg-type]
            return self.sheet

        return sync(self.desk.local, as_of=DAY, pair=lambda: "pair1", state=self.desk.state, make=make)

    def sync(self) -> Synced:
        return self.desk.sync(remote=self.sheet)

    def snapshot(self) -> Snapshot:
        assert self.sheet
        grid = self.sheet.read()
        parsed = parse(load_template(LIBRARY), grid)
        return take(parsed, parsed.ledger, grid)

    def type(self, name: str, key: str, column: str, value: object) -> None:
        """Somebody types into the spreadsheet; "" is the first blank row."""
        assert self.sheet
        parsed = parse(load_template(LIBRARY), self.sheet.read())
        place, rows = parsed.places[name], parsed.ledger.tables[name]
        tab = next(tab for tab in parsed.ledger.template.tabs if tab.name == name)
        row = rows.sheet_rows[list(rows.columns[tab.key]).index(key)] if key else place.spare_rows[0]
        cells = SheetPatch([row], [place.columns[column]], [value], [None], [""])  # type: ignore[list-item]
        self.sheet.patch(Patch(parsed.revision, {place.sheet: (cells,)}), parsed.layout)


@pytest.fixture
def shop(made: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    with Server() as server:
        monkeypatch.setenv("SHEETKIT_GOOGLE_URL", server.url)
        shop = Shop(tmp_path, made)
        shop.pair()
        yield shop


def test_a_spreadsheet_is_made_from_the_file_and_is_in_step(shop: Shop) -> None:
    assert agree(shop.snapshot(), shop.desk.snapshot(shop.desk.local))
    assert not shop.sync().wrote


def test_edits_on_both_sides_come_to_the_other(shop: Shop) -> None:
    edit(shop.desk.local, "Books", "N-1", {"Price": 11.0})
    delete(shop.desk.local, "Books", "C-1")
    shop.type("Books", "T-1", "Author", "Moor")
    shop.type("Readers", "", "Reader Name", "Eve")
    done = shop.sync()
    assert done.clean
    assert agree(shop.snapshot(), shop.desk.snapshot(shop.desk.local))
    assert cell(shop.desk.local, "Books", "T-1", "Author") == "Moor"
    assert not shop.sync().wrote


def test_a_conflict_waits_until_somebody_settles_it(shop: Shop) -> None:
    edit(shop.desk.local, "Books", "N-1", {"Price": 11.0})
    shop.type("Books", "N-1", "Price", 12.0)
    assert [(c.key, c.column, c.local, c.remote) for c in shop.sync().waiting] == [("N-1", "Price", 11, 12)]
    assert not shop.sync().wrote
    edit(shop.desk.local, "Books", "N-1", {"Price": 12.0})
    assert shop.sync().clean


@pytest.mark.parametrize("typed", ["keep this", 13.0])
def test_a_resolution_in_the_spreadsheet_counts_on_both_sides(shop: Shop, typed: str | float) -> None:
    assert shop.sheet
    edit(shop.desk.local, "Books", "N-1", {"Price": 11.0})
    shop.type("Books", "N-1", "Price", 12.0)
    before = shop.http.counter.writes
    assert len(shop.sync().waiting) == 1
    assert shop.http.counter.writes - before == 1
    grid = shop.sheet.read()
    placed = find(BOARD, grid)
    assert placed is not None
    at = placed.lines[0][0], placed.columns[BOARD.heads.index("Resolution")]
    part = SheetPatch([at[0]], [at[1]], [typed], [None], [""])
    shop.sheet.patch(Patch(grid.revision, {placed.sheet: (part,)}), Layout())
    assert shop.sync().clean
    price = 12.0 if typed == "keep this" else 13.0
    assert cell(shop.desk.local, "Books", "N-1", "Price") == price
    assert agree(shop.snapshot(), shop.desk.snapshot(shop.desk.local))
    assert [find(BOARD, side.read()).lines for side in (shop.sheet, ExcelBackend(shop.desk.local))] == [(), ()]  # type: ignore[union-attr]
    assert not shop.sync().wrote


@pytest.mark.parametrize("error", [NA, DIV0], ids=str)
def test_an_error_that_was_pasted_as_a_value_is_mended_on_both_sides(shop: Shop, error: CellError) -> None:
    """The API holds an error only as a formula, which is nobody's own."""
    edit(shop.desk.local, "Books", "N-1", {"Author": error})
    assert shop.sync().clean
    assert not shop.sync().wrote
    edit(shop.desk.local, "Books", "N-1", {"Author": "Ann"})
    assert shop.sync().clean
    assert agree(shop.snapshot(), shop.desk.snapshot(shop.desk.local))
    assert cell(shop.desk.local, "Books", "N-1", "Author") == "Ann"


def test_more_conflicts_than_the_tab_has_rows_for_are_shown(shop: Shop) -> None:
    """Somebody took the blank rows of the tab away; it grows again."""
    assert shop.sheet
    edit(shop.desk.local, "Books", "N-1", {"Price": 11.0})
    shop.type("Books", "N-1", "Price", 12.0)
    shop.sync()
    about = calls.get(shop.http, shop.sheet.id, "sheets.properties(sheetId,title)")
    number = next(s["properties"]["sheetId"] for s in about["sheets"] if s["properties"]["title"] == "Conflicts")
    rest = {"sheetId": number, "dimension": "ROWS", "startIndex": 4, "endIndex": 203}
    calls.batch_update(shop.http, shop.sheet.id, [{"deleteDimension": {"range": rest}}])
    edit(shop.desk.local, "Books", "T-1", {"Author": "Moor"})
    shop.type("Books", "T-1", "Author", "Heath")
    assert len(shop.sync().waiting) == 2
    placed = find(BOARD, shop.sheet.read())
    assert placed is not None
    assert [says[1] for _, says in placed.lines] == ["T-1", "N-1"]
    assert not shop.sync().wrote


def test_a_sync_of_edits_takes_three_reads_and_one_write_at_most(shop: Shop) -> None:
    edit(shop.desk.local, "Books", "N-1", {"Price": 11.0})
    shop.type("Books", "T-1", "Author", "Moor")
    before = shop.http.counter
    reads, writes = before.reads, before.writes
    assert shop.sync().clean
    assert shop.http.counter.reads - reads <= 3
    assert shop.http.counter.writes - writes == 1


def test_i12_an_update_of_the_spreadsheet_is_logged_and_the_spreadsheet_carries_the_head(shop: Shop) -> None:
    assert shop.sheet
    shop.type("Readers", "", "Reader Name", "Eve")
    by = ("ann", "2026-11-22T14:05:00Z")
    assert sheetkit.update(shop.sheet, as_of=DAY, by=by, state=shop.desk.state).changed
    assert not sheetkit.update(shop.sheet, as_of=DAY, by=by, state=shop.desk.state).changed
    own, _ = audit(shop.sheet, state=shop.desk.state)
    assert own.clean
    assert own.carried == own.head
    assert shop.sync().clean
    assert [log.carried == log.head for log in audit(shop.sheet, state=shop.desk.state)] == [True, True]


def test_a_file_is_made_from_the_spreadsheet_whichever_is_named_first(shop: Shop, tmp_path: Path) -> None:
    assert shop.sheet
    shop.type("Books", "T-1", "Author", "Moor")
    shop.type("Readers", "", "Reader Name", "Eve")
    for number, turned in enumerate((False, True)):
        new = tmp_path / f"new-{number}.xlsx"
        both = (new, shop.sheet.label) if turned else (shop.sheet.label, new)
        state: dict[str, Any] = {"as_of": DAY, "pair": lambda number=number: f"new{number}", "state": shop.desk.state}
        done = sync(*both, **state)
        assert (done.created, done.clean) == (str(new), True)
        assert cell(new, "Books", "T-1", "Author") == "Moor"
        assert agree(shop.snapshot(), shop.desk.snapshot(new))
        assert not sync(*both, **state).wrote
        edit(new, "Books", "N-1", {"Price": 20.0 + number})
        assert sync(new, **state).clean
        assert agree(shop.snapshot(), shop.desk.snapshot(new))


def test_a_second_spreadsheet_of_the_same_title_is_not_made_by_the_same_command_twice(shop: Shop) -> None:
    assert shop.sheet

    def reach(_: str) -> GoogleBackend:
        assert shop.sheet
        return shop.sheet

    with pytest.raises(SyncStopped, match="It is synced with a spreadsheet of this title already"):
        refuse_twice(shop.desk.local, "Library", state=shop.desk.state, reach=reach)
    refuse_twice(shop.desk.local, "Library 2", state=shop.desk.state, reach=reach)
    shop.http.request("delete", f"https://www.googleapis.com/drive/v3/files/{shop.sheet.id}")
    refuse_twice(shop.desk.local, "Library", state=shop.desk.state, reach=reach)
