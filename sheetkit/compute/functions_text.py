"""Text functions over vectors; positions count characters from 1."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np

from sheetkit.compute.coerce import as_numbers, as_texts, numbers_of, texts_of
from sheetkit.compute.number_format import format_number
from sheetkit.compute.operators import MAX_TEXT, joined, limited
from sheetkit.compute.spelling import read_number
from sheetkit.compute.vector import BLANK, BOOL, NUMBER, TEXT, VALUE_CODE, Texts, Vector, select
from sheetkit.compute.wildcards import pattern

_SPACES: Final = re.compile(" {2,}")
_WORDS: Final = re.compile(r"[^\W\d_]+")

Function = Callable[[Sequence[Vector]], Vector]


def _over_texts(step: Callable[..., Any], *, takes: str) -> Function:
    """A function over texts (t) and numbers (n), element by element; None is #VALUE!.

    Optional numbers that the formula leaves out are 1.
    """

    def function(args: Sequence[Vector]) -> Vector:
        known = [as_texts(arg) if kind == "t" else as_numbers(arg) for arg, kind in zip(args, takes, strict=False)]
        parts = [texts_of(arg) if kind == "t" else numbers_of(arg) for arg, kind in zip(known, takes, strict=False)]
        shape = np.broadcast_shapes(*(part.shape for part in parts))
        columns = [np.broadcast_to(part, shape).ravel().tolist() for part in parts]
        return _vector([step(*row) for row in zip(*columns, strict=True)], shape).with_errors_of(*known)

    return function


def _vector(values: list[Any], shape: tuple[int, ...]) -> Vector:
    """Texts, numbers or truth values of one kind, with #VALUE! for None."""
    made = Vector.of(values)
    text = None if made.text is None else made.text.reshape(shape)
    made = Vector(made.kind.reshape(shape), made.number.reshape(shape), text)
    return limited(select(made.kind == BLANK, Vector.error(VALUE_CODE), made) if made.has(BLANK) else made)


def _left(text: str, count: float = 1) -> str | None:
    return text[: int(count)] if count >= 0 else None


def _right(text: str, count: float = 1) -> str | None:
    return text[max(len(text) - int(count), 0) :] if count >= 0 else None


def _mid(text: str, start: float, count: float) -> str | None:
    return text[int(start) - 1 : int(start) - 1 + int(count)] if start >= 1 and count >= 0 else None


def _trim(text: str) -> str:
    """Without spaces at the ends, and with single ones between words; other white space stays."""
    return _SPACES.sub(" ", text.strip(" "))


def _upper(text: str) -> str:
    """In capitals, letter by letter: a letter whose capital is two letters (ß) stays."""
    return text.upper() if text.isascii() else "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def _proper(text: str) -> str:
    return _WORDS.sub(lambda match: _upper(match[0][0]) + match[0][1:].lower(), text)


def _substitute(text: str, old: str, new: str, instance: float | None = None) -> str | None:
    if instance is not None and instance < 1:
        return None
    if not old or (instance is None and old not in text):
        return text
    if instance is None:
        return text.replace(old, new)
    place = -len(old)
    for _ in range(min(int(instance), len(text) + 1)):
        place = text.find(old, place + len(old))
        if place < 0:
            return text
    return text[:place] + new + text[place + len(old) :]


def _replace(text: str, start: float, count: float, new: str) -> str | None:
    if start < 1 or count < 0:
        return None
    return text[: int(start) - 1] + new + text[int(start) - 1 + int(count) :]


def _find(wanted: str, text: str, start: float = 1) -> float | None:
    if not 1 <= start < len(text) + 2:
        return None
    place = text.find(wanted, int(start) - 1)
    return float(place + 1) if place >= 0 else None


def _search(wanted: str, text: str, start: float = 1) -> float | None:
    """Like `_find`, without regard to case, and with `*`, `?` and `~`."""
    if not 1 <= start < len(text) + 2:
        return None
    match = pattern(wanted.lower()).search(text.lower(), int(start) - 1)
    return float(match.start() + 1) if match else None


def _repeat(text: str, count: float) -> str | None:
    return text * int(count) if count >= 0 and int(count) * len(text) <= MAX_TEXT else None


@lru_cache(maxsize=512)
def _character(code: float) -> str | None:
    """The character of a code in Windows' Western code page, which Excel's CHAR speaks on Windows."""
    if not 1 <= code < 256:
        return None
    return bytes([int(code)]).decode("cp1252", errors="replace")


def _code(text: str) -> float | None:
    """The code of the first character in Windows' Western code page; 63 ("?") for one that it lacks."""
    return float(text[0].encode("cp1252", errors="replace")[0]) if text else None


def _value(args: Sequence[Vector]) -> Vector:
    """VALUE: numbers as they are, text as arithmetic reads it, a truth value is #VALUE!."""
    if args[0].has(BOOL):
        return select(args[0].kind == BOOL, Vector.error(VALUE_CODE), as_numbers(args[0]))
    return as_numbers(args[0])


def _text(args: Sequence[Vector]) -> Vector:
    """TEXT: numbers (and text that reads as one) by a number format; other text and truth values as they are."""
    value, code = args[0], as_texts(args[1])
    shape = np.broadcast_shapes(value.shape, code.shape)
    shown = np.broadcast_to(texts_of(as_texts(value)), shape).ravel().tolist()
    kinds = np.broadcast_to(value.kind, shape).ravel().tolist()
    numbers = np.broadcast_to(value.number, shape).ravel().tolist()
    codes = np.broadcast_to(texts_of(code), shape).ravel().tolist()
    made: list[str | None] = []
    for kind, text, number, form in zip(kinds, shown, numbers, codes, strict=True):
        read = read_number(text) if kind == TEXT else number if kind in (NUMBER, BLANK) else None
        made.append(text if read is None else format_number(read, form))
    return _vector(made, shape).with_errors_of(value, code)


def _hyperlink(args: Sequence[Vector]) -> Vector:
    """The value of a link is its friendly name, 0 for a blank one, or its address when it has none."""
    shown = args[-1]
    if shown.has(BLANK):
        shown = select(shown.kind == BLANK, Vector.one(0.0), shown)
    return shown.with_errors_of(args[0])


def _lengths(args: Sequence[Vector]) -> Vector:
    text = as_texts(args[0])
    lengths = np.fromiter(map(len, texts_of(text).ravel().tolist()), np.float64, text.kind.size)
    return Vector.numbers(lengths.reshape(text.shape)).with_errors_of(text)


def _exact(args: Sequence[Vector]) -> Vector:
    left, right = as_texts(args[0]), as_texts(args[1])
    same: Texts = np.equal(texts_of(left), texts_of(right))
    return Vector.bools(same.astype(bool)).with_errors_of(left, right)


FUNCTIONS: Final[dict[str, Function]] = {
    "LEFT": _over_texts(_left, takes="tn"),
    "RIGHT": _over_texts(_right, takes="tn"),
    "MID": _over_texts(_mid, takes="tnn"),
    "LEN": _lengths,
    "TRIM": _over_texts(_trim, takes="t"),
    "UPPER": _over_texts(_upper, takes="t"),
    "LOWER": _over_texts(str.lower, takes="t"),
    "PROPER": _over_texts(_proper, takes="t"),
    "SUBSTITUTE": _over_texts(_substitute, takes="tttn"),
    "REPLACE": _over_texts(_replace, takes="tnnt"),
    "FIND": _over_texts(_find, takes="ttn"),
    "SEARCH": _over_texts(_search, takes="ttn"),
    "EXACT": _exact,
    "REPT": _over_texts(_repeat, takes="tn"),
    "CONCATENATE": lambda args: joined(list(args)),
    "VALUE": _value,
    "TEXT": _text,
    "CHAR": _over_texts(_character, takes="n"),
    "CODE": _over_texts(_code, takes="t"),
    "HYPERLINK": _hyperlink,
}
