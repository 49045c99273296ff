"""One table of both sides merged, row by row and cell by cell, every row known by its key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sheetkit.core.values import CellValue
from sheetkit.sync.conflict import Conflict, Kind
from sheetkit.sync.rules import SAFE, Rules
from sheetkit.sync.snapshot import TableState, differing, folded, same, shown, text_of

Place = tuple[str, str, str]
"""Table, folded key and column of a cell."""
Three = tuple[CellValue, CellValue, CellValue]
"""What a cell was before, and what it is on the local and on the remote side."""
NONE = -1
"""The number of a row that a side does not have."""


@dataclass(slots=True)
class Decisions:
    """How conflicts are decided, and all that were met."""

    prefer: str = ""
    choices: Mapping[Place, CellValue] = field(default_factory=dict)
    rules: Rules = SAFE
    conflicts: list[Conflict] = field(default_factory=list)

    def decide(
        self, kind: Kind, place: Place, key: str, three: Three, locked: tuple[bool, bool] = (False, False)
    ) -> tuple[CellValue, bool]:
        """The value for both sides and True, or False where the cell waits for a person."""
        before, local, remote = three
        if place in self.choices or self.prefer:
            chosen = self.choices.get(place, local if self.prefer == "local" else remote)
            if not (locked[0] and not same(local, chosen)) and not (locked[1] and not same(remote, chosen)):
                self.conflicts.append(Conflict("settled", place[0], key, place[2], before, local, remote))
                return chosen, True
        self.conflicts.append(Conflict(kind, place[0], key, place[2], before, local, remote))
        return before, False


@dataclass(slots=True)
class Rows:
    """The rows of the merged table: their keys, their numbers in the base and on each side (NONE where they are not).

    `deletes[side]` are rows that go from a side, `alone` are those of them that stay there for now.
    """

    keys: list[CellValue] = field(default_factory=list)
    base: list[int] = field(default_factory=list)
    sides: tuple[list[int], list[int]] = field(default_factory=lambda: ([], []))
    deletes: tuple[list[int], list[int]] = field(default_factory=lambda: ([], []))
    alone: list[int] = field(default_factory=list)

    def plain(self, side: int) -> bool:
        """Whether the rows are those of a side in its order, and no others."""
        return self.sides[side] == list(range(len(self.keys)))

    def add(self, key: CellValue, base: int, local: int, remote: int) -> None:
        """One more row."""
        self.keys.append(key)
        self.base.append(base)
        self.sides[0].append(local)
        self.sides[1].append(remote)


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged table. `columns` hold what both sides are to say, row by row as in `rows`.

    Cells in `open` (column, row) are left as each side has them; `columns` then holds what both last agreed on. `plain`
    says for each side whether these are just its rows in its order.
    """

    rows: Rows
    columns: Mapping[str, Sequence[CellValue]]
    open: frozenset[tuple[str, int]]
    plain: tuple[bool, bool] = (False, False)


def merge_table(
    name: str,
    base: TableState | None,
    sides: tuple[TableState, TableState],
    moved: frozenset[str],
    work: Decisions,
) -> Merged:
    """Merge a table that both sides have. `moved` are folded keys of rows whose key a person changed."""
    rows = _rows(name, base, sides, moved, work)
    columns: dict[str, Sequence[CellValue]] = {}
    waiting: set[tuple[str, int]] = set()
    for column in {**sides[0].columns, **sides[1].columns}:
        merged, open_ = _column(name, column, base, sides, rows, work)
        columns[column] = merged
        waiting |= {(column, row) for row in open_}
    return Merged(rows, columns, frozenset(waiting), (rows.plain(0), rows.plain(1)))


def _rows(
    name: str,
    base: TableState | None,
    sides: tuple[TableState, TableState],
    moved: frozenset[str],
    work: Decisions,
) -> Rows:
    """The local rows in their order, then those that only the remote side has."""
    at = [{folded(key): row for row, key in enumerate(table.keys)} for table in sides]
    old = {folded(key): row for row, key in enumerate(base.keys)} if base else {}
    rows = Rows()
    for key, local in at[0].items():
        remote = at[1].get(key, NONE)
        if remote != NONE or key not in old:
            rows.add(sides[0].keys[local], old.get(key, NONE), local, remote)
        else:
            _deleted(name, base, sides[0], 0, (old[key], local), key in moved, rows, work)
    for key, remote in at[1].items():
        if key in at[0]:
            continue
        if key not in old:
            rows.add(sides[1].keys[remote], NONE, NONE, remote)
        else:
            _deleted(name, base, sides[1], 1, (old[key], remote), key in moved, rows, work)
    return rows


def _deleted(
    name: str,
    base: TableState | None,
    table: TableState,
    side: int,
    at: tuple[int, int],
    moved: bool,
    rows: Rows,
    work: Decisions,
) -> None:
    """A row that the other side deleted: an edit keeps it, a formula of one's own keeps it here, else it goes."""
    before, row = at
    key = table.keys[row]
    if (moved or _edited(base, before, table, row)) and work.rules.keep_edit_against_delete:
        local, remote = ("edited", "deleted") if side == 0 else ("deleted", "edited")
        work.conflicts.append(Conflict("delete-kept", name, shown(key), "", None, local, remote))
        rows.add(key, before, *((row, NONE) if side == 0 else (NONE, row)))
        return
    if any(row in locked for locked in table.locked.values()) and work.rules.leave_own_formulas:
        local, remote = ("own formula", "deleted") if side == 0 else ("deleted", "own formula")
        work.conflicts.append(Conflict("deleted", name, shown(key), "", None, local, remote))
        rows.alone.append(before)
        return
    rows.deletes[side].append(row)


def _edited(base: TableState | None, before: int, table: TableState, row: int) -> bool:
    """Whether a person changed anything of a row; stamps do not count."""
    for name in table.content:
        was = base.columns[name][before] if base and name in base.columns else None
        if not same(was, table.columns[name][row]):
            return True
    return False


def _column(
    name: str,
    column: str,
    base: TableState | None,
    sides: tuple[TableState, TableState],
    rows: Rows,
    work: Decisions,
) -> tuple[Sequence[CellValue], list[int]]:
    """One column merged, and the rows whose cell waits."""
    present = [table.columns.get(column) for table in sides]
    local, remote = (_picked(cells, rows.sides[side]) for side, cells in enumerate(present))
    if present[0] is None or present[1] is None:
        return (remote if present[0] is None else local), []
    old = _picked(base.columns.get(column) if base else None, rows.base)
    stamp = column in sides[0].stamps
    locked = [table.locked.get(column, frozenset()) if work.rules.leave_own_formulas else () for table in sides]
    merged, waiting = list(local), []
    for row in differing(local, remote):
        mine, yours, was, at, there = local[row], remote[row], old[row], rows.sides[0][row], rows.sides[1][row]
        if at == NONE:
            merged[row] = yours
        elif there == NONE or (same(was, yours) and there not in locked[1]):
            pass  # the local value stays
        elif same(was, mine) and at not in locked[0]:
            merged[row] = yours
        elif not work.rules.wait_when_both_changed:
            pass  # the local value stays
        elif stamp:
            merged[row] = _of_stamps(mine, yours)
            if column not in sides[0].silent:
                work.conflicts.append(Conflict("stamp", name, shown(rows.keys[row]), column, was, mine, yours))
        else:
            fixed = (at in locked[0], there in locked[1])
            place = (name, folded(rows.keys[row]), column)
            kind: Kind = "formula" if any(fixed) else "edited"
            merged[row], settled = work.decide(kind, place, shown(rows.keys[row]), (was, mine, yours), fixed)
            if not settled:
                waiting.append(row)
    return merged, waiting


def _of_stamps(local: CellValue, remote: CellValue) -> CellValue:
    """Of two stamps the larger number or the longer text, whichever side it is from."""
    if isinstance(local, float) and isinstance(remote, float):
        return max(local, remote)
    return max((local, remote), key=lambda value: (len(text_of(value)), text_of(value)))


def _picked(values: Sequence[CellValue] | None, rows: Sequence[int]) -> list[CellValue]:
    if values is None:
        return [None] * len(rows)
    if NONE not in rows:
        return [values[row] for row in rows]
    return [values[row] if row != NONE else None for row in rows]
