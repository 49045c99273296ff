"""The entry that a mistyped value most likely means, in time that does not grow with the number of mistakes."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cached_property

_FEW = 200
"""Up to so many entries are compared one by one; more are found by one letter's difference only."""
_ALIKE = 0.6
_MANY = 20_000
"""Above so many entries (keys of cases, most often with a number) a near one is chance, and looking for it costs."""
_BUDGET = 200
"""Values for which entries are compared one by one. A whole column of foreign values needs no more suggestions."""


class Nearest:
    """Finds the nearest of `entries`; asked 100,000 times it stays linear."""

    def __init__(self, entries: Iterable[str]) -> None:
        self.entries = tuple(dict.fromkeys(entries))
        self._budget = _BUDGET
        self._answers: dict[str, str] = {}

    def to(self, text: str) -> str:
        """The nearest entry, "" when none is near."""
        if text not in self._answers:
            self._answers[text] = self._find(text.strip().casefold())
        return self._answers[text]

    def _find(self, text: str) -> str:
        if len(self.entries) > _MANY:
            return ""
        if found := next((self._by_variant[v] for v in _variants(text) if v in self._by_variant), ""):
            return found
        if len(self.entries) > _FEW or len(text) > 100 or self._budget <= 0:
            return ""
        self._budget -= 1
        score, found = max(((likeness(text, entry.casefold()), entry) for entry in self.entries), default=(0.0, ""))
        return found if score >= _ALIKE else ""

    @cached_property
    def _by_variant(self) -> dict[str, str]:
        """Each entry, folded, whole and with one letter left out: what is one slip of a finger away meets here."""
        found: dict[str, str] = {}
        for entry in self.entries:
            if len(entry) <= 100:
                for variant in _variants(entry.strip().casefold()):
                    found.setdefault(variant, entry)
        return found


def likeness(left: str, right: str) -> float:
    """How alike two texts are, from 0 to 1."""
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def _variants(text: str) -> Iterator[str]:
    """The text, and, from three letters up, the text with each of its letters left out."""
    yield text
    if 3 <= len(text) <= 100:
        for index in range(len(text)):
            yield text[:index] + text[index + 1 :]
