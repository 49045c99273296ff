"""The arithmetic operators and `&` over vectors."""

from collections.abc import Callable
from typing import Final

import numpy as np

from sheetkit.compute.coerce import as_numbers, as_texts, numbers_of, texts_of
from sheetkit.compute.order import CLOSE, compare
from sheetkit.compute.ranks import is_wide, rank
from sheetkit.compute.vector import DIV0_CODE, NUM_CODE, VALUE_CODE, Mask, Numbers, Vector, select

MAX_TEXT: Final = 32_767
"""Characters that a cell holds (Excel specifications and limits); a longer result is #VALUE!."""

COMPARISONS: Final = ("=", "<>", "<", "<=", ">", ">=")


def binary(op: str, left: Vector, right: Vector) -> Vector:
    """`left op right`, broadcast; errors travel, the left one first. Raises KeyError for an unknown operator."""
    if op in COMPARISONS:
        return rank(left, right).compare(op) if is_wide(left, right) else compare(op, left, right)
    if op == "&":
        return joined([left, right])
    return _ARITHMETIC[op](as_numbers(left), as_numbers(right))


def negated(operand: Vector) -> Vector:
    """`-x`."""
    operand = as_numbers(operand)
    return Vector.numbers(0.0 - numbers_of(operand)).with_errors_of(operand)


def percent(operand: Vector) -> Vector:
    """`x%`."""
    operand = as_numbers(operand)
    return Vector.numbers(numbers_of(operand) / 100).with_errors_of(operand)


def joined(parts: list[Vector]) -> Vector:
    """The texts of the parts one after the other."""
    texts = [as_texts(part) for part in parts]
    whole = texts_of(texts[0])
    for text in texts[1:]:
        whole = whole + texts_of(text)
    return limited(Vector.texts(whole)).with_errors_of(*texts)


def limited(vector: Vector) -> Vector:
    """The same texts, with #VALUE! for those that no cell can hold."""
    if vector.text is None:
        return vector
    lengths = np.fromiter(map(len, vector.text.ravel().tolist()), np.int64, vector.text.size)
    if not lengths.size or lengths.max() <= MAX_TEXT:
        return vector
    return select((lengths > MAX_TEXT).reshape(vector.shape), Vector.error(VALUE_CODE), vector)


def add(left: Vector, right: Vector) -> Vector:
    """Sum of two vectors of numbers; see `_settled` for what happens near 0."""
    a, b = numbers_of(left), numbers_of(right)
    with np.errstate(over="ignore", invalid="ignore"):
        return Vector.numbers(_settled(a + b, a)).with_errors_of(left, right)


def subtract(left: Vector, right: Vector) -> Vector:
    """Difference of two vectors of numbers."""
    a, b = numbers_of(left), numbers_of(right)
    with np.errstate(over="ignore", invalid="ignore"):
        return Vector.numbers(_settled(a - b, a)).with_errors_of(left, right)


def multiply(left: Vector, right: Vector) -> Vector:
    """Product of two vectors of numbers."""
    with np.errstate(over="ignore", under="ignore"):
        return Vector.numbers(numbers_of(left) * numbers_of(right)).with_errors_of(left, right)


def divide(left: Vector, right: Vector) -> Vector:
    """Quotient of two vectors of numbers; #DIV/0! where the divisor is 0."""
    a, b = numbers_of(left), numbers_of(right)
    zero = b == 0
    with np.errstate(over="ignore", under="ignore"):
        result = Vector.numbers(a / np.where(zero, 1.0, b))
    return _failing(result, zero, DIV0_CODE).with_errors_of(left, right)


def power(left: Vector, right: Vector) -> Vector:
    """`left ^ right`: 0^0 is #NUM!, 0 to a negative power #DIV/0!, a root of a negative number #NUM!, as in Excel."""
    a, b = numbers_of(left), numbers_of(right)
    with np.errstate(all="ignore"):
        result = Vector.numbers(np.power(a, b))
    result = _failing(result, (a == 0) & (b < 0), DIV0_CODE)
    return _failing(result, (a == 0) & (b == 0), NUM_CODE).with_errors_of(left, right)


def _settled(result: Numbers, operand: Numbers) -> Numbers:
    """0 where two operands cancel but for their last bits: 0.3-0.1-0.2 is 0, as Excel and LibreOffice have it."""
    cancelled = np.abs(result) < np.abs(operand) * CLOSE
    if not cancelled.any():
        return result
    return np.where(cancelled & (result != np.rint(result)), 0.0, result)


def _failing(result: Vector, where: Mask, code: int) -> Vector:
    return select(where, Vector.error(code), result) if where.any() else result


_ARITHMETIC: Final[dict[str, Callable[[Vector, Vector], Vector]]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "^": power,
}
