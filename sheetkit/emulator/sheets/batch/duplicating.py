"""What a copy of a sheet keeps of its parts: all of them, on the new sheet and under new ids."""

from collections.abc import Mapping
from typing import Any, Final

from sheetkit.emulator.calc import rewrite
from sheetkit.emulator.document import Document, Json, Sheet
from sheetkit.emulator.sheets.batch import formulas, numbering

_NUMBERED: Final = {
    "filter_views": "filterViewId",
    "protected_ranges": "protectedRangeId",
    "charts": "chartId",
    "banded_ranges": "bandedRangeId",
    "slicers": "slicerId",
    "tables": "tableId",
    "developer_metadata": "metadataId",
}
_PLAIN: Final = ("merges", "conditional_formats", "row_groups", "column_groups")


def duplicate(document: Document, source: Sheet, sheet_id: int, title: str) -> Sheet:
    """A copy of a sheet, not yet among the others. References to the sheet itself then mean the copy."""
    copy = source.copy()
    copy.properties = {**source.properties, "sheetId": sheet_id, "title": title}
    for name in (*_PLAIN, *_NUMBERED):
        key = _NUMBERED.get(name)
        new = [_placed(part, source.id, sheet_id) for part in getattr(copy, name)]
        if key:
            new = [{**part, key: _new_id(document, key)} for part in new]
        setattr(copy, name, tuple(new))
    copy.tables = tuple({**table, "name": _free_name(document, table["name"])} for table in copy.tables)
    if copy.basic_filter:
        copy.basic_filter = _placed(copy.basic_filter, source.id, sheet_id)
    copy.rows, copy.columns = _without_metadata(copy.rows), _without_metadata(copy.columns)
    old = source.title
    for place, cell in list(copy.cells.items()):
        copy.cells[place] = formulas.in_cell(cell, lambda formula: rewrite.renamed(formula, old, title))
    return copy


def _new_id(document: Document, key: str) -> int | str:
    number = numbering.drawn(document, ())
    return str(number) if key == "tableId" else number


def _placed(json: Json, old: int, new: int, *, place: bool = False) -> Json:
    """The JSON with every range of one sheet on another; `place` says that it is itself a range or a cell."""
    result: dict[str, Any] = {}
    for key, value in json.items():
        inner = key in _PLACES
        if isinstance(value, Mapping):
            result[key] = _placed(value, old, new, place=inner)
        elif isinstance(value, list | tuple):
            items = (_placed(item, old, new, place=inner) if isinstance(item, Mapping) else item for item in value)
            result[key] = list(items)
        else:
            result[key] = value
    if (place or "startRowIndex" in json or "sheetId" in json) and json.get("sheetId", 0) == old:
        result = {"sheetId": new, **result} | {"sheetId": new}
    return result


_PLACES: Final = frozenset(
    {"range", "ranges", "dataRange", "anchorCell", "sources", "unprotectedRanges", "dimensionRange"}
)
"""Where the API's objects keep the ranges and cells they lie on."""


def _without_metadata(properties: Mapping[int, Json]) -> dict[int, Json]:
    """The properties of rows or columns without the entries of programs, which stay with the first sheet."""
    rest = {
        index: {key: value for key, value in held.items() if key != "developerMetadata"}
        for index, held in properties.items()
    }
    return {index: held for index, held in rest.items() if held}


def _free_name(document: Document, name: str) -> str:
    taken = {table["name"].casefold() for sheet in document.sheets for table in sheet.tables}
    number = 2
    while f"{name}_{number}".casefold() in taken:
        number += 1
    return f"{name}_{number}"
