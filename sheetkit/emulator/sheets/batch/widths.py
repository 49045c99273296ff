"""How wide a column must be for what its cells show."""

from collections.abc import Mapping
from typing import Final

from sheetkit.emulator.document import Document, Sheet
from sheetkit.emulator.sheets.shown import shown

_EM: Final = 12.7143
"""Pixels of an em of Arial 10, as Google measured it: 1024 times "A" came back 8691 pixels wide."""
_AROUND, _LEAST = 7, 21
"""Pixels around a text, and the least that is left of a column."""
_ARIAL: Final[Mapping[int, str]] = {
    222: "ijl'|",
    278: " !,./:;I[]\\tf",
    333: "()-r`",
    500: "Jckrsvxyz",
    611: "FTZ",
    667: "ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "mM",
    944: "W",
}
"""The widths of characters in thousandths of an em, where they are not those of a digit."""
_WIDTHS: Final = {character: width for width, characters in _ARIAL.items() for character in characters}
_DIGIT: Final = 556


def fitting(document: Document, sheet: Sheet, columns: range) -> Mapping[int, int]:
    """The width in pixels of each column that shows something."""
    locale = str(document.properties.get("locale", "en_US"))
    widest: dict[int, int] = {}
    for (_, column), cell in sheet.cells.items():
        if column in columns and cell.value is not None:
            text = shown(cell.value, (cell.format or {}).get("numberFormat"), locale)
            width = max(map(_units, text.split("\n")))
            widest[column] = max(widest.get(column, 0), width)
    return {column: max(_LEAST, round(units * _EM / 1000) + _AROUND) for column, units in sorted(widest.items())}


def _units(text: str) -> int:
    return sum(_WIDTHS.get(character, _DIGIT) for character in text)
