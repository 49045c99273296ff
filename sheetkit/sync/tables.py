"""One table of both sides merged, row by row and cell by cell, every row known by its key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat

from sheetkit.core.values import CellValue
from sheetkit.sync.conflict import Conflict, Kind
from sheetkit.sync.rules import SAFE, Rules
from sheetkit.sync.snapshot import TableState, differing, folded, picked, same, shown, stretches, text_of

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


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged table. `columns` hold what both sides are to say, row by row as in `rows`.

    Of each column `news` has the rows in which it says something else than a side; they are left out where each side
    keeps what it has until a person decides, and `columns` then holds what both last agreed on.
    """

    rows: Rows
    columns: Mapping[str, Sequence[CellValue]]
    news: Mapping[str, Sequence[int]]


def merge_table(
    name: str,
    base: TableState | None,
    sides: tuple[TableState, TableState],
    moved: frozenset[str],
    work: Decisions,
) -> Merged:
    """Merge a table that both sides have. `moved` are folded keys of rows whose key a person changed."""
    rows = _rows(name, base, sides, moved, work)
    together = (stretches(rows.sides[0]), stretches(rows.sides[1]))
    columns: dict[str, Sequence[CellValue]] = {}
    news: dict[str, Sequence[int]] = {}
    for column in {**sides[0].columns, **sides[1].columns}:
        present = [side for side, table in enumerate(sides) if column in table.columns]
        both = [picked(sides[side].columns[column], rows.sides[side], together[side]) for side in present]
        if len(both) == 2:
            columns[column], news[column] = _column(name, column, base, sides, rows, (both[0], both[1]), work)
        else:
            columns[column], news[column] = both[0], []
    return Merged(rows, columns, news)


def _rows(
    name: str,
    base: TableState | None,
    sides: tuple[TableState, TableState],
    moved: frozenset[str],
    work: Decisions,
) -> Rows:
    """The local rows in their order, then those that only the remote side has."""
    at = [table.row_of for table in sides]
    old: Mapping[str, int] = base.row_of if base else {}
    rows = Rows()
    for side, (own, other) in enumerate((at, at[::-1])):
        lost = own.keys() & (old.keys() - other.keys())
        gone = {
            key
            for key in (own if lost else ())
            if key in lost and not _stays(name, base, sides[side], side, (old[key], own[key]), key in moved, rows, work)
        }
        keys = [key for key in own if key not in gone and (side == 0 or key not in other)]
        rows.keys += map(sides[side].keys.__getitem__, map(own.__getitem__, keys))
        rows.base += map(old.get, keys, repeat(NONE))
        rows.sides[0].extend(map(at[0].get, keys, repeat(NONE)))
        rows.sides[1].extend(map(at[1].get, keys, repeat(NONE)))
    return rows


def _stays(
    name: str,
    base: TableState | None,
    table: TableState,
    side: int,
    at: tuple[int, int],
    moved: bool,
    rows: Rows,
    work: Decisions,
) -> bool:
    """Whether a row that the other side deleted stays on both, as one that was edited does.

    Otherwise it goes, or is left alone on its side, where a formula of one's own keeps it.
    """
    before, row = at
    key = table.keys[row]
    if (moved or _edited(base, before, table, row)) and work.rules.keep_edit_against_delete:
        local, remote = ("edited", "deleted") if side == 0 else ("deleted", "edited")
        work.conflicts.append(Conflict("delete-kept", name, shown(key), "", None, local, remote))
        return True
    if any(row in locked for locked in table.locked.values()) and work.rules.leave_own_formulas:
        local, remote = ("own formula", "deleted") if side == 0 else ("deleted", "own formula")
        work.conflicts.append(Conflict("deleted", name, shown(key), "", None, local, remote))
        rows.alone.append(before)
        return False
    rows.deletes[side].append(row)
    return False


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
    both: tuple[Sequence[CellValue], Sequence[CellValue]],
    work: Decisions,
) -> tuple[Sequence[CellValue], list[int]]:
    """One column merged, and the rows in which a side does not say so yet and is to; `both` are its cells by `rows`."""
    local, remote = both
    old = base.columns.get(column) if base else None
    stamp = column in sides[0].stamps
    locked = [table.locked.get(column, frozenset()) if work.rules.leave_own_formulas else () for table in sides]
    merged, news = list(local), []
    for row in differing(local, remote):
        news.append(row)
        mine, yours, at, there = local[row], remote[row], rows.sides[0][row], rows.sides[1][row]
        was = old[rows.base[row]] if old and rows.base[row] != NONE else None
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
                news.pop()
    return merged, news


def _of_stamps(local: CellValue, remote: CellValue) -> CellValue:
    """Of two stamps the larger number or the longer text, whichever side it is from."""
    if isinstance(local, float) and isinstance(remote, float):
        return max(local, remote)
    return max((local, remote), key=lambda value: (len(text_of(value)), text_of(value)))
