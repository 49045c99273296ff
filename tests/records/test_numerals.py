"""Text → the number it says, the two it may say, or none."""

from decimal import Decimal

import pytest

from sheetkit.records.numerals import number_in

ROWS: list[tuple[str, int | None, str | tuple[str, str] | None]] = [
    ("12", None, "12"),
    ("1,234.56", None, "1234.56"),
    ("1.234,56", None, "1234.56"),
    ("1 234,56", None, "1234.56"),
    ("1'234.50", None, "1234.50"),
    ("12 34", None, None),
    ("1 2", None, None),
    ("1 234 567", None, "1234567"),
    ("1,5", None, "1.5"),
    ("1,234", None, ("1234", "1.234")),
    ("1.234", None, ("1.234", "1234")),
    ("1,234", 2, "1234"),
    ("1.234", 2, "1234"),
    ("1,234", 0, "1234"),
    ("1,234", 3, ("1234", "1.234")),
    ("0,123", None, "0.123"),
    ("(5.00)", None, "-5.00"),
    ("5.00-", None, "-5.00"),
    ("−5", None, "-5"),  # noqa: RUF001 - the minus sign that word processors make
    ("12 %", None, "0.12"),
    ("€12.50", None, "12.50"),
    ("12.50 EUR", None, "12.50"),
    ("1e3", None, "1E+3"),
    ("1.2.3", None, None),
    ("twelve", None, None),
    ("", None, None),
    ("9" * 100, None, None),
]


@pytest.mark.parametrize(("text", "decimals", "meant"), ROWS)
def test_number_in(text: str, decimals: int | None, meant: str | tuple[str, str] | None) -> None:
    found = number_in(text, decimals)
    if isinstance(meant, tuple):
        assert found == tuple(map(Decimal, meant))
    else:
        assert found == (None if meant is None else Decimal(meant))
