"""Finds equal values in a range without comparing everything with everything: each value gets a small code."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sheetkit.compute.spelling import read_number
from sheetkit.compute.vector import BLANK, BOOL, ERROR, NUMBER, TEXT, Numbers, Vector

Codes = npt.NDArray[np.int64]
Key = tuple[int, float | str]
"""Kind and value of what is no number; texts in lower case."""

ABSENT = -1


def at_15_digits(number: Numbers) -> Numbers:
    """Numbers cut to 15 significant digits, so that 0.1+0.2 finds 0.3."""
    fraction = number != np.rint(number)
    if not fraction.any():
        return number + 0.0
    size = np.where(fraction, np.abs(number), 1.0)
    with np.errstate(over="ignore", under="ignore"):
        scale = 10.0 ** (14 - np.floor(np.log10(size)))
        cut = np.rint(number * scale) / scale
    return np.where(fraction & np.isfinite(cut), cut, number) + 0.0


@dataclass(frozen=True, eq=False)
class Keys:
    """The distinct values of a range.

    `codes` has the code of each cell, ABSENT for cells that nothing equals. The codes of `numbers`, which rise, are
    their places; `others` has the codes of all other values.
    """

    codes: Codes
    numbers: Numbers
    others: dict[Key, int]

    @property
    def size(self) -> int:
        """How many codes there are."""
        return len(self.numbers) + len(self.others)

    def find_numbers(self, wanted: Numbers) -> Codes:
        """The codes of numbers, ABSENT where no cell has them."""
        if not len(self.numbers):
            return np.full(wanted.shape, ABSENT, np.int64)
        wanted = at_15_digits(wanted)
        place = np.minimum(np.searchsorted(self.numbers, wanted), len(self.numbers) - 1)
        return np.where(self.numbers[place] == wanted, place, ABSENT)

    def find(self, key: Key) -> int:
        """The code of a value that is no number."""
        return self.others.get(key, ABSENT)

    def first_places(self) -> Codes:
        """The first cell of each code."""
        first = np.zeros(self.size, np.int64)
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
    numeric = kind == NUMBER
    if loose and cells.text is not None:
        number = number.copy()
        for place in np.flatnonzero(kind == TEXT).tolist():
            read = read_number(cells.text.flat[place])
            if read is not None:
                number[place], numeric[place] = read, True
    codes = np.full(kind.size, ABSENT, np.int64)
    numbers, inverse = np.unique(at_15_digits(number[numeric]), return_inverse=True)
    codes[numeric] = inverse
    others: dict[Key, int] = {}
    skipped = numeric if loose else numeric | (kind == BLANK)
    rest = np.flatnonzero(~skipped)
    folded = cells.folded.ravel()[rest].tolist()
    for place, code, value, text in zip(rest.tolist(), kind[rest].tolist(), number[rest].tolist(), folded, strict=True):
        key: Key = (code, value) if code in (BOOL, ERROR) else (TEXT, text)
        if loose and text in ("true", "false"):
            key = (BOOL, float(text == "true"))
        codes[place] = others.setdefault(key, len(numbers) + len(others))
    return Keys(codes, numbers, others)
