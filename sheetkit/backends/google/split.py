"""Requests packed into batches that are small enough to send, cut only between rows of cells."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sheetkit.backends.google.ranges import Json, Request

MOST_BYTES: Final = 1_900_000
"""Google recommends 2 MB a request at most (Sheets API, "Usage limits"); the rest is for what is around them."""


def compact(value: Any) -> bytes:
    """JSON without spaces, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def batches(requests: Iterable[Request], most: int = MOST_BYTES) -> Iterator[list[Request]]:
    """The requests in their order, as few batches as the size allows; a request is cut only between rows of cells."""
    batch: list[Request] = []
    room = most - 1
    for request in requests:
        for part, length in _parts(request, most):
            if batch and length >= room:
                yield batch
                batch, room = [], most - 1
            batch.append(part)
            room -= length + 1
    if batch:
        yield batch


def _parts(request: Request, most: int) -> Iterator[tuple[Request, int]]:
    rows: Sequence[Json] = request.get("updateCells", {}).get("rows", ())
    if len(rows) < 2 or "start" not in request["updateCells"]:
        yield request, len(compact(request))
        return
    frame = len(compact(_cut(request, 0, ())))
    first, gathered, length = 0, list[Json](), frame
    for index, row in enumerate(rows):
        size = len(compact(row)) + 1
        if gathered and length + size > most // 4:  # parts of a quarter leave little of a batch unused
            yield _cut(request, first, gathered), length
            first, gathered, length = index, [], frame
        gathered.append(row)
        length += size
    yield _cut(request, first, gathered), length


def _cut(request: Request, offset: int, rows: Sequence[Json]) -> Request:
    """The same request for some of its rows, beginning `offset` rows further down."""
    cells = request["updateCells"]
    start = {**cells["start"], "rowIndex": cells["start"].get("rowIndex", 0) + offset}
    return {"updateCells": {**cells, "start": start, "rows": list(rows)}}
