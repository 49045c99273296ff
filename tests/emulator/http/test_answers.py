"""What goes over the wire: the layout of answers, errors as both APIs put them, and many callers at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from google.auth.credentials import AnonymousCredentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from sheetkit.emulator.api import MOST_BYTES
from sheetkit.emulator.server import Server
from tests.emulator.conftest import Person
from tests.emulator.traffic import Watch


def test_json_is_laid_out_as_google_does_unless_it_is_asked_not_to(alice: Any) -> None:
    path = f"/v4/spreadsheets/{alice.new()}"
    assert (
        alice.call("GET", path, fields="properties/locale").text
        == '{\n  "properties": {\n    "locale": "en_US"\n  }\n}\n'
    )
    tight = alice.call("GET", path, fields="properties/locale", prettyPrint="false")
    assert tight.text == '{"properties":{"locale":"en_US"}}'
    assert tight.headers["Content-Type"] == "application/json; charset=UTF-8"


def test_an_error_of_sheets_and_one_of_drive(alice: Any) -> None:
    assert alice.call("GET", "/v4/spreadsheets/test").text == (
        '{\n  "error": {\n    "code": 404,\n    "message": "Requested entity was not found.",\n'
        '    "status": "NOT_FOUND"\n  }\n}\n'
    )
    assert alice.call("GET", "/drive/v3/files/test").json() == {
        "error": {
            "code": 404,
            "message": "File not found: test.",
            "errors": [
                {
                    "message": "File not found: test.",
                    "domain": "global",
                    "reason": "notFound",
                    "location": "fileId",
                    "locationType": "parameter",
                }
            ],
        }
    }


@pytest.mark.parametrize("body", [b"{", b"[1]", b"nonsense"])
def test_a_body_that_is_no_json_object(body: bytes, alice: Any) -> None:
    answer = alice.call("POST", f"/v4/spreadsheets/{alice.new()}:batchUpdate", body)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith("Invalid JSON payload received.")


def test_a_parameter_that_there_is_not_is_refused_by_sheets_and_passed_over_by_drive(
    alice: Any, traffic: Watch
) -> None:
    sheet = alice.new()
    answer = alice.call("GET", f"/v4/spreadsheets/{sheet}", colour="red")
    assert answer.status_code == 400
    assert 'Unknown name "colour"' in answer.json()["error"]["message"]
    assert alice.call("GET", f"/drive/v3/files/{sheet}", colour="red").status_code == 200
    answer = alice.call("PUT", f"/v4/spreadsheets/{sheet}/values/A1", {"values": [["x"]]}, value_input_option="RAW")
    assert answer.status_code == 200
    assert [each.partition(": ")[2] for each in traffic.taken()] == [
        "request colour: the method has no such parameter",
        "request value_input_option: the method has no such parameter",
    ]


def test_titles_with_every_character_are_found_in_addresses(alice: Any) -> None:
    sheet = alice.new()
    title = "a/b: c% ü+&?#'s"
    requests = [{"addSheet": {"properties": {"title": title}}}]
    alice.post(f"/v4/spreadsheets/{sheet}:batchUpdate", {"requests": requests})
    quoted = quote("'" + title.replace("'", "''") + "'!A1:B2", safe="")
    assert alice.put(sheet, quoted, ["x"]).status_code == 200
    assert alice.get(f"/v4/spreadsheets/{sheet}/values/{quoted}")["values"] == [["x"]]
    cleared = alice.post(f"/v4/spreadsheets/{sheet}/values/{quoted}:clear")
    assert cleared["clearedRange"].endswith("!A1:B2")


def test_calls_come_back_at_once(server: Server, alice: Any) -> None:
    path = f"/v4/spreadsheets/{alice.new()}"
    began = time.perf_counter()
    for _ in range(50):
        alice.call("GET", path, fields="spreadsheetId")
    assert time.perf_counter() - began < 50 * 0.030, "Nagle's wait alone would be 50 times 40 ms"
    assert len(server.log) == 51


def test_the_log_knows_what_each_call_was(server: Server, alice: Any) -> None:
    sheet = alice.new()
    alice.put(sheet, "A1", ["x"])
    alice.values(sheet, "A1")
    alice.call("GET", "/nowhere")
    told = [(entry.method_id, entry.writes, entry.status, entry.user) for entry in server.log]
    assert told == [
        ("sheets.spreadsheets.create", True, 200, alice.email),
        ("sheets.spreadsheets.values.update", True, 200, alice.email),
        ("sheets.spreadsheets.values.get", False, 200, alice.email),
        ("", False, 404, ""),
    ]
    assert server.log[1].request_bytes == len(b'{"values": [["x"]]}')
    assert server.log[2].response_bytes > 50
    assert (len(server.log.reads()), len(server.log.writes())) == (2, 2)
    server.log.clear()
    assert len(server.log) == 0


def test_no_write_of_many_at_once_is_lost(server: Server, alice: Any) -> None:
    sheet = alice.new()

    def appends(name: str) -> None:
        person = Person(server, "alice")
        for turn in range(15):
            path = f"/v4/spreadsheets/{sheet}/values/A1:append"
            person.post(path, {"values": [[f"{name} {turn}"]]}, valueInputOption="RAW")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(appends, "abcdefgh"))
    texts = [row[0] for row in alice.values(sheet, "A1:A999")]
    assert sorted(texts) == sorted(f"{name} {turn}" for name in "abcdefgh" for turn in range(15))
    assert alice.metadata(sheet, "version") == {"version": str(1 + 8 * 15)}


def test_today_moves_with_the_clock_in_the_spreadsheets_own_zone(server: Server, alice: Any) -> None:
    server.clock.set(datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    body = {"properties": {"title": "Zones", "timeZone": "Europe/Berlin"}}
    sheet = str(alice.post("/v4/spreadsheets", body)["spreadsheetId"])
    alice.put(sheet, "A1", ["=TODAY()", "=A1+1"], option="USER_ENTERED")
    path = f"/v4/spreadsheets/{sheet}/values/A1:B1"

    def serials() -> Any:
        return alice.get(path, valueRenderOption="UNFORMATTED_VALUE")["values"][0]

    assert serials() == [46205, 46206], "in Berlin it is the second of July already"
    version = alice.metadata(sheet, "version")
    server.clock.advance(24 * 3600)
    assert serials() == [46206, 46207]
    assert alice.metadata(sheet, "version") == version, "a day that passes is no change"


def test_whatever_breaks_inside_is_an_answer(server: Server, alice: Any) -> None:
    sheet = alice.new()
    file = server.store.get(sheet)
    assert file is not None
    file.document = None
    answer = alice.call("GET", f"/v4/spreadsheets/{sheet}")
    assert (answer.status_code, answer.json()["error"]["status"]) == (500, "INTERNAL")


def test_a_body_beyond_what_google_takes(alice: Any) -> None:
    body = b'{"requests": []' + b" " * MOST_BYTES + b"}"
    answer = alice.call("POST", f"/v4/spreadsheets/{alice.new()}:batchUpdate", body)
    assert answer.status_code == 400
    assert "exceeds the limit: 10485760 bytes" in answer.json()["error"]["message"]


def test_googles_own_python_client_can_talk_to_it(server: Server) -> None:
    """The client that Google ships, built from its own discovery documents, with only the address changed."""
    nobody: Any = AnonymousCredentials  # its types are not known
    to = {"credentials": nobody(), "static_discovery": True, "cache_discovery": False}
    sheets = build("sheets", "v4", client_options={"api_endpoint": server.url}, **to)
    drive = build("drive", "v3", client_options={"api_endpoint": f"{server.url}/drive/v3"}, **to)

    def done(request: Any) -> Any:
        request.headers["Authorization"] = "Bearer alice"
        return request.execute()

    made = done(sheets.spreadsheets().create(body={"properties": {"title": "By the client"}}))["spreadsheetId"]
    values = {"values": [["a", 1]]}
    done(sheets.spreadsheets().values().update(spreadsheetId=made, range="A1", body=values, valueInputOption="RAW"))
    assert done(sheets.spreadsheets().values().get(spreadsheetId=made, range="A1:B1"))["values"] == [["a", "1"]]
    assert done(drive.files().list(q="name contains 'client'", fields="files(id)"))["files"] == [{"id": made}]
    with pytest.raises(HttpError, match="File not found: none"):
        done(drive.files().get(fileId="none"))
