"""A connection to the local server that does not wait."""

from collections.abc import Mapping
from typing import Any

import requests

from sheetkit.backends.google.client import HTTPClient
from sheetkit.emulator.server import Server


class Client(HTTPClient):
    """The client, which remembers what it sent as JSON."""

    sent: list[Mapping[str, Any]]

    def answer(
        self, method: str, url: str, params: Mapping[str, Any] | None = None, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        if body is not None:
            self.sent.append(body)
        return super().answer(method, url, params, body)


def client(server: Server, user: str = "alice") -> Client:
    """The client of a user, without quotas of its own and without patience for faults."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {user}"
    made = Client(session, server=server.url, reads=0, writes=0, patience=0.0)
    made.sent = []
    return made
