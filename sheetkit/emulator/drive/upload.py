"""The upload of Drive v2: a CSV file that takes the place of all that is in a spreadsheet."""

import csv
import io
import secrets
from typing import Any, Final

from sheetkit.emulator.access import drive_file
from sheetkit.emulator.call import Call
from sheetkit.emulator.document import Document, Json
from sheetkit.emulator.drive.metadata import person, rfc3339
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.sheets import endpoints
from sheetkit.emulator.store import SPREADSHEET, File, spreadsheet
from sheetkit.emulator.users import User
from sheetkit.emulator.world import World

_SEPARATORS: Final = {"text/csv": ",", "text/tab-separated-values": "\t", "text/plain": ","}
_USUAL: Final = (1000, 26)
"""Rows and columns of a sheet at least."""


def update(world: World, call: Call, file_id: str) -> Json:
    """files.update of v2 with `uploadType=media`: one new sheet, named as the file, as if the values were typed."""
    file = drive_file(world.store, file_id, call.user, need="writer")
    kind = call.headers.get("content-type", "").partition(";")[0].strip()
    if call.first("uploadType") != "media" or kind not in _SEPARATORS or file.mime_type != SPREADSHEET:
        what = f"uploadType={call.first('uploadType')} of '{kind}'"
        raise ApiError(501, f"The local server takes CSV and TSV files with uploadType=media, not {what}.")
    try:
        text = call.body.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_SEPARATORS[kind]))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ApiError(400, "Bad Request", reason="badRequest") from error
    world.store.write(file, lambda document: _replace(document, rows, call), user=call.user, at=call.now)
    return _shown(call, file)


def _replace(document: Document, rows: list[list[str]], call: Call) -> None:
    title = str(document.properties["title"])
    height, width = max(_USUAL[0], len(rows)), max(_USUAL[1], max((len(row) for row in rows), default=0))
    grid = {"rowCount": height, "columnCount": width}
    sheet = {"sheetId": secrets.randbelow(2**31), "title": title, "gridProperties": grid}
    body = {"properties": dict(document.properties), "sheets": [{"properties": sheet}]}
    made = endpoints.create(body, document.spreadsheet_id, call.url_of(document.spreadsheet_id), call.now)
    quoted = title.replace("'", "''")
    query = {"valueInputOption": ["USER_ENTERED"]}
    if rows:
        endpoints.values_update(made, f"'{quoted}'!A1", {"values": rows}, query, call.now)
    document.sheets, document.named_ranges = made.sheets, ()
    document.developer_metadata, document.counter = (), max(document.counter, made.counter)


def _shown(call: Call, file: File) -> dict[str, Any]:
    """The file as v2 shows it, in the main."""
    owner, at = person(User(file.owner), call.user), rfc3339(file.modified)
    here = f"{call.base}/drive/v2/files/{file.id}"
    user = {
        "displayName": owner["displayName"],
        "kind": "drive#user",
        "isAuthenticatedUser": owner["me"],
        "permissionId": owner["permissionId"],
        "emailAddress": owner["emailAddress"],
    }
    return {
        "kind": "drive#file",
        "selfLink": here,
        "ownerNames": [owner["displayName"]],
        "lastModifyingUserName": call.user.name,
        "editable": True,
        "writersCanShare": True,
        "mimeType": SPREADSHEET,
        "shared": len(file.permissions) > 1,
        "owners": [user],
        "copyable": True,
        "alternateLink": call.url_of(file.id),
        "spaces": ["drive"],
        "id": file.id,
        "title": spreadsheet(file).properties["title"],
        "labels": {
            "viewed": True,
            "restricted": False,
            "starred": file.starred,
            "hidden": False,
            "trashed": file.trashed,
        },
        "explicitlyTrashed": file.trashed,
        "createdDate": rfc3339(file.created),
        "modifiedDate": at,
        "modifiedByMeDate": at,
        "version": str(file.version),
        "capabilities": {"canEdit": True, "canCopy": True},
    }
