"""Conditions, tests of a value's kind, and the handling of errors."""

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Final

import numpy as np

from sheetkit.compute.coerce import as_bools, as_numbers, numbers_of, truth_of
from sheetkit.compute.vector import (
    BLANK,
    BOOL,
    ERROR,
    NA_CODE,
    NUMBER,
    TEXT,
    VALUE_CODE,
    Mask,
    Vector,
    select,
)

_FALSE: Final = Vector.one(False)
_NOTHING: Final = Vector.texts(np.array([[""]], np.object_))


def _if(args: Sequence[Vector]) -> Vector:
    condition = as_bools(args[0])
    truth, otherwise = truth_of(condition), args[2] if len(args) > 2 else _FALSE
    if truth.size == 1 and not condition.has(ERROR):
        return args[1] if truth.all() else otherwise  # what it refers to stays a cell
    return select(truth, args[1], otherwise).with_errors_of(condition)


def _if_error(args: Sequence[Vector]) -> Vector:
    wrong = args[0].kind == ERROR
    return select(wrong, args[1], args[0]) if wrong.any() else args[0]


def _is_na(vector: Vector) -> Mask:
    missing: Mask = (vector.kind == ERROR) & (vector.number == NA_CODE)
    return missing


def _if_na(args: Sequence[Vector]) -> Vector:
    missing = _is_na(args[0])
    return select(missing, args[1], args[0]) if missing.any() else args[0]


def _choose(args: Sequence[Vector]) -> Vector:
    """The argument at a place from 1, which is truncated; #VALUE! where there is none."""
    index = as_numbers(args[0])
    place = np.trunc(numbers_of(index))
    result = Vector.error(VALUE_CODE)
    for number, choice in enumerate(args[1:], start=1):
        result = select(place == number, choice, result)
    return result.with_errors_of(index)


def _not(args: Sequence[Vector]) -> Vector:
    truth = as_bools(args[0])
    return Vector.bools(~truth_of(truth)).with_errors_of(truth)


def _logical(combine: Callable[[Mask, Mask], Mask], neutral: bool) -> Callable[[Sequence[Vector]], Vector]:
    """AND, OR, XOR: text and blanks in cells are passed over; without a single truth value it is #VALUE!."""

    def function(args: Sequence[Vector]) -> Vector:
        states = [_state(arg, combine, neutral=neutral) for arg in args]
        truth = reduce(combine, (state for state, _, _ in states))
        found = reduce(np.logical_or, (found for _, found, _ in states))
        result = Vector.bools(truth)
        if not found.all():
            result = select(found, result, Vector.error(VALUE_CODE))
        return result.with_errors_of(*(errors for _, _, errors in states))

    return function


def _state(arg: Vector, combine: Callable[[Mask, Mask], Mask], *, neutral: bool) -> tuple[Mask, Mask, Vector]:
    """One argument's truth by row, whether it had any truth value, and its first error by row."""
    literal = not arg.cells and arg.shape[1] == 1
    if literal:
        known = as_bools(arg)
        used = known.kind == BOOL
        truth = np.where(used, truth_of(known), neutral)
        return truth, np.ones_like(used), known
    used = (arg.kind == NUMBER) | (arg.kind == BOOL)
    truth = np.where(used, arg.number != 0, neutral)
    if arg.shape[1] != 1:
        truth = combine.reduce(truth, axis=1, keepdims=True)  # type: ignore[attr-defined]
    return truth, used.any(axis=1, keepdims=True), arg.first_errors()


def _test(of: Callable[[Vector], Mask]) -> Callable[[Sequence[Vector]], Vector]:
    return lambda args: Vector.bools(of(args[0]))


def _number_of(args: Sequence[Vector]) -> Vector:
    """N: numbers as they are, TRUE 1, everything else 0; errors travel."""
    vector = args[0]
    keep = (vector.kind == NUMBER) | (vector.kind == BOOL)
    return Vector.numbers(np.where(keep, vector.number, 0.0)).with_errors_of(vector)


def _text_of(args: Sequence[Vector]) -> Vector:
    """T: text as it is, everything else ""; errors travel."""
    vector = args[0]
    text = _NOTHING.spread(vector.shape[0]).text if vector.text is None else vector.text
    assert text is not None  # noqa: S101 - a vector of texts holds texts
    return Vector.texts(np.broadcast_to(text, vector.shape)).with_errors_of(vector)


FUNCTIONS: Final[dict[str, Callable[[Sequence[Vector]], Vector]]] = {
    "IF": _if,
    "IFERROR": _if_error,
    "IFNA": _if_na,
    "CHOOSE": _choose,
    "AND": _logical(np.logical_and, neutral=True),
    "OR": _logical(np.logical_or, neutral=False),
    "XOR": _logical(np.logical_xor, neutral=False),
    "NOT": _not,
    "TRUE": lambda _: Vector.one(True),
    "FALSE": lambda _: _FALSE,
    "NA": lambda _: Vector.error(NA_CODE),
    "ISBLANK": _test(lambda vector: vector.kind == BLANK),
    "ISNUMBER": _test(lambda vector: vector.kind == NUMBER),
    "ISTEXT": _test(lambda vector: vector.kind == TEXT),
    "ISLOGICAL": _test(lambda vector: vector.kind == BOOL),
    "ISERROR": _test(lambda vector: vector.kind == ERROR),
    "ISNA": _test(_is_na),
    "N": _number_of,
    "T": _text_of,
}
