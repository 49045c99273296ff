"""How tall a row must be for its wrapped texts, so that a program shows them before anybody edits the row."""

from collections.abc import Mapping, Sequence
from typing import Final

from sheetkit.core.values import CellValue
from sheetkit.workbook.model import Sheet

ROW_HEIGHT: Final = 15.75
"""Points of a row of one line: the palette's font with some air."""

_LINE: Final = 13.0
_MAX_LINES: Final = 6
_DEFAULT_WIDTH: Final = 8.43
_LETTERS: Final = 1.1  # a width counts digits, and letters are a little narrower on the whole


def wrapped_heights(sheet: Sheet, column: int, values: Sequence[CellValue]) -> Mapping[int, float]:
    """The points that rows need for the wrapped texts of one column, by place in `values`; those of one line not."""
    width = max(sheet.widths.get(column, _DEFAULT_WIDTH), 1.0) * _LETTERS
    heights = {}
    for i, value in enumerate(values):
        if isinstance(value, str) and (len(value) > width or "\n" in value):
            lines = sum(max(1, -int(-len(line) // width)) for line in value.split("\n"))
            if lines > 1:
                heights[i] = ROW_HEIGHT + _LINE * (min(lines, _MAX_LINES) - 1)
    return heights
