"""Values go into vectors and come out as they were."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.compute.vector import Vector, select
from sheetkit.core.values import ERRORS, NUM, VALUE, CellError, CellValue

CELLS: st.SearchStrategy[CellValue] = st.one_of(
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.text(max_size=5),
    st.sampled_from(list(ERRORS.values())),
)


@given(st.lists(CELLS, max_size=8))
def test_a_column_comes_back_as_it_was(values: list[CellValue]) -> None:
    back = Vector.of(values).to_values()
    assert back == values
    assert [type(value) for value in back] == [type(value) for value in values]


@given(st.one_of(st.lists(st.floats(allow_nan=False, allow_infinity=False)), st.lists(st.text()), st.lists(st.none())))
def test_columns_of_one_kind_take_the_fast_way_and_come_back_too(values: list[CellValue]) -> None:
    assert Vector.of(values).to_values() == values


def test_numbers_that_no_cell_can_hold_become_errors() -> None:
    assert Vector.of([math.nan, math.inf, 1.0]).to_values() == [NUM, NUM, 1.0]
    assert Vector.numbers(np.array([[math.nan, 2.0]])).to_values() == [NUM, 2.0]


def test_integers_and_numpys_numbers_are_numbers() -> None:
    """Numpy's truth values and texts keep their kind."""
    values: list[CellValue] = [3, np.float64(2.5), np.bool_(True), np.str_("x")]  # type: ignore[list-item]
    assert Vector.of(values).to_values() == [3.0, 2.5, True, "x"]


def test_errors_newer_than_excel_2016_count_as_value_errors() -> None:
    assert Vector.of([CellError("#SPILL!")]).to_values() == [VALUE]


def test_the_first_arguments_error_wins() -> None:
    first, second = Vector.of([1.0, NUM, 2.0]), Vector.of([VALUE, VALUE, 3.0])
    assert Vector.of([7.0, 8.0, 9.0]).with_errors_of(first, second).to_values() == [VALUE, NUM, 9.0]


def test_select_broadcasts_texts_with_numbers() -> None:
    chosen = select(np.array([[True], [False]]), Vector.one("x"), Vector.of([1.0, 2.0]))
    assert chosen.to_values() == ["x", 2.0]
    assert chosen.shape == (2, 1)
