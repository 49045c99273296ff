"""Compares every row with every cell of a range, on small integers that are worked out once for each side."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from sheetkit.compute.order import SIGNS, near, text_codes
from sheetkit.compute.vector import BLANK, BOOL, TEXT, Mask, Vector

Ranks = npt.NDArray[np.int32]

_WIDE: Final = 4
"""From how many times more results than operands on it pays to rank the operands first."""


def is_wide(left: Vector, right: Vector) -> bool:
    """Whether a comparison has far more results than operands."""
    return np.broadcast(left.kind, right.kind).size > _WIDE * (left.kind.size + right.kind.size)


@dataclass(frozen=True, eq=False)
class Ranked:
    """Two sides of a comparison with the rank of each value over both; a blank has the rank of 0.

    `empty` is the rank of the empty text and `false` that of FALSE, which a blank has when it meets text or a bool.
    """

    left: Vector
    right: Vector
    one: Ranks
    other: Ranks
    empty: int
    false: int

    def rows(self, part: slice) -> "Ranked":
        """Some of the rows; a side with a single row stands for all."""
        one = self.one if self.one.shape[0] == 1 else self.one[part]
        other = self.other if self.other.shape[0] == 1 else self.other[part]
        return replace(self, left=self.left.rows(part), right=self.right.rows(part), one=one, other=other)

    def compare(self, op: str) -> Vector:
        """`left op right` as truth values, with the errors of both sides."""
        sign = SIGNS[op]
        met: Mask = sign(self.one, self.other)
        for kind, rank in ((TEXT, self.empty), (BOOL, self.false)):
            if self.left.has(BLANK) and self.right.has(kind):
                here = (self.left.kind == BLANK) & (self.right.kind == kind)
                met = np.where(here, sign(rank, self.other), met)
            if self.right.has(BLANK) and self.left.has(kind):
                here = (self.left.kind == kind) & (self.right.kind == BLANK)
                met = np.where(here, sign(self.one, rank), met)
        return Vector.bools(met).with_errors_of(self.left, self.right)


def rank(left: Vector, right: Vector) -> Ranked:
    """The ranks of both sides: numbers, then texts, then FALSE and TRUE; numbers that are near share one."""
    size = left.kind.size
    number = np.concatenate([left.number.ravel(), right.number.ravel(), [0.0]])
    rising, place = np.unique(number, return_inverse=True)
    steps = np.concatenate([[0], np.cumsum(~near(rising[1:], rising[:-1]))])
    empty = int(steps[-1]) + 1
    texts, more = np.zeros(number.size - 1, np.int64), 1
    if left.text is not None or right.text is not None:
        one, other = text_codes(left, right, ordered=True)
        texts = np.concatenate([one.ravel(), other.ravel()])
        more = int(texts.max(initial=0)) + 1
    kind = np.concatenate([left.kind.ravel(), right.kind.ravel()])
    ranks = np.where(kind == TEXT, empty + texts, steps[place][:-1])
    ranks = np.where(kind == BOOL, empty + more + (number[:-1] != 0), ranks).astype(np.int32)
    return Ranked(left, right, ranks[:size].reshape(left.shape), ranks[size:].reshape(right.shape), empty, empty + more)
