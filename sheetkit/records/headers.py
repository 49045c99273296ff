"""Which column a header means: as the template has it, as it is also called, or renamed."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sheetkit.records.nearest import likeness

_TYPO = 0.82
"""Headers at least so alike are one header with a slip in it."""
_MARGIN = 0.1
"""A likeness must exceed every other one by so much to count as unambiguous."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column that is looked for."""

    name: str
    also_called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Headers:
    """What the cells of a header row mean. Sheet columns are zero-based.

    `renamed` maps the template's column to the header that was read as it. `twice` holds each header that stands again
    at a column where it was not read. `likely` is the header that may mean a missing column, but is too far from it.
    """

    columns: Mapping[str, int]
    extra: Mapping[str, int]
    missing: tuple[str, ...]
    renamed: Mapping[str, str]
    twice: tuple[tuple[str, int], ...]
    likely: Mapping[str, str]


def fold(text: str) -> str:
    """A header or label without the differences that nobody means: case, width, runs of white space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def named(wanted: Sequence[Wanted], texts: Mapping[int, str]) -> int:
    """How many of the wanted columns the texts of a row name, under their own or another known name."""
    present = {fold(text) for text in texts.values()}
    return sum(1 for want in wanted if present.intersection(map(fold, (want.name, *want.also_called))))


def understand(wanted: Sequence[Wanted], texts: Mapping[int, str]) -> Headers:
    """The meaning of a header row, given the text of each sheet column."""
    at: dict[str, list[int]] = {}
    for column in sorted(texts):
        at.setdefault(fold(texts[column]), []).append(column)
    columns: dict[str, int] = {}
    renamed: dict[str, str] = {}
    twice: list[tuple[str, int]] = []
    for also in (False, True):
        for want in wanted:
            names = want.also_called if also else (want.name,)
            places = next((at[name] for name in map(fold, names) if name in at), None)
            if want.name in columns or not places or places[0] in columns.values():
                continue
            columns[want.name] = places[0]
            twice += [(texts[column], column) for column in places[1:]]
            if also:
                renamed[want.name] = texts[places[0]]
    used = {*columns.values(), *(column for _, column in twice)}
    free = {column: text for column, text in texts.items() if column not in used}
    open_ = [want for want in wanted if want.name not in columns]
    pairs = _likenesses(wanted, open_, free, columns)
    for want in open_:
        if (found := _unambiguous(want.name, pairs)) is not None:
            columns[want.name] = found
            renamed[want.name] = free.pop(found)
    missing = tuple(want.name for want in wanted if want.name not in columns)
    extra: dict[str, int] = {}
    for column in sorted(free):
        extra.setdefault(free[column], column)
    return Headers(columns, extra, missing, renamed, tuple(twice), _likely(wanted, missing, pairs, free, columns))


def _likenesses(
    wanted: Sequence[Wanted], open_: Sequence[Wanted], free: Mapping[int, str], columns: Mapping[str, int]
) -> dict[tuple[str, int], float]:
    """How alike each column still open and each header still free are."""
    pairs: dict[tuple[str, int], float] = {}
    for want in open_[:60]:
        between = _neighbours(wanted, want.name, columns)
        for column, text in list(free.items())[:60]:
            if len(text) > 255:
                continue
            score = max(_alike(name, text) for name in (want.name, *want.also_called))
            # All of a name's words in a header say little by themselves (Amount, Amount paid by me);
            # at the place where the column should stand they say enough.
            if score < _TYPO and column in between and _holds_words(want.name, text):
                score = _TYPO
            pairs[want.name, column] = score
    return pairs


def _alike(name: str, text: str) -> float:
    left, right = "".join(_WORD.findall(fold(name))), "".join(_WORD.findall(fold(text)))
    if left.replace("_", "") == right.replace("_", ""):
        return 1.0
    if re.findall(r"\d+", left) != re.findall(r"\d+", right):  # Line 1 and Line 2 are alike and differ
        return 0.0
    return likeness(left, right)


def _holds_words(name: str, text: str) -> bool:
    few, many = set(_WORD.findall(fold(name))), set(_WORD.findall(fold(text)))
    return bool(few) and (few <= many or many <= few) and bool(many)


def _neighbours(wanted: Sequence[Wanted], name: str, columns: Mapping[str, int]) -> set[int]:
    """The sheet columns directly beside the columns that stand beside this one in the template."""
    names = [want.name for want in wanted]
    index = names.index(name)
    before = columns.get(names[index - 1]) if index else None
    after = columns.get(names[index + 1]) if index + 1 < len(names) else None
    return ({before + 1} if before is not None else set()) | ({after - 1} if after is not None else set())


def _unambiguous(name: str, pairs: Mapping[tuple[str, int], float]) -> int | None:
    """The sheet column that is clearly the nearest to this name, and this name to it; None when there is none."""
    mine = sorted(((score, column) for (other, column), score in pairs.items() if other == name), reverse=True)
    if not mine or mine[0][0] < _TYPO or (len(mine) > 1 and mine[0][0] - mine[1][0] < _MARGIN):
        return None
    score, column = mine[0]
    rivals = [other for (rival, place), other in pairs.items() if place == column and rival != name]
    return column if all(score - rival >= _MARGIN for rival in rivals) else None


def _likely(
    wanted: Sequence[Wanted],
    missing: Sequence[str],
    pairs: Mapping[tuple[str, int], float],
    free: Mapping[int, str],
    columns: Mapping[str, int],
) -> dict[str, str]:
    """For each missing column the free header that is nearest, or else the one that stands in its place."""
    likely: dict[str, str] = {}
    for name in missing:
        score, column = max(((pairs.get((name, column), 0.0), column) for column in free), default=(0.0, -1))
        between = sorted(_neighbours(wanted, name, columns) & free.keys())
        if score >= 0.5:
            likely[name] = free[column]
        elif between:
            likely[name] = free[between[0]]
    return likely
