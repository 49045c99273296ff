"""A connection to the local server that does not wait."""

import requests

from sheetkit.backends.google.client import HTTPClient
from sheetkit.emulator.server import Server


def client(server: Server, user: str = "alice") -> HTTPClient:
    """The client of a user, without quotas of its own and without patience for faults."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {user}"
    return HTTPClient(session, server=server.url, reads=0, writes=0, patience=0.0)
