"""What stops a sync before anything is written: a side that lost more than a person would take away."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from sheetkit.core.values import CellValue
from sheetkit.sync.plan import Vanished
from sheetkit.sync.snapshot import Snapshot, TableState, text_of

MAX_DELETE: Final = 50
"""Percent of a table's rows that may vanish from a side between two syncs, unless the command says otherwise."""


def vanished(base: Snapshot, side: Snapshot) -> list[Vanished]:
    """What is gone from a side since the base, by table and list: rows that are not there or hold nothing any more."""
    found: list[Vanished] = []
    for name, table in base.tables.items():
        if name not in side.tables or not table.height:
            continue
        now = side.tables[name]
        columns = [column for column in now.content if column in table.columns]
        filled = set(_filled(now, columns))
        before = _filled(table, columns)
        gone = len(before) - sum(map(filled.__contains__, before))
        found += [Vanished(name, gone, len(before))] if gone else []
    for name, entries in base.lists.items():
        if name in side.lists:
            was, left = _entries(entries), _entries(side.lists[name])
            # An entry that was changed is not gone.
            gone = min((was - left).total(), was.total() - left.total())
            found += [Vanished(name, gone, was.total())] if gone > 0 else []
    return found


def _entries(lines: Sequence[CellValue]) -> Counter[str]:
    return Counter(text_of(entry) for entry in lines if entry is not None)


def _filled(table: TableState, columns: Sequence[str]) -> Sequence[str]:
    """The folded keys of rows that hold anything in one of the columns."""
    empty: Iterable[int] = range(table.height)
    for column in columns:
        values = table.columns[column]
        empty = [row for row in empty if values[row] is None]
    gone = frozenset(empty)
    return [key for row, key in enumerate(table.folded_keys) if row not in gone] if gone else table.folded_keys


def too_many(lost: Sequence[Vanished], max_delete: float = MAX_DELETE) -> list[Vanished]:
    """Those of which more than `max_delete` percent are gone; a table of one row too."""
    return [one for one in lost if one.gone * 100 > max_delete * one.of]
