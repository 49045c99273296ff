"""The API's ranges and other small JSON that every request is made of: half-open ranges, colours."""

from collections.abc import Mapping
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
"""A JSON object of the API."""
Request: TypeAlias = dict[str, Any]
"""One request of a batchUpdate: its kind, and what it asks for."""


def cells(sheet_id: int, first_row: int, first_column: int, last_row: int, last_column: int) -> Json:
    """The GridRange of a zero-based rectangle, its last row and column included."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": first_row,
        "endRowIndex": last_row + 1,
        "startColumnIndex": first_column,
        "endColumnIndex": last_column + 1,
    }


def corners(found: Mapping[str, Any]) -> tuple[int, int, int, int]:
    """The zero-based (first row, first column, last row, last column) of a bounded GridRange."""
    return (
        int(found.get("startRowIndex", 0)),
        int(found.get("startColumnIndex", 0)),
        int(found.get("endRowIndex", 1)) - 1,
        int(found.get("endColumnIndex", 1)) - 1,
    )


def span(sheet_id: int, dimension: str, first: int, last: int) -> Json:
    """The DimensionRange of rows ("ROWS") or columns ("COLUMNS"), the last one included."""
    return {"sheetId": sheet_id, "dimension": dimension, "startIndex": first, "endIndex": last + 1}


def colour(rgb: str) -> Json:
    """The ColorStyle of `RRGGBB`."""
    parts = (int(rgb[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return {"rgbColor": {name: round(part, 4) for name, part in zip(("red", "green", "blue"), parts, strict=True)}}
