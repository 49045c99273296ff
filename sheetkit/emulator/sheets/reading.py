"""The values of a block of cells as a ValueRange gives them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sheetkit.core.values import CellError
from sheetkit.emulator.document import Cell, Document, Sheet
from sheetkit.emulator.sheets import options
from sheetkit.emulator.sheets.cells import number
from sheetkit.emulator.sheets.formats import is_date, number_format
from sheetkit.emulator.sheets.ranges import Area, notation
from sheetkit.emulator.sheets.shown import shown


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


def filled(cell: Cell) -> bool:
    """Whether the cell holds a value or a formula, and not only a look."""
    return cell.value is not None or bool(cell.formula)


def filled_cells(sheet: Sheet, area: Area) -> list[tuple[int, int, Cell]]:
    """The cells of a block that hold a value, with their places, in no order."""
    if len(sheet.cells) <= area.height * area.width:
        return [
            (row, column, cell)
            for (row, column), cell in sheet.cells.items()
            if area.holds(row, column) and filled(cell)
        ]
    found = sheet.cells.get
    places = ((row, column) for row in range(area.top, area.bottom) for column in range(area.left, area.right))
    return [
        (row, column, cell) for row, column in places if (cell := found((row, column))) is not None and filled(cell)
    ]


def _lines(sheet: Sheet, area: Area, *, by_column: bool) -> list[list[Cell | None]]:
    lines: list[list[Cell | None]] = []
    for row, column, cell in sorted(
        filled_cells(sheet, area), key=lambda each: (each[1], each[0]) if by_column else each[:2]
    ):
        line, at = row - area.top, column - area.left
        if by_column:
            line, at = at, line
        while len(lines) <= line:
            lines.append([])
        lines[line] += [None] * (at - len(lines[line]))
        lines[line].append(cell)
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
