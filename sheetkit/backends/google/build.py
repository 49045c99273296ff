"""Builds a new spreadsheet, which is whole or in Drive's bin in the end, whatever happens on the way."""

from collections.abc import Sequence
from contextlib import suppress
from uuid import uuid4

from sheetkit.backends.google import calls, mark
from sheetkit.backends.google.client import HTTPClient
from sheetkit.backends.google.errors import AnswerLost, GoogleError
from sheetkit.backends.google.ranges import Json, Request
from sheetkit.backends.google.separators import localised
from sheetkit.backends.google.split import MOST_BYTES, batches
from sheetkit.backends.google.write import requests
from sheetkit.core.errors import FileExists
from sheetkit.workbook.model import Workbook

_STATE = f"{mark.FIELDS},sheets.properties(sheetId,title)"


def build(
    http: HTTPClient,
    title: str,
    workbook: Workbook,
    *,
    folder: str = "",
    locale: str = "en_US",
    time_zone: str = "Etc/GMT",
    most: int = MOST_BYTES,
) -> str:
    """Make a spreadsheet in a folder ("": My Drive) and fill it by requests of at most so many bytes; its id.

    What an earlier run with this title left half built goes to Drive's bin first. When this run fails, so does what it
    made. Raises PatchRefused before anything is made, and GoogleError.
    """
    steps = _steps(workbook, 0, locale, time_zone, most)
    for file in calls.unfinished_files(http, title):
        calls.bin_file(http, file)
    run = uuid4().hex
    spreadsheet = _made(http, title, folder, run)
    try:
        _fill(http, spreadsheet, steps)
        _finish(http, spreadsheet)
    except GoogleError:
        with suppress(GoogleError):
            calls.bin_file(http, spreadsheet)
        raise
    with suppress(GoogleError):  # it is whole; what is left over says that it is not, and the next run bins it
        _bin_twins(http, title, run)
    return spreadsheet


def fill(http: HTTPClient, spreadsheet: str, workbook: Workbook) -> None:
    """Fill a spreadsheet that somebody made and left empty; its locale and time zone stay.

    Raises FileExists when there is anything in it.
    """
    about = "properties(locale,timeZone),sheets(properties(sheetId,title),data.rowData.values.userEnteredValue)"
    found = calls.get(http, spreadsheet, about)
    sheets = found.get("sheets", ())
    if len(sheets) != 1 or _filled(sheets[0]):
        raise FileExists("There is something in this spreadsheet already.", hint="Give an empty one, or a new title.")
    own = found["properties"]
    steps = _steps(workbook, int(sheets[0]["properties"].get("sheetId", 0)), own["locale"], own["timeZone"], MOST_BYTES)
    _fill(http, spreadsheet, steps)


def _filled(sheet: Json) -> bool:
    rows = (row for block in sheet.get("data", ()) for row in block.get("rowData", ()))
    return any(cell.get("userEnteredValue") for row in rows for cell in row.get("values", ()))


def _steps(workbook: Workbook, blank_sheet: int, locale: str, time_zone: str, most: int) -> list[list[Request]]:
    english = requests(workbook, blank_sheet, locale=locale, time_zone=time_zone)
    made = (localised(request, locale) for request in english)
    return mark.marked(list(batches(made, most)))


def _made(http: HTTPClient, title: str, folder: str, run: str) -> str:
    """A new file. When the answer is lost, the file is looked for by the run's id before another one is made."""
    try:
        return calls.create_file(http, title, folder, run)
    except AnswerLost:
        own = [file for file, build in calls.unfinished_files(http, title).items() if build == run]
        if own:
            return own[0]
    return calls.create_file(http, title, folder, run)


def _bin_twins(http: HTTPClient, title: str, run: str) -> None:
    """Bin the other files of this run: there is one where the request that makes a file arrived twice on its way."""
    for file, build in calls.unfinished_files(http, title).items():
        if build == run:
            calls.bin_file(http, file)


def _fill(http: HTTPClient, spreadsheet: str, steps: Sequence[Sequence[Request]]) -> None:
    for number, batch in enumerate(steps):
        try:
            calls.batch_update(http, spreadsheet, batch)
        except AnswerLost:
            if not _done(http, spreadsheet, number, last=number == len(steps) - 1):
                calls.batch_update(http, spreadsheet, batch)


def _done(http: HTTPClient, spreadsheet: str, number: int, *, last: bool) -> bool:
    """Whether a batch whose answer was lost was made: the spreadsheet itself says so, or does not know its number."""
    state = calls.get(http, spreadsheet, _STATE)
    if last:
        return mark.step(state) < 0 and len(state.get("sheets", ())) > 1
    return mark.step(state) == number


def _finish(http: HTTPClient, spreadsheet: str) -> None:
    try:
        calls.finish_file(http, spreadsheet)
    except AnswerLost:
        calls.finish_file(http, spreadsheet)  # saying it twice is the same as once
