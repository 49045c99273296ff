"""Borders of a range: around it and between its cells."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sheetkit.emulator.document import Json
from sheetkit.emulator.sheets.batch import fields, grids
from sheetkit.emulator.sheets.batch.registry import Batch, kind
from sheetkit.emulator.sheets.ranges import Area

_WIDTHS = {"DOTTED": 1, "DASHED": 1, "SOLID": 1, "SOLID_MEDIUM": 2, "SOLID_THICK": 3, "DOUBLE": 3}
_BLACK: Json = {"color": {}, "colorStyle": {"rgbColor": {}}}


@kind("updateBorders")
def update_borders(batch: Batch, body: Json) -> None:
    """Set the borders that are given; others stay. A style of NONE takes one away."""
    sheet, area = grids.area(batch.document, body.get("range"))
    given = {side: body[side] for side in (*_OUTER, "innerHorizontal", "innerVertical") if side in body}
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            sides = {side: _border(given[name]) for side, name in _sides(area, row, column) if name in given}
            if not sides:
                continue
            cell = sheet.cell(row, column)
            format_: dict[str, Any] = dict(cell.format or {})
            borders = {**format_.pop("borders", {}), **sides}
            borders = {side: borders[side] for side in _OUTER if borders.get(side)}
            if borders:
                format_["borders"] = borders
            ordered = fields.merged("CellFormat", {}, format_, fields.mask("*", "CellFormat"))
            sheet.put(row, column, replace(cell, format=ordered or None))


_OUTER = ("top", "bottom", "left", "right")


def _sides(area: Area, row: int, column: int) -> Iterator[tuple[str, str]]:
    """The sides of a cell, each with the border of the range that it is part of."""
    yield "top", "top" if row == area.top else "innerHorizontal"
    yield "bottom", "bottom" if row == area.bottom - 1 else "innerHorizontal"
    yield "left", "left" if column == area.left else "innerVertical"
    yield "right", "right" if column == area.right - 1 else "innerVertical"


def _border(given: Json) -> Json | None:
    style = given.get("style")
    if style in {None, "NONE"}:
        return None
    new = {"style": style, "width": _WIDTHS.get(str(style), 1), **_BLACK, **given}
    return {key: new[key] for key in ("style", "width", "color", "colorStyle")}
