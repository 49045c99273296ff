"""A disputes workbook on disk, edited the way a person does: cell by cell, between updates."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

import sheetkit
from sheetkit.app.workbook import open_workbook
from sheetkit.backends.excel.patch import patch_xlsx
from sheetkit.core.problem import Problem
from sheetkit.core.values import CellValue
from sheetkit.records.place import Parsed
from sheetkit.workbook.a1 import address

AS_OF = date(2026, 11, 22)


@dataclass
class Desk:
    """A workbook at `path`; each method reads what stands there now."""

    path: Path
    _read: tuple[bytes, Parsed] | None = None

    @classmethod
    def opened(cls, path: Path) -> "Desk":
        """A new workbook with one seller, two purchases and one case without a type."""
        sheetkit.build("disputes", path, as_of=AS_OF)
        desk = cls(path)
        desk.type("Sellers", {"Seller": "Bluebird Prints"})
        bought: dict[str, CellValue | date] = {
            "Seller": "Bluebird Prints",
            "Value": 46.0,
            "Currency": "EUR",
            "Bought On": date(2026, 11, 2),
        }
        desk.type("Purchases", {"Item": "Print", "Paid Through": "PayPal", **bought})
        desk.type("Purchases", {"Item": "Frame", "Paid Through": "PayPal", **bought})
        desk.update()
        desk.type("Disputes", {"Purchase ID": "PU-2026-0001", "Opened On": date(2026, 11, 20)})
        desk.update()
        return desk

    def copied(self, path: Path) -> "Desk":
        """The same workbook in another place."""
        shutil.copyfile(self.path, path)
        return Desk(path, self._read)

    def parsed(self) -> Parsed:
        """The workbook as it reads now; one that has not changed is read once."""
        found = self.path.read_bytes()
        if self._read is None or self._read[0] != found:
            self._read = found, open_workbook(self.path).parsed
        return self._read[1]

    def type(self, table: str, values: Mapping[str, CellValue | date], row: int | None = None) -> None:
        """Type into a row of a table, counted from 0, or into the first blank one."""
        parsed = self.parsed()
        place = parsed.places[table]
        at = place.spare_rows[0] if row is None else parsed.ledger.tables[table].sheet_rows[row]
        patch_xlsx(self.path, {(place.sheet, address(at, place.columns[name])): v for name, v in values.items()})

    def clear(self, table: str, row: int) -> None:
        """Empty a whole row."""
        self.type(table, dict.fromkeys(self.parsed().places[table].columns), row)

    def rename(self, old: str, new: str) -> None:
        """Give a tab another name, with another program."""
        book = load_workbook(self.path)
        book[old].title = new
        book.save(self.path)

    def update(self) -> tuple[Problem, ...]:
        """Bring the workbook up to date; what remains is wrong."""
        return sheetkit.update(self.path, as_of=AS_OF).problems

    def by_key(self, table: str) -> dict[CellValue, dict[str, CellValue]]:
        """The rows of a table by their keys, without the columns that say where another row stands."""
        rows = self.parsed().ledger.tables[table].columns
        kept = {name: cells for name, cells in rows.items() if not name.endswith(" Row")}
        keys = next(iter(rows.values()))
        return {key: {name: cells[at] for name, cells in kept.items()} for at, key in enumerate(keys)}

    def column(self, table: str, name: str) -> list[CellValue]:
        """The cells of a column as they stand."""
        return list(self.parsed().ledger.tables[table].columns[name])

    def case(self, name: str) -> CellValue:
        """A cell of the first case."""
        return self.column("Disputes", name)[0]
