"""The three-way merge of two workbooks: per cell, by table, key and column, over what people own.

Nothing that a person typed is lost: it is in the result or in a conflict. No decision uses a clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from sheetkit.core.values import CellValue
from sheetkit.sync.conflict import Conflict
from sheetkit.sync.guards import vanished
from sheetkit.sync.keys import NewKey, settle_keys
from sheetkit.sync.lists import merge_lists
from sheetkit.sync.plan import Added, Changes, Plan
from sheetkit.sync.rules import SAFE, Rules
from sheetkit.sync.snapshot import Snapshot, TableState, differing, picked, same
from sheetkit.sync.tables import NONE, Decisions, Merged, Place, merge_table

Prefer = Literal["", "local", "remote"]


def merge(
    base: Snapshot | None,
    local: Snapshot,
    remote: Snapshot,
    new_key: NewKey,
    *,
    prefer: Prefer = "",
    choices: Mapping[Place, CellValue] | None = None,
    rules: Rules = SAFE,
) -> Plan:
    """What each side is to change so that both say the same, and what nobody but a person can decide.

    Without a base nothing is agreed yet: equal cells are fine, different ones are conflicts, rows of either side stay.
    A cell in conflict stays as it is on both sides until a person settles it: `choices` by the conflict's place, or
    `prefer` for all of them. What a side lacks (a table, a column) is no opinion: it is neither filled nor emptied.
    """
    settled = settle_keys(base or Snapshot(), local, remote, new_key, rules)
    work = Decisions(prefer, choices or {}, rules, list(settled.conflicts))
    old, sides = settled.base, (settled.local, settled.remote)
    tables: dict[str, Merged] = {}
    for name in (name for name in sides[0].tables if name in sides[1].tables):
        both = sides[0].tables[name], sides[1].tables[name]
        tables[name] = merge_table(name, old.tables.get(name), both, settled.moved.get(name, frozenset()), work)
    settings, open_settings = _settings(old, local, remote, work)
    lists = _lists(old, local, remote, work)
    agreed = {
        name: _agreed(merged, old.tables.get(name), sides[0].tables[name], sides[1].tables[name])
        for name, merged in tables.items()
    }
    after = Snapshot({**old.tables, **agreed}, {**old.settings, **settings}, {**old.lists, **lists})
    settings = {name: value for name, value in settings.items() if name not in open_settings}
    changes = [
        _changes(before, keyed, tables, settings, lists, side)
        for side, (before, keyed) in enumerate(zip((local, remote), sides, strict=True))
    ]
    return Plan(
        after,
        changes[0],
        changes[1],
        tuple(work.conflicts),
        settled.renamed,
        settled.early,
        settled.filled,
        (vanished(old, sides[0]), vanished(old, sides[1])),
        (_own_keys(local, settled.local), _own_keys(remote, settled.remote)),
    )


def _settings(
    base: Snapshot, local: Snapshot, remote: Snapshot, work: Decisions
) -> tuple[dict[str, CellValue], set[str]]:
    """Each setting that both sides have, what both last agreed on for those that wait, and which these are."""
    found: dict[str, CellValue] = {}
    waiting: set[str] = set()
    for name, mine in local.settings.items():
        if name not in remote.settings:
            continue
        yours, was = remote.settings[name], base.settings.get(name)
        locked = (name in local.locked, name in remote.locked)
        if same(mine, yours) or (same(was, yours) and not locked[1]):
            found[name] = mine
        elif same(was, mine) and not locked[0]:
            found[name] = yours
        else:
            found[name], settled = work.decide("setting", ("", "", name), "", (was, mine, yours), locked)
            if not settled:
                waiting.add(name)
    return found, waiting


def _lists(base: Snapshot, local: Snapshot, remote: Snapshot, work: Decisions) -> dict[str, Sequence[CellValue]]:
    found: dict[str, Sequence[CellValue]] = {}
    both = [name for name in local.lists if name in remote.lists]
    together = [[name for name in names if name in both] for names in local.beside]
    alone = [[name] for name in both if not any(name in names for names in together)]
    for names in (names for names in (*together, *alone) if names):
        was, mine, yours = ([state.lists.get(name, ()) for name in names] for state in (base, local, remote))
        merged = merge_lists(was, mine, yours)
        found |= dict(zip(names, merged.entries, strict=True))
        work.conflicts += [Conflict("list", "", "", names[at], *clash) for at, *clash in merged.clashes]
    return {name: found[name] for name in both}


def _agreed(merged: Merged, base: TableState | None, local: TableState, remote: TableState) -> TableState:
    """What both sides say of a table afterwards; a row that stays on one side alone is remembered as it was."""
    shared = [name for name in merged.columns if name in local.columns and name in remote.columns]
    keys = list(merged.rows.keys)
    columns = {name: merged.columns[name] for name in shared}
    if base and merged.rows.alone:
        alone = merged.rows.alone
        keys += picked(base.keys, alone)
        for name, values in columns.items():
            was = base.columns.get(name)
            columns[name] = [*values, *(picked(was, alone) if was else [None] * len(alone))]
    return replace(local, keys=keys, columns=columns, locked={})


def _changes(
    before: Snapshot,
    keyed: Snapshot,
    tables: Mapping[str, Merged],
    settings: Mapping[str, CellValue],
    lists: Mapping[str, Sequence[CellValue]],
    side: int,
) -> Changes:
    keys: dict[str, dict[int, CellValue]] = {}
    cells: dict[str, dict[str, dict[int, CellValue]]] = {}
    for name, table in before.tables.items():
        if table.key and (new := _differing(table.keys, keyed.tables[name].keys)):
            keys[name] = new
        changed = {}
        for column, values in table.columns.items():
            new = _differing(values, keyed.tables[name].columns[column])
            if name in tables:
                new |= _news(tables[name], column, side)
            locked = table.locked.get(column, frozenset())
            if new := {at: new[at] for at in sorted(new) if at not in locked and not same(new[at], values[at])}:
                changed[column] = new
        if changed:
            cells[name] = changed
    return Changes(
        keys,
        cells,
        {name: added for name, merged in tables.items() if (added := _added(merged, before.tables[name], side)).keys},
        {name: tuple(merged.rows.deletes[side]) for name, merged in tables.items() if merged.rows.deletes[side]},
        {name: v for name, v in settings.items() if not same(v, before.settings[name]) and name not in before.locked},
        {name: entries for name, entries in lists.items() if not _equal(entries, before.lists[name])},
    )


def _own_keys(before: Snapshot, keyed: Snapshot) -> Changes:
    """The keys of a side's own rows, and what refers to them, as they must stand there before a row is copied."""
    return _changes(before, keyed, {}, {}, {}, 0)


def _news(merged: Merged, column: str, side: int) -> dict[int, CellValue]:
    """The merged cells of a column by the side's own rows, as far as the two sides did not say the same."""
    agreed, rows = merged.columns[column], merged.rows.sides[side]
    return {rows[row]: agreed[row] for row in merged.news[column] if rows[row] != NONE}


def _differing(before: Sequence[CellValue], after: Sequence[CellValue]) -> dict[int, CellValue]:
    return {row: after[row] for row in differing(before, after)}


def _added(merged: Merged, table: TableState, side: int) -> Added:
    new = [row for row, at in enumerate(merged.rows.sides[side]) if at == NONE]
    columns = {name: [merged.columns[name][row] for row in new] for name in table.columns}
    return Added([merged.rows.keys[row] for row in new], columns)


def _equal(one: Sequence[CellValue], other: Sequence[CellValue]) -> bool:
    return len(one) == len(other) and all(map(same, one, other))
