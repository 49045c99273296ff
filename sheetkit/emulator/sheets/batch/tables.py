"""Tables."""

from collections.abc import Sequence

from sheetkit.emulator.document import Document, Json
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets.masks import Mask


def append(document: Document, table_id: str, rows: Sequence[Json], mask: Mask) -> None:
    """Write rows below the last row of a table."""
    raise invalid(f"No table with id: {table_id}")
