"""Serial numbers, typed dates, quarters and working days."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.core.dates import (
    FIRST_SAFE_SERIAL,
    LAST_SERIAL,
    AmbiguousDate,
    DateOrder,
    Quarter,
    add_working_days,
    from_serial,
    iso,
    parse_text,
    to_serial,
)

MOMENTS = st.datetimes(min_value=datetime(1900, 3, 1), max_value=datetime(9999, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)


@pytest.mark.parametrize(
    ("moment", "serial"),
    [
        (date(1899, 12, 30), 0.0),
        (date(1900, 3, 1), FIRST_SAFE_SERIAL),
        (date(2026, 3, 12), 46093.0),
        (datetime(2026, 3, 12, 12), 46093.5),
        (datetime(2026, 3, 12), 46093.0),
        (date(9999, 12, 31), LAST_SERIAL),
    ],
)
def test_to_serial(moment: date, serial: float) -> None:
    assert to_serial(moment) == serial


@given(MOMENTS)
def test_a_serial_is_read_back_to_the_second(moment: datetime) -> None:
    assert from_serial(to_serial(moment)) == moment


@given(st.floats())
def test_from_serial_gives_a_moment_or_a_value_error(serial: float) -> None:
    try:
        assert from_serial(serial).year >= 1899
    except ValueError:
        assert not 0 <= serial < LAST_SERIAL + 1


@pytest.mark.parametrize("serial", [-1.0, LAST_SERIAL + 1, float("nan"), float("inf")])
def test_no_date(serial: float) -> None:
    with pytest.raises(ValueError, match="is no date"):
        from_serial(serial)


def test_the_last_moment_of_all_does_not_run_over() -> None:
    assert from_serial(LAST_SERIAL + 0.9999999) == datetime(9999, 12, 31, 23, 59, 59)


@pytest.mark.parametrize(
    ("serial", "text"),
    [(46093.0, "2026-03-12"), (46093 + 14.5 / 24, "2026-03-12 14:30"), (-1.0, "-1.0"), (float("nan"), "nan")],
)
def test_iso(serial: float, text: str) -> None:
    assert iso(serial) == text


MARCH_12, APRIL_3, MARCH_4 = 46093.0, 46115.0, 46085.0
TYPED: list[tuple[str, DateOrder | None, float | AmbiguousDate | None]] = [
    ("2026-03-12", None, MARCH_12),
    (" 2026-03-12 ", None, MARCH_12),
    ("2026/3/12", None, MARCH_12),
    ("2026.03.12", None, MARCH_12),
    ("2026-03-12T12:00:00Z", None, MARCH_12 + 0.5),
    ("2026-03-12 12:00", None, MARCH_12 + 0.5),
    ("2026-03-12 12:00:00.123", None, MARCH_12 + 0.5),
    ("2026-03-12, 6:00 PM", None, MARCH_12 + 0.75),
    ("2026-03-12 12:00 am", None, MARCH_12),
    ("2026-03-12 13:00 pm", None, None),
    ("2026-03-12 25:00", None, None),
    ("2026年3月12日", None, MARCH_12),
    ("12 March 2026", None, MARCH_12),
    ("12. Mar 2026", None, MARCH_12),
    ("12-Mar-2026", None, MARCH_12),
    ("12th March, 2026", None, MARCH_12),
    ("Mar 12, 2026", None, MARCH_12),
    ("March 12 2026", None, MARCH_12),
    ("Sept 1, 2026", None, 46266.0),
    ("12 Marz 2026", None, None),
    ("12 Foo 2026", None, None),
    ("31 June 2026", None, None),
    ("25/12/2026", None, 46381.0),
    ("12/25/2026", None, 46381.0),
    ("12/25/2026", "day first", 46381.0),
    ("25.12.26", None, 46381.0),
    ("3. 4. 2026", "day first", APRIL_3),
    ("03/04/2026", None, AmbiguousDate(APRIL_3, MARCH_4)),
    ("03/04/2026", "day first", APRIL_3),
    ("03/04/2026", "month first", MARCH_4),
    ("04-04-2026", None, 46116.0),
    ("1/2/69", "day first", 25235.0),
    ("3/4-2026", None, None),
    ("30/02/2026", None, None),
    ("2026-02-30", None, None),
    ("0000-01-01", None, None),
    ("20260312", None, None),
    ("soon", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("text", "order", "meant"), TYPED)
def test_a_typed_date(text: str, order: DateOrder | None, meant: float | AmbiguousDate | None) -> None:
    assert parse_text(text, order) == meant


@given(st.text(max_size=30), st.sampled_from([None, "day first", "month first"]))
def test_any_text_is_a_date_two_dates_or_none(text: str, order: DateOrder | None) -> None:
    found = parse_text(text, order)
    assert found is None or isinstance(found, float) or (order is None and isinstance(found, AmbiguousDate))


@given(st.dates(min_value=date(1900, 3, 1)))
def test_a_date_written_in_the_stated_order_is_that_date(day: date) -> None:
    written = f"{day.day}/{day.month}/{day.year:04}", f"{day.month}/{day.day}/{day.year:04}"
    assert parse_text(written[0], "day first") == to_serial(day)
    assert parse_text(written[1], "month first") == to_serial(day)


@pytest.mark.parametrize("text", ["2026Q3", "2026-Q3", "2026 q3", "Q3 2026", "Q3/2026", " q3-2026 "])
def test_a_quarter_s_name(text: str) -> None:
    assert Quarter.parse(text) == Quarter(2026, 3)
    assert str(Quarter.parse(text)) == "2026Q3"


@pytest.mark.parametrize("text", ["2026", "Q5 2026", "2026Q0", "3Q2026", "0000Q1", "9999Q4", ""])
def test_no_quarter(text: str) -> None:
    with pytest.raises(ValueError, match="is no quarter"):
        Quarter.parse(text)


def test_the_days_of_a_quarter() -> None:
    assert (Quarter(2026, 4).start, Quarter(2026, 4).end) == (date(2026, 10, 1), date(2027, 1, 1))
    assert Quarter(2026, 1).shift(-1) == Quarter(2025, 4)
    assert sorted([Quarter(2026, 1), Quarter(2025, 4)]) == [Quarter(2025, 4), Quarter(2026, 1)]


@given(st.dates(max_value=date(9990, 1, 1)))
def test_every_day_lies_in_its_quarter(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.start <= day < quarter.end


@given(st.integers(1900, 9000), st.integers(1, 4), st.integers(-400, 400))
def test_shifting_there_and_back(year: int, number: int, quarters: int) -> None:
    assert Quarter(year, number).shift(quarters).shift(-quarters) == Quarter(year, number)


WORKING = [
    (date(2026, 3, 12), 1, (), date(2026, 3, 13)),
    (date(2026, 3, 13), 1, (), date(2026, 3, 16)),
    (date(2026, 3, 14), 1, (), date(2026, 3, 16)),
    (date(2026, 3, 16), -1, (), date(2026, 3, 13)),
    (date(2026, 3, 13), 1, (date(2026, 3, 16),), date(2026, 3, 17)),
    (date(2026, 3, 14), 0, (), date(2026, 3, 14)),
    (date(2026, 3, 2), 10, (), date(2026, 3, 16)),
]


@pytest.mark.parametrize(("day", "days", "holidays", "later"), WORKING)
def test_working_days(day: date, days: int, holidays: tuple[date, ...], later: date) -> None:
    assert add_working_days(day, days, holidays) == later


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_a_working_day_is_no_weekend_and_counts_itself_once(day: date, days: int) -> None:
    later = add_working_days(day, days)
    between = [day + timedelta(n) for n in range(1, (later - day).days + 1)]
    assert later.weekday() < 5
    assert sum(one.weekday() < 5 for one in between) == days
