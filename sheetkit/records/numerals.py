"""What the cells of a number column mean: numbers, and numbers typed as text where they mean one number only."""

import re
from collections.abc import Callable
from decimal import Decimal
from math import inf, isfinite
from typing import Final

from sheetkit.core.values import CellValue
from sheetkit.records.cells import Cells, all_between
from sheetkit.records.currencies import Currency, other_sign
from sheetkit.records.findings import as_text, written
from sheetkit.records.mapping.numbers import Ambiguous, parse

_A: Final = {
    "integer": "a whole number",
    "number": "a number",
    "money": "an amount",
    "percent": "a percentage",
    "days": "a number of days",
}
_SPLIT = re.compile(r"\d\s+(?!\d{3}(?!\d))\d")
"""Digits that a space splits where it does not group thousands: 12 34 is no number."""


def numbers(cells: Cells, currency: Currency | None = None) -> None:
    """Understand a column of numbers; `currency` is that of each amount of a money column.

    Its digits settle 1,234 where a third decimal is impossible: an amount in euros. So does a whole number.
    """
    for row in cells.of_kind(bool):
        _not_a_number(cells, row)
    for row in cells.of_kind(str):
        _text(cells, row, currency)
    present = [value for value in cells.values if type(value) is float]
    if not all_between(present, -1e300, 1e300):
        for row in cells.of_kind(float):
            if isinstance(value := cells.values[row], float) and not isfinite(value):
                _not_a_number(cells, row)
    if cells.kind == "integer" and not all(map(float.is_integer, present)):
        for row, number in cells.numbers():
            if not number.is_integer():
                message = f"{cells.name} must be a whole number, and {as_text(number)} is not."
                cells.wrong("wrong-type", row, message, "Type a number without decimals.")


def between(cells: Cells, low: CellValue, high: CellValue, show: Callable[[CellValue], str]) -> None:
    """Report numbers or dates outside their bounds, either of which may be open (None)."""
    least = float(low) if isinstance(low, int | float) else -inf
    most = float(high) if isinstance(high, int | float) else inf
    present = [value for value in cells.values if type(value) is float]
    if not cells.understood and cells.kinds <= {float, type(None)} and all_between(present, least, most):
        return
    limits = (
        f"between {show(low)} and {show(high)}"
        if low is not None and high is not None
        else (f"at least {show(low)}" if low is not None else f"at most {show(high)}")
    )
    for row, number in cells.numbers():
        if number < least or number > most:
            message = f"{cells.name} is {show(number)}, and must be {limits}."
            cells.wrong("out-of-range", row, message, "Correct the value.")


def number_in(text: str, decimals: int | None = None) -> Decimal | tuple[Decimal, ...] | None:
    """The number a text says, both numbers when it can be read in two ways, None when it is none.

    A reading with more than `decimals` digits after its decimal mark does not count.
    """
    if len(text) > 60 or _SPLIT.search(text):
        return None
    try:
        return parse(text)
    except Ambiguous:
        readings = [number for style in ("1,234.56", "1.234,56") if (number := parse(text, style)) is not None]
        fitting = [number for number in readings if decimals is None or _digits(number) <= decimals]
        return fitting[0] if len(fitting) == 1 else tuple(readings)


def _digits(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _text(cells: Cells, row: int, currency: Currency | None) -> None:
    text = str(cells.values[row])
    if currency and (sign := other_sign(text, currency.of(row))):
        message = (
            f"{cells.name} is the text {written(text)}: {sign} is not the currency of the row, {currency.of(row)}."
        )
        cells.wrong("wrong-type", row, message, "Correct the currency, or type the amount as a number.")
        return
    meant = number_in(text, 0 if cells.kind == "integer" else currency.decimals(row) if currency else None)
    percent = "%" in text
    if isinstance(meant, Decimal) and cells.kind == "percent" and not percent and abs(meant) > 1:
        meant = (meant / 100, meant)
    if isinstance(meant, tuple):
        first, second = (as_text(float(number)) for number in meant)
        message = f"{cells.name} is the text {written(text)}, which may mean {first} or {second}."
        cells.wrong("ambiguous-number", row, message, f"Type {first} or {second} without any grouping mark.")
    elif meant is None or not isfinite(float(meant)) or (percent and cells.kind not in {"percent", "number"}):
        _not_a_number(cells, row)
    else:
        number = float(meant) + 0.0  # no minus zero
        cells.read_as(row, number)
        message = (
            f"{cells.name} is the text {written(text)}. It was read as {as_text(number)}, "
            "but the sheet leaves text out of its sums."
        )
        hint = f"Type {as_text(number)} into the cell; if it stays text, set the cell's format to Number first."
        cells.note("number-as-text", row, message, hint)


def _not_a_number(cells: Cells, row: int) -> None:
    message = f"{cells.name} must be {_A[cells.kind]}, and {written(cells.values[row])} is not."
    cells.wrong("wrong-type", row, message, "Type digits, with a decimal mark where needed, and nothing else.")
