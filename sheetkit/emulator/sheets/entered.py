"""What typing makes of a text in a locale (USER_ENTERED): a value or a formula, and the format that comes with it."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from sheetkit.core.values import ERRORS, CellValue
from sheetkit.emulator.document import Json
from sheetkit.emulator.sheets import locales
from sheetkit.emulator.sheets.entered_dates import moment
from sheetkit.emulator.sheets.locales import Locale

_SYMBOLS: Final = "$€£¥₹"


@dataclass(frozen=True, slots=True)
class Entered:
    """A value, or a formula with its "=", and the NumberFormat that Google gives the cell with it."""

    value: CellValue = None
    formula: str = ""
    number_format: Json | None = None


@lru_cache(maxsize=65_536)
def enter(text: str, locale: str, today: date) -> Entered:
    """What the text becomes. `today` completes a date without its year."""
    if text.startswith("'"):
        return Entered(text[1:] or None)
    if text.startswith("=") and len(text) > 1:
        return Entered(formula=text)
    place = locales.named(locale)
    plain = text.strip()
    upper = plain.upper()
    if upper in {"TRUE", "FALSE"} or upper in place.booleans:
        return Entered(upper in {"TRUE", place.booleans[0]})
    if upper in ERRORS:
        return Entered(ERRORS[upper])
    return _number(plain, place) or _moment(plain, place, today) or Entered(text or None)


def _moment(text: str, place: Locale, today: date) -> Entered | None:
    found = moment(text, place, today) if any(letter.isdigit() for letter in text) else None
    if found is None:
        return None
    return Entered(found.serial, number_format={"type": found.kind, "pattern": found.pattern})


def _number(text: str, place: Locale) -> Entered | None:
    match = _shape(place).fullmatch(text)
    if match is None:
        return None
    digits = match["whole"] or ""
    for mark in _groups(place):
        digits = digits.replace(mark, "")
    fraction, power = match["fraction"] or "", match["power"] or ""
    value = float(f"{digits or '0'}.{fraction or '0'}{'e' + power if power else ''}")
    if match["percent"]:
        value = float(f"{digits or '0'}.{fraction or '0'}e-2")
    negative = "-" in {match["sign"], match["inner"]} or bool(match["open"])
    if bool(match["open"]) is not bool(match["close"]) or value == float("inf"):
        return None
    chosen = _format(match, place, grouped=digits != (match["whole"] or ""))
    return Entered(-value if negative else value, number_format=chosen)


def _format(match: re.Match[str], place: Locale, *, grouped: bool) -> Json | None:
    decimals = bool(match["fraction"])
    symbol = match["before"] or match["behind"]
    if symbol:
        number = "#,##0.00" if decimals else "#,##0"
        quoted = f'"{symbol}"' if symbol == place.currency else f"[${symbol}]"
        if match["before"]:
            return {"type": "CURRENCY", "pattern": quoted + number}
        return {"type": "CURRENCY", "pattern": f"{number}{locales.NO_BREAK}{quoted}"}
    if match["percent"]:
        return {"type": "PERCENT", "pattern": "0.00%" if decimals else "0%"}
    if match["power"]:
        return {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    if grouped:
        return {"type": "NUMBER", "pattern": "#,##0.00" if decimals else "#,##0"}
    return None


def _groups(place: Locale) -> tuple[str, ...]:
    """The marks between thousands that are understood; any space will do where it is a space."""
    return (" ", locales.NARROW, locales.NO_BREAK) if place.group == locales.NARROW else (place.group,)


@lru_cache(maxsize=32)
def _shape(place: Locale) -> re.Pattern[str]:
    """A number as typed: sign, currency on either side, thousands, decimals, exponent, percent, brackets."""
    group = "[" + re.escape("".join(_groups(place))) + "]"
    symbol = f"[{_SYMBOLS}]|{re.escape(place.currency)}"
    whole = rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+"
    decimal = re.escape(place.decimal)
    return re.compile(
        rf"(?P<open>\()?(?P<sign>[+-])?\s?(?P<before>{symbol})?\s?(?P<inner>[+-])?"
        rf"(?=[0-9{decimal}])(?P<whole>{whole})?(?:{decimal}(?P<fraction>[0-9]*))?(?<=[0-9{decimal}])"
        rf"(?:[eE](?P<power>[+-]?[0-9]{{1,3}}))?(?P<percent>\s?%)?\s?(?P<behind>{symbol})?(?P<close>\))?"
    )
