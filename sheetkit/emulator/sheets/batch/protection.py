"""Protected ranges: who may edit them, or that everybody is warned."""

from typing import Any

from sheetkit.emulator.document import Document, Json, Sheet
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets.batch import fields, grids, numbering
from sheetkit.emulator.sheets.batch.registry import Batch, kind

_CELLS = {"startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"}


@kind("addProtectedRange")
def add_protected_range(batch: Batch, body: Json) -> Json:
    """A protection of a range, a named range, a table or a whole sheet."""
    document, given = batch.document, body.get("protectedRange", {})
    taken = {one["protectedRangeId"] for sheet in document.sheets for one in sheet.protected_ranges}
    number = numbering.wanted(document, given.get("protectedRangeId"), taken, "Protected range")
    sheet, new = _checked(document, {**given, "protectedRangeId": number})
    sheet.protected_ranges = (*sheet.protected_ranges, new)
    return {"protectedRange": new}


@kind("updateProtectedRange")
def update_protected_range(batch: Batch, body: Json) -> None:
    """Some fields of a protection."""
    document, given = batch.document, body.get("protectedRange", {})
    mask = dict(fields.mask(body.get("fields", ""), "ProtectedRange", "protectedRange"))
    sheet, old = _protection(document, given.get("protectedRangeId", 0))
    for fixed in ("protectedRangeId", "requestingUserCanEdit"):
        mask.pop(fixed, None)
    merged = fields.merged("ProtectedRange", old, given, mask)
    if "warningOnly" in mask and merged.get("warningOnly") and "editors" not in mask:
        merged = {**merged, "editors": {}}
    other, new = _checked(document, merged)
    sheet.protected_ranges = tuple(one for one in sheet.protected_ranges if one is not old)
    other.protected_ranges = (*other.protected_ranges, new)


@kind("deleteProtectedRange")
def delete_protected_range(batch: Batch, body: Json) -> None:
    """A protection less."""
    sheet, old = _protection(batch.document, body.get("protectedRangeId", 0))
    sheet.protected_ranges = tuple(one for one in sheet.protected_ranges if one is not old)


def _protection(document: Document, number: int) -> tuple[Sheet, Json]:
    for sheet in document.sheets:
        for one in sheet.protected_ranges:
            if one["protectedRangeId"] == number:
                return sheet, one
    raise invalid(f"No protected range with id: {number}")


def _checked(document: Document, given: Json) -> tuple[Sheet, Json]:
    """The sheet of a protection and its JSON as the API keeps it."""
    backed = [name for name in ("range", "namedRangeId", "tableId") if name in given]
    if len(backed) > 1 and "range" not in backed:
        raise invalid("Only one of range, namedRangeId and tableId can be set.")
    range_ = given.get("range", _backing(document, given))
    sheet, _ = grids.area(document, range_)
    editors = given.get("editors", {})
    if given.get("warningOnly") and (
        editors.get("users") or editors.get("groups") or editors.get("domainUsersCanEdit")
    ):
        raise invalid("Editors cannot be set on a protected range that only shows a warning.")
    if given.get("unprotectedRanges"):
        _check_unprotected(document, sheet, range_ or {}, given["unprotectedRanges"])
    new: dict[str, Any] = {**given, "range": range_, "requestingUserCanEdit": True, "editors": editors}
    return sheet, fields.merged("ProtectedRange", {}, new, fields.mask("*", "ProtectedRange"))


def _backing(document: Document, given: Json) -> Json | None:
    for name in document.named_ranges:
        if name["namedRangeId"] == given.get("namedRangeId"):
            return dict(name["range"])
    for sheet in document.sheets:
        for table in sheet.tables:
            if table["tableId"] == given.get("tableId"):
                return dict(table["range"])
    if "namedRangeId" in given:
        raise invalid(f"No named range with id: {given['namedRangeId']}")
    if "tableId" in given:
        raise invalid(f"No table with id: {given['tableId']}")
    return None


def _check_unprotected(document: Document, sheet: Sheet, range_: Json, free: list[Json]) -> None:
    if _CELLS & set(range_):
        raise invalid("Unprotected ranges can only be set when a whole sheet is protected.")
    if any(grids.area(document, one)[0] is not sheet for one in free):
        raise invalid("Unprotected ranges must be on the sheet that is protected.")
