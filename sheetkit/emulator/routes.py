"""Which handler answers which address: a table of Google's methods, and the search in it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias
from urllib.parse import unquote

from sheetkit.emulator.answers import Answer
from sheetkit.emulator.call import Call
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.world import World

Handler: TypeAlias = Callable[..., Any]
"""(World, Call, *parameters of the path) → JSON, an Answer, or None for an answer without a body."""


@dataclass(frozen=True, slots=True)
class Route:
    """One method of an API. `id` is Google's name for it, `pattern` its address with parameters in braces.

    `answers_with` names the schema of the answer, by which field masks are checked.
    """

    id: str
    method: str
    pattern: str
    handler: Handler
    writes: bool = False
    answers_with: str = ""

    @property
    def service(self) -> str:
        """`sheets`, `drive` or `oauth`."""
        return self.id.partition(".")[0]

    @property
    def words(self) -> frozenset[str]:
        """The words by which a fault can name this method."""
        kind = "write" if self.writes else "read"
        words = {"any", self.id, self.id.partition(".")[2], self.service}
        return frozenset(words if self.service == "oauth" else words | {kind, f"{self.service}.{kind}"})


def missing(method_id: str) -> Handler:
    """A handler for a method that Google has and this server has not."""

    def refuse(world: World, call: Call, *_parameters: str) -> Answer:  # noqa: ARG001 - a handler's signature
        raise ApiError(501, f"The local server does not have {method_id}.")

    return refuse


@lru_cache
def _expression(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\{\w+\})", pattern)
    return re.compile("".join("([^/]+?)" if part.startswith("{") else re.escape(part) for part in parts))


def found(routes: Sequence[Route], method: str, path: str) -> tuple[Route, tuple[str, ...]] | None:
    """The route of a percent-encoded path, with the path's parameters decoded; None where there is none.

    Routes with a verb (`…:append`) must stand before the ones without.
    """
    for route in routes:
        if route.method == method and (match := _expression(route.pattern).fullmatch(path)):
            return route, tuple(unquote(part) for part in match.groups())
    return None
