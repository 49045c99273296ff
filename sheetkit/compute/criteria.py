"""What the criteria of COUNTIF and its kin mean, and which cells meet one."""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np

from sheetkit.compute.keys import Key, keys_of
from sheetkit.compute.order import collation_key, near
from sheetkit.compute.spelling import read_number
from sheetkit.compute.vector import BLANK, BOOL, ERROR, NUMBER, TEXT, Mask, Vector, error_code
from sheetkit.compute.wildcards import has_wildcards, literal, pattern
from sheetkit.core.values import ERRORS

_OPERATOR: Final = re.compile(r"(<>|<=|>=|=|<|>)?(.*)", re.DOTALL)
_SIGNS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: an operator and what cells are compared with.

    `kind` is NUMBER, TEXT, BOOL, ERROR, or BLANK for a bare "=" or "<>", which mean truly blank cells. `text` is in
    lower case and may have wildcards.
    """

    op: str
    kind: int
    number: float = 0.0
    text: str = ""

    @property
    def key(self) -> Key | None:
        """The loose key of what it equals, when it is an equality with a single value that is no number."""
        if self.op != "=" or self.kind in (BLANK, NUMBER):
            return None
        if self.kind == TEXT:
            plain = literal(self.text) if has_wildcards(self.text) else self.text
            return None if plain is None else (TEXT, plain)
        return self.kind, self.number


@lru_cache(maxsize=65_536)
def read_criterion(text: str) -> Criterion:
    """The meaning of a criterion's text, such as `5`, `>=2026-01-01`, `<>`, `a*` or `=#N/A`."""
    match = _OPERATOR.fullmatch(text)
    op, operand = (match[1], match[2]) if match else (None, text)
    if not operand:
        return Criterion(op or "=", BLANK if op else TEXT)
    number = read_number(operand)
    if number is not None:
        return Criterion(op or "=", NUMBER, number)
    if operand.upper() in ("TRUE", "FALSE"):
        return Criterion(op or "=", BOOL, float(operand.upper() == "TRUE"))
    error = ERRORS.get(operand.upper())
    if error is not None:
        return Criterion(op or "=", ERROR, float(error_code(error)))
    return Criterion(op or "=", TEXT, text=operand.lower())


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
    elif criterion.key is not None:
        code = keys.find(criterion.key)
    else:
        met &= _matching(cells, criterion.text)
        return met
    equal: Mask = keys.codes == code
    return equal if code >= 0 else np.zeros_like(equal)


def _matching(cells: Vector, wanted: str) -> Mask:
    """Texts that match wildcards, each distinct text tried once."""
    texts = cells.folded.ravel().tolist()
    test = pattern(wanted)
    met = {text: test.fullmatch(text) is not None for text in set(texts)}
    return np.fromiter(map(met.__getitem__, texts), bool, len(texts))


def _text_order(cells: Vector, limit: str, sign: Callable[[Any, Any], Any]) -> Mask:
    texts = cells.folded.ravel().tolist()
    bound = collation_key(limit)
    met = {text: bool(sign(collation_key(text), bound)) for text in set(texts)}
    return np.fromiter(map(met.__getitem__, texts), bool, len(texts))
