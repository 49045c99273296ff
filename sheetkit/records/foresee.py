"""Where the new rows of a ledger will come to lie in the file, so that what is said of them can name the place."""

from collections.abc import Mapping
from dataclasses import replace

from sheetkit.records.ledger import Ledger, TableRows
from sheetkit.records.place import Parsed


def foresee(parsed: Parsed) -> Parsed:
    """The same with a sheet row for every new row: the table's blank rows in order, then the rows below its last."""
    tables = dict(parsed.ledger.tables)
    for name, place in parsed.places.items():
        table = tables.get(name)
        if table is None or all(row >= 0 for row in table.sheet_rows):
            continue
        new = [index for index, row in enumerate(table.sheet_rows) if row < 0]
        below = range(place.last_row + 1, place.last_row + 1 + max(0, len(new) - len(place.spare_rows)))
        rows = list(table.sheet_rows)
        for index, row in zip(new, (*place.spare_rows, *below), strict=False):
            rows[index] = row
        tables[name] = replace(table, sheet_rows=rows)
    return replace(parsed, ledger=replace(parsed.ledger, tables=tables))


def unforeseen(ledger: Ledger, before: Mapping[str, TableRows]) -> Ledger:
    """The ledger with its rows where they lay before."""
    tables = {
        name: replace(table, sheet_rows=before[name].sheet_rows) if name in before else table
        for name, table in ledger.tables.items()
    }
    return replace(ledger, tables=tables)
