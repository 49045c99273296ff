"""Which rows a row has brought to other tables, and where these came from, both kept as texts in stamp columns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sheetkit.core.values import CellValue

ROOM = 32_000
"""Characters of a memory; a cell holds 32,767 (Excel specifications and limits)."""


class Given(NamedTuple):
    """One row that was brought: by which spawn, for which row of its catalogue, and in which quarter ("" for none)."""

    spawn: str
    item: str = ""
    quarter: str = ""

    @property
    def folded(self) -> tuple[str, ...]:
        """What tells it from others: keys are compared without case."""
        return tuple(map(str.casefold, self))


class Origin(NamedTuple):
    """Where a row came from: what was given, and the key of the row that brought it."""

    given: Given
    key: str

    @property
    def folded(self) -> tuple[str, ...]:
        """What tells it from others."""
        return (*self.given.folded, self.key.casefold())

    def text(self) -> str:
        """As the origin column keeps it: spawn|key|item|quarter."""
        spawn, item, quarter = self.given
        return "|".join(map(_escaped, (spawn, self.key, item, quarter)))

    @classmethod
    def read(cls, cell: CellValue) -> "Origin | None":
        """What a cell of the origin column says; None when it says nothing of the kind."""
        parts = [_plain(part) for part in str(cell).split("|")] if isinstance(cell, str) else []
        return cls(Given(parts[0], parts[2], parts[3]), parts[1]) if len(parts) == 4 else None


@dataclass
class Memory:
    """What the row with this key has brought so far, in order."""

    key: str = ""
    _given: dict[tuple[str, ...], Given] = field(default_factory=dict)
    _length: int = 0

    @classmethod
    def read(cls, cell: CellValue) -> "Memory":
        """The memory that a cell keeps: key;spawn|item|quarter;… An unreadable part is left out."""
        key, *entries = cell.split(";") if isinstance(cell, str) else [""]
        memory = cls(_plain(key))
        for entry in entries:
            parts = [_plain(part) for part in entry.split("|")]
            if len(parts) == 3:
                memory.add(Given(*parts))
        return memory

    def __contains__(self, given: Given) -> bool:
        return given.folded in self._given

    def of(self, spawn: str) -> Iterator[Given]:
        """What one spawn has given."""
        return (given for given in self._given.values() if given.spawn.casefold() == spawn.casefold())

    def add(self, given: Given) -> bool:
        """Remember one more; False, and nothing remembered, when the cell has no room for it.

        Where room is short, what was given in earlier quarters is forgotten first.
        """
        if given.folded in self._given:
            return True
        if not self._fits(given) and given.quarter:
            earlier = [folded for folded, old in self._given.items() if "" < old.quarter < given.quarter]
            for folded in earlier:
                self._length -= len(_entry(self._given.pop(folded)))
        if not self._fits(given):
            return False
        self._given[given.folded] = given
        self._length += len(_entry(given))
        return True

    def _fits(self, given: Given) -> bool:
        return len(_escaped(self.key)) + self._length + len(_entry(given)) <= ROOM

    def text(self) -> str | None:
        """As the cell keeps it; None when nothing was given."""
        return _escaped(self.key) + "".join(map(_entry, self._given.values())) if self._given else None


def recall(cells: Iterable[CellValue], keys: Sequence[str]) -> tuple[list[Memory], dict[str, str]]:
    """Each row's memory, and the keys that people changed: the old one, folded, and the new one.

    A memory under another key came with a copied row, and is empty for the copy, when that key is still in use; else
    it is the row's own, whose key was changed. A row without a key keeps what its cell says.
    """
    used = {key.casefold() for key in keys}
    memories: list[Memory] = []
    renamed: dict[str, str] = {}
    for cell, key in zip(cells, keys, strict=True):
        memory = Memory.read(cell)
        old = memory.key.casefold()
        if key and old != key.casefold():
            if old and (old in used or old in renamed):
                memory = Memory()
            elif old:
                renamed[old] = key
        memory.key = key or memory.key
        memories.append(memory)
    return memories, renamed


def _entry(given: Given) -> str:
    return ";" + "|".join(map(_escaped, given))


def _escaped(text: str) -> str:
    """A text without the signs that part others."""
    return text.replace("%", "%25").replace("|", "%7C").replace(";", "%3B")


def _plain(text: str) -> str:
    return text.replace("%3B", ";").replace("%7C", "|").replace("%25", "%")
