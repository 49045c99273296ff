"""Cell values: error values as data, and what counts as blank."""

import pickle

import pytest

from sheetkit.core.values import ERRORS, NA, CellError, CellValue, is_blank


@pytest.mark.parametrize(
    ("value", "blank"),
    [(None, True), ("", True), (" \t\n\u00a0", True), ("x", False), (0.0, False), (False, False), (NA, False)],
)
def test_blank(value: CellValue, blank: bool) -> None:
    assert is_blank(value) is blank


def test_errors_come_in_the_order_of_their_type() -> None:
    """Microsoft's documentation of ERROR.TYPE: 1 is #NULL!, 7 is #N/A."""
    assert list(ERRORS) == ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"]


def test_an_error_is_data() -> None:
    assert CellError("#N/A") == NA
    assert str(NA) == "#N/A"
    assert pickle.loads(pickle.dumps(NA)) == NA  # noqa: S301 - our own bytes
    assert not isinstance(NA, Exception)
