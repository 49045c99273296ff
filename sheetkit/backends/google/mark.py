"""The mark that a spreadsheet carries while it is being built: how far the build has come."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sheetkit.backends.google.ranges import Json, Request

KEY: Final = "sheetkit.building"
"""The key of the developer metadata that is the mark."""
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
