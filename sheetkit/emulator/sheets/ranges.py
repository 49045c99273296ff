"""Ranges as people and the API write them (A1, R1C1, names, GridRange), and the block of cells each one means."""

import re
from dataclasses import dataclass
from typing import Final

from sheetkit.emulator.document import Document, Json, Sheet
from sheetkit.emulator.errors import ApiError, invalid

_CELL: Final = r"\$?([A-Za-z]{1,3})?\$?([0-9]{1,8})?"
_A1: Final = re.compile(rf"{_CELL}(?::{_CELL})?")
_R1C1: Final = re.compile(r"R([0-9]{1,8})C([0-9]{1,5})(?::R([0-9]{1,8})C([0-9]{1,5}))?", re.IGNORECASE)
_PLAIN_TITLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")


@dataclass(frozen=True, slots=True)
class Area:
    """A half-open block of cells of one sheet, zero-based: top ≤ row < bottom and left ≤ column < right."""

    sheet_id: int
    top: int
    bottom: int
    left: int
    right: int

    @property
    def height(self) -> int:
        """How many rows."""
        return max(0, self.bottom - self.top)

    @property
    def width(self) -> int:
        """How many columns."""
        return max(0, self.right - self.left)

    def holds(self, row: int, column: int) -> bool:
        """Whether a place lies inside."""
        return self.top <= row < self.bottom and self.left <= column < self.right

    def meets(self, other: "Area") -> bool:
        """Whether two blocks share a cell."""
        return (
            self.sheet_id == other.sheet_id
            and self.top < other.bottom
            and other.top < self.bottom
            and self.left < other.right
            and other.left < self.right
        )


def letters(column: int) -> str:
    """The letters of a zero-based column: 0 is A, 26 is AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_of(text: str) -> int:
    """The zero-based column of its letters."""
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def quoted(title: str) -> str:
    """A sheet's title as the API's answers write it before the "!"."""
    if _PLAIN_TITLE.fullmatch(title) and not _A1.fullmatch(title) and not _R1C1.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def notation(sheet: Sheet, area: Area) -> str:
    """A block as the API's answers write it: `Sheet1!A1:B2`, `'My sheet'!C3`."""
    first = f"{letters(area.left)}{area.top + 1}"
    last = f"{letters(area.right - 1)}{area.bottom}"
    return f"{quoted(sheet.title)}!{first}" + ("" if first == last else f":{last}")


def whole(sheet: Sheet) -> Area:
    """All cells of a sheet."""
    return Area(sheet.id, 0, sheet.row_count, 0, sheet.column_count)


def sheet_of(document: Document, area: Area) -> Sheet:
    """The sheet an area lies on."""
    return _numbered(document, area.sheet_id)


def parse(document: Document, text: str, *, writing: bool = False) -> Area:
    """The cells that a range text means, open ends closed at the edge of the grid.

    Raises ApiError 400 in Google's words for a text that is no range, and for one that begins beyond the grid. A range
    that only ends beyond it is cut to the grid, unless it is for `writing`.
    """
    title, reference = _split(text)
    if title is not None:
        sheet = document.titled(title)
        if sheet is None:
            raise _unparsable(text)
        area = whole(sheet) if not reference else _reference(sheet, reference) or _named(document, reference)
    else:
        area = _unqualified(document, reference)
    if area is None:
        raise _unparsable(text)
    sheet = sheet_of(document, area)
    rows, columns = sheet.row_count, sheet.column_count
    if area.top >= rows or area.left >= columns or (writing and (area.bottom > rows or area.right > columns)):
        raise beyond(sheet, area)
    return Area(sheet.id, area.top, min(area.bottom, rows), area.left, min(area.right, columns))


def names_one_cell(text: str) -> bool:
    """Whether a range text names a single cell, from which a write may spread to the right and down."""
    return ":" not in _split(text)[1]


def from_grid_range(document: Document, grid_range: Json) -> Area:
    """The cells of a GridRange; a missing end is the edge of the grid, a missing sheetId is 0. Raises ApiError 400."""
    sheet = _numbered(document, int(grid_range.get("sheetId", 0)))
    return Area(
        sheet.id,
        int(grid_range.get("startRowIndex", 0)),
        int(grid_range.get("endRowIndex", sheet.row_count)),
        int(grid_range.get("startColumnIndex", 0)),
        int(grid_range.get("endColumnIndex", sheet.column_count)),
    )


def to_grid_range(area: Area) -> dict[str, int]:
    """An area as a GridRange of the API's answers, which leave out the sheetId 0."""
    answer = {"sheetId": area.sheet_id} if area.sheet_id else {}
    return answer | {
        "startRowIndex": area.top,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right,
    }


def _split(text: str) -> tuple[str | None, str]:
    """The sheet's title, or None where none is written, and the reference behind it, which may be empty."""
    if text.startswith("'"):
        end = 1
        while (end := text.find("'", end)) >= 0 and text[end + 1 : end + 2] == "'":
            end += 2
        if end < 0 or text[end + 1 : end + 2] not in {"", "!"}:
            return None, text
        return text[1:end].replace("''", "'"), text[end + 2 :]
    title, mark, reference = text.rpartition("!")
    return (title, reference) if mark else (None, text)


def _unqualified(document: Document, text: str) -> Area | None:
    """A text without a sheet: a reference on the first visible sheet, else a named range or a table, else a sheet."""
    shown = [sheet for sheet in document.sheets if not sheet.properties.get("hidden")] or document.sheets
    area = _reference(shown[0], text) if shown else None
    if area is not None:
        return area
    area = _named(document, text)
    if area is not None:
        return area
    sheet = document.titled(text)
    return None if sheet is None else whole(sheet)


def _named(document: Document, text: str) -> Area | None:
    """The cells of a named range or a table."""
    folded = text.casefold()
    for name in document.named_ranges:
        if str(name.get("name", "")).casefold() == folded:
            return from_grid_range(document, name["range"])
    for sheet in document.sheets:
        for table in sheet.tables:
            if str(table.get("name", "")).casefold() == folded:
                return from_grid_range(document, {**table["range"], "sheetId": sheet.id})
    return None


def _reference(sheet: Sheet, text: str) -> Area | None:
    """An A1 or R1C1 reference without its sheet, in any order of its corners."""
    match = _R1C1.fullmatch(text)
    if match:
        row, column, last_row, last_column = (int(part) if part else 0 for part in match.groups())
        last_row, last_column = last_row or row, last_column or column
        if not (row and column and last_row and last_column):
            return None
        return _ordered(sheet, (row - 1, last_row - 1), (column - 1, last_column - 1))
    match = _A1.fullmatch(text)
    if not match or not text:
        return None
    first, top, last, bottom = match.groups()
    if ":" not in text:
        if not (first and top):
            return None
        last, bottom = first, top
    elif not ((first or top) and (last or bottom)) or "0" in {top, bottom}:
        return None
    elif not (first or last):
        first, last = "A", letters(sheet.column_count - 1)
    elif not (top or bottom):
        top, bottom = "1", str(sheet.row_count)
    rows = (int(top) - 1 if top else 0, int(bottom) - 1 if bottom else sheet.row_count - 1)
    columns = (column_of(first) if first else 0, column_of(last) if last else sheet.column_count - 1)
    if min(rows) < 0:
        return None
    return _ordered(sheet, rows, columns)


def _ordered(sheet: Sheet, rows: tuple[int, int], columns: tuple[int, int]) -> Area:
    return Area(sheet.id, min(rows), max(rows) + 1, min(columns), max(columns) + 1)


def beyond(sheet: Sheet, area: Area) -> ApiError:
    """The answer to a range that does not fit the grid."""
    limits = f"Max rows: {sheet.row_count}, max columns: {sheet.column_count}"
    return invalid(f"Range ({notation(sheet, area)}) exceeds grid limits. {limits}")


def _numbered(document: Document, sheet_id: int) -> Sheet:
    sheet = document.sheet(sheet_id)
    if sheet is None:
        raise invalid(f"No grid with id: {sheet_id}")
    return sheet


def _unparsable(text: str) -> ApiError:
    return invalid(f"Unable to parse range: {text}")
