"""Where a dashboard begins a new printed page, so that no table and no chart is cut where a page would hold it."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from sheetkit.workbook.model import Chart

_PAGE_WIDTH: Final = 1027.0
"""Pixels between the margins of a landscape A4 page, at 96 an inch."""
_PAGE_HEIGHT: Final = 500.0
"""Points between the margins, the footer left out."""
_ROW_HEIGHT: Final = 15.75
_LETTER: Final = 7.3
"""Pixels that a character of a column's width takes, its share of the padding included."""
_DEFAULT_WIDTH: Final = 8.43


def page_breaks(
    starts: Sequence[int], end: int, widths: Mapping[int, float], charts: Sequence[Chart]
) -> tuple[int, ...]:
    """The rows that begin a page: of the parts that begin at `starts` and end before `end`, those that do not fit.

    `widths` are those of the columns in characters. A page is as wide as all columns and charts, so it holds the more
    rows the wider they are.
    """
    edges = [_pixels(widths, chart.column) + chart.width for chart in charts]
    scale = min(1.0, _PAGE_WIDTH / max([_pixels(widths, max(widths, default=0) + 1), *edges]))
    room = int(_PAGE_HEIGHT / (_ROW_HEIGHT * scale))
    found: list[int] = []
    for start, after in pairwise([*starts, end]):
        page = found[-1] if found else 0
        if after - 1 - page > room and start > page:
            found.append(start)
    return tuple(found)


def _pixels(widths: Mapping[int, float], columns: int) -> float:
    """How wide the first columns are together."""
    return sum(widths.get(column, _DEFAULT_WIDTH) for column in range(columns)) * _LETTER
