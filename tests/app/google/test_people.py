"""What people do to a spreadsheet between two updates, and what becomes of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sheetkit.app.importing import import_rows
from sheetkit.app.updating import update
from sheetkit.core.values import CellValue
from sheetkit.emulator.document import Cell
from sheetkit.emulator.server import Server
from tests.app.google import shop
from tests.backends.google.people import GooglePerson

PARCELS = "Parcels"
KEY, SENT, AMOUNT, STATE, INSURED, DAYS, CHECK, SEEN, SOURCE, BESIDE = range(10)


class Desk:
    """Somebody at the spreadsheet of the parcels."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.book = shop.built(server)
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
