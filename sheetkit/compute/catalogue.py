"""Which rows of a catalogue fit a row that brings others."""

from collections.abc import Sequence

from sheetkit.compute.spawned_values import Sources
from sheetkit.core.values import CellValue
from sheetkit.records.keys import key_text
from sheetkit.template.model import Spawn


class Fitting:
    """The rows of a catalogue by the values that they must have in common with a row."""

    def __init__(self, entry: Spawn, sources: Sources) -> None:
        self._own = [sources.table.typed(name) for name in entry.match.values()]
        self._by_values: dict[tuple[str, ...], list[tuple[int, str]]] = {}
        if sources.items is None or sources.catalogue is None:
            return
        keys = [key_text(key) for key in sources.items.columns[sources.catalogue.key]]
        theirs = [sources.items.typed(name) for name in entry.match]
        for item in places_of(sources).values():
            values = tuple(_folded(column[item]) for column in theirs)
            self._by_values.setdefault(values, []).append((item, keys[item]))

    def items(self, row: int) -> Sequence[tuple[int, str]]:
        """The fitting rows of the catalogue with their keys, in its order; a blank fits nothing."""
        values = tuple(_folded(column[row]) for column in self._own)
        return self._by_values.get(values, ()) if all(values) else ()


def places_of(sources: Sources) -> dict[str, int]:
    """Where the catalogue has each key, in lower case; of rows with the same key the first counts."""
    places: dict[str, int] = {}
    if sources.items is not None and sources.catalogue is not None:
        for item, key in enumerate(sources.items.columns[sources.catalogue.key]):
            if text := key_text(key).casefold():
                places.setdefault(text, item)
    return places


def _folded(value: CellValue) -> str:
    return key_text(value).casefold()
