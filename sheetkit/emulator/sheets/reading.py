"""The values of a block of cells as a ValueRange gives them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sheetkit.core.values import CellError
from sheetkit.emulator.document import Cell, Document, Sheet
from sheetkit.emulator.sheets import options
from sheetkit.emulator.sheets.cells import number
from sheetkit.emulator.sheets.formats import is_date, number_format
from sheetkit.emulator.sheets.ranges import Area, notation
from sheetkit.emulator.sheets.shown import shown

_SPARSE = 4
"""A block with so many times more places than the sheet has cells is not looked through place by place."""


@dataclass(frozen=True, slots=True)
class Look:
    """How values are to be given: the render options and the major dimension."""

    render: str = "FORMATTED_VALUE"
    dates: str = "SERIAL_NUMBER"
    major: str = "ROWS"


def look(given: Mapping[str, Any], prefix: str = "") -> Look:
    """The look that a query or a body asks for; `prefix` is "response" in the options of writes."""
    render, dates = ("responseValueRenderOption", "responseDateTimeRenderOption")
    if not prefix:
        render, dates = ("valueRenderOption", "dateTimeRenderOption")
    return Look(
        options.choice(given, render, "FORMATTED_VALUE"),
        options.choice(given, dates, "SERIAL_NUMBER"),
        options.choice(given, "majorDimension", "ROWS"),
    )


def value_range(document: Document, sheet: Sheet, area: Area, asked: Look) -> dict[str, Any]:
    """A ValueRange: rows (or columns) of values without their empty ends; no `values` where all is empty."""
    answer: dict[str, Any] = {"range": notation(sheet, area), "majorDimension": asked.major}
    rows = _lines(sheet, area, by_column=asked.major == "COLUMNS")
    if rows:
        give = renderer(document, asked)
        answer["values"] = [[give(cell) for cell in row] for row in rows]
    return answer


def cells_in(sheet: Sheet, area: Area) -> Iterator[tuple[int, int, Cell]]:
    """The cells of a block that are not empty, with their places, row by row."""
    cells = sheet.cells
    top, bottom, left, right = area.top, area.bottom, area.left, area.right
    if area.height * area.width > _SPARSE * len(cells):
        inside = [place for place in cells if top <= place[0] < bottom and left <= place[1] < right]
        for place in sorted(inside):
            yield *place, cells[place]
        return
    columns = range(left, right)
    for row in range(top, bottom):
        for column in columns:
            cell = cells.get((row, column))
            if cell is not None:
                yield row, column, cell


def filled_cells(sheet: Sheet, area: Area) -> list[tuple[int, int, Cell]]:
    """The cells of a block that hold a value, with their places, row by row."""
    return [each for each in cells_in(sheet, area) if each[2].value is not None or each[2].formula]


def _lines(sheet: Sheet, area: Area, *, by_column: bool) -> list[list[Cell | None]]:
    found = filled_cells(sheet, area)
    if by_column:
        found.sort(key=lambda each: (each[1], each[0]))
    lines: list[list[Cell | None]] = []
    for row, column, cell in found:
        line, at = (column - area.left, row - area.top) if by_column else (row - area.top, column - area.left)
        while len(lines) <= line:
            lines.append([])
        last = lines[line]
        if len(last) < at:
            last += [None] * (at - len(last))
        last.append(cell)
    return lines


def renderer(document: Document, asked: Look) -> Callable[[Cell | None], Any]:
    """A function from a cell to what a ValueRange says of it."""
    locale = str(document.properties.get("locale", "en_US"))
    default = document.properties.get("defaultFormat")

    def formatted(cell: Cell | None) -> Any:
        return "" if cell is None else shown(cell.value, number_format(cell, default), locale)

    def plain(cell: Cell | None) -> Any:
        value = None if cell is None else cell.value
        if cell is None or value is None:
            return ""
        if isinstance(value, CellError):
            return value.code
        if isinstance(value, int | float) and not isinstance(value, bool):
            if asked.dates == "FORMATTED_STRING" and is_date(number_format(cell, default)):
                return formatted(cell)
            return number(value)
        return value

    def formula(cell: Cell | None) -> Any:
        return cell.formula if cell is not None and cell.formula else plain(cell)

    return {"FORMATTED_VALUE": formatted, "UNFORMATTED_VALUE": plain, "FORMULA": formula}[asked.render]
