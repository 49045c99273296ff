"""Google's quotas of the minute, by the server's own clock."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from sheetkit.emulator.server import Server
from tests.emulator.conftest import Person

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(quota=True, clock=NOON) as running:
        yield running


def test_sixty_reads_a_minute_and_as_many_writes(server: Server, alice: Person) -> None:
    sheet = alice.new()
    path = f"/v4/spreadsheets/{sheet}"
    reads = [alice.call("GET", path, fields="spreadsheetId") for _ in range(61)]
    assert [answer.status_code for answer in reads] == [200] * 60 + [429]
    error = reads[-1].json()["error"]
    assert error["status"] == "RESOURCE_EXHAUSTED"
    assert error["message"].startswith("Quota exceeded for quota metric 'Read requests' and limit 'Read requests per")
    assert error["details"][0]["metadata"]["quota_limit_value"] == "60"
    writes = [alice.put(sheet, "A1", ["x"]).status_code for _ in range(60)]
    assert writes == [200] * 59 + [429], "making the sheet was the first write"
    server.clock.advance(60)
    assert alice.call("GET", path).status_code == 200


def test_a_batch_counts_as_one(server: Server, alice: Person) -> None:
    sheet = alice.new()
    data = [{"range": f"A{row}", "values": [[row]]} for row in range(1, 100)]
    body = {"valueInputOption": "RAW", "data": data}
    assert alice.call("POST", f"/v4/spreadsheets/{sheet}/values:batchUpdate", body).status_code == 200
    assert len(server.log.writes()) == 2


def test_each_user_has_a_quota_and_all_share_that_of_the_project(server: Server) -> None:
    server.quota.limits.sheets_user, server.quota.limits.sheets_project = 2, 5
    statuses = [
        [Person(server, name).call("GET", "/v4/spreadsheets/none").status_code for _ in range(3)]
        for name in ("alice", "bob", "carol")
    ]
    assert statuses == [[404, 404, 429], [404, 404, 429], [404, 429, 429]]


def test_drive_says_403_when_it_is_asked_too_often(server: Server, alice: Person) -> None:
    server.quota.limits.drive_user = 1
    assert alice.call("GET", "/drive/v3/files").status_code == 200
    error = alice.call("GET", "/drive/v3/files").json()["error"]
    assert (error["code"], error["errors"][0]["domain"]) == (403, "usageLimits")
    assert error["errors"][0]["reason"] == "userRateLimitExceeded"


def test_without_the_option_there_is_no_quota() -> None:
    with Server() as free:
        alice = Person(free, "alice")
        assert {alice.call("GET", "/drive/v3/files").status_code for _ in range(70)} == {200}
        assert {alice.call("GET", "/v4/spreadsheets/x").status_code for _ in range(70)} == {404}
