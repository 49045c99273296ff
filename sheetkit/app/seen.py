"""What people changed in a workbook between two runs, by what the earlier run remembered of it."""

from dataclasses import replace
from itertools import count
from typing import Final

from sheetkit.app.pairs import place_of
from sheetkit.app.planned import events_of
from sheetkit.app.workbook import Opened
from sheetkit.audit.chain import Event
from sheetkit.core.values import CellValue
from sheetkit.records.ledger import Ledger
from sheetkit.sync.base import StateFile
from sheetkit.sync.merge import merge
from sheetkit.sync.take import take
from sheetkit.sync.workbooks import marks_of
from sheetkit.template.resolve import table_name, table_tabs

_SEEN: Final = "seen in "
"""Beside it the place of the workbook, because copies of it share what is remembered."""


def seen(opened: Opened, after: Ledger, store: StateFile) -> list[Event] | None:
    """The changes since the run before, cell by cell, the workbook being who made them; None where nothing is known.

    `after` is the ledger brought up to date, in which new rows have their keys.
    """
    before = store.snapshot(_name(opened)) if store.path.exists() else None
    if before is None or before.tables.keys() != _tables(opened):
        return None
    now = take(opened.parsed, _keyed(opened, after), opened.grid)
    numbers = count(1)
    changes = merge(before, now, before, lambda _table, _row: f"new {next(numbers)}").to_remote
    tabs = {table_name(tab): tab.name for tab in table_tabs(opened.template)}
    return list(events_of(changes, before, tabs, opened.backend.name))


def remember(opened: Opened, after: Ledger, store: StateFile) -> None:
    """Keep what a workbook says now that it was brought up to date, for the next run."""
    store.put({_name(opened): take(opened.parsed, after, opened.grid)})


def watched(opened: Opened) -> bool:
    """Whether updates look for what people changed; of a workbook that is synced the syncs tell that."""
    return not marks_of(opened.description)


def _name(opened: Opened) -> str:
    return f"{_SEEN}{place_of(opened.backend.label)}"


def _tables(opened: Opened) -> set[str]:
    return {table_name(tab) for tab in table_tabs(opened.template) if not tab.collects} & opened.parsed.places.keys()


def _keyed(opened: Opened, after: Ledger) -> Ledger:
    """What was read, with the keys that its rows have got."""
    ledger = opened.parsed.ledger
    for tab in table_tabs(ledger.template):
        table = ledger.tables[table_name(tab)]
        if tab.key in table.columns:
            keys: list[CellValue] = list(after.tables[table_name(tab)].columns[tab.key][: table.height])
            ledger = ledger.with_table(replace(table, columns={**table.columns, tab.key: keys}))
    return ledger
