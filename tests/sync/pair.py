"""A file on disk and a spreadsheet of the local server, in step; each game begins where the last one began."""

import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import requests

import sheetkit
from sheetkit.app.auditing import audit
from sheetkit.app.sync_results import Synced
from sheetkit.app.syncing import sync
from sheetkit.backends.excel.backend import ExcelBackend
from sheetkit.backends.google.backend import GoogleBackend, create
from sheetkit.core.values import CellValue
from sheetkit.emulator.server import Server
from sheetkit.records.parse import parse
from sheetkit.records.place import Parsed
from sheetkit.sync.base import StateFile
from sheetkit.sync.snapshot import Snapshot
from sheetkit.sync.take import take
from sheetkit.template.load import load_template
from sheetkit.workbook.a1 import address
from sheetkit.workbook.backend import Backend
from sheetkit.workbook.grid import Grid, GridSheet
from tests.app.google import shop
from tests.sync.desk import DAY, LIBRARY

BY = ("ann", "2026-11-22T14:05:00Z")
TEMPLATE = load_template(LIBRARY)
MINE = "Mine"
"""A tab of a person's own; and a word beside a table, which is nobody's but theirs."""


@dataclass(frozen=True)
class Look:
    """What one side says now."""

    grid: Grid
    parsed: Parsed
    snapshot: Snapshot

    def sheet(self, table: str) -> GridSheet:
        found = self.grid.sheet(self.parsed.places[table].sheet)
        assert found
        return found

    @property
    def values(self) -> set[CellValue]:
        """Every value in any cell."""
        return {value for sheet in self.grid.sheets for column in sheet.values for value in column}


class Bob:
    """Somebody who has the spreadsheet open in a browser: plain REST calls under another name."""

    def __init__(self, server: Server, spreadsheet: str) -> None:
        self.url = f"{server.url}/v4/spreadsheets/{spreadsheet}"
        self.session = requests.Session()
        self.session.headers["Authorization"] = "Bearer bob"

    def call(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.session.request(method, self.url + path, json=body, timeout=60)
        assert answer.ok, answer.text
        return answer.json()

    def type(self, sheet: str, cells: dict[tuple[int, int], CellValue]) -> None:
        """Type into cells, as at the keyboard."""
        data = [
            {"range": f"'{sheet}'!{address(*place)}", "values": [["" if value is None else value]]}
            for place, value in cells.items()
        ]
        self.call("POST", "/values:batchUpdate", {"valueInputOption": "USER_ENTERED", "data": data})

    def clear(self, sheet: str, cells: list[tuple[int, int]]) -> None:
        self.call("POST", "/values:batchClear", {"ranges": [f"'{sheet}'!{address(*place)}" for place in cells]})

    def put(self, sheet: str, row: int, column: int, value: CellValue) -> None:
        """Type into one cell by the other method."""
        place = quote(f"'{sheet}'!{address(row, column)}")
        self.call("PUT", f"/values/{place}?valueInputOption=USER_ENTERED", {"values": [[value]]})

    def do(self, *requests_: Any) -> Any:
        return self.call("POST", ":batchUpdate", {"requests": list(requests_)})

    def id(self, sheet: str) -> int:
        sheets = self.call("GET", "?fields=sheets.properties(sheetId,title)")["sheets"]
        return int(next(one["properties"].get("sheetId", 0) for one in sheets if one["properties"]["title"] == sheet))


class Pair:
    """The two workbooks. Side 0 is the file, side 1 the spreadsheet; `kept` is a state of both to come back to."""

    def __init__(self, server: Server, folder: Path, made: bytes) -> None:
        self.server, self.folder = server, folder
        self.book, self.state = folder / "here.xlsx", folder / "state"
        self.kept: tuple[bytes, Any] | None = None
        self.book.write_bytes(made)
        http = shop.client(server)
        kept: list[GoogleBackend] = []

        def make(workbook: Any) -> GoogleBackend:
            kept.append(create(http, "Library", workbook))
            return kept[0]

        sync(self.book, as_of=DAY, pair=lambda: "pair1", state=self.state, make=make, by=BY)
        self.id = kept[0].id
        http.answer("POST", f"https://www.googleapis.com/drive/v3/files/{self.id}/permissions", {}, SHARED)
        self.bob = Bob(server, self.id)
        self._own()
        self.sync()
        self._start = self.book.read_bytes(), self.document.copy()
        shutil.copytree(self.state, folder / "start")

    def _own(self) -> None:
        """What sheetkit does not own, on both sides."""
        book = openpyxl.load_workbook(self.book)
        book.create_sheet(MINE)
        book[MINE]["B2"], book[MINE]["B3"] = "my own", "=1+1"
        place = self.look(0).parsed.places["Readers"]
        beside = max([*place.columns.values(), *place.extra.values()]) + 3
        book[place.sheet][address(0, beside)] = "beside"
        book.save(self.book)
        self.bob.do({"addSheet": {"properties": {"title": MINE}}})
        self.bob.type(MINE, {(1, 1): "my own", (2, 1): "=1+1"})
        place = self.look(1).parsed.places["Readers"]
        wider = {"sheetId": self.bob.id(place.sheet), "dimension": "COLUMNS", "length": 6}
        self.bob.do({"appendDimension": wider})
        self.bob.type(place.sheet, {(0, beside): "beside"})

    def reset(self) -> None:
        """Both sides and the state as at first."""
        self.server.faults = ""
        for left in self.folder.glob(".here.xlsx*"):
            left.unlink()
        self.book.write_bytes(self._start[0])
        self.document = self._start[1].copy()
        shutil.rmtree(self.state)
        shutil.copytree(self.folder / "start", self.state)

    @property
    def document(self) -> Any:
        return shop.document(self.server, self.id)

    @document.setter
    def document(self, document: Any) -> None:
        file = self.server.store.get(self.id)
        assert file
        file.document = document

    def type(self, sheet: str, cells: Mapping[tuple[int, int], Any]) -> None:
        """Another program, which knows of no lock, puts cells into the file and saves it."""
        other = self.book.with_name("other.xlsx")
        shutil.copy(self.book, other)
        sheetkit.patch_xlsx(other, {(sheet, address(*at)): value for at, value in cells.items()}, backup=False)
        other.replace(self.book)

    def side(self, side: int) -> Backend:
        return GoogleBackend(shop.client(self.server), self.id) if side else ExcelBackend(self.book)

    def look(self, side: int) -> Look:
        grid = self.side(side).read()
        parsed = parse(TEMPLATE, grid)
        return Look(grid, parsed, take(parsed, parsed.ledger, grid))

    def sync(self, **options: Any) -> Synced:
        given = {"max_delete": 100.0, "by": BY, **options}
        return sync(self.book, self.side(1), as_of=DAY, pair=lambda: "pair2", state=self.state, **given)

    @property
    def store(self) -> StateFile:
        """What is remembered of the two."""
        found = [path for path in self.state.glob("*.db") if StateFile(path, "").load().marks != (0, 0)]
        return StateFile(found[0] if found else self.state / "pair1.db", "")

    def logged(self) -> set[CellValue]:
        """Every value in the log of conflicts."""
        found = [one for path in self.state.glob("*.db") for one in StateFile(path, "").conflicts()]
        return {value for one in found for value in (one.conflict.before, one.conflict.local, one.conflict.remote)}

    def stamp(self) -> tuple[bytes, int]:
        """What changes with any write to either side."""
        file = self.server.store.get(self.id)
        assert file
        return self.book.read_bytes(), file.version

    def whole(self) -> bool:
        """Whether every part of the file unpacks to what its checksum says, and nothing else lies about."""
        with zipfile.ZipFile(self.book) as archive:
            return archive.testzip() is None and not list(self.folder.glob("*.tmp"))

    def audit_faults(self) -> list[str]:
        found = [one for side in (0, 1) for one in audit(self.side(side), state=self.state)]
        return [fault.what for one in found for fault in one.faults]


SHARED = {"type": "user", "role": "writer", "emailAddress": "bob@example.com"}
