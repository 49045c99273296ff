"""Columns of one's own inside a table, on both sides: their values follow their rows."""

from dataclasses import replace
from pathlib import Path

import pytest

from sheetkit.app.sync_results import Synced
from sheetkit.app.syncing import sync
from sheetkit.backends.excel.backend import ExcelBackend
from sheetkit.backends.memory import MemoryBackend
from sheetkit.core.values import CellValue
from sheetkit.records.parse import parse
from sheetkit.sync.snapshot import agree
from sheetkit.sync.take import take
from sheetkit.template.load import load_template
from sheetkit.workbook.grid import Grid
from sheetkit.workbook.patch import Patch, SheetPatch
from tests.sync.desk import DAY, LIBRARY

TEMPLATE = load_template(LIBRARY)
MINE = 6
"""The sheet column right of the table of readers, which it takes in."""


def widened(grid: Grid) -> Grid:
    """Somebody adds the column Mine to the table of readers."""
    sheets = []
    for sheet in grid.sheets:
        if sheet.name == "Readers":
            (table,) = sheet.tables
            assert table.last_column == MINE - 1
            column: list[CellValue] = ["Mine", "red", "green", "blue", *[None] * (sheet.height - 4)]
            wide = replace(table, last_column=MINE, columns=(*table.columns, "Mine"))
            sheet = replace(sheet, values=[*sheet.values[:MINE], column], tables=(wide,))  # noqa: PLW2901
        sheets.append(sheet)
    return replace(grid, sheets=tuple(sheets))


class Pair:
    def __init__(self, made: bytes, folder: Path) -> None:
        path = folder / "made.xlsx"
        path.write_bytes(made)
        grid = widened(ExcelBackend(path).read())
        self.sides = [MemoryBackend(grid, name=name) for name in ("here", "there")]
        self.state = folder / "state"
        self.sync()

    def sync(self) -> Synced:
        return sync(*self.sides, as_of=DAY, pair=lambda: "pair", state=self.state)

    def put(self, side: int, cells: dict[tuple[int, int], CellValue]) -> None:
        grid = self.sides[side].read()
        rows, columns = [row for row, _ in cells], [column for _, column in cells]
        part = SheetPatch(rows, columns, list(cells.values()), [None] * len(cells), [""] * len(cells))
        self.sides[side].patch(Patch(grid.revision, {"Readers": (part,)}), parse(TEMPLATE, grid).layout)

    def mine(self, side: int) -> dict[CellValue, CellValue]:
        """The column Mine by the reader's name."""
        grid = self.sides[side].read()
        parsed = parse(TEMPLATE, grid)
        table = take(parsed, parsed.ledger, grid).tables["Readers"]
        return dict(zip(table.columns["Reader Name"], table.columns["Mine"], strict=True))

    def in_step(self) -> bool:
        grids = [side.read() for side in self.sides]
        parsed = [parse(TEMPLATE, grid) for grid in grids]
        return agree(*(take(one, one.ledger, grid) for one, grid in zip(parsed, grids, strict=True)))


@pytest.fixture
def pair(made: bytes, tmp_path: Path) -> Pair:
    return Pair(made, tmp_path)


def test_edits_come_over(pair: Pair) -> None:
    pair.put(0, {(1, MINE): "pink"})
    pair.put(1, {(2, MINE): "=1+1"})
    pair.sync()
    assert pair.mine(0) == pair.mine(1) == {"Ann": "pink", "Bob": "=1+1", "Cy": "blue"}
    assert pair.sides[0].read().sheet("Readers").formula(2, MINE) is None  # type: ignore[union-attr]
    assert not pair.sync().wrote


def test_i6_new_rows_bring_theirs_into_spare_rows_and_below(pair: Pair) -> None:
    for side in (0, 1):
        pair.put(side, {(4 + n, 1): f"new {side} {n}" for n in range(30)})
        pair.put(side, {(4 + n, MINE): f"mine {side} {n}" for n in range(30)})
    pair.sync()
    assert pair.in_step()
    expected = {f"new {side} {n}": f"mine {side} {n}" for side in (0, 1) for n in range(30)}
    for side in (0, 1):
        assert {name: mine for name, mine in pair.mine(side).items() if str(name).startswith("new")} == expected
    assert not pair.sync().wrote


def test_a_deleted_row_takes_its_own_along(pair: Pair) -> None:
    pair.put(0, {(3, column): None for column in (0, 1, 2, 3, MINE)})
    pair.sync()
    assert pair.sides[1].read().sheet("Readers").value(3, MINE) is None  # type: ignore[union-attr]
    assert pair.mine(1) == {"Ann": "red", "Bob": "green"}
    assert pair.in_step()
