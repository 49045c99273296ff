"""A1 addresses, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.workbook import a1

ROWS = st.integers(0, a1.MAX_ROWS - 1)
COLUMNS = st.integers(0, a1.MAX_COLUMNS - 1)


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        (0, 0, "A1"),
        (8, 25, "Z9"),
        (9, 26, "AA10"),
        (99, 701, "ZZ100"),
        (0, 702, "AAA1"),
        (1_048_575, 16_383, "XFD1048576"),
    ],
)
def test_address(row: int, column: int, text: str) -> None:
    assert a1.address(row, column) == text
    assert a1.parse_address(text) == (row, column)
    assert a1.parse_address(text.lower()) == (row, column)


@given(ROWS, COLUMNS, st.booleans())
def test_an_address_reads_back(row: int, column: int, absolute: bool) -> None:
    assert a1.parse_address(a1.address(row, column, absolute=absolute)) == (row, column)


@given(ROWS, COLUMNS, ROWS, COLUMNS)
def test_a_range_reads_back(r1: int, c1: int, r2: int, c2: int) -> None:
    ordered = (min(r1, r2), min(c1, c2), max(r1, r2), max(c1, c2))
    assert a1.parse_range(a1.range_address(*ordered, absolute=True)) == ordered
    assert a1.parse_range(f"{a1.address(r1, c1)}:{a1.address(r2, c2)}") == ordered


@pytest.mark.parametrize("text", ["", "A", "1", "A0", "A01", "AAAA1", "A1:B2", "Sheet!A1", "A-1"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="is not a cell address"):
        a1.parse_address(text)


@pytest.mark.parametrize("text", ["XFE1", "A1048577", "ZZZ1"])
def test_what_lies_outside_a_sheet(text: str) -> None:
    with pytest.raises(ValueError, match="outside a sheet"):
        a1.parse_address(text)


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("Cases", "Cases"), ("Open_Cases", "Open_Cases"), ("Übersicht", "Übersicht"), ("_sheetkit", "_sheetkit"),
        ("My Cases", "'My Cases'"), ("O'Brien", "'O''Brien'"), ("2026", "'2026'"), ("Q3", "'Q3'"), ("R1C1", "'R1C1'"),
        ("R", "'R'"), ("a-b", "'a-b'"), ("", "''"),
    ],
)  # fmt: skip
def test_quote_sheet(name: str, quoted: str) -> None:
    """A name that could be read as an address, or is no plain word, stands in quotes."""
    assert a1.quote_sheet(name) == quoted
