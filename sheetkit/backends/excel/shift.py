"""Formulas as text in a file: moved to another cell the way a program fills them down, and checked for loose ends."""

import re
from typing import Final

from sheetkit.workbook.a1 import MAX_COLUMNS, MAX_ROWS, column_index, column_letters

_QUOTED: Final = r'"(?:[^"]|"")*+"|' + r"'(?:[^']|'')*+'"
_BRACKETS: Final = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*+\])*+\])*+\]"
_LEFT: Final = r"(?<![\w.\\?$])"
_RIGHT: Final = r"(?![\w.(!\[\\?])"
_REFERENCE: Final = re.compile(
    rf"({_QUOTED}|{_BRACKETS})"
    rf"|{_LEFT}(\$?)([A-Za-z]{{1,3}})(\$?)([0-9]{{1,7}}){_RIGHT}"
    rf"|{_LEFT}(\$?)([A-Za-z]{{1,3}}):(\$?)([A-Za-z]{{1,3}}){_RIGHT}"
    rf"|{_LEFT}(\$?)([0-9]{{1,7}}):(\$?)([0-9]{{1,7}}){_RIGHT}",
    re.DOTALL,
)
_WHOLE: Final = re.compile(rf"{_QUOTED}|{_BRACKETS}", re.DOTALL)
_CLOSES: Final = {")": "(", "}": "{"}
_LOST: Final = "#REF!"


def shifted(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads when copied so many rows down and columns right: relative references move along.

    A reference that would leave the sheet becomes #REF!. Text, sheet names and table references stay.
    """

    def move(found: re.Match[str]) -> str:
        if found[1] is not None:
            return found[0]
        if found[5] is not None:
            if column_index(found[3]) >= MAX_COLUMNS:
                return found[0]  # a name such as ZZZ1, not a cell
            row, column = _row(found[4], found[5], rows), _column(found[2], found[3], columns)
            return column + row if row and column else _LOST
        if found[7] is not None:
            first, last = _column(found[6], found[7], columns), _column(found[8], found[9], columns)
        else:
            first, last = _row(found[10], found[11], rows), _row(found[12], found[13], rows)
        return f"{first}:{last}" if first and last else _LOST

    return _REFERENCE.sub(move, formula)


def loose_end(formula: str) -> str:
    """What is opened but not closed in a formula, or closed but not opened, as a short sentence; "" when nothing is."""
    rest = _WHOLE.sub("", formula)
    for sign, what in (('"', "a quoted text"), ("'", "a quoted name"), ("[", "a [")):
        if sign in rest:
            return f"{what} is not closed"
    if "]" in rest:
        return "a ] closes nothing"
    opened: list[str] = []
    for char in rest:
        if char in "({":
            opened.append(char)
        elif char in _CLOSES and (not opened or opened.pop() != _CLOSES[char]):
            return f"a {char} closes nothing"
    return f"a {opened[-1]} is not closed" if opened else ""


def _row(dollar: str, digits: str, by: int) -> str:
    row = int(digits) + (0 if dollar else by)
    return f"{dollar}{row}" if 1 <= row <= MAX_ROWS else ""


def _column(dollar: str, letters: str, by: int) -> str:
    column = column_index(letters) + (0 if dollar else by)
    return dollar + column_letters(column) if 0 <= column < MAX_COLUMNS else ""
