"""The lists of two workbooks on disk: their lines, and what people keep below them."""

from itertools import count
from pathlib import Path

import pytest

import sheetkit
from sheetkit.app.sync_results import Synced
from sheetkit.app.syncing import sync
from sheetkit.app.workbook import open_workbook
from sheetkit.core.errors import PatchRefused
from sheetkit.core.values import CellValue
from sheetkit.workbook.a1 import address
from tests.sync.desk import DAY

NOTE = "a note of mine"


class Pair:
    """Two copies of a refund log; the first station and its next step are on line 0."""

    def __init__(self, folder: Path) -> None:
        self.books, self.state, self._ids = (folder / "here.xlsx", folder / "there.xlsx"), folder / "state", count(1)
        sheetkit.build("refund-log", self.books[0], as_of=DAY)
        self.sync()

    def sync(self) -> Synced:
        return sync(*self.books, as_of=DAY, pair=lambda: f"pair{next(self._ids)}", state=self.state, max_delete=100)

    def put(self, side: int, name: str, line: int, value: CellValue) -> None:
        place = open_workbook(self.books[side]).parsed.names[name]
        sheetkit.patch_xlsx(self.books[side], {(place.sheet, address(place.row + line, place.column)): value})

    def lines(self, side: int, name: str) -> list[CellValue]:
        """What stands on each line of a list and some below it."""
        opened = open_workbook(self.books[side])
        place = opened.parsed.names[name]
        sheet = opened.grid.sheet(place.sheet)
        assert sheet
        return [sheet.value(row, place.column) for row in range(place.row, place.row + 12)]


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return Pair(tmp_path)


@pytest.mark.parametrize("line", [0, 2])
def test_a_line_left_blank_is_left_blank_on_the_other_side(pair: Pair, line: int) -> None:
    before = pair.lines(1, "Next_Steps")
    pair.put(0, "Next_Steps", line, None)
    pair.sync()
    assert pair.lines(1, "Next_Steps") == [*before[:line], None, *before[line + 1 :]]
    assert pair.lines(0, "Next_Steps") == pair.lines(1, "Next_Steps")
    assert not pair.sync().wrote


def test_what_stands_beside_a_new_entry_stays_beside_it(pair: Pair) -> None:
    pair.put(0, "Statuses", 8, "Lost")
    pair.put(1, "Statuses", 8, "Found")
    pair.put(1, "Next_Steps", 8, "Answer the customer")
    pair.sync()
    for side in (0, 1):
        beside = list(zip(pair.lines(side, "Statuses"), pair.lines(side, "Next_Steps"), strict=True))
        assert beside[8:10] == [("Lost", None), ("Found", "Answer the customer")]


def test_what_stands_below_a_list_is_never_written_over(pair: Pair) -> None:
    """Two words of four are changed on both sides, so that two more lines are needed; the list has no spare one."""
    pair.put(0, "Ageing_Bands", 5, NOTE)
    for side in (0, 1):
        for line in (0, 1):
            pair.put(side, "Ageing_Bands", line, f"{side} {line}")
    before = [book.read_bytes() for book in pair.books]
    with pytest.raises(PatchRefused, match="stands in its way"):
        pair.sync()
    assert [book.read_bytes() for book in pair.books] == before
    pair.put(0, "Ageing_Bands", 5, None)
    pair.sync()
    assert pair.lines(0, "Ageing_Bands")[4:6] == ["1 0", "1 1"]
