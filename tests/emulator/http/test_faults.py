"""Every fault, at the call that it was meant for, and what it leaves in the spreadsheet."""

import time
from typing import Any

import pytest
import requests

from sheetkit.emulator.faults import FaultsInvalid
from sheetkit.emulator.server import Server


def append(person: Any, sheet: str, text: str) -> int | str:
    """Append a row and say what came back: a status, or "cut"."""
    path = f"/v4/spreadsheets/{sheet}/values/A1:append"
    try:
        return int(person.call("POST", path, {"values": [[text]]}, valueInputOption="RAW").status_code)
    except requests.ConnectionError:
        return "cut"


@pytest.mark.parametrize(
    ("fault", "answer", "rows"),
    [
        ("cut-before", "cut", []),
        ("cut-after", "cut", [["x"]]),
        ("twice", 200, [["x"], ["x"]]),
        ("401", 401, []),
        ("403", 403, []),
        ("429", 429, []),
        ("500", 500, []),
        ("503", 503, []),
        ("latency(0.01)", 200, [["x"]]),
        ("edit(Sheet1!A1=theirs)", 200, [["theirs"], ["x"]]),
    ],
)
def test_what_a_fault_answers_and_leaves(fault: str, answer: int | str, rows: Any, server: Server, alice: Any) -> None:
    sheet = alice.new()
    server.faults.set(f"write={fault}")
    assert append(alice, sheet, "x") == answer
    assert alice.values(sheet, "A1:A9") == rows
    assert server.log[1].faults == (fault,)
    assert append(alice, sheet, "y") == 200, "only the first call met it"


@pytest.mark.parametrize(
    ("spec", "statuses"),
    [
        ("write:2=500", [200, 500, 200, 200]),
        ("write:2-3=500", [200, 500, 500, 200]),
        ("write:2+=500", [200, 500, 500, 500]),
        ("write:*=500", [500, 500, 500, 500]),
        ("read:*=500", [200, 200, 200, 200]),
        ("any:3=503", [200, 200, 503, 200]),
        ("sheets:1=500", [500, 200, 200, 200]),
        ("sheets.write:1=500", [500, 200, 200, 200]),
        ("spreadsheets.values.append:4=500", [200, 200, 200, 500]),
        ("sheets.spreadsheets.values.append:4=500", [200, 200, 200, 500]),
        ("drive:*=500", [200, 200, 200, 200]),
        ("write:1=500; write:2=429", [500, 429, 200, 200]),
    ],
)
def test_which_calls_meet_a_fault(spec: str, statuses: list[int], server: Server, alice: Any) -> None:
    sheet = alice.new()
    server.faults.set(spec)
    assert [append(alice, sheet, "x") for _ in statuses] == statuses


@pytest.mark.parametrize(
    ("spec", "names"),
    [
        ("nonsense", "nonsense"),
        ("write=explode", "explode"),
        ("wrote=500", "wrote"),
        ("write:0=500", "'0'"),
        ("write:x=500", "'x'"),
        ("write=latency", "seconds"),
        ("write=latency(soon)", "seconds"),
        ("write=edit(A1)", "edit(Sheet1!A1=text)"),
        ("write=403(because)", "storageQuotaExceeded"),
        ("write=500(3)", "brackets"),
    ],
)
def test_a_fault_that_cannot_be_understood_says_why(spec: str, names: str, server: Server) -> None:
    server.faults.set("any:*=500")
    with pytest.raises(FaultsInvalid, match="The fault") as raised:
        server.faults.set(spec)
    assert names in str(raised.value)
    assert len(server.faults.rules) == 1, "what was set before still holds"


def test_a_wait_is_asked_for_only_where_it_is_said(server: Server, alice: Any) -> None:
    sheet = alice.new()
    server.faults.set("read:1=429; read:2=429(7); read:3=503(2)")
    answers = [alice.call("GET", f"/v4/spreadsheets/{sheet}") for _ in range(3)]
    assert [answer.headers.get("Retry-After") for answer in answers] == [None, "7", "2"]


def test_latency_holds_an_answer_back(server: Server, alice: Any) -> None:
    sheet = alice.new()
    server.faults.set("read=latency(0.2)")
    began = time.monotonic()
    alice.get(f"/v4/spreadsheets/{sheet}")
    assert time.monotonic() - began >= 0.2


@pytest.mark.parametrize("reason", ["userRateLimitExceeded", "storageQuotaExceeded", "accessNotConfigured"])
def test_drive_says_why_it_refuses(reason: str, server: Server, alice: Any) -> None:
    server.faults.set(f"drive=403({reason})")
    error = alice.call("GET", "/drive/v3/files").json()["error"]
    assert (error["code"], error["errors"][0]["reason"]) == (403, reason)


def test_sheets_says_that_the_api_is_off_and_that_a_scope_is_missing(server: Server, alice: Any) -> None:
    server.faults.set("sheets:1=403(accessNotConfigured); sheets:2=403(insufficientPermissions)")
    reasons = [alice.call("GET", "/v4/spreadsheets/x").json()["error"]["details"][0]["reason"] for _ in range(2)]
    assert reasons == ["SERVICE_DISABLED", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"]


def test_a_test_can_do_anything_between_a_read_and_a_write(server: Server, alice: Any, bob: Any) -> None:
    sheet = alice.new()
    alice.share(sheet, "writer", email=bob.email)
    server.faults.hook("write:2", lambda file_id: bob.put(file_id, "B1", ["meanwhile"]))
    append(alice, sheet, "one")
    append(alice, sheet, "two")
    assert alice.values(sheet, "A1:B2") == [["one", "meanwhile"], ["two"]]


def test_an_edit_by_someone_else_moves_the_version(server: Server, alice: Any) -> None:
    sheet = alice.new()
    before = int(alice.metadata(sheet)["version"])
    server.faults.set("read=edit(A1=7; 8)")
    assert alice.values(sheet, "A1") == [["7; 8"]]
    after = alice.metadata(sheet)
    assert int(after["version"]) > before
    assert after["lastModifyingUser"]["emailAddress"] == "someone.else@example.com"
