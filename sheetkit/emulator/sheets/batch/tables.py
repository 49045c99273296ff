"""Tables: named ranges of rows whose columns have names, written in their header cells, and types."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sheetkit.emulator.document import Cell, Document, Json, Sheet
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets import ranges
from sheetkit.emulator.sheets.batch import banding, cells, fields, grids, numbering, shapes
from sheetkit.emulator.sheets.batch.registry import Batch, Effect, kind
from sheetkit.emulator.sheets.masks import Mask
from sheetkit.emulator.sheets.ranges import Area
from sheetkit.emulator.sheets.shown import shown


@kind("addTable", Effect.VALUES)
def add_table(batch: Batch, body: Json) -> Json:
    """A table over a range whose first row is its header."""
    document, given = batch.document, body.get("table", {})
    sheet, area = _checked(document, given, but=None)
    taken = {table["tableId"] for other in document.sheets for table in other.tables}
    number = given.get("tableId") or str(numbering.drawn(document, ()))
    if number in taken:
        raise invalid(f"A table with ID {number} already exists.")
    name = given.get("name") or _free_name(document)
    new = {**given, "tableId": number, "name": name, "range": ranges.to_grid_range(area)}
    new["columnProperties"] = _columns(sheet, area, _named(given.get("columnProperties", ())))
    new = dict(fields.merged("Table", {}, new, fields.mask("*", "Table")))
    sheet.tables = (*sheet.tables, new)
    _write_names(sheet, new)
    filled_in(sheet)
    return {"table": new}


@kind("updateTable", Effect.VALUES)
def update_table(batch: Batch, body: Json) -> None:
    """Some fields of a table; its columns are replaced as a whole."""
    document, given = batch.document, body.get("table", {})
    mask = dict(fields.mask(body.get("fields", ""), "Table", "table"))
    mask.pop("tableId", None)
    sheet, old = table(document, given.get("tableId", ""))
    new = dict(fields.merged("Table", old, given, mask))
    if "range" not in mask:
        last = new["range"]["endRowIndex"] + _footer(new) - _footer(old)
        new["range"] = {**new["range"], "endRowIndex": last}
    other, area = _checked(document, new, but=old)
    if other is not sheet:
        raise invalid("Cannot move a table to another sheet.")
    new["range"] = ranges.to_grid_range(area)
    own = new.get("columnProperties", ())
    if "columnProperties" in mask and not all(column.get("columnName") for column in own):
        raise invalid("Table header row cell must have a value.")
    new["columnProperties"] = _columns(sheet, area, [one for one in own if one.get("columnIndex", 0) < area.width])
    sheet.tables = tuple(new if one is old else one for one in sheet.tables)
    _write_names(sheet, new)
    filled_in(sheet)


@kind("deleteTable", Effect.VALUES)
def delete_table(batch: Batch, body: Json) -> None:
    """A table with all that is in its cells, and the conditional formats over them."""
    sheet, old = table(batch.document, body.get("tableId", ""))
    area = _area(sheet, old)
    sheet.tables = tuple(one for one in sheet.tables if one is not old)
    for place in [place for place in sheet.cells if area.holds(*place)]:
        del sheet.cells[place]
    rules = []
    for rule in sheet.conditional_formats:
        left = [one for one in rule["ranges"] if not ranges.from_grid_range(batch.document, one).meets(area)]
        if left:
            rules.append({**rule, "ranges": left})
    sheet.conditional_formats = tuple(rules)


def append(document: Document, table_id: str, rows: Sequence[Json], mask: Mask) -> None:
    """Write rows from the first free row of a table on; it grows as needed, and pushes down what lies below it."""
    from sheetkit.emulator.sheets.batch import blocks

    sheet, old = table(document, table_id)
    area = _area(sheet, old)
    width = max((len(row.get("values", ())) for row in rows), default=0)
    if width > area.width:
        raise invalid(f"Cannot append {width} columns to a table of {area.width} columns.")
    body = Area(sheet.id, area.top + 1, area.bottom - _footer(old), area.left, area.right)
    preset = {area.left + one.get("columnIndex", 0) for one in old["columnProperties"] if _preset(one) is not None}
    filled = [
        place[0]
        for place, cell in sheet.cells.items()
        if body.holds(*place) and (cell.formula or (cell.value is not None and place[1] not in preset))
    ]
    top = max(filled, default=area.top) + 1
    missing = top + len(rows) - body.bottom
    if missing > 0:
        if _footer(old):
            body = Area(sheet.id, body.bottom, body.bottom + missing, area.left, area.right)
            blocks.insert(document, sheet, body, grids.ROWS)
        else:
            _make_room(document, sheet, area, missing, blocks.insert)
        grown = {**old, "range": {**old["range"], "endRowIndex": area.bottom + missing}}
        sheet.tables = tuple(grown if one["tableId"] == table_id else one for one in sheet.tables)
    cells.write(sheet, Area(sheet.id, top, top + len(rows), area.left, area.left + width), rows, mask, whole=False)
    filled_in(sheet)


def _make_room(document: Document, sheet: Sheet, area: Area, count: int, insert: Any) -> None:
    """Rows below a table, where something is in them by pushing it down."""
    if area.bottom + count > sheet.row_count:
        grids.resized(document, sheet, area.bottom + count, sheet.column_count)
    below = Area(sheet.id, area.bottom, area.bottom + count, area.left, area.right)
    occupied = any(below.holds(*place) for place in sheet.cells) or any(
        _area(sheet, other).meets(below) for other in sheet.tables
    )
    if occupied:
        insert(document, sheet, below, grids.ROWS)


def table(document: Document, number: str) -> tuple[Sheet, Json]:
    """The sheet and the JSON of a table. Raises ApiError when there is none of this id."""
    for sheet in document.sheets:
        for one in sheet.tables:
            if one["tableId"] == number:
                return sheet, one
    raise invalid(f"No table with id: {number}")


def typed(sheet: Sheet, area: Area) -> bool:
    """Whether an area meets a column of a table that has a type."""
    for one in sheet.tables:
        whole = _area(sheet, one)
        for column in one["columnProperties"]:
            at = whole.left + column.get("columnIndex", 0)
            if "columnType" in column and Area(sheet.id, whole.top + 1, whole.bottom, at, at + 1).meets(area):
                return True
    return False


def headed(sheet: Sheet) -> None:
    """Let the columns of tables be called what their header cells say; a blank or a formula there gets a name."""
    for one in sheet.tables:
        area = _area(sheet, one)
        columns = _columns(sheet, area, [_from_header(sheet, area, column) for column in one["columnProperties"]])
        if columns != one["columnProperties"]:
            new = {**one, "columnProperties": columns}
            sheet.tables = tuple(new if other is one else other for other in sheet.tables)
        _write_names(sheet, {**one, "columnProperties": columns})


def _from_header(sheet: Sheet, area: Area, column: Json) -> Json:
    index = column.get("columnIndex", 0)
    cell = sheet.cell(area.top, area.left + index)
    name = f"Column {index + 1}" if cell.formula or cell.value is None else _text(cell)
    return _column({**column, "columnName": name})


def filled_in(sheet: Sheet) -> None:
    """In columns of truth values, what is blank or a text becomes FALSE; blank ratings become 0."""
    for one in sheet.tables:
        area = _area(sheet, one)
        for column in one["columnProperties"]:
            at, value = area.left + column.get("columnIndex", 0), _preset(column)
            for row in range(area.top + 1, area.bottom - _footer(one) if value is not None else 0):
                cell = sheet.cell(row, at)
                text = isinstance(cell.value, str) and value is False
                if not cell.formula and (cell.value is None or text):
                    sheet.cells[row, at] = replace(cell, value=value)


def _preset(column: Json) -> float | None:
    """What the blank cells of a typed column hold."""
    return {"BOOLEAN": False, "RATINGS_CHIP": 0.0}.get(column.get("columnType", ""))


def _footer(one: Json) -> int:
    """How many rows at the end of a table are its footer, which has a colour where there is one."""
    return int("footerColorStyle" in one.get("rowsProperties", {}))


def _checked(document: Document, given: Json, *, but: Json | None) -> tuple[Sheet, Area]:
    sheet, area = grids.area(document, given.get("range"))
    name = given.get("name", "")
    others = [one for other in document.sheets for one in other.tables if one is not but]
    if name and any(one["name"].casefold() == name.casefold() for one in others):
        raise invalid(f'A table with the name "{name}" already exists.')
    if any(_area(sheet, one).meets(area) for one in sheet.tables if one is not but):
        raise invalid("Cannot create a table that overlaps another table.")
    if any(ranges.from_grid_range(document, one["range"]).meets(area) for one in sheet.banded_ranges):
        raise invalid(banding.TWICE)
    seen = set()
    for column in given.get("columnProperties", ()):
        index = column.get("columnIndex", 0)
        if not 0 <= index < area.width and but is None:
            raise invalid(f"Column index {index} is outside the table.")
        if index in seen:
            raise invalid(f"Column index {index} is given twice.")
        seen.add(index)
        condition = column.get("dataValidationRule", {}).get("condition")
        if column.get("columnType") == "DROPDOWN" and not condition:
            raise invalid("Condition must be set for dropdown column type.")
        if column.get("columnType") != "DROPDOWN" and condition:
            raise invalid("Cannot set condition for non-dropdown column type.")
    return sheet, area


def _named(columns: Sequence[Json]) -> list[Json]:
    """The columns with names for those that were sent without: Column 1, Column 2 and so on."""
    taken, number = {column.get("columnName") for column in columns}, 0
    result: list[Json] = []
    for column in columns:
        name = column.get("columnName")
        while not name:
            number += 1
            name = None if f"Column {number}" in taken else f"Column {number}"
        result.append({**column, "columnName": name})
    return result


def _columns(sheet: Sheet, area: Area, given: Sequence[Json]) -> list[Json]:
    """A column for each of the table's, called as given, else as its header cell says, else by its number."""
    own = {column.get("columnIndex", 0): column for column in given}
    result: list[Json] = []
    for index in range(area.width):
        cell = sheet.cell(area.top, area.left + index)
        name = f"Column {index + 1}" if cell.value is None or cell.formula else _text(cell)
        result.append(_column({"columnIndex": index, "columnName": name, **own.get(index, {})}))
    return result


def _column(column: Json) -> Json:
    order = shapes.fields_of("TableColumnProperties")
    return {key: column[key] for key in order if column.get(key) or (key != "columnIndex" and key in column)}


def _text(cell: Cell) -> str:
    return shown(cell.value, (cell.format or {}).get("numberFormat"), "en_US")


def _write_names(sheet: Sheet, one: Json) -> None:
    area = _area(sheet, one)
    for column in one["columnProperties"]:
        place = area.top, area.left + column.get("columnIndex", 0)
        cell = sheet.cell(*place)
        if cell.value != column["columnName"] or cell.formula:
            sheet.cells[place] = replace(cell, value=column["columnName"], formula="", runs=(), chips=())


def _area(sheet: Sheet, one: Json) -> Area:
    held = one["range"]
    rows, columns = (held["startRowIndex"], held["endRowIndex"]), (held["startColumnIndex"], held["endColumnIndex"])
    return Area(sheet.id, *rows, *columns)


def _free_name(document: Document) -> str:
    taken = {one["name"] for sheet in document.sheets for one in sheet.tables}
    number = 1
    while f"Table{number}" in taken:
        number += 1
    return f"Table{number}"
