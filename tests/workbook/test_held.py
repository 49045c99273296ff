"""What blocks hold at a place."""

import pytest

from sheetkit.workbook.held import values_at
from sheetkit.workbook.model import Block, CellColumn, Sheet

SHEET = Sheet(
    "S",
    blocks=(
        Block(1, 0, (CellColumn((1, 2)), CellColumn(("a", "b")))),
        Block(4, 1, (CellColumn((True,)),)),
    ),
)


@pytest.mark.parametrize(
    ("column", "first", "last", "values"),
    [
        (0, 1, 2, [1, 2]),
        (0, 0, 3, [None, 1, 2, None]),
        (1, 2, 4, ["b", None, True]),
        (2, 0, 1, [None, None]),
    ],
)
def test_values_at(column: int, first: int, last: int, values: list[object]) -> None:
    assert values_at(SHEET, column, first, last) == values
