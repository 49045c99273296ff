"""Banded ranges: rows or columns in colours that take turns."""

from sheetkit.emulator.document import Document, Json, Sheet
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets import ranges
from sheetkit.emulator.sheets.batch import fields, grids, numbering
from sheetkit.emulator.sheets.batch.registry import Batch, kind

TWICE = "You cannot add alternating background colors to a range that already has alternating background colors."
"""The answer to banding over banding, or over a table, which is banded too."""


@kind("addBanding")
def add_banding(batch: Batch, body: Json) -> Json:
    """Colours for the rows or the columns of a range."""
    document, given = batch.document, body.get("bandedRange", {})
    taken = {one["bandedRangeId"] for sheet in document.sheets for one in sheet.banded_ranges}
    number = numbering.wanted(document, given.get("bandedRangeId"), taken, "Banded range")
    new = {**given, "bandedRangeId": number}
    sheet = checked(document, new, but=None)
    new = dict(fields.merged("BandedRange", {}, new, fields.mask("*", "BandedRange")))
    sheet.banded_ranges = (*sheet.banded_ranges, new)
    return {"bandedRange": new}


@kind("updateBanding")
def update_banding(batch: Batch, body: Json) -> None:
    """Some fields of a banded range."""
    document, given = batch.document, body.get("bandedRange", {})
    mask = dict(fields.mask(body.get("fields", ""), "BandedRange", "bandedRange"))
    mask.pop("bandedRangeId", None)
    sheet, old = _banded(document, given.get("bandedRangeId", 0))
    new = fields.merged("BandedRange", old, given, mask)
    other = checked(document, new, but=old)
    sheet.banded_ranges = tuple(one for one in sheet.banded_ranges if one is not old)
    other.banded_ranges = (*other.banded_ranges, new)


@kind("deleteBanding")
def delete_banding(batch: Batch, body: Json) -> None:
    """A banded range less; its cells stay."""
    sheet, old = _banded(batch.document, body.get("bandedRangeId", 0))
    sheet.banded_ranges = tuple(one for one in sheet.banded_ranges if one is not old)


def checked(document: Document, new: Json, *, but: Json | None) -> Sheet:
    """The sheet of a banded range. Raises ApiError when it has no colours or meets another than `but`."""
    sheet, area = grids.area(document, new.get("range"))
    if not new.get("rowProperties") and not new.get("columnProperties"):
        raise invalid("At least one of rowProperties and columnProperties must be specified.")
    for other in (*sheet.banded_ranges, *sheet.tables):
        if other is not but and ranges.from_grid_range(document, other["range"]).meets(area):
            raise invalid(TWICE)
    return sheet


def _banded(document: Document, number: int) -> tuple[Sheet, Json]:
    for sheet in document.sheets:
        for one in sheet.banded_ranges:
            if one["bandedRangeId"] == number:
                return sheet, one
    raise invalid(f"No banded range with id: {number}")
