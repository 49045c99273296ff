"""Clients for tests: without real waiting, and with the longest jitter there is."""

from typing import Any

import requests

from sheetkit.backends.google.account import Account
from sheetkit.backends.google.backoff import Backoff
from sheetkit.backends.google.client import HTTPClient
from tests.backends.google.client.scripted import Time

SHEET = "https://sheets.googleapis.com/v4/spreadsheets/abc"
FILE = "https://www.googleapis.com/drive/v3/files/abc"
ROBOT = Account("service account", "robot@shop.iam.gserviceaccount.com", "--credentials (key.json)")
PERSON = Account("person", "ann@example.com", "the stored login")


def client(server: str, time: Time, account: Account = PERSON, **more: Any) -> HTTPClient:
    """A client of the server with the bearer token `ya29.secret-token`."""
    session = requests.Session()
    session.headers["Authorization"] = "Bearer ya29.secret-token"
    longest = Backoff(chance=lambda: 1.0)
    given: dict[str, Any] = {"reads": 0, "writes": 0, "backoff": longest} | more
    return HTTPClient(session, server=server, account=account, clock=time.clock, sleep=time.sleep, **given)
