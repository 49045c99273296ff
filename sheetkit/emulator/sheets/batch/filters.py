"""The basic filter of a sheet and its filter views."""

from typing import Any

from sheetkit.emulator.document import Document, Json, Sheet
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets import ranges
from sheetkit.emulator.sheets.batch import criteria, fields, grids, numbering, sorting
from sheetkit.emulator.sheets.batch.registry import Batch, Effect, kind
from sheetkit.emulator.sheets.ranges import Area


@kind("setBasicFilter", Effect.VALUES)
def set_basic_filter(batch: Batch, body: Json) -> None:
    """The one filter that all see, in place of another; its orders sort the rows below the first."""
    given = body.get("filter", {})
    sheet, area, filter_ = _ranged(batch.document, given)
    if area.height > 1 and filter_.get("sortSpecs"):
        sorting.sort(sheet, Area(sheet.id, area.top + 1, area.bottom, area.left, area.right), filter_["sortSpecs"])
    sheet.basic_filter = fields.merged("BasicFilter", {}, filter_, fields.mask("*", "BasicFilter"))
    criteria.hide(batch.document, sheet)


@kind("clearBasicFilter")
def clear_basic_filter(batch: Batch, body: Json) -> None:
    """No filter any more, if there was one; the rows that it hid are shown."""
    sheet = grids.grid(batch.document, body.get("sheetId", 0))
    sheet.basic_filter = None
    criteria.hide(batch.document, sheet)


@kind("addFilterView")
def add_filter_view(batch: Batch, body: Json) -> Json:
    """A filter by name, that hides nothing of the sheet itself."""
    given = body.get("filter", {})
    sheet, _, view = _ranged(batch.document, given)
    return {"filter": _added(batch.document, sheet, view)}


@kind("duplicateFilterView")
def duplicate_filter_view(batch: Batch, body: Json) -> Json:
    """A view like another, called "Copy of" it."""
    sheet, view = _view(batch.document, body.get("filterId", 0))
    copy = {**view, "filterViewId": 0, "title": f"Copy of {view['title']}"}
    return {"filter": _added(batch.document, sheet, copy)}


@kind("updateFilterView")
def update_filter_view(batch: Batch, body: Json) -> None:
    """Some fields of a view."""
    given = body.get("filter", {})
    mask = dict(fields.mask(body.get("fields", ""), "FilterView", "filter"))
    sheet, view = _view(batch.document, given.get("filterViewId", 0))
    mask.pop("filterViewId", None)
    if {"criteria", "filterSpecs"} & set(mask):
        mask |= {"criteria": {}, "filterSpecs": {}}
        given = _with_both(given)
    if "range" in mask:
        other, _, given = _ranged(batch.document, given)
        if other is not sheet:
            raise invalid("Cannot move a filter view to another sheet.")
    new = fields.merged("FilterView", view, given, mask)
    sheet.filter_views = tuple(new if one is view else one for one in sheet.filter_views)


@kind("deleteFilterView")
def delete_filter_view(batch: Batch, body: Json) -> None:
    """A view less."""
    sheet, view = _view(batch.document, body.get("filterId", 0))
    sheet.filter_views = tuple(one for one in sheet.filter_views if one is not view)


def _added(document: Document, sheet: Sheet, given: Json) -> Json:
    views = [view for other in document.sheets for view in other.filter_views]
    taken = {view["filterViewId"] for view in views}
    number = numbering.wanted(document, given.get("filterViewId"), taken, "Filter view")
    title = given.get("title") or f"Filter {len(sheet.filter_views) + 1}"
    if any(view["title"] == title for view in sheet.filter_views):
        raise invalid(f'A filter view with the name "{title}" already exists.')
    new = {**given, "filterViewId": number, "title": title}
    new = dict(fields.merged("FilterView", {}, new, fields.mask("*", "FilterView")))
    sheet.filter_views = (*sheet.filter_views, new)
    return new


def _view(document: Document, number: int) -> tuple[Sheet, Json]:
    for sheet in document.sheets:
        for view in sheet.filter_views:
            if view["filterViewId"] == number:
                return sheet, view
    raise invalid(f"No filter view with id: {number}")


def _ranged(document: Document, given: Json) -> tuple[Sheet, Area, dict[str, Any]]:
    """The sheet, the cells and the JSON of a filter, with its range closed at the edges of the grid."""
    range_ = given.get("range")
    if "namedRangeId" in given:
        found = [name for name in document.named_ranges if name["namedRangeId"] == given["namedRangeId"]]
        if not found:
            raise invalid(f"No named range with id: {given['namedRangeId']}")
        range_ = found[0]["range"]
    if "tableId" in given:
        tables = [table for sheet in document.sheets for table in sheet.tables if table["tableId"] == given["tableId"]]
        if not tables:
            raise invalid(f"No table with id: {given['tableId']}")
        range_ = tables[0]["range"]
    sheet, area = grids.area(document, range_)
    return sheet, area, _with_both({**given, "range": ranges.to_grid_range(area)})


def _with_both(given: Json) -> dict[str, Any]:
    """Criteria are said twice: as a map by column and, the newer way, as a list; the list decides."""
    specs = given.get("filterSpecs")
    if specs is None and "criteria" in given:
        ordered = sorted(given["criteria"].items(), key=lambda item: int(item[0]))
        specs = [{"filterCriteria": one, "columnIndex": int(column)} for column, one in ordered]
    if not specs:
        return {key: value for key, value in given.items() if key not in {"criteria", "filterSpecs"}}
    by_column = {str(spec.get("columnIndex", 0)): spec.get("filterCriteria", {}) for spec in specs}
    return {**given, "criteria": by_column, "filterSpecs": specs}
