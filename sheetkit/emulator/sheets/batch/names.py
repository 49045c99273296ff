"""Named ranges."""

import re

from sheetkit.emulator.document import Document, Json
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets.batch import grids, numbering
from sheetkit.emulator.sheets.batch.registry import Batch, Effect, kind

_NAME = re.compile(r"[^\W\d][\w.]{0,249}")
_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|R[0-9]*C[0-9]*|true|false", re.IGNORECASE)


@kind("addNamedRange", Effect.VALUES)
def add_named_range(batch: Batch, body: Json) -> Json:
    """A name for a range; the id may be given."""
    document, given = batch.document, body.get("namedRange", {})
    name = given.get("name", "")
    _check_name(document, name, "")
    taken = {each["namedRangeId"] for each in document.named_ranges}
    given_id = given.get("namedRangeId", "")
    if given_id in taken:
        raise invalid(f"A named range with ID {given_id} already exists.")
    new = {
        "namedRangeId": given_id or str(numbering.drawn(document, ())),
        "name": name,
        "range": ranged(document, given.get("range")),
    }
    document.named_ranges = (*document.named_ranges, new)
    return {"namedRange": new}


def ranged(document: Document, range_: Json | None) -> Json:
    """A GridRange as a part keeps it: held against the grid, its open ends left open, the sheetId 0 left out."""
    grids.area(document, range_)
    return range_ or {}


def _check_name(document: Document, name: str, own_id: str) -> None:
    if not _NAME.fullmatch(name) or _CELL.fullmatch(name):
        raise invalid(f"Invalid name: {name}")
    for other in document.named_ranges:
        if other["name"].casefold() == name.casefold() and other["namedRangeId"] != own_id:
            raise invalid(f'A named range with the name "{name}" already exists.')
