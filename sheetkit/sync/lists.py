"""Three-way merge of lists of choices, whose entries people add, change and remove.

Lists that stand line by line beside each other are merged together, line by line. A list by itself is one of one.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from sheetkit.core.values import CellValue
from sheetkit.sync.snapshot import same, text_of

Line = tuple[CellValue, ...]
"""What each of the lists says on one line; a line that is blank in all of them keeps the place of those below it."""
Clash = tuple[int, CellValue, CellValue, CellValue]
"""An entry that both sides changed: the number of its list, before, local, remote."""


@dataclass(frozen=True, slots=True)
class MergedLists:
    """What the lists are to be.

    The result holds both words of a clash, the remote one below all others, so that neither is lost.
    """

    entries: tuple[tuple[CellValue, ...], ...]
    clashes: tuple[Clash, ...] = ()


Lists = Sequence[Sequence[CellValue]]
"""The entries of each list, a blank one within them None."""


def merge_lists(base: Lists, local: Lists, remote: Lists) -> MergedLists:
    """Entries of both sides; one that a side removed and the other left alone goes.

    Where both kept the length of what they had, or added below it, entries are merged place by place. Otherwise the
    remote side's news follow the local lines. The first list is the one by which lines are known.
    """
    was, mine, yours = (_lines(lists) for lists in (base, local, remote))
    if _equal(mine, yours) or _equal(was, yours):
        return _done(mine, len(local))
    if _equal(was, mine):
        return _done(yours, len(local))
    if len(mine) >= len(was) <= len(yours):
        return _by_place(was, mine, yours, len(local))
    removed = _less(was, yours)
    kept = []
    for line in mine:
        if removed[_text(line)] > 0:
            removed[_text(line)] -= 1
        else:
            kept.append(line)
    return _done([*kept, *_news(yours, _less(yours, was), mine)], len(local))


def _lines(lists: Lists) -> list[Line]:
    return list(zip_longest(*lists))


def _done(lines: Sequence[Line], count: int, clashes: Sequence[Clash] = ()) -> MergedLists:
    """The lines as lists again, each down to its last entry."""
    entries = []
    for at in range(count):
        column = [line[at] for line in lines]
        while column and column[-1] is None:
            column.pop()
        entries.append(tuple(column))
    return MergedLists(tuple(entries), tuple(clashes))


def _by_place(base: Sequence[Line], local: Sequence[Line], remote: Sequence[Line], count: int) -> MergedLists:
    size = len(base)
    lines: list[Line] = []
    clashes: list[Clash] = []
    extra: list[Line] = []
    for before, mine, yours in zip(base, local[:size], remote[:size], strict=True):
        found = [(at, *cell) for at, cell in enumerate(zip(before, mine, yours, strict=True)) if _clash(*cell)]
        lines.append(tuple(map(_entry, before, mine, yours)))
        clashes += found
        lost = [at for at, _, here, there in found if here is not None and there is not None]
        if lost:  # a line known by another word is a line of its own
            extra.append(yours if 0 in lost else tuple(cell if at in lost else None for at, cell in enumerate(yours)))
    lines += local[size:]
    news = [*remote[size:], *extra]
    lines += _news(news, Counter(map(_text, news)), lines)
    return _done(lines, count, clashes)


def _clash(before: CellValue, mine: CellValue, yours: CellValue) -> bool:
    return not (same(mine, yours) or same(before, yours) or same(before, mine))


def _entry(before: CellValue, mine: CellValue, yours: CellValue) -> CellValue:
    """The merged entry of one place; of two that clash the local one, unless it is blank."""
    if same(before, mine) or mine is None:
        return mine if same(before, yours) else yours
    return mine


def _text(line: Line) -> tuple[str, ...]:
    return tuple(map(text_of, line))


def _less(many: Sequence[Line], few: Sequence[Line]) -> Counter[tuple[str, ...]]:
    return Counter(map(_text, many)) - Counter(map(_text, few))


def _news(lines: Sequence[Line], added: Counter[tuple[str, ...]], present: Sequence[Line]) -> list[Line]:
    """Of these lines those that were added, say something, and are not there in any case."""
    there = {_folded(line) for line in present}
    news: list[Line] = []
    for line in lines:
        if added[_text(line)] > 0 and any(_text(line)) and _folded(line) not in there:
            added[_text(line)] -= 1
            news.append(line)
    return news


def _folded(line: Line) -> tuple[str, ...]:
    return tuple(text.casefold() for text in _text(line))


def _equal(one: Sequence[Line], other: Sequence[Line]) -> bool:
    return len(one) == len(other) and all(all(map(same, here, there)) for here, there in zip(one, other, strict=True))
