"""What formulas say about rows: the template's rules as problems, its flags as counts."""

from collections.abc import Iterator

from sheetkit.compute.figures import FlagCount
from sheetkit.compute.store import Store
from sheetkit.compute.truth import true_rows
from sheetkit.core.problem import Problem
from sheetkit.records.keys import key_text
from sheetkit.records.ledger import Ledger
from sheetkit.records.place import Parsed
from sheetkit.template.model import Rule, Tab
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
    for row in true_rows(rule.when, store, table.name, table.height):
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


def count_flags(ledger: Ledger) -> tuple[FlagCount, ...]:
    """How many rows each flag colours, but for lists of due dates: those are told as such.

    The ledger must be recomputed.
    """
    store = Store(ledger)
    found: list[FlagCount] = []
    for tab in (tab for tab in table_tabs(ledger.template) if not tab.collects):
        table = ledger.tables[table_name(tab)]
        for flag in tab.flags:
            rows = true_rows(flag.when, store, table.name, table.height)
            keys = tuple(key_text(table.columns[tab.key][row]) for row in rows[:SHOWN_KEYS]) if tab.key else ()
            found.append(FlagCount(tab.name, flag.name, flag.colour, flag.says, len(rows), keys))
    return tuple(found)
