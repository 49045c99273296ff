"""MATCH and INDEX."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from sheetkit.compute.coerce import as_numbers, numbers_of
from sheetkit.compute.criteria import matching_words
from sheetkit.compute.keys import ABSENT, Codes, Keys, keys_of
from sheetkit.compute.order import collation_key, compare
from sheetkit.compute.vector import (
    BLANK,
    BOOL,
    ERROR,
    NA_CODE,
    NUMBER,
    REF_CODE,
    TEXT,
    VALUE_CODE,
    Vector,
    select,
)
from sheetkit.compute.wildcards import has_wildcards, literal


def _match(args: Sequence[Vector]) -> Vector:
    """MATCH: the place of a value in a range, from 1, or #N/A; a blank looks for 0, as in Excel."""
    wanted, cells = args[0], args[1]
    how = as_numbers(args[2]) if len(args) > 2 else Vector.one(1.0)
    modes = np.sign(numbers_of(how)).astype(np.int64)
    found = (_in_own_rows if cells.shape[0] > 1 else _by_mode)(wanted, cells, modes)
    result = Vector.numbers((found + 1).astype(np.float64))
    return select(found == ABSENT, Vector.error(NA_CODE), result).with_errors_of(wanted, how)


def _by_mode(wanted: Vector, cells: Vector, modes: Codes) -> Codes:
    """Places in one range for all rows."""
    found = np.full((1, 1), ABSENT, np.int64)
    for mode in np.unique(modes).tolist():
        search = _exact if mode == 0 else _ascending if mode > 0 else _descending
        places = search(_asked(wanted), cells).reshape(wanted.shape)
        found = places if modes.size == 1 else np.where(modes == mode, places, found)
    return found


def _asked(wanted: Vector) -> Vector:
    if not wanted.has(BLANK):
        return wanted
    return select(wanted.kind == BLANK, Vector.one(0.0), wanted)


def _in_own_rows(wanted: Vector, cells: Vector, modes: Codes) -> Codes:
    """Places in ranges that were computed for each row by itself, such as MATCH(1, (T[a]=[@a])*(T[b]=[@b]), 0)."""
    if not modes.any():
        asked = _asked(wanted)
        same = (cells.kind == asked.kind) & (compare("=", asked, cells).number != 0)
        return np.where(same.any(axis=1), same.argmax(axis=1), ABSENT).astype(np.int64)[:, None]
    rows = range(cells.shape[0])
    one = [slice(row, row + 1) for row in rows]
    many = np.broadcast_to(modes, (cells.shape[0], 1))
    return np.vstack([_by_mode(wanted.rows(part), cells.rows(part), many[part]) for part in one])


def _exact(wanted: Vector, cells: Vector) -> Codes:
    keys = keys_of(cells, loose=False)
    first = keys.first
    kind, number = wanted.kind.ravel(), wanted.number.ravel()
    codes = np.where(kind == NUMBER, keys.find_numbers(number), ABSENT)
    for place in np.flatnonzero(kind == BOOL).tolist():
        codes[place] = keys.find(BOOL, float(number[place]), "")
    places = np.where(codes == ABSENT, ABSENT, first[codes])
    if wanted.text is not None:
        words, which = wanted.words
        met = np.array([_first_text(word, cells, keys) for word in words], np.int64)
        places = np.where(kind == TEXT, met[which], places)
    return places


def _first_text(text: str, cells: Vector, keys: Keys) -> int:
    """The first cell whose text matches one that may have wildcards."""
    plain = literal(text) if has_wildcards(text) else text
    if plain is not None:
        code = keys.texts.get(plain, ABSENT)
        return ABSENT if code == ABSENT else int(keys.first[code])
    words = cells.words[0]
    places = (int(keys.first[keys.texts[words[place]]]) for place in matching_words(cells, text))
    return min((place for place in places if place != ABSENT), default=ABSENT)


def _ascending(wanted: Vector, cells: Vector) -> Codes:
    """The last value that is not above the wanted one, of its own kind, in a range that rises."""
    return _sorted_search(wanted, cells, lambda values, value: bisect_right(values, value) - 1)


def _descending(wanted: Vector, cells: Vector) -> Codes:
    """The last value that is not below the wanted one, of its own kind, in a range that falls."""

    def search(values: list[Any], value: Any) -> int:
        rising = values[::-1]
        place = bisect_left(rising, value)
        return ABSENT if place == len(rising) else len(rising) - 1 - place

    return _sorted_search(wanted, cells, search)


def _sorted_search(wanted: Vector, cells: Vector, search: Callable[[list[Any], Any], int]) -> Codes:
    kind, number = wanted.kind.ravel().tolist(), wanted.number.ravel().tolist()
    folded = wanted.folded.ravel().tolist()
    sides = {code: _side(cells, code) for code in set(kind) - {BLANK, ERROR}}
    found: dict[Any, int] = {}
    places = []
    for code, value, text in zip(kind, number, folded, strict=True):
        key = (code, value, text)
        if key not in found:
            found[key] = ABSENT
            if code in sides:
                where, values = sides[code]
                place = search(values, collation_key(text) if code == TEXT else value)
                found[key] = where[place] if place >= 0 else ABSENT
        places.append(found[key])
    return np.array(places, np.int64)


def _side(cells: Vector, kind: int) -> tuple[list[int], list[Any]]:
    """The places and sort keys of the cells of one kind."""
    where = np.flatnonzero(cells.kind.ravel() == kind)
    if kind == TEXT:
        return where.tolist(), [collation_key(text) for text in cells.folded.ravel()[where].tolist()]
    return where.tolist(), cells.number.ravel()[where].tolist()


def _index(args: Sequence[Vector]) -> Vector:
    """INDEX of a column: the cell at a place, truncated; 0 is the whole column, a place outside is #REF!."""
    cells, place = args[0], as_numbers(args[1])
    column = as_numbers(args[2]) if len(args) > 2 else Vector.one(1.0)
    at = np.trunc(numbers_of(place))
    beside = np.trunc(numbers_of(column))
    height = max(cells.shape[0], at.shape[0], beside.shape[0])
    whole = at.size == 1 and not at.any() and not place.has(ERROR)
    result = cells if whole else _at(cells, at, height)
    if (beside < 0).any() or (beside > 1).any():
        result = select(beside > 1, Vector.error(REF_CODE), result)
        result = select(beside < 0, Vector.error(VALUE_CODE), result)
    return result.with_errors_of(place, column)


def _at(cells: Vector, at: np.ndarray[Any, Any], height: int) -> Vector:
    width = cells.shape[1]
    good = (at >= 1) & (at <= width)
    shape = (height, at.shape[1])
    if not width:
        return Vector.error(REF_CODE, shape)
    places = np.broadcast_to(np.where(good, at - 1, 0).astype(np.int64), shape)
    whole = cells.spread(height)
    text = None if whole.text is None else np.take_along_axis(whole.text, places, axis=1)
    kind = np.take_along_axis(whole.kind, places, axis=1)
    found = Vector(kind, np.take_along_axis(whole.number, places, axis=1), text, cells=cells.cells)
    if good.all():
        return found
    missing = select(at < 1, Vector.error(VALUE_CODE), Vector.error(REF_CODE))
    return select(good, found, missing)


FUNCTIONS: Final[dict[str, Callable[[Sequence[Vector]], Vector]]] = {"MATCH": _match, "INDEX": _index}
