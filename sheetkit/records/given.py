"""Which rows a row has brought to other tables, and where these came from, both kept as texts in stamp columns.

A *gift* is one row that was brought, as text: `spawn|item|quarter`; the item is the key of the catalogue's row, "" for
none. An *origin* is a gift with the key of the row that brought it: `spawn|key|item|quarter`. A memory is a row's key
with all that it has brought: `key;gift;gift`. Gifts and origins are compared without case.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sheetkit.core.values import CellValue

ROOM = 32_000
"""Characters of a memory; a cell holds 32,767 (Excel specifications and limits)."""


def gift(spawn: str, item: str = "", quarter: str = "") -> str:
    """One row that was brought: by which spawn, for which row of its catalogue, and in which quarter."""
    return f"{_escaped(spawn)}|{_escaped(item)}|{_escaped(quarter)}"


def item_of(brought: str) -> str:
    """The key of the catalogue's row that a gift came from."""
    return _plain(brought.split("|")[1])


def origin(brought: str, key: str) -> str:
    """Where the row of a gift came from, as its origin column keeps it."""
    spawn, _, rest = brought.partition("|")
    return f"{spawn}|{_escaped(key)}|{rest}"


def moved(cell: CellValue, spawn: str, keys: Mapping[str, str]) -> str | None:
    """The origin of a row of that spawn after keys were changed (old, folded, to new); None when it stays."""
    parts = cell.split("|") if isinstance(cell, str) else []
    if len(parts) != 4 or _plain(parts[0]).casefold() != spawn.casefold():
        return None
    key = keys.get(_plain(parts[1]).casefold())
    return None if key is None else "|".join((parts[0], _escaped(key), *parts[2:]))


@dataclass
class Memory:
    """What the row with this key has brought so far, in order."""

    key: str = ""
    _gifts: dict[str, str] = field(default_factory=dict)
    _length: int = 0

    @classmethod
    def read(cls, cell: CellValue) -> "Memory":
        """The memory that a cell keeps; an unreadable part is left out."""
        key, *gifts = cell.split(";") if isinstance(cell, str) else [""]
        kept = {each.casefold(): each for each in gifts if each.count("|") == 2}
        return cls(_plain(key), kept, sum(map(len, kept)) + len(kept))

    def __contains__(self, brought: str) -> bool:
        return brought.casefold() in self._gifts

    def of(self, spawn: str) -> Iterator[str]:
        """The gifts of one spawn."""
        start = gift(spawn).casefold().removesuffix("|")
        return (each for folded, each in self._gifts.items() if folded.startswith(start))

    def add(self, brought: str) -> bool:
        """Remember one more gift; False, and nothing remembered, when the cell has no room for it.

        Where room is short, what was given in earlier quarters is forgotten first.
        """
        folded = brought.casefold()
        if folded in self._gifts:
            return True
        if not self._fits(brought) and (quarter := brought.rpartition("|")[2]):
            for old in [old for old in self._gifts.values() if "" < old.rpartition("|")[2] < quarter]:
                del self._gifts[old.casefold()]
                self._length -= len(old) + 1
        if not self._fits(brought):
            return False
        self._gifts[folded] = brought
        self._length += len(brought) + 1
        return True

    def _fits(self, brought: str) -> bool:
        return len(self.key) + self._length + len(brought) < ROOM

    def text(self) -> str | None:
        """As the cell keeps it; None when nothing was given."""
        return ";".join((_escaped(self.key), *self._gifts.values())) if self._gifts else None


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


def _escaped(text: str) -> str:
    """A text without the signs that part others."""
    if "%" in text or "|" in text or ";" in text:
        return text.replace("%", "%25").replace("|", "%7C").replace(";", "%3B")
    return text


def _plain(text: str) -> str:
    if "%" in text:
        return text.replace("%3B", ";").replace("%7C", "|").replace("%25", "%")
    return text
