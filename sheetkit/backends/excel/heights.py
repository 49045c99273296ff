"""How tall a row must be for its wrapped texts, so that a program shows them before anybody edits the row."""

from collections.abc import Mapping, Sequence
from typing import Final

from sheetkit.core.values import CellValue

ROW_HEIGHT: Final = 15.75
"""Points of a row of one line: the palette's font with some air."""
DEFAULT_WIDTH: Final = 8.43
"""Characters that a column holds when nobody said how wide it is; Excel's own default."""

_LINE: Final = 13.0
_MAX_LINES: Final = 6
_LETTERS: Final = 1.2  # a width counts digits; letters are narrower on the whole


def wrapped_heights(width: float, values: Sequence[CellValue]) -> Mapping[int, float]:
    """The points that rows need for the wrapped texts of a column, by their place in `values`; one line needs none."""
    room = max(width, 1.0) * _LETTERS
    heights = {}
    for i, value in enumerate(values):
        if isinstance(value, str) and (len(value) > room or "\n" in value):
            lines = sum(max(1, -int(-len(line) // room)) for line in value.split("\n"))
            if lines > 1:
                heights[i] = ROW_HEIGHT + _LINE * (min(lines, _MAX_LINES) - 1)
    return heights
