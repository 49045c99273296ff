"""New rows at the end of a table of a ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sheetkit.core.values import CellValue
from sheetkit.records.ledger import Ledger

NEW = -1
"""The sheet row of a row that stands nowhere yet."""


def append(ledger: Ledger, table: str, columns: Mapping[str, Sequence[CellValue]], count: int) -> Ledger:
    """The ledger with `count` more rows in a table; `columns` holds their values, the others stay blank."""
    rows = ledger.tables[table]
    blank: list[CellValue] = [None] * count
    values = {name: [*present, *columns.get(name, blank)] for name, present in rows.columns.items()}
    return ledger.with_table(replace(rows, columns=values, sheet_rows=[*rows.sheet_rows, *[NEW] * count]))
