"""A pytest plugin for gspread's suite: its client calls the server at SHEETKIT_CONFORMANCE_URL instead of a recording.

It runs in an environment of its own, so it imports nothing of sheetkit. Load it with `-p over_http` from its folder,
and turn pytest-vcr off with `--disable-vcr`.
"""

import os
from typing import Any

HOSTS = ("https://sheets.googleapis.com", "https://www.googleapis.com")


def pytest_plugin_registered(plugin: Any) -> None:
    """When gspread's conftest is loaded, put a client in its client's place that goes to the local server.

    The suite's own client repeats what fails without end; this one fails at once.
    """
    if hasattr(plugin, "VCRHTTPClient"):
        plugin.VCRHTTPClient = _local(os.environ["SHEETKIT_CONFORMANCE_URL"])


def _local(url: str) -> Any:
    from gspread.http_client import HTTPClient

    class LocalHTTPClient(HTTPClient):
        def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> Any:
            for host in HOSTS:
                endpoint = endpoint.replace(host, url, 1)
            return super().request(method, endpoint, *args, **kwargs)

    return LocalHTTPClient
