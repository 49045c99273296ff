"""What may be written into a cell, and what of it the file holds: refused where it would not survive."""

import math
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from numbers import Integral, Real
from typing import Final, Literal, TypeAlias

from sheetkit.backends.excel.cells import Unfit
from sheetkit.backends.excel.shift import loose_end
from sheetkit.backends.excel.texts import too_long
from sheetkit.core.dates import to_serial
from sheetkit.core.values import ERRORS, CellError, CellValue

Typed: TypeAlias = CellValue | Decimal | date | datetime
"""A value for a cell. Text stays text, whatever it begins with; None and "" clear the cell, its format stays."""

Kind: TypeAlias = Literal["blank", "number", "text", "bool", "error"]

DIGITS: Final = 15
"""Decimal digits that a spreadsheet number keeps (an IEEE 754 double, shown and typed with 15)."""
MAX_FORMULA: Final = 8192
"""Characters of a formula; Excel's specifications and limits."""
DAYS_TO_1904: Final = 1462
"""Serial of 1904-01-01 in the system that counts from 1899-12-30."""
DATE_FORMAT: Final = "yyyy-mm-dd"
MOMENT_FORMAT: Final = "yyyy-mm-dd hh:mm:ss"
LIVE: Final = ("=", "+", "-", "@", "'", "\t", "\r")
"""How a text begins that a program could take for something else once a person edits its cell."""

_FIRST_DAY: Final = date(1900, 3, 1)
_MICROSECONDS_A_DAY: Final = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula to write, and its result as programs show it before they recalculate.

    `text` may begin with "=". It is in the file's own spelling: English names, commas, `Table[[#This Row],[Column]]`,
    `_xlfn.` before newer functions. `array` makes it an array formula of its one cell.
    """

    text: str
    cached: Typed = None
    array: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """A fresh result for the formula that the cell already has; the formula stays as it is."""

    value: Typed


Edit: TypeAlias = Typed | Formula | Result


@dataclass(frozen=True, slots=True)
class CellEdit:
    """One edit, ready to be written.

    `text` is the value as the file spells it, before any XML escape. `formula` is None for a plain value. With `keep`
    the cell keeps the formula it has. `number_format` is what an unformatted cell takes; with `dated` the cell must
    end up with a date format, even if its value is already there. `style` is the format that the cell takes, -1 for
    the one it has (or would have if a person typed there). With `counted` a number counts days from 1899-12-30 if the
    cell shows dates, whatever day the workbook counts from. `moves` marks the cells of rows that a table gains, among
    them its totals row, which lies elsewhere afterwards.
    """

    kind: Kind
    text: str = ""
    formula: str | None = None
    keep: bool = False
    number_format: str = ""
    dated: bool = False
    array: bool = False
    style: int = -1
    counted: bool = False
    moves: bool = False

    @property
    def live(self) -> bool:
        """Whether a program could take the text for something else once a person edits the cell."""
        return self.kind == "text" and self.formula is None and not self.keep and self.text.startswith(LIVE)


def settle(edit: Edit, number_format: str = "", *, counted: bool = False) -> CellEdit:
    """The edit as the file will hold it.

    Raises Unfit (what is wrong, what to do) for what a cell cannot hold or would change without a word.
    """
    if isinstance(edit, Formula):
        body = formula_text(edit.text)
        kind, text, dates = value_text(edit.cached)
        look = number_format or dates
        return CellEdit(kind, text, body, number_format=look, array=edit.array, counted=counted or bool(dates))
    keep = isinstance(edit, Result)
    kind, text, dates = value_text(edit.value if isinstance(edit, Result) else edit)
    if kind == "text" and not text and not keep:
        return CellEdit("blank")
    look, known = number_format or dates, counted or bool(dates)
    return CellEdit(kind, text, keep=keep, number_format=look, dated=bool(dates) and not keep, counted=known)


def formula_text(text: str) -> str:
    """The formula without "=". Raises Unfit for what would make a program repair the file."""
    body = text.strip().removeprefix("=")
    if not body.strip():
        raise Unfit("is a formula without content", "Write it as Formula('=A1*2').")
    if len(body) > MAX_FORMULA:
        raise Unfit(f"is a formula of {len(body):,} characters; {MAX_FORMULA:,} are allowed", "Split it over cells.")
    if wrong := loose_end(body):
        raise Unfit(f"is a formula that programs cannot read: {wrong}", "Correct the formula.")
    return body


def shown(edit: Edit) -> str:
    """The edit as a message quotes it, shortened."""
    value = edit.text if isinstance(edit, Formula) else edit.value if isinstance(edit, Result) else edit
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else f"{text[:36]}…{text[-1]}"


def value_text(value: Typed) -> tuple[Kind, str, str]:
    """Kind, text as the file spells it, and the format that a date or time asks for. Raises Unfit."""
    if type(value) is float:
        return "number", _finite(value), ""
    match value:
        case None:
            return "blank", "", ""
        case str():
            if too_long(value):
                raise Unfit("is longer than the 32,767 characters that a cell holds", "Shorten it.")
            return "text", value, ""
        case bool():
            return "bool", str(int(value)), ""
        case CellError():
            if value.code not in ERRORS:
                raise Unfit("is no error value that spreadsheets know", f"Use one of {', '.join(ERRORS)}.")
            return "error", value.code, ""
        case date():
            return "number", _date(value), MOMENT_FORMAT if isinstance(value, datetime) else DATE_FORMAT
    if type(value).__name__ in ("bool_", "bool"):  # numpy's, by its names before and since version 2
        return "bool", str(int(bool(value))), ""
    return "number", _number(value), ""


def _number(value: object) -> str:
    if isinstance(value, Integral):
        return _exact(Decimal(int(value)))
    if isinstance(value, Decimal):
        return _exact(value)
    if isinstance(value, Real):
        return _finite(float(value))
    raise Unfit(
        f"is of the type {type(value).__name__}",
        "Use text, a number, True or False, a date, a datetime, a CellError, a Formula or None.",
    )


def _finite(number: float) -> str:
    if not math.isfinite(number):
        raise Unfit("is not a number (NaN or infinity)", "Leave the cell blank or use an error value.")
    return spelled(number)


def _exact(value: Decimal) -> str:
    if not value.is_finite():
        raise Unfit("is not a number (NaN or infinity)", "Leave the cell blank or use an error value.")
    digits = len("".join(map(str, value.as_tuple().digits)).strip("0"))
    if digits > DIGITS:
        raise Unfit(
            f"has {digits} digits that count; a spreadsheet number keeps {DIGITS} and would lose the rest",
            "Give it as text, in quotes, or round it.",
        )
    number = float(value)
    if not math.isfinite(number):
        raise Unfit("is too large a number", "Cells hold numbers up to 1.8E+308.")
    return spelled(number)


def spelled(number: float) -> str:
    """A number as the file writes it."""
    if number.is_integer() and abs(number) < 10**DIGITS:
        return str(int(number))
    return repr(float(number)).upper()


def _date(value: date) -> str:
    if value != value:  # noqa: PLR0124 - pandas.NaT is a datetime that differs from itself
        raise Unfit("is no date (NaT)", "Use None to leave the cell blank.")
    day, part = value, 0.0
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            raise Unfit("has a time zone, which a cell cannot hold", "Convert it to local time and drop the time zone.")
        day, part = value.date(), value.microsecond / _MICROSECONDS_A_DAY
    if day < _FIRST_DAY:
        raise Unfit("lies before the days that spreadsheets agree on (1 March 1900)", "Give it as text, in quotes.")
    return spelled(to_serial(value) + part)
