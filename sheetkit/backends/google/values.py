"""What a cell holds, to and from the API's ExtendedValue: a person's text is always a stringValue, never a formula."""

import math
from collections.abc import Mapping
from typing import Any, Final

from sheetkit.backends.google.ranges import Json
from sheetkit.core.values import DIV0, NA, NAME, NULL, NUM, REF, VALUE, CellError, CellValue

MOST_TEXT: Final = 50_000
"""Characters that a cell of Google Sheets holds (Google Drive help, "Files you can store in Google Drive")."""

_TYPES: Final[Mapping[str, CellError]] = {
    "NULL_VALUE": NULL,
    "DIVIDE_BY_ZERO": DIV0,
    "VALUE": VALUE,
    "REF": REF,
    "NAME": NAME,
    "NUM": NUM,
    "N_A": NA,
}
"""The API's ErrorType; ERROR (the program's own #ERROR!, a formula it cannot read) and LOADING have none of Excel's."""


class Unfit(ValueError):  # noqa: N818 - the domain's word, not a suffix
    """No cell can hold the value. The arguments are what is wrong with it and what to do."""


def entered(value: CellValue) -> Json | None:
    """The userEnteredValue of a value; None clears the cell.

    A stringValue is taken as it is: the discovery document calls it a string, without the single quote that a person
    would type before it, so `=1+1`, `'x` and `007` stay texts. The API takes no error as a value, so an error becomes
    the formula that gives it. Raises Unfit.
    """
    match value:
        case None | "":
            return None
        case bool():
            return {"boolValue": value}
        case str():
            if len(value) > MOST_TEXT:
                raise Unfit(f"is longer than the {MOST_TEXT:,} characters that a cell holds", "Shorten it.")
            return {"stringValue": value}
        case CellError():
            return {"formulaValue": "=NA()" if value == NA else f"={value.code}"}
    if not math.isfinite(value):
        raise Unfit("is not a number (NaN or infinity)", "Leave the cell blank or use an error value.")
    return {"numberValue": int(value) if float(value).is_integer() and abs(value) < 2**53 else float(value)}


def effective(found: Mapping[str, Any] | None) -> CellValue:
    """The value that a cell shows, from its effectiveValue."""
    if not found:
        return None
    if "numberValue" in found:
        return float(found["numberValue"])
    if "stringValue" in found:
        return str(found["stringValue"]) or None
    if "boolValue" in found:
        return bool(found["boolValue"])
    if "errorValue" in found:
        return _TYPES.get(found["errorValue"].get("type", ""), VALUE)
    return None


def held(cell: Mapping[str, Any]) -> tuple[CellValue, str | None]:
    """The value of a CellData and its formula without "=", None for a cell without one.

    The formula that stands for an error is the error, whoever entered it: the API has no other way to hold one.
    A cell that a checkbox covers and that nobody has ticked may be shown as FALSE though nothing was entered: it is
    blank. Other cells without an entry of their own show what an array formula gives them.
    """
    own = cell.get("userEnteredValue") or {}
    value = effective(cell.get("effectiveValue"))
    formula = own.get("formulaValue")
    if formula is not None:
        return value, None if isinstance(value, CellError) and own == entered(value) else str(formula).removeprefix("=")
    return (None if value is False and "boolValue" not in own else value), None
