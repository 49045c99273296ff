"""The watch on all requests: what it lets through, and that it finds what is not as Google's documents say."""

import json
from typing import Any

import pytest
import requests

from sheetkit.backends.google.client import HTTPClient
from sheetkit.backends.google.errors import RequestRefused
from sheetkit.emulator.server import Server
from tests.emulator.conftest import Person
from tests.emulator.traffic import Seen, Watch

SHEET = "/v4/spreadsheets/abc"
BATCH = f"{SHEET}:batchUpdate"
FILE = "/drive/v3/files/abc"
OURS = "sheetkit/0.1.0 (gzip)"
GOOD_JSON = "application/json; charset=UTF-8"
NOT_FOUND = {"error": {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}}
NO_FILE = {"message": "File not found: abc.", "domain": "global", "reason": "notFound"}
OLD_NOT_FOUND = {"error": {"code": 404, "message": "File not found: abc.", "errors": [NO_FILE]}}


def looked(
    verb: str,
    path: str,
    body: Any = None,
    answer: Any = None,
    *,
    status: int = 200,
    kind: str = GOOD_JSON,
    agent: str = OURS,
) -> list[str]:
    """What is found wrong with a request and an answer, without its address."""
    address = f"https://sheets.googleapis.com{path}"
    request = requests.Request(verb, address, json=body, headers={"User-Agent": agent}).prepare()
    response = requests.Response()
    response.status_code, response.url, response.request = status, address, request
    response._content = json.dumps({} if answer is None else answer).encode()
    response.headers["Content-Type"] = kind
    watch = Watch()
    watch.look(request, response)
    return [each.removeprefix(f"{verb} {address.partition('?')[0]}: ") for each in watch.wrong]


@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [
        ("GET", f"{SHEET}?ranges=A1&ranges=B2&includeGridData=true&fields=sheets&prettyPrint=false", None),
        ("GET", f"{SHEET}/values/A1%3AB2?valueRenderOption=FORMULA&quotaUser=x&$.xgafv=2", None),
        ("GET", f"{SHEET}/values:batchGet?ranges=A1", None),
        ("POST", f"{SHEET}/sheets/12:copyTo", {"destinationSpreadsheetId": "x"}),
        ("POST", BATCH, {"requests": [{"deleteSheet": {"sheetId": 3}}]}),
        ("PATCH", FILE, {"appProperties": {"gone": None}}),
        ("PUT", "/upload/drive/v2/files/abc?x=y", None),
        ("POST", "/token?x=y", None),
    ],
)
def test_what_is_as_google_says_passes(verb: str, path: str, body: Any) -> None:
    assert looked(verb, path, body) == []


@pytest.mark.parametrize(
    ("verb", "path", "body", "found"),
    [
        ("GET", f"{SHEET}/rows", None, "there is no such method"),
        ("GET", f"{SHEET}?colour=red", None, "colour: the method has no such parameter"),
        ("GET", f"{SHEET}?includeGridData=True", None, "includeGridData: 'True' is no boolean"),
        ("GET", f"{SHEET}?fields=a&fields=b", None, "fields: given 2 times"),
        ("GET", f"{SHEET}?alt=xml", None, "alt: 'xml' is none of json, media, proto"),
        ("GET", f"{SHEET}?$.xgafv=3", None, "$.xgafv: '3' is none of 1, 2"),
        ("GET", f"{SHEET}/values/A1?majorDimension=ROW", None, "majorDimension: 'ROW' is none of"),
        ("GET", f"{SHEET}/developerMetadata/x", None, "metadataId: 'x' is no int32"),
        ("GET", "/drive/v3/files?pageSize=1001", None, "pageSize: '1001' is no int32"),
        ("GET", f"{FILE}/export", None, "mimeType: the parameter is missing"),
        ("POST", f"{SHEET}/sheets/2147483648:copyTo", {}, "sheetId: '2147483648' is no int32"),
        ("POST", BATCH, {"request": []}, "BatchUpdateSpreadsheetRequest.request: BatchUpdateSpreadsheetRequest has no"),
        ("POST", BATCH, {"requests": [{"deleteTab": {}}]}, "BatchUpdateSpreadsheetRequest.requests[0].deleteTab: Req"),
        ("POST", BATCH, {"requests": [{"deleteSheet": {"sheetId": "3"}}]}, "BatchUpdateSpreadsheetRequest.requests[0]"),
        ("PATCH", FILE, {"name": None}, "File.name: None is no string"),
        ("GET", SHEET, {"requests": []}, "body: the method takes none"),
    ],
)
def test_a_request_that_google_does_not_know_is_found(verb: str, path: str, body: Any, found: str) -> None:
    answers = looked(verb, path, body, NOT_FOUND, status=404) if "rows" in path else looked(verb, path, body)
    assert len(answers) == 1
    assert answers[0].startswith(f"request {found}")


@pytest.mark.parametrize(
    ("verb", "path", "answer", "found"),
    [
        ("GET", SHEET, {"spreadsheetId": 12}, "Spreadsheet.spreadsheetId: 12 is no string"),
        ("GET", SHEET, {"sheets": [{"title": "x"}]}, "Spreadsheet.sheets[0].title: Sheet has no such field"),
        ("GET", FILE, {"version": 12}, "File.version: 12 is no int64"),
        ("GET", FILE, {"appProperties": {"gone": None}}, "File.appProperties.gone: None is no string"),
        ("DELETE", FILE, {"kind": "drive#file"}, "body: the method has none"),
    ],
)
def test_an_answer_that_google_would_not_give_is_found(verb: str, path: str, answer: Any, found: str) -> None:
    (only,) = looked(verb, path, answer=answer)
    assert only.startswith(f"answer 200 {found}")


def test_an_answer_of_another_kind_is_found() -> None:
    assert looked("GET", SHEET, kind="text/html") == ["answer 200 Content-Type: text/html"]


@pytest.mark.parametrize(
    ("path", "answer", "found"),
    [
        (SHEET, NOT_FOUND, ""),
        (FILE, OLD_NOT_FOUND, ""),
        (SHEET, OLD_NOT_FOUND, ".error.status: the field is missing"),
        (FILE, NOT_FOUND, ".error.errors: the field is missing"),
        (SHEET, {"error": {**NOT_FOUND["error"], "code": 400}}, ".error.code: 400"),
        (
            SHEET,
            {"error": {**NOT_FOUND["error"], "status": "MISSING"}},
            ".error.status: 'MISSING' does not go with 404",
        ),
        (SHEET, {"error": {**NOT_FOUND["error"], "details": [{"@type": "x"}]}}, ".error.details: 'x' is none of"),
        (FILE, {"error": {**OLD_NOT_FOUND["error"], "errors": [{**NO_FILE, "why": "x"}]}}, ".error.errors[0].why: th"),
        (SHEET, {"error": "not found"}, ".error: 'not found' is no object"),
    ],
)
def test_errors_have_one_shape_in_sheets_and_another_in_drive(path: str, answer: Any, found: str) -> None:
    answers = looked("GET", path, answer=answer, status=404)
    assert answers[:1] == [] if not found else answers[0].startswith(f"answer 404 {found}")


def test_what_a_test_sends_to_see_it_refused_may_be_anything_and_what_we_send_may_not() -> None:
    wrong: Any = {"requests": [{"deleteTab": {}}]}
    error = {"error": {"code": 400, "message": "No.", "status": "INVALID_ARGUMENT"}}
    assert looked("POST", BATCH, wrong, error, status=400, agent="a test") == []
    assert looked("POST", BATCH, wrong, error, status=400) != []
    assert looked("POST", BATCH, wrong, agent="a test") != []


def test_every_request_of_our_client_is_seen(server: Server, alice: Person, traffic: Watch) -> None:
    path = f"https://sheets.googleapis.com/v4/spreadsheets/{alice.new()}:batchUpdate"
    http = HTTPClient(alice.session, server=server.url)
    with pytest.raises(RequestRefused):
        http.answer("POST", path, body={"requests": [{"addSheet": {"tab": 1}}]})
    http.answer("POST", path, body={"requests": [{"addSheet": {}}]})
    assert [each.partition(": ")[2] for each in traffic.taken()] == [
        "request BatchUpdateSpreadsheetRequest.requests[0].addSheet.tab: AddSheetRequest has no such field"
    ]
    assert traffic.seen == [
        Seen("sheets.spreadsheets.create", (), ours=False, status=200),
        Seen("sheets.spreadsheets.batchUpdate", ("addSheet",), ours=True, status=400),
        Seen("sheets.spreadsheets.batchUpdate", ("addSheet",), ours=True, status=200),
    ]
