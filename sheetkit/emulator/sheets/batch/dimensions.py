"""Rows and columns: inserted, deleted, moved, appended, sized, hidden."""

from collections.abc import Iterable

from sheetkit.emulator.document import Cell, Document, Json, Sheet
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets.batch import fields, grids, moving, tables, widths
from sheetkit.emulator.sheets.batch.grids import COLUMNS, ROWS, Dimension
from sheetkit.emulator.sheets.batch.registry import Batch, Effect, kind
from sheetkit.emulator.sheets.masks import Mask


@kind("appendDimension")
def append_dimension(batch: Batch, body: Json) -> None:
    """Empty rows or columns at the end."""
    sheet = grids.grid(batch.document, body.get("sheetId", 0))
    count = body.get("length", 0)
    if count < 1:
        raise invalid("length must be greater than 0")
    dimension = grids.named(body, "dimension")
    rows = sheet.row_count + count * (dimension == ROWS)
    columns = sheet.column_count + count * (dimension == COLUMNS)
    grids.resized(batch.document, sheet, rows, columns)


@kind("insertDimension", Effect.VALUES)
def insert_dimension(batch: Batch, body: Json) -> None:
    """Empty rows or columns, with the format and the size of those before or after."""
    sheet, dimension, start, end = span(batch.document, body.get("range"), bounded=True)
    before, size = body.get("inheritFromBefore", False), grids.length(sheet, dimension)
    if before and start == 0:
        raise invalid("range.startIndex must be greater than 0 if inheritFromBefore is true.")
    if start > size:
        raise invalid(f"range.startIndex is larger than current grid size ({size})")
    if not before and start == size:
        raise invalid("range.startIndex must be less than the grid size if inheritFromBefore is false.")
    moving.insert(batch.document, sheet, dimension, start, end - start)
    _inherit(sheet, dimension, start - 1 if before else end, range(start, end))
    tables.filled_in(sheet)


def _inherit(sheet: Sheet, dimension: Dimension, source: int, targets: range) -> None:
    """Give new rows or columns the formats, the validations and the size of another."""
    axis = 0 if dimension == ROWS else 1
    for place, cell in [(place, cell) for place, cell in sheet.cells.items() if place[axis] == source]:
        bare = Cell(format=cell.format, validation=cell.validation)
        for target in targets:
            sheet.put(*((target, place[1]) if axis == 0 else (place[0], target)), bare)
    properties = sheet.rows if axis == 0 else sheet.columns
    size = {key: value for key, value in properties.get(source, {}).items() if key == "pixelSize"}
    if size:
        properties.update(dict.fromkeys(targets, size))


@kind("deleteDimension", Effect.VALUES)
def delete_dimension(batch: Batch, body: Json) -> None:
    """Rows or columns with all that is in them."""
    sheet, dimension, start, end = span(batch.document, body.get("range"))
    size, word = grids.length(sheet, dimension), "row" if dimension == ROWS else "column"
    if start >= size or end > size:
        index = start if start >= size else end - 1
        raise invalid(
            f"Cannot delete a {word} that doesn't exist. Tried to delete {word} index {index} "
            f"but there are only {size} {word}s."
        )
    if end - start == size:
        raise invalid(f"You can't delete all the {word}s on the sheet.")
    frozen = sheet.properties.get("gridProperties", {}).get(f"frozen{word.title()}Count", 0)
    if start <= frozen and end == size and frozen:
        raise invalid(f"Sorry, it is not possible to delete all non-frozen {word}s.")
    moving.delete(batch.document, sheet, dimension, start, end)
    tables.headed(sheet)


@kind("moveDimension", Effect.VALUES)
def move_dimension(batch: Batch, body: Json) -> None:
    """Rows or columns to before another, counted before they are taken away."""
    sheet, dimension, start, end = span(batch.document, body.get("source"))
    size, destination = grids.length(sheet, dimension), body.get("destinationIndex", 0)
    if end > size or not 0 <= destination <= size:
        raise invalid(f"destinationIndex must be between 0 and {size}.")
    if start < destination < end:
        raise invalid("destinationIndex must not be inside the source range.")
    if not start <= destination <= end:
        moving.reorder(batch.document, sheet, dimension, start, end, destination)
        tables.headed(sheet)


@kind("updateDimensionProperties")
def update_dimension_properties(batch: Batch, body: Json) -> None:
    """The size of rows or columns, and whether a person hid them."""
    sheet, dimension, start, end = span(batch.document, body.get("range"))
    mask = dict(fields.mask(body.get("fields", ""), "DimensionProperties", "properties"))
    given = body.get("properties", {})
    for fixed in ("hiddenByFilter", "dataSourceColumnReference", "developerMetadata"):
        mask.pop(fixed, None)
    if given.get("pixelSize", 0) < 0:
        raise invalid("pixelSize must be >= 0")
    update(sheet, dimension, range(start, min(end, grids.length(sheet, dimension))), given, mask)


def update(sheet: Sheet, dimension: Dimension, indexes: Iterable[int], given: Json, mask: Mask) -> None:
    """Give rows or columns the properties that a mask names; those with none left are not kept."""
    properties = sheet.rows if dimension == ROWS else sheet.columns
    fresh = fields.merged("DimensionProperties", {}, given, mask)
    for index in indexes:
        old = properties.get(index)
        new = fields.merged("DimensionProperties", old, given, mask) if old else fresh
        if new:
            properties[index] = new
        else:
            properties.pop(index, None)


@kind("autoResizeDimensions")
def auto_resize_dimensions(batch: Batch, body: Json) -> None:
    """Columns as wide as their texts; rows as high as usual."""
    sheet, dimension, start, end = span(batch.document, body.get("dimensions"))
    end = min(end, grids.length(sheet, dimension))
    mask: Mask = {"pixelSize": {}}
    if dimension == ROWS:
        update(sheet, dimension, range(start, end), {}, mask)
        return
    for column, pixels in widths.fitting(batch.document, sheet, range(start, end)).items():
        update(sheet, dimension, range(column, column + 1), {"pixelSize": pixels}, mask)


def span(document: Document, range_: Json | None, *, bounded: bool = False) -> tuple[Sheet, Dimension, int, int]:
    """The sheet, the dimension and the indexes [start, end) of a DimensionRange, an open end closed at the grid's edge.

    Raises ApiError 400 for one that means nothing; with `bounded` both ends must be given.
    """
    if range_ is None:
        raise invalid("range is required")
    sheet = grids.grid(document, range_.get("sheetId", 0))
    dimension = grids.named(range_, "dimension")
    if bounded and not {"startIndex", "endIndex"} <= set(range_):
        raise invalid("DimensionRange must specify both a startIndex and an endIndex")
    start, end = range_.get("startIndex", 0), range_.get("endIndex", grids.length(sheet, dimension))
    if min(start, end) < 0:
        raise invalid("DimensionRange indexes must be >= 0")
    if start >= end:
        raise invalid(f"DimensionRange startIndex[{start}] must be before endIndex[{end}]")
    return sheet, dimension, start, end
