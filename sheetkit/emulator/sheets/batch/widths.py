"""How wide a column must be for what its cells show."""

from collections.abc import Mapping

from sheetkit.emulator.document import Document, Sheet
from sheetkit.emulator.sheets.shown import shown

_CHARACTER, _PADDING, _LEAST = 6.7, 9, 20
"""Pixels: an average character of Arial 10, the room around a text, and the least that is left of a column."""


def fitting(document: Document, sheet: Sheet, columns: range) -> Mapping[int, int]:
    """The width in pixels of each column that shows something."""
    locale = str(document.properties.get("locale", "en_US"))
    longest: dict[int, int] = {}
    for (_, column), cell in sheet.cells.items():
        if column in columns and cell.value is not None:
            text = shown(cell.value, (cell.format or {}).get("numberFormat"), locale)
            length = max(map(len, text.split("\n")))
            longest[column] = max(longest.get(column, 0), length)
    return {column: max(_LEAST, round(length * _CHARACTER) + _PADDING) for column, length in sorted(longest.items())}
