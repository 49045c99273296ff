"""Comparisons by rank are those cell by cell, and both follow one order."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.compute.extent import CHUNK_CELLS, stretches
from sheetkit.compute.order import compare
from sheetkit.compute.ranks import rank
from sheetkit.compute.vector import Vector
from sheetkit.core.values import DIV0, NA, CellValue

CELLS: st.SearchStrategy[CellValue] = st.sampled_from(
    [None, "", "a", "A", "á", "b-1", "b_1", "10", "9", 0.0, 1.0, -2.0, 0.1 + 0.2, 0.3, True, False, NA, DIV0]
)
COLUMN = st.lists(CELLS, min_size=1, max_size=7)
SIGNS = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])

RISING: list[CellValue] = [-2.0, 0.0, 0.3, 1.0, "", " a", "_a", "-a", "(a", "1", "9a", "a", "á", "az", "b", False, True]


@given(COLUMN, COLUMN, SIGNS)
def test_ranks_compare_as_the_values_do(rows: list[CellValue], cells: list[CellValue], op: str) -> None:
    """Every row with every cell: blanks, all kinds, errors of both sides."""
    column, across = Vector.of(rows), Vector.of(cells).as_range
    assert rank(column, across).compare(op).to_values() == compare(op, column, across).to_values()
    assert rank(column, across).rows(slice(0, 1)).compare(op).to_values() == (
        compare(op, column.rows(slice(0, 1)), across).to_values()
    )


def test_numbers_texts_and_truth_values_rise_in_this_order() -> None:
    """Numbers, then texts (spaces, marks, digits, letters, accents last), then FALSE and TRUE."""
    column, across = Vector.of(RISING), Vector.of(RISING).as_range
    size = len(RISING)
    expected = [row < cell for row in range(size) for cell in range(size)]
    assert compare("<", column, across).to_values() == expected
    assert rank(column, across).compare("<").to_values() == expected


@settings(deadline=None)  # the machine may be busy
@given(st.integers(1, 200_000), st.integers(2, 200_000))
def test_stretches_cover_all_rows_and_stay_small(height: int, width: int) -> None:
    """One after the other, without a gap; more than one row only while the cells fit."""
    parts = stretches(height, width)
    assert [part.start for part in parts] == [0, *(part.stop for part in parts[:-1])]
    assert parts[-1].stop == height
    assert all(part.stop - part.start == 1 or (part.stop - part.start) * width <= CHUNK_CELLS for part in parts)
