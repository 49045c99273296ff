"""One request as the handlers see it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sheetkit.emulator.errors import invalid
from sheetkit.emulator.users import User

Query: TypeAlias = Mapping[str, list[str]]
"""Query parameters as sent: every value of every name."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request.

    `path` is still percent-encoded, `base` is the server's own address, `now` its time, `client` the program that
    calls, where it logged in.
    """

    method: str
    path: str
    query: Query
    headers: Mapping[str, str]
    body: bytes
    user: User
    base: str
    now: datetime
    client: str = ""

    def first(self, name: str, default: str = "") -> str:
        """The first value of a query parameter."""
        return self.query.get(name, [default])[0]

    def flag(self, name: str, default: bool = False) -> bool:
        """A query parameter that says yes or no."""
        value = self.first(name).casefold()
        return value == "true" if value else default

    @property
    def pretty(self) -> bool:
        """Whether the answer is to be indented."""
        return self.flag("prettyPrint", default=True)

    def json(self) -> Mapping[str, Any]:
        """The body; an empty one is an empty object. Raises ApiError 400 for what is no JSON object."""
        if not self.body.strip():
            return {}
        try:
            content = json.loads(self.body, parse_constant=_no_number)
        except ValueError as error:
            raise invalid(f"Invalid JSON payload received. {error}") from error
        if not isinstance(content, dict):
            raise invalid("Invalid JSON payload received. Root element must be a message.")
        return content

    def url_of(self, file_id: str) -> str:
        """Where a person can look at a spreadsheet."""
        return f"{self.base}/spreadsheets/d/{file_id}/edit"


def _no_number(name: str) -> float:
    """NaN and the infinities, which Python's reader takes, are no JSON."""
    raise ValueError(f"Unexpected token: {name}")
