"""Developer metadata: notes of programs on a spreadsheet, a sheet, a row or a column, which they follow.

Those of rows and columns are kept with the properties of their row or column, so that they go where it goes.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sheetkit.emulator.document import Document, Json, Sheet
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets.batch import fields, grids, numbering
from sheetkit.emulator.sheets.batch.grids import COLUMNS, ROWS
from sheetkit.emulator.sheets.batch.registry import Batch, kind

_SPREADSHEET = "DeveloperMetadataLookup.spreadsheet is true"


class Held(NamedTuple):
    """One entry, and what holds it: a row or column of a sheet, a sheet, or, with neither, the spreadsheet."""

    entry: Json
    sheet: Sheet | None = None
    dimension: str = ""
    at: int = 0


def entries(document: Document) -> Iterator[Held]:
    """Every entry of a spreadsheet, with the place it has now."""
    for entry in document.developer_metadata:
        yield Held(entry)
    for sheet in document.sheets:
        for entry in sheet.developer_metadata:
            yield Held(entry, sheet)
        for dimension, properties in ((ROWS, sheet.rows), (COLUMNS, sheet.columns)):
            for index, held in sorted(properties.items()):
                for entry in held.get("developerMetadata", ()):
                    yield Held(entry, sheet, dimension, index)


@kind("createDeveloperMetadata")
def create_developer_metadata(batch: Batch, body: Json) -> Json:
    """An entry with a key, a value, and who may see it; keys need not differ."""
    document, given = batch.document, body.get("developerMetadata", {})
    if not given.get("metadataKey"):
        raise invalid("DeveloperMetadata.metadataKey must be specified.")
    if "visibility" not in given:
        raise invalid("DeveloperMetadata.visibility must be specified.")
    taken = {held.entry["metadataId"] for held in entries(document)}
    number = numbering.wanted(document, given.get("metadataId"), taken, "Developer metadata")
    new = fields.merged("DeveloperMetadata", {}, {**given, "metadataId": number}, fields.mask("*", "DeveloperMetadata"))
    held = _located(document, new, given.get("location", {}))
    _put(document, held, [*_beside(document, held), held.entry])
    return {"developerMetadata": held.entry}


@kind("updateDeveloperMetadata")
def update_developer_metadata(batch: Batch, body: Json) -> Json:
    """The entries that filters match, with other keys, values, viewers or places."""
    document, given = batch.document, body.get("developerMetadata", {})
    mask = dict(fields.mask(body.get("fields", ""), "DeveloperMetadata", "developerMetadata"))
    mask.pop("metadataId", None)
    located = mask.pop("location", None) is not None
    changed = []
    for held in matching(document, body.get("dataFilters", ())):
        entry = fields.merged("DeveloperMetadata", held.entry, given, mask)
        _remove(document, held)
        new = _located(document, entry, given.get("location", {})) if located else held._replace(entry=entry)
        _put(document, new, [*_beside(document, new), new.entry])
        changed.append(new.entry)
    return {"developerMetadata": changed} if changed else {}


@kind("deleteDeveloperMetadata")
def delete_developer_metadata(batch: Batch, body: Json) -> Json:
    """The entries that a filter matches."""
    gone = list(matching(batch.document, [body.get("dataFilter", {})]))
    for held in gone:
        _remove(batch.document, held)
    return {"deletedDeveloperMetadata": [held.entry for held in gone]} if gone else {}


def matching(document: Document, filters: Any) -> list[Held]:
    """The entries that one of the DataFilters at least matches, each once."""
    found: dict[int, Held] = {}
    for one in filters:
        lookup = one.get("developerMetadataLookup")
        if lookup is None:
            raise invalid("Only developerMetadataLookup filters are supported.")
        if lookup.get("metadataLocation", {}).get("spreadsheet") and _intersecting(lookup):
            raise invalid(f"{_SPREADSHEET}, but locationMatchingStrategy was specified as INTERSECTING")
        found |= {held.entry["metadataId"]: held for held in entries(document) if _matches(held, lookup)}
    return list(found.values())


def _intersecting(lookup: Json) -> bool:
    return lookup.get("locationMatchingStrategy") == "INTERSECTING_LOCATION"


def _matches(held: Held, lookup: Json) -> bool:
    for name in ("metadataId", "metadataKey", "metadataValue", "visibility"):
        if name in lookup and held.entry.get(name) != lookup[name]:
            return False
    own = held.entry["location"]
    if "locationType" in lookup and own.get("locationType") != lookup["locationType"]:
        return False
    wanted = lookup.get("metadataLocation")
    if not wanted:
        return True
    exact = lookup.get("locationMatchingStrategy") == "EXACT_LOCATION"
    if wanted.get("spreadsheet"):
        return bool(own.get("spreadsheet"))
    if "dimensionRange" in wanted:
        return _meets(held, wanted["dimensionRange"], exact=exact)
    at = held.sheet is not None and held.sheet.id == wanted.get("sheetId", 0)
    return at and (not exact or not held.dimension)


def _meets(held: Held, span: Json, *, exact: bool) -> bool:
    if held.sheet is None or held.sheet.id != span.get("sheetId", 0):
        return False
    if held.dimension != span.get("dimension"):
        return not exact and bool(held.dimension)
    start, end = span.get("startIndex", 0), span.get("endIndex", 2**31)
    return (start, end) == (held.at, held.at + 1) if exact else start <= held.at < end


def _located(document: Document, entry: Json, location: Json) -> Held:
    if location.get("spreadsheet"):
        return Held(_placed(entry, {"locationType": "SPREADSHEET", "spreadsheet": True}))
    if "dimensionRange" in location:
        span = location["dimensionRange"]
        sheet = grids.grid(document, span.get("sheetId", 0))
        if not {"startIndex", "endIndex"} <= set(span):
            raise invalid("DimensionRange must specify both a startIndex and an endIndex")
        if span["endIndex"] - span["startIndex"] != 1:
            raise invalid("DimensionRange must represent a single row or column")
        dimension, index = span.get("dimension", ""), span["startIndex"]
        if not 0 <= index < grids.length(sheet, dimension):
            raise invalid(f"DimensionRange index[{index}] is outside the grid")
        return Held(_placed(entry, _row_location(sheet, dimension, index)), sheet, dimension, index)
    if "sheetId" in location:
        sheet = grids.tab(document, location["sheetId"])
        return Held(_placed(entry, {"locationType": "SHEET", "sheetId": sheet.id}), sheet)
    raise invalid("DeveloperMetadata.location must be specified.")


def _placed(entry: Json, location: Json) -> Json:
    return fields.merged("DeveloperMetadata", entry, {"location": location}, {"location": {}})


def _row_location(sheet: Sheet, dimension: str, index: int) -> Json:
    span: dict[str, Any] = {"sheetId": sheet.id} if sheet.id else {}
    span |= {"dimension": dimension, "startIndex": index, "endIndex": index + 1}
    return {"locationType": "ROW" if dimension == ROWS else "COLUMN", "dimensionRange": span}


def _beside(document: Document, held: Held) -> list[Json]:
    """The entries at the place of one, without it."""
    if held.sheet is None:
        there = document.developer_metadata
    elif not held.dimension:
        there = held.sheet.developer_metadata
    else:
        there = _properties(held).get(held.at, {}).get("developerMetadata", ())
    return [entry for entry in there if entry["metadataId"] != held.entry["metadataId"]]


def _properties(held: Held) -> dict[int, Json]:
    assert held.sheet is not None  # noqa: S101  (only asked of entries of rows and columns)
    return held.sheet.rows if held.dimension == ROWS else held.sheet.columns


def _remove(document: Document, held: Held) -> None:
    _put(document, held, _beside(document, held))


def _put(document: Document, held: Held, new: list[Json]) -> None:
    if held.sheet is None:
        document.developer_metadata = tuple(new)
    elif not held.dimension:
        held.sheet.developer_metadata = tuple(new)
    else:
        properties = _properties(held)
        old = {key: value for key, value in properties.get(held.at, {}).items() if key != "developerMetadata"}
        if new or old:
            properties[held.at] = {**old, "developerMetadata": new} if new else old
        else:
            properties.pop(held.at, None)


def relocated(sheet: Sheet) -> None:
    """Write down where the rows and columns that have entries are now."""
    for dimension, properties in ((ROWS, sheet.rows), (COLUMNS, sheet.columns)):
        for index, held in properties.items():
            if "developerMetadata" in held:
                location = _row_location(sheet, dimension, index)
                properties[index] = {
                    **held,
                    "developerMetadata": [_placed(entry, location) for entry in held["developerMetadata"]],
                }


def rearranged(sheet: Sheet, where: Mapping[int, int]) -> None:
    """Let the entries of rows follow rows that were sorted."""
    moved = {
        row: held["developerMetadata"]
        for row, held in sheet.rows.items()
        if row in where and "developerMetadata" in held
    }
    if not moved:
        return
    for row in moved:
        rest = {key: value for key, value in sheet.rows[row].items() if key != "developerMetadata"}
        sheet.rows[row] = rest
    for row, held in moved.items():
        target = where[row]
        sheet.rows[target] = {**sheet.rows.get(target, {}), "developerMetadata": held}
    sheet.rows = {row: held for row, held in sheet.rows.items() if held}
    relocated(sheet)
