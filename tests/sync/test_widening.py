"""A column of one's own that one side added comes to the other, beside its table, where there is room for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sheetkit
from sheetkit.app.auditing import shown_entries
from sheetkit.app.sync_results import Synced
from sheetkit.app.syncing import sync
from sheetkit.backends.excel.backend import ExcelBackend
from sheetkit.backends.google.backend import GoogleBackend
from sheetkit.core.values import CellValue
from sheetkit.emulator.server import Server
from sheetkit.records.parse import parse
from sheetkit.sync.run import SyncStopped
from sheetkit.sync.snapshot import agree
from sheetkit.sync.take import take
from sheetkit.template.load import load_template
from sheetkit.workbook.backend import Backend
from sheetkit.workbook.patch import Patch, SheetPatch
from tests.sync.desk import DAY, LIBRARY
from tests.sync.test_google import Shop

TEMPLATE = load_template(LIBRARY)
BY = ("ann", "2026-11-22T14:05:00Z")
OWN = 6
"""The sheet column right of the table of readers."""


class Pair:
    """Two workbooks that were synced once; people type into the tab of readers by sheet row and column."""

    def __init__(self, sides: tuple[Backend, Backend], state: Path) -> None:
        self.sides, self.state = sides, state

    def sync(self, **options: Any) -> Synced:
        return sync(*self.sides, as_of=DAY, pair=lambda: "pair1", state=self.state, by=BY, **options)

    def put(self, side: int, cells: dict[tuple[int, int], CellValue], sheet: str = "Readers") -> None:
        grid = self.sides[side].read()
        rows, columns = [row for row, _ in cells], [column for _, column in cells]
        part = SheetPatch(rows, columns, list(cells.values()), [None] * len(cells), [""] * len(cells))
        self.sides[side].patch(Patch(grid.revision, {sheet: (part,)}), parse(TEMPLATE, grid).layout)

    def own(self, side: int, column: str = "Mine", name: str = "Readers") -> dict[CellValue, CellValue] | None:
        """The column by the row's key; None where the table has none of this name."""
        grid = self.sides[side].read()
        parsed = parse(TEMPLATE, grid)
        table = take(parsed, parsed.ledger, grid).tables[name]
        return dict(zip(table.keys, table.columns[column], strict=True)) if column in table.columns else None

    def in_step(self) -> bool:
        grids = [side.read() for side in self.sides]
        parsed = [parse(TEMPLATE, grid) for grid in grids]
        return agree(*(take(one, one.ledger, grid) for one, grid in zip(parsed, grids, strict=True)))


@pytest.fixture(params=["files", "file and spreadsheet", "spreadsheet and file"])
def pair(
    request: pytest.FixtureRequest, made: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Pair]:
    with Server() as server:
        monkeypatch.setenv("SHEETKIT_GOOGLE_URL", server.url)
        shop = Shop(tmp_path, made)
        here: Backend = ExcelBackend(shop.desk.local)
        there: Backend = ExcelBackend(shop.desk.remote)
        if request.param == "files":
            shop.desk.sync(by=BY)
        else:
            shop.pair()
            assert isinstance(shop.sheet, GoogleBackend)
            there = shop.sheet
        yield Pair((there, here) if request.param.startswith("spreadsheet") else (here, there), shop.desk.state)


ADDED: dict[tuple[int, int], CellValue] = {(0, OWN): "Mine", (1, OWN): "red", (2, OWN): "=1+1", (3, OWN): 7.0}
MINE = {"R001": "red", "R002": "=1+1", "R003": 7.0}


def test_i2_a_new_column_comes_to_the_other_side(pair: Pair) -> None:
    pair.put(0, ADDED)
    done = pair.sync()
    assert done.clean
    assert [(one.tab, one.column, one.path, one.made) for one in done.own_columns] == [
        ("Readers", "Mine", pair.sides[1].label, True)
    ]
    assert pair.own(0) == pair.own(1) == MINE
    assert pair.in_step()
    assert ("column", "Mine") in [(e["action"], e["column"]) for e in shown_entries(pair.sides[0], state=pair.state)]


def test_i3_a_further_run_writes_nothing(pair: Pair) -> None:
    pair.put(1, ADDED)
    pair.sync()
    before = [side.read().revision for side in pair.sides]
    done = pair.sync()
    assert not done.wrote
    assert done.own_columns == ()
    assert [side.read().revision for side in pair.sides] == before


def test_i6_rows_added_afterwards_bring_theirs(pair: Pair) -> None:
    pair.put(0, ADDED)
    pair.sync()
    for side in (0, 1):
        pair.put(side, {(4 + n, 1): f"new {side} {n}" for n in range(30)})
        pair.put(side, {(4 + n, OWN): f"mine {side} {n}" for n in range(30)})
    pair.sync()
    assert pair.in_step()
    assert {value for value in (pair.own(0) or {}).values() if str(value).startswith("mine")} == {
        f"mine {side} {n}" for side in (0, 1) for n in range(30)
    }
    assert not pair.sync().wrote


def test_both_sides_add_one_each(pair: Pair) -> None:
    pair.put(0, ADDED)
    pair.put(1, {(0, OWN): "Theirs", (2, OWN): "blue"})
    pair.sync()
    assert pair.in_step()
    for side in (0, 1):
        assert pair.own(side) == MINE
        assert pair.own(side, "Theirs") == {"R001": None, "R002": "blue", "R003": None}
    assert not pair.sync().wrote


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({(0, OWN): 12.0}, "a number stands where the header would"),
        ({(2, OWN): "note"}, "something stands below the header"),
        ({(400, OWN): "note"}, "something stands far below"),
        ({(0, OWN + 1): "note"}, "a text beside it would become a header too"),
    ],
)
def test_i1_i11_without_room_all_stays_as_it_is_and_is_told(
    pair: Pair, cells: dict[tuple[int, int], CellValue], why: str
) -> None:
    pair.put(0, ADDED)
    pair.put(1, cells)
    for _ in range(2):
        done = pair.sync()
        assert [(one.column, one.path, one.made) for one in done.own_columns] == [("Mine", pair.sides[1].label, False)]
    assert not done.wrote, why
    assert pair.own(0) == MINE
    sheet = pair.sides[1].read().sheet("Readers")
    assert {at: sheet.value(*at) for at in cells} == cells  # type: ignore[union-attr]


def test_i1_a_column_that_a_person_deleted_does_not_come_back_and_the_other_stays(pair: Pair) -> None:
    pair.put(0, ADDED)
    pair.sync()
    pair.put(1, dict.fromkeys(ADDED))
    for _ in range(3):
        done = pair.sync()
        assert done.own_columns == ()
    assert pair.own(0) == MINE
    assert pair.own(1) is None


def test_i7_a_run_that_was_killed_after_the_header_is_finished_by_the_next(pair: Pair) -> None:
    pair.put(0, ADDED)
    pair.put(1, {(0, OWN): "Mine"})
    assert pair.sync().own_columns == ()
    assert pair.own(1) == MINE
    assert not pair.sync().wrote


def test_i9_a_sync_that_stops_makes_no_column(pair: Pair) -> None:
    pair.put(0, ADDED)
    pair.put(1, {(row, column): None for row in (1, 2, 3) for column in range(4)})
    with pytest.raises(SyncStopped):
        pair.sync()
    assert pair.own(1) is None


def test_a_dry_run_tells_and_makes_nothing(pair: Pair) -> None:
    pair.put(0, ADDED)
    assert [one.made for one in pair.sync(dry_run=True).own_columns] == [True]
    assert pair.own(1) is None


def test_results_of_ones_own_formulas_come_over_as_values(made: bytes, tmp_path: Path) -> None:
    here, there = tmp_path / "here.xlsx", tmp_path / "there.xlsx"
    for path in (here, there):
        path.write_bytes(made)
    pair = Pair((ExcelBackend(here), ExcelBackend(there)), tmp_path / "state")
    pair.sync()
    sheetkit.patch_xlsx(
        here,
        {
            ("Readers", "G1"): "Mine",
            ("Readers", "G2"): sheetkit.Formula("2*3", 6),
            ("Readers", "G3"): sheetkit.Formula("1/0", sheetkit.core.values.CellError("#DIV/0!")),
        },
    )
    pair.sync()
    sheet = pair.sides[1].read().sheet("Readers")
    assert sheet
    assert (sheet.value(1, OWN), sheet.formula(1, OWN)) == (6, None)
    assert pair.sides[0].read().sheet("Readers").formula(1, OWN) == "2*3"  # type: ignore[union-attr]
    assert not pair.sync().wrote
