"""Rows that appear by themselves: what the rows of a tab bring to other tables, each once and never a second time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sheetkit.compute.spawned_values import Pair, Sources
from sheetkit.compute.store import Store
from sheetkit.compute.truth import true_rows
from sheetkit.core.dates import Quarter
from sheetkit.core.values import CellValue
from sheetkit.records.append import append
from sheetkit.records.given import Given, Memory, Origin, recall
from sheetkit.records.keys import key_text
from sheetkit.records.ledger import Ledger
from sheetkit.records.place import Place
from sheetkit.template.model import Spawn, Tab
from sheetkit.template.resolve import column_of, tab_of, table_name, table_tabs

WAIVED_LENGTH = 1000
"""Characters of a waived cell."""


@dataclass(frozen=True, slots=True)
class Spawned:
    """A ledger with the rows that others bring; `new` are their numbers by table, `written` counts changed stamps."""

    ledger: Ledger
    new: Mapping[str, frozenset[int]]
    written: int


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
    return Spawned(run.ledger, {table: frozenset(rows) for table, rows in run.new.items()}, run.written)


@dataclass
class _Run:
    """One pass over all tabs: the ledger as it was, as it becomes, and the origins of all rows that were brought."""

    before: Ledger
    places: Mapping[str, Place]
    now: datetime
    new: dict[str, list[int]] = field(default_factory=dict)
    written: int = 0

    def __post_init__(self) -> None:
        self.ledger = self.before
        self.store = Store(self.before)
        self._present: dict[tuple[str, str], set[tuple[str, ...]]] = {}

    def ready(self, tab: Tab, entry: Spawn) -> bool:
        """Whether all that the spawn reads and keeps stands in the file."""
        needed = [(table_name(tab), (tab.key, entry.given)), (entry.table, (entry.origin,))]
        if entry.of:
            needed.append((entry.of, (tab_of(self.before.template, entry.of).key, *entry.match)))
        columns = [(self.places[table].columns if table in self.places else {}, names) for table, names in needed]
        return all(name in present for present, names in columns for name in names)

    def present(self, entry: Spawn) -> set[tuple[str, ...]]:
        """The origins that stand in the spawn's table; the set is kept, and grows with it."""
        place = entry.table, entry.origin
        if place not in self._present:
            cells = self.ledger.tables[entry.table].columns[entry.origin]
            self._present[place] = {origin.folded for cell in cells if (origin := Origin.read(cell))}
        return self._present[place]

    def write(self, table: str, column: str, values: Sequence[CellValue]) -> None:
        """Put new values into a stamp column, counting those that differ."""
        old = self.ledger.tables[table]
        new = old.written(column, values)
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
            origin = Origin.read(cell)
            if origin and origin.given.spawn.casefold() == entry.name.casefold():
                key = renamed.get(origin.key.casefold())
                if key is not None:
                    new = Origin(origin.given, key)
                    values[row] = new.text()
                    present.discard(origin.folded)
                    present.add(new.folded)
        self.run.write(entry.table, entry.origin, values)

    def _spawn(self, entry: Spawn) -> None:
        present, memories = self.run.present(entry), self.memories[entry.given]
        due = true_rows(entry.when, self.run.store, self.table.name, self.table.height)
        sources = self._sources(entry)
        pairs: list[Pair] = []
        origins: list[CellValue] = []
        for pair, given in self._candidates(entry, sources, due):
            origin = Origin(given, self.keys[pair.row])
            if origin.folded in present:
                memories[pair.row].add(given)
            elif given not in memories[pair.row] and memories[pair.row].add(given):
                present.add(origin.folded)
                pairs.append(pair)
                origins.append(origin.text())
        if entry.waived:
            self._waive(entry, sources)
        if pairs:
            target = tab_of(self.run.before.template, entry.table)
            columns: dict[str, Sequence[CellValue]] = {
                name: sources.values(said, column_of(target, name), pairs) for name, said in entry.set.items()
            }
            self.run.add(entry, columns | {entry.origin: origins}, len(pairs))

    def _sources(self, entry: Spawn) -> Sources:
        before = self.run.before
        catalogue = tab_of(before.template, entry.of) if entry.of else None
        items = before.tables[entry.of] if entry.of else None
        return Sources(self.tab, self.table, catalogue, items, self.run.store, self.run.now)

    def _candidates(self, entry: Spawn, sources: Sources, due: Sequence[int]) -> Iterator[tuple[Pair, Given]]:
        """Each row that is due with each fitting row of the catalogue, or by itself.

        Rows without a key wait, and so do those whose memory cannot be written.
        """
        quarter = str(Quarter.of(self.run.now.date())) if entry.per else ""
        fitting = _Fitting(entry, sources) if entry.of else None
        closed = self.table.kept.get(entry.given, frozenset())
        for row in due:
            if not self.keys[row] or row in closed:
                continue
            if fitting is None:
                yield Pair(row), Given(entry.name, "", quarter)
                continue
            for item, key in fitting.items(row):
                yield Pair(row, item), Given(entry.name, key, quarter)

    def _waive(self, entry: Spawn, sources: Sources) -> None:
        """Say in words which rows were given and are gone; they do not come back."""
        present = self.run.present(entry)
        words = self.waived.setdefault(entry.waived, [{} for _ in self.keys])
        places = _places(sources) if entry.of else {}
        for row, memory in enumerate(self.memories[entry.given]):
            for given in memory.of(entry.name):
                if Origin(given, memory.key).folded in present:
                    continue
                item = places.get(given.item.casefold())
                known = item is not None or not entry.of
                label = sources.texts(entry.label, [Pair(row, item)])[0] if entry.label and known else ""
                words[row][label or given.item or entry.name] = None


class _Fitting:
    """The rows of a catalogue by the values that they must have in common with a row."""

    def __init__(self, entry: Spawn, sources: Sources) -> None:
        self._own = [sources.table.typed(name) for name in entry.match.values()]
        self._by_values: dict[tuple[str, ...], list[tuple[int, str]]] = {}
        if sources.items is None or sources.catalogue is None:
            return
        keys = [key_text(key) for key in sources.items.columns[sources.catalogue.key]]
        theirs = [sources.items.typed(name) for name in entry.match]
        for item in _places(sources).values():
            values = tuple(_folded(column[item]) for column in theirs)
            self._by_values.setdefault(values, []).append((item, keys[item]))

    def items(self, row: int) -> Sequence[tuple[int, str]]:
        """The fitting rows of the catalogue with their keys, in its order; a blank fits nothing."""
        values = tuple(_folded(column[row]) for column in self._own)
        return self._by_values.get(values, ()) if all(values) else ()


def _places(sources: Sources) -> dict[str, int]:
    """Where the catalogue has each key, in lower case; of rows with the same key the first counts."""
    places: dict[str, int] = {}
    if sources.items is not None and sources.catalogue is not None:
        for item, key in enumerate(sources.items.columns[sources.catalogue.key]):
            if text := key_text(key).casefold():
                places.setdefault(text, item)
    return places


def _folded(value: CellValue) -> str:
    return key_text(value).casefold()
