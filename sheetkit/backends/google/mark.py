"""Marks in a spreadsheet: how far its build has come, and which insertion of rows was the last."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sheetkit.backends.google.ranges import Json, Request

KEY: Final = "sheetkit.building"
"""The key of the developer metadata that is the mark."""
INSERTED: Final = "sheetkit.inserted"
"""The key of the mark that an insertion of rows leaves."""
FIELDS: Final = "developerMetadata(metadataKey,metadataValue)"
"""The field mask that shows it."""

_LOOKUP: Final[Json] = {"developerMetadataLookup": {"metadataKey": KEY}}


def marked(batches: Sequence[Sequence[Request]]) -> list[list[Request]]:
    """The batches of a build, each of which says in the spreadsheet that it was made; the last one ends the build."""
    last = len(batches) - 1
    return [[*batch, *_steps(number, last)] for number, batch in enumerate(batches)]


def step(answer: Mapping[str, Any]) -> int:
    """The number of the last batch that was made; -1 where there is no mark: before the first and after the last."""
    for one in answer.get("developerMetadata", ()):
        if one.get("metadataKey") == KEY:
            return int(one["metadataValue"])
    return -1


def once(known: int, number: int) -> list[Request]:
    """The requests by which a batch that inserts rows is made once at most, however often it arrives.

    The `number` becomes the id of a mark. A second mark of the same id is an error, and a batch is all or nothing.
    `known` is the number of the insertion before, whose mark goes; 0 for none.
    """
    mark = {"metadataId": number, "metadataKey": INSERTED, "location": {"spreadsheet": True}, "visibility": "DOCUMENT"}
    made: list[Request] = [{"createDeveloperMetadata": {"developerMetadata": mark | {"metadataValue": "rows"}}}]
    if known:
        lookup = {"developerMetadataLookup": {"metadataId": known}}
        made.append({"deleteDeveloperMetadata": {"dataFilter": lookup}})
    return made


def inserted(answer: Mapping[str, Any]) -> int:
    """The number of the last insertion of rows; 0 for none."""
    marks = [one for one in answer.get("developerMetadata", ()) if one.get("metadataKey") == INSERTED]
    return max((int(one.get("metadataId", 0)) for one in marks), default=0)


def _steps(number: int, last: int) -> list[Request]:
    value = str(number)
    mark = {"metadataKey": KEY, "metadataValue": value, "location": {"spreadsheet": True}, "visibility": "DOCUMENT"}
    set_: Request = {"createDeveloperMetadata": {"developerMetadata": mark}}
    if number:
        update = {"dataFilters": [_LOOKUP], "developerMetadata": {"metadataValue": value}, "fields": "metadataValue"}
        set_ = {"updateDeveloperMetadata": update}
    end: Request = {"deleteDeveloperMetadata": {"dataFilter": _LOOKUP}}
    if number < last:
        return [set_]
    return [end] if number else []
