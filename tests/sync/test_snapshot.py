"""Columns compared cell by cell, and rows found by their keys."""

from typing import Any

import pytest

from sheetkit.sync.snapshot import TableState, differing, picked

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
