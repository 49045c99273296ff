"""A sheet without its cells: its size, look and place among the others, widths, heights, merges, notes and links."""

from collections.abc import Iterator, Mapping
from typing import Final

from sheetkit.backends.google.ranges import Json, Request, cells, colour, span
from sheetkit.workbook import a1, palette
from sheetkit.workbook.model import Link, Sheet

_CHARACTER: Final = 7.3
"""Pixels of a digit in the palette's font; a width counts digits."""
_PADDING: Final = 9
_POINT: Final = 4 / 3
"""Pixels of a point at 96 a inch."""
_CHART_COLUMN: Final = 100
"""Pixels of a column that nobody has set a width for."""
_CHART_ROW: Final = 21
SAFE_LINKS: Final = ("https://", "http://", "mailto:")
"""Addresses that become links; all others stay text."""


def properties(sheet_id: int, index: int, sheet: Sheet) -> Json:
    """The SheetProperties of a sheet whose grid is just as large as what stands on it."""
    rows, columns = size(sheet)
    frozen_rows, frozen_columns = sheet.freeze or (0, 0)
    grid: Json = {"rowCount": max(rows, frozen_rows + 1), "columnCount": max(columns, frozen_columns + 1)}
    grid |= {
        name: count for name, count in (("frozenRowCount", frozen_rows), ("frozenColumnCount", frozen_columns)) if count
    }
    if not sheet.gridlines:
        grid["hideGridlines"] = True
    made: Json = {"sheetId": sheet_id, "title": sheet.name, "index": index, "gridProperties": grid}
    if sheet.tab_colour:
        made["tabColorStyle"] = colour(palette.TABS[sheet.tab_colour])
    if sheet.visibility != "visible":
        made["hidden"] = True
    return made


def size(sheet: Sheet) -> tuple[int, int]:
    """How many rows and columns a sheet needs for its cells, tables and charts."""
    ends = [
        (b.row + max((len(c.values) for c in b.columns), default=0), b.column + len(b.columns)) for b in sheet.blocks
    ]
    ends += [(t.row + t.rows + 1, t.column + len(t.columns)) for t in sheet.tables]
    ends += [(row + 1, column + 1) for _, _, row, column in sheet.merges]
    for chart in sheet.charts:
        across, down = -(-chart.width // _CHART_COLUMN), -(-chart.height // _CHART_ROW)
        ends.append((chart.row + down, chart.column + across))
    return max((row for row, _ in ends), default=1), max((column for _, column in ends), default=1)


def shape(sheet_id: int, sheet: Sheet, ids: Mapping[str, int]) -> Iterator[Request]:
    """The requests for everything of a sheet that is neither a cell's value nor a rule."""
    for column, width in sorted(sheet.widths.items()):
        pixels = round(width * _CHARACTER) + _PADDING
        yield _sized(sheet_id, "COLUMNS", column, pixels)
    for row, height in sorted(sheet.heights.items()):
        yield _sized(sheet_id, "ROWS", row, round(height * _POINT))
    for column in sorted(sheet.hidden_columns):
        place = span(sheet_id, "COLUMNS", column, column)
        yield {
            "updateDimensionProperties": {
                "range": place,
                "properties": {"hiddenByUser": True},
                "fields": "hiddenByUser",
            }
        }
    for merge in sheet.merges:
        yield {"mergeCells": {"range": cells(sheet_id, *merge), "mergeType": "MERGE_ALL"}}
    for note in sheet.notes:
        yield _cell(sheet_id, note.row, note.column, {"note": note.text}, "note")
    for link in sheet.links:
        if uri := _address(link, ids):
            # A link of the cell's format, not a HYPERLINK formula: the cell keeps its text.
            look = {"userEnteredFormat": {"textFormat": {"link": {"uri": uri}}}}
            yield _cell(sheet_id, link.row, link.column, look, "userEnteredFormat.textFormat.link")


def _sized(sheet_id: int, dimension: str, index: int, pixels: int) -> Request:
    place = span(sheet_id, dimension, index, index)
    return {"updateDimensionProperties": {"range": place, "properties": {"pixelSize": pixels}, "fields": "pixelSize"}}


def _cell(sheet_id: int, row: int, column: int, data: Json, fields: str) -> Request:
    start = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": [{"values": [data]}], "fields": fields}}


def _address(link: Link, ids: Mapping[str, int]) -> str:
    if link.url:
        return link.url if link.url.lower().startswith(SAFE_LINKS) else ""
    return f"#gid={ids[link.sheet]}&range={a1.address(*a1.parse_address(link.cell))}"
