"""Cells written as CellData: updateCells, repeatCell and appendCells."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sheetkit.core.values import CellValue
from sheetkit.emulator.document import Cell, Json, Sheet
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets import cells, ranges
from sheetkit.emulator.sheets.batch import fields, grids
from sheetkit.emulator.sheets.batch.registry import Batch, Effect, kind
from sheetkit.emulator.sheets.masks import Mask
from sheetkit.emulator.sheets.ranges import Area

_EMPTY: Final = Cell()
_TEXT_LIMIT: Final = 50_000
"""The longest text of a cell."""


@kind("updateCells", Effect.VALUES)
def update_cells(batch: Batch, body: Json) -> None:
    """Rows of cells from a coordinate, or over a range, whose other cells are then cleared in the same fields."""
    mask = fields.mask(body.get("fields", ""), "CellData")
    rows = body.get("rows", ())
    width = max((len(row.get("values", ())) for row in rows), default=0)
    if "range" in body:
        sheet, area = grids.area(batch.document, body["range"])
        if len(rows) > area.height or width > area.width:
            raise invalid(_outside(sheet, area, len(rows), width))
    else:
        sheet, top, left = grids.place(batch.document, body.get("start"))
        area = Area(sheet.id, top, top + len(rows), left, left + width)
        if area.bottom > sheet.row_count or area.right > sheet.column_count:
            raise ranges.beyond(sheet, area)
    write(sheet, area, rows, mask, whole="range" in body)


def write(sheet: Sheet, area: Area, rows: Sequence[Json], mask: Mask, *, whole: bool) -> None:
    """Write rows of CellData from the corner of an area; `whole` clears the rest of it in the fields of the mask."""
    new = writer(mask)
    held = sheet.cells
    for row, data in enumerate(rows, area.top):
        for column, value in enumerate(data.get("values", ()), area.left):
            place = row, column
            cell = new(value, held.get(place, _EMPTY))
            if cell.value is None and cell == _EMPTY:
                held.pop(place, None)
            else:
                held[place] = cell
    if whole:
        widths = [len(row.get("values", ())) for row in rows]
        for place in _inside(sheet, area):
            row = place[0] - area.top
            if row >= len(widths) or place[1] - area.left >= widths[row]:
                sheet.put(*place, new({}, held[place]))


def _inside(sheet: Sheet, area: Area) -> list[tuple[int, int]]:
    """The places of an area that hold a cell, found the cheaper way."""
    if area.height * area.width < len(sheet.cells):
        places = ((row, column) for row in range(area.top, area.bottom) for column in range(area.left, area.right))
        return [place for place in places if place in sheet.cells]
    return [place for place in sheet.cells if area.holds(*place)]


def writer(mask: Mask) -> Callable[[Json, Cell], Cell]:
    """What makes a new cell of CellData and the old cell, for one mask. Masks of whole fields go a short way."""
    if any(mask.values()):
        return lambda data, old: cells.from_json(data, mask, old)
    valued, formatted, noted, validated, run, chipped = (name in mask for name in _FIELDS)

    def new(data: Json, old: Cell) -> Cell:
        given = data.get
        value, formula = old.value, old.formula
        if valued:
            value, formula = _entered(given("userEnteredValue"), old)
        return Cell(
            value,
            formula,
            (given("userEnteredFormat") or None) if formatted else old.format,
            given("note", "") if noted else old.note,
            (given("dataValidation") or None) if validated else old.validation,
            tuple(given("textFormatRuns", ())) if run else old.runs,
            tuple(given("chipRuns", ())) if chipped else old.chips,
        )

    return new


_FIELDS: Final = (
    "userEnteredValue",
    "userEnteredFormat",
    "note",
    "dataValidation",
    "textFormatRuns",
    "chipRuns",
)


def _entered(value: Mapping[str, Any] | None, old: Cell) -> tuple[CellValue, str]:
    """A value and a formula; a formula that was there already keeps its result."""
    if not value:
        return None, ""
    if "stringValue" in value:
        text = value["stringValue"]
        if len(text) > _TEXT_LIMIT:
            raise invalid(f"Your input contains more than the maximum of {_TEXT_LIMIT} characters in a single cell.")
        return text or None, ""
    if "numberValue" in value:
        return float(value["numberValue"]), ""
    new, formula = cells.from_extended(value)
    return (old.value if formula and formula == old.formula else new), formula


def _outside(sheet: Sheet, area: Area, height: int, width: int) -> str:
    where = f"Requested writing within range [{ranges.notation(sheet, area)}], but tried writing to"
    if width > area.width:
        return f"{where} column [{ranges.letters(area.right)}]"
    return f"{where} row [{area.bottom + 1}]" if height else where


@kind("repeatCell", Effect.VALUES)
def repeat_cell(batch: Batch, body: Json) -> None:
    """One cell over a whole range; a formula moves its relative references from the first cell on."""
    from sheetkit.emulator.calc import rewrite

    mask = fields.mask(body.get("fields", ""), "CellData", "cell")
    sheet, area = grids.area(batch.document, body.get("range"))
    new, data = writer(mask), body.get("cell", {})
    formula = data.get("userEnteredValue", {}).get("formulaValue", "") if "userEnteredValue" in mask else ""
    made: dict[Cell | None, Cell] = {}
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            old = sheet.cells.get((row, column))
            if formula:
                moved = rewrite.shifted(formula, row - area.top, column - area.left)
                cell = new({**data, "userEnteredValue": {"formulaValue": moved}}, old or _EMPTY)
            elif old is None:
                if None not in made:
                    made[None] = new(data, _EMPTY)
                cell = made[None]
            else:
                cell = new(data, old)
            sheet.put(row, column, cell)


@kind("appendCells", Effect.VALUES)
def append_cells(batch: Batch, body: Json) -> None:
    """Rows of cells below the last row that holds something, in a sheet or in a table, which then grows."""
    from sheetkit.emulator.sheets.batch import tables

    mask = fields.mask(body.get("fields", ""), "CellData")
    rows = body.get("rows", ())
    if body.get("tableId"):
        tables.append(batch.document, body["tableId"], rows, mask)
        return
    sheet = grids.grid(batch.document, body.get("sheetId", 0))
    top = 1 + max(
        (place[0] for place, cell in sheet.cells.items() if cell.value is not None or cell.formula), default=-1
    )
    width = max((len(row.get("values", ())) for row in rows), default=0)
    need = max(sheet.row_count, top + len(rows)), max(sheet.column_count, width)
    if need != (sheet.row_count, sheet.column_count):
        grids.resized(batch.document, sheet, *need)
    write(sheet, Area(sheet.id, top, top + len(rows), 0, width), rows, mask, whole=False)
