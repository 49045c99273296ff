"""Named ranges."""

import re
from typing import Final

from sheetkit.emulator.document import Document, Json
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets.batch import fields, grids, numbering
from sheetkit.emulator.sheets.batch.registry import Batch, Effect, kind

_NAME: Final = re.compile(r"[^\W\d][\w.]{0,249}")
_TAKEN: Final = re.compile(r"[A-Za-z]{1,3}[0-9]+|R[0-9]*C[0-9]*|[RC][0-9]*|true|false", re.IGNORECASE)
"""What means a cell or a truth value, and so can be no name."""


@kind("addNamedRange", Effect.VALUES)
def add_named_range(batch: Batch, body: Json) -> Json:
    """A name for a range; the id may be given."""
    document, given = batch.document, body.get("namedRange", {})
    name, number = given.get("name", ""), given.get("namedRangeId", "")
    _check(document, name, "add")
    if any(other["namedRangeId"] == number for other in document.named_ranges):
        raise invalid(f"A named range with ID {number} already exists.")
    grids.area(document, given.get("range"))
    new = {"namedRangeId": number or str(numbering.drawn(document, ())), "name": name, "range": given["range"]}
    document.named_ranges = (*document.named_ranges, new)
    return {"namedRange": new}


@kind("updateNamedRange", Effect.VALUES)
def update_named_range(batch: Batch, body: Json) -> None:
    """Another name or another range for a named range."""
    document, given = batch.document, body.get("namedRange", {})
    mask = dict(fields.mask(body.get("fields", ""), "NamedRange", "namedRange"))
    old = _named(document, given.get("namedRangeId", ""))
    mask.pop("namedRangeId", None)
    new = fields.merged("NamedRange", old, given, mask)
    if new.get("name") != old["name"]:
        _check(document, new.get("name", ""), "update")
    grids.area(document, new.get("range"))
    document.named_ranges = tuple(new if one is old else one for one in document.named_ranges)


@kind("deleteNamedRange", Effect.VALUES)
def delete_named_range(batch: Batch, body: Json) -> None:
    """A name less."""
    old = _named(batch.document, body.get("namedRangeId", ""))
    batch.document.named_ranges = tuple(one for one in batch.document.named_ranges if one is not old)


def _named(document: Document, number: str) -> Json:
    for one in document.named_ranges:
        if one["namedRangeId"] == number:
            return one
    raise invalid(f"No named range with id: {number}")


def _check(document: Document, name: str, verb: str) -> None:
    if not _NAME.fullmatch(name) or _TAKEN.fullmatch(name):
        raise invalid("The name given to this range is invalid.")
    if any(other["name"].casefold() == name.casefold() for other in document.named_ranges):
        raise invalid(f"Cannot {verb} named range with name {name}, a named range with that name already exists.")
