"""Exact amounts, minor units, and splits that add up."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.core.money import EXPONENTS, allocate, exact, fits, from_minor, to_minor

WEIGHTS = st.lists(
    st.one_of(st.integers(0, 10**9), st.fractions(0, 1000), st.decimals(0, 10**6, places=3)), min_size=1, max_size=12
).filter(any)
TOTALS = st.integers(-(10**12), 10**12)


@pytest.mark.parametrize(
    ("code", "digits"), [("EUR", 2), ("USD", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("TND", 3), ("ISK", 0), ("CNY", 2)]
)
def test_exponents(code: str, digits: int) -> None:
    assert EXPONENTS[code] == digits


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [
        (0.1, "EUR", 10),
        (1.1, "EUR", 110),
        (4.35, "EUR", 435),
        (-4.35, "EUR", -435),
        (0.29, "EUR", 29),
        (1.005, "EUR", 101),
        (-1.005, "EUR", -101),
        (5, "JPY", 5),
        (0.5, "JPY", 1),
        (1.2345, "KWD", 1235),
        (Decimal("12.50"), "EUR", 1250),
        (1e30, "EUR", 10**32),
    ],
)
def test_to_minor(amount: float, currency: str, units: int) -> None:
    assert to_minor(amount, currency) == units


@given(st.integers(-(10**13), 10**13), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_every_amount_of_whole_minor_units_survives_a_cell(units: int, currency: str) -> None:
    cell = float(from_minor(units, currency))
    assert to_minor(cell, currency) == units
    assert fits(cell, currency)


@pytest.mark.parametrize(
    ("amount", "currency", "whole"),
    [
        (12.34, "EUR", True),
        (12.345, "EUR", False),
        (0.1 + 0.2, "EUR", False),
        (12.5, "JPY", False),
        (1.234, "KWD", True),
        (1e300, "EUR", True),
        (float("inf"), "EUR", False),
        (float("nan"), "EUR", False),
    ],
)
def test_fits(amount: float, currency: str, whole: bool) -> None:
    assert fits(amount, currency) is whole


def test_an_unknown_currency_is_a_key_error() -> None:
    for ask in (lambda: fits(1.0, "EURO"), lambda: to_minor(1.0, "EURO"), lambda: from_minor(1, "EURO")):
        with pytest.raises(KeyError):
            ask()


def test_the_exact_amount_is_what_was_typed() -> None:
    assert exact(0.1) == Decimal("0.1")
    assert exact(Decimal("0.10")) == Decimal("0.10")


SPLITS: list[tuple[int, list[int | Fraction | Decimal], list[int]]] = [
    (100, [1, 1, 1], [34, 33, 33]),
    (-100, [1, 1, 1], [-34, -33, -33]),
    (1, [1, 1], [1, 0]),
    (5, [0, 1], [0, 5]),
    (10, [Decimal("0.1"), Decimal("0.2")], [3, 7]),
    (7, [Fraction(1, 3), Fraction(2, 3)], [2, 5]),
    (0, [0, 0], [0, 0]),
    (0, [], []),
]


@pytest.mark.parametrize(("total", "weights", "parts"), SPLITS)
def test_allocate(total: int, weights: list[int | Fraction | Decimal], parts: list[int]) -> None:
    assert allocate(total, weights) == parts


@pytest.mark.parametrize(("total", "weights"), [(5, [0, 0]), (5, []), (5, [1, -1]), (0, [-1])])
def test_weights_that_split_nothing(total: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        allocate(total, weights)


@given(TOTALS, WEIGHTS)
def test_the_parts_add_up(total: int, weights: list[int | Fraction | Decimal]) -> None:
    assert sum(allocate(total, weights)) == total


@given(TOTALS, WEIGHTS)
def test_each_part_is_less_than_one_unit_from_its_share(total: int, weights: list[int | Fraction | Decimal]) -> None:
    whole = sum(Fraction(weight) for weight in weights)
    for part, weight in zip(allocate(total, weights), weights, strict=True):
        assert abs(part - total * Fraction(weight) / whole) < 1


@given(TOTALS, WEIGHTS)
def test_a_refund_is_the_mirror_of_its_sale(total: int, weights: list[int | Fraction | Decimal]) -> None:
    assert allocate(-total, weights) == [-part for part in allocate(total, weights)]


@given(TOTALS, WEIGHTS, st.integers(1, 1000))
def test_only_the_proportions_of_the_weights_count(
    total: int, weights: list[int | Fraction | Decimal], factor: int
) -> None:
    assert allocate(total, [Fraction(weight) * factor for weight in weights]) == allocate(total, weights)


@given(TOTALS, WEIGHTS)
def test_a_larger_weight_never_gets_less_and_ties_go_to_the_first(
    total: int, weights: list[int | Fraction | Decimal]
) -> None:
    parts = [abs(part) for part in allocate(total, weights)]
    shares = [Fraction(weight) for weight in weights]
    for i, (part, share) in enumerate(zip(parts, shares, strict=True)):
        for later, other in zip(parts[i + 1 :], shares[i + 1 :], strict=True):
            assert part >= later if share >= other else part <= later


@given(TOTALS, WEIGHTS)
def test_nothing_goes_to_a_weight_of_nothing(total: int, weights: list[int | Fraction | Decimal]) -> None:
    assert all(part == 0 for part, weight in zip(allocate(total, weights), weights, strict=True) if not weight)
