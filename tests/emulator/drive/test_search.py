"""Drive's search, its order and its pages."""

from typing import Any

import pytest

from sheetkit.emulator.server import Server
from tests.emulator.conftest import FOLDER, SHEET

FILES = "/drive/v3/files"


@pytest.fixture
def shelf(server: Server, alice: Any, bob: Any) -> str:
    """Five files, made minute by minute; the id of the folder."""
    server.clock.set(None)
    folder = str(alice.post(FILES, {"name": "Shop files", "mimeType": FOLDER})["id"])
    made: list[dict[str, Any]] = [
        {"name": "Refund log 2026", "parents": [folder], "appProperties": {"sheetkit": "refund-log"}},
        {"name": "It's Ana's", "starred": True},
        {"name": "HelloWorld"},
    ]
    for body in made:
        server.clock.advance(60)
        alice.post(FILES, {"mimeType": SHEET} | body)
    server.clock.advance(60)
    theirs = bob.new("Shared refunds")
    bob.share(theirs, "writer", email=alice.email)
    bob.new("Private of Bob")
    thrown = alice.new("Thrown away")
    alice.call("PATCH", f"{FILES}/{thrown}", {"trashed": True})
    return folder


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("", ["HelloWorld", "It's Ana's", "Refund log 2026", "Shared refunds", "Shop files", "Thrown away"]),
        ("name = 'HelloWorld'", ["HelloWorld"]),
        ('name="HelloWorld"', ["HelloWorld"]),
        (r"name = 'It\'s Ana\'s'", ["It's Ana's"]),
        ("name != 'HelloWorld' and trashed=false and mimeType contains 'application/vnd.google-apps.sp'",
         ["It's Ana's", "Refund log 2026", "Shared refunds"]),
        ("name contains 'refund'", ["Refund log 2026", "Shared refunds"]),
        ("name contains 'Hello'", ["HelloWorld"]),
        ("name contains 'World'", []),
        ("name contains 'log 20'", ["Refund log 2026"]),
        (f"mimeType = '{FOLDER}'", ["Shop files"]),
        (f'mimeType="{SHEET}" and trashed = true', ["Thrown away"]),
        ("starred = true", ["It's Ana's"]),
        ("starred != true and trashed = false and not name contains 'r'", ["HelloWorld", "Shop files"]),
        ("sharedWithMe = true", ["Shared refunds"]),
        ("'me' in owners and (name contains 'Hello' or name contains 'Refund')", ["HelloWorld", "Refund log 2026"]),
        ("'bob@example.com' in owners", ["Shared refunds"]),
        ("'alice@example.com' in writers and sharedWithMe=true", ["Shared refunds"]),
        ("'root' in parents and trashed=false", ["HelloWorld", "It's Ana's", "Shop files"]),
        ("'FOLDER' in parents", ["Refund log 2026"]),
        ("appProperties has { key='sheetkit' and value='refund-log' }", ["Refund log 2026"]),
        ("appProperties has {key='sheetkit' and value='disputes'}", []),
        ("modifiedTime > '2099-01-01T00:00:00'", []),
        ("createdTime <= '2099-01-01' and name='HelloWorld'", ["HelloWorld"]),
        ("not (name = 'HelloWorld' or trashed = true) and starred=true", ["It's Ana's"]),
    ],
)  # fmt: skip
def test_what_a_search_finds(q: str, names: list[str], shelf: str, alice: Any) -> None:
    found = alice.get(FILES, q=q.replace("FOLDER", shelf), fields="files(name)")["files"]
    assert sorted(file["name"] for file in found) == names


@pytest.mark.parametrize(
    "q",
    ["name", "name =", "name = 'x", "name == 'x'", "size = '3'", "name = 'a' and", "(name = 'a'", "name = 'a')",
     "trashed = 'maybe'", "name has 'x'", "'x' in nothing", "name > 'x'", "name = 'a' name = 'b'", "§"],
)  # fmt: skip
def test_a_search_that_cannot_be_understood(q: str, alice: Any) -> None:
    error = alice.call("GET", FILES, q=q).json()["error"]
    assert (error["code"], error["message"], error["errors"][0]["location"]) == (400, "Invalid Value", "q")


def test_a_search_in_full_text_is_not_there(alice: Any) -> None:
    assert alice.call("GET", FILES, q="fullText contains 'x'").status_code == 501


def test_the_order_and_the_pages(shelf: str, alice: Any) -> None:
    del shelf
    q = f"mimeType='{SHEET}' and trashed=false"
    names: list[str] = []
    token = ""
    for _ in range(3):
        page = alice.get(FILES, q=q, orderBy="createdTime", pageSize=2, pageToken=token)
        names += [file["name"] for file in page["files"]]
        token = page.get("nextPageToken", "")
        if not token:
            break
    assert names == ["Refund log 2026", "It's Ana's", "HelloWorld", "Shared refunds"]
    backwards = alice.get(FILES, q=q, orderBy="name desc", fields="files/name")["files"]
    assert [file["name"] for file in backwards] == ["Shared refunds", "Refund log 2026", "It's Ana's", "HelloWorld"]
    assert alice.get(FILES, orderBy="folder,name")["files"][0]["mimeType"] == FOLDER


@pytest.mark.parametrize("query", [{"pageSize": 0}, {"pageSize": 1001}, {"pageToken": "x"}, {"orderBy": "colour"}])
def test_wrong_parameters_are_named(query: dict[str, Any], alice: Any) -> None:
    error = alice.call("GET", FILES, **query).json()["error"]
    assert (error["code"], error["errors"][0]["location"]) == (400, next(iter(query)))
