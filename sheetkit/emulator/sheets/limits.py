"""How much fits: characters in a cell, cells in a spreadsheet."""

from typing import Final

from sheetkit.emulator.document import Document
from sheetkit.emulator.errors import invalid

CHARACTERS: Final = 50_000
CELLS: Final = 10_000_000


def fitting(text: str) -> None:
    """Raise ApiError 400 for a text that is too long for a cell."""
    if len(text) > CHARACTERS:
        raise invalid(f"Your input contains more than the maximum of {CHARACTERS} characters in a single cell.")


def countable(document: Document) -> None:
    """Raise ApiError 400 for a spreadsheet with too many cells."""
    if sum(sheet.row_count * sheet.column_count for sheet in document.sheets) > CELLS:
        raise invalid(
            f"This action would increase the number of cells in the workbook above the limit of {CELLS} cells."
        )
