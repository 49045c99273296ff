"""files.export: a spreadsheet as .xlsx, or its first sheet as CSV or TSV."""

import csv
import io
from typing import Final
from urllib.parse import quote

from sheetkit.emulator.access import drive_file
from sheetkit.emulator.answers import Answer
from sheetkit.emulator.call import Call
from sheetkit.emulator.days import up_to_date
from sheetkit.emulator.document import Document
from sheetkit.emulator.drive.xlsx import xlsx
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.sheets import endpoints
from sheetkit.emulator.store import SPREADSHEET
from sheetkit.emulator.world import World

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv"
TSV: Final = "text/tab-separated-values"
_OTHERS: Final = {
    "application/pdf",
    "application/zip",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/x-vnd.oasis.opendocument.spreadsheet",
}
MOST: Final = 10_000_000
"""Bytes that Google exports at most."""


def export(world: World, call: Call, file_id: str) -> Answer:
    """The file in the format that `mimeType` names."""
    file, kind = drive_file(world.store, file_id, call.user), call.first("mimeType")
    if not kind:
        where = {"location": "mimeType", "locationType": "parameter"}
        raise ApiError(400, "Required parameter: mimeType", reason="required", details=[where])
    if file.mime_type != SPREADSHEET:
        message = "Export only supports Docs Editors files."
        raise ApiError(403, message, reason="fileNotExportable")
    content = _content(up_to_date(world.store, file, call.now), kind)
    if len(content) > MOST:
        raise ApiError(403, "This file is too large to be exported.", reason="exportSizeLimitExceeded")
    return Answer(200, content, kind, {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.title)}"})


def _content(document: Document, kind: str) -> bytes:
    match kind:
        case "text/csv":
            return _separated(document, ",")
        case "text/tab-separated-values":
            return _separated(document, "\t")
        case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":
            return xlsx(document)
        case kind if kind in _OTHERS:
            message = f"The local server draws no pages: it exports {XLSX}, {CSV} and {TSV}, not {kind}."
            raise ApiError(501, message)
        case _:
            raise ApiError(400, "The requested conversion is not supported.", reason="badRequest")


def _separated(document: Document, separator: str) -> bytes:
    """The values of the first sheet as shown, every row as long as the longest; no line end after the last row."""
    title = document.sheets[0].title.replace("'", "''")
    rows = endpoints.values_get(document, f"'{title}'", {}).get("values", [])
    width = max((len(row) for row in rows), default=0)
    text = io.StringIO(newline="")
    if separator == "\t":
        for row in rows:
            cells = [str(cell).replace("\t", " ").replace("\n", " ") for cell in row]
            text.write("\t".join(cells + [""] * (width - len(row))) + "\r\n")
    else:
        csv.writer(text).writerows(list(row) + [""] * (width - len(row)) for row in rows)
    return text.getvalue().removesuffix("\r\n").encode()
