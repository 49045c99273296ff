"""The moment a command works at: a day, or a day with its time."""

from datetime import date, datetime, time


def moment(as_of: date | datetime) -> datetime:
    """`as_of` as a date and time without time zone, to the second; a day is its midnight."""
    if isinstance(as_of, datetime):
        return as_of.replace(microsecond=0, tzinfo=None)
    return datetime.combine(as_of, time())
