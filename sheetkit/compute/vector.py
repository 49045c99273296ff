"""Cell values as arrays: one kind, one number and, where there is any, one text a cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from sheetkit.core.values import DIV0, ERRORS, NA, NUM, REF, VALUE, CellError, CellValue

Kinds: TypeAlias = npt.NDArray[np.uint8]
Numbers: TypeAlias = npt.NDArray[np.float64]
Texts: TypeAlias = npt.NDArray[np.object_]
Mask: TypeAlias = npt.NDArray[np.bool_]

BLANK: Final = 0
NUMBER: Final = 1
TEXT: Final = 2
BOOL: Final = 3
ERROR: Final = 4

_ERROR_VALUES: Final = tuple(ERRORS.values())
_ERROR_CODES: Final = {error: code for code, error in enumerate(_ERROR_VALUES, start=1)}
DIV0_CODE: Final = _ERROR_CODES[DIV0]
VALUE_CODE: Final = _ERROR_CODES[VALUE]
REF_CODE: Final = _ERROR_CODES[REF]
NUM_CODE: Final = _ERROR_CODES[NUM]
NA_CODE: Final = _ERROR_CODES[NA]


def error_code(error: CellError) -> int:
    """The code of an error value, Excel's ERROR.TYPE; errors newer than Excel 2016 (#SPILL! …) count as #VALUE!."""
    return _ERROR_CODES.get(error, VALUE_CODE)


class _KindOf(dict[type, int]):
    """The kind of each Python type; a subclass, such as numpy's float, is looked at once."""

    def __missing__(self, kind: type) -> int:
        bases = ((bool, BOOL), (np.bool_, BOOL), (str, TEXT), (CellError, ERROR))
        self[kind] = next((code for base, code in bases if issubclass(kind, base)), NUMBER)
        return self[kind]


_KIND_OF: Final = _KindOf({type(None): BLANK, float: NUMBER, int: NUMBER, str: TEXT, bool: BOOL, CellError: ERROR})


@dataclass(frozen=True, eq=False)
class Vector:
    """Cell values in a rectangle of (rows, cells).

    A column of the formula's own table is (rows, 1), a whole column or list that a formula refers to is (1, cells), a
    single value is (1, 1); what comes of both is (rows, cells), so that numpy's broadcasting does what a spreadsheet
    does. `kind` is BLANK … ERROR; `number` holds the number, 0 or 1 for a bool, the code of an error, else 0; `text`,
    None where no cell holds text, has "" wherever the kind is not TEXT. `cells` says that these are cells a formula
    refers to: SUM("5") is 5, the same text in a cell is passed over. Nobody writes to the arrays of a finished vector.
    """

    kind: Kinds
    number: Numbers
    text: Texts | None = None
    cells: bool = False

    @classmethod
    def of(cls, values: Sequence[CellValue]) -> "Vector":
        """A column of cells, one value a row: shape (rows, 1). Numbers that are not finite become #NUM!."""
        kind = np.fromiter(map(_KIND_OF.__getitem__, map(type, values)), np.uint8, len(values))
        seen = _present(kind)
        text = None
        if not seen & ~(1 << NUMBER | 1 << BOOL):
            number = np.array(values, np.float64)
        elif not seen & ~(1 << NUMBER | 1 << BLANK | 1 << BOOL):
            number = np.array(values, np.float64)  # None becomes NaN
            number[kind == BLANK] = 0.0
        elif seen == 1 << TEXT:
            number, text = np.zeros(len(values)), np.array(values, np.object_)
        else:
            number, text = _mixed(values, kind)
        odd = ~np.isfinite(number)
        if odd.any():
            kind[odd], number[odd] = ERROR, NUM_CODE
        return cls(kind[:, None], number[:, None], None if text is None else text[:, None], cells=True)

    @classmethod
    def one(cls, value: CellValue, *, cells: bool = False) -> "Vector":
        """A single value: shape (1, 1)."""
        made = cls.of([value])
        return cls(made.kind, made.number, made.text, cells=cells)

    @classmethod
    def numbers(cls, number: Numbers) -> "Vector":
        """Computed numbers; what overflowed or has no value (infinite, NaN) becomes #NUM!."""
        with np.errstate(all="ignore"):
            if np.isfinite(number.sum()):  # a sum is the cheapest way to see that there is nothing odd
                return cls._of_one_kind(NUMBER, number)
        odd = ~np.isfinite(number)
        return cls(np.where(odd, ERROR, NUMBER).astype(np.uint8), np.where(odd, NUM_CODE, number))

    @classmethod
    def bools(cls, mask: Mask) -> "Vector":
        """Computed truth values."""
        return cls._of_one_kind(BOOL, mask.astype(np.float64))

    @classmethod
    def texts(cls, text: Texts) -> "Vector":
        """Computed texts."""
        return cls._of_one_kind(TEXT, np.broadcast_to(0.0, text.shape), text)

    @classmethod
    def error(cls, code: int, shape: tuple[int, int] = (1, 1)) -> "Vector":
        """The same error everywhere."""
        return cls._of_one_kind(ERROR, np.broadcast_to(float(code), shape))

    @classmethod
    def _of_one_kind(cls, kind: int, number: Numbers, text: Texts | None = None) -> "Vector":
        """Cells that are all of a kind, which takes no memory and need not be counted again."""
        made = cls(np.broadcast_to(np.uint8(kind), number.shape), number, text)
        if number.size:
            made.__dict__["present"] = 1 << kind
        return made

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and cells."""
        return self.kind.shape[0], self.kind.shape[1]

    @cached_property
    def present(self) -> int:
        """Which kinds there are, as bits: `1 << TEXT` is set when any cell holds text."""
        return _present(self.kind.ravel())

    def has(self, kind: int) -> bool:
        """Whether any cell is of this kind."""
        return bool(self.present >> kind & 1)

    @cached_property
    def indexes(self) -> dict[str, object]:
        """What was worked out about these cells, kept so that the next formula finds it."""
        return {}

    @property
    def words(self) -> tuple[list[str], npt.NDArray[np.int64]]:
        """The distinct texts in lower case, as comparisons see them, and for each cell, flat, which one it has.

        Cells without text have "".
        """
        known = self.indexes.get("words")
        if known is None:
            raw = [""] * self.kind.size if self.text is None else self.text.ravel().tolist()
            spelled = {text: place for place, text in enumerate(dict.fromkeys(raw))}
            lower = [text.lower() for text in spelled]
            words = {text: place for place, text in enumerate(dict.fromkeys(lower))}
            places = np.fromiter(map(words.__getitem__, lower), np.int64, len(lower))
            known = list(words), places[np.fromiter(map(spelled.__getitem__, raw), np.int64, len(raw))]
            self.indexes["words"] = known
        return known  # type: ignore[return-value] # it was put there above

    @cached_property
    def folded(self) -> Texts:
        """The texts in lower case, "" where there is no text."""
        words, codes = self.words
        return _objects(words)[codes].reshape(self.shape) if words else np.full(self.shape, "", np.object_)

    @cached_property
    def as_range(self) -> "Vector":
        """The same cells as a range: shape (1, cells)."""
        text = None if self.text is None else self.text.reshape(1, -1)
        cells = Vector(self.kind.reshape(1, -1), self.number.reshape(1, -1), text, cells=self.cells)
        cells.__dict__["indexes"] = self.indexes
        return cells

    def rows(self, part: slice) -> "Vector":
        """Some of the rows; a single row stands for all and stays as it is."""
        if self.kind.shape[0] == 1:
            return self
        return Vector(self.kind[part], self.number[part], None if self.text is None else self.text[part], self.cells)

    def first(self, width: int) -> "Vector":
        """Only the first `width` cells of each row."""
        if self.kind.shape[1] <= width:
            return self
        text = None if self.text is None else self.text[:, :width]
        return Vector(self.kind[:, :width], self.number[:, :width], text, self.cells)

    def spread(self, rows: int) -> "Vector":
        """The same for `rows` rows where there is one row that stands for all."""
        if self.kind.shape[0] == rows:
            return self
        shape = (rows, self.kind.shape[1])
        text = None if self.text is None else np.broadcast_to(self.text, shape)
        return Vector(np.broadcast_to(self.kind, shape), np.broadcast_to(self.number, shape), text, self.cells)

    def with_errors_of(self, *arguments: "Vector") -> "Vector":
        """These results, with an error wherever an argument has one; the first argument's error wins."""
        result = self
        for argument in reversed(arguments):
            if argument.has(ERROR):
                result = select(argument.kind == ERROR, argument, result)
        return result

    def first_errors(self) -> "Vector":
        """The first error of each row, shape (rows, 1), blank where a row has none."""
        if not self.has(ERROR):
            return Vector(np.zeros((1, 1), np.uint8), np.zeros((1, 1)))
        wrong = self.kind == ERROR
        some = wrong.any(axis=1, keepdims=True)
        code = np.take_along_axis(self.number, wrong.argmax(axis=1)[:, None], axis=1)
        return Vector(np.where(some, ERROR, BLANK).astype(np.uint8), np.where(some, code, 0.0))

    def to_values(self) -> list[CellValue]:
        """The values, row by row."""
        kind, number = self.kind.ravel(), self.number.ravel()
        if self.present == 1 << NUMBER:
            return list(number.tolist())
        if self.present == 1 << TEXT and self.text is not None:
            return list(self.text.ravel().tolist())
        values = number.astype(np.object_)
        if self.has(BLANK):
            values[kind == BLANK] = None
        if self.has(TEXT) and self.text is not None:
            chosen = kind == TEXT
            values[chosen] = self.text.ravel()[chosen]
        if self.has(BOOL):
            chosen = kind == BOOL
            values[chosen] = number[chosen].astype(bool)
        if self.has(ERROR):
            for place in np.flatnonzero(kind == ERROR).tolist():
                values[place] = _ERROR_VALUES[int(number[place]) - 1]
        return list(values.tolist())


def select(condition: Mask, yes: Vector, no: Vector) -> Vector:
    """`yes` where the condition holds, else `no`, all three broadcast against each other."""
    text = None
    if yes.text is not None or no.text is not None:
        text = np.where(condition, _texts_or_empty(yes), _texts_or_empty(no))
        shape = np.broadcast_shapes(condition.shape, yes.kind.shape, no.kind.shape)
        text = text if text.shape == shape else np.broadcast_to(text, shape)
    # Only for text and bools does it matter whether they stand in cells, so plain numbers go along with cells.
    plain = ~(1 << NUMBER | 1 << ERROR)
    cells = (yes.cells or not yes.present & plain) and (no.cells or not no.present & plain)
    kind = np.where(condition, yes.kind, no.kind)
    return Vector(kind, np.where(condition, yes.number, no.number), text, cells)


def _texts_or_empty(vector: Vector) -> Texts:
    return np.array([[""]], np.object_) if vector.text is None else vector.text


def _present(kind: Kinds) -> int:
    counts = np.bincount(kind, minlength=ERROR + 1)
    return sum(1 << code for code in range(ERROR + 1) if counts[code])


def _objects(values: Sequence[object]) -> Texts:
    made = np.empty(len(values), np.object_)
    made[:] = values
    return made


def _mixed(values: Sequence[CellValue], kind: Kinds) -> tuple[Numbers, Texts | None]:
    """Numbers and texts of values of several kinds."""
    everything = _objects(values)
    number = np.zeros(len(values))
    numeric = (kind == NUMBER) | (kind == BOOL)
    number[numeric] = everything[numeric].astype(np.float64)
    wrong = np.flatnonzero(kind == ERROR)
    number[wrong] = [error_code(everything[place]) for place in wrong.tolist()]
    chosen = kind == TEXT
    return number, np.where(chosen, everything, "") if chosen.any() else None
