"""How a figure is written for people: by the type of its column, beside the one before, with the change."""

from collections.abc import Sequence
from typing import Final

from sheetkit.core.dates import from_serial, iso
from sheetkit.core.money import EXPONENTS
from sheetkit.core.values import CellError, CellValue
from sheetkit.template.model import ColumnType

NOTHING: Final = "\u2013"
"""Stands where there was nothing to measure."""
MINUS: Final = "\u2212"
"""A minus sign as wide as a plus; in tables of figures a hyphen is too short to be seen."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATES = frozenset({"date", "datetime"})
_COUNTED = frozenset({"integer", "number", "money", "percent", "days"})


def number(value: CellValue) -> float | None:
    """The value as a number that can be compared, or None: blanks, texts, errors and truth values are none."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def written(value: CellValue, kind: ColumnType, currency: str = "") -> str:
    """A value as people read it: 1,234.50 for money, 12.5 % for a share, 2026-03-12 for a day, a dash for nothing."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, bool):
        return "yes" if value else "no"
    amount = number(value)
    if amount is None:
        return str(value)
    if kind in _DATES:
        return iso(amount)
    return _signed(amount, kind, currency)


def change(value: CellValue, before: CellValue, kind: ColumnType, currency: str = "") -> str:
    """The change from one quarter to the next: +3, -12.50, +2.5 points for shares; "" where there is none to tell."""
    new, old = number(value), number(before)
    if new is None or old is None or kind not in _COUNTED:
        return ""
    difference = new - old
    if kind == "percent":
        return f"{_plus(difference)}{abs(difference) * 100:,.1f} points"
    digits = _signed(abs(difference), kind, currency)
    return f"{_plus(difference)}{digits}"


def labels(values: Sequence[CellValue], kind: ColumnType, currency: str = "") -> list[str]:
    """The labels of a table's rows; days that are each the first of a month stand for the month: Mar 2026."""
    serials = [number(value) for value in values]
    if kind in _DATES and serials and None not in serials:
        days = [from_serial(serial) for serial in serials if serial is not None]
        if all(day.day == 1 for day in days):
            return [f"{_MONTHS[day.month - 1]} {day.year}" for day in days]
    return [written(value, kind, currency) for value in values]


def is_figure(kind: ColumnType) -> bool:
    """Whether values of this type are counted or measured, so that they stand right-aligned and have a change."""
    return kind in _COUNTED


def is_measure(kind: ColumnType) -> bool:
    """Whether a column of this type stands right-aligned: figures and dates do."""
    return kind in _COUNTED or kind in _DATES


def _signed(amount: float, kind: ColumnType, currency: str) -> str:
    sign = MINUS if amount < 0 else ""
    size = abs(amount)
    if kind == "money":
        places = EXPONENTS.get(currency, 2)
        return f"{sign}{size:,.{places}f}"
    if kind == "percent":
        return f"{sign}{size * 100:,.1f} %"
    if kind == "integer" and size.is_integer():
        return f"{sign}{size:,.0f}"
    return f"{sign}{_digits(size, 2)}"


def _digits(size: float, places: int) -> str:
    """At most so many decimals, none that are nought."""
    text = f"{size:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plus(difference: float) -> str:
    return "+" if difference > 0 else MINUS if difference < 0 else "±"
