"""The dated nodes of all open cases, soonest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeGuard

from sheetkit.compute.figures import Due
from sheetkit.compute.frame import evaluate
from sheetkit.compute.store import Store
from sheetkit.compute.truth import true_rows
from sheetkit.compute.vector import Vector
from sheetkit.core.dates import iso, to_serial
from sheetkit.core.values import CellValue
from sheetkit.formula.ast import Number
from sheetkit.records.keys import key_text
from sheetkit.records.ledger import Ledger
from sheetkit.records.reminders import days_left, unit_column
from sheetkit.template.model import UNITS, WORKING, Reminder, Tab
from sheetkit.template.resolve import table_name, table_tabs


@dataclass(frozen=True, slots=True)
class OpenDate:
    """An open reminder: `serial` is its date as the cell holds it, `near` whether it is overdue or within a tier."""

    due: Due
    serial: float
    near: bool


def due_dates(ledger: Ledger, as_of: date) -> tuple[Due, ...]:
    """Every open reminder that is overdue or within its widest tier, soonest first. The ledger must be recomputed."""
    return tuple(found.due for found in open_dates(ledger, to_serial(as_of)) if found.near)


def open_dates(ledger: Ledger, today: float) -> tuple[OpenDate, ...]:
    """Every open reminder whatever its date, soonest first. The ledger must be recomputed."""
    store = Store(ledger)
    found: list[OpenDate] = []
    for tab in table_tabs(ledger.template):
        for reminder in tab.reminders:
            found.extend(_open(ledger, store, tab, reminder, today))
    return tuple(sorted(found, key=_soonest))


def _soonest(date: OpenDate) -> tuple[int, str, str, str, float]:
    return int(date.serial), date.due.tab, date.due.key, date.due.reminder, date.serial


def _open(ledger: Ledger, store: Store, tab: Tab, reminder: Reminder, today: float) -> Iterator[OpenDate]:
    table = ledger.tables[table_name(tab)]
    dates = table.typed(reminder.due)
    rows: Sequence[int] = range(table.height)
    if reminder.open:
        rows = true_rows(reminder.open, store, table.name, table.height)
    tiers = _tiers(reminder, ledger)
    left = _days_left(tab, reminder, store, dates, today)
    units = _units(reminder, ledger, tab, table.height)
    waiting = _waiting_on(reminder, ledger, tab)
    for row in rows:
        value, days = dates[row], left[row]
        if not _is_number(value) or not isinstance(days, float | int):
            continue
        due = Due(
            tab=tab.name,
            key=key_text(table.columns[tab.key][row]) if tab.key else "",
            reminder=reminder.name,
            says=reminder.says,
            due=iso(float(int(value))),
            days=int(days),
            tier=min((tier for tier in tiers if days <= tier), default=None),
            unit=units[row],
            waiting_on=waiting[row],
        )
        yield OpenDate(due, float(value), days <= max(tiers, default=0))


def _is_number(value: CellValue) -> TypeGuard[float | int]:
    return isinstance(value, float | int) and not isinstance(value, bool)


def _days_left(
    tab: Tab, reminder: Reminder, store: Store, dates: Sequence[CellValue], today: float
) -> Sequence[CellValue]:
    """The days left in each row; a date that was typed as text counts as what it was understood as."""
    if not dates:
        return ()
    table = table_name(tab)
    columns = {reminder.due: Vector.of(list(dates))}
    if unit := unit_column(tab, reminder):
        columns[unit] = Vector.of(store.values(table, unit))
    scope = replace(store.scope(table, len(dates)), tables={table: columns})
    node = days_left(tab, reminder, Number(float(int(today))))
    return evaluate(node, scope).spread(len(dates)).to_values()


def _tiers(reminder: Reminder, ledger: Ledger) -> list[int]:
    """The tiers in days; a setting that holds no number is none."""
    values = [ledger.names.get(tier) if isinstance(tier, str) else tier for tier in reminder.tiers]
    return [int(value) for value in values if _is_number(value)]


def _units(reminder: Reminder, ledger: Ledger, tab: Tab, height: int) -> Sequence[str]:
    """What is counted in each row; what a column or a setting says besides working days is days."""
    if reminder.unit in UNITS:
        return [reminder.unit] * height
    column = unit_column(tab, reminder)
    said = ledger.tables[table_name(tab)].columns[column] if column else [ledger.names[reminder.unit]] * height
    return [WORKING if isinstance(text, str) and text.casefold() == WORKING else "days" for text in said]


def _waiting_on(reminder: Reminder, ledger: Ledger, tab: Tab) -> Sequence[str]:
    """Who is to act in each row: what the column of that name says, else the text itself."""
    table = ledger.tables[table_name(tab)]
    said = table.columns.get(reminder.waiting_on)
    return [reminder.waiting_on] * table.height if said is None else [key_text(value) for value in said]
