"""Totals over the cells that meet criteria, one total a query, without comparing every query with every cell.

Criteria that are the same for all queries become one mask. Criteria that equal a value that differs by query become
codes, and totals by code. One range with bounds that differ by query is sorted, and each query is a stretch of it.
Whatever else there is goes query by query, each distinct one once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from sheetkit.compute.criteria import Criterion, criterion_of, matching_words, meets, read_criterion
from sheetkit.compute.keys import ABSENT, Codes, keys_of
from sheetkit.compute.vector import NUMBER, TEXT, Mask, Numbers, Vector

MASK_CELLS: Final = 50_000_000
"""Cells in masks that a search query by query keeps for each range, a byte each."""
ASKED: Final = 20_000_000
"""Queries that criteria with wildcards may become; more than these go query by query."""


@dataclass(frozen=True, eq=False)
class Condition:
    """A range and what its cells are to meet: `criteria` are distinct, `which` says which one each query takes.

    `spelled`: the criteria are texts as they stand in the cells, so that "5" is not the number 5.
    """

    cells: Vector
    criteria: list[Criterion]
    which: Codes
    spelled: bool = False

    @property
    def is_one_mask(self) -> bool:
        """Whether all queries have the same criterion."""
        return len(self.criteria) < 2 and not self.spelled

    @property
    def joins(self) -> bool:
        """Whether every criterion is an equality with one value."""
        return all(each.joins for each in self.criteria)

    @property
    def spreads(self) -> bool:
        """Whether it would join but for wildcards."""
        return all(each.equals for each in self.criteria) and not self.joins

    @property
    def bounds(self) -> bool:
        """Whether every criterion is a bound in the same direction for numbers."""
        first = self.criteria[0].op
        return first in ("<", "<=", ">", ">=") and all(
            each.op == first and each.kind == NUMBER for each in self.criteria
        )


def condition(cells: Vector, criterion: Vector, shape: tuple[int, ...]) -> Condition:
    """The condition that a range meets a criterion, for queries of a shape that the criterion broadcasts to."""
    criteria, which = _distinct(criterion)
    return Condition(cells, criteria, np.broadcast_to(which.reshape(criterion.shape), shape).ravel())


def _distinct(criterion: Vector) -> tuple[list[Criterion], Codes]:
    """The distinct criteria, and which one each element is."""
    if criterion.present == 1 << TEXT:
        words, which = criterion.words
        return [read_criterion(word) for word in words], which
    if criterion.present == 1 << NUMBER:
        numbers, which = np.unique(criterion.number, return_inverse=True)
        return [Criterion("=", NUMBER, number) for number in numbers.tolist()], which.ravel()
    kinds, values = criterion.kind.ravel().tolist(), criterion.number.ravel().tolist()
    rows = list(zip(kinds, values, criterion.folded.ravel().tolist(), strict=True))
    places = {row: place for place, row in enumerate(dict.fromkeys(rows))}
    return [criterion_of(*row) for row in places], np.fromiter(map(places.__getitem__, rows), np.int64, len(rows))


def totals(conditions: Sequence[Condition], weights: Sequence[Numbers]) -> list[Numbers]:
    """For each query, the sum of each weight over the cells that meet all conditions.

    All ranges and weights are equally long; `weights` are flat arrays, and so are the results.
    """
    queries = conditions[0].which.size
    fixed = [each for each in conditions if each.is_one_mask]
    varying = [each for each in conditions if not each.is_one_mask]
    if not queries:
        return [np.zeros(0) for _ in weights]
    kept = _kept(fixed, weights[0].size)
    if not varying:
        return [np.full(queries, weight[kept].sum()) for weight in weights]
    wild = next((each for each in varying if each.spreads), None)
    if wild is not None and all(each.spreads or each.joins or each.bounds for each in varying):
        found = _by_spelling(wild, [each for each in conditions if each is not wild], weights)
        if found is not None:
            return found
    joins = [each for each in varying if each.joins]
    bounds = [each for each in varying if not each.joins and each.bounds]
    one_range = all(each.cells is bounds[0].cells for each in bounds)
    if len(joins) + len(bounds) < len(varying) or not one_range:
        return _one_by_one(varying, weights, kept)
    cells, wanted, size = _grouped(joins, kept, queries)
    chosen = [weight[kept] for weight in weights]
    if not bounds:
        return _by_group(cells, wanted, size, chosen)
    return _by_stretch(cells, wanted, bounds, kept, chosen)


def _by_spelling(wild: Condition, others: Sequence[Condition], weights: Sequence[Numbers]) -> list[Numbers] | None:
    """The totals where some queries have wildcards: each of these becomes one query for every text it matches.

    None where that would be too many.
    """
    matched = [np.array(matching_words(wild.cells, each.text) if each.wild else (), np.int64) for each in wild.criteria]
    spread = np.array([each.wild for each in wild.criteria])[wild.which]
    plain, asking = np.flatnonzero(~spread), np.flatnonzero(spread)
    asked = wild.which[asking].tolist()
    counts = np.array([len(found) for found in matched])[asked]
    if counts.sum() > ASKED:
        return None
    owners = np.repeat(asking, counts)
    places = np.concatenate([matched[which] for which in asked])
    words = [Criterion("=", TEXT, text=word) for word in wild.cells.words[0]]
    texts = Condition(wild.cells, words, places, spelled=True)
    exact = totals([narrowed(wild, plain), *(narrowed(each, plain) for each in others)], weights)
    spelled = totals([texts, *(narrowed(each, owners) for each in others)], weights)
    results = [np.bincount(owners, each, minlength=wild.which.size).astype(np.float64) for each in spelled]
    for result, each in zip(results, exact, strict=True):
        result[plain] = each
    return results


def narrowed(whole: Condition, queries: Codes) -> Condition:
    """The condition for some of its queries, with the criteria that these have."""
    used, which = np.unique(whole.which[queries], return_inverse=True)
    return replace(whole, criteria=[whole.criteria[place] for place in used.tolist()], which=which.ravel())


def _kept(fixed: Sequence[Condition], size: int) -> npt.NDArray[np.intp]:
    mask = np.ones(size, bool)
    for each in fixed:
        mask &= meets(each.cells, each.criteria[0])
    return np.flatnonzero(mask)


def _codes(join: Condition) -> tuple[Codes, Codes, int]:
    """The codes of all cells, the code that each query wants, and how many codes there are."""
    keys = keys_of(join.cells, loose=not join.spelled)
    numbers = np.array([each.number for each in join.criteria])
    wanted = keys.find_numbers(numbers)
    for place, each in enumerate(join.criteria):
        if each.kind != NUMBER:
            wanted[place] = keys.find(each.kind, each.number, each.text)
    return keys.codes, wanted[join.which], keys.size


def _grouped(joins: Sequence[Condition], kept: npt.NDArray[np.intp], queries: int) -> tuple[Codes, Codes, int]:
    """One group number for each kept cell and each query; ABSENT for a query that no cell can meet."""
    cells, wanted, size = np.zeros(kept.size, np.int64), np.zeros(queries, np.int64), 1
    for join in joins:
        codes, wants, count = _codes(join)
        # Numbers of pairs stay small: they are packed again whenever two columns are combined.
        both = cells * (count + 1) + codes[kept] + 1
        asked = np.where((wanted == ABSENT) | (wants == ABSENT), ABSENT, wanted * (count + 1) + wants + 1)
        if len(joins) == 1:
            cells, wanted, size = both, asked, count + 1
            continue
        distinct, cells = np.unique(both, return_inverse=True)
        size = max(distinct.size, 1)
        place = np.minimum(np.searchsorted(distinct, asked), size - 1)
        hit = distinct[place] == asked if distinct.size else np.zeros(queries, bool)
        wanted = np.where(hit, place, ABSENT)
    return cells, wanted, size


def _by_group(cells: Codes, wanted: Codes, size: int, weights: Sequence[Numbers]) -> list[Numbers]:
    found = wanted != ABSENT
    sums = (np.bincount(cells, weight, minlength=size) for weight in weights)
    return [np.where(found, group[np.where(found, wanted, 0)], 0.0) for group in sums]


def _by_stretch(
    cells: Codes, wanted: Codes, bounds: Sequence[Condition], kept: npt.NDArray[np.intp], weights: Sequence[Numbers]
) -> list[Numbers]:
    """Cells sorted by group and value; each query is the stretch of its group between its bounds."""
    range_cells = bounds[0].cells
    numeric = range_cells.kind.ravel()[kept] == NUMBER
    values = range_cells.number.ravel()[kept][numeric]
    distinct, ranks = np.unique(values, return_inverse=True)
    steps = distinct.size + 1
    place = cells[numeric] * steps + ranks
    order = np.argsort(place, kind="stable")
    place = place[order]
    low, high = wanted * steps, (wanted + 1) * steps - 1
    for bound in bounds:
        op = bound.criteria[0].op
        limits = np.array([each.number for each in bound.criteria])
        side = _reach(distinct, limits, op)[bound.which]
        low, high = (
            (low, np.minimum(high, wanted * steps + side))
            if op in ("<", "<=")
            else (np.maximum(low, wanted * steps + side), high)
        )
    start = np.searchsorted(place, low, "left")
    end = np.maximum(np.searchsorted(place, high, "left"), start)
    return [_stretches(weight[numeric][order], start, end) for weight in weights]


def _reach(distinct: Numbers, limits: Numbers, op: str) -> Codes:
    """How many distinct values lie below each limit (`<`, `>=`) or up to it (`<=`, `>`)."""
    side: Codes = np.searchsorted(distinct, limits, "left" if op in ("<", ">=") else "right").astype(np.int64)
    return side


def _stretches(weight: Numbers, start: Codes, end: Codes) -> Numbers:
    """The sum of each stretch, from running totals in extended precision so that little is lost in the difference."""
    running = np.concatenate([[0], np.cumsum(weight, dtype=np.longdouble)])
    sums: Numbers = (running[end] - running[start]).astype(np.float64)
    return np.where(end > start, sums, 0.0)


def _one_by_one(varying: Sequence[Condition], weights: Sequence[Numbers], kept: npt.NDArray[np.intp]) -> list[Numbers]:
    queries = np.stack([each.which for each in varying])
    distinct, inverse = np.unique(queries, axis=1, return_inverse=True)
    results = np.zeros((len(weights), distinct.shape[1]))
    masks: list[dict[int, Mask]] = [{} for _ in varying]
    chosen = [weight[kept] for weight in weights]
    for place, query in enumerate(distinct.T.tolist()):
        met = np.ones(kept.size, bool)
        for each, known, which in zip(varying, masks, query, strict=True):
            if which not in known:
                if len(known) * kept.size > MASK_CELLS:
                    known.clear()
                known[which] = meets(each.cells, each.criteria[which])[kept]
            met &= known[which]
        results[:, place] = [weight[met].sum() for weight in chosen]
    return list(results[:, inverse.ravel()])
