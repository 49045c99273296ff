"""Before a write: what it touches is read again, and must be as it was when the patch was made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sheetkit.backends.google.change import Change
from sheetkit.backends.google.known import Known
from sheetkit.backends.google.ranges import Json, cells
from sheetkit.backends.google.read import TABLES, table
from sheetkit.backends.google.regrow import formulas
from sheetkit.backends.google.separators import english, has_point
from sheetkit.backends.google.spans import Area, Place, spans
from sheetkit.backends.google.values import held
from sheetkit.core.values import CellValue
from sheetkit.formula.layout import Layout
from sheetkit.workbook.grid import GridSheet

FIELDS: Final = (
    f"sheets(properties(sheetId,title),{TABLES},data(startRow,startColumn,"
    "rowData.values(effectiveValue,userEnteredValue,userEnteredFormat.numberFormat)))"
)
"""The field mask of the second look."""


@dataclass(slots=True)
class Look:
    """Rectangles of each sheet that are to be looked at."""

    areas: dict[str, list[Area]] = field(default_factory=dict)

    def ranges(self, ids: Mapping[str, int]) -> list[Json]:
        """The GridRanges."""
        return [cells(ids[sheet], *area) for sheet, areas in self.areas.items() for area in areas]


def look(change: Change, layout: Layout, known: Known) -> Look:
    """What has to be as it was.

    Of each touched cell the whole row of its table, so that neither another row in its place nor a changed value that
    its result was made from goes unseen, and the table's header. Of tables that grow their end.
    """
    rows: dict[str, dict[int, tuple[int, int]]] = {}

    def add(sheet: str, row: int, left: int, right: int) -> None:
        height, width = known.sizes[sheet]
        if row >= height or left >= width:
            return
        own = rows.setdefault(sheet, {})
        before = own.get(row, (left, right))
        own[row] = min(left, before[0]), min(max(right, before[1]), width - 1)

    for sheet, places in change.touched.items():
        for row, column in places:
            for at, left, right in _around(layout, sheet, row, column):
                add(sheet, at, left, right)
    for growth in change.grown:
        for sheet, (row, column), _ in formulas(growth, known.grid):
            add(sheet, row, column, column)
        for row in (growth.place.first_row - 1, *range(growth.end, growth.last + 2)):
            add(growth.append.sheet, row, growth.left, growth.right)
    return Look({sheet: spans(own) for sheet, own in rows.items()})


def moved(answer: Mapping[str, Any], looked: Look, known: Known) -> bool:
    """Whether anything that was looked at is no longer as it was read."""
    sheets = {one["properties"]["title"]: one for one in answer.get("sheets", ())}
    for name, areas in looked.areas.items():
        now, before = sheets.get(name), known.grid.sheet(name)
        if now is None or before is None or now["properties"].get("sheetId", 0) != known.ids[name]:
            return True
        if {*map(table, now.get("tables", ()))} != {*before.tables}:
            return True
        cells = found(now)
        present = {place: _english(held(cell), known.locale) for place, cell in cells.items() if not spilled(cell)}
        for area in areas:
            places = (place for place in _places(area) if place in present or place not in cells)
            if any(not _same(present.get(place, (None, None)), before, place) for place in places):
                return True
    return False


def spilled(cell: Json) -> bool:
    """Whether a cell shows what an array formula elsewhere gives it, which is nobody's entry there and may change."""
    return "effectiveValue" in cell and "userEnteredValue" not in cell


def formatted(answer: Mapping[str, Any]) -> dict[str, frozenset[Place]]:
    """The cells looked at, by sheet, that have a number format of their own."""
    return {
        one["properties"]["title"]: frozenset(
            place for place, cell in found(one).items() if cell.get("userEnteredFormat", {}).get("numberFormat")
        )
        for one in answer.get("sheets", ())
    }


def found(sheet: Mapping[str, Any]) -> dict[Place, Json]:
    """The cells of a sheet in an answer."""
    return {
        (row, column): cell
        for block in sheet.get("data", ())
        for row, line in enumerate(block.get("rowData", ()), int(block.get("startRow", 0)))
        for column, cell in enumerate(line.get("values", ()), int(block.get("startColumn", 0)))
        if cell
    }


def _around(layout: Layout, sheet: str, row: int, column: int) -> Iterator[tuple[int, int, int]]:
    """What says that a cell is the one it was: its row in its table and the header, or all that stands left of it."""
    for place in layout.tables.values():
        columns = place.columns.values()
        inside = place.first_row <= row < place.first_row + place.rows
        if place.sheet == sheet and columns and inside and min(columns) <= column <= max(columns):
            yield row, min(columns), max(columns)
            yield place.first_row - 1, min(columns), max(columns)
            return
    yield row, 0, column


def _english(cell: tuple[CellValue, str | None], locale: str) -> tuple[CellValue, str | None]:
    value, formula = cell
    return value, formula if formula is None or has_point(locale) else english(formula)


def _same(now: tuple[CellValue, str | None], sheet: GridSheet, place: Place) -> bool:
    """Whether a cell is as it was read; the result of a formula may differ, it is nobody's entry."""
    value, formula = now
    before, text = sheet.value(*place), sheet.formula(*place)
    if formula is not None or text is not None:
        return formula == text
    return value == before and isinstance(value, bool) is isinstance(before, bool)


def _places(area: Area) -> Iterator[Place]:
    first, left, last, right = area
    return ((row, column) for row in range(first, last + 1) for column in range(left, right + 1))
