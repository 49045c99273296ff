"""Permissions and comments."""

from typing import Any

import pytest

FILES = "/drive/v3/files"


def refusal(response: Any) -> tuple[int, str]:
    error = response.json()["error"]
    return error["code"], error["errors"][0]["reason"]


def test_a_permission_is_given_seen_changed_and_taken(alice: Any, bob: Any) -> None:
    sheet = alice.new()
    rights = f"{FILES}/{sheet}/permissions"
    given = alice.post(rights, {"type": "user", "role": "reader", "emailAddress": bob.email})
    assert list(given) == ["kind", "id", "type", "role"]
    assert alice.get(f"{rights}/{given['id']}", fields="emailAddress") == {"emailAddress": bob.email}
    assert bob.put(sheet, "A1", ["x"]).status_code == 403
    assert alice.call("PATCH", f"{rights}/{given['id']}", {"role": "writer"}).ok
    assert bob.put(sheet, "A1", ["x"]).status_code == 200
    assert alice.call("DELETE", f"{rights}/{given['id']}").status_code == 204
    assert bob.call("GET", f"/v4/spreadsheets/{sheet}").status_code == 403
    assert refusal(alice.call("GET", f"{rights}/{given['id']}")) == (404, "notFound")


def test_the_list_of_permissions(alice: Any, bob: Any) -> None:
    sheet = alice.new()
    alice.share(sheet, "writer", email=bob.email)
    alice.share(sheet, "reader", kind="anyone")
    listed = alice.get(f"{FILES}/{sheet}/permissions", fields="nextPageToken,permissions")["permissions"]
    assert [(each["type"], each["role"]) for each in listed] == [
        ("user", "owner"),
        ("user", "writer"),
        ("anyone", "reader"),
    ]
    assert listed[2]["id"] == "anyoneWithLink"
    page = alice.get(f"{FILES}/{sheet}/permissions", pageSize=2)
    assert page["nextPageToken"]
    assert page["kind"] == "drive#permissionList"


def test_sharing_again_raises_a_role_and_never_lowers_it(alice: Any, bob: Any) -> None:
    sheet = alice.new()
    roles = [alice.share(sheet, role, email=bob.email)["role"] for role in ("reader", "writer", "reader")]
    assert roles == ["reader", "writer", "writer"]


def test_ownership_is_given_away_only_when_it_is_said(alice: Any, bob: Any) -> None:
    sheet = alice.new()
    rights = f"{FILES}/{sheet}/permissions"
    body = {"type": "user", "role": "owner", "emailAddress": bob.email}
    assert refusal(alice.call("POST", rights, body)) == (403, "forbidden")
    assert alice.call("POST", rights, body, transferOwnership="true").ok
    assert bob.metadata(sheet, "ownedByMe") == {"ownedByMe": True}
    assert refusal(alice.call("DELETE", f"{FILES}/{sheet}")) == (403, "insufficientFilePermissions")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"role": "reader"}, "required"),
        ({"type": "user", "emailAddress": "a@b.c"}, "required"),
        ({"type": "user", "role": "reader"}, "invalidSharingRequest"),
        ({"type": "user", "role": "king", "emailAddress": "a@b.c"}, "invalid"),
        ({"type": "robot", "role": "reader"}, "invalid"),
    ],
)
def test_a_permission_that_says_too_little(body: Any, reason: str, alice: Any) -> None:
    assert refusal(alice.call("POST", f"{FILES}/{alice.new()}/permissions", body)) == (400, reason)


def test_a_domain_shares_with_all_of_its_people(alice: Any, bob: Any) -> None:
    sheet = alice.new()
    alice.post(f"{FILES}/{sheet}/permissions", {"type": "domain", "role": "reader", "domain": "example.com"})
    assert bob.get(f"/v4/spreadsheets/{sheet}", fields="spreadsheetId")


def test_comments_are_made_listed_and_deleted(alice: Any, bob: Any) -> None:
    sheet = alice.new()
    path = f"{FILES}/{sheet}/comments"
    assert alice.get(path, fields="comments/content,nextPageToken", pageToken="", includeDeleted=False) == {
        "comments": []
    }
    made = alice.post(path, {"content": "Look <here>", "anchor": "A1"}, fields="id")
    assert alice.get(path, fields="comments(content,anchor)") == {
        "comments": [{"content": "Look <here>", "anchor": "A1"}]
    }
    assert refusal(alice.call("GET", path)) == (400, "required")
    assert refusal(alice.call("POST", path, {"content": ""}, fields="id")) == (400, "required")
    assert bob.call("POST", path, {"content": "x"}, fields="id").status_code == 404
    assert alice.call("DELETE", f"{path}/{made['id']}").status_code == 204
    assert refusal(alice.call("GET", f"{path}/{made['id']}", fields="id")) == (404, "notFound")
