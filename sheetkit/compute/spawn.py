"""Rows that appear by themselves: what the rows of a tab bring to other tables, each once and never a second time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sheetkit.compute.catalogue import Fitting, places_of
from sheetkit.compute.spawned_values import Pair, Sources
from sheetkit.compute.store import Store
from sheetkit.compute.truth import true_rows
from sheetkit.core.dates import Quarter
from sheetkit.core.problem import Problem
from sheetkit.core.values import CellValue
from sheetkit.records.append import append
from sheetkit.records.given import Memory, gift, item_of, moved, origin, recall
from sheetkit.records.keys import key_text
from sheetkit.records.ledger import Ledger
from sheetkit.records.place import Place
from sheetkit.template.model import Spawn, Tab
from sheetkit.template.resolve import column_of, tab_of, table_name, table_tabs
from sheetkit.workbook.a1 import address

WAIVED_LENGTH = 1000
"""Characters of a waived cell."""


@dataclass(frozen=True, slots=True)
class Spawned:
    """A ledger with the rows that others bring.

    `new` are their numbers by table, `written` counts changed stamps, `problems` are the rows that can bring no more.
    """

    ledger: Ledger
    new: Mapping[str, frozenset[int]]
    written: int
    problems: tuple[Problem, ...] = ()


def spawn(ledger: Ledger, places: Mapping[str, Place], now: datetime) -> Spawned:
    """Add every row that is due, is not there yet and was never given before; the ledger must be recomputed.

    New rows stand at the end of their tables, without keys. A spawn whose tables or stamp columns are missing in the
    file (`places`) rests, so that nothing comes twice once they are back.
    """
    run = _Run(ledger, places, now)
    for tab in table_tabs(ledger.template):
        spawns = [entry for entry in tab.spawns if run.ready(tab, entry)]
        if spawns:
            _Bringing(run, tab, spawns).bring()
    new = {table: frozenset(rows) for table, rows in run.new.items()}
    return Spawned(run.ledger, new, run.written, tuple(run.problems))


@dataclass
class _Run:
    """One pass over all tabs: the ledger as it was, as it becomes, and the origins of all rows that were brought."""

    before: Ledger
    places: Mapping[str, Place]
    now: datetime
    new: dict[str, list[int]] = field(default_factory=dict)
    written: int = 0
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ledger = self.before
        self.store = Store(self.before)
        self._present: dict[tuple[str, str], set[str]] = {}

    def ready(self, tab: Tab, entry: Spawn) -> bool:
        """Whether all that the spawn reads and keeps stands in the file."""
        needed = [(table_name(tab), (tab.key, entry.given)), (entry.table, (entry.origin,))]
        if entry.of:
            needed.append((entry.of, (tab_of(self.before.template, entry.of).key, *entry.match)))
        columns = [(self.places[table].columns if table in self.places else {}, names) for table, names in needed]
        return all(name in present for present, names in columns for name in names)

    def present(self, entry: Spawn) -> set[str]:
        """The origins that stand in the spawn's table, in lower case; the set is kept, and grows with it."""
        place = entry.table, entry.origin
        if place not in self._present:
            cells = self.ledger.tables[entry.table].columns[entry.origin]
            self._present[place] = {cell.casefold() for cell in cells if isinstance(cell, str)}
        return self._present[place]

    def write(self, table: str, column: str, values: Sequence[CellValue]) -> None:
        """Put new values into a stamp column, counting those that differ; rows that came meanwhile stay."""
        old = self.ledger.tables[table]
        new = old.written(column, [*values, *old.columns[column][len(values) :]])
        self.written += sum(a != b for a, b in zip(old.columns[column], new.columns[column], strict=True))
        self.ledger = self.ledger.with_table(new)

    def add(self, entry: Spawn, columns: Mapping[str, Sequence[CellValue]], count: int) -> None:
        """Put new rows at the end of the spawn's table."""
        height = self.ledger.tables[entry.table].height
        self.new.setdefault(entry.table, []).extend(range(height, height + count))
        self.ledger = append(self.ledger, entry.table, columns, count)


class _Bringing:
    """The spawns of one tab."""

    def __init__(self, run: _Run, tab: Tab, spawns: Sequence[Spawn]) -> None:
        self.run = run
        self.tab = tab
        self.spawns = spawns
        self.table = run.before.tables[table_name(tab)]
        self.keys = [key_text(key) for key in self.table.columns[tab.key]]
        self.memories: dict[str, list[Memory]] = {}
        self.waived: dict[str, list[dict[str, None]]] = {}

    def bring(self) -> None:
        """Bring what is due, and write down what was given and what was waived."""
        renamed: dict[str, str] = {}
        for column in dict.fromkeys(entry.given for entry in self.spawns):
            self.memories[column], changed = recall(self.table.columns[column], self.keys)
            renamed |= changed
        for entry in self.spawns:
            if renamed:
                self._rename(entry, renamed)
            self._spawn(entry)
        for column, memories in self.memories.items():
            self.run.write(self.table.name, column, [memory.text() for memory in memories])
        for column, words in self.waived.items():
            texts = ["; ".join(row)[:WAIVED_LENGTH] or None for row in words]
            self.run.write(self.table.name, column, texts)

    def _rename(self, entry: Spawn, renamed: Mapping[str, str]) -> None:
        """A row whose key was changed keeps the rows that it brought under the old one."""
        values = list(self.run.ledger.tables[entry.table].columns[entry.origin])
        present = self.run.present(entry)
        for row, cell in enumerate(values):
            new = moved(cell, entry.name, renamed)
            if new is not None:
                values[row] = new
                present.add(new.casefold())
        self.run.write(entry.table, entry.origin, values)

    def _spawn(self, entry: Spawn) -> None:
        present, memories = self.run.present(entry), self.memories[entry.given]
        due = true_rows(entry.when, self.run.store, self.table.name, self.table.height)
        sources = self._sources(entry)
        pairs: list[Pair] = []
        origins: list[CellValue] = []
        full: dict[int, None] = {}
        for pair, brought in self._candidates(entry, sources, due):
            came = origin(brought, self.keys[pair.row])
            memory = memories[pair.row]
            if came.casefold() in present or brought in memory:
                memory.add(brought)
            elif memory.add(brought):
                present.add(came.casefold())
                pairs.append(pair)
                origins.append(came)
            else:
                full[pair.row] = None
        self.run.problems += [self._full(entry, row) for row in full]
        if entry.waived:
            self._waive(entry, sources)
        if pairs:
            target = tab_of(self.run.before.template, entry.table)
            columns: dict[str, Sequence[CellValue]] = {
                name: sources.values(said, column_of(target, name), pairs) for name, said in entry.set.items()
            }
            self.run.add(entry, columns | {entry.origin: origins}, len(pairs))

    def _full(self, entry: Spawn, row: int) -> Problem:
        place, at = self.run.places[self.table.name], self.table.sheet_rows[row]
        return Problem(
            code="spawn-full",
            message=f"{entry.given} can remember no more of what this row brought, so it brings no more rows.",
            hint=f"Divide it in two rows, or let {entry.name} bring fewer rows.",
            tab=place.sheet,
            cell=address(at, place.columns[entry.given]) if at >= 0 else "",
            key=self.keys[row],
            column=entry.given,
        )

    def _sources(self, entry: Spawn) -> Sources:
        before = self.run.before
        catalogue = tab_of(before.template, entry.of) if entry.of else None
        items = before.tables[entry.of] if entry.of else None
        return Sources(self.tab, self.table, catalogue, items, self.run.store, self.run.now)

    def _candidates(self, entry: Spawn, sources: Sources, due: Sequence[int]) -> Iterator[tuple[Pair, str]]:
        """Each row that is due with each fitting row of the catalogue, or by itself.

        Rows without a key wait, and so do those whose memory cannot be written.
        """
        quarter = str(Quarter.of(self.run.now.date())) if entry.per else ""
        fitting = Fitting(entry, sources) if entry.of else None
        closed = self.table.kept.get(entry.given, frozenset())
        for row in due:
            if not self.keys[row] or row in closed:
                continue
            if fitting is None:
                yield Pair(row), gift(entry.name, "", quarter)
                continue
            for item, key in fitting.items(row):
                yield Pair(row, item), gift(entry.name, key, quarter)

    def _waive(self, entry: Spawn, sources: Sources) -> None:
        """Say in words which rows were given and are gone; they do not come back."""
        present = self.run.present(entry)
        words = self.waived.setdefault(entry.waived, [{} for _ in self.keys])
        places = places_of(sources) if entry.of else {}
        for row, memory in enumerate(self.memories[entry.given]):
            for brought in memory.of(entry.name):
                if origin(brought, memory.key).casefold() in present:
                    continue
                item = places.get(item_of(brought).casefold())
                known = item is not None or not entry.of
                label = sources.texts(entry.label, [Pair(row, item)])[0] if entry.label and known else ""
                words[row][label or item_of(brought) or entry.name] = None
