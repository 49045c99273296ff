"""Changes made to a snapshot, and two changes one after the other made one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sheetkit.core.values import CellValue
from sheetkit.sync.plan import Added, Changes
from sheetkit.sync.snapshot import Snapshot, TableState


def applied(snapshot: Snapshot, changes: Changes) -> Snapshot:
    """The snapshot after the changes: rows left in their order, new ones below them."""
    tables = {name: _table(table, name, changes) for name, table in snapshot.tables.items()}
    settings = {**snapshot.settings, **changes.settings}
    return replace(snapshot, tables=tables, settings=settings, lists={**snapshot.lists, **changes.lists})


def _table(table: TableState, name: str, changes: Changes) -> TableState:
    added = changes.adds.get(name, Added((), {}))
    cells, gone = changes.cells.get(name, {}), frozenset(changes.deletes.get(name, ()))
    count = len(added.keys)

    def whole(values: Sequence[CellValue], new: Mapping[int, CellValue], more: Sequence[CellValue]) -> list[CellValue]:
        kept = [new.get(row, value) for row, value in enumerate(values) if row not in gone] if new or gone else values
        return [*kept, *more]

    place = {old: new for new, old in enumerate(row for row in range(table.height) if row not in gone)}
    return replace(
        table,
        keys=whole(table.keys, changes.keys.get(name, {}), added.keys),
        columns={
            column: whole(values, cells.get(column, {}), added.columns.get(column, [None] * count))
            for column, values in table.columns.items()
        },
        locked={column: frozenset(place[row] for row in rows if row in place) for column, rows in table.locked.items()},
    )


def composed(snapshot: Snapshot, first: Changes, then: Changes) -> Changes:
    """The changes to `snapshot` that do what `first` and, on what that leaves, `then` do."""
    keys = {name: dict(rows) for name, rows in first.keys.items()}
    cells = {name: {column: dict(rows) for column, rows in columns.items()} for name, columns in first.cells.items()}
    adds = {name: _Adds(added) for name, added in first.adds.items()}
    deletes = {name: list(rows) for name, rows in first.deletes.items()}
    for name, table in snapshot.tables.items():
        gone = frozenset(first.deletes.get(name, ()))
        kept = [row for row in range(table.height) if row not in gone]
        more = adds.setdefault(name, _Adds(Added((), dict.fromkeys(table.columns, ()))))
        for row, key in then.keys.get(name, {}).items():
            if row < len(kept):
                keys.setdefault(name, {})[kept[row]] = key
            else:
                more.keys[row - len(kept)] = key
        for column, rows in then.cells.get(name, {}).items():
            for row, value in rows.items():
                if row < len(kept):
                    cells.setdefault(name, {}).setdefault(column, {})[kept[row]] = value
                else:
                    more.columns[column][row - len(kept)] = value
        again = then.deletes.get(name, ())
        deletes.setdefault(name, []).extend(kept[row] for row in again if row < len(kept))
        more.drop({row - len(kept) for row in again if row >= len(kept)})
        more.extend(then.adds.get(name))
    return Changes(
        keys,
        cells,
        {name: Added(more.keys, more.columns) for name, more in adds.items() if more.keys},
        {name: rows for name, rows in deletes.items() if rows},
        {**first.settings, **then.settings},
        {**first.lists, **then.lists},
    )


class _Adds:
    """Rows to be added, as they grow."""

    def __init__(self, added: Added) -> None:
        self.keys = list(added.keys)
        self.columns = {name: list(values) for name, values in added.columns.items()}

    def drop(self, rows: set[int]) -> None:
        if rows:
            self.keys = [key for row, key in enumerate(self.keys) if row not in rows]
            self.columns = {
                name: [value for row, value in enumerate(values) if row not in rows]
                for name, values in self.columns.items()
            }

    def extend(self, added: Added | None) -> None:
        if added:
            self.keys += added.keys
            blank: list[CellValue] = [None] * len(added.keys)
            self.columns = {name: [*old, *added.columns.get(name, blank)] for name, old in self.columns.items()}
