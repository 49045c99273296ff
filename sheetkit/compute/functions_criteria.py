"""COUNTIF, SUMIF, AVERAGEIF and their plurals."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from sheetkit.compute.functions_aggregate import mean
from sheetkit.compute.keys import Codes
from sheetkit.compute.matching import Condition, condition, narrowed, totals
from sheetkit.compute.vector import ERROR, NUMBER, VALUE_CODE, Mask, Numbers, Vector, select

PARTS: Final = 16
"""Into how many parts the errors of a range are cut to find the first one that a query meets."""

Function = Callable[[Sequence[Vector]], Vector]


def _counts(pairs: Sequence[Vector]) -> Vector:
    """COUNTIFS(range, criterion, …)."""
    shape = _shape(pairs)
    if shape is None:
        return Vector.error(VALUE_CODE)
    count = totals(_conditions(pairs, shape), [np.ones(pairs[0].kind.size)])[0]
    return Vector.numbers(count.reshape(shape)).with_errors_of(*pairs[1::2])


def _conditional(finish: Callable[[Numbers, Numbers], Vector]) -> Callable[[Vector, Sequence[Vector]], Vector]:
    """SUMIFS and AVERAGEIFS(values, range, criterion, …): numbers count, an error among the cells met is the result."""

    def function(values: Vector, pairs: Sequence[Vector]) -> Vector:
        shape = _shape(pairs)
        if shape is None or values.kind.size != pairs[0].kind.size:
            return Vector.error(VALUE_CODE)
        conditions = _conditions(pairs, shape)
        kind = values.kind.ravel()
        numeric = kind == NUMBER
        weights = [np.where(numeric, values.number.ravel(), 0.0), numeric.astype(np.float64)]
        if not values.has(ERROR):
            total, count = totals(conditions, weights)
            return finish(total.reshape(shape), count.reshape(shape)).with_errors_of(*pairs[1::2])
        total, count, wrong = totals(conditions, [*weights, (kind == ERROR).astype(np.float64)])
        result = finish(total.reshape(shape), count.reshape(shape))
        return _with_first_errors(result, values, conditions, wrong).with_errors_of(*pairs[1::2])

    return function


def _with_first_errors(result: Vector, values: Vector, conditions: list[Condition], wrong: Numbers) -> Vector:
    """The result with the first error of the cells that each query met."""
    queries = np.flatnonzero(wrong)
    if not queries.size:
        return result
    places = np.flatnonzero(values.kind.ravel() == ERROR)
    codes = values.number.ravel()
    first = np.zeros(wrong.size)
    kinds = np.unique(codes[places])
    met = _met(conditions, queries, [places[codes[places] == kind] for kind in kinds.tolist()], codes.size)
    alone = met.sum(axis=0) == 1
    first[queries] = kinds[met.argmax(axis=0)]
    _name_first(first, conditions, queries[~alone], places, codes)
    errors = Vector(np.full(result.shape, ERROR, np.uint8), first.reshape(result.shape))
    return select((wrong > 0).reshape(result.shape), errors, result)


def _name_first(first: Numbers, conditions: list[Condition], queries: Codes, places: Codes, codes: Numbers) -> None:
    """Put into `first` the code of the first of some places that each query meets; each of them meets one."""
    if not queries.size:
        return
    if np.unique(codes[places]).size == 1:
        first[queries] = codes[places[0]]
        return
    parts = np.array_split(places, min(PARTS, places.size))
    part = _met(conditions, queries, parts, codes.size).argmax(axis=0)
    for number in np.unique(part).tolist():
        _name_first(first, conditions, queries[part == number], parts[number], codes)


def _met(conditions: list[Condition], queries: Codes, parts: Sequence[Codes], size: int) -> Mask:
    """Whether any of each part's places is met by each query, shape (parts, queries)."""
    weights = np.zeros((len(parts), size))
    for number, part in enumerate(parts):
        weights[number, part] = 1.0
    met: Mask = np.array(totals([narrowed(each, queries) for each in conditions], list(weights))) > 0
    return met


def _shape(pairs: Sequence[Vector]) -> tuple[int, int] | None:
    """The shape of the queries, or None when the ranges differ in length."""
    if len({cells.kind.size for cells in pairs[::2]}) > 1:
        return None
    height, width = np.broadcast_shapes(*(criterion.shape for criterion in pairs[1::2]))
    return height, width


def _conditions(pairs: Sequence[Vector], shape: tuple[int, int]) -> list[Condition]:
    return [condition(cells, criterion, shape) for cells, criterion in zip(pairs[::2], pairs[1::2], strict=True)]


def _single(finish: Callable[[Vector, Sequence[Vector]], Vector]) -> Function:
    """SUMIF and AVERAGEIF(range, criterion, values): of longer values only as many count as the range has cells."""

    def function(args: Sequence[Vector]) -> Vector:
        cells, values = args[0], args[-1] if len(args) > 2 else args[0]
        return finish(values.first(cells.shape[1]), [cells, args[1]])

    return function


_sums: Final = _conditional(lambda total, _: Vector.numbers(total))
_means: Final = _conditional(mean)


FUNCTIONS: Final[dict[str, Function]] = {
    "COUNTIF": _counts,
    "COUNTIFS": _counts,
    "SUMIF": _single(_sums),
    "SUMIFS": lambda args: _sums(args[0], args[1:]),
    "AVERAGEIF": _single(_means),
    "AVERAGEIFS": lambda args: _means(args[0], args[1:]),
}
