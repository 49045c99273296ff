"""How values compare: numbers before text before FALSE before TRUE, text without regard to case."""

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sheetkit.compute.vector import BLANK, BOOL, NUMBER, TEXT, Mask, Numbers, Vector

Integers = npt.NDArray[np.int64]

SIGNS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
CLOSE: Final = 2.0**-48
"""Numbers whose relative difference is below this are equal: it hides what binary fractions leave over."""

# Punctuation before digits before letters, in the order of the Unicode collation that LibreOffice uses.
_PUNCTUATION: Final = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
_PLACES: Final = {ord(mark): chr(1 + place) for place, mark in enumerate(_PUNCTUATION)}


@lru_cache(maxsize=65_536)
def collation_key(text: str) -> tuple[str, str]:
    """What sorts texts as a dictionary does: accents count only between texts that are otherwise equal.

    An approximation of each program's own collation: Excel passes over hyphens and apostrophes, and other alphabets
    have orders of their own.
    """
    folded = text.lower()
    if folded.isascii():
        return folded.translate(_PLACES), ""
    split = unicodedata.normalize("NFD", folded)
    return "".join(mark for mark in split if not unicodedata.combining(mark)).translate(_PLACES), folded


def near(left: Numbers, right: Numbers) -> Mask:
    """Where two arrays of numbers are equal but for what binary fractions leave over."""
    gap = np.abs(left - right)
    close: Mask = gap <= np.minimum(np.abs(left), np.abs(right)) * CLOSE
    # Whole numbers are exact, so neighbours among large ones stay different.
    close &= (gap == 0) | (gap != np.rint(gap))
    return close


def compare(op: str, left: Vector, right: Vector) -> Vector:
    """`left op right` for op one of = <> < <= > >=, broadcast; errors travel, the left one first."""
    if op in ("=", "<>"):
        same = _equal(left, right)
        met = same if op == "=" else ~same
    else:
        met = SIGNS[op](_order(left, right), 0)
    return Vector.bools(met).with_errors_of(left, right)


def _equal(left: Vector, right: Vector) -> Mask:
    """Where the values are equal. A blank equals 0, "" and FALSE, but "" does not equal 0."""
    if not (left.present | right.present) & ~(1 << BLANK | 1 << NUMBER):
        return near(left.number, right.number)
    kinds = (left.kind == right.kind) | (left.kind == BLANK) | (right.kind == BLANK)
    same: Mask = kinds & near(left.number, right.number)
    if left.text is not None or right.text is not None:
        same &= _equal_texts(left, right)
    return same


def _equal_texts(left: Vector, right: Vector) -> Mask:
    """Where the texts are equal; a value of another kind has the empty text."""
    if left.text is None or right.text is None:
        holder = left if right.text is None else right
        empty: Mask = (holder.text == "").astype(bool)  # type: ignore[union-attr] # it holds text
        return empty
    if 1 in (left.kind.size, right.kind.size):
        return np.asarray(left.folded == right.folded).astype(bool)
    one, other = text_codes(left, right, ordered=False)
    equal: Mask = one == other
    return equal


def _order(left: Vector, right: Vector) -> Integers:
    """-1, 0 or 1 where left is below, equal to or above right."""
    by_number = np.where(near(left.number, right.number), 0, np.sign(left.number - right.number)).astype(np.int64)
    if not (left.present | right.present) & ~(1 << BLANK | 1 << NUMBER):
        return by_number
    left_class, right_class = _classes(left, right), _classes(right, left)
    within = by_number
    if left.text is not None or right.text is not None:
        one, other = text_codes(left, right, ordered=True)
        within = np.where(left_class == TEXT, np.sign(one - other), by_number)
    return np.where(left_class == right_class, within, np.sign(left_class - right_class))


def _classes(vector: Vector, other: Vector) -> Integers:
    """NUMBER, TEXT or BOOL, which rise in Excel's order; a blank takes the class of what it is compared with."""
    own = vector.kind.astype(np.int64)
    if not vector.has(BLANK):
        return own
    against = np.where((other.kind == TEXT) | (other.kind == BOOL), other.kind, NUMBER)
    return np.where(own == BLANK, against, own)


def text_codes(left: Vector, right: Vector, *, ordered: bool) -> tuple[Integers, Integers]:
    """The texts of both sides as integers, in their order if asked; the empty text, always the lowest, is 0."""
    sides = (left.words, right.words)
    unique = list(dict.fromkeys(["", *sides[0][0], *sides[1][0]]))
    if ordered:
        keys = [collation_key(word) for word in unique]
        ranks = {key: rank for rank, key in enumerate(sorted(set(keys)))}
        codes = {word: ranks[key] for word, key in zip(unique, keys, strict=True)}
    else:
        codes = {word: code for code, word in enumerate(unique)}
    one, other = (np.array([codes[word] for word in words], np.int64)[places] for words, places in sides)
    return one.reshape(left.shape), other.reshape(right.shape)
