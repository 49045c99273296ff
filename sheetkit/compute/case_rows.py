"""The rows around a case: those of other tables that refer to it, and those that it refers to."""

from collections.abc import Sequence
from typing import Final

from sheetkit.compute.case_key import Found
from sheetkit.compute.casefile import Entry, RelatedRows, SourceRow
from sheetkit.compute.privacy import Place, is_private
from sheetkit.core.values import CellError, CellValue, is_blank
from sheetkit.records.keys import key_text
from sheetkit.records.ledger import Ledger, TableRows
from sheetkit.template.model import Column, Tab
from sheetkit.template.resolve import columns_owned, owner_of, tab_of, table_name, table_tabs

MOST_ROWS: Final = 200
"""Rows of one table that a summary lists; more are counted."""
DATES: Final = frozenset({"date", "datetime"})


def shown_columns(tab: Tab, private: frozenset[Place], *, share: bool) -> list[Column]:
    """The columns of a tab that a document shows: nothing private in one to share, and no working columns.

    What only says the currency of amounts is left out too: it stands beside each of them.
    """
    bookkeeping = {"check", "seen", "spawn"}
    return [
        column
        for column in tab.columns
        if not column.hidden
        and not any(other.type == "money" and other.currency == column.name for other in tab.columns)
        and not (column.stamp and column.stamp.kind in bookkeeping)
        and not (share and is_private(private, tab, column))
    ]


def entry(ledger: Ledger, tab: Tab, row: int, column: Column, *, private: bool) -> Entry:
    """A cell as an entry; what a text was understood as stands in its place."""
    table = ledger.tables[table_name(tab)]
    value = table.understood.get((column.name, row), table.columns[column.name][row])
    code = currency(ledger, table, column, row)
    computed = owner_of(tab, column) in {"formula", "stamp"}
    return Entry(column.name, column.type, value, code, computed, private, column.help)


def currency(ledger: Ledger, table: TableRows, column: Column, row: int) -> str:
    """What an amount is in, as typed: by the column or setting that the template names, else the main currency."""
    if column.type != "money":
        return ""
    if column.currency in table.columns:
        value = table.columns[column.currency][row]
    else:
        value = ledger.names.get(column.currency or "Currency", ledger.template.currency)
    return key_text(value).upper()


def sources(ledger: Ledger, found: Found, private: frozenset[Place], *, share: bool) -> tuple[SourceRow, ...]:
    """The rows that the case's `refers_to` columns name, with what people typed in them.

    One to share has no rows of catalogues that the template brought: they are advice, not part of the case.
    """
    rows: list[SourceRow] = []
    own = ledger.tables[table_name(found.tab)]
    for column in shown_columns(found.tab, private, share=share):
        wanted = key_text(own.columns[column.name][found.row]).casefold()
        if not column.refers_to or not wanted:
            continue
        tab = tab_of(ledger.template, column.refers_to)
        if share and tab.name in ledger.template.presets:
            continue
        keys = [key_text(value).casefold() for value in ledger.tables[table_name(tab)].columns[tab.key]]
        if wanted in keys:
            row = keys.index(wanted)
            typed = [c for c in shown_columns(tab, private, share=share) if owner_of(tab, c) == "input"]
            entries = (entry(ledger, tab, row, c, private=is_private(private, tab, c)) for c in typed)
            key = key_text(ledger.tables[table_name(tab)].columns[tab.key][row])
            rows.append(SourceRow(tab.name, column.name, key, tuple(e for e in entries if not is_blank(e.value))))
    return tuple(rows)


def related(ledger: Ledger, found: Found, private: frozenset[Place], *, share: bool) -> tuple[RelatedRows, ...]:
    """The rows of every other table that refer to the case, table by table."""
    tables = []
    for tab, through, rows in referring(ledger, found):
        if tables_rows := _related(ledger, found, tab, through, rows, private, share=share):
            tables.append(tables_rows)
    return tuple(tables)


def referring(ledger: Ledger, found: Found) -> list[tuple[Tab, list[Column], list[int]]]:
    """Each tab with the columns that name the case and the rows in which one of them does; tabs without rows are out.

    A column names it that `refers_to` its table, or that is called as its key column, table or tab is.
    """
    wanted = found.key.casefold()
    result = []
    for tab in table_tabs(ledger.template):
        if tab.collects:
            continue
        columns = [column for column in tab.columns if _names(found.tab, tab, column)]
        values = [ledger.tables[table_name(tab)].columns[column.name] for column in columns]
        rows = [
            row
            for row, cells in enumerate(zip(*values, strict=True))
            if any(key_text(cell).casefold() == wanted for cell in cells)
            and (tab.name != found.tab.name or row != found.row)
        ]
        if rows:
            result.append((tab, columns, rows))
    return result


def _names(target: Tab, tab: Tab, column: Column) -> bool:
    if column.refers_to:
        return column.refers_to.casefold() == table_name(target).casefold()
    if tab.name == target.name or owner_of(tab, column) != "input":
        return False
    words = {target.key, target.name, table_name(target), target.name.removesuffix("s")}
    return column.name.casefold() in {word.casefold() for word in words}


def _related(
    ledger: Ledger,
    found: Found,
    tab: Tab,
    through: Sequence[Column],
    rows: list[int],
    private: frozenset[Place],
    *,
    share: bool,
) -> RelatedRows | None:
    table = ledger.tables[table_name(tab)]
    ordered = in_date_order(tab, table, rows)
    listed = ordered[:MOST_ROWS]
    own = _own_values(ledger, found)
    columns = [
        column
        for column in shown_columns(tab, private, share=share)
        if (len(through) > 1 or column not in through) and _tells(tab, table, column, listed, own)
    ]
    cells = [[entry(ledger, tab, row, c, private=is_private(private, tab, c)) for c in columns] for row in listed]
    if not columns or (share and all(column.name == tab.key for column in columns)):  # all else of it is private
        return None
    return RelatedRows(
        tab=tab.name,
        through=tuple(column.name for column in through),
        columns=tuple(column.name for column in columns),
        types=tuple(column.type for column in columns),
        private=tuple(is_private(private, tab, column) for column in columns),
        rows=tuple(tuple(cell.value for cell in row) for row in cells),
        currencies=tuple(tuple(cell.currency for cell in row) for row in cells),
        count=len(rows),
    )


def _own_values(ledger: Ledger, found: Found) -> set[CellValue]:
    return {values[found.row] for values in ledger.tables[table_name(found.tab)].columns.values()}


def _tells(tab: Tab, table: TableRows, column: Column, rows: Sequence[int], own: set[CellValue]) -> bool:
    """Whether a column says anything here: something stands in it, and it is neither advice nor the case once more.

    Advice is a long text that a formula looks up; a formula whose every result is one value of the case repeats it.
    """
    values = {value for row in rows if not is_blank(value := table.columns[column.name][row])}
    if not values or owner_of(tab, column) != "formula":
        return bool(values)
    repeats = len(values) == 1 and any(isinstance(value, str) and value in own for value in values)
    return column.type != "long text" and not repeats and not all(isinstance(value, CellError) for value in values)


def in_date_order(tab: Tab, table: TableRows, rows: Sequence[int]) -> list[int]:
    """Rows by the date that their key takes its year from, else by the first date that people type, else any date."""
    typed = [column.name for column in columns_owned(tab, "input") if column.type in DATES]
    names = [tab.id_date] if tab.id_date else typed or [c.name for c in tab.columns if c.type in DATES]
    if not names:
        return list(rows)
    days = table.typed(names[0])

    def rank(row: int) -> tuple[bool, float]:
        day = days[row]
        dated = isinstance(day, int | float) and not isinstance(day, bool)
        return not dated, float(day) if dated and isinstance(day, int | float) else 0.0

    return sorted(rows, key=rank)
