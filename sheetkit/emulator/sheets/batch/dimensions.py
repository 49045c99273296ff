"""Rows and columns: inserted, deleted, moved, appended, sized, hidden."""

from sheetkit.emulator.document import Json
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets.batch import grids
from sheetkit.emulator.sheets.batch.registry import Batch, kind


@kind("appendDimension")
def append_dimension(batch: Batch, body: Json) -> None:
    """Empty rows or columns at the end."""
    sheet = grids.grid(batch.document, body.get("sheetId", 0))
    count = body.get("length", 0)
    if count < 1:
        raise invalid("length must be greater than 0")
    rows = count if body.get("dimension") == grids.ROWS else 0
    columns = count if body.get("dimension") == grids.COLUMNS else 0
    if not rows and not columns:
        raise invalid("No dimension specified.")
    grids.resized(batch.document, sheet, sheet.row_count + rows, sheet.column_count + columns)
