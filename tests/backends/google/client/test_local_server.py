"""The client against the local server: its faults and its quotas, and what the spreadsheet holds afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from sheetkit.backends.google.client import HTTPClient
from sheetkit.backends.google.errors import AnswerLost, GoogleError, LoginExpired, PermissionRefused
from sheetkit.emulator.server import Server
from tests.backends.google.client.clients import client
from tests.backends.google.client.scripted import Time

SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def http(server: Server) -> HTTPClient:
    made = client(server.url, Time())
    made.session.headers["Authorization"] = "Bearer ann"
    return made


@pytest.fixture
def sheet(http: HTTPClient) -> str:
    """The address of a fresh spreadsheet."""
    return f"{SHEETS}/{http.answer('POST', SHEETS, body={'properties': {'title': 'Ours'}})['spreadsheetId']}"


def rename(http: HTTPClient, sheet: str) -> None:
    properties = {"properties": {"title": "New"}, "fields": "title"}
    http.answer("POST", f"{sheet}:batchUpdate", body={"requests": [{"updateSpreadsheetProperties": properties}]})


def title(http: HTTPClient, sheet: str) -> str:
    return str(http.answer("GET", sheet, {"fields": "properties.title"})["properties"]["title"])


CHANGES: list[tuple[str, type[GoogleError] | None, str]] = [
    ("", None, "New"),
    ("write:1=429", None, "New"),
    ("write:1-3=429(2)", None, "New"),
    ("write:1=latency(0.01)", None, "New"),
    ("write:1=500", AnswerLost, "Ours"),
    ("write:1=503", AnswerLost, "Ours"),
    ("write:1=cut-before", AnswerLost, "Ours"),
    ("write:1=cut-after", AnswerLost, "New"),
    ("write:1=403", PermissionRefused, "Ours"),
    ("write:*=401", LoginExpired, "Ours"),
]


@pytest.mark.parametrize(("fault", "error", "after"), CHANGES)
def test_a_change_is_made_once_or_its_fate_is_said_to_be_open(
    fault: str, error: type[GoogleError] | None, after: str, server: Server, http: HTTPClient, sheet: str
) -> None:
    server.faults.set(fault)
    if error is None:
        rename(http, sheet)
    else:
        with pytest.raises(error) as caught:
            rename(http, sheet)
        assert type(caught.value) is error
    server.faults.set("")
    assert title(http, sheet) == after


@pytest.mark.parametrize("fault", ["429", "429(3)", "500", "503", "503(3)", "cut-before", "cut-after", "twice"])
def test_a_read_gets_through(fault: str, server: Server, http: HTTPClient, sheet: str) -> None:
    server.faults.set(f"read:1={fault}")
    assert title(http, sheet) == "Ours"


@dataclass
class Shared(Time):
    """A time that the server shares: while the client waits, the server's clock moves too."""

    server: Server | None = None

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        assert self.server
        self.server.clock.advance(seconds)


def test_below_the_quota_the_server_never_has_to_refuse(server: Server, sheet: str) -> None:
    server.quota.enabled = True
    time = Shared(server=server)
    made = client(server.url, time, reads=60)
    made.session.headers["Authorization"] = "Bearer ann"
    for _ in range(130):
        title(made, sheet)
    assert made.counter.retries == 0
    assert len(time.slept) == 2


def test_above_the_quota_it_waits_and_gets_through(server: Server, sheet: str) -> None:
    server.quota.enabled = True
    time = Shared(server=server)
    made = client(server.url, time, reads=0)
    made.session.headers["Authorization"] = "Bearer ann"
    for _ in range(70):
        title(made, sheet)
    assert made.counter.retries > 0
    assert made.counter.reads == 70 + made.counter.retries
