"""A1 addresses: letters and numbers to zero-based rows and columns and back."""

import re
from functools import lru_cache

MAX_ROWS = 1_048_576
"""Rows of an .xlsx sheet (ECMA-376, Excel specifications and limits)."""
MAX_COLUMNS = 16_384
"""Columns of an .xlsx sheet, A to XFD."""

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]*)")
_PLAIN_SHEET = re.compile(r"[A-Za-z_\u0080-\uffff][A-Za-z0-9_.\u0080-\uffff]*")
_LOOKS_LIKE_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*|[Rr]|[Cc]")


@lru_cache(maxsize=MAX_COLUMNS)
def column_letters(column: int) -> str:
    """The letters of a zero-based column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The zero-based column of letters in either case."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def address(row: int, column: int, *, absolute: bool = False) -> str:
    """The A1 address of a zero-based cell."""
    dollar = "$" if absolute else ""
    return f"{dollar}{column_letters(column)}{dollar}{row + 1}"


def parse_address(text: str) -> tuple[int, int]:
    """The zero-based (row, column) of an address such as `B2` or `$B$2`.

    Raises ValueError when the text is no address or lies outside a sheet.
    """
    match = _CELL.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is not a cell address such as B2")
    row, column = int(match[2]) - 1, column_index(match[1])
    if row >= MAX_ROWS or column >= MAX_COLUMNS:
        raise ValueError(f"{text!r} lies outside a sheet of {MAX_ROWS:,} rows and {MAX_COLUMNS:,} columns")
    return row, column


def range_address(first_row: int, first_column: int, last_row: int, last_column: int, *, absolute: bool = False) -> str:
    """The A1 address of a zero-based rectangle, its last row and column included."""
    first = address(first_row, first_column, absolute=absolute)
    last = address(last_row, last_column, absolute=absolute)
    return first if first == last else f"{first}:{last}"


def parse_range(text: str) -> tuple[int, int, int, int]:
    """The zero-based (first row, first column, last row, last column) of `B2:D9` or `B2`. Raises ValueError."""
    first, _, last = text.partition(":")
    r1, c1 = parse_address(first)
    r2, c2 = parse_address(last) if last else (r1, c1)
    return min(r1, r2), min(c1, c2), max(r1, r2), max(c1, c2)


def quote_sheet(name: str) -> str:
    """A sheet name as a formula needs it: in quotes where anything but a plain word."""
    plain = _PLAIN_SHEET.fullmatch(name) and not _LOOKS_LIKE_CELL.fullmatch(name)
    return name if plain else "'" + name.replace("'", "''") + "'"
