"""Columns compared cell by cell, and rows found by their keys."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.sync.snapshot import TableState, differing, picked, same, stretches

MANY = [f"Case {row}" for row in range(1000)]


@pytest.mark.parametrize(
    ("one", "other", "rows"),
    [
        ([], [], []),
        (["a", None, 1.0], ["a", None, 1.0], []),
        (["a", None, 1.0], ("a", "b", 2.0), [1, 2]),
        ([1.0, 1.0, 0.0], [True, 1.0, False], [0, 2]),
        ([True, False], [1.0, 0.0], [0, 1]),
        (["a", True], ["a", True], []),
        (MANY, [f"Case {row}" for row in range(1000)], []),
        (MANY, [*MANY[:255], "x", "y", *MANY[257:999], None], [255, 256, 999]),
    ],
)
def test_rows_that_do_not_say_the_same(one: Any, other: Any, rows: list[int]) -> None:
    assert differing(one, other) == rows


@pytest.mark.parametrize(("rows", "cells"), [([], []), ([1], ["b"]), ([-1], [None]), ([2, -1, 0], ["c", None, "a"])])
def test_cells_of_rows_some_of_which_are_not_there(rows: list[int], cells: list[str | None]) -> None:
    assert list(picked(["a", "b", "c"], rows)) == cells


def test_a_row_is_found_by_its_key_in_any_case() -> None:
    table = TableState("Case ID", ["RF-1", 12.0, None], {})
    assert table.row_of == {"rf-1": 0, "12": 1, "": 2}


def _runs(starts: list[tuple[int, int]]) -> list[int]:
    return [row for start, length in starts for row in ([-1] if start < 0 else range(start, start + length))]


@given(st.lists(st.tuples(st.integers(-1, 60), st.integers(1, 90)), max_size=6).map(_runs))
def test_stretches_pick_the_same_cells(rows: list[int]) -> None:
    values = list(range(150))
    assert list(picked(values, rows, stretches(rows))) == [values[row] if row >= 0 else None for row in rows]


def test_rows_in_any_order_have_no_stretches_and_rows_that_follow_each_other_have_few() -> None:
    assert not stretches(list(range(100, 0, -1)))
    assert stretches([*range(10, 90), -1, *range(95, 150)]) == [slice(10, 90), slice(-1, 0), slice(95, 150)]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (46345.739583333336, 46345.7395833333, True),  # as LibreOffice keeps a time
        (45999.656944444445, 45999.6569444445, True),
        (1 / 3, 0.333333333333333, True),
        (1e-9 / 3, 3.33333333333333e-10, True),
        (46345.7395833333, 46345.7395833334, False),
        (0.1, 0.2, False),
        (100000000000001.0, 100000000000002.0, False),
        (9007199254740991.0, 9007199254740990.0, False),
        (0.0, 1e-300, False),
        (0.5, float("inf"), False),
        (1.0, True, False),
    ],
)
def test_numbers_say_the_same_to_the_fifteen_digits_that_programs_keep(
    one: float, other: float | bool, alike: bool
) -> None:
    assert same(one, other) is alike
    assert differing([one, 7.0], [other, 7.0]) == ([] if alike else [0])
