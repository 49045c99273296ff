"""Fills the values of all formula cells of a spreadsheet, computing again only what a change can have reached.

The engine is the frame dialect, which also fills every cached value of a workbook: cells of a column that hold the same
formula but for their row are one group, computed over whole columns at once. formualizer, the library for it, was
measured first: it is as fast, but some values differ from those (`foreign` says which), so it computes only formulas
with functions that the frame dialect lacks.

What is known of a spreadsheet from one call to the next is found by its id and compared with its cells, cell by cell,
so that nothing has to be said about what was changed.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime
from threading import RLock
from typing import Final

from sheetkit.core.values import CellValue
from sheetkit.emulator.calc.changes import Book
from sheetkit.emulator.calc.evaluate import Spot, values_of
from sheetkit.emulator.calc.formulas import read
from sheetkit.emulator.calc.ground import Ground
from sheetkit.emulator.document import Document, Place, Sheet

KEPT: Final = 8
"""Spreadsheets of which the groups and columns are kept."""

_books: OrderedDict[str, Book] = OrderedDict()
_lock: Final = RLock()


def recalculate(document: Document, now: datetime, *, changed: Iterable[tuple[int, Place]] | None = None) -> None:
    """Give every formula cell of the document, in place, the value it has at `now` (an aware datetime).

    TODAY and NOW follow the spreadsheet's time zone. A formula that needs itself is #REF!, one that cannot be read
    #ERROR!, one that calls an unknown function #NAME?. `changed` is not needed: changes are found by comparing.
    """
    del changed
    with _lock:
        book = _books.pop(document.spreadsheet_id, None) or Book()
        book.update(document, now)
        _books[document.spreadsheet_id] = book  # not after a failure, whose book knows but half of it
        while len(_books) > KEPT:
            _books.popitem(last=False)


def evaluate(document: Document, sheet: Sheet, formula: str, row: int, column: int, now: datetime) -> CellValue:
    """The value of a formula, with its "=", as it would be in a cell; the other cells are taken as they are."""
    found = read(formula, row, column).formula
    return values_of(Ground(document, now), found, Spot(sheet, column, (row,)))[0]


def evaluate_rows(
    document: Document, sheet: Sheet, formula: str, rows: range, column: int, now: datetime
) -> Sequence[CellValue]:
    """The values of a formula, written for the first of the rows, in each row of a column: a conditional format's."""
    found = read(formula, rows[0], column).formula
    return values_of(Ground(document, now), found, Spot(sheet, column, rows))
