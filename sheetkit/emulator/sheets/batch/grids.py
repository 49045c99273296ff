"""Where a request points to: its sheet, and its ranges held against the grid."""

from typing import Final, Literal, TypeAlias

from sheetkit.emulator.document import Document, Json, Sheet
from sheetkit.emulator.errors import ApiError, invalid
from sheetkit.emulator.sheets import ranges
from sheetkit.emulator.sheets.ranges import Area

CELLS: Final = 10_000_000
"""Cells that a spreadsheet can have."""
COLUMN_LIMIT: Final = 18_278
"""Columns that a sheet can have: A to ZZZ."""
Dimension: TypeAlias = Literal["ROWS", "COLUMNS"]
"""The two dimensions of a grid."""
ROWS: Final[Dimension] = "ROWS"
COLUMNS: Final[Dimension] = "COLUMNS"


def grid(document: Document, sheet_id: int) -> Sheet:
    """The sheet with the cells a request is about. Raises ApiError when there is none."""
    sheet = document.sheet(sheet_id)
    if sheet is None or sheet.properties.get("sheetType", "GRID") != "GRID":
        raise invalid(f"No grid with id: {sheet_id}")
    return sheet


def named(json: Json, name: str) -> Dimension:
    """The dimension that a field of a request names. Raises ApiError 400 where it names none."""
    match json.get(name):
        case "ROWS":
            return ROWS
        case "COLUMNS":
            return COLUMNS
    raise invalid(f"No {name} specified.")


def tab(document: Document, sheet_id: int) -> Sheet:
    """The sheet that a request is about as a whole. Raises ApiError when there is none."""
    sheet = document.sheet(sheet_id)
    if sheet is None:
        raise invalid(f"No sheet with id: {sheet_id}")
    return sheet


def area(document: Document, range_: Json | None) -> tuple[Sheet, Area]:
    """The sheet and the cells of a GridRange, open ends closed at the edge of the grid.

    Raises ApiError when there is no such sheet, when the range is upside down and when it leaves the grid.
    """
    if range_ is None:
        raise invalid("range is required")
    sheet = grid(document, range_.get("sheetId", 0))
    found = ranges.from_grid_range(document, range_)
    if min(found.top, found.left, found.bottom, found.right) < 0:
        raise invalid("GridRange indexes must be >= 0")
    for axis, low, high in (("Row", found.top, found.bottom), ("Column", found.left, found.right)):
        if f"end{axis}Index" in range_ and high <= low:
            raise invalid(f"range.end{axis}Index must be after range.start{axis}Index")
    if found.bottom > sheet.row_count or found.right > sheet.column_count or not found.height or not found.width:
        raise ranges.beyond(sheet, found)
    return sheet, found


def place(document: Document, coordinate: Json | None, name: str = "GridCoordinate") -> tuple[Sheet, int, int]:
    """The sheet, row and column of a GridCoordinate. Raises ApiError when it is not on a grid."""
    coordinate = coordinate or {}
    sheet = grid(document, coordinate.get("sheetId", 0))
    row, column = coordinate.get("rowIndex", 0), coordinate.get("columnIndex", 0)
    if min(row, column) < 0:
        raise invalid(f"{name} indexes must be >= 0")
    if row >= sheet.row_count:
        raise invalid(f"{name}.rowIndex[{row}] is after last row in grid[{sheet.row_count - 1}]")
    if column >= sheet.column_count:
        raise invalid(f"{name}.columnIndex[{column}] is after last column in grid[{sheet.column_count - 1}]")
    return sheet, row, column


def length(sheet: Sheet, dimension: Dimension) -> int:
    """How many rows or columns a sheet has."""
    return sheet.row_count if dimension == ROWS else sheet.column_count


def resized(document: Document, sheet: Sheet, rows: int, columns: int) -> None:
    """Give a grid another size; its cells stay. Raises ApiError when the spreadsheet would have too many cells."""
    if columns > COLUMN_LIMIT:
        raise invalid(
            f"This action would increase the number of columns in the sheet above the limit of {COLUMN_LIMIT} columns."
        )
    total = sum(other.row_count * other.column_count for other in document.sheets if other is not sheet)
    if total + rows * columns > CELLS:
        raise too_many_cells()
    grid_properties = {**sheet.properties.get("gridProperties", {}), "rowCount": rows, "columnCount": columns}
    sheet.properties = {**sheet.properties, "gridProperties": grid_properties}


def too_many_cells() -> ApiError:
    """The answer to what would make a spreadsheet larger than it can be."""
    return invalid(f"This action would increase the number of cells in the workbook above the limit of {CELLS} cells.")
