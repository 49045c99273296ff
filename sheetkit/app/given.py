"""Rows that a program gives, as cells hold them: dates become serial numbers, what is no number is blank."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from math import isinf, isnan
from reprlib import repr as shortened
from typing import Any, Final, Protocol

from sheetkit.core.dates import EPOCH, to_serial
from sheetkit.core.errors import SheetkitError
from sheetkit.core.problem import Problem
from sheetkit.core.values import CellError, CellValue
from sheetkit.records.nearest import Nearest
from sheetkit.template.model import Template
from sheetkit.template.resolve import table_name, table_tabs


class GivenColumns(Protocol):
    """Columns by name: a mapping, or a pandas frame."""

    def items(self) -> Iterable[tuple[Any, Iterable[Any]]]:
        """Each name with the column's values."""


GivenRows = Mapping[str, GivenColumns]
"""Table → column → values: whatever Python, numpy or pandas has for texts, numbers, dates and yes or no."""
Given = dict[str, dict[str, list[CellValue]]]
"""The same as cells hold them."""
_CODE: Final = "given-rows"
_KINDS: Final = "A cell holds a text, a number, yes or no, a date, or nothing."


def given_rows(template: Template, rows: GivenRows) -> Given:
    """The rows as cells hold them; a pandas frame may stand for a table, and what is no number is a blank.

    Raises SheetkitError that lists every table and column which the template does not have, and every value that no
    cell can hold.
    """
    known = {table_name(tab): [column.name for column in tab.columns] for tab in table_tabs(template)}
    problems = [_unknown(f"There is no table {name!r}.", name, known) for name in rows if name not in known]
    found: Given = {}
    for table in (name for name in rows if name in known):
        found[table] = {}
        for name, values in rows[table].items():
            if name in known[table]:
                found[table][name] = list(_cells(values, table, name, problems))
            else:
                problems.append(_unknown(f"{table} has no column {name!r}.", name, known[table]))
    if problems:
        raise SheetkitError("The rows do not fit the template.", problems=problems)
    return found


def _unknown(message: str, name: str, known: Iterable[str]) -> Problem:
    near = Nearest(known).to(str(name))
    hint = f"Did you mean {near}?" if near else f"There are: {', '.join(known)}."
    return Problem(code=_CODE, message=message, hint=hint)


def _cells(values: Iterable[Any], table: str, column: str, problems: list[Problem]) -> Iterator[CellValue]:
    for row, value in enumerate(values, start=1):
        try:
            yield _cell(value)
        except ValueError as error:
            place = f"row {row}"
            problem = Problem(code=_CODE, message=str(error), hint=_KINDS, tab=table, cell=place, column=column)
            problems.append(problem)
            yield None


def _cell(value: Any) -> CellValue:
    """A value as a cell holds it. Raises ValueError."""
    value = value.item() if hasattr(value, "item") else value  # numpy's own kinds
    if value is None or isinstance(value, bool | CellError) or type(value) is str:
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date):
        return _serial(value)
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{shortened(value)} is nothing that a cell can hold.") from None
    if isinf(number):
        raise ValueError("A cell cannot hold a number without end.")
    return None if isnan(number) else number


def _serial(moment: date | datetime) -> CellValue:
    if isnan(moment.year):  # pandas' NaT
        return None
    serial = to_serial(moment)
    if serial < 0:
        raise ValueError(f"{moment} lies before {EPOCH}, where the dates of spreadsheets begin.")
    return serial
