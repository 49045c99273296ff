"""The rows of one table: its raw values, what they mean, and formulas that were typed over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sheetkit.core.values import CellValue
from sheetkit.records.cells import Cells, Note
from sheetkit.records.extent import column_values
from sheetkit.records.findings import Findings, as_text
from sheetkit.records.formulas import overwritten
from sheetkit.records.ledger import TableRows
from sheetkit.records.place import Place, lost
from sheetkit.records.references import Meaning
from sheetkit.records.typed import World, read_columns
from sheetkit.template.model import Column, Tab
from sheetkit.template.resolve import formula_columns, owner_of, wrapped
from sheetkit.workbook.a1 import address, range_address
from sheetkit.workbook.grid import GridSheet


@dataclass
class Rows:
    """Reads the rows of one table from its place on its sheet. `records` are the sheet rows that hold something."""

    tab: Tab
    place: Place
    sheet: GridSheet
    records: Sequence[int]
    findings: Findings

    def read(self, world: World, meaning: Meaning) -> TableRows:
        """The raw columns of the template, all of them, with what was understood and what was broken."""
        columns = {column.name: self._values(column) for column in self.tab.columns}
        kept = self._unmerge(columns)
        key = columns.get(self.tab.key)
        self.keys: Sequence[CellValue] = key if key is not None else ()
        cells = {
            column.name: Cells(
                column.name, column.type, columns[column.name], self._note(column), self._computed(column)
            )
            for column in self.tab.columns
            if column.name in self.place.columns and owner_of(self.tab, column) != "formula"
        }
        self._uncomputed(cells)
        read_columns(self.tab, cells, world)
        understood = {(name, row): value for name, own in cells.items() for row, value in own.understood.items()}
        for column in self.tab.columns:
            kept[column.name] = kept.get(column.name, frozenset()) | self._kept(column, cells, world, meaning)
        broken = self._broken(world, meaning, kept)
        kept = {name: rows for name, rows in kept.items() if rows}
        return TableRows(self.place.table, columns, list(self.records), understood, broken, kept)

    def _kept(self, column: Column, cells: Mapping[str, Cells], world: World, meaning: Meaning) -> frozenset[int]:
        """The records whose cell nothing may be written to: it has a formula of one's own, or something is missing."""
        if owner_of(self.tab, column) != "formula":
            gone = column.name not in self.place.columns
            return frozenset(range(len(self.records))) if gone else cells[column.name].computed
        whole = not lost(wrapped(world.template, self.tab, column), self.place.table, meaning.places)
        return frozenset() if whole else frozenset(range(len(self.records)))

    def _values(self, column: Column) -> list[CellValue]:
        at, rows = self.place.columns.get(column.name), self.records
        if at is None or not rows:
            return [None] * len(rows)
        values = column_values(self.sheet, at)
        if rows[-1] - rows[0] == len(rows) - 1:
            return list(values[rows[0] : rows[-1] + 1])
        return [values[row] for row in rows]

    def _unmerge(self, columns: Mapping[str, list[CellValue]]) -> dict[str, frozenset[int]]:
        """Report merged cells among the rows, and blank what stands hidden below their top left cell.

        Returns the hidden records by column.
        """
        hidden: dict[str, frozenset[int]] = {}
        index = {row: i for i, row in enumerate(self.records)} if self.sheet.merges else {}
        names = {at: name for name, at in self.place.columns.items()}
        for first, left, last, right in self.sheet.merges:
            touched = sorted(at for at in names if left <= at <= right)
            top, bottom = max(first, self.place.header_row), min(last, self.place.last_row)
            if not touched or top > bottom or (first, left) == (last, right):
                continue
            where = range_address(first, left, last, right)
            message = f"The cells {where} are merged: only {address(first, left)} counts, the others are blank."
            hint = "Unmerge them (in Excel: Merge & Center once more) and fill every cell."
            self.findings.add(
                "merged-cells", message, hint, tab=self.sheet.name, at=(first, left), column=names[touched[0]]
            )
            for row in range(top, min(bottom, self.sheet.height - 1) + 1) if index else ():
                for at in touched:
                    if row in index and (row, at) != (first, left):
                        columns[names[at]][index[row]] = None
                        hidden[names[at]] = hidden.get(names[at], frozenset()) | {index[row]}
        return hidden

    def _computed(self, column: Column) -> frozenset[int]:
        """The records in which a person's own formula stands."""
        formulas = self.sheet.formulas.get(self.place.columns[column.name])
        return frozenset(i for i, row in enumerate(self.records) if row in formulas) if formulas else frozenset()

    def _uncomputed(self, cells: Mapping[str, Cells]) -> None:
        for own in cells.values():
            for row in own.computed:
                if own.values[row] is None:
                    message = (
                        f"{own.name} holds a formula whose result is not stored in the file, so its value is unknown."
                    )
                    hint = "Open the workbook in a spreadsheet program, save it, and run the command again."
                    own.note("no-cached-value", row, message, hint)

    def _broken(self, world: World, meaning: Meaning, kept: Mapping[str, frozenset[int]]) -> dict[str, list[int]]:
        broken: dict[str, list[int]] = {}
        for column in formula_columns(self.tab):
            at = self.place.columns.get(column.name)
            if at is None:
                continue
            node = wrapped(world.template, self.tab, column)
            formulas, values = self.sheet.formulas.get(at, {}), column_values(self.sheet, at)
            if len(kept[column.name]) == len(self.records):
                continue
            found = overwritten(node, self.place.table, self.records, formulas, values, meaning)
            found = [cell for cell in found if cell.row not in kept[column.name]]
            note = self._note(column)
            for cell in found:
                if cell.found:
                    message = f"The formula of {column.name} was typed over with {cell.found}."
                    hint = "`update` puts the formula back. Keep a value of your own in a column of your own."
                    note("formula-overwritten", cell.row, message, hint)
            if found:
                broken[column.name] = [cell.row for cell in found]
        return broken

    def _note(self, column: Column) -> Note:
        at = self.place.columns[column.name]

        def note(code: str, row: int, message: str, hint: str) -> None:
            key = as_text(self.keys[row]) if row < len(self.keys) else ""
            where = (self.records[row], at)
            self.findings.add(code, message, hint, tab=self.sheet.name, at=where, key=key, column=column.name)

        return note


def nothing(tab: Tab, table: str) -> TableRows:
    """The rows of a table that was not found."""
    return TableRows(table, {column.name: [] for column in tab.columns}, [], found=False)
