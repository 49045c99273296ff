"""How wide a column is made: for its header on two lines, or for its longest value."""

import pytest

from sheetkit.core.values import CellValue
from sheetkit.records.look import NARROWEST, WIDEST, width

WIDTHS: list[tuple[str, list[CellValue], float]] = [
    ("At", [], NARROWEST),
    ("Terms Confirmed On", [], len("Confirmed On") + 4),
    ("Mean Days To Resolve", [], len("To Resolve") + 4),
    ("Appeal Decided On", [], len("Decided On") + 4),
    ("Seller", ["Golden Panda Electronics"], len("Golden Panda Electronics") + 2),
    ("Note", ["x" * 200], WIDEST),
]


@pytest.mark.parametrize(("header", "values", "wide"), WIDTHS)
def test_a_header_fits_on_two_lines_and_the_longest_value_on_one(
    header: str, values: list[CellValue], wide: float
) -> None:
    assert width(header, "text", values) == wide


def test_a_declared_width_wins() -> None:
    assert width("Terms Confirmed On", "text", ["x" * 200], 12.0) == 12.0
