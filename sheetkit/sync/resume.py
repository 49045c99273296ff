"""What both sides are known to have agreed on, also after a sync that was killed between its writes."""

from dataclasses import dataclass, replace

from sheetkit.core.values import CellValue
from sheetkit.sync.memory import Memory, Pending
from sheetkit.sync.snapshot import Snapshot, TableState, folded, in_common, row_text, same

Cells = dict[str, CellValue]
Marks = tuple[int | None, int | None]


def known(memory: Memory, local: Snapshot, remote: Snapshot, marks: Marks) -> Snapshot | None:
    """The base of the next merge; None when nothing is known.

    A side that carries an older mark is an old copy, one with a later mark means that the memory is old: either way
    the base says nothing about it. Of a plan that was begun counts what was written, as the sides' marks tell; the
    first plan of all does not count, since it took nothing away.
    """
    latest = memory.pending.mark if memory.pending else max(memory.marks)
    if any(mark is None or not least <= mark <= latest for least, mark in zip(memory.marks, marks, strict=True)):
        return None
    if memory.pending is None or memory.base is None:
        return memory.base
    done = tuple(mark == latest for mark in marks)
    if done == (False, True):  # the local side is written first: this is an old copy of it
        return None
    if not any(done):
        return memory.base
    return _Resume(memory.base, memory.pending, (local, remote), (done[0], done[1])).base()


@dataclass(frozen=True)
class _Resume:
    """The base before, a plan that was begun, both sides as they are now, and which of them were written."""

    before: Snapshot
    pending: Pending
    sides: tuple[Snapshot, Snapshot]
    done: tuple[bool, bool]

    def base(self) -> Snapshot:
        tables = dict(self.before.tables)
        for name, after in self.pending.after.tables.items():
            if name in tables and after.key and all(name in side.tables for side in self.sides):
                tables[name] = _Table(self, name, tables[name], after).base()
        plan = self.pending.after
        settings, lists = dict(self.before.settings), dict(self.before.lists)
        for side in (0, 1):
            for name in self._agreed(side, "settings"):
                source = self.sides[1 - side].settings.get(name)
                settings[name] = _agreed_value(plan.settings.get(name), source)
            for name in self._agreed(side, "lists"):
                there = tuple(self.sides[1 - side].lists.get(name, ()))
                lists[name] = there if there == tuple(plan.lists.get(name, ())) else ()
        return replace(self.before, tables=tables, settings=settings, lists=lists)

    def _agreed(self, side: int, what: str) -> list[str]:
        """What was written on a side, and on the other too where it was to be."""
        mine, other = (
            getattr(written, what) for written in (self.pending.written[side], self.pending.written[1 - side])
        )
        return [name for name in mine if self.done[side] and (self.done[1 - side] or name not in other)]


def _agreed_value(planned: CellValue, source: CellValue) -> CellValue:
    """What was written is agreed on, unless the other side says something else by now: then nobody knows."""
    return planned if same(source, planned) else None


class _Table:
    """One table of the base, moved on as far as the plan was written."""

    def __init__(self, work: _Resume, name: str, before: TableState, after: TableState) -> None:
        self.work, self.name, self.before, self.after = work, name, before, after
        self.sides = (work.sides[0].tables[name], work.sides[1].tables[name])
        self.at = [table.row_of for table in self.sides]
        self.new = after.row_of
        self.rows: dict[str, tuple[CellValue, Cells]] = {}
        self.former: dict[str, str] = {}

    def base(self) -> TableState:
        self._start()
        for side in (0, 1):
            if self.work.done[side]:
                self._add(side)
                self._write(side)
                for key in self.work.pending.written[side].deletes.get(self.name, ()):
                    if key not in self.at[side]:
                        self.rows.pop(key, None)
        columns = dict.fromkeys([*self.before.columns, *self.after.columns])
        return replace(
            self.before,
            keys=[key for key, _ in self.rows.values()],
            columns={column: [cells.get(column) for _, cells in self.rows.values()] for column in columns},
        )

    def _start(self) -> None:
        """The rows before, under new keys where both sides have these already; else `former` has their old ones."""
        renamed = self.work.pending.renamed.get(self.name, {})
        for row, key in enumerate(self.before.keys):
            old, new = folded(key), renamed.get(folded(key), "")
            both = new and all(folded(new) in places and old not in places for places in self.at)
            cells = {column: values[row] for column, values in self.before.columns.items()}
            self.rows[folded(new) if both else old] = (new if both else key, cells)
            if new and not both:
                self.former[folded(new)] = old

    def _add(self, side: int) -> None:
        """Rows that were copied to this side; they had their keys on the other before."""
        for key in self.work.pending.written[side].adds.get(self.name, ()):
            if key in self.new and key not in self.rows and self._there(key):
                row = self.new[key]
                cells = {column: values[row] for column, values in self.after.columns.items()}
                self.rows[key] = (self.after.keys[row], cells)

    def _there(self, key: str) -> bool:
        """Whether both sides have the row, one of them perhaps under another key or none by now."""
        there = [key in places for places in self.at]
        columns = [name for name in self.after.content if all(name in table.columns for table in self.sides)]
        text = row_text(self.after, self.new[key], columns)
        if all(there):  # an old copy may have given the key to another row since
            rows = (row_text(table, places[key], columns) for table, places in zip(self.sides, self.at, strict=True))
            return all(in_common(text, other) for other in rows)
        if not any(there):
            return False
        table, others = self.sides[there.index(False)], self.at[there.index(True)]
        strange = (row for row, other in enumerate(table.keys) if folded(other) not in others)
        return any(row_text(table, row, columns) == text for row in strange)

    def _write(self, side: int) -> None:
        other = self.work.pending.written[1 - side].cells.get(self.name, {})
        for column, keys in self.work.pending.written[side].cells.get(self.name, {}).items():
            if column not in self.after.columns or any(column not in table.columns for table in self.sides):
                continue
            twice = frozenset() if self.work.done[1 - side] else frozenset(other.get(column, ()))
            for key in keys:
                was = key if key in self.rows else self.former.get(key, "")
                if was in self.rows and key in self.new and key not in twice:
                    there = self.at[1 - side]
                    planned, at = self.after.columns[column][self.new[key]], there.get(key, there.get(was))
                    source = planned if at is None else self.sides[1 - side].columns[column][at]
                    self.rows[was][1][column] = _agreed_value(planned, source)
