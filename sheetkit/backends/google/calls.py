"""The calls that the backend makes, one function each: to Sheets for the cells, to Drive for the file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sheetkit.backends.google.client import HTTPClient
from sheetkit.backends.google.ranges import Json, Request

SHEETS: Final = "https://sheets.googleapis.com/v4/spreadsheets"
FILES: Final = "https://www.googleapis.com/drive/v3/files"
TYPE: Final = "application/vnd.google-apps.spreadsheet"
BUILDING: Final = "sheetkitBuilding"
"""The appProperty, seen by this program only, that a file has while it is being built; its value is the build's id."""

_LEAN: Final = {"prettyPrint": "false"}
"""Without it Google indents its answers, which doubles them."""
_SHARED: Final = {"supportsAllDrives": "true"}


def get(http: HTTPClient, spreadsheet: str, fields: str) -> Json:
    """spreadsheets.get: the parts of a spreadsheet that a field mask names."""
    return http.answer("GET", f"{SHEETS}/{spreadsheet}", _LEAN | {"includeGridData": "true", "fields": fields})


def read(http: HTTPClient, spreadsheet: str, fields: str) -> bytes:
    """The same as it came, for an answer that may be very large."""
    asked = _LEAN | {"includeGridData": "true", "fields": fields}
    return http.request("GET", f"{SHEETS}/{spreadsheet}", params=asked).content


def get_ranges(http: HTTPClient, spreadsheet: str, ranges: Iterable[Json], fields: str) -> Json:
    """spreadsheets.getByDataFilter: the same for some ranges, as many as there are, by the ids of their sheets."""
    body = {"dataFilters": [{"gridRange": one} for one in ranges], "includeGridData": True}
    return http.answer("POST", f"{SHEETS}/{spreadsheet}:getByDataFilter", _LEAN | {"fields": fields}, body)


def batch_update(
    http: HTTPClient,
    spreadsheet: str,
    requests: Sequence[Request],
    ranges: Sequence[str] = (),
    fields: str = "spreadsheetId",
) -> Json:
    """spreadsheets.batchUpdate: all of the requests or none.

    `ranges`, in A1 notation, are those that `fields` shows of the spreadsheet as it is afterwards.
    """
    body: Json = {"requests": list(requests)}
    if ranges:
        body |= {"includeSpreadsheetInResponse": True, "responseIncludeGridData": True, "responseRanges": list(ranges)}
    return http.answer("POST", f"{SHEETS}/{spreadsheet}:batchUpdate", _LEAN | {"fields": fields}, body)


def create_file(http: HTTPClient, title: str, folder: str, build: str) -> str:
    """files.create: an empty spreadsheet that says it is being built; its id."""
    body: Json = {"name": title, "mimeType": TYPE, "appProperties": {BUILDING: build}}
    if folder:
        body["parents"] = [folder]
    return str(http.answer("POST", FILES, _SHARED | {"fields": "id"}, body)["id"])


def unfinished_files(http: HTTPClient, title: str) -> dict[str, str]:
    """files.list: the spreadsheets of a title that sheetkit made, not in the bin, with the builds they are from.

    Only those that still say they are being built.
    """
    name = title.replace("\\", "\\\\").replace("'", "\\'")
    query = f"name = '{name}' and mimeType = '{TYPE}' and trashed = false"
    more = {"includeItemsFromAllDrives": "true", "fields": "files(id,appProperties)", "pageSize": "1000"}
    answer = http.answer("GET", FILES, _SHARED | more | {"q": query})
    properties = {one["id"]: one.get("appProperties", {}) for one in answer.get("files", ())}
    return {file: own[BUILDING] for file, own in properties.items() if BUILDING in own}


def finish_file(http: HTTPClient, file: str) -> None:
    """files.update: say no longer that the file is being built, and take it out of the bin if it was thought left over.

    Another run that builds a spreadsheet of the same title meanwhile cannot tell it from one that was left half built.
    """
    _update_file(http, file, {"appProperties": {BUILDING: None}, "trashed": False})


def bin_file(http: HTTPClient, file: str) -> None:
    """files.update: move a file to Drive's bin, from where its owner can take it back for 30 days."""
    _update_file(http, file, {"trashed": True})


def _update_file(http: HTTPClient, file: str, body: Mapping[str, Any]) -> None:
    http.answer("PATCH", f"{FILES}/{file}", _SHARED | {"fields": "id"}, body)
