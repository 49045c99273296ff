"""A small workbook in two copies, for the tests on files."""

from datetime import date
from pathlib import Path

import pytest

import sheetkit
from sheetkit.core.values import CellValue
from tests.sync.desk import DAY, LIBRARY, Desk

ROWS: dict[str, dict[str, list[CellValue]]] = {
    "Books": {
        "Shelf Mark": ["N-1", "T-1", "C-1", "N-2"],
        "Book Title": ["Emma", "Roads", "Ducks", "Dune"],
        "Author": ["Austen", None, "Low", "Herbert"],
        "Shelf": ["Novels", "Travel", "Children", "Novels"],
        "Price": [9.5, 12.0, 4.0, 8.0],
    },
    "Readers": {"Card": ["R001", "R002", "R003"], "Reader Name": ["Ann", "Bob", "Cy"]},
    "Loans": {"Book": ["N-1"], "Reader": ["R001"], "Lent On": [float((date(2026, 11, 2) - date(1899, 12, 30)).days)]},
}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook's bytes, built once."""
    book = tmp_path_factory.mktemp("made") / "library.xlsx"
    sheetkit.build(LIBRARY, book, as_of=DAY, rows=ROWS, workbook_id="library")
    sheetkit.update(book, as_of=DAY)
    return book.read_bytes()


@pytest.fixture
def desk(made: bytes, tmp_path: Path) -> Desk:
    """Two copies of it that were synced once."""
    desk = Desk(tmp_path)
    desk.local.write_bytes(made)
    desk.remote.write_bytes(made)
    desk.sync()
    return desk
