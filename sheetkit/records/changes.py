"""What has changed since the last update: log entries for it, and the stamps that remember what was seen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sheetkit.core.dates import iso, to_serial
from sheetkit.core.values import CellError, CellValue, is_blank
from sheetkit.records.keys import key_text
from sheetkit.records.ledger import Ledger, TableRows
from sheetkit.template.model import ChangeLog, Column, Tab
from sheetkit.template.resolve import column_of, tab_of, table_name, table_tabs

_LONGEST: Final = 200
"""Characters of a value that an entry of the log quotes."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A ledger with its log entries added.

    `entries` counts them by table, `changed` are the changed rows by table and column.
    """

    ledger: Ledger
    entries: Mapping[str, int]
    changed: Mapping[tuple[str, str], frozenset[int]]


def log_changes(ledger: Ledger, now: datetime) -> Logged:
    """Add an entry to the log table of each tab for every watched value that differs from what was seen last.

    A row that sheetkit has not seen before makes no entry. Changes wait while their log table is not in the workbook.
    """
    counts: dict[str, int] = {}
    changed: dict[tuple[str, str], frozenset[int]] = {}
    for tab in table_tabs(ledger.template):
        table = ledger.tables[table_name(tab)]
        for log in tab.changes:
            rows = _changed_rows(tab, table, log) if _log_found(ledger, log) else []
            changed[table.name, log.watch] = frozenset(rows)
            if rows:
                ledger = _append(ledger, tab, table, log, rows, now)
                counts[log.table] = counts.get(log.table, 0) + len(rows)
    return Logged(ledger, counts, changed)


def _changed_rows(tab: Tab, table: TableRows, log: ChangeLog) -> list[int]:
    values, seen, keys = table.columns[log.watch], table.columns[log.seen], table.columns[tab.key]
    unknown = _unknown(table, log.watch)
    return [
        row
        for row, (value, before, key) in enumerate(zip(values, seen, keys, strict=True))
        if value != before and not is_blank(before) and not is_blank(key)
        if row not in unknown and _kept(value) != _kept(before)
    ]


def _kept(value: CellValue) -> CellValue:
    """What a stamp keeps of a value: an error as its text, because some programs hold errors only as formulas."""
    return value.code if isinstance(value, CellError) else value


def _unknown(table: TableRows, column: str) -> frozenset[int]:
    """The rows whose value is not known: its column is missing, or its own formula has no result in the file."""
    return frozenset(row for row in table.kept.get(column, ()) if table.columns[column][row] is None)


def _log_found(ledger: Ledger, log: ChangeLog) -> bool:
    return ledger.tables[table_name(tab_of(ledger.template, log.table))].found


def _append(ledger: Ledger, tab: Tab, table: TableRows, log: ChangeLog, rows: list[int], now: datetime) -> Ledger:
    target_tab = tab_of(ledger.template, log.table)
    target = ledger.tables[table_name(target_tab)]
    fields = [
        {
            "key": key_text(table.columns[tab.key][row]),
            "before": _short(table.columns[log.seen][row]),
            "after": _short(table.columns[log.watch][row]) or "(blank)",
            "column": log.watch,
            "now": iso(to_serial(now)),
        }
        for row in rows
    ]
    columns: dict[str, list[CellValue]] = {}
    for column in target_tab.columns:
        text = log.set.get(column.name)
        new = [None] * len(rows) if text is None else [_filled(column, text, values, now) for values in fields]
        columns[column.name] = [*target.columns[column.name], *new]
    sheet_rows = [*target.sheet_rows, *([-1] * len(rows))]
    return ledger.with_table(replace(target, columns=columns, sheet_rows=sheet_rows))


def _filled(column: Column, text: str, values: Mapping[str, str], now: datetime) -> CellValue:
    if text == "{now}" and column.type in {"date", "datetime"}:
        return to_serial(now.date() if column.type == "date" else now)
    return text.format_map(values)


def _short(value: CellValue) -> str:
    """A value as an entry tells it; the cell itself has it in full."""
    text = key_text(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def remember(ledger: Ledger) -> Ledger:
    """Set every stamp of kind "seen" to the present value of the column it watches.

    The companions of "last action" stamps are not among them: they remember more (`stamp_last_action`).
    """
    for tab in table_tabs(ledger.template):
        table = ledger.tables[table_name(tab)]
        companions = {c.stamp.seen for c in tab.columns if c.stamp and c.stamp.kind == "last action"}
        watching = [c for c in tab.columns if c.stamp and c.stamp.kind == "seen" and c.name not in companions]
        waiting = {log.seen for log in tab.changes if not _log_found(ledger, log)}
        seen = {c.name: _seen(table, c.name, c.stamp.of) for c in watching if c.stamp and c.name not in waiting}
        if seen:
            ledger = ledger.with_table(replace(table, columns={**table.columns, **seen}))
    return ledger


def _seen(table: TableRows, stamp: str, of: str) -> list[CellValue]:
    """The stamp's column as the watched one reads now; what is not known, or must not be written, stays."""
    stay = _unknown(table, of) | table.kept.get(stamp, frozenset())
    both = zip(table.columns[stamp], table.columns[of], strict=True)
    return [before if row in stay else _kept(value) for row, (before, value) in enumerate(both)]


def stamp_last_action(
    ledger: Ledger, changed: Mapping[tuple[str, str], frozenset[int]], now: datetime
) -> tuple[Ledger, int]:
    """Move each "last action" stamp to the latest action, unless a person moved it since the last update.

    An action is a change of one of the stamp's `on` columns, on the day of `now`, or a new entry in its log table. The
    companion stamp `seen` remembers what was stamped and the latest entry known then. Also returns how many moved.
    """
    moved = 0
    for tab in table_tabs(ledger.template):
        for column in tab.columns:
            if column.stamp and column.stamp.kind == "last action":
                table = ledger.tables[table_name(tab)]
                stamped = _last_actions(ledger, tab, column, changed, now)
                moved += sum(
                    a != b for a, b in zip(table.columns[column.name], stamped.columns[column.name], strict=True)
                )
                ledger = ledger.with_table(stamped)
    return ledger, moved


def _last_actions(
    ledger: Ledger, tab: Tab, column: Column, changed: Mapping[tuple[str, str], frozenset[int]], now: datetime
) -> TableRows:
    stamp = column.stamp
    table = ledger.tables[table_name(tab)]
    if stamp is None:
        return table
    latest = _latest_entries(ledger, stamp.log, stamp.log_key, stamp.log_date)
    touched = frozenset().union(*(changed.get((table.name, name), frozenset()) for name in stamp.on))
    today = to_serial(now.date() if column.type == "date" else now)
    values = list(table.columns[column.name])
    seen: list[CellValue] = list(table.columns[stamp.seen]) if stamp.seen else [None] * table.height
    logged = not stamp.log or ledger.tables[table_name(tab_of(ledger.template, stamp.log))].found
    kept, kept_seen = (table.kept.get(name, frozenset()) for name in (column.name, stamp.seen))
    for row, key in enumerate(table.columns[tab.key]):
        known_value, known_entry = _memory(seen[row])
        entry = latest.get(key_text(key).casefold(), 0.0)
        entry = (float(int(entry)) if column.type == "date" else entry) if logged else known_entry
        value = values[row]
        by_person = not is_blank(value) and value != known_value
        if not by_person and row not in kept:
            candidates = [entry] if entry > known_entry else []
            candidates += [today] if row in touched else []
            current = [value] if isinstance(value, int | float) else []
            values[row] = max(candidates + current) if candidates else value
        if row not in kept_seen:
            seen[row] = _memo(values[row], entry)
    columns = {**table.columns, column.name: values}
    return replace(table, columns=columns | ({stamp.seen: seen} if stamp.seen else {}))


def _latest_entries(ledger: Ledger, log: str, key_column: str, date_column: str) -> dict[str, float]:
    """The latest date in the log table for each key, the key in lower case."""
    latest: dict[str, float] = {}
    if not log:
        return latest
    tab = tab_of(ledger.template, log)
    table = ledger.tables[table_name(tab)]
    dates = table.typed(column_of(tab, date_column).name)
    for key, value in zip(table.columns[column_of(tab, key_column).name], dates, strict=True):
        if isinstance(value, float | int) and not isinstance(value, bool):
            folded = key_text(key).casefold()
            latest[folded] = max(latest.get(folded, 0.0), float(value))
    return latest


def _memo(value: CellValue, entry: float) -> CellValue:
    shown = f"{value:.17g}" if isinstance(value, int | float) else ""
    return f"{shown}|{entry:.17g}" if shown or entry else None


def _memory(memo: CellValue) -> tuple[CellValue, float]:
    """What `_memo` wrote: the stamped value and the latest entry known then."""
    value, _, entry = str(memo or "").partition("|")
    try:
        return (float(value) if value else None), float(entry or 0.0)
    except ValueError:
        return None, 0.0
