"""Edit: from what was read and what it should be now to the smallest patch that brings it there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from sheetkit.core.values import CellValue
from sheetkit.formula.ast import Node
from sheetkit.records.arrange import summary_height
from sheetkit.records.dashboard_sheet import metric_formula
from sheetkit.records.ledger import Ledger, TableRows
from sheetkit.records.look import number_format
from sheetkit.records.place import Parsed, Place, lost
from sheetkit.template.model import Column, Summary, Tab
from sheetkit.template.resolve import (
    dashboard_tabs,
    formula_columns,
    owner_of,
    summaries,
    table_name,
    table_tabs,
    wrapped,
)
from sheetkit.template.summaries import figures
from sheetkit.workbook.patch import KEEP, Keep, Patch, SheetPatch, TableAppend


@dataclass(slots=True)
class _Cells:
    """The changed cells of one table or sheet, gathered as parallel lists."""

    table: str = ""
    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[CellValue] = field(default_factory=list)
    formulas: list[Node | Keep | None] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)

    def add(self, row: int, column: int, value: CellValue, formula: Node | Keep | None, number_format: str) -> None:
        self.rows.append(row)
        self.columns.append(column)
        self.values.append(value)
        self.formulas.append(formula)
        self.formats.append(number_format)

    def patch(self) -> SheetPatch:
        return SheetPatch(self.rows, self.columns, self.values, self.formulas, self.formats, self.table)


def edit(old: Parsed, new: Ledger) -> Patch:
    """What to change in the file that `old` was read from so that it says what `new` says.

    Only cells that sheetkit owns are in it (keys, stamps, formulas and their results), and rows that are new. The new
    ledger's rows are the old ones in the same order, then rows without a place (sheet row -1).
    """
    gathered: dict[str, list[_Cells]] = {}
    appends: list[TableAppend] = []
    for tab in table_tabs(new.template):
        place = old.places.get(table_name(tab))
        if place is None:
            continue
        cells = _Cells(place.table)
        _changed(old.ledger, new, tab, place, cells)
        append = _added(new, tab, place, cells, _formulas(old, tab, place))
        gathered.setdefault(place.sheet, []).append(cells)
        appends += [append] if append else []
    for _, summary in summaries(new.template):
        place = old.places.get(summary.name)
        if place is not None:
            cells = _Cells(place.table)
            _summary(old.ledger, new, summary, place, cells)
            gathered.setdefault(place.sheet, []).append(cells)
    for sheet, cells in _named(old, new):
        gathered.setdefault(sheet, []).append(cells)
    sheets = {name: tuple(c.patch() for c in parts if c.rows) for name, parts in gathered.items()}
    return Patch(old.revision, {name: parts for name, parts in sheets.items() if parts}, tuple(appends))


def _differs(before: CellValue, after: CellValue) -> bool:
    """Whether a cell must be written: 1 and TRUE differ, a blank cell and a stamp of nothing do not."""
    if before == after:
        return isinstance(before, bool) is not isinstance(after, bool)
    return not (before in {None, ""} and after in {None, ""})


def _look(column: Column, formula: Node | None) -> str:
    """The format of a new cell. Never Text for a formula, which would become text once a person edits it."""
    look = number_format(column.type)
    return "" if formula is not None and look == "@" else look


def _changed(old: Ledger, new: Ledger, tab: Tab, place: Place, cells: _Cells) -> None:
    before, after = old.tables[place.table], new.tables[place.table]
    count = before.height
    for column in tab.columns:
        at = place.columns.get(column.name)
        if at is None:
            continue
        was, now = before.columns[column.name], after.columns[column.name][:count]
        broken = frozenset(before.broken.get(column.name, ()))
        kept = before.kept.get(column.name, frozenset())
        if was == now and not broken and bool not in set(map(type, was)) | set(map(type, now)):
            continue
        formula = wrapped(new.template, tab, column) if owner_of(tab, column) == "formula" else None
        look = _look(column, formula)
        for row, (a, b) in enumerate(zip(was, now, strict=True)):
            if row in broken and formula is not None:
                cells.add(after.sheet_rows[row], at, b, formula, look)
            elif a is not b and row not in kept and _differs(a, b):
                cells.add(after.sheet_rows[row], at, b, KEEP if formula is not None else None, look)


_Formulas: TypeAlias = Mapping[str, Node | None]
"""The formula of each formula column; None where it reads a table or a column that the file does not have."""


def _formulas(old: Parsed, tab: Tab, place: Place) -> _Formulas:
    nodes = {column.name: wrapped(old.ledger.template, tab, column) for column in formula_columns(tab)}
    return {name: None if lost(node, place.table, old.places) else node for name, node in nodes.items()}


def _added(new: Ledger, tab: Tab, place: Place, cells: _Cells, formulas: _Formulas) -> TableAppend | None:
    table = new.tables[place.table]
    rows = [row for row, at in enumerate(table.sheet_rows) if at < 0]
    inside, below = rows[: len(place.spare_rows)], rows[len(place.spare_rows) :]
    columns = [column for column in tab.columns if column.name in place.columns]
    columns = [column for column in columns if formulas.get(column.name, "") is not None]
    for row, at in zip(inside, place.spare_rows, strict=False):
        for column in columns:
            value, formula = table.columns[column.name][row], formulas.get(column.name)
            if formula is not None or value is not None:
                cells.add(at, place.columns[column.name], value, formula, _look(column, formula))
    if not below and not place.beneath:
        return None
    return _append(tab, place, table, below, columns, formulas)


def _append(
    tab: Tab, place: Place, table: TableRows, rows: Sequence[int], columns: Sequence[Column], formulas: _Formulas
) -> TableAppend:
    """Rows past the last spare one, with fresh spare rows below them; rows typed below the table are taken in first."""
    nodes = {column.name: node for column in columns if (node := formulas.get(column.name)) is not None}
    spare = tab.spare if rows else 0

    def values(name: str) -> list[CellValue]:
        blank: CellValue = "" if name in nodes else None
        typed: list[CellValue] = [None] * place.beneath
        return typed + [table.columns[name][row] for row in rows] + [blank] * spare

    count = place.beneath + len(rows) + spare
    named = {column.name: values(column.name) for column in columns}
    return TableAppend(place.sheet, place.real or place.table, count, named, nodes, adopt=place.beneath)


def _summary(old: Ledger, new: Ledger, summary: Summary, place: Place, cells: _Cells) -> None:
    room = place.last_row - place.header_row - bool(summary.total)
    rows = min(room, summary_height(new, summary))
    nodes = {figure.column.name: figure for figure in figures(new.template, summary)}
    table = new.tables[summary.name]
    before = old.tables.get(summary.name)
    for name, at in place.columns.items():
        values = table.columns[name]
        was = before.columns.get(name, ()) if before else ()
        kept = before.kept.get(name, frozenset()) if before else frozenset()
        is_label = name == summary.label and bool(summary.by_column)
        look = number_format(nodes[name].column.type) if name in nodes else ""
        for row in (*range(rows), *([room] if summary.total else [])):
            value = values[row] if row < room else values[-1]
            read = was[row] if row < len(was) else None
            if row not in kept and _differs(read, value):
                cells.add(place.first_row + row, at, value, None if is_label else KEEP, look)


def _named(old: Parsed, new: Ledger) -> list[tuple[str, _Cells]]:
    """The results of settings and metrics that hold formulas."""
    template = new.template
    names = [s.name for s in template.settings if isinstance(s.value, str) and s.value.startswith("=")]
    names += [m.name for tab in dashboard_tabs(template) for m in tab.metrics if metric_formula(template, m)]
    found: list[tuple[str, _Cells]] = []
    for name in names:
        place = old.names.get(name)
        if place is None or name in new.frozen or not _differs(old.ledger.names.get(name), new.names.get(name)):
            continue
        cells = _Cells()
        cells.add(place.row, place.column, new.names.get(name), KEEP, "")
        found.append((place.sheet, cells))
    return found
