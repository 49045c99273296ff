"""Drive's files: made, renamed, moved, copied, thrown away, and the version that tells of every change."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sheetkit.emulator.server import Server
from tests.emulator.conftest import FOLDER, SHEET

FILES = "/drive/v3/files"


def folder(person: Any, name: str = "Folder") -> str:
    return str(person.post(FILES, {"name": name, "mimeType": FOLDER})["id"])


def refusal(response: Any) -> tuple[int, str]:
    error = response.json()["error"]
    return error["code"], error["errors"][0]["reason"]


def test_a_file_is_made_seen_and_deleted(alice: Any) -> None:
    made = alice.post(FILES, {"name": "New", "mimeType": SHEET})
    assert made == {"kind": "drive#file", "id": made["id"], "name": "New", "mimeType": SHEET}
    assert len(made["id"]) == 44
    assert alice.get(f"/v4/spreadsheets/{made['id']}", fields="sheets.properties.title") == {
        "sheets": [{"properties": {"title": "Sheet1"}}]
    }
    assert alice.call("DELETE", f"{FILES}/{made['id']}").content == b""
    assert refusal(alice.call("GET", f"{FILES}/{made['id']}")) == (404, "notFound")


def test_other_kinds_of_files_are_refused_by_name(alice: Any) -> None:
    answer = alice.call("POST", FILES, {"name": "A", "mimeType": "image/png"})
    assert answer.status_code == 501
    assert "image/png" in answer.json()["error"]["message"]


def test_what_drive_says_of_a_file(server: Server, alice: Any) -> None:
    server.clock.set(datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=UTC))
    sheet = alice.new("Told")
    told = alice.metadata(sheet)
    assert told["createdTime"] == told["modifiedTime"] == "2026-07-01T12:00:00.123Z"
    assert told["owners"][0]["emailAddress"] == alice.email
    assert told["parents"] == [alice.metadata("root")["id"]]
    assert (told["trashed"], told["shared"], told["ownedByMe"]) == (False, False, True)
    assert isinstance(told["version"], str)


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (lambda person, sheet: person.put(sheet, "A1", ["x"]), True),
        (lambda person, sheet: person.call("PATCH", f"{FILES}/{sheet}", {"name": "Renamed"}), True),
        (lambda person, sheet: person.call("PATCH", f"{FILES}/{sheet}", {"appProperties": {"a": "b"}}), True),
        (lambda person, sheet: person.call("PATCH", f"{FILES}/{sheet}", {"trashed": True}), False),
        (lambda person, sheet: person.share(sheet, "reader", kind="anyone"), False),
        (
            lambda person, sheet: person.post(
                f"/v4/spreadsheets/{sheet}:batchUpdate", {"requests": [{"addSheet": {"properties": {"title": "B"}}}]}
            ),
            True,
        ),
    ],
)
def test_every_change_moves_the_version_and_those_people_see_the_time(
    change: Any, seen: bool, server: Server, alice: Any
) -> None:
    server.clock.set(datetime(2026, 7, 1, tzinfo=UTC))
    sheet = alice.new()
    before = alice.metadata(sheet)
    server.clock.advance(60)
    change(alice, sheet)
    after = alice.metadata(sheet)
    assert int(after["version"]) == int(before["version"]) + 1
    assert (after["modifiedTime"] > before["modifiedTime"]) is seen


def test_reading_and_failing_leave_the_version(alice: Any) -> None:
    sheet = alice.new()
    before = alice.metadata(sheet)["version"]
    alice.values(sheet, "A1")
    requests = [{"addSheet": {"properties": {"title": "B"}}}, {"addSheet": {"properties": {"title": "B"}}}]
    assert alice.call("POST", f"/v4/spreadsheets/{sheet}:batchUpdate", {"requests": requests}).status_code == 400
    assert alice.metadata(sheet)["version"] == before
    assert len(alice.get(f"/v4/spreadsheets/{sheet}")["sheets"]) == 1, "nothing of a batch that fails is left"


def test_a_new_name_is_the_new_title(alice: Any) -> None:
    sheet = alice.new("Old")
    assert alice.call("PATCH", f"{FILES}/{sheet}", {"name": "New"}).json()["name"] == "New"
    assert alice.get(f"/v4/spreadsheets/{sheet}", fields="properties.title") == {"properties": {"title": "New"}}


def test_properties_are_merged_and_null_removes_one(alice: Any) -> None:
    sheet = alice.new()
    for change in ({"a": "1", "b": "2"}, {"b": None, "c": "3"}):
        alice.call("PATCH", f"{FILES}/{sheet}", {"appProperties": change})
    assert alice.metadata(sheet, "appProperties") == {"appProperties": {"a": "1", "c": "3"}}


def test_a_field_that_drive_keeps_for_itself_cannot_be_written(alice: Any) -> None:
    answer = alice.call("PATCH", f"{FILES}/{alice.new()}", {"version": "9"})
    assert refusal(answer) == (403, "fieldNotWritable")


def test_a_file_moves_between_folders(alice: Any, bob: Any) -> None:
    sheet, here, there = alice.new(), folder(alice, "Here"), folder(alice, "There")
    assert alice.call("PATCH", f"{FILES}/{sheet}", {}, addParents=here, removeParents="root").ok
    assert alice.metadata(sheet, "parents") == {"parents": [here]}
    assert refusal(alice.call("PATCH", f"{FILES}/{sheet}", {}, addParents=there)) == (403, "cannotAddParent")
    assert alice.call("PATCH", f"{FILES}/{sheet}", {}, addParents=there, removeParents=here).ok
    assert refusal(alice.call("POST", FILES, {"name": "A", "mimeType": SHEET, "parents": ["none"]}))[0] == 404
    assert refusal(bob.call("POST", FILES, {"name": "A", "mimeType": SHEET, "parents": [there]}))[0] == 404
    alice.call("DELETE", f"{FILES}/{there}")
    assert alice.call("GET", f"{FILES}/{sheet}").status_code == 404, "a folder takes with it what is in it"


def test_a_copy_has_the_content_but_not_the_sharing(alice: Any, bob: Any) -> None:
    sheet = alice.new("Original")
    alice.put(sheet, "A1", ["x"])
    alice.share(sheet, "reader", email=bob.email)
    copied = bob.post(f"{FILES}/{sheet}/copy", {})
    assert copied["name"] == "Copy of Original"
    assert bob.values(copied["id"], "A1") == [["x"]]
    assert bob.get(f"/v4/spreadsheets/{copied['id']}", fields="spreadsheetId") == {"spreadsheetId": copied["id"]}
    assert alice.call("GET", f"/v4/spreadsheets/{copied['id']}").status_code == 403
    bob.put(copied["id"], "A1", ["mine"])
    assert alice.values(sheet, "A1") == [["x"]]


def test_who_the_caller_is(alice: Any) -> None:
    assert alice.get("/drive/v3/about", fields="user(emailAddress,me)") == {
        "user": {"me": True, "emailAddress": alice.email}
    }
    assert refusal(alice.call("GET", "/drive/v3/about")) == (400, "required")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"{FILES}/x/revisions"),
        ("GET", "/drive/v3/changes"),
        ("POST", "/upload/drive/v3/files"),
    ],
)
def test_what_is_missing_says_so_by_name(method: str, path: str, alice: Any) -> None:
    answer = alice.call(method, path)
    assert answer.status_code == 501
    assert "The local server does not have" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v5/spreadsheets"), ("GET", "/v4/spreadsheets"), ("DELETE", "/v4/spreadsheets/x")]
)
def test_an_address_that_google_has_not_is_a_page(method: str, path: str, alice: Any) -> None:
    answer = alice.call(method, path)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")


def test_the_clock_may_run(server: Server, alice: Any) -> None:
    sheet = alice.new()
    told = datetime.fromisoformat(alice.metadata(sheet)["modifiedTime"])
    assert datetime.now(UTC) - told < timedelta(seconds=30)
    server.clock.set(None)
