"""Where a printed dashboard begins a new page."""

import pytest

from sheetkit.records.printed import page_breaks
from sheetkit.workbook.model import Chart

NARROW = {0: 34.0, 1: 14.0}
WIDE = dict.fromkeys(range(20), 14.0)
BREAKS: list[tuple[list[int], int, dict[int, float], tuple[int, ...]]] = [
    ([3, 10], 20, NARROW, ()),
    ([20, 30], 45, NARROW, (30,)),
    ([20, 30], 45, WIDE, ()),
    ([3], 500, NARROW, (3,)),
    ([25, 50, 75], 100, NARROW, (25, 50, 75)),
    ([], 0, NARROW, ()),
]


@pytest.mark.parametrize(("starts", "end", "widths", "breaks"), BREAKS)
def test_a_part_that_does_not_fit_on_the_page_begins_a_new_one(
    starts: list[int], end: int, widths: dict[int, float], breaks: tuple[int, ...]
) -> None:
    """A page of narrow columns holds 31 rows, a wide one is made smaller and holds more."""
    assert page_breaks(starts, end, widths, ()) == breaks


def test_a_chart_makes_the_page_wider() -> None:
    chart = Chart("bar", "Sales", 20, 12, "Review", 0, 21, 30, (), width=520)
    assert page_breaks([20, 30], 45, NARROW, (chart,)) == ()
