"""Charts and slicers, which lie over the cells of a sheet; a chart can also have a sheet of its own."""

from typing import Any

from sheetkit.emulator.document import Document, Json, Sheet
from sheetkit.emulator.errors import ApiError, invalid
from sheetkit.emulator.sheets.batch import fields, grids, numbering, tabs
from sheetkit.emulator.sheets.batch.registry import Batch, kind

_WIDTH, _HEIGHT = 600, 371
"""The size in pixels of a chart that is given none."""
_KINDS = (
    "basicChart",
    "pieChart",
    "bubbleChart",
    "candlestickChart",
    "orgChart",
    "histogramChart",
    "waterfallChart",
    "treemapChart",
    "scorecardChart",
)


@kind("addChart")
def add_chart(batch: Batch, body: Json) -> Json:
    """A chart over a sheet, or on a new one of its own."""
    document, given = batch.document, body.get("chart", {})
    _check_spec(document, given.get("spec", {}))
    number = numbering.wanted(document, given.get("chartId"), _taken(document), "Embedded object")
    sheet, position = _positioned(document, given.get("position", {}), sized=True)
    new = _ordered("EmbeddedChart", {**given, "chartId": number, "position": position})
    sheet.charts = (*sheet.charts, new)
    return {"chart": new}


@kind("updateChartSpec")
def update_chart_spec(batch: Batch, body: Json) -> None:
    """Another spec for a chart, as a whole: the request has no field mask."""
    _check_spec(batch.document, body.get("spec", {}))
    sheet, old = _object(batch.document, body.get("chartId", 0))
    if "slicerId" in old:
        raise _missing(body.get("chartId", 0))
    _replace(sheet, old, {**old, "spec": body["spec"]})


@kind("addSlicer")
def add_slicer(batch: Batch, body: Json) -> Json:
    """A slicer over a sheet."""
    document, given = batch.document, body.get("slicer", {})
    grids.area(document, given.get("spec", {}).get("dataRange"))
    number = numbering.wanted(document, given.get("slicerId"), _taken(document), "Embedded object")
    sheet, position = _positioned(document, given.get("position", {}), sized=False)
    new = _ordered("Slicer", {**given, "slicerId": number, "position": position})
    sheet.slicers = (*sheet.slicers, new)
    return {"slicer": new}


@kind("updateSlicerSpec")
def update_slicer_spec(batch: Batch, body: Json) -> None:
    """Some fields of a slicer's spec."""
    mask = fields.mask(body.get("fields", ""), "SlicerSpec", "SlicerSpec")
    sheet, old = _object(batch.document, body.get("slicerId", 0))
    if "slicerId" not in old:
        raise _missing(body.get("slicerId", 0))
    spec = fields.merged("SlicerSpec", old.get("spec", {}), body.get("spec", {}), mask)
    grids.area(batch.document, spec.get("dataRange"))
    _replace(sheet, old, {**old, "spec": spec})


@kind("updateEmbeddedObjectPosition")
def update_embedded_object_position(batch: Batch, body: Json) -> Json:
    """Another place for a chart or a slicer."""
    document, given = batch.document, body.get("newPosition", {})
    sheet, old = _object(document, body.get("objectId", 0))
    if "overlayPosition" in given:
        mask = fields.mask(body.get("fields", ""), "OverlayPosition")
        overlay = old.get("position", {}).get("overlayPosition", {})
        given = {"overlayPosition": fields.merged("OverlayPosition", overlay, given["overlayPosition"], mask)}
    other, position = _positioned(document, given, sized="chartId" in old)
    new = {**old, "position": position}
    if other is sheet:
        _replace(sheet, old, new)
    else:
        _replace(sheet, old, None)
        name = "charts" if "chartId" in old else "slicers"
        setattr(other, name, (*getattr(other, name), new))
        _drop_empty(document, sheet)
    return {"position": position}


@kind("updateEmbeddedObjectBorder")
def update_embedded_object_border(batch: Batch, body: Json) -> None:
    """Another border for a chart."""
    mask = fields.mask(body.get("fields", ""), "EmbeddedObjectBorder", "border")
    sheet, old = _object(batch.document, body.get("objectId", 0))
    border = fields.merged("EmbeddedObjectBorder", old.get("border", {}), body.get("border", {}), mask)
    _replace(sheet, old, _ordered("EmbeddedChart", {**old, "border": border}))


@kind("deleteEmbeddedObject")
def delete_embedded_object(batch: Batch, body: Json) -> None:
    """A chart or a slicer less, and the sheet of its own that it may have had."""
    sheet, old = _object(batch.document, body.get("objectId", 0))
    _replace(sheet, old, None)
    _drop_empty(batch.document, sheet)


def _check_spec(document: Document, spec: Json) -> None:
    if not set(_KINDS) & set(spec):
        raise invalid(
            "One of basicChart, pieChart, bubbleChart, candelstickChart, histogramChart, or orgChart "
            "must be set on chartSpec"
        )
    basic = spec.get("basicChart")
    if basic is not None and not basic.get("domains") and not basic.get("series"):
        raise ApiError(500, "Internal error encountered.")
    for range_ in _sources(spec):
        grids.area(document, range_)


def _sources(json: Any) -> list[Json]:
    if isinstance(json, dict):
        own = json.get("sources", []) if "sources" in json else []
        return [*own, *(source for value in json.values() for source in _sources(value))]
    if isinstance(json, list):
        return [source for item in json for source in _sources(item)] if json and "sources" not in json else []
    return []


def _positioned(document: Document, given: Json, *, sized: bool) -> tuple[Sheet, Json]:
    """The sheet an object lies on, which may be a new one, and its position as the API shows it."""
    if given.get("newSheet") or "sheetId" in given:
        sheet = tabs.added_for_object(document, given.get("sheetId"))
        return sheet, {"sheetId": sheet.id}
    overlay = dict(given.get("overlayPosition", {}))
    sheet, _, _ = grids.place(document, overlay.get("anchorCell"))
    overlay.setdefault("anchorCell", {})
    if sized:
        overlay = {"widthPixels": _WIDTH, "heightPixels": _HEIGHT} | overlay
    return sheet, {"overlayPosition": _ordered("OverlayPosition", overlay)}


def _ordered(name: str, json: Json) -> Json:
    return fields.merged(name, {}, json, fields.mask("*", name))


def _taken(document: Document) -> set[int]:
    charts = {one["chartId"] for sheet in document.sheets for one in sheet.charts}
    return charts | {one["slicerId"] for sheet in document.sheets for one in sheet.slicers}


def _object(document: Document, number: int) -> tuple[Sheet, Json]:
    for sheet in document.sheets:
        for one in (*sheet.charts, *sheet.slicers):
            if number in {one.get("chartId"), one.get("slicerId")}:
                return sheet, one
    raise _missing(number)


def _missing(number: int) -> ApiError:
    return invalid(f"No embedded object with id: {number}")


def _replace(sheet: Sheet, old: Json, new: Json | None) -> None:
    def each(parts: tuple[Json, ...]) -> tuple[Json, ...]:
        changed = (new if one is old else one for one in parts)
        return tuple(one for one in changed if one is not None)

    sheet.charts, sheet.slicers = each(sheet.charts), each(sheet.slicers)


def _drop_empty(document: Document, sheet: Sheet) -> None:
    if sheet.properties.get("sheetType") == "OBJECT" and not sheet.charts:
        document.sheets[:] = [other for other in document.sheets if other is not sheet]
        tabs.numbered(document)
