"""Date functions over serial numbers: days since 1899-12-30, the time of day as the fraction.

From serial 61 (1900-03-01) on every program agrees. Below it these functions count as LibreOffice and Google Sheets do,
without Excel's 29 February 1900. Negative serials are #NUM!, as in Excel.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from sheetkit.compute.coerce import as_numbers, numbers_of
from sheetkit.compute.vector import BLANK, ERROR, NUM_CODE, Mask, Numbers, Vector, select
from sheetkit.core.dates import LAST_SERIAL

Days = npt.NDArray[np.datetime64]
Function = Callable[[Sequence[Vector]], Vector]

_EPOCH: Final = np.datetime64("1899-12-30", "D")
_MILLISECONDS: Final = 86_400_000
_LAST_MONTH: Final = 9999 * 12 + 11

# The first day of the week (Monday 0) of each of WEEKDAY's types, and the number it has there.
_WEEK_STARTS: Final = {1: (6, 1), 2: (0, 1), 3: (0, 0), **{11 + day: (day, 1) for day in range(7)}}


def _days(serial: Numbers) -> Days:
    """The day of each serial; a serial outside the calendar stands for its first day, for the caller to refuse."""
    known = np.where(_on_calendar(serial), serial, 0.0)
    days: Days = _EPOCH + np.floor(known).astype("timedelta64[D]")
    return days


def _on_calendar(serial: Numbers) -> Mask:
    known: Mask = (serial >= 0) & (serial < LAST_SERIAL + 1)
    return known


def _serials(days: Days) -> Numbers:
    return (days - _EPOCH).astype(np.float64)


def _checked(result: Numbers, good: Mask, *arguments: Vector) -> Vector:
    """The result, #NUM! where it is not good, and the arguments' errors before that."""
    made = Vector.numbers(result)
    if not good.all():
        made = select(good, made, Vector.error(NUM_CODE))
    return made.with_errors_of(*arguments)


def _part(of: Callable[[Days], Numbers]) -> Function:
    def function(args: Sequence[Vector]) -> Vector:
        serial = as_numbers(args[0])
        number = numbers_of(serial)
        return _checked(of(_days(number)), _on_calendar(number), serial)

    return function


def _year(days: Days) -> Numbers:
    year: Numbers = days.astype("datetime64[Y]").astype(np.float64) + 1970
    return year


def _month(days: Days) -> Numbers:
    month: Numbers = (days.astype("datetime64[M]").astype(np.int64) % 12 + 1).astype(np.float64)
    return month


def _day(days: Days) -> Numbers:
    day: Numbers = (days - days.astype("datetime64[M]")).astype(np.float64) + 1
    return day


def _clock(of: Callable[[Numbers], Numbers]) -> Function:
    """A part of the time of day, which is exact to the millisecond."""

    def function(args: Sequence[Vector]) -> Vector:
        serial = as_numbers(args[0])
        number = numbers_of(serial)
        moment = np.rint((number - np.floor(number)) * _MILLISECONDS) % _MILLISECONDS
        return _checked(of(moment), number >= 0, serial)

    return function


def _date(args: Sequence[Vector]) -> Vector:
    """DATE: months and days may overflow; years below 1900 count from 1900 (Excel function reference).

    But 1899 is itself: it is what YEAR gives of a blank, which Excel calls 1900-01-00.
    """
    known = [as_numbers(arg) for arg in args]
    year, month, day = (np.floor(numbers_of(part)) for part in known)
    good = (year >= 0) & (year < 10_000) & (np.abs(month) < 120_000) & (np.abs(day) < 4_000_000)
    year = np.where(year < 1899, year + 1900, year)
    months = np.where(good, (year - 1970) * 12 + month - 1, 0.0)
    first = months.astype(np.int64).astype("datetime64[M]").astype("datetime64[D]")
    serial = _serials(first) + np.where(good, day, 1.0) - 1
    return _checked(serial, good & _on_calendar(serial), *known)


def _months_on(at_end: bool) -> Function:
    """EDATE and EOMONTH: the same day, at most the last of the month, or the last day, so many months on."""

    def function(args: Sequence[Vector]) -> Vector:
        start, count = as_numbers(args[0]), as_numbers(args[1])
        serial, steps = numbers_of(start), np.trunc(numbers_of(count))
        days = _days(serial)
        month = days.astype("datetime64[M]")
        target = month.astype(np.int64) + steps
        within = (target >= (1899 - 1970) * 12 + 11) & (target <= _LAST_MONTH - 1970 * 12)
        reached = np.where(within, target, 0).astype(np.int64).astype("datetime64[M]")
        last = (reached + 1).astype("datetime64[D]") - 1
        same = reached.astype("datetime64[D]") + (days - month)
        result = _serials(last if at_end else np.minimum(same, last))
        return _checked(result, _on_calendar(serial) & within & (result >= 0), start, count)

    return function


def _weekday(args: Sequence[Vector]) -> Vector:
    """WEEKDAY by type 1 (Sunday 1), 2 (Monday 1), 3 (Monday 0), 11 to 17 (Monday … Sunday 1)."""
    serial = as_numbers(args[0])
    kind = as_numbers(args[1]) if len(args) > 1 else Vector.one(1.0)
    number, chosen = numbers_of(serial), np.trunc(numbers_of(kind))
    monday_0 = (_days(number).astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday
    result = np.zeros(np.broadcast_shapes(number.shape, chosen.shape))
    good = np.zeros_like(result, dtype=bool)
    for code, (first, base) in _WEEK_STARTS.items():
        hit = chosen == code
        if hit.any():
            result = np.where(hit, (monday_0 - first) % 7 + base, result)
            good = good | hit
    return _checked(result, good & _on_calendar(number), serial, kind)


def _holidays(args: Sequence[Vector]) -> tuple[Days, Vector]:
    """The holidays of the third argument, and its first error; blanks are passed over."""
    none = Vector(np.zeros((1, 1), np.uint8), np.zeros((1, 1)))
    if len(args) < 3:
        return np.array([], "datetime64[D]"), none
    given = args[2]
    known = as_numbers(given)
    wrong = known.kind == ERROR
    error = Vector.error(int(known.number[wrong][0])) if wrong.any() else none
    return np.unique(_days(known.number[(given.kind != BLANK) & ~wrong])), error


def _by_rows(count: Callable[[Sequence[Vector]], Vector]) -> Function:
    """A function whose holidays may, oddly, be a cell of each row: then it goes row by row."""

    def function(args: Sequence[Vector]) -> Vector:
        if len(args) < 3 or args[2].shape[0] == 1:
            return count(args)
        height = args[2].shape[0]
        rows = [count([arg.rows(slice(row, row + 1)) for arg in args]) for row in range(height)]
        return Vector(np.vstack([row.kind for row in rows]), np.vstack([row.number for row in rows]))

    return function


def _working_days(args: Sequence[Vector]) -> Vector:
    """NETWORKDAYS: Mondays to Fridays that are no holidays, both ends counted; negative when the end comes first."""
    start, end = as_numbers(args[0]), as_numbers(args[1])
    first, last = np.floor(numbers_of(start)), np.floor(numbers_of(end))
    holidays, wrong = _holidays(args)
    early, late = np.minimum(first, last), np.maximum(first, last)
    count = np.busday_count(_days(early), _days(late) + 1, holidays=holidays).astype(np.float64)
    good = _on_calendar(early) & _on_calendar(late)
    return _checked(np.where(first > last, -count, count), good, start, end, wrong)


def _working_day(args: Sequence[Vector]) -> Vector:
    """WORKDAY: so many working days after a day, or before it; 0 gives the day itself."""
    start, count = as_numbers(args[0]), as_numbers(args[1])
    serial, steps = numbers_of(start), np.trunc(numbers_of(count))
    holidays, wrong = _holidays(args)
    within = _on_calendar(serial) & (np.abs(steps) <= LAST_SERIAL)
    days, moves = np.broadcast_arrays(_days(serial), np.where(within, steps, 0.0).astype(np.int64))
    later = np.busday_offset(days, np.maximum(moves, 0), roll="backward", holidays=holidays)
    earlier = np.busday_offset(days, np.minimum(moves, 0), roll="forward", holidays=holidays)
    reached = np.where(moves > 0, later, np.where(moves < 0, earlier, days))
    result = _serials(reached)
    return _checked(result, within & _on_calendar(result), start, count, wrong)


def _days_between(args: Sequence[Vector]) -> Vector:
    """DAYS(end, start) in whole days."""
    end, start = as_numbers(args[0]), as_numbers(args[1])
    last, first = numbers_of(end), numbers_of(start)
    return _checked(np.floor(last) - np.floor(first), _on_calendar(last) & _on_calendar(first), end, start)


FUNCTIONS: Final[dict[str, Function]] = {
    "DATE": _date,
    "YEAR": _part(_year),
    "MONTH": _part(_month),
    "DAY": _part(_day),
    "HOUR": _clock(lambda moment: np.floor(moment / 3_600_000)),
    "MINUTE": _clock(lambda moment: np.floor(moment / 60_000) % 60),
    "EDATE": _months_on(at_end=False),
    "EOMONTH": _months_on(at_end=True),
    "WEEKDAY": _weekday,
    "NETWORKDAYS": _by_rows(_working_days),
    "WORKDAY": _by_rows(_working_day),
    "DAYS": _days_between,
}
