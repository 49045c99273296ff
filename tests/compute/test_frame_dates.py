"""Date functions against Python's own calendar, over the whole span of spreadsheet dates."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sheetkit.compute.frame import Scope, evaluate
from sheetkit.compute.vector import Vector
from sheetkit.core.dates import FIRST_SAFE_SERIAL, LAST_SERIAL
from sheetkit.core.values import CellValue
from sheetkit.formula.parse import parse

EPOCH = date(1899, 12, 30)
SERIALS = st.integers(FIRST_SAFE_SERIAL, LAST_SERIAL)


def _values(formula: str, **names: float | list[float]) -> list[CellValue]:
    known = {
        name: Vector.of(value) if isinstance(value, list) else Vector.one(value, cells=True)
        for name, value in names.items()
    }
    return evaluate(parse(formula), Scope(names=known)).to_values()


@given(SERIALS)
def test_parts_of_a_date(serial: int) -> None:
    day = EPOCH + timedelta(days=serial)
    parts = [_values(f"={name}(Given)", Given=float(serial))[0] for name in ("YEAR", "MONTH", "DAY")]
    assert parts == [day.year, day.month, day.day]
    assert _values("=WEEKDAY(Given,2)", Given=float(serial)) == [day.isoweekday()]
    assert _values("=DATE(YEAR(Given),MONTH(Given),DAY(Given))", Given=float(serial)) == [serial]


@given(SERIALS, SERIALS)
def test_month_ends(serial: int, other: int) -> None:
    """EOMONTH lies in the month asked for and the day after it does not; EDATE never passes it."""
    months = (other - serial) // 31
    day = EPOCH + timedelta(days=serial)
    end = _values("=EOMONTH(Given,Months)", Given=float(serial), Months=float(months))[0]
    same = _values("=EDATE(Given,Months)", Given=float(serial), Months=float(months))[0]
    assert isinstance(end, float)
    assert isinstance(same, float)
    last = EPOCH + timedelta(days=int(end))
    assert (last.year * 12 + last.month) - (day.year * 12 + day.month) == months
    if end < LAST_SERIAL:
        assert (last + timedelta(days=1)).day == 1
    reached = EPOCH + timedelta(days=int(same))
    assert (reached.year, reached.month, reached.day) == (last.year, last.month, min(day.day, last.day))


@given(
    st.integers(45_000, 47_000),
    st.integers(-300, 300),
    st.lists(st.integers(44_900, 47_100).map(float), min_size=1, max_size=40),
)
def test_working_days_are_counted_one_by_one(serial: int, span: int, holidays: list[float]) -> None:
    """NETWORKDAYS and WORKDAY against a walk from day to day."""

    def works(day: int) -> bool:
        return (EPOCH + timedelta(days=day)).weekday() < 5 and float(day) not in holidays

    early, late = sorted((serial, serial + span))
    count = sum(works(day) for day in range(early, late + 1))
    counted = _values("=NETWORKDAYS(Start,End,Off)", Start=float(serial), End=float(serial + span), Off=holidays)
    assert counted == [-count if span < 0 else count]
    step, day = (1 if span > 0 else -1), serial
    for _ in range(abs(span)):
        day += step
        while not works(day):
            day += step
    assert _values("=WORKDAY(Start,Count,Off)", Start=float(serial), Count=float(span), Off=holidays) == [day]
