"""The upload of Drive v2: a CSV file that takes the place of all that is in a spreadsheet."""

import csv
import io
import secrets
from typing import Final

from sheetkit.emulator.access import drive_file
from sheetkit.emulator.call import Call
from sheetkit.emulator.document import Document, Json
from sheetkit.emulator.drive.second import shown
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.sheets import endpoints
from sheetkit.emulator.store import SPREADSHEET
from sheetkit.emulator.world import World

_SEPARATORS: Final = {"text/csv": ",", "text/tab-separated-values": "\t", "text/plain": ","}
_ZONE: Final = "America/Los_Angeles"
"""The time zone of a spreadsheet after an import, whatever it was before, as gspread's recorded answers show it."""
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
    return shown(call, file)


def _replace(document: Document, rows: list[list[str]], call: Call) -> None:
    title = str(document.properties["title"])
    height, width = max(_USUAL[0], len(rows)), max(_USUAL[1], max((len(row) for row in rows), default=0))
    grid = {"rowCount": height, "columnCount": width}
    sheet = {"sheetId": secrets.randbelow(2**31), "title": title, "gridProperties": grid}
    body = {"properties": {**document.properties, "timeZone": _ZONE}, "sheets": [{"properties": sheet}]}
    made = endpoints.create(body, document.spreadsheet_id, call.url_of(document.spreadsheet_id), call.now)
    quoted = title.replace("'", "''")
    query = {"valueInputOption": ["USER_ENTERED"]}
    if rows:
        endpoints.values_update(made, f"'{quoted}'!A1", {"values": rows}, query, call.now)
    document.properties, document.sheets, document.named_ranges = made.properties, made.sheets, ()
    document.developer_metadata, document.counter = (), max(document.counter, made.counter)
