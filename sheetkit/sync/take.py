"""The snapshot of a workbook: what people own of it, taken from what was read."""

from collections.abc import Mapping, Sequence
from typing import Final

from sheetkit.core.values import CellValue, is_blank
from sheetkit.formula.layout import NamePlace
from sheetkit.records.blank import is_formula
from sheetkit.records.ledger import Ledger, TableRows
from sheetkit.records.place import Parsed, Place
from sheetkit.sync.snapshot import Snapshot, TableState
from sheetkit.template.model import Column, Tab, Template
from sheetkit.template.resolve import lists_beside, owner_of, table_name, table_tabs
from sheetkit.workbook.grid import Grid, GridSheet

SILENT: Final = frozenset({"check", "seen", "spawn"})
"""Kinds of stamps that only sheetkit writes."""


def take(parsed: Parsed, ledger: Ledger, grid: Grid) -> Snapshot:
    """What people own: of every table that was found its inputs, stamps and people's own columns, settings and lists.

    `ledger` is what was read of the grid, or that brought up to date; its rows lie where they say. Tabs that collect
    due dates, settings that hold the template's formula (Today) and dashboards are each side's own.
    """
    tables: dict[str, TableState] = {}
    for tab in table_tabs(ledger.template):
        name = table_name(tab)
        sheet = grid.sheet(parsed.places[name].sheet) if name in parsed.places else None
        if sheet is not None and not tab.collects:
            tables[name] = _table(ledger.template, tab, ledger.tables[name], parsed.places[name], sheet)
    settings, locked = _settings(parsed, grid)
    lists = {
        entries.name: tuple(map(plain, ledger.lists[entries.name]))
        for entries in ledger.template.lists
        if entries.name in parsed.names and entry_rows(parsed.names[entries.name], grid) is not None
    }
    return Snapshot(tables, settings, lists, locked, lists_beside(ledger.template))


def plain(value: CellValue) -> CellValue:
    """A value as snapshots hold it: what a person would call empty is None, whole numbers are floats."""
    if value is None or is_blank(value):
        return None
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _table(template: Template, tab: Tab, rows: TableRows, place: Place, sheet: GridSheet) -> TableState:
    owned = [
        column
        for column in tab.columns
        if column.name in place.columns and owner_of(tab, column) in {"input", "stamp"} and column.name != tab.key
    ]
    columns: dict[str, Sequence[CellValue]] = {c.name: list(map(plain, rows.columns[c.name])) for c in owned}
    locked = {column.name: rows.kept[column.name] for column in owned if column.name in rows.kept}
    for header, at in own_columns(place).items():
        columns[header] = [plain(sheet.value(row, at)) for row in rows.sheet_rows]
        formulas = sheet.formulas.get(at, {})
        held = frozenset(index for index, row in enumerate(rows.sheet_rows) if row in formulas)
        locked |= {header: held} if held else {}
    stamps = [column for column in owned if owner_of(tab, column) == "stamp"]
    tables = {table_name(other).casefold(): table_name(other) for other in table_tabs(template)}
    blank: list[CellValue] = [None] * rows.height
    keys = rows.columns[tab.key] if tab.key in place.columns else blank
    return TableState(
        tab.key,
        list(map(plain, keys)),
        columns,
        frozenset(column.name for column in stamps),
        locked,
        {column.name: tables.get(column.refers_to.casefold(), "") for column in owned if column.refers_to},
        frozenset(column.name for column in stamps if is_silent(column)),
        made=bool(tab.id),
    )


def own_columns(place: Place) -> Mapping[str, int]:
    """People's own columns of a table, by their headers."""
    return {header: at for header, at in place.extra.items() if header.strip() and header not in place.missing}


def is_silent(column: Column) -> bool:
    """Whether only sheetkit writes a stamp."""
    return column.stamp is None or column.stamp.kind in SILENT


def _settings(parsed: Parsed, grid: Grid) -> tuple[dict[str, CellValue], frozenset[str]]:
    found: dict[str, CellValue] = {}
    locked: set[str] = set()
    for setting in parsed.ledger.template.settings:
        place = parsed.names.get(setting.name)
        sheet = grid.sheet(place.sheet) if place else None
        if place and sheet and not is_formula(setting.value):
            found[setting.name] = plain(sheet.value(place.row, place.column))
            if sheet.formula(place.row, place.column) is not None:
                locked.add(setting.name)
    return found, frozenset(locked)


def entry_rows(place: NamePlace, grid: Grid) -> list[int] | None:
    """The sheet rows of a list down to its last entry, one typed directly below it too; None when one is a formula."""
    sheet = grid.sheet(place.sheet)
    if sheet is None:
        return None
    end = place.row + place.rows
    if not is_blank(sheet.value(end - 1, place.column)):
        while not is_blank(sheet.value(end, place.column)):
            end += 1
    while end > place.row and is_blank(sheet.value(end - 1, place.column)):
        end -= 1
    rows = list(range(place.row, end))
    return None if any(sheet.formula(row, place.column) is not None for row in rows) else rows
