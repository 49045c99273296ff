"""Functions that make one value of many: text, blanks and truth values in cells are passed over, literals are not."""

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Final

import numpy as np

from sheetkit.compute.coerce import as_numbers, numbers_of
from sheetkit.compute.vector import (
    BLANK,
    DIV0_CODE,
    ERROR,
    NUM_CODE,
    NUMBER,
    TEXT,
    VALUE_CODE,
    Mask,
    Numbers,
    Vector,
    select,
)

Function = Callable[[Sequence[Vector]], Vector]


def _is_literal(arg: Vector) -> bool:
    return not arg.cells and arg.shape[1] == 1


def _counted(arg: Vector) -> Vector:
    """What an aggregate reads of an argument: numbers, errors, and blanks for all that it passes over."""
    if _is_literal(arg):
        return as_numbers(arg)
    if not arg.present & ~(1 << NUMBER | 1 << ERROR | 1 << BLANK):
        return arg
    keep = (arg.kind == NUMBER) | (arg.kind == ERROR)
    return Vector(np.where(keep, arg.kind, BLANK).astype(np.uint8), np.where(keep, arg.number, 0.0))


def _total(arg: Vector) -> Numbers:
    return numbers_of(arg).sum(axis=1, keepdims=True)  # type: ignore[no-any-return]


def _count(arg: Vector) -> Numbers:
    return (arg.kind == NUMBER).sum(axis=1, keepdims=True).astype(np.float64)  # type: ignore[no-any-return]


def _totals(args: Sequence[Vector]) -> tuple[Numbers, Numbers, list[Vector]]:
    counted = [_counted(arg) for arg in args]
    total: Numbers = reduce(np.add, map(_total, counted))
    count: Numbers = reduce(np.add, map(_count, counted))
    return total, count, [arg.first_errors() for arg in counted]


def _sum(args: Sequence[Vector]) -> Vector:
    total, _, errors = _totals(args)
    return Vector.numbers(total).with_errors_of(*errors)


def _average(args: Sequence[Vector]) -> Vector:
    total, count, errors = _totals(args)
    return mean(total, count).with_errors_of(*errors)


def mean(total: Numbers, count: Numbers) -> Vector:
    """Total by count; #DIV/0! where nothing was counted."""
    result = Vector.numbers(total / np.maximum(count, 1))
    return result if count.all() else select(count > 0, result, Vector.error(DIV0_CODE))


def _count_numbers(args: Sequence[Vector]) -> Vector:
    return Vector.numbers(reduce(np.add, (_count(_counted(arg)) for arg in args)))


def _count_values(args: Sequence[Vector]) -> Vector:
    filled = ((arg.kind != BLANK) | (not arg.cells) for arg in args)
    return Vector.numbers(reduce(np.add, (some.sum(axis=1, keepdims=True) for some in filled)).astype(np.float64))


def _count_blanks(args: Sequence[Vector]) -> Vector:
    """Blank cells and those that show nothing, which hold the empty text."""
    arg = args[0]
    empty = arg.kind == BLANK
    if arg.text is not None:
        empty = empty | ((arg.kind == TEXT) & (arg.text == "").astype(bool))
    return Vector.numbers(empty.sum(axis=1, keepdims=True).astype(np.float64))


def _extreme(pick: np.ufunc, worst: float) -> Function:
    """MIN and MAX; 0 when there is no number at all."""

    def function(args: Sequence[Vector]) -> Vector:
        counted = [_counted(arg) for arg in args]
        best = (
            pick.reduce(np.where(arg.kind == NUMBER, arg.number, worst), axis=1, keepdims=True, initial=worst)
            for arg in counted
        )
        found = reduce(pick, best)
        result = Vector.numbers(np.where(np.isinf(found), 0.0, found))
        return result.with_errors_of(*(arg.first_errors() for arg in counted))

    return function


def _sorted_rows(counted: Sequence[Vector]) -> tuple[Numbers, Numbers]:
    """All numbers of each row in rising order, NaN behind them, and how many there are."""
    height = max(arg.shape[0] for arg in counted)
    parts = [np.where(arg.kind == NUMBER, arg.number, np.nan) for arg in counted]
    whole = np.hstack([np.broadcast_to(part, (height, part.shape[1])) for part in parts])
    whole.sort(axis=1)
    return whole, (~np.isnan(whole)).sum(axis=1, keepdims=True)


def _median(args: Sequence[Vector]) -> Vector:
    """The middle number, or the mean of the middle two; #NUM! when there is no number."""
    counted = [_counted(arg) for arg in args]
    whole, count = _sorted_rows(counted)
    result = Vector.error(NUM_CODE, (whole.shape[0], 1))
    if whole.shape[1]:
        middle = np.maximum(count.astype(np.int64) - 1, 0)
        low = np.take_along_axis(whole, middle // 2, axis=1)
        high = np.take_along_axis(whole, (middle + 1) // 2, axis=1)
        result = Vector.numbers((low + high) / 2)  # NaN, where there is nothing, is #NUM!
    return result.with_errors_of(*(arg.first_errors() for arg in counted))


def _nth(largest: bool) -> Function:
    """LARGE and SMALL: the number at a place, which is truncated, from 1; #NUM! where there is none."""

    def function(args: Sequence[Vector]) -> Vector:
        counted, place = _counted(args[0]), as_numbers(args[1])
        whole, count = _sorted_rows([counted])
        nth = np.trunc(numbers_of(place)).astype(np.int64)
        good: Mask = (nth >= 1) & (nth <= count)
        if not whole.shape[1]:
            return Vector.error(NUM_CODE, good.shape).with_errors_of(place)
        at = np.where(good, count - nth if largest else nth - 1, 0)
        found = np.take_along_axis(np.broadcast_to(whole, (at.shape[0], whole.shape[1])), at, axis=1)
        result = select(good, Vector.numbers(found), Vector.error(NUM_CODE))
        return result.with_errors_of(counted.first_errors(), place)

    return function


def _or_zero(arg: Vector) -> Numbers:
    return arg.number if arg.present == 1 << NUMBER else np.where(arg.kind == NUMBER, arg.number, 0.0)


def _sum_of_products(args: Sequence[Vector]) -> Vector:
    """SUMPRODUCT: text, blanks and truth values count as 0; arrays of different lengths are #VALUE!."""
    if len({arg.shape[1] for arg in args}) > 1:
        return Vector.error(VALUE_CODE)
    product: Numbers = reduce(np.multiply, map(_or_zero, args))
    total = Vector.numbers(product.sum(axis=1, keepdims=True))
    if not any(arg.has(ERROR) for arg in args):
        return total
    return total.with_errors_of(Vector.numbers(product).with_errors_of(*args).first_errors())


FUNCTIONS: Final[dict[str, Function]] = {
    "SUM": _sum,
    "AVERAGE": _average,
    "COUNT": _count_numbers,
    "COUNTA": _count_values,
    "COUNTBLANK": _count_blanks,
    "MIN": _extreme(np.minimum, np.inf),
    "MAX": _extreme(np.maximum, -np.inf),
    "MEDIAN": _median,
    "LARGE": _nth(largest=True),
    "SMALL": _nth(largest=False),
    "SUMPRODUCT": _sum_of_products,
}
