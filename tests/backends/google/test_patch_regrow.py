"""Ranges that end where a table ended, written anew where rows were taken in below it."""

import pytest

from sheetkit.backends.google.growth import Growth
from sheetkit.backends.google.regrow import formulas
from sheetkit.formula.layout import TablePlace
from sheetkit.workbook.grid import Grid, GridSheet
from sheetkit.workbook.patch import TableAppend

PLACE = TablePlace("Cases", 1, 5, {"A": 0, "B": 1, "C": 2})


def regrown(formula: str, sheet: str = "Cases", taken: int = 2) -> str:
    """A formula in a cell of a sheet, once a table on Cases!A1:C6 has taken in the two rows below it."""
    growth = Growth(
        TableAppend("Cases", "Cases", 2, {}, adopt=2), "Cases", PLACE, None, 5 + taken, 0, 2, taken, 0, False
    )
    cells = GridSheet(sheet, 1, [[None]], {0: {0: formula}})
    return next((text for _, _, text in formulas(growth, Grid((cells,)))), "=" + formula).removeprefix("=")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("SUM($B$2:$B$6)", "SUM($B$2:$B$8)"),
        ("SUM($A$1:$C$6)", "SUM($A$1:$C$8)"),
        ("SUM($A$2:$C$6)+$B$6", "SUM($A$2:$C$8)+$B$6"),
        ("SUM($B$2:$B$5)", "SUM($B$2:$B$5)"),
        ("SUM($B$2:$B$60)", "SUM($B$2:$B$60)"),
        ("SUM($B$2:$D$6)", "SUM($B$2:$D$6)"),
        ("SUM(B2:B6)", "SUM(B2:B6)"),
        ('"$B$2:$B$6"', '"$B$2:$B$6"'),
        ("SUM(Other!$B$2:$B$6)", "SUM(Other!$B$2:$B$6)"),
        ("SUM('Cases'!$B$2:$B$6,Cases!$A$2:$A$6)", "SUM('Cases'!$B$2:$B$8,Cases!$A$2:$A$8)"),
    ],
)
def test_a_formula_on_the_tables_own_sheet(before: str, after: str) -> None:
    assert regrown(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [("SUM(Cases!$B$2:$B$6)", "SUM(Cases!$B$2:$B$8)"), ("SUM($B$2:$B$6)", "SUM($B$2:$B$6)")],
)
def test_a_formula_on_another_sheet(before: str, after: str) -> None:
    assert regrown(before, "Review") == after


def test_nothing_is_written_where_nothing_was_taken_in() -> None:
    assert regrown("SUM($B$2:$B$6)", taken=0) == "SUM($B$2:$B$6)"
