"""A serial number as a date or a time, by the tokens of a pattern."""

from datetime import date, timedelta
from typing import Final

from sheetkit.emulator.sheets.locales import Locale
from sheetkit.emulator.sheets.patterns import Section

EPOCH: Final = date(1899, 12, 30)
"""The day of the serial number 0."""
_DAY: Final = 86_400_000
"""Milliseconds."""
_LAST: Final = (date.max - EPOCH).days
_FIRST: Final = (date(1, 1, 1) - EPOCH).days


def by_tokens(value: float, section: Section, locale: Locale) -> str | None:
    """The text of a serial number; None where no calendar has the day."""
    total = round(value * _DAY)
    days, rest = divmod(total, _DAY)
    if not _FIRST <= days <= _LAST:
        return None
    day = EPOCH + timedelta(days=days)
    hours, rest = divmod(rest, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    seconds, thousandths = divmod(rest, 1000)
    halved = any(token.text in {"am/pm", "a/p"} for token in section.tokens)
    shown_hours = (hours % 12 or 12) if halved else hours
    text = ""
    for token in section.tokens:
        if token.kind == "literal":
            text += token.text
            continue
        match token.text:
            case "am/pm" | "a/p":
                half = "AM" if hours < 12 else "PM"
                text += half if token.text == "am/pm" else half[0].lower()
            case part if part.startswith("["):
                text += _elapsed(total, part)
            case part if part.startswith("."):
                text += locale.decimal + f"{thousandths:03d}"[: len(part) - 1].ljust(len(part) - 1, "0")
            case part if part[0] in "ydm":
                text += _calendar(day, part, locale)
            case part:
                number = {"h": shown_hours, "n": minutes, "s": seconds}[part[0]]
                text += str(number).zfill(min(len(part), 2))
    return text


def _elapsed(total: int, part: str) -> str:
    """Whole hours, minutes or seconds since zero, which may be more than a day has."""
    unit = {"h": 3_600_000, "m": 60_000, "n": 60_000, "s": 1000}[part[1]]
    number = str(abs(total) // unit).zfill(len(part) - 2)
    return f"-{number}" if total < 0 else number


def _calendar(day: date, part: str, locale: Locale) -> str:
    size = len(part)
    match part[0]:
        case "y":
            return f"{day.year % 100:02d}" if size <= 2 else f"{day.year:04d}"
        case "m":
            month = day.month - 1
            names = {3: locale.short_months[month], 5: locale.months[month][0]}
            return str(day.month).zfill(size) if size <= 2 else names.get(size, locale.months[month])
    weekday = day.isoweekday() % 7
    if size <= 2:
        return str(day.day).zfill(size)
    return locale.short_days[weekday] if size == 3 else locale.days[weekday]
