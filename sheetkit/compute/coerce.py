"""Turns values of any kind into the numbers, texts or truth values that an operator or function asks for."""

import numpy as np

from sheetkit.compute.spelling import read_number, write_number
from sheetkit.compute.vector import BLANK, BOOL, ERROR, NUMBER, TEXT, VALUE_CODE, Mask, Numbers, Texts, Vector, select

_NUMERIC = 1 << NUMBER | 1 << BLANK | 1 << BOOL


def as_numbers(vector: Vector) -> Vector:
    """Numbers and errors only: blank 0, FALSE 0, TRUE 1, text what it says (`spelling.read_number`) or #VALUE!."""
    if vector.present == 1 << NUMBER:
        return vector
    if not vector.present & ~_NUMERIC:
        return Vector.numbers(vector.number)
    kind = np.where(vector.kind == ERROR, ERROR, NUMBER).astype(np.uint8)
    number = vector.number
    if vector.text is not None:
        kind, number = kind.copy(), number.copy()
        places = np.nonzero(vector.kind == TEXT)
        read = [read_number(text) for text in vector.text[places].tolist()]
        number[places] = [VALUE_CODE if value is None else value for value in read]
        kind[places] = [ERROR if value is None else NUMBER for value in read]
    return Vector(kind, number)


def as_texts(vector: Vector) -> Vector:
    """Texts and errors only: blank "", numbers in the General format, TRUE and FALSE in English."""
    if vector.present == 1 << TEXT:
        return vector
    text = np.full(vector.shape, "", np.object_) if vector.text is None else vector.text.copy()
    if vector.has(NUMBER):
        places = np.nonzero(vector.kind == NUMBER)
        text[places] = [write_number(value) for value in vector.number[places].tolist()]
    if vector.has(BOOL):
        places = np.nonzero(vector.kind == BOOL)
        text[places] = ["TRUE" if value else "FALSE" for value in vector.number[places].tolist()]
    return Vector.texts(text).with_errors_of(vector)


def as_bools(vector: Vector) -> Vector:
    """Truth values and errors only: numbers are true unless 0, blank is FALSE, text must say TRUE or FALSE."""
    if vector.present == 1 << BOOL:
        return vector
    truth = Vector.bools(vector.number != 0)
    if vector.text is not None:
        truth = select(vector.folded == "true", Vector.bools(np.array([[True]])), truth)
        odd = (vector.kind == TEXT) & (vector.folded != "true") & (vector.folded != "false")
        if odd.any():
            truth = select(odd, Vector.error(VALUE_CODE), truth)
    return truth.with_errors_of(vector)


def numbers_of(vector: Vector) -> Numbers:
    """The numbers of a vector that holds numbers and errors only, with 0 in place of errors."""
    return np.where(vector.kind == ERROR, 0.0, vector.number) if vector.has(ERROR) else vector.number


def texts_of(vector: Vector) -> Texts:
    """The texts of a vector that holds texts and errors only, with "" in place of errors."""
    return np.full(vector.shape, "", np.object_) if vector.text is None else vector.text


def truth_of(vector: Vector) -> Mask:
    """Where a vector that holds truth values and errors only is true."""
    true: Mask = (vector.kind == BOOL) & (vector.number != 0)
    return true
