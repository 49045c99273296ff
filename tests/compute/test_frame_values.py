"""Formulas over a few named cells and lists give the values that Excel documents (`values/*.txt`)."""

import pytest

from sheetkit.core.values import CellValue
from tests.compute.values import NAMES, cases
from tests.oracles.trial import Trial

CASES = cases()


@pytest.fixture(scope="module")
def computed() -> list[CellValue]:
    return Trial(names=NAMES, cell_formulas=[formula for formula, _ in CASES]).evaluated()[1]


@pytest.mark.parametrize("place", range(len(CASES)), ids=[formula for formula, _ in CASES])
def test_a_formula_gives_what_excel_documents(place: int, computed: list[CellValue]) -> None:
    """One line of a table: the kind is the same, and the value to twelve digits."""
    expected, found = CASES[place][1], computed[place]
    assert type(found) is type(expected)
    assert found == (pytest.approx(expected, rel=1e-12, abs=1e-12) if isinstance(expected, float) else expected)
