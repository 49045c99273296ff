"""A token is a user, and a file says what a user may do with it."""

from typing import Any

import pytest
import requests

from sheetkit.emulator.server import Server
from tests.emulator.traffic import Watch


def message(response: requests.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["message"]


def test_without_a_token_nobody_is_there(server: Server) -> None:
    for path in ("/v4/spreadsheets/x", "/drive/v3/files"):
        response = requests.get(server.url + path, timeout=9)
        assert response.status_code == 401
        assert response.json()["error"]["status"] == "UNAUTHENTICATED"
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_spreadsheet_that_is_not_there_and_one_that_is_not_shared(alice: Any, bob: Any) -> None:
    mine = alice.new()
    assert message(bob.call("GET", "/v4/spreadsheets/test")) == (404, "Requested entity was not found.")
    assert message(bob.call("GET", f"/v4/spreadsheets/{mine}")) == (403, "The caller does not have permission")
    assert message(bob.call("GET", "/drive/v3/files/test")) == (404, "File not found: test.")
    assert message(bob.call("GET", f"/drive/v3/files/{mine}")) == (404, f"File not found: {mine}.")


@pytest.mark.parametrize(
    ("role", "read", "write", "rename", "share", "delete"),
    [
        ("", 403, 403, 404, 404, 404),
        ("reader", 200, 403, 403, 403, 403),
        ("commenter", 200, 403, 403, 403, 403),
        ("writer", 200, 200, 200, 200, 403),
    ],
)
def test_what_each_role_may_do(
    role: str, read: int, write: int, rename: int, share: int, delete: int, alice: Any, bob: Any
) -> None:
    sheet = alice.new()
    if role:
        alice.share(sheet, role, email=bob.email)
    file, permission = f"/drive/v3/files/{sheet}", {"type": "anyone", "role": "reader"}
    done = (
        bob.call("GET", f"/v4/spreadsheets/{sheet}"),
        bob.put(sheet, "A1", ["x"]),
        bob.call("PATCH", file, {"name": "New"}),
        bob.call("POST", file + "/permissions", permission),
        bob.call("DELETE", file),
    )
    assert [response.status_code for response in done] == [read, write, rename, share, delete]
    assert alice.call("DELETE", file).status_code == 204


def test_anyone_may_read_what_is_shared_with_anyone(alice: Any, bob: Any) -> None:
    sheet = alice.new()
    alice.share(sheet, "reader", kind="anyone")
    assert bob.get(f"/v4/spreadsheets/{sheet}")["spreadsheetId"] == sheet
    assert bob.put(sheet, "A1", ["x"]).status_code == 403


def test_a_service_account_has_no_storage(server: Server, alice: Any) -> None:
    robot = {"Authorization": "Bearer robot@shop.iam.gserviceaccount.com"}
    body = {"name": "A", "mimeType": "application/vnd.google-apps.spreadsheet"}
    answer = requests.post(server.url + "/drive/v3/files", json=body, headers=robot, timeout=9)
    assert answer.json()["error"]["errors"][0]["reason"] == "storageQuotaExceeded"
    assert requests.post(server.url + "/v4/spreadsheets", json={}, headers=robot, timeout=9).status_code == 403
    sheet = alice.new()
    alice.share(sheet, "writer", email="robot@shop.iam.gserviceaccount.com")
    assert requests.get(f"{server.url}/v4/spreadsheets/{sheet}", headers=robot, timeout=9).ok


def test_a_page_elsewhere_cannot_reach_the_server_by_a_name_of_its_own(alice: Any, traffic: Watch) -> None:
    alice.session.headers["Host"] = "evil.example"
    assert alice.call("GET", "/drive/v3/files").status_code == 400
    assert alice.call("GET", "/").status_code == 400
    assert [each.partition(": ")[2] for each in traffic.taken()] == [
        "answer 400 Content-Type: text/plain; charset=utf-8"
    ]


def test_a_preset_spreadsheet_belongs_to_someone_else(server: Server, alice: Any) -> None:
    server.preset("1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc", "Private", "owner@example.com")
    assert alice.call("GET", "/v4/spreadsheets/1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc").status_code == 403
    assert alice.get("/drive/v3/files")["files"] == []
