"""The colours that tables and banded ranges give to whole rows."""

from typing import Final

from sheetkit.emulator.document import Json, Place, Sheet
from sheetkit.emulator.page.look import Theme, color

_TABLE_HEADER: Final = "#356854"
"""The header of a table for which no colour was chosen."""


def banded(sheet: Sheet, rows: int, colors: Theme) -> dict[Place, dict[str, str]]:
    """The CSS of the cells in the first `rows` rows that lie in a table or a banded range."""
    found: dict[Place, dict[str, str]] = {}
    for table in sheet.tables:
        look: Json = {"headerColorStyle": {}} | dict(table.get("rowsProperties") or {})
        header = color(look["headerColorStyle"], colors) or _TABLE_HEADER
        _paint(found, sheet, table.get("range") or {}, rows, look, header, colors)
    for banding in sheet.banded_ranges:
        look = banding.get("rowProperties") or {}
        header = color(look.get("headerColorStyle"), colors)
        _paint(found, sheet, banding.get("range") or {}, rows, look, header, colors)
    return found


def _paint(
    found: dict[Place, dict[str, str]], sheet: Sheet, range_: Json, rows: int, look: Json, header: str, colors: Theme
) -> None:
    top, end = int(range_.get("startRowIndex", 0)), min(rows, int(range_.get("endRowIndex", sheet.row_count)))
    left, right = int(range_.get("startColumnIndex", 0)), int(range_.get("endColumnIndex", sheet.column_count))
    bands = [color(look.get(name), colors) for name in ("firstBandColorStyle", "secondBandColorStyle")]
    for row in range(top, end):
        if header and row == top:
            style = {"background-color": header, "color": _ink(header)}
        else:
            fill = bands[(row - top - bool(header)) % 2]
            style = {"background-color": fill} if fill and fill != "#ffffff" else {}
        if style:
            for column in range(left, right):
                found[row, column] = style


def _ink(fill: str) -> str:
    """Black or white, whichever can be read on a colour."""
    red, green, blue = (int(fill[at : at + 2], 16) for at in (1, 3, 5))
    return "#000000" if red * 299 + green * 587 + blue * 114 > 140_000 else "#ffffff"
