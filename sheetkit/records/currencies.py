"""The currency of each amount: whether its code is known, and whether the amount fits its minor unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sheetkit.core.money import EXPONENTS, exact
from sheetkit.core.values import CellValue
from sheetkit.records.cells import Cells
from sheetkit.records.findings import as_text
from sheetkit.records.nearest import Nearest

_SIGNS: Final = {
    "€": {"EUR"},
    "£": {"GBP"},
    "₹": {"INR"},
    "₩": {"KRW"},
    "₺": {"TRY"},
    "¥": {"JPY", "CNY"},
    "₽": {"RUB"},
}
_SIGNED: Final = frozenset().union(*_SIGNS.values())
_NOISE: Final = 1e-9
"""What binary arithmetic leaves of 0.1 + 0.2 is nobody's mistake; a hundredth of a minor unit is far larger."""


@dataclass(frozen=True, slots=True)
class Currency:
    """The currency codes of the rows of one amount column: one for all, or one a row ("" where it is not known)."""

    codes: str | Sequence[str]

    def of(self, row: int) -> str:
        """The code of a row, "" where it is blank or unknown."""
        return self.codes if isinstance(self.codes, str) else self.codes[row]

    def decimals(self, row: int) -> int | None:
        """The digits of the row's currency after the decimal mark; None where the currency is not known."""
        return EXPONENTS.get(self.of(row))

    def groups(self) -> dict[str, list[int] | None]:
        """The rows of each code; None stands for all rows."""
        if isinstance(self.codes, str):
            return {self.codes: None}
        if len(different := set(self.codes)) == 1:
            return dict.fromkeys(different)
        rows: dict[str, list[int] | None] = {code: [] for code in different}
        for row, code in enumerate(self.codes):
            if (group := rows[code]) is not None:
                group.append(row)
        return rows


def known(value: CellValue) -> str:
    """A currency code in capitals, "" for what ISO 4217 does not have."""
    code = as_text(value).upper()
    return code if code in EXPONENTS else ""


def codes(cells: Cells) -> None:
    """Report unknown codes in a column that says the currency of amounts."""
    nearest = Nearest(EXPONENTS)
    for row in cells.holding({text for text in cells.texts if not known(text)}):
        found = str(cells.values[row]).strip()
        near = nearest.to(found)
        message = f'{cells.name} is "{found}", which is no currency code of ISO 4217.'
        hint = f"Did you mean {near}?" if near else "Write the three-letter code, such as EUR or USD."
        cells.wrong("unknown-currency", row, message, hint)


def precision(cells: Cells, currency: Currency) -> None:
    """Report amounts with more decimals than their currency has."""
    for code, rows in currency.groups().items():
        digits = EXPONENTS.get(code)
        if digits is None:
            continue
        values = cells.values if rows is None else [cells.values[row] for row in rows]
        odd = [i for i, v in enumerate(values) if type(v) is float and round(v, digits) != v]
        suspects = [(i if rows is None else rows[i], values[i]) for i in odd]
        suspects += [(row, value) for row, value in cells.understood.items() if currency.of(row) == code]
        for row, value in suspects:
            raw_is_settled = row in cells.settled and row not in cells.understood
            if isinstance(value, float) and not raw_is_settled and not _fits(value, digits):
                _too_fine(cells, row, value, code, digits)


def other_sign(text: str, code: str) -> str:
    """The currency sign or code in an amount's text that contradicts the row's currency; "" when there is none."""
    for sign, meant in _SIGNS.items():
        if sign in text and code and code not in meant:
            return sign
    if "$" in text and code in _SIGNED:
        return "$"
    letters = "".join(character if character.isalpha() else " " for character in text).split()
    return next((word for word in letters if word in EXPONENTS and code and word != code), "")


def _fits(value: float, digits: int) -> bool:
    return abs(value - round(value, digits)) <= _NOISE * max(1.0, abs(value) * 1e-6)


def _too_fine(cells: Cells, row: int, value: float, code: str, digits: int) -> None:
    unit = "no decimals" if not digits else f"{digits} decimals"
    message = f"{cells.name} is {as_text(value)}, and {code} has {unit}."
    rounded = as_text(float(round(exact(value), digits)))
    cells.note("currency-precision", row, message, f"Round it, most likely to {rounded}.")
