"""Conditional formats: which cells they format now, and how."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sheetkit.core.values import CellError, CellValue
from sheetkit.emulator.calc.calculate import evaluate, evaluate_rows
from sheetkit.emulator.calc.rewrite import shifted
from sheetkit.emulator.document import Document, Json, Place, Sheet
from sheetkit.emulator.sheets.formats import over

Test = Callable[[CellValue], bool]


def conditional(document: Document, sheet: Sheet, rows: range, now: datetime) -> dict[Place, Json]:
    """The CellFormat that rules give to each cell in some rows; of several rules the first wins.

    Rules whose condition is not known here, and colour scales, give nothing. Equal formats are one object.
    """
    found: dict[Place, Json] = {}
    joined: dict[tuple[int, int], Json] = {}
    for rule in reversed(sheet.conditional_formats):
        look: Json = (rule.get("booleanRule") or {}).get("format") or {}
        for place in _places(document, sheet, rule, rows, now):
            below = found.get(place)
            if below is not None:
                found[place] = joined.setdefault((id(below), id(look)), over(below, look))
            else:
                found[place] = look
    return found


def _places(document: Document, sheet: Sheet, rule: Json, rows: range, now: datetime) -> Iterator[Place]:
    condition: Json = (rule.get("booleanRule") or {}).get("condition") or {}
    kind, ranges = str(condition.get("type", "")), rule.get("ranges") or ()
    values = [str(each.get("userEnteredValue", "")) for each in condition.get("values") or ()]
    if not ranges:
        return
    first = (int(ranges[0].get("startRowIndex", 0)), int(ranges[0].get("startColumnIndex", 0)))
    for range_ in ranges:
        top, end = int(range_.get("startRowIndex", 0)), int(range_.get("endRowIndex", sheet.row_count))
        left, right = int(range_.get("startColumnIndex", 0)), int(range_.get("endColumnIndex", sheet.column_count))
        top, end = max(top, rows.start), min(end, rows.stop)
        if top >= end:
            continue
        if kind == "CUSTOM_FORMULA" and values:
            yield from _by_formula(document, sheet, values[0], first, (top, end, left, right), now)
        elif test := _test(document, sheet, kind, values, first, now):
            for row in range(top, end):
                for column in range(left, right):
                    if test(sheet.cell(row, column).value):
                        yield row, column


def _by_formula(
    document: Document,
    sheet: Sheet,
    formula: str,
    first: Place,
    area: tuple[int, int, int, int],
    now: datetime,
) -> Iterator[Place]:
    """The cells in which a formula, written for the first cell of a rule, is true; like columns are asked once."""
    top, end, left, right = area
    columns: dict[str, list[int]] = {}
    for column in range(left, right):
        columns.setdefault(shifted(formula, top - first[0], column - first[1]), []).append(column)
    for here, same in columns.items():
        for row, value in enumerate(evaluate_rows(document, sheet, here, range(top, end), same[0], now), top):
            if _true(value):
                yield from ((row, column) for column in same)


def _true(value: CellValue) -> bool:
    return bool(value) if isinstance(value, bool | int | float) else False


def _test(
    document: Document, sheet: Sheet, kind: str, texts: Sequence[str], first: Place, now: datetime
) -> Test | None:
    if kind in _PLAIN:
        return _PLAIN[kind]
    make = _TEXTS.get(kind) or _NUMBERS.get(kind)
    if make is None:
        return None
    values = [_value(document, sheet, text, first, now) for text in texts]
    if kind in _TEXTS:
        wanted = _words(values[0] if values else "")
        return lambda value: value is not None and make(_words(value), wanted)
    numbers = [float(each) for each in values if isinstance(each, int | float)]
    if len(numbers) != len(values) or not numbers:
        return None
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and make(float(value), *numbers)


def _value(document: Document, sheet: Sheet, text: str, first: Place, now: datetime) -> CellValue:
    if text.startswith("="):
        return evaluate(document, sheet, text, *first, now)
    try:
        return float(text)
    except ValueError:
        return text


def _words(value: CellValue) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).casefold()


_PLAIN: Final[dict[str, Test]] = {
    "BLANK": lambda value: value is None or value == "",
    "NOT_BLANK": lambda value: value is not None and value != "" and not isinstance(value, CellError),
}
_TEXTS: Final[dict[str, Callable[..., Any]]] = {
    "TEXT_CONTAINS": lambda value, wanted: wanted in value,
    "TEXT_NOT_CONTAINS": lambda value, wanted: wanted not in value,
    "TEXT_STARTS_WITH": lambda value, wanted: value.startswith(wanted),
    "TEXT_ENDS_WITH": lambda value, wanted: value.endswith(wanted),
    "TEXT_EQ": lambda value, wanted: value == wanted,
    "TEXT_NOT_EQ": lambda value, wanted: value != wanted,
}
_NUMBERS: Final[dict[str, Callable[..., Any]]] = {
    "NUMBER_GREATER": lambda value, wanted: value > wanted,
    "NUMBER_GREATER_THAN_EQ": lambda value, wanted: value >= wanted,
    "NUMBER_LESS": lambda value, wanted: value < wanted,
    "NUMBER_LESS_THAN_EQ": lambda value, wanted: value <= wanted,
    "NUMBER_EQ": lambda value, wanted: value == wanted,
    "NUMBER_NOT_EQ": lambda value, wanted: value != wanted,
    "NUMBER_BETWEEN": lambda value, low, high: low <= value <= high,
    "NUMBER_NOT_BETWEEN": lambda value, low, high: not low <= value <= high,
}
