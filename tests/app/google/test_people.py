"""What people do to a spreadsheet between two updates, and what becomes of it."""

from collections.abc import Iterator

import pytest

from sheetkit.app.updating import update
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

    def cell(self, row: int, column: int, tab: str = PARCELS) -> Cell:
        sheet = shop.document(self.server, self.book).titled(tab)
        assert sheet
        return sheet.cell(row, column)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Server() as server:
        yield Desk(server)


def test_a_watched_error_is_logged_once_and_so_is_its_end(desk: Desk) -> None:
    desk.person.enter(PARCELS, 3, STATE, "=NA()", None)
    assert [desk.update(), desk.update()] == [{"Story": 1}, {}]
    desk.person.type(PARCELS, 3, STATE, "Gone")
    assert [desk.update(), desk.update()] == [{"Story": 1}, {}]
    assert [desk.cell(row, 3, "Story").value for row in (1, 2)] == ["Gone → #N/A", "#N/A → Gone"]
