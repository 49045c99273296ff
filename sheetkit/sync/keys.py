"""Which row is which: every row of both sides gets a key of its own before any cell is compared."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from sheetkit.core.values import CellValue
from sheetkit.sync.conflict import Conflict
from sheetkit.sync.rules import SAFE, Rules
from sheetkit.sync.snapshot import Snapshot, TableState, differing, folded, in_common, row_text, shown

NewKey = Callable[[str, Mapping[str, CellValue]], CellValue]
"""A key that no row has or had, for a row of a table with these values, its present key among them."""
Tables = dict[str, TableState]


@dataclass(frozen=True, slots=True)
class Settled:
    """Both sides with unique keys, their rows in the order they had, and the base with the keys that rows have now.

    `moved` are, by table, the folded keys of rows whose key a person changed; `renamed` maps old keys to new ones.
    `early` says for each side (local, remote) that keys in use on it change, which must be written there before a row
    is copied; `filled` that blank keys were filled on it.
    """

    base: Snapshot
    local: Snapshot
    remote: Snapshot
    conflicts: tuple[Conflict, ...] = ()
    moved: Mapping[str, frozenset[str]] = field(default_factory=dict)
    renamed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    early: tuple[bool, bool] = (False, False)
    filled: tuple[bool, bool] = (False, False)


def settle_keys(base: Snapshot, local: Snapshot, remote: Snapshot, new_key: NewKey, rules: Rules = SAFE) -> Settled:
    """Give every row of both sides a key of its own, the same on both where it is the same row.

    A copied row gets a new key; a wiped key comes back by the row's content; a key changed on one side, whose other
    cells are those of exactly one vanished row, is a rename on the other; of two new rows with one key one is re-keyed,
    and what refers to it on its side follows. The choice depends on the rows alone, not on which side is which.
    """
    known: Tables = dict(base.tables)
    sides: tuple[Tables, Tables] = (dict(local.tables), dict(remote.tables))
    rows = []
    for name in {**local.tables, **remote.tables}:
        if any(name in tables and tables[name].key for tables in sides):
            rows.append(_Rows(name, known, sides))
        else:
            _number(name, (known, *sides))
    for table in rows:
        table.match(rules)
    for table in rows:
        table.fill(new_key)
    return Settled(
        replace(base, tables=known),
        replace(local, tables=sides[0]),
        replace(remote, tables=sides[1]),
        tuple(conflict for table in rows for conflict in table.conflicts),
        {table.name: frozenset(map(folded, table.renamed.values())) for table in rows if table.renamed},
        {table.name: {old: shown(new) for old, new in table.renamed.items()} for table in rows if table.renamed},
        (any(table.lost[0] for table in rows), any(table.lost[1] for table in rows)),
        (any(table.filled[0] for table in rows), any(table.filled[1] for table in rows)),
    )


def _number(name: str, states: Sequence[Tables]) -> None:
    """Rows of a table without a key are known by what they hold, equal ones by their number."""
    for tables in states:
        if name in tables:
            table, seen = tables[name], Counter[tuple[str, ...]]()
            columns = sorted(table.content)
            keys: list[CellValue] = []
            for row in range(table.height):
                text = row_text(table, row, columns)
                seen[text] += 1
                keys.append(f"{text!r}#{seen[text]}")
            tables[name] = replace(table, keys=keys)


class _Rows:
    """The rows of one table on both sides; `keys[side]` are their folded keys as they become known, "" for none yet.

    `lost[side]` are the rows that lose their key, each with whether what refers to it follows.
    """

    def __init__(self, name: str, known: Tables, sides: tuple[Tables, Tables]) -> None:
        self.name, self.known, self.sides = name, known, sides
        self.base = known.get(name)
        self.keys = tuple(list(tables[name].folded_keys) if name in tables else [] for tables in sides)
        self.old = set(self.base.folded_keys) if self.base else set()
        self.lost: tuple[dict[int, bool], dict[int, bool]] = ({}, {})
        self.filled = [False, False]
        self.renamed: dict[str, CellValue] = {}
        self.conflicts: list[Conflict] = []

    def match(self, rules: Rules) -> None:
        """Find out which row is which; the rules are all on outside of tests."""
        for side in (0, 1):
            if rules.part_copies:
                self._part_copies(side)
        for side in (0, 1):
            if rules.adopt_wiped_keys:
                self._adopt(side)
        if rules.rename:
            self._rename()
        if rules.part_new_rows:
            self._part_new()

    def _table(self, side: int) -> TableState:
        return self.sides[side][self.name]

    def _lose(self, side: int, row: int, *, follow: bool) -> None:
        self.keys[side][row] = ""
        self.lost[side][row] = follow

    def _part_copies(self, side: int) -> None:
        """Of rows with one key, the one most like the row it was keeps it; the others lose theirs."""
        if len(set(self.keys[side])) == len(self.keys[side]):
            return
        rows = defaultdict(list)
        for row, key in enumerate(self.keys[side]):
            if key:
                rows[key].append(row)
        for key, group in rows.items():
            if len(group) > 1:
                model = self._model(1 - side, key)
                columns = self._table(side).columns
                likeness = {
                    row: sum(columns[name][row] == value for name, value in model.items() if name in columns)
                    for row in group
                }
                first = max(group, key=lambda row: (likeness[row], -row))
                for row in group:
                    if row != first:
                        self._lose(side, row, follow=False)

    def _model(self, other: int, key: str) -> Mapping[str, CellValue]:
        """What the row of this key last was, as far as anyone knows."""
        for table in (self.base, self.sides[other].get(self.name)):
            if table and key in table.row_of:
                row = table.first_row_of[key]
                return {name: values[row] for name, values in table.columns.items()}
        return {}

    def _adopt(self, side: int) -> None:
        """Rows whose key was wiped: content that is that of a vanished row brings its key back."""
        mine = self.keys[side]
        blank = [row for row, key in enumerate(mine) if not key and row not in self.lost[side]]
        if not blank:
            return
        table, present = self._table(side), set(mine)
        # A column that was made here just now for what the other side has in it says nothing yet.
        said = [name for name in table.content if any(value is not None for value in table.columns[name])]
        for source, keys in self._vanished(side, present):
            columns = [name for name in said if name in source.columns]
            waiting: defaultdict[tuple[str, ...], deque[str]] = defaultdict(deque)
            for row, key in enumerate(keys):
                if key:
                    waiting[row_text(source, row, columns)].append(key)
            for row in blank:
                text = row_text(table, row, columns)
                if mine[row] or not any(text):
                    continue
                alike = waiting.get(text, deque())
                while alike and not mine[row]:
                    if (key := alike.popleft()) not in present:
                        mine[row] = key
                        present.add(key)
                        self.filled[side] = True

    def _vanished(self, side: int, present: set[str]) -> list[tuple[TableState, list[str]]]:
        """Where the vanished rows of a side are still known, with their keys there; "" for rows that it has."""
        other = self.sides[1 - side].get(self.name)
        theirs = [key if key not in present and key in self.old else "" for key in self.keys[1 - side]]
        if self.base:
            known = [key if key not in present else "" for key in self.base.folded_keys]
            return [(self.base, known), *([(other, theirs)] if other else [])]
        return [(other, [key if key not in present else "" for key in self.keys[1 - side]])] if other else []

    def _rename(self) -> None:
        """A key that a person changed, its row otherwise untouched, changes on the other side too."""
        if not self.base:
            return
        found = [self._renames(side) for side in (0, 1)]
        final: dict[str, CellValue] = {}
        for old in {**found[0], **found[1]}:
            choices = [new[old] for new in found if old in new]
            final[old] = min(choices, key=shown)
            if len(set(map(folded, choices))) > 1:
                self.conflicts.append(Conflict("key", self.name, shown(final[old]), "", old, choices[0], choices[1]))
        if not final or len(set(map(folded, final.values()))) < len(final):
            return  # nobody changed a key, or two rows were given one key: both stay what they seem to be, new rows
        for side in (0, 1):
            if self.name in self.sides[side]:
                self._take_names(side, {folded(new): old for old, new in found[side].items()}, final)
        keys = [final.get(folded(key), key) for key in self.base.keys]
        self.base = self.known[self.name] = replace(self.base, keys=keys)
        self.old = {folded(key) for key in keys}
        self.renamed = final

    def _renames(self, side: int) -> dict[str, CellValue]:
        """The old keys of rows that stand under a new key on this side, and the new ones."""
        if not self.base or self.name not in self.sides[side]:
            return {}
        table, mine, others = self._table(side), set(self.keys[side]), set(self.keys[1 - side])
        columns = [name for name in table.content if name in self.base.columns]
        gone: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        missing = self.old - mine
        for row, key in enumerate(self.base.folded_keys) if missing else ():
            if key in missing:
                gone[row_text(self.base, row, columns)].append(key)
        came: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        new = mine - self.old
        for row, key in enumerate(self.keys[side]) if gone and new else ():
            if key and key in new:
                came[row_text(table, row, columns)].append(row)
        found: dict[str, CellValue] = {}
        for text, rows in came.items():
            old = gone.get(text, [])
            alone = len(rows) == 1 and len(old) == 1 and any(text)
            if alone and not (self.keys[side][rows[0]] in others and old[0] in others):
                found[old[0]] = table.keys[rows[0]]
        return found

    def _take_names(self, side: int, own: Mapping[str, str], final: Mapping[str, CellValue]) -> None:
        table = self._table(side)
        raw = list(table.keys)
        for row, key in enumerate(self.keys[side]):
            old = own.get(key, key)
            if old in final and folded(final[old]) != key:
                raw[row], self.keys[side][row] = final[old], folded(final[old])
        self.sides[side][self.name] = replace(table, keys=raw)

    def _part_new(self) -> None:
        """Two new rows with one made key are two rows, unless they say the same.

        Where nothing is known of the past they are one row, unless they have not one cell in common.
        """
        if any(self.name not in tables for tables in self.sides) or not self._table(0).made:
            return
        there = {key: row for row, key in enumerate(self.keys[1]) if key and key not in self.old}
        columns = sorted(set(self._table(0).content) & set(self._table(1).content))
        for row, key in enumerate(self.keys[0]):
            if key in there:
                rows = (row, there[key])
                texts = [row_text(self._table(side), rows[side], columns) for side in (0, 1)]
                if texts[0] != texts[1] and (self.base or not in_common(*texts)):
                    side = 0 if texts[0] > texts[1] else 1
                    self._lose(side, rows[side], follow=True)

    @cached_property
    def _spelled(self) -> Mapping[str, CellValue]:
        """Each key as the base or a side writes it."""
        tables = (states[self.name] for states in (self.known, *self.sides) if self.name in states)
        return {folded(raw): raw for table in tables for raw in table.keys}

    def fill(self, new_key: NewKey) -> None:
        """Write the keys that were found, and new ones where there is none."""
        for side in (0, 1):
            if self.name not in self.sides[side]:
                continue
            table, keys = self._table(side), self.keys[side]
            raw, known = list(table.keys), table.folded_keys
            for row in differing(keys, known) if "" not in keys else range(len(keys)):
                key = keys[row]
                if not key:
                    cells = {name: values[row] for name, values in table.columns.items()}
                    raw[row] = new_key(self.name, {**cells, table.key: table.keys[row]})
                    self.filled[side] = True
                elif key != known[row]:
                    raw[row] = self._spelled[key]
            if differing(raw, table.keys):
                self.sides[side][self.name] = replace(table, keys=raw)
            followed: dict[str, CellValue] = {}
            for row, follow in self.lost[side].items():
                old, new = table.keys[row], raw[row]
                self.conflicts.append(Conflict("re-keyed", self.name, shown(new), "", old, old, new))
                if follow:
                    followed[folded(old)] = new
            if followed:
                _refer(self.sides[side], self.name, followed)


def _refer(tables: Tables, name: str, followed: Mapping[str, CellValue]) -> None:
    """What refers to re-keyed rows on their side follows them: the new key of each old one, folded."""
    for other in list(tables):
        table = tables[other]
        for column, target in table.refers.items():
            if target == name and column in table.columns:
                values = [followed.get(folded(value), value) for value in table.columns[column]]
                tables[other] = replace(tables[other], columns={**tables[other].columns, column: values})
