"""What must hold of what two workbooks say, whatever people did and faults struck."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from sheetkit.core.values import CellValue
from sheetkit.sync.snapshot import Snapshot, folded
from tests.sync.both import MINE, Look
from tests.sync.people import NAMED, TYPED

Known = Counter[tuple[str, CellValue, str]]
"""Rows by table, name and folded key."""


class Broken(AssertionError):  # noqa: N818 - it is what happened to a promise
    """A promise does not hold; its number comes first."""


def in_order(
    look: Look, table: str, births: Mapping[tuple[str, CellValue], int], alive: Mapping[CellValue, CellValue]
) -> None:
    """I4, I5 and I6 of a table: `births` is how often a row of a name may be there, `alive` in which row a value is."""
    held, name = look.snapshot.tables[table], NAMED[table]
    keys = [folded(key) for key in held.keys]
    if len(set(keys)) < len(keys) or "" in keys:
        raise Broken(f"I4 keys {keys} in {table}")
    many = Counter(held.columns[name])
    if doubled := [value for value in many if value is not None and many[value] > births.get((table, value), 0)]:
        raise Broken(f"I5 {doubled} are doubled in {table}")
    place, sheet, rows = look.parsed.places[table], look.sheet(table), look.parsed.ledger.tables[table]
    for row, at in enumerate(rows.sheet_rows):
        owner = rows.columns[name][row]
        for column in (*place.columns.values(), *place.extra.values()):
            value = sheet.value(at, column)
            if value in alive and alive[value] not in (owner, None):
                raise Broken(f"I6 {value} of {alive[value]} stands at {owner}")


def left_alone(look: Look) -> None:
    """I11: a tab of one's own, and a word beside a table."""
    mine, readers = look.grid.sheet(MINE), look.sheet("Readers")
    beside = [value for column in readers.values for value in column].count("beside")
    if mine is None or (mine.value(1, 1), mine.formula(2, 1)) != ("my own", "1+1") or beside != 1:
        raise Broken("I11 what is not ours changed")


def known(look: Look) -> Known:
    """The rows of a side."""
    tables = look.snapshot.tables
    return Counter(
        (table, value, folded(key))
        for table, name in NAMED.items()
        for key, value in zip(tables[table].keys, tables[table].columns[name], strict=True)
    )


def shared(one: Snapshot, other: Snapshot) -> Snapshot:
    """A snapshot without the columns of one's own that the other side lacks."""
    tables = {
        name: replace(table, columns={column: held for column, held in table.columns.items()
                                      if column in other.tables[name].columns})
        for name, table in one.tables.items()
    }  # fmt: skip
    return replace(one, tables=tables)


def own_formulas(look: Look) -> Counter[tuple[str, CellValue, str, str]]:
    """People's own formulas in input cells, by table, the row's name, and column."""
    found: Counter[tuple[str, CellValue, str, str]] = Counter()
    for table, name in NAMED.items():
        place, rows, sheet = look.parsed.places[table], look.parsed.ledger.tables[table], look.sheet(table)
        for column in TYPED[table]:
            formulas = sheet.formulas.get(place.columns.get(column, -1), {})
            for row, at in enumerate(rows.sheet_rows):
                if at in formulas:
                    found[table, rows.columns[name][row], column, formulas[at].lstrip("=")] += 1
    return found
