"""Every method that the server has is called once, and what goes over the wire is as Google's documents say."""

from typing import Any

import pytest

from sheetkit.emulator.api import ROUTES
from sheetkit.emulator.routes import Route
from tests.emulator.conftest import Person
from tests.emulator.traffic import APART, Watch

BY_FILTER = {"dataFilters": [{"a1Range": "A1:B2"}]}
BODIES: dict[str, Any] = {
    "sheets.spreadsheets.create": {"properties": {"title": "Other"}, "sheets": [{"properties": {"title": "One"}}]},
    "sheets.spreadsheets.batchUpdate": {
        "requests": [{"addSheet": {"properties": {"title": "Two"}}}],
        "includeSpreadsheetInResponse": True,
        "responseIncludeGridData": True,
    },
    "sheets.spreadsheets.getByDataFilter": BY_FILTER | {"includeGridData": True},
    "sheets.spreadsheets.values.batchUpdate": {
        "valueInputOption": "RAW",
        "data": [{"range": "A5", "values": [["x"]]}],
        "includeValuesInResponse": True,
    },
    "sheets.spreadsheets.values.batchClear": {"ranges": ["A1"]},
    "sheets.spreadsheets.values.batchGetByDataFilter": BY_FILTER,
    "sheets.spreadsheets.values.batchClearByDataFilter": BY_FILTER,
    "sheets.spreadsheets.values.batchUpdateByDataFilter": {
        "valueInputOption": "USER_ENTERED",
        "data": [{"dataFilter": {"a1Range": "A5"}, "values": [["=1+1"]]}],
        "includeValuesInResponse": True,
    },
    "sheets.spreadsheets.values.append": {"values": [["x", 1, True]]},
    "sheets.spreadsheets.values.clear": {},
    "sheets.spreadsheets.values.update": {"values": [["x", None], [2.5, True]]},
    "sheets.spreadsheets.developerMetadata.search": {
        "dataFilters": [{"developerMetadataLookup": {"metadataKey": "mark"}}]
    },
    "drive.files.create": {"name": "Folder", "mimeType": "application/vnd.google-apps.folder"},
    "drive.files.update": {"name": "New", "appProperties": {"mark": "x"}},
    "drive.files.copy": {"name": "Copy"},
    "drive.permissions.create": {"type": "user", "role": "reader", "emailAddress": "cid@example.com"},
    "drive.permissions.update": {"role": "writer"},
    "drive.comments.create": {"content": "Look"},
    "drive.comments.update": {"content": "Look again"},
    "drive.replies.create": {"content": "Yes"},
    "drive.drives.create": {"name": "Ours"},
    "drive.files.upload": b"a,b\n1,2\n",
}
"""What each method is sent."""
ENTERED = {"valueInputOption": "USER_ENTERED", "includeValuesInResponse": True}
QUERIES: dict[str, dict[str, Any]] = {
    "sheets.spreadsheets.get": {"includeGridData": True, "ranges": ["A1", "B1:B2"]},
    "sheets.spreadsheets.values.get": {"valueRenderOption": "FORMULA", "majorDimension": "COLUMNS"},
    "sheets.spreadsheets.values.batchGet": {"ranges": ["A1", "B1:B2"], "valueRenderOption": "UNFORMATTED_VALUE"},
    "sheets.spreadsheets.values.append": ENTERED | {"insertDataOption": "INSERT_ROWS"},
    "sheets.spreadsheets.values.update": ENTERED,
    "drive.about.get": {"fields": "*"},
    "drive.files.list": {"fields": "*", "orderBy": "name"},
    "drive.files.get": {"fields": "*"},
    "drive.files.create": {"fields": "*"},
    "drive.files.update": {"fields": "*"},
    "drive.files.copy": {"fields": "*"},
    "drive.files.export": {"mimeType": "text/csv"},
    "drive.files.upload": {"uploadType": "media", "convert": True},
    "drive.permissions.list": {"fields": "*"},
    "drive.permissions.get": {"fields": "*"},
    "drive.permissions.create": {"fields": "*", "sendNotificationEmail": False},
    "drive.comments.create": {"fields": "*"},
    "drive.comments.list": {"fields": "*"},
    "drive.comments.get": {"fields": "*"},
    "drive.comments.update": {"fields": "*"},
    "drive.replies.create": {"fields": "*"},
    "drive.replies.list": {"fields": "*"},
    "drive.changes.list": {"pageToken": "1"},
    "drive.drives.create": {"requestId": "1"},
}
"""With which parameters it is called."""
CALLED = [route for route in ROUTES if route.service != "oauth"]


def furnished(alice: Person) -> dict[str, str]:
    """A spreadsheet with a bit of everything; the parameters of paths by name."""
    sheet = alice.new()
    alice.put(sheet, "A1:B2", ["a", 1], ["=B1*2", True], option="USER_ENTERED")
    mark = {"metadataId": 7, "metadataKey": "mark", "location": {"spreadsheet": True}, "visibility": "DOCUMENT"}
    metadata = {"requests": [{"createDeveloperMetadata": {"developerMetadata": mark}}]}
    alice.post(f"/v4/spreadsheets/{sheet}:batchUpdate", metadata)
    right = alice.share(sheet, "reader", email="bob@example.com")["id"]
    comment = alice.post(f"/drive/v3/files/{sheet}/comments", {"content": "Well"}, fields="*")["id"]
    return {"spreadsheetId": sheet, "fileId": sheet, "range": "A1:B2", "sheetId": "0", "metadataId": "7"} | {
        "permissionId": right,
        "commentId": comment,
        "revisionId": "1",
    }


@pytest.mark.parametrize("route", CALLED, ids=lambda route: str(route.id))
def test_a_method(route: Route, alice: Person, traffic: Watch) -> None:
    parameters, body = furnished(alice), BODIES.get(route.id)
    if route.id == "sheets.spreadsheets.sheets.copyTo":
        body = {"destinationSpreadsheetId": alice.new()}
    if isinstance(body, bytes):
        alice.session.headers["Content-Type"] = "text/csv"
    before = len(traffic.seen)
    answer = alice.call(route.method, route.pattern.format(**parameters), body, **QUERIES.get(route.id, {}))
    if route.handler.__qualname__.startswith("missing."):
        assert answer.status_code == 501
    else:
        assert answer.ok, answer.text
    apart = route.pattern.startswith(tuple(APART))
    assert [seen.method for seen in traffic.seen[before:]] == ([] if apart else [route.id])
