"""The tabs that list the open due dates of all others, soonest first."""

from collections.abc import Mapping, Sequence

from sheetkit.compute.due import OpenDate, open_dates
from sheetkit.compute.figures import Due
from sheetkit.core.values import CellValue
from sheetkit.records.append import append
from sheetkit.records.ledger import Ledger
from sheetkit.records.place import Place
from sheetkit.records.typed import NUMBERS
from sheetkit.template.model import CollectField, Tab
from sheetkit.template.resolve import column_of, table_name, table_tabs


def collect(ledger: Ledger, places: Mapping[str, Place], today: float) -> tuple[Ledger, int]:
    """Write the open due dates into the rows of each tab that collects them, and count the cells that changed.

    The rows are sheetkit's, by position: what is left over becomes blank, what is lacking is added below. The ledger
    must be recomputed, and must be again when anything was written.
    """
    tabs = [tab for tab in table_tabs(ledger.template) if tab.collects and table_name(tab) in places]
    dates = open_dates(ledger, today) if tabs else ()
    written = 0
    for tab in tabs:
        ledger, changed = _fill(ledger, tab, dates)
        written += changed
    return ledger, written


def _fill(ledger: Ledger, tab: Tab, dates: Sequence[OpenDate]) -> tuple[Ledger, int]:
    name = table_name(tab)
    lacking = len(dates) - ledger.tables[name].height
    if lacking > 0:
        ledger = append(ledger, name, {}, lacking)
    before = table = ledger.tables[name]
    blank: list[CellValue] = [None] * (table.height - len(dates))
    for column, field in tab.collect.items():
        table = table.written(column, [*(_value(tab, column, field, date) for date in dates), *blank])
    changed = sum(
        old != new
        for column in tab.collect
        for old, new in zip(before.columns[column], table.columns[column], strict=True)
    )
    return ledger.with_table(table), changed


def _tier(due: Due, *, in_words: bool) -> CellValue:
    """The nearest tier reached, as a number or in words; blank where none is."""
    if due.tier is None:
        return None
    if not in_words:
        return float(due.tier)
    return "overdue" if due.days < 0 else "today" if due.days == 0 else f"within {due.tier} {due.unit}"


def _value(tab: Tab, column: str, field: CollectField, date: OpenDate) -> CellValue:
    """What a column takes of a due date; blank where it has no such thing."""
    due = date.due
    if field == "due":
        return date.serial if column_of(tab, column).type == "datetime" else float(int(date.serial))
    if field == "tier":
        return _tier(due, in_words=column_of(tab, column).type not in NUMBERS)
    texts = {
        "tab": due.tab,
        "key": due.key,
        "reminder": due.reminder,
        "says": due.says,
        "unit": due.unit,
        "waiting on": due.waiting_on,
    }
    return texts[field] or None
