"""Groups of rows and columns that fold: an index has a depth, a group is a run of indexes that are so deep at least."""

from collections.abc import Iterable
from typing import Any

from sheetkit.emulator.document import Document, Json, Sheet
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets.batch import dimensions, fields
from sheetkit.emulator.sheets.batch.grids import ROWS, Dimension
from sheetkit.emulator.sheets.batch.registry import Batch, kind

_DEEPEST = 8
"""How many groups may lie around one row or column."""


@kind("addDimensionGroup")
def add_dimension_group(batch: Batch, body: Json) -> Json:
    """A group around rows or columns; those inside and around it get deeper as needed. Its button stands behind it."""
    reply = _changed(batch.document, body, 1)
    sheet, dimension, _, _ = dimensions.span(batch.document, body.get("range"))
    after = "rowGroupControlAfter" if dimension == ROWS else "columnGroupControlAfter"
    grid = {**sheet.properties["gridProperties"], after: True}
    sheet.properties = {**sheet.properties, "gridProperties": grid}
    return reply


@kind("deleteDimensionGroup")
def delete_dimension_group(batch: Batch, body: Json) -> Json:
    """One group less around rows or columns; what is left of others stays."""
    return _changed(batch.document, body, -1)


@kind("updateDimensionGroup")
def update_dimension_group(batch: Batch, body: Json) -> None:
    """Whether a group is folded, and with it its rows or columns hidden."""
    given = body.get("dimensionGroup", {})
    mask = fields.mask(body.get("fields", ""), "DimensionGroup", "dimensionGroup")
    sheet, dimension, start, end = dimensions.span(batch.document, given.get("range"))
    own = _groups(sheet, dimension)
    for index, group in enumerate(own):
        if _span(group) == (start, end) and group["depth"] == given.get("depth", 0):
            new = fields.merged("DimensionGroup", group, given, {"collapsed": {}} if "collapsed" in mask else {})
            _put(sheet, dimension, [*own[:index], new, *own[index + 1 :]])
            _hide(sheet, dimension, range(start, end), hidden=new.get("collapsed", False))
            return
    raise invalid("No group exists with the specified range and depth.")


def _hide(sheet: Sheet, dimension: Dimension, indexes: Iterable[int], *, hidden: bool) -> None:
    dimensions.update(sheet, dimension, indexes, {"hiddenByUser": True} if hidden else {}, {"hiddenByUser": {}})


def _changed(document: Document, body: Json, by: int) -> Json:
    sheet, dimension, start, end = dimensions.span(document, body.get("range"))
    own = _groups(sheet, dimension)
    depths: dict[int, int] = {}
    for group in own:
        low, high = _span(group)
        for index in range(low, high):
            depths[index] = max(depths.get(index, 0), group["depth"])
    if by < 0 and not any(depths.get(index) for index in range(start, end)):
        raise invalid("Cannot delete a group that doesn't exist.")
    for index in range(start, end):
        depths[index] = max(0, depths.get(index, 0) + by)
        if depths[index] > _DEEPEST:
            raise invalid(f"Cannot have more than {_DEEPEST} levels of groups.")
    folded = {(*_span(group), group["depth"]) for group in own if group.get("collapsed")}
    new = [_group(sheet, dimension, *key, collapsed=key in folded) for key in sorted(_runs(depths), key=lambda k: k[2])]
    _put(sheet, dimension, new)
    return {"dimensionGroups": new} if new else {}


def _runs(depths: dict[int, int]) -> Iterable[tuple[int, int, int]]:
    """The runs (start, end, depth) of indexes that are at least so deep."""
    for depth in range(1, max(depths.values(), default=0) + 1):
        start = last = None
        for index in sorted(index for index, own in depths.items() if own >= depth):
            if last is None or index != last + 1:
                if start is not None and last is not None:
                    yield start, last + 1, depth
                start = index
            last = index
        if start is not None and last is not None:
            yield start, last + 1, depth


def _group(sheet: Sheet, dimension: Dimension, start: int, end: int, depth: int, *, collapsed: bool) -> Json:
    span: dict[str, Any] = {"sheetId": sheet.id} if sheet.id else {}
    span |= {"dimension": dimension, "startIndex": start, "endIndex": end}
    return {"range": span, "depth": depth} | ({"collapsed": True} if collapsed else {})


def _groups(sheet: Sheet, dimension: Dimension) -> list[Json]:
    return list(sheet.row_groups if dimension == ROWS else sheet.column_groups)


def _span(group: Json) -> tuple[int, int]:
    return group["range"]["startIndex"], group["range"]["endIndex"]


def _put(sheet: Sheet, dimension: Dimension, groups: list[Json]) -> None:
    if dimension == ROWS:
        sheet.row_groups = tuple(groups)
    else:
        sheet.column_groups = tuple(groups)
