"""Numbers as people and programs write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.core.values import CellValue
from sheetkit.records.mapping.model import NumberStyle
from sheetkit.records.mapping.numbers import Ambiguous, parse, style_of

READ = [
    ("12.50", "", "12.50"),
    ("12,50", "", "12.50"),
    ("1,234.56", "", "1234.56"),
    ("1.234,56", "", "1234.56"),
    ("1 234,56", "", "1234.56"),
    ("1\u202f234,56", "", "1234.56"),
    ("1'234.56", "", "1234.56"),
    ("1,234,567", "", "1234567"),
    ("1.234.567", "", "1234567"),
    ("1,234", "1,234.56", "1234"),
    ("1,234", "1.234,56", "1.234"),
    ("1.234", "1,234.56", "1.234"),
    ("1.234", "1.234,56", "1234"),
    ("0.125", "", "0.125"),
    ("0,125", "", "0.125"),
    (".5", "", "0.5"),
    ("-4", "", "-4"),
    ("\u22124", "", "-4"),
    ("4.00-", "", "-4.00"),
    ("(4.00)", "", "-4.00"),
    ("(£4.00)", "", "-4.00"),
    ("£ 12.50", "", "12.50"),
    ("12,50 €", "", "12.50"),
    ("USD 12", "", "12"),
    ("US$12", "", "12"),
    ("-$12.50", "", "-12.50"),
    ("12.5 %", "", "0.125"),
    ("1.2e3", "", "1200"),
    ("+7", "", "7"),
    (0.1, "", "0.1"),
    (12472.0, "", "12472.0"),
]


@pytest.mark.parametrize(("text", "style", "number"), READ)
def test_a_number_is_read_exactly(text: CellValue, style: NumberStyle, number: str) -> None:
    assert parse(text, style) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1,23,4", "1.2.3", "12,50,1", "1-2", "--1", "A-17", "2026-03-12", "1,2345.6", "€", float("nan"), True],
)
def test_what_is_no_number_is_none(text: CellValue) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(("text", "style"), [("12.50", "1.234,56"), ("12,50", "1,234.56"), ("1,234.56", "1.234,56")])
def test_a_number_of_the_other_style_is_none_rather_than_a_hundred_times_as_much(text: str, style: NumberStyle) -> None:
    assert parse(text, style) is None


@pytest.mark.parametrize("text", ["1,234", "1.234", "-12,345", "£999.999"])
def test_one_mark_before_three_digits_is_anyones_guess(text: str) -> None:
    with pytest.raises(Ambiguous):
        parse(text)


STYLES = [
    (["1.95", "1,234"], "1,234.56"),
    (["1,95", "1.234"], "1.234,56"),
    (["5", "7"], ""),
    (["1,234"], None),
    (["1.95", "1,95"], None),
    ([1.5, None, "x"], ""),
]


@pytest.mark.parametrize(("texts", "style"), STYLES)
def test_the_style_follows_from_the_values_that_allow_only_one(texts: list[CellValue], style: str | None) -> None:
    assert style_of(texts) == style


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_what_a_style_writes_it_reads_back(number: Decimal) -> None:
    point = f"{number:,.2f}"
    comma = point.translate(str.maketrans(",.", ".,"))
    assert parse(point, "1,234.56") == number
    assert parse(comma, "1.234,56") == number
