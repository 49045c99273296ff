"""From the changes of a plan to a ledger and to the cells of one workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sheetkit.core.errors import PatchRefused
from sheetkit.core.values import CellValue
from sheetkit.formula.layout import Layout, NamePlace
from sheetkit.records.ledger import Ledger, TableRows
from sheetkit.records.place import Parsed, Place
from sheetkit.sync.plan import Added, Changes
from sheetkit.sync.snapshot import folded, same
from sheetkit.sync.take import entry_rows, own_columns, plain
from sheetkit.template.model import Tab
from sheetkit.template.resolve import columns_owned, table_name, table_tabs
from sheetkit.workbook.a1 import address
from sheetkit.workbook.grid import Grid
from sheetkit.workbook.patch import Patch, SheetPatch, TableAppend

_MOVE: Final = "Move it further down or to another tab, and sync again. Nothing was written."
NEW = -1
"""The sheet row of a row that stands nowhere yet."""


def changed(ledger: Ledger, changes: Changes) -> Ledger:
    """The ledger as it was read with the changes in it: deleted rows are blank rows, new ones come last."""
    for tab in table_tabs(ledger.template):
        name = table_name(tab)
        added = changes.adds.get(name, Added((), {}))
        cells: Mapping[str, Mapping[int, CellValue]] = changes.cells.get(name, {})
        if tab.key and name in changes.keys:
            cells = {**cells, tab.key: changes.keys[name]}
        table, gone = ledger.tables[name], frozenset(changes.deletes.get(name, ()))
        if not (cells or added.keys or gone):
            continue
        count = len(added.keys)
        new = {**added.columns, tab.key: added.keys} if tab.key else added.columns
        blanks: dict[str, CellValue] = {column.name: "" for column in columns_owned(tab, "formula")}
        columns = {}
        for column, values in table.columns.items():
            empty, changes_here = blanks.get(column), cells.get(column, {})
            kept = [empty if row in gone else changes_here.get(row, value) for row, value in enumerate(values)]
            columns[column] = [*kept, *new.get(column, [None] * count)]
        rows = [*table.sheet_rows, *[NEW] * count]
        ledger = ledger.with_table(replace(table, columns=columns, sheet_rows=rows))
    return ledger


def aligned(before: Parsed, ledger: Ledger, changes: Changes) -> Ledger:
    """A ledger that was read from the changed workbook, its rows in the order in which `edit` wants them.

    First the rows as they lay `before`, those deleted as blank rows, then all new ones.
    """
    tables = dict(ledger.tables)
    for tab in table_tabs(ledger.template):
        name = table_name(tab)
        if name in before.places:
            tables[name] = _aligned(tab, before.ledger.tables[name], ledger.tables[name], changes)
    return replace(ledger, tables=tables)


def _aligned(tab: Tab, before: TableRows, table: TableRows, changes: Changes) -> TableRows:
    gone = frozenset(changes.deletes.get(before.name, ()))
    at = {sheet: row for row, sheet in enumerate(table.sheet_rows) if sheet >= 0}
    old = [at.get(sheet, NEW) if row not in gone else NEW for row, sheet in enumerate(before.sheet_rows)]
    known = frozenset(before.sheet_rows)
    order = [*old, *(row for row, sheet in enumerate(table.sheet_rows) if sheet < 0 or sheet not in known)]
    computed = {column.name for column in columns_owned(tab, "formula")}
    columns = {
        name: [values[row] if row != NEW else "" if name in computed else None for row in order]
        for name, values in table.columns.items()
    }
    rows = [*before.sheet_rows, *[NEW] * (len(order) - before.height)]
    return replace(table, columns=columns, sheet_rows=rows, kept=before.kept, broken=before.broken, understood={})


@dataclass(slots=True)
class _Cells:
    """Plain values to write on one sheet."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[CellValue] = field(default_factory=list)

    def add(self, row: int, column: int, value: CellValue) -> None:
        self.rows.append(row)
        self.columns.append(column)
        self.values.append(value)

    def patch(self) -> SheetPatch:
        count = len(self.rows)
        return SheetPatch(self.rows, self.columns, self.values, [None] * count, [""] * count)


def with_own_cells(patch: Patch, parsed: Parsed, grid: Grid, ledger: Ledger, changes: Changes) -> Patch:
    """The patch with what `edit` does not write: people's own columns, settings and list entries.

    `ledger` is what the patch was made for: its new rows lie where `edit` puts them.
    """
    cells: dict[str, _Cells] = {}
    appends = {append.table: append for append in patch.appends}
    for tab in table_tabs(ledger.template):
        place = parsed.places.get(table_name(tab))
        if place and own_columns(place):
            own = _Own(tab, place, ledger.tables[place.table], changes)
            own.write(cells.setdefault(place.sheet, _Cells()))
            real = place.real or place.table
            if real in appends:
                appends[real] = own.below(appends[real])
    for name, value in changes.settings.items():
        at = parsed.names[name]
        cells.setdefault(at.sheet, _Cells()).add(at.row, at.column, value)
    for name, entries in changes.lists.items():
        _list(name, parsed.names[name], grid, entries, cells)
    sheets = dict(patch.sheets)
    for sheet, own_cells in cells.items():
        if own_cells.rows:
            sheets[sheet] = (*sheets.get(sheet, ()), own_cells.patch())
    return replace(patch, sheets=sheets, appends=tuple(appends.values()))


def layout_of(parsed: Parsed) -> Layout:
    """The places with people's own columns in their tables, into which new rows may bring values."""
    layout = parsed.layout
    tables = {
        name: replace(layout.tables[name], columns={**own_columns(place), **place.columns})
        for name, place in parsed.places.items()
    }
    return replace(layout, tables=tables)


class _Own:
    """People's own columns of one table."""

    def __init__(self, tab: Tab, place: Place, table: TableRows, changes: Changes) -> None:
        self.place, self.table, self.changes = place, table, changes
        self.columns = own_columns(place)
        self.added = changes.adds.get(place.table, Added((), {}))
        new = [row for row, sheet in enumerate(table.sheet_rows) if sheet < 0]
        at = {folded(key): row for row, key in enumerate(self.added.keys)}
        keys = table.columns[tab.key] if tab.key else ()
        self.new = [at.get(folded(keys[row]), NEW) if tab.key else order for order, row in enumerate(new)]

    def write(self, cells: _Cells) -> None:
        """The cells of rows that are there, and of new ones that go into spare rows."""
        rows = self.table.sheet_rows
        for header, at in self.columns.items():
            for row, value in self.changes.cells.get(self.place.table, {}).get(header, {}).items():
                cells.add(rows[row], at, value)
            for row in self.changes.deletes.get(self.place.table, ()):
                cells.add(rows[row], at, None)
            for sheet_row, row in zip(self.place.spare_rows, self.new, strict=False):
                if (value := self._value(header, row)) is not None:
                    cells.add(sheet_row, at, value)

    def below(self, append: TableAppend) -> TableAppend:
        """The rows below the table with their own columns."""
        rows = self.new[len(self.place.spare_rows) :]
        before: list[CellValue] = [None] * append.adopt
        spare: list[CellValue] = [None] * (append.rows - append.adopt - len(rows))
        own = {header: [*before, *(self._value(header, row) for row in rows), *spare] for header in self.columns}
        return replace(append, values={**append.values, **own})

    def _value(self, header: str, row: int) -> CellValue:
        values = self.added.columns.get(header, ())
        return values[row] if 0 <= row < len(values) else None


def _list(name: str, place: NamePlace, grid: Grid, entries: Sequence[CellValue], cells: dict[str, _Cells]) -> None:
    """Entries written line by line over those that stood there; what is left over becomes blank.

    Raises PatchRefused where something else stands in the way.
    """
    sheet = grid.sheet(place.sheet)
    old = len(entry_rows(place, grid) or ())
    lines = max(old, len(entries))
    into = cells.setdefault(place.sheet, _Cells())
    for row in range(place.row + max(old, place.rows), place.row + lines):
        if sheet and not (sheet.value(row, place.column) is None and sheet.formula(row, place.column) is None):
            where = f"{place.sheet}!{address(row, place.column)}"
            raise PatchRefused(
                f"The list {name} gets longer, and something else stands in its way: {where}.", hint=_MOVE
            )
    for number, row in enumerate(range(place.row, place.row + lines)):
        value = entries[number] if number < len(entries) else None
        if sheet is None or not same(plain(sheet.value(row, place.column)), value):
            into.add(row, place.column, value)
