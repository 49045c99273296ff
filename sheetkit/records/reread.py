"""Reads new rows of a ledger as if they stood in the file already: what their values mean, and what is wrong."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sheetkit.core.values import CellValue
from sheetkit.records.cells import Cells, Note
from sheetkit.records.dates import date_order
from sheetkit.records.findings import Findings, as_text
from sheetkit.records.foresee import foresee
from sheetkit.records.ledger import TableRows
from sheetkit.records.place import Parsed, Place
from sheetkit.records.typed import World, read_columns
from sheetkit.template.model import Tab
from sheetkit.template.resolve import owner_of, tab_of


def reread(parsed: Parsed, new: Mapping[str, Collection[int]]) -> Parsed:
    """The same with `new` rows (by table) understood and checked, as a later reading of the file would do it."""
    ledger = parsed.ledger
    order = next((value for name, value in ledger.names.items() if name.casefold() == "date_order"), None)
    world = World(ledger.template, ledger.names, ledger.lists, date_order(order))
    findings = Findings()
    tables = dict(ledger.tables)
    foreseen = foresee(parsed).ledger.tables
    for name, rows in new.items():
        if rows and name in parsed.places:
            tab = tab_of(ledger.template, name)
            table = foreseen[name]
            understood = _read(tab, table, parsed.places[name], sorted(rows), world, findings)
            tables[name] = replace(tables[name], understood={**table.understood, **understood})
    problems = (*ledger.problems, *findings.found)
    return replace(parsed, ledger=replace(ledger, tables=tables, problems=problems))


def _read(
    tab: Tab, table: TableRows, place: Place, rows: Sequence[int], world: World, findings: Findings
) -> dict[tuple[str, int], CellValue]:
    keys = table.columns.get(tab.key)

    def note_at(name: str) -> Note:
        def note(code: str, index: int, message: str, hint: str) -> None:
            row = rows[index]
            at = (table.sheet_rows[row], place.columns[name])
            key = as_text(keys[row]) if keys is not None else ""
            findings.add(code, message, hint, tab=place.sheet, at=at, key=key, column=name)

        return note

    cells = {
        column.name: Cells(
            column.name, column.type, [table.columns[column.name][row] for row in rows], note_at(column.name)
        )
        for column in tab.columns
        if column.name in place.columns and owner_of(tab, column) != "formula"
    }
    read_columns(tab, cells, world)
    return {(name, rows[index]): value for name, own in cells.items() for index, value in own.understood.items()}
