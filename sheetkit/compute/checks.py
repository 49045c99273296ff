"""What formulas say about rows: the template's rules as problems, its flags as counts, its reminders as due dates."""

from collections.abc import Iterator
from datetime import date

from sheetkit.compute.figures import Due, FlagCount
from sheetkit.compute.frame import evaluate
from sheetkit.compute.store import Store
from sheetkit.core.dates import iso, to_serial
from sheetkit.core.problem import Problem
from sheetkit.formula.parse import parse
from sheetkit.records.keys import key_text
from sheetkit.records.ledger import Ledger
from sheetkit.records.place import Parsed
from sheetkit.template.model import Reminder, Rule, Tab
from sheetkit.template.resolve import table_name, table_tabs
from sheetkit.workbook.a1 import address

SHOWN_KEYS = 20
"""Keys that a flag's count names; the rest are only counted."""


def check_rules(parsed: Parsed) -> tuple[Problem, ...]:
    """One problem for each row for which a rule of its tab is true. The ledger must be recomputed."""
    store = Store(parsed.ledger)
    found: list[Problem] = []
    for tab in table_tabs(parsed.ledger.template):
        for rule in tab.rules:
            found.extend(_rule_problems(parsed, store, tab, rule))
    return tuple(found)


def _rule_problems(parsed: Parsed, store: Store, tab: Tab, rule: Rule) -> Iterator[Problem]:
    table = parsed.ledger.tables[table_name(tab)]
    place = parsed.places.get(table.name)
    column = place.columns.get(rule.column) if place else None
    for row in _true_rows(rule.when, store, table.name, table.height):
        at = table.sheet_rows[row]
        shown = "" if at < 0 else address(at, column if column is not None else 0)
        yield Problem(
            code="rule",
            message=rule.says,
            hint=rule.hint,
            tab=place.sheet if place else tab.name,
            cell=shown,
            key=key_text(table.columns[tab.key][row]) if tab.key else "",
            column=rule.column,
            severity=rule.severity,
        )


def _true_rows(formula: str, store: Store, table: str, rows: int) -> list[int]:
    """The rows for which a formula is TRUE or a number other than 0; an error or a text is neither."""
    if not rows:
        return []
    values = evaluate(parse(formula), store.scope(table, rows)).spread(rows).to_values()
    return [row for row, value in enumerate(values) if isinstance(value, bool | int | float) and value]


def count_flags(ledger: Ledger) -> tuple[FlagCount, ...]:
    """How many rows each flag colours. The ledger must be recomputed."""
    store = Store(ledger)
    found: list[FlagCount] = []
    for tab in table_tabs(ledger.template):
        table = ledger.tables[table_name(tab)]
        for flag in tab.flags:
            rows = _true_rows(flag.when, store, table.name, table.height)
            keys = tuple(key_text(table.columns[tab.key][row]) for row in rows[:SHOWN_KEYS]) if tab.key else ()
            found.append(FlagCount(tab.name, flag.name, flag.colour, flag.says, len(rows), keys))
    return tuple(found)


def due_dates(ledger: Ledger, as_of: date) -> tuple[Due, ...]:
    """Every open reminder that is overdue or within its widest tier, soonest first. The ledger must be recomputed."""
    store = Store(ledger)
    found: list[Due] = []
    for tab in table_tabs(ledger.template):
        for reminder in tab.reminders:
            found.extend(_due(ledger, store, tab, reminder, to_serial(as_of)))
    return tuple(sorted(found, key=lambda due: (due.days, due.tab, due.key, due.reminder)))


def _due(ledger: Ledger, store: Store, tab: Tab, reminder: Reminder, today: float) -> Iterator[Due]:
    table = ledger.tables[table_name(tab)]
    dates = table.typed(reminder.due)
    rows = range(table.height)
    if reminder.open:
        rows = _true_rows(reminder.open, store, table.name, table.height)  # type: ignore[assignment]
    widest = max(reminder.tiers, default=0)
    for row in rows:
        value = dates[row]
        if not isinstance(value, float | int) or isinstance(value, bool):
            continue
        days = int(value) - int(today)
        if days <= widest:
            tier = min((tier for tier in reminder.tiers if days <= tier), default=None)
            key = key_text(table.columns[tab.key][row]) if tab.key else ""
            yield Due(tab.name, key, reminder.name, reminder.says, iso(float(int(value))), days, tier)
