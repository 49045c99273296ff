"""A running server, and people who call it over real HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from sheetkit.emulator.server import Server

SHEET = "application/vnd.google-apps.spreadsheet"
FOLDER = "application/vnd.google-apps.folder"


class Person:
    """Someone who calls a server with a bearer token."""

    def __init__(self, server: Server, token: str) -> None:
        self.server = server
        self.email = f"{token}@example.com"
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> requests.Response:
        """One request; a body that is bytes is sent as it is."""
        content = {"data": body} if isinstance(body, bytes) else {"json": body}
        asked = {name: str(value).lower() if isinstance(value, bool) else value for name, value in query.items()}
        return self.session.request(method, self.server.url + path, params=asked, timeout=30, **content)

    def get(self, path: str, **query: Any) -> Any:
        """The JSON that a good answer holds."""
        return self._good(self.call("GET", path, **query))

    def post(self, path: str, body: Any = None, **query: Any) -> Any:
        """The JSON that a good answer holds."""
        return self._good(self.call("POST", path, body, **query))

    def new(self, title: str = "A sheet") -> str:
        """The id of a new spreadsheet."""
        return str(self.post("/v4/spreadsheets", {"properties": {"title": title}})["spreadsheetId"])

    def put(self, file_id: str, place: str, *rows: list[Any], option: str = "RAW") -> requests.Response:
        """Write values into a spreadsheet."""
        path = f"/v4/spreadsheets/{file_id}/values/{place}"
        return self.call("PUT", path, {"values": list(rows)}, valueInputOption=option)

    def values(self, file_id: str, place: str) -> Any:
        """The values of a range."""
        return self.get(f"/v4/spreadsheets/{file_id}/values/{place}").get("values", [])

    def metadata(self, file_id: str, fields: str = "*") -> Any:
        """What Drive says of a file."""
        return self.get(f"/drive/v3/files/{file_id}", fields=fields)

    def share(self, file_id: str, role: str, *, email: str = "", kind: str = "user") -> Any:
        """Share a file."""
        body = {"type": kind, "role": role} | ({"emailAddress": email} if email else {})
        return self.post(f"/drive/v3/files/{file_id}/permissions", body, fields="*")

    @staticmethod
    def _good(response: requests.Response) -> Any:
        assert response.ok, response.text
        return response.json()


@pytest.fixture
def server() -> Iterator[Server]:
    """A server with nothing in it."""
    with Server() as running:
        yield running


@pytest.fixture
def alice(server: Server) -> Person:
    """Someone with spreadsheets."""
    return Person(server, "alice")


@pytest.fixture
def bob(server: Server) -> Person:
    """Someone else."""
    return Person(server, "bob")
