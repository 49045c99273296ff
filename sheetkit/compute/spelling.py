"""How numbers are written as text and how text is read as a number when a formula mixes the two."""

import re
from datetime import date
from functools import lru_cache
from typing import Final

_EPOCH: Final = date(1899, 12, 30).toordinal()

_STARTS: Final = frozenset("0123456789+-.$( ")
"""What a text that reads as a number begins with; most texts are known by it at once to be none."""
_NUMBER: Final = re.compile(
    r"(?P<sign>[-+]?)\s*(?P<dollar>\$?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)"
    r"(?P<exponent>[eE][-+]?\d{1,3})?\s*(?P<percent>%?)",
    re.ASCII,
)
_DATE: Final = re.compile(r"(?P<year>\d{4})(?P<mark>[-/])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})")
_TIME: Final = re.compile(r"(?P<hour>\d{1,4}):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d(?:\.\d+)?))?")
_DATE_TIME: Final = re.compile(rf"(?:(?P<date>{_DATE.pattern})(?:[T ]\s*(?P<clock>{_TIME.pattern}))?)")


def read_number(text: str) -> float | None:
    """The number that a text means in arithmetic, or None where that is #VALUE!.

    Read are what an English-language Excel and LibreOffice read alike: `12`, ` -1.5 `, `1E3`, `1,234.5`, `$5`, `(5)`,
    `5%`, the dates `2026-03-12` and `2026/03/12` (years first), with or without a time, and times `12:30`, `12:30:15`.
    Not read, although Excel would by the computer's language: dates whose order of day and month depends on it
    (`1/2/2026`), and month names. Whoever typed those gets a problem, not a guess.
    """
    return _read(text) if text[:1] in _STARTS and text else None


@lru_cache(maxsize=65_536)
def _read(text: str) -> float | None:
    text = text.strip(" ")
    if text.isdecimal() and text.isascii():
        return float(text) if len(text) < 300 else None
    negative = text.startswith("(") and text.endswith(")")
    match = _NUMBER.fullmatch(text[1:-1] if negative else text)
    if match:
        return None if negative and match["sign"] else _plain_number(match, negative=negative)
    match = _DATE_TIME.fullmatch(text)
    if match:
        return _serial(match)
    match = _TIME.fullmatch(text)
    return _day_fraction(match["hour"], match["minute"], match["second"]) if match else None


def _plain_number(match: re.Match[str], *, negative: bool) -> float | None:
    value = float(match["digits"].replace(",", "") + (match["exponent"] or ""))
    if value in (float("inf"), float("-inf")):
        return None
    if match["percent"]:
        value /= 100
    return -value if negative or match["sign"] == "-" else value


def _serial(match: re.Match[str]) -> float | None:
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"])).toordinal() - _EPOCH
    except ValueError:
        return None
    if day < 0:
        return None
    if not match["clock"]:
        return float(day)
    return day + _day_fraction(match["hour"], match["minute"], match["second"])


def _day_fraction(hour: str, minute: str, second: str | None) -> float:
    return (int(hour) * 3600 + int(minute) * 60 + float(second or 0)) / 86_400


def write_number(value: float) -> str:
    """A number as `&` and the text functions see it: the General format at its full 15 significant digits.

    0.1+0.2 is "0.3", 1E+20 is written out, 1E+21 is "1E+21"; a fraction of more than 20 characters takes the
    exponent too: 1/30000 is "3.33333333333333E-05" (Excel; LibreOffice changes over at other sizes).
    """
    if value == 0:
        return "0"
    if abs(value) < 1e15 and value == int(value):
        return str(int(value))
    mantissa, _, power = f"{value:.14e}".partition("e")
    sign = "-" if value < 0 else ""
    digits = mantissa.lstrip("-").replace(".", "").rstrip("0")
    exponent = int(power)
    if exponent > 20 or (exponent < 0 and 1 - exponent + len(digits) > 20):
        point = "." if len(digits) > 1 else ""
        return f"{sign}{digits[0]}{point}{digits[1:]}E{exponent:+03d}"
    if exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
    digits = digits.ljust(exponent + 1, "0")
    whole, fraction = digits[: exponent + 1], digits[exponent + 1 :]
    return f"{sign}{whole}.{fraction}" if fraction else sign + whole
