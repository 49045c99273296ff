"""What the criteria of COUNTIF and its kin mean, and which cells meet one."""

import operator
from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np

from sheetkit.compute.keys import keys_of
from sheetkit.compute.order import collation_key, near
from sheetkit.compute.spelling import read_number
from sheetkit.compute.vector import BLANK, BOOL, ERROR, NUMBER, TEXT, Mask, Vector, error_code
from sheetkit.compute.wildcards import edges, has_wildcards, literal, pattern
from sheetkit.core.values import ERRORS

_OPERATORS: Final = ("<>", "<=", ">=", "=", "<", ">")
_BEGINS: Final = frozenset("<>=")
_LAST_LETTER: Final = chr(0x10FFFF)
"""What sorts after everything that begins alike."""
_SIGNS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Criterion(NamedTuple):
    """One criterion: an operator and what cells are compared with.

    `kind` is NUMBER, TEXT, BOOL, ERROR, or BLANK for a bare "=" or "<>", which mean truly blank cells. `text` is in
    lower case; `wild` says that it has wildcards, so that many texts match it.
    """

    op: str
    kind: int
    number: float = 0.0
    text: str = ""
    wild: bool = False

    @property
    def joins(self) -> bool:
        """Whether it equals one value, for which there is a code."""
        return self.equals and not self.wild

    @property
    def equals(self) -> bool:
        """Whether it equals one value or, with wildcards, some texts."""
        return self.op == "=" and self.kind != BLANK


@lru_cache(maxsize=65_536)
def read_criterion(text: str) -> Criterion:
    """The meaning of a criterion's text, such as `5`, `>=2026-01-01`, `<>`, `a*` or `=#N/A`."""
    op = next((sign for sign in _OPERATORS if text.startswith(sign)), "") if text[:1] in _BEGINS else ""
    operand = text[len(op) :]
    if not operand:
        return Criterion(op or "=", BLANK if op in ("=", "<>") else TEXT)
    number = read_number(operand)
    if number is not None:
        return Criterion(op or "=", NUMBER, number)
    folded = operand.lower()
    if folded in ("true", "false"):
        return Criterion(op or "=", BOOL, float(folded == "true"))
    error = ERRORS.get(operand.upper())
    if error is not None:
        return Criterion(op or "=", ERROR, float(error_code(error)))
    if op in ("", "=", "<>") and has_wildcards(folded):
        plain = literal(folded)
        return Criterion(op or "=", TEXT, text=folded if plain is None else plain, wild=plain is None)
    return Criterion(op or "=", TEXT, text=folded)


def criterion_of(kind: int, number: float, text: str) -> Criterion:
    """The criterion that a value means: text is read, a blank cell counts as 0, everything else equals itself."""
    if kind == TEXT:
        return read_criterion(text)
    return Criterion("=", NUMBER if kind == BLANK else kind, number)


def meets(cells: Vector, criterion: Criterion) -> Mask:
    """Which cells of a range meet the criterion, as a flat mask.

    Equality sees text that reads as a number as that number; `<>` is met by all other cells, blanks and errors
    included; an order compares only cells of the operand's own kind.
    """
    if criterion.op == "=":
        return _equal(cells, criterion)
    if criterion.op == "<>":
        return ~_equal(cells, criterion)
    sign = _SIGNS[criterion.op]
    met: Mask = cells.kind.ravel() == criterion.kind
    if criterion.kind == TEXT:
        met &= _text_order(cells, criterion.text, sign)
    elif criterion.kind in (NUMBER, BOOL):
        number, limit = cells.number.ravel(), np.array(criterion.number)
        met &= np.where(near(number, limit), sign(0, 0), sign(number, limit)).astype(bool)
    else:
        met &= False
    return met


def _equal(cells: Vector, criterion: Criterion) -> Mask:
    met: Mask = cells.kind.ravel() == criterion.kind
    if criterion.kind == BLANK:
        return met
    keys = keys_of(cells, loose=True)
    if criterion.kind == NUMBER:
        code = int(keys.find_numbers(np.array([criterion.number]))[0])
    elif criterion.wild:
        met &= _matching(cells, criterion.text)
        return met
    else:
        code = keys.find(criterion.kind, criterion.number, criterion.text)
    equal: Mask = keys.codes == code
    return equal if code >= 0 else np.zeros_like(equal)


def _matching(cells: Vector, wanted: str) -> Mask:
    words, which = cells.words
    met = np.zeros(len(words), bool)
    met[matching_words(cells, wanted)] = True
    chosen: Mask = met[which]
    return chosen


def matching_words(cells: Vector, wanted: str) -> list[int]:
    """The places, in the distinct words of a range, of those that match wildcards in lower case.

    Only words that begin, or only those that end, as the wanted text does are tried, whichever are fewer.
    """
    begin, end = edges(wanted)
    forwards, backwards = _neighbours(cells, begin, 1), _neighbours(cells, end, -1)
    words, test = cells.words[0], pattern(wanted).fullmatch
    return [place for place in min(forwards, backwards, key=len) if test(words[place])]


def _neighbours(cells: Vector, edge: str, step: int) -> list[int]:
    """The places of the distinct words that begin (`step` 1) or end (-1) so; they are sorted once for a range."""
    name = f"words sorted by {step}"
    known: Any = cells.indexes.get(name)
    if known is None:
        rows = sorted((word[::step], place) for place, word in enumerate(cells.words[0]))
        known = cells.indexes[name] = [word for word, _ in rows], [place for _, place in rows]
    rising, places = known
    low = bisect_left(rising, edge[::step])
    found: list[int] = places[low : bisect_left(rising, edge[::step] + _LAST_LETTER, low)]
    return found


def _text_order(cells: Vector, limit: str, sign: Callable[[Any, Any], Any]) -> Mask:
    words, which = cells.words
    bound = collation_key(limit)
    met: Mask = np.array([sign(collation_key(word), bound) for word in words], bool)[which]
    return met
