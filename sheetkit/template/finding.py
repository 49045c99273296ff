"""A finding: one thing that is wrong with a template, by the path of keys and indexes that leads to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Keys and list indexes from the top of the template: ("tabs", 0, "columns", 3, "formula")."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong at a path, and what to do about it."""

    path: Path
    message: str
    hint: str = ""


class Findings(list[Finding]):
    """The findings of one template, as they come up."""

    def add(self, path: Path, message: str, hint: str = "") -> None:
        """Take one finding down."""
        self.append(Finding(path, message, hint))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was most likely meant, compared without case; "" when none is near."""
    by_folded = {other.casefold(): other for other in known}
    matches = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else ""


def advice(word: str, known: Iterable[str], kind: str = "") -> str:
    """A hint for an unknown word: the nearest known one, else up to twelve that exist."""
    known = tuple(known)
    if match := nearest(word, known):
        return f"Did you mean {match}?"
    if not known:
        return f"There is no {kind} yet; declare one first." if kind else ""
    listed = ", ".join(sorted(known, key=str.casefold)[:12])
    return f"Known: {listed}{', …' if len(known) > 12 else ''}."
