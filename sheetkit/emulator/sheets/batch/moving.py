"""Rows and columns that come, go and move, and all that follows them: cells, ranges of every part, formulas.

A range grows when something is inserted inside it, not at its ends; it shrinks by what is deleted of it, and a part
whose whole range is deleted goes with it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sheetkit.emulator.calc import rewrite
from sheetkit.emulator.document import Document, Json, Sheet
from sheetkit.emulator.sheets.batch import formulas, grids, metadata
from sheetkit.emulator.sheets.batch.grids import Dimension

Span = tuple[int, int]
Follow = Callable[[int, int], Span | None]
"""A half-open span of indexes, to where it is afterwards, or None where nothing of it is left."""


def inserted(at: int, count: int) -> Follow:
    """How spans follow when `count` are inserted before index `at`."""

    def follow(start: int, end: int) -> Span:
        return (start + count if start >= at else start, end + count if end > at else end)

    return follow


def deleted(start: int, end: int) -> Follow:
    """How spans follow when [start, end) is deleted."""

    def where(index: int) -> int:
        return index if index <= start else max(start, index - (end - start))

    def follow(low: int, high: int) -> Span | None:
        new = where(low), where(high)
        return new if new[0] < new[1] else None

    return follow


def reordered(start: int, end: int, destination: int) -> Follow:
    """How spans follow when [start, end) is moved before `destination`, counted before the move."""
    count = end - start
    target = destination if destination <= start else destination - count

    def follow(low: int, high: int) -> Span | None:
        if start <= low and high <= end:
            return low + target - start, high + target - start
        rest = deleted(start, end)(low, high)
        return rest and inserted(target, count)(*rest)

    return follow


def insert(document: Document, sheet: Sheet, dimension: Dimension, at: int, count: int) -> None:
    """Make room for `count` rows or columns before index `at`; the grid grows."""
    _grow(document, sheet, dimension, count)
    _follow(document, sheet, dimension, inserted(at, count))
    title = sheet.title
    formulas.rewrite(document, lambda formula, own: rewrite.moved(formula, title, dimension, at, count, own_title=own))


def delete(document: Document, sheet: Sheet, dimension: Dimension, start: int, end: int) -> None:
    """Take away the rows or columns [start, end); the grid shrinks."""
    _follow(document, sheet, dimension, deleted(start, end))
    _grow(document, sheet, dimension, start - end)
    title = sheet.title
    formulas.rewrite(
        document, lambda formula, own: rewrite.moved(formula, title, dimension, start, start - end, own_title=own)
    )


def reorder(document: Document, sheet: Sheet, dimension: Dimension, start: int, end: int, destination: int) -> None:
    """Move the rows or columns [start, end) before `destination`, counted before the move."""
    _follow(document, sheet, dimension, reordered(start, end, destination))
    title = sheet.title
    formulas.rewrite(
        document,
        lambda formula, own: rewrite.reordered(formula, title, dimension, start, end, destination, own_title=own),
    )


def _grow(document: Document, sheet: Sheet, dimension: Dimension, count: int) -> None:
    rows, columns = sheet.row_count, sheet.column_count
    if dimension == grids.ROWS:
        grids.resized(document, sheet, rows + count, columns)
    else:
        grids.resized(document, sheet, rows, columns + count)


def _follow(document: Document, sheet: Sheet, dimension: Dimension, follow: Follow) -> None:
    axis = 0 if dimension == grids.ROWS else 1
    _cells(sheet, axis, follow)
    if axis == 0:
        sheet.rows = _indexed(sheet.rows, follow)
    else:
        sheet.columns = _indexed(sheet.columns, follow)
    _frozen(sheet, dimension, follow)
    metadata.relocated(sheet)
    everywhere(document, Shift(sheet.id, dimension, follow))


def _cells(sheet: Sheet, axis: int, follow: Follow) -> None:
    where: dict[int, int | None] = {}
    cells = {}
    for place, cell in sheet.cells.items():
        index = place[axis]
        if index not in where:
            span = follow(index, index + 1)
            where[index] = span and span[0]
        new = where[index]
        if new is not None:
            cells[(new, place[1]) if axis == 0 else (place[0], new)] = cell
    sheet.cells = cells


def _indexed(properties: Mapping[int, Json], follow: Follow) -> dict[int, Json]:
    spans = {index: follow(index, index + 1) for index in properties}
    return {span[0]: properties[index] for index, span in sorted(spans.items()) if span}


def _frozen(sheet: Sheet, dimension: Dimension, follow: Follow) -> None:
    name = "frozenRowCount" if dimension == grids.ROWS else "frozenColumnCount"
    grid = dict(sheet.properties.get("gridProperties", {}))
    if not grid.get(name):
        return
    span = follow(0, grid[name])
    if span:
        grid[name] = span[1]
    else:
        del grid[name]
    sheet.properties = {**sheet.properties, "gridProperties": grid}


class Shift:
    """How the ranges of one sheet follow along one dimension."""

    def __init__(self, sheet_id: int, dimension: Dimension, follow: Follow) -> None:
        self.sheet_id = sheet_id
        self.dimension = dimension
        self.follow = follow
        word = "Row" if dimension == grids.ROWS else "Column"
        self.start, self.end, self.index = f"start{word}Index", f"end{word}Index", f"{word.lower()}Index"

    def part(self, json: Json) -> Json | None:
        """A part of a spreadsheet with all ranges in it where they are now; None when its own range is gone."""
        if self._is_range(json):
            return self._range(json)
        changed: dict[str, Any] = {}
        for key, value in json.items():
            new = self._value(key, value)
            if new is None and key in (_MANY if isinstance(value, list | tuple) else _ONE):
                return None
            if new is not value:
                changed[key] = new
        if self.dimension == grids.COLUMNS and json.get("range", {}).get("sheetId", 0) == self.sheet_id:
            changed |= self._columns(json, changed)
        return {key: value for key, value in {**json, **changed}.items() if value is not None} if changed else json

    def _value(self, key: str, value: Any) -> Any:
        if isinstance(value, Mapping):
            return self._anchor(value) if key == "anchorCell" else self.part(value)
        if isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            items = [self.part(item) for item in value]
            if all(a is b for a, b in zip(items, value, strict=True)):
                return value
            return [item for item in items if item is not None] or None
        return value

    def _columns(self, json: Json, changed: Json) -> dict[str, Any]:
        """What says columns by number: filters and their orders by those of the sheet, tables by their own."""
        result: dict[str, Any] = {}
        for key, number in (("filterSpecs", "columnIndex"), ("sortSpecs", "dimensionIndex")):
            if key in json:
                at = [(spec, self._place(spec.get(number, 0))) for spec in changed.get(key, json[key])]
                result[key] = [{**spec, number: new} for spec, new in at if new is not None] or None
        if "criteria" in json:
            kept = {self._place(int(key)): value for key, value in changed.get("criteria", json["criteria"]).items()}
            result["criteria"] = {str(key): value for key, value in kept.items() if key is not None} or None
        if "columnProperties" in json and isinstance(json["columnProperties"], list):
            old, new = json["range"]["startColumnIndex"], changed.get("range", json["range"])["startColumnIndex"]
            own = [(column, self._place(old + column.get("columnIndex", 0))) for column in json["columnProperties"]]
            result["columnProperties"] = [{**column, "columnIndex": at - new} for column, at in own if at is not None]
        return result

    def _place(self, index: int) -> int | None:
        span = self.follow(index, index + 1)
        return span and span[0]

    def _is_range(self, json: Json) -> bool:
        return bool({"startRowIndex", "startColumnIndex", "endRowIndex", "endColumnIndex"} & set(json)) or (
            "dimension" in json and "startIndex" in json
        )

    def _range(self, json: Json) -> Json | None:
        if json.get("sheetId", 0) != self.sheet_id:
            return json
        start, end = self.start, self.end
        if "dimension" in json:
            if json["dimension"] != self.dimension:
                return json
            start, end = "startIndex", "endIndex"
        if start not in json and end not in json:
            return json
        low, high = json.get(start, 0), json.get(end, 2**31)
        span = self.follow(low, high)
        if span is None:
            return None
        if span == (low, high):
            return json
        changed = {start: span[0]} if start in json else {}
        return {**json, **changed, **({end: span[1]} if end in json else {})}

    def _anchor(self, json: Json) -> Json:
        if json.get("sheetId", 0) != self.sheet_id:
            return json
        index = json.get(self.index, 0)
        span = self.follow(index, index + 1)
        if span is None:
            span = self.follow(0, index) if index else None
            new = span[1] if span else 0
        else:
            new = span[0]
        return {**json, self.index: new}


def everywhere(document: Document, shift: Shift) -> None:
    """Let every part of a spreadsheet that holds ranges follow."""

    def each(parts: tuple[Json, ...]) -> tuple[Json, ...]:
        new = (shift.part(part) for part in parts)
        return tuple(part for part in new if part is not None)

    document.named_ranges = each(document.named_ranges)
    for sheet in document.sheets:
        for name in _PARTS:
            setattr(sheet, name, each(getattr(sheet, name)))
        if sheet.basic_filter:
            sheet.basic_filter = shift.part(sheet.basic_filter)


_ONE = frozenset({"range", "sourceRange", "series", "domain", "dataRange"})
"""A single thing that what holds it cannot be without."""
_MANY = frozenset({"ranges", "sources"})
"""A list of which something must be left; of a chart's series and domains nothing need be."""

_PARTS = (
    "merges",
    "conditional_formats",
    "filter_views",
    "protected_ranges",
    "charts",
    "banded_ranges",
    "row_groups",
    "column_groups",
    "slicers",
    "tables",
    "developer_metadata",
)
