"""Sheets as a whole: added, deleted, duplicated, renamed, moved, hidden and resized."""

from typing import Any

from sheetkit.emulator.calc import rewrite as rewriting
from sheetkit.emulator.document import Document, Json, Sheet
from sheetkit.emulator.errors import ApiError, invalid
from sheetkit.emulator.sheets import copying, defaults
from sheetkit.emulator.sheets.batch import duplicating, fields, formulas, grids, moving, numbering
from sheetkit.emulator.sheets.batch.registry import Batch, Effect, kind

_TITLE_LIMIT = 100
"""The longest title of a sheet."""


@kind("addSheet", Effect.VALUES)
def add_sheet(batch: Batch, body: Json) -> Json:
    """A new sheet, at the end unless an index says where."""
    document, given = batch.document, body.get("properties", {})
    ids = {sheet.id for sheet in document.sheets}
    sheet_id = given.get("sheetId")
    if sheet_id is None:
        sheet_id = numbering.drawn(document, ids)
    elif sheet_id in ids:
        raise _id_taken(sheet_id)
    title = _free_title(document, given["title"]) if given.get("title") else _next_title(document)
    properties = {**defaults.sheet_properties(sheet_id, title, 0), **given, "sheetId": sheet_id, "title": title}
    size = {"rowCount": defaults.ROWS, "columnCount": defaults.COLUMNS} | given.get("gridProperties", {})
    if properties["sheetType"] != "GRID":
        raise invalid(f"Cannot add a sheet of type {properties['sheetType']}.")
    _check_size(size)
    properties["gridProperties"] = size
    sheet = Sheet(fields.merged("SheetProperties", {}, properties, fields.mask("*", "SheetProperties")))
    document.sheets.insert(_index(given.get("index"), len(document.sheets)), sheet)
    grids.resized(document, sheet, sheet.row_count, sheet.column_count)
    numbered(document)
    return {"properties": sheet.properties}


@kind("deleteSheet", Effect.VALUES)
def delete_sheet(batch: Batch, body: Json) -> None:
    """A sheet and all on it are gone; the last one that is shown stays."""
    document = batch.document
    sheet = grids.tab(document, body.get("sheetId", 0))
    others = [other for other in document.sheets if other is not sheet]
    if not others:
        raise invalid("You can't remove all the sheets in a document.")
    if all(other.properties.get("hidden") for other in others):
        raise invalid("You can't remove all the visible sheets in a document.")
    title = sheet.title
    document.sheets[:] = others
    formulas.rewrite(document, lambda formula, _: rewriting.without_sheet(formula, title))
    document.named_ranges = tuple(
        name for name in document.named_ranges if name.get("range", {}).get("sheetId", 0) != sheet.id
    )
    numbered(document)


@kind("updateSheetProperties", Effect.VALUES)
def update_sheet_properties(batch: Batch, body: Json) -> None:
    """Some properties of a sheet; an index is counted before the sheet moves."""
    document, given = batch.document, body.get("properties", {})
    mask = dict(fields.mask(body.get("fields", ""), "SheetProperties", "properties"))
    sheet = grids.tab(document, given.get("sheetId", 0))
    for fixed in ("sheetId", "sheetType"):
        mask.pop(fixed, None)
    if "title" in mask and given.get("title", "") != sheet.title:
        _rename(document, sheet, given.get("title", ""))
    new = fields.merged("SheetProperties", sheet.properties, {**given, "index": sheet.properties["index"]}, mask)
    _resize(document, sheet, dict(new))
    if "hidden" in mask and all(other.properties.get("hidden") for other in document.sheets):
        raise invalid("You can't hide all the sheets in a document.")
    if "index" in mask:
        move(document, sheet, given.get("index", 0))


def move(document: Document, sheet: Sheet, index: int) -> None:
    """Put a sheet before the one that now has the index."""
    old = int(sheet.properties["index"])
    new = _index(index, len(document.sheets))
    document.sheets.pop(old)
    document.sheets.insert(new - 1 if new > old else new, sheet)
    numbered(document)


def numbered(document: Document) -> None:
    """Give every sheet the index it has."""
    for index, sheet in enumerate(document.sheets):
        if sheet.properties.get("index") != index:
            sheet.properties = {**sheet.properties, "index": index}


def _index(given: int | None, count: int) -> int:
    if given is None:
        return count
    if not 0 <= given <= count:
        raise invalid(f"Invalid sheet index: {given}. It must be between 0 and {count}.")
    return given


def _free_title(document: Document, title: str) -> str:
    if document.titled(title):
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')
    if len(title) > _TITLE_LIMIT:
        raise invalid(f"Sheet name cannot be greater than {_TITLE_LIMIT} characters.")
    return title


def _next_title(document: Document) -> str:
    number = len(document.sheets) + 1
    while document.titled(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


def _rename(document: Document, sheet: Sheet, title: str) -> None:
    if not title:
        raise invalid("Sheet name cannot be empty.")
    if document.titled(title) is not sheet:
        _free_title(document, title)
    old = sheet.title
    formulas.rewrite(document, lambda formula, _: rewriting.renamed(formula, old, title))
    sheet.properties = {**sheet.properties, "title": title}


def _check_size(size: Json) -> None:
    """Refuse a grid of no size, and one whose rows or columns are all frozen."""
    for word in ("row", "column"):
        count, frozen = size.get(f"{word}Count", 0), size.get(f"frozen{word.title()}Count", 0)
        if count < 1:
            raise invalid(f"Invalid {word} count: {count}. A sheet has at least one {word}.")
        if frozen and frozen >= count > 1:
            raise invalid(f"You can't freeze all visible {word}s on the sheet.")


def _resize(document: Document, sheet: Sheet, new: dict[str, Any]) -> None:
    """Take over new properties; what then lies outside the grid is deleted."""
    if new.get("sheetType", "GRID") != "GRID":
        sheet.properties = new
        return
    size = new.get("gridProperties", {})
    _check_size(size)
    for dimension, name in ((grids.ROWS, "rowCount"), (grids.COLUMNS, "columnCount")):
        if (surplus := grids.length(sheet, dimension) - size[name]) > 0:
            moving.delete(document, sheet, dimension, size[name], size[name] + surplus)
    sheet.properties = new
    grids.resized(document, sheet, size["rowCount"], size["columnCount"])


def added_for_object(document: Document, sheet_id: int | None) -> Sheet:
    """A new sheet, at the end, that a chart fills: it has no grid."""
    ids = {sheet.id for sheet in document.sheets}
    if sheet_id in ids:
        raise _id_taken(sheet_id)
    number = 1
    while document.titled(f"Chart{number}"):
        number += 1
    new_id = numbering.drawn(document, ids) if sheet_id is None else sheet_id
    properties = {"sheetId": new_id, "title": f"Chart{number}", "index": len(document.sheets), "sheetType": "OBJECT"}
    sheet = Sheet(properties)
    document.sheets.append(sheet)
    return sheet


def _id_taken(sheet_id: int | None) -> ApiError:
    return invalid(f"Sheet with id {sheet_id} already exists")


@kind("duplicateSheet", Effect.VALUES)
def duplicate_sheet(batch: Batch, body: Json) -> Json:
    """A sheet like another, with ids of its own for all its parts."""
    document = batch.document
    source = grids.tab(document, body.get("sourceSheetId", 0))
    ids = {sheet.id for sheet in document.sheets}
    new_id = body.get("newSheetId")
    if new_id is None:
        new_id = numbering.drawn(document, ids)
    elif new_id in ids:
        raise _id_taken(new_id)
    title = body.get("newSheetName") or copying.free_title(document, f"Copy of {source.title}")
    if body.get("newSheetName"):
        _free_title(document, title)
    sheet = duplicating.duplicate(document, source, new_id, title)
    document.sheets.insert(_index(body.get("insertSheetIndex", 0), len(document.sheets)), sheet)
    grids.resized(document, sheet, sheet.row_count, sheet.column_count)
    numbered(document)
    return {"properties": sheet.properties}
