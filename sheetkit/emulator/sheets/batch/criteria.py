"""Which rows a basic filter hides."""

from collections.abc import Callable, Mapping
from typing import Final

from sheetkit.core.values import CellValue
from sheetkit.emulator.document import Document, Json, Sheet
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.sheets.batch import grids
from sheetkit.emulator.sheets.shown import shown


def hide(document: Document, sheet: Sheet) -> None:
    """Mark the rows that the basic filter of a sheet hides, and no others."""
    hidden: set[int] = set()
    if sheet.basic_filter:
        _, area = grids.area(document, sheet.basic_filter["range"])
        for column, one in sheet.basic_filter.get("criteria", {}).items():
            passes = _test(document, one)
            rows = range(area.top + 1, area.bottom)
            hidden.update(row for row in rows if not passes(sheet, row, int(column)))
    for row in hidden | {row for row, held in sheet.rows.items() if "hiddenByFilter" in held}:
        rest = {key: value for key, value in sheet.rows.get(row, {}).items() if key != "hiddenByFilter"}
        if row in hidden:
            rest = {"hiddenByFilter": True, **rest}
        if rest:
            sheet.rows[row] = rest
        else:
            sheet.rows.pop(row, None)


def _test(document: Document, criterion: Json) -> Callable[[Sheet, int, int], bool]:
    locale = str(document.properties.get("locale", "en_US"))
    without = set(criterion.get("hiddenValues", ()))
    condition = criterion.get("condition")
    if condition and condition.get("type") not in _TESTS:
        raise ApiError(501, f"this server does not filter by {condition.get('type')}.")
    if {"visibleBackgroundColor", "visibleForegroundColor"} & set(criterion):
        raise ApiError(501, "this server does not filter by colours.")

    def passes(sheet: Sheet, row: int, column: int) -> bool:
        cell = sheet.cell(row, column)
        text = shown(cell.value, (cell.format or {}).get("numberFormat"), locale)
        if text in without:
            return False
        if not condition:
            return True
        wanted = [str(value.get("userEnteredValue", "")) for value in condition.get("values", ())]
        return _TESTS[condition["type"]](cell.value, text.casefold(), wanted)

    return passes


def _number(compare: Callable[[float, list[float]], bool]) -> Callable[[CellValue, str, list[str]], bool]:
    def test(value: CellValue, _: str, wanted: list[str]) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        try:
            return compare(float(value), [float(text) for text in wanted])
        except ValueError:
            return False

    return test


_TESTS: Final[Mapping[str, Callable[[CellValue, str, list[str]], bool]]] = {
    "BLANK": lambda value, _text, _wanted: value in {None, ""},
    "NOT_BLANK": lambda value, _text, _wanted: value not in {None, ""},
    "TEXT_CONTAINS": lambda _value, text, wanted: wanted[0].casefold() in text,
    "TEXT_NOT_CONTAINS": lambda _value, text, wanted: wanted[0].casefold() not in text,
    "TEXT_STARTS_WITH": lambda _value, text, wanted: text.startswith(wanted[0].casefold()),
    "TEXT_ENDS_WITH": lambda _value, text, wanted: text.endswith(wanted[0].casefold()),
    "TEXT_EQ": lambda _value, text, wanted: text in {one.casefold() for one in wanted},
    "TEXT_NOT_EQ": lambda _value, text, wanted: text not in {one.casefold() for one in wanted},
    "NUMBER_GREATER": _number(lambda value, wanted: value > wanted[0]),
    "NUMBER_GREATER_THAN_EQ": _number(lambda value, wanted: value >= wanted[0]),
    "NUMBER_LESS": _number(lambda value, wanted: value < wanted[0]),
    "NUMBER_LESS_THAN_EQ": _number(lambda value, wanted: value <= wanted[0]),
    "NUMBER_EQ": _number(lambda value, wanted: value in wanted),
    "NUMBER_NOT_EQ": _number(lambda value, wanted: value not in wanted),
    "NUMBER_BETWEEN": _number(lambda value, wanted: wanted[0] <= value <= wanted[1]),
    "NUMBER_NOT_BETWEEN": _number(lambda value, wanted: not wanted[0] <= value <= wanted[1]),
}
"""The conditions of a filter that this server tests, each given a cell's value, its text in small letters, and the
values of the condition."""
