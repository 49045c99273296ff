"""The kinds of request that the server knows, each with the function that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final, TypeAlias

from sheetkit.emulator.document import Document, Json


class Effect(Enum):
    """What a kind of request can do to the values of formulas."""

    NONE = "formulas keep their values"
    VALUES = "formulas may have other values"


@dataclass(frozen=True, slots=True)
class Batch:
    """What a request works on: the working copy of the spreadsheet, and the time (aware, UTC)."""

    document: Document
    now: datetime


Handler: TypeAlias = Callable[[Batch, Json], Json | None]
"""Does one request, given its checked body; gives the body of its reply, or None where the API replies nothing."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of request."""

    do: Handler
    effect: Effect


KINDS: Final[dict[str, Kind]] = {}
"""Every kind that the server does, by its name."""


def kind(name: str, effect: Effect = Effect.NONE) -> Callable[[Handler], Handler]:
    """Register the function that does the requests of one kind."""

    def register(do: Handler) -> Handler:
        KINDS[name] = Kind(do, effect)
        return do

    return register
