"""A Google spreadsheet as a backend: build, read, patch."""

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from sheetkit.backends.google import build as building
from sheetkit.backends.google import calls, read
from sheetkit.backends.google.client import HTTPClient
from sheetkit.backends.google.known import Known
from sheetkit.backends.google.patch import apply
from sheetkit.backends.memory import MemoryBackend
from sheetkit.core.errors import FileMoved
from sheetkit.formula.layout import Layout
from sheetkit.workbook.grid import Grid
from sheetkit.workbook.model import Workbook
from sheetkit.workbook.patch import Patch


class GoogleBackend:
    """One Google spreadsheet. It implements `workbook.backend.Backend`."""

    computes = True
    """Google computes every formula itself, so results are not written."""
    backup = ""
    """Google keeps every version itself (File, Version history)."""

    def __init__(self, http: HTTPClient, spreadsheet_id: str) -> None:
        self.http = http
        self.id = spreadsheet_id
        self._title = ""
        self._known: Known | None = None

    @property
    def label(self) -> str:
        """The spreadsheet's address."""
        return f"{self.http.server or 'https://docs.google.com'}/spreadsheets/d/{self.id}"

    @property
    def name(self) -> str:
        """The spreadsheet's title; it is asked for when nothing was read yet."""
        if not self._title:
            self._title = str(calls.get(self.http, self.id, "properties.title")["properties"]["title"])
        return self._title

    def exclusive(self) -> AbstractContextManager[None]:
        """Nothing to hold: Google has no lock. What matters is read again before a write."""
        return nullcontext()

    @contextmanager
    def rehearsal(self) -> Iterator[MemoryBackend]:
        """The spreadsheet as it is now, in memory."""
        yield MemoryBackend(self.read(), name=self.name)

    def write(self, workbook: Workbook) -> None:
        """Fill the spreadsheet. Raises FileExists when there is anything in it."""
        building.fill(self.http, self.id, workbook)

    def read(self) -> Grid:
        """The cells as they are in the spreadsheet, by one request. Raises BuildUnfinished or GoogleError."""
        content = calls.read(self.http, self.id, read.FIELDS)
        answer = read.parsed(content)
        grid = read.grid(answer, hashlib.sha256(content).hexdigest(), self.label)
        self._title = str(answer["properties"]["title"])
        self._known = Known.of(grid, answer)
        return grid

    def patch(self, patch: Patch, layout: Layout, *, backup: bool = True) -> str:
        """Change cells and add rows by one batchUpdate; the new revision, for which the spreadsheet is to be read anew.

        `backup` does not matter. Raises FileMoved unless the patch was made from what this backend read last and what
        it touches is still so; PatchRefused; NotAsWritten when Google holds something else afterwards; GoogleError.
        """
        del backup
        if self._known is None or self._known.grid.revision != patch.revision:
            raise FileMoved(path=self.label)
        known, self._known = self._known, None
        return apply(self.http, self.id, known, patch, layout)


def create(
    http: HTTPClient,
    title: str,
    workbook: Workbook,
    folder: str = "",
    locale: str = "en_US",
    time_zone: str = "Etc/GMT",
) -> GoogleBackend:
    """Build a new spreadsheet with a title in a Drive folder, by its id ("": My Drive).

    `locale` is Google's name of one (`en_GB`, `de_DE`), `time_zone` an IANA name. Raises PatchRefused or GoogleError.
    """
    return GoogleBackend(http, building.build(http, title, workbook, folder=folder, locale=locale, time_zone=time_zone))
