"""Two workbooks on disk and the people who edit them."""

from collections.abc import Mapping
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import sheetkit
from sheetkit.app.sync_results import Synced
from sheetkit.app.syncing import sync
from sheetkit.backends.excel.read import read
from sheetkit.core.values import CellValue
from sheetkit.records.ledger import Ledger, TableRows
from sheetkit.records.parse import parse
from sheetkit.sync.snapshot import Snapshot, agree
from sheetkit.sync.take import take
from sheetkit.template.load import load_template
from sheetkit.workbook.a1 import address

DAY = date(2026, 11, 22)
LIBRARY = Path(__file__).parents[1] / "templates" / "library-loans"


class Desk:
    """Two workbooks in a folder, and what is remembered of them."""

    def __init__(self, folder: Path) -> None:
        self.local, self.remote, self.state = folder / "here.xlsx", folder / "there.xlsx", folder / "state"
        self._ids = count(1)

    def sync(self, **options: Any) -> Synced:
        remote = options.pop("remote", self.remote)
        return sync(self.local, remote, as_of=DAY, pair=lambda: f"pair{next(self._ids)}", state=self.state, **options)

    def snapshot(self, path: Path) -> Snapshot:
        grid = read(path)
        parsed = parse(load_template(LIBRARY), grid)
        return take(parsed, parsed.ledger, grid)

    def in_step(self) -> bool:
        return agree(self.snapshot(self.local), self.snapshot(self.remote))


def ledger(path: Path) -> Ledger:
    """What a workbook says."""
    return parse(load_template(LIBRARY), read(path)).ledger


def table(path: Path, name: str) -> TableRows:
    return ledger(path).tables[name]


def cell(path: Path, name: str, key: str, column: str) -> CellValue:
    """The cell of a row by its key."""
    rows = table(path, name)
    tab = next(tab for tab in ledger(path).template.tabs if tab.name == name)
    return rows.columns[column][list(rows.columns[tab.key]).index(key)]


def edit(path: Path, name: str, key: str, cells: Mapping[str, CellValue]) -> None:
    """Somebody types into the row with this key; "" is the first blank row."""
    parsed = parse(load_template(LIBRARY), read(path))
    place, rows = parsed.places[name], parsed.ledger.tables[name]
    tab = next(tab for tab in parsed.ledger.template.tabs if tab.name == name)
    row = rows.sheet_rows[list(rows.columns[tab.key]).index(key)] if key else place.spare_rows[0]
    columns = {**place.columns, **place.extra}
    sheetkit.patch_xlsx(path, {(place.sheet, address(row, columns[column])): value for column, value in cells.items()})


def delete(path: Path, name: str, key: str) -> None:
    """Somebody clears what was typed in the row with this key."""
    tab = next(tab for tab in load_template(LIBRARY).tabs if tab.name == name)
    edit(path, name, key, {column.name: None for column in tab.columns if not column.formula})


def rows_of(path: Path, name: str) -> list[dict[str, CellValue]]:
    """The rows of a table, blank cells left out."""
    rows = table(path, name)
    return [
        {column: values[row] for column, values in rows.columns.items() if values[row] not in (None, "")}
        for row in range(rows.height)
    ]
