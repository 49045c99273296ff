"""Finds equal values in a range without comparing everything with everything: each value gets a small code."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sheetkit.compute.spelling import read_number
from sheetkit.compute.vector import BLANK, BOOL, ERROR, NUMBER, TEXT, Numbers, Vector
from sheetkit.core.values import ERRORS

Codes = npt.NDArray[np.int64]
ABSENT = -1


def at_15_digits(number: Numbers) -> Numbers:
    """Numbers cut to 15 significant digits, so that 0.1+0.2 finds 0.3."""
    fraction = number != np.rint(number)
    if not fraction.any():
        return number + 0.0
    size = np.where(fraction, np.abs(number), 1.0)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        scale = 10.0 ** (14 - np.floor(np.log10(size)))
        cut = np.rint(number * scale) / scale
    return np.where(fraction & np.isfinite(cut), cut, number) + 0.0


@dataclass(frozen=True, eq=False)
class Keys:
    """The distinct values of a range, each with a code.

    `codes` has the code of each cell, ABSENT for cells that nothing equals. The codes of `numbers`, which rise, are
    their places; `texts` has the codes of texts in lower case, some of which no cell may have. From `special` on come
    FALSE, TRUE and the errors.
    """

    codes: Codes
    numbers: Numbers
    texts: dict[str, int]
    special: int

    @property
    def size(self) -> int:
        """One more than the largest code."""
        return self.special + 2 + len(ERRORS)

    def find_numbers(self, wanted: Numbers) -> Codes:
        """The codes of numbers, ABSENT where no cell has them."""
        if not len(self.numbers):
            return np.full(wanted.shape, ABSENT, np.int64)
        wanted = at_15_digits(wanted)
        place = np.minimum(np.searchsorted(self.numbers, wanted), len(self.numbers) - 1)
        return np.where(self.numbers[place] == wanted, place, ABSENT)

    def find(self, kind: int, number: float, text: str) -> int:
        """The code of a value that is no number, ABSENT where there is none."""
        if kind == TEXT:
            return self.texts.get(text, ABSENT)
        return self.special + int(number) + (kind == ERROR)

    @cached_property
    def first(self) -> Codes:
        """The first cell of each code, ABSENT where no cell has it."""
        first = np.full(self.size, ABSENT, np.int64)
        known = np.flatnonzero(self.codes >= 0)[::-1]
        first[self.codes[known]] = known
        return first


def keys_of(cells: Vector, *, loose: bool) -> Keys:
    """The keys of a range, worked out once for each range.

    Loose keys are those of criteria: text that reads as a number or truth value is that value, a blank is empty text.
    Strict keys are those of MATCH: each kind by itself, and nothing equals a blank.
    """
    name = "loose keys" if loose else "strict keys"
    known = cells.indexes.get(name)
    if not isinstance(known, Keys):
        known = _index(cells, loose=loose)
        cells.indexes[name] = known
    return known


def _index(cells: Vector, *, loose: bool) -> Keys:
    kind, number = cells.kind.ravel(), cells.number.ravel()
    words, which = cells.words if cells.text is not None else ([""], np.zeros(kind.size, np.int64))
    numeric = kind == NUMBER
    if loose and cells.text is not None:
        read = np.array([_read(word) for word in words])[which]
        number, numeric = np.where(np.isnan(read), number, read), numeric | ~np.isnan(read)
    numbers, inverse = np.unique(at_15_digits(number[numeric]), return_inverse=True)
    texts = {word: place for place, word in enumerate(words, start=len(numbers))}
    empty = texts.setdefault("", len(numbers) + len(words))
    special = len(numbers) + len(words) + 1
    codes = np.where(kind == TEXT, which + len(numbers), ABSENT)
    codes[numeric] = inverse
    codes = np.where(kind == BOOL, special + number, codes)
    codes = np.where(kind == ERROR, special + 1 + number, codes).astype(np.int64)
    if loose:
        codes[kind == BLANK] = empty
        for place, truth in enumerate(("false", "true")):
            codes[codes == texts.get(truth, ABSENT - 1)] = special + place
    return Keys(codes, numbers, texts, special)


def _read(word: str) -> float:
    read = read_number(word)
    return np.nan if read is None else read
