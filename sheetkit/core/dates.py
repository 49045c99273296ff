"""Dates as spreadsheets count them: serial numbers, quarters, working days, and dates that people typed as text.

Serial 0 is 1899-12-30, so that every date from 1900-03-01 on agrees in Excel, LibreOffice and Google Sheets. Before
that day Excel counts a 29 February 1900 that never was (Microsoft's article 214326), and the programs differ.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

EPOCH: Final = date(1899, 12, 30)
FIRST_SAFE_SERIAL: Final = 61
"""1900-03-01, the first serial number that means the same day in every program."""
LAST_SERIAL: Final = 2_958_465
"""9999-12-31, the last day a spreadsheet knows."""

DateOrder = Literal["day first", "month first"]

_SECONDS_A_DAY = 86_400
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = r"(?:[T ,]+(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:\.\d+)?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?(?P<utc>Z)?)?"
_ISO = re.compile(rf"(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_TIME}")
_CHINESE = re.compile(rf"(?P<y>\d{{4}})年(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})日{_TIME}")
_NUMERIC = re.compile(rf"(?P<a>\d{{1,2}})(?P<sep>[-/.])\s?(?P<b>\d{{1,2}})(?P=sep)\s?(?P<y>\d{{4}}|\d{{2}}){_TIME}")
_DAY_MONTH = re.compile(
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?[ -]+(?P<name>[A-Za-z]{{3,9}})\.?,?[ -]+(?P<y>\d{{4}}){_TIME}"
)
_MONTH_DAY = re.compile(rf"(?P<name>[A-Za-z]{{3,9}})\.? +(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? +(?P<y>\d{{4}}){_TIME}")


def to_serial(moment: date | datetime) -> float:
    """The serial number of a date, or of a date and time (its UTC offset, if any, is not applied), to the second."""
    days = moment.toordinal() - EPOCH.toordinal()
    if isinstance(moment, datetime):
        seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
        return days + seconds / _SECONDS_A_DAY if seconds else float(days)
    return float(days)


def from_serial(serial: float) -> datetime:
    """The date and time of a serial number, rounded to the second but never past 9999-12-31.

    Raises ValueError outside 0 to LAST_SERIAL + 1.
    """
    if not 0 <= serial < LAST_SERIAL + 1:
        raise ValueError(f"{serial!r} is no date: dates are numbers from 0 to {LAST_SERIAL:,}")
    days = int(serial)
    seconds = round((serial - days) * _SECONDS_A_DAY)
    if days == LAST_SERIAL:
        seconds = min(seconds, _SECONDS_A_DAY - 1)
    return datetime.combine(EPOCH, datetime.min.time()) + timedelta(days=days, seconds=seconds)


def iso(serial: float) -> str:
    """A serial number as `2026-03-12`, or `2026-03-12 14:05` when it has a time of day."""
    try:
        moment = from_serial(serial)
    except ValueError:
        return repr(serial)
    return moment.date().isoformat() if moment.time() == datetime.min.time() else moment.isoformat(" ", "minutes")


@dataclass(frozen=True, slots=True)
class AmbiguousDate:
    """A text that is one date read day first and another read month first; both are serial numbers."""

    day_first: float
    month_first: float


def parse_text(text: str, order: DateOrder | None = None) -> float | AmbiguousDate | None:
    """What a typed date means: its serial number, both readings when it has two, None when it is no date.

    Understood: ISO 8601, year first with / or ., `12.03.2026`, `3/12/26` (two-digit years 00 to 68 are 2000 to 2068,
    as POSIX strptime reads them), `12 March 2026`, `Mar 12, 2026`, `2026年3月12日`, each with an optional time.
    `order` settles which of day and month comes first; without it 03/04/2026 is ambiguous and 25/12/2026 is not.
    """
    text = text.strip()
    for pattern in (_ISO, _CHINESE):
        if match := pattern.fullmatch(text):
            return _serial(match, int(match["y"]), int(match["m"]), int(match["d"]))
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        if match := pattern.fullmatch(text):
            month = _month(match["name"])
            return _serial(match, int(match["y"]), month, int(match["d"])) if month else None
    if match := _NUMERIC.fullmatch(text):
        return _numeric(match, order)
    return None


def _numeric(match: re.Match[str], order: DateOrder | None) -> float | AmbiguousDate | None:
    year = int(match["y"])
    if len(match["y"]) == 2:
        year += 2000 if year <= 68 else 1900
    a, b = int(match["a"]), int(match["b"])
    day_first, month_first = _serial(match, year, b, a), _serial(match, year, a, b)
    if order is not None and day_first is not None and month_first is not None:
        return day_first if order == "day first" else month_first
    if day_first is None or month_first is None or day_first == month_first:
        return day_first if day_first is not None else month_first
    return AmbiguousDate(day_first, month_first)


def _month(name: str) -> int:
    folded = name.casefold()
    if folded[:3] not in _MONTHS:
        return 0
    month = _MONTHS.index(folded[:3]) + 1
    full = date(2000, month, 1).strftime("%B").casefold()
    return month if full.startswith(folded) or folded == "sept" else 0


def _serial(match: re.Match[str], year: int, month: int, day: int) -> float | None:
    hour, half = int(match["h"] or 0), (match["half"] or "").casefold()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return to_serial(datetime(year, month, day, hour, int(match["mi"] or 0), int(match["s"] or 0)))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a calendar year, `number` 1 to 4."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """The quarter that `2026Q3`, `2026-Q3` or `Q3 2026` names, of the years 1900 to 9998. Raises ValueError."""
        match = re.fullmatch(r"\s*(?:(\d{4})[ -]?[Qq]([1-4])|[Qq]([1-4])[ -/]?(\d{4}))\s*", text)
        year = int(match[1] or match[4]) if match else 0
        if not match or not 1900 <= year <= 9998:
            raise ValueError(f"{text!r} is no quarter; write it as 2026Q3")
        return cls(year, int(match[2] or match[3]))

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter that a day lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def end(self) -> date:
        """The first day after it."""
        return self.shift(1).start

    def shift(self, quarters: int) -> "Quarter":
        """The quarter so many later (earlier when negative)."""
        year, index = divmod(self.year * 4 + self.number - 1 + quarters, 4)
        return Quarter(year, index + 1)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"


def add_working_days(day: date, days: int, holidays: Collection[date] = ()) -> date:
    """The day so many working days later (earlier when negative): Monday to Friday without the holidays."""
    step = timedelta(days=1 if days >= 0 else -1)
    left = abs(days)
    while left:
        day += step
        if day.weekday() < 5 and day not in holidays:
            left -= 1
    return day
