"""One request to Google, with everything around it that makes it safe to rely on."""

from collections.abc import Mapping
from typing import Any

import gspread
import gspread.http_client
import requests

from sheetkit.backends.google.service import placed


class HTTPClient(gspread.http_client.HTTPClient):
    """gspread's client, sending to Google or to the local server at `server`.

    `session` puts the credentials on each request.
    """

    def __init__(self, session: requests.Session, *, server: str = "") -> None:
        credentials: Any = None  # gspread's own way to say that the session has them
        super().__init__(credentials, session)
        self.server = server
        self.timeout = (10.0, 180.0)

    def request(
        self,
        method: str,
        endpoint: str,
        params: Mapping[str, Any] | None = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """The answer to one request, which is always one that Google calls a success."""
        return super().request(
            method, placed(endpoint, self.server), dict(params or {}), data, json, files, dict(headers or {})
        )
