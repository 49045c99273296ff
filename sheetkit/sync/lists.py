"""Three-way merge of a list of choices, whose entries people add, change and remove."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sheetkit.core.values import CellValue
from sheetkit.sync.snapshot import same, text_of


@dataclass(frozen=True, slots=True)
class MergedList:
    """What the list is to be; `clashes` are entries that both changed: (before, local, remote).

    The result holds both words of a clash, the remote one below all others, so that neither is lost.
    """

    entries: tuple[CellValue, ...]
    clashes: tuple[tuple[CellValue, CellValue, CellValue], ...] = ()


def merge_list(base: Sequence[CellValue], local: Sequence[CellValue], remote: Sequence[CellValue]) -> MergedList:
    """Entries of both sides; one that a side removed and the other left alone goes.

    Where both kept the length of what they had, or added below it, entries are merged place by place, because lists may
    stand line by line beside others. Otherwise the remote side's news follow the local entries.
    """
    if _equal(local, remote) or _equal(base, remote):
        return MergedList(tuple(local))
    if _equal(base, local):
        return MergedList(tuple(remote))
    if len(local) >= len(base) <= len(remote):
        return _by_place(base, local, remote)
    removed = _less(base, remote)
    kept = []
    for entry in local:
        if removed[text_of(entry)] > 0:
            removed[text_of(entry)] -= 1
        else:
            kept.append(entry)
    added = _less(remote, base)
    return MergedList((*kept, *_news(remote, added, local)))


def _by_place(base: Sequence[CellValue], local: Sequence[CellValue], remote: Sequence[CellValue]) -> MergedList:
    size = len(base)
    entries: list[CellValue] = []
    clashes: list[tuple[CellValue, CellValue, CellValue]] = []
    extra: list[CellValue] = []
    for before, mine, yours in zip(base, local[:size], remote[:size], strict=True):
        if same(mine, yours) or same(before, yours):
            entries.append(mine)
        elif same(before, mine):
            entries.append(yours)
        else:
            entries.append(mine)
            extra.append(yours)
            clashes.append((before, mine, yours))
    entries += local[size:]
    news = [*remote[size:], *extra]
    entries += _news(news, Counter(map(text_of, news)), entries)
    return MergedList(tuple(entries), tuple(clashes))


def _less(many: Sequence[CellValue], few: Sequence[CellValue]) -> Counter[str]:
    return Counter(map(text_of, many)) - Counter(map(text_of, few))


def _news(entries: Sequence[CellValue], added: Counter[str], present: Sequence[CellValue]) -> list[CellValue]:
    """Of these entries those that were added and are not there in any case."""
    there = {text_of(entry).casefold() for entry in present}
    news: list[CellValue] = []
    for entry in entries:
        if added[text_of(entry)] > 0 and text_of(entry).casefold() not in there:
            added[text_of(entry)] -= 1
            news.append(entry)
    return news


def _equal(one: Sequence[CellValue], other: Sequence[CellValue]) -> bool:
    return len(one) == len(other) and all(map(same, one, other))
