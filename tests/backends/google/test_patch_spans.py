"""Cells gathered into rectangles."""

from hypothesis import given
from hypothesis import strategies as st

from sheetkit.backends.google.spans import rectangles, spans

PLACES = st.sets(st.tuples(st.integers(0, 12), st.integers(0, 6)), max_size=40)


@given(PLACES)
def test_rectangles_hold_each_cell_once_and_no_other(places: set[tuple[int, int]]) -> None:
    held = [
        (row, column)
        for top, left, bottom, right in rectangles(places)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    ]
    assert sorted(held) == sorted(places)


def test_a_block_is_one_rectangle() -> None:
    block = {(row, column) for row in range(100) for column in (3, 4, 5)}
    assert list(rectangles(block)) == [(0, 3, 99, 5)]
    assert sorted(rectangles(block | {(200, 3)})) == [(0, 3, 99, 5), (200, 3, 200, 3)]


@given(st.dictionaries(st.integers(0, 60), st.just((1, 4)), max_size=20))
def test_spans_cover_every_row(rows: dict[int, tuple[int, int]]) -> None:
    found = spans(rows)
    assert all(any(top <= row <= bottom for top, _, bottom, _ in found) for row in rows)
    assert len(found) <= len(rows)


def test_close_rows_are_read_together() -> None:
    assert spans({1: (0, 3), 2: (0, 3), 4: (0, 3), 40: (0, 3)}) == [(1, 0, 4, 3), (40, 0, 40, 3)]
    assert spans({1: (0, 3), 2: (1, 3)}) == [(1, 0, 1, 3), (2, 1, 2, 3)]
