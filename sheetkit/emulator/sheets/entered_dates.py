"""Dates and times as people type them in a locale, and the pattern that shows them the way they were typed."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from sheetkit.emulator.sheets.date_text import EPOCH
from sheetkit.emulator.sheets.locales import Locale

_PIVOT: Final = 30
"""Years of two digits below it are of this century, the others of the last."""
_TIME: Final = re.compile(
    r"(?P<hours>[0-9]{1,4}):(?P<minutes>[0-9]{1,2})(?::(?P<seconds>[0-9]{1,2})(?P<fraction>[.,][0-9]{1,3})?)?"
    r"(?:\s?(?P<half>am|pm|a\.m\.|p\.m\.))?|(?P<hour>[0-9]{1,2})\s?(?P<part>am|pm)",
    re.IGNORECASE,
)
_ISO: Final = re.compile(r"(?P<year>[0-9]{4})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class Moment:
    """A serial number, the kind of its NumberFormat (DATE, TIME, DATE_TIME), and its pattern."""

    serial: float
    kind: str
    pattern: str


def moment(text: str, place: Locale, today: date) -> Moment | None:
    """The date, time or both that a text says, None where it says none."""
    clock = _time(text)
    if clock is not None:
        return clock
    day = _date(text, place, today)
    if day is not None:
        return day
    words = text.split(" ")
    for at in range(1, len(words)):
        day = _date(" ".join(words[:at]).rstrip(","), place, today)
        clock = _time(" ".join(words[at:])) if day is not None else None
        if day is not None and clock is not None and 0 <= clock.serial < 1:
            return Moment(day.serial + clock.serial, "DATE_TIME", f"{day.pattern} {clock.pattern}")
    return None


def _time(text: str) -> Moment | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hours, minutes = int(match["hours"] or match["hour"]), int(match["minutes"] or 0)
    seconds = int(match["seconds"] or 0) + float((match["fraction"] or ".0").replace(",", "."))
    half = (match["half"] or match["part"] or "").replace(".", "").lower()
    if minutes > 59 or seconds >= 60 or (half and not 1 <= hours <= 12):
        return None
    if half:
        hours = hours % 12 + (12 if half == "pm" else 0)
    pattern = "h:mm" if hours < 24 else "[h]:mm"
    pattern += ":ss" if match["seconds"] else ""
    pattern += ("." + "0" * (len(match["fraction"]) - 1)) if match["fraction"] else ""
    pattern += " am/pm" if half else ""
    return Moment((hours * 3600 + minutes * 60 + seconds) / 86400, "TIME", pattern)


def _date(text: str, place: Locale, today: date) -> Moment | None:
    match = _ISO.fullmatch(text)
    if match is not None:
        month, day = ("m" * len(match["month"]), "d" * len(match["day"]))
        pattern = match["mark"].join(("yyyy", month, day))
        return _day(match["year"], int(match["month"]), match["day"], pattern, today)
    return _numeric(text, place, today) or _worded(text, place, today)


def _numeric(text: str, place: Locale, today: date) -> Moment | None:
    """Numbers alone: `3/4/2020`, `3-4-20`, `3.4.2020` where the locale writes points, `3/4`."""
    mark = next((each for each in place.date if not each.isalpha()), "/")
    marks = {mark, "/", "-"} if place.decimal != "." or mark == "." else {"/", "-"}
    match = re.fullmatch(r"([0-9]{1,2})([-/.])([0-9]{1,2})(?:\2([0-9]{4}|[0-9]{2})?)?", text)
    if match is None or match[2] not in marks:
        return None
    if text.endswith(match[2]) and match[2] != ".":
        return None
    first, second, year = match[1], match[3], match[4]
    month_first = place.order == "mdy" or (place.order == "ymd" and not year)
    month, day = (first, second) if month_first else (second, first)
    padded = "0" in {month[0], day[0]}
    parts = ["mm" if padded else "m", "dd" if padded else "d"]
    parts = parts if month_first else parts[::-1]
    pattern = match[2].join(parts + (["y" * len(year)] if year else []))
    return _day(year, int(month), day, pattern, today)


def _worded(text: str, place: Locale, today: date) -> Moment | None:
    """A month in words: `Mar 1 2016`, `March 1, 2016`, `1 March 2016`, `1-Mar-16`, `1. März 2016`, `Mar 2016`."""
    name = r"(?P<name>[^\W\d_]{3,}\.?)"
    for shape, layout in (
        (rf"{name} (?P<day>[0-9]{{1,2}})(?P<mark>,? )(?P<year>[0-9]{{4}})", "{month} d{mark}yyyy"),
        (rf"{name} (?P<day>[0-9]{{1,2}})", "{month} d"),
        (rf"(?P<day>[0-9]{{1,2}})(?P<mark>[- ]|\. ){name}(?:[- ](?P<year>[0-9]{{4}}|[0-9]{{2}}))?", ""),
    ):
        match = re.fullmatch(shape, text, re.IGNORECASE)
        found = match and _months(place).get(match["name"].rstrip(".").casefold())
        if match is None or not found:
            continue
        parts = match.groupdict()
        year, mark = parts.get("year"), parts.get("mark") or " "
        month = "mmm" if len(match["name"].rstrip(".")) <= 4 else "mmmm"
        end = ("-" if mark == "-" else " ") + "y" * len(year) if year else ""
        pattern = layout.format(month=month, mark=mark) if layout else f"d{mark}{month}{end}"
        return _day(year, found, match["day"], pattern, today)
    return None


@lru_cache(maxsize=32)
def _months(place: Locale) -> dict[str, int]:
    """The number of each month by its names; the English ones are understood everywhere."""
    from sheetkit.emulator.sheets.locales import named

    found: dict[str, int] = {}
    for each in (named("en_US"), place):
        for names in (each.months, each.short_months):
            found |= {name.rstrip(".").casefold(): number for number, name in enumerate(names, 1)}
    return found


def _day(year: str | None, month: int, day: str, pattern: str, today: date) -> Moment | None:
    number = int(year) if year else today.year
    if year and len(year) == 2:
        number += 2000 if number < _PIVOT else 1900
    try:
        return Moment(float((date(number, month, int(day)) - EPOCH).days), "DATE", pattern)
    except ValueError:
        return None
