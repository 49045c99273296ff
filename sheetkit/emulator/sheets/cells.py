"""One cell from and to the API's CellData."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from sheetkit.core.values import ERRORS, CellError, CellValue
from sheetkit.emulator.document import Cell, Json
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets import masks
from sheetkit.emulator.sheets.colors import paired
from sheetkit.emulator.sheets.formats import in_order
from sheetkit.emulator.sheets.limits import fitting
from sheetkit.emulator.sheets.masks import Mask

ERROR_TYPES: Final[Mapping[str, str]] = {
    "#NULL!": "NULL_VALUE",
    "#DIV/0!": "DIVIDE_BY_ZERO",
    "#VALUE!": "VALUE",
    "#REF!": "REF",
    "#NAME?": "NAME",
    "#NUM!": "NUM",
    "#N/A": "N_A",
    "#ERROR!": "ERROR",
}
"""The ErrorType of each error value."""

_WRITTEN: Final = ("userEnteredValue", "userEnteredFormat", "note", "dataValidation", "textFormatRuns", "chipRuns")


def number(value: float) -> int | float:
    """A number as JSON has it: whole ones without a fraction."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e21 else value


def extended(value: CellValue) -> dict[str, Any]:
    """A value as an ExtendedValue; {} for a blank."""
    match value:
        case None:
            return {}
        case bool():
            return {"boolValue": value}
        case int() | float():
            return {"numberValue": number(value)}
        case str():
            return {"stringValue": value}
        case CellError():
            return {"errorValue": error(value)}


def error(value: CellError) -> dict[str, str]:
    """An error as the API's ErrorValue."""
    kind = ERROR_TYPES.get(value.code, "ERROR")
    return {"type": kind, "message": _MESSAGES.get(kind, "Formula parse error.")}


_MESSAGES: Final = {
    "NULL_VALUE": "The ranges have no cell in common.",
    "DIVIDE_BY_ZERO": "A number was divided by zero.",
    "VALUE": "A parameter of the formula has the wrong type.",
    "REF": "A reference does not exist.",
    "NAME": "A name or function in the formula is not known.",
    "NUM": "A number is out of range.",
    "N_A": "Did not find a value.",
}


def entered(cell: Cell) -> dict[str, Any]:
    """What was entered, as an ExtendedValue; {} for a blank."""
    return {"formulaValue": cell.formula} if cell.formula else extended(cell.value)


def from_extended(value: Json | None) -> tuple[CellValue, str]:
    """The value and the formula that an ExtendedValue writes. Raises ApiError 400 for one that cannot be written."""
    if not value:
        return None, ""
    kind, content = next(iter(value.items()))
    match kind:
        case "numberValue" if isinstance(content, int | float) and not isinstance(content, bool):
            return float(content), ""
        case "stringValue" if isinstance(content, str):
            fitting(content)
            return (content or None), ""
        case "boolValue" if isinstance(content, bool):
            return content, ""
        case "formulaValue" if isinstance(content, str):
            return None, content if content.startswith("=") else f"={content}"
        case "errorValue":
            codes = {name: code for code, name in ERROR_TYPES.items()}
            code = codes.get(content.get("type", ""), "#ERROR!")
            return ERRORS.get(code, CellError(code)), ""
    raise invalid(f"Invalid value for {kind}: {content!r}")


def mask_of(fields: str | Mask) -> Mask:
    """The mask of a request that writes CellData. Raises ApiError 400 for an empty one."""
    mask = masks.parse(fields) if isinstance(fields, str) else fields
    if not mask:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    return mask


def from_json(data: Json, fields: str | Mask, old: Cell) -> Cell:
    """`old` with the fields of a mask, relative to CellData, taken from `data`; what `data` lacks is cleared.

    A formula is stored without its result: recalculate afterwards.
    """
    mask = mask_of(fields)
    changes: dict[str, Any] = {}
    for name in _WRITTEN:
        deeper = masks.below(mask, name)
        if deeper is not None:
            changes |= _CHANGES[name](data.get(name), deeper, old)
    return replace(old, **changes)


def format_from(new: Json | None, mask: Mask, old: Json | None) -> Json | None:
    """A format with the fields of a mask, relative to CellFormat, taken from `new`; colours bring their twins."""
    answer = masks.merged(old, paired(new or {}), _with_twins(mask))
    return in_order(answer) or None


def _with_twins(mask: Mask) -> Mask:
    """The mask, with the twin of every colour in it."""
    answer: dict[str, Any] = {}
    for name, deeper in mask.items():
        if name.removesuffix("Style").endswith("Color"):
            answer[name.removesuffix("Style")] = {}
            answer[name.removesuffix("Style") + "Style"] = {}
        else:
            answer[name] = _with_twins(deeper)
    return answer


def _value(new: Json | None, _: Mask, old: Cell) -> dict[str, Any]:
    value, formula = from_extended(new)
    if formula and formula == old.formula:
        return {}
    return {"value": value, "formula": formula}


def _format(new: Json | None, mask: Mask, old: Cell) -> dict[str, Any]:
    return {"format": format_from(new, mask, old.format)}


def _validation(new: Json | None, mask: Mask, old: Cell) -> dict[str, Any]:
    return {"validation": masks.merged(old.validation, new, mask) or None}


_CHANGES: Final[Mapping[str, Any]] = {
    "userEnteredValue": _value,
    "userEnteredFormat": _format,
    "note": lambda new, _mask, _old: {"note": new or ""},
    "dataValidation": _validation,
    "textFormatRuns": lambda new, _mask, _old: {"runs": tuple(new or ())},
    "chipRuns": lambda new, _mask, _old: {"chips": tuple(new or ())},
}
