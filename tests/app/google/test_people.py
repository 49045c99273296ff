"""What people do to a spreadsheet between two updates, and what becomes of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sheetkit.app.checking import check
from sheetkit.app.importing import import_rows
from sheetkit.app.updating import update
from sheetkit.backends.google.ranges import span
from sheetkit.core.errors import FileMoved
from sheetkit.core.values import CellValue
from sheetkit.emulator.document import Cell
from sheetkit.emulator.server import Server
from tests.app.google import shop
from tests.backends.google.people import GooglePerson

PARCELS = "Parcels"
KEY, SENT, AMOUNT, STATE, INSURED, DAYS, CHECK, SEEN, SOURCE, BESIDE = range(10)


class Desk:
    """Somebody at the spreadsheet of the parcels."""

    def __init__(self, server: Server, template: Path = shop.SMALL) -> None:
        self.server = server
        self.book = shop.built(server, template, rows=shop.ROWS)
        self.person = GooglePerson(shop.client(server), self.book)

    def update(self) -> dict[str, int]:
        """Run an update; how many entries it logged, by table."""
        return dict(update(shop.backend(self.server, self.book), as_of=shop.DAY).logged)

    def bring(self, export: Path) -> int:
        """Import an export; how many rows came in."""
        book, mapping = shop.backend(self.server, self.book), export.with_name("mapping.yaml")
        return import_rows(book, export, tab=PARCELS, as_of=shop.DAY, mapping=mapping).added

    def column(self, column: int) -> list[CellValue]:
        """The values of a column of the table, below its header."""
        sheet = shop.document(self.server, self.book).titled(PARCELS)
        assert sheet
        return [sheet.cell(row, column).value for row in range(1, sheet.row_count)]

    def sheet_id(self, tab: str) -> int:
        sheet = shop.document(self.server, self.book).titled(tab)
        assert sheet
        return sheet.id

    def cell(self, row: int, column: int, tab: str = PARCELS) -> Cell:
        sheet = shop.document(self.server, self.book).titled(tab)
        assert sheet
        return sheet.cell(row, column)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Server() as server:
        yield Desk(server)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "export.csv"
    file.write_text(shop.EXPORT, encoding="utf-8")
    return file


def test_a_watched_error_is_logged_once_and_so_is_its_end(desk: Desk) -> None:
    desk.person.enter(PARCELS, 3, STATE, "=NA()", None)
    assert [desk.update(), desk.update()] == [{"Story": 1}, {}]
    desk.person.type(PARCELS, 3, STATE, "Gone")
    assert [desk.update(), desk.update()] == [{"Story": 1}, {}]
    assert [desk.cell(row, 3, "Story").value for row in (1, 2)] == ["Gone → #N/A", "#N/A → Gone"]


def test_a_note_beside_the_last_blank_row_leaves_no_row_without_its_formula(desk: Desk, export: Path) -> None:
    desk.person.type(PARCELS, 0, BESIDE, "Note")
    desk.person.type(PARCELS, 5, BESIDE, "mine")
    assert desk.bring(export) == 5
    rows = range(1, 1 + len(desk.column(SENT)))
    assert [row for row in rows if not desk.cell(row, DAYS).formula] == []
    noted = [row for row in rows if desk.cell(row, BESIDE).value == "mine"]
    assert [desk.cell(row, KEY).value for row in noted] == [None]
    assert desk.update() == {}


def test_an_update_gives_what_it_can_while_a_column_of_a_formula_is_gone(desk: Desk) -> None:
    desk.person.type(PARCELS, 0, STATE, "Nope")
    below = span(desk.sheet_id(PARCELS), "ROWS", 6, 6)
    desk.person.do({"insertDimension": {"range": below, "inheritFromBefore": True}})
    for column, value in ((SENT, 46340.0), (AMOUNT, 5.0)):
        desk.person.type(PARCELS, 6, column, value)
    desk.update()
    assert (desk.cell(6, KEY).value, desk.cell(6, DAYS).formula) == ("P-2026-0004", "")
    desk.person.type(PARCELS, 0, STATE, "State")
    desk.update()
    assert desk.cell(6, DAYS).formula.startswith("=IF($B7=")


def test_an_update_gives_what_it_can_while_a_table_of_a_formula_is_gone(tmp_path: Path) -> None:
    counting = "- {name: Told, type: integer, formula: '=COUNTIFS(Story[Parcel],[@[Parcel ID]])'}\n      "
    text = shop.SMALL.read_text(encoding="utf-8").replace("- {name: Check,", counting + "- {name: Check,", 1)
    template = tmp_path / "returns.yaml"
    template.write_text(text, encoding="utf-8")
    told = CHECK
    with Server() as server:
        desk = Desk(server, template)
        desk.person.do({"deleteSheet": {"sheetId": desk.sheet_id("Story")}})
        for column, value in ((SENT, 46340.0), (AMOUNT, 5.0)):
            desk.person.type(PARCELS, 4, column, value)
        left = [desk.cell(row, told).formula for row in range(1, 5)]
        desk.update()
        assert desk.cell(4, KEY).value == "P-2026-0004"
        assert [desk.cell(row, told).formula for row in range(1, 5)] == left
        problems = check(shop.backend(server, desk.book), as_of=shop.DAY).problems
        assert [problem.code for problem in problems] == ["table-missing"]


@pytest.mark.parametrize(
    "change",
    [
        {"updateSheetProperties": {"properties": {"sheetId": 102, "title": "Ours"}, "fields": "title"}},
        {"deleteSheet": {"sheetId": 102}},
    ],
    ids=["renames the tab", "deletes the tab"],
)
def test_somebody_who_comes_in_between_is_told_of_in_our_words(desk: Desk, change: dict[str, Any]) -> None:
    assert desk.sheet_id(PARCELS) == 102
    desk.person.type(PARCELS, 4, AMOUNT, 5.0)
    desk.server.faults.hook("sheets.spreadsheets.batchUpdate:1", lambda _: desk.person.do(change))
    with pytest.raises(FileMoved):
        desk.update()
