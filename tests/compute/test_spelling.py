"""Numbers as text and text as numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.compute.spelling import read_number, write_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12.0),
        (" 12 ", 12.0),
        ("-1.5", -1.5),
        ("- 5", -5.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("1E-3", 0.001),
        ("1,234,567.5", 1_234_567.5),
        ("$1,234", 1234.0),
        ("5%", 0.05),
        ("(5)", -5.0),
        ("2026-03-12", 46093.0),
        ("2026/3/2", 46083.0),
        ("2026-03-12 18:00", 46093.75),
        ("2026-03-12T06:00:00", 46093.25),
        ("12:30", 12.5 / 24),
        ("25:00", 25 / 24),
        ("0:00:30", 30 / 86_400),
    ],
)
def test_these_texts_are_numbers(text: str, number: float) -> None:
    assert read_number(text) == pytest.approx(number, rel=1e-15)


@pytest.mark.parametrize(
    "text",
    ["", " ", ".", "-", "1,23", "1,2345", "(-5)", "0x10", "1 2", "TRUE", "abc", "1E400", "€5", "٣"],
)
def test_these_texts_are_not(text: str) -> None:
    """Malformed ones, and digits of other scripts."""
    assert read_number(text) is None


@pytest.mark.parametrize(
    "text",
    ["1/2/2026", "12.03.2026", "12-Mar-2026", "2026-02-30", "2026-13-01", "2026-03/12", "1899-12-29", "12:75"],
)
def test_these_dates_are_not(text: str) -> None:
    """Days that are not there, and dates whose order of day and month only the reader's country tells."""
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (5.0, "5"),
        (-5.5, "-5.5"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333333333333"),
        (2 / 3, "0.666666666666667"),
        (123456789.123456789, "123456789.123457"),
        (123456789012345678.0, "123456789012346000"),
        (1e15, "1000000000000000"),
        (1e20, "100000000000000000000"),
        (1e21, "1E+21"),
        (-1.5e21, "-1.5E+21"),
        (1e-10, "0.0000000001"),
        (1 / 3000, "0.000333333333333333"),
        (1 / 30000, "3.33333333333333E-05"),
        (1e-20, "1E-20"),
        (1e300, "1E+300"),
        (999999999999999.9, "1000000000000000"),
    ],
)
def test_a_number_is_written_with_15_digits(number: float, text: str) -> None:
    assert write_number(number) == text


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300))
def test_what_is_written_is_read_back_to_15_digits(number: float) -> None:
    read = read_number(write_number(number))
    assert read == pytest.approx(number, rel=1e-14, abs=1e-290)
