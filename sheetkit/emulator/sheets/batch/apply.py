"""A batch of requests: checked as a whole, done one by one, refused with the place and the kind of what failed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sheetkit.core.collector import paused
from sheetkit.emulator.document import Document, Json
from sheetkit.emulator.errors import ApiError, invalid
from sheetkit.emulator.sheets import colors
from sheetkit.emulator.sheets.batch import checking, shapes, tables
from sheetkit.emulator.sheets.batch import families as _families  # noqa: F401  (registers the kinds)
from sheetkit.emulator.sheets.batch.registry import KINDS, Batch, Effect
from sheetkit.emulator.sheets.calculation import recalculated

UNBUILT: Final = frozenset(
    {
        "addCommentReply",
        "addDataSource",
        "cancelDataSourceRefresh",
        "deleteComment",
        "deleteCommentReply",
        "deleteDataSource",
        "insertComment",
        "refreshDataSource",
        "updateCommentPost",
        "updateDataSource",
    }
)
"""Kinds that Google's API has and this server has not."""


def apply(document: Document, requests: Sequence[Json], now: datetime) -> list[Json]:
    """Do the requests in order on a working copy of a spreadsheet, and give their replies.

    Raises ApiError when one of them cannot be done; the working copy is then of no use. `now` is aware and in UTC.
    """
    if not requests:
        raise invalid("Must specify at least one request.")
    with paused():
        return _applied(document, requests, now)


def _applied(document: Document, requests: Sequence[Json], now: datetime) -> list[Json]:
    for index, request in enumerate(requests):
        _refuse_unbuilt(request, index)
    theme = colors.theme_colors(document.properties)
    checked = [checking.checked("Request", request, f"requests[{i}]", theme) for i, request in enumerate(requests)]
    batch = Batch(document, now)
    names = [next(name for name, body in request.items() if body is not None) for request in requests]
    replies = [_done(batch, name, request, i) for i, (name, request) in enumerate(zip(names, checked, strict=True))]
    if any(KINDS[name].effect is Effect.VALUES for name in names):
        recalculated(document, now)
    return replies


def _refuse_unbuilt(request: object, index: int) -> None:
    if not isinstance(request, Mapping):
        return
    named = [name for name, body in request.items() if body is not None]
    for name in named:
        if name in UNBUILT:
            raise ApiError(501, f"Invalid requests[{index}].{name}: this server does not do {name} requests.")
    kinds = [name for name in named if name in shapes.fields_of("Request")]
    if len(kinds) > 1:
        where = f"requests[{index}]"
        raise invalid(f"Invalid value at '{where}' (oneof), oneof field 'kind' is already set. Cannot set '{kinds[1]}'")
    if not named:
        raise invalid(f"Invalid requests[{index}]: No request set.")


def _done(batch: Batch, name: str, request: Json, index: int) -> Json:
    try:
        reply = KINDS[name].do(batch, request.get(name, {}))
        if KINDS[name].effect is Effect.VALUES:
            for sheet in batch.document.sheets:
                tables.headed(sheet)
    except ApiError as error:
        if error.code != 400:
            raise
        raise invalid(f"Invalid requests[{index}].{name}: {error.message}") from error
    return {} if reply is None else {name: reply}


__all__ = ["UNBUILT", "apply"]
