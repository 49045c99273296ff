"""A file on disk and a spreadsheet of the local server, in step; each game begins where the last one began."""

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import requests

import sheetkit
from sheetkit.app.syncing import sync
from sheetkit.backends.excel.backend import ExcelBackend
from sheetkit.backends.google.backend import GoogleBackend, create
from sheetkit.core.values import CellValue
from sheetkit.emulator.server import Server
from sheetkit.template.load import load_template
from sheetkit.template.model import Template
from sheetkit.workbook.a1 import address
from sheetkit.workbook.backend import Backend
from tests.app.google import shop
from tests.sync.both import BY, MINE, Both, Cells, Hands, Look
from tests.sync.desk import DAY, LIBRARY

__all__ = ["BY", "TEMPLATE", "Bob", "FileHands", "Pair", "SheetHands"]
TEMPLATE = load_template(LIBRARY)
FAULTS = ("latency(0.01)", "429", "429(2)", "500", "503", "503(1)", "cut-before", "cut-after", "twice")


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


class FileHands(Hands):
    """Somebody who edits a file, in turn with openpyxl and with another program that keeps all of it."""

    def __init__(self, book: Path) -> None:
        self.book = book

    def type(self, sheet: str, cells: Cells, way: int = 0) -> None:
        if way % 4 == 1 and not any(str(value).startswith("=") for value in cells.values()):
            book = openpyxl.load_workbook(self.book)
            for place, value in cells.items():
                book[sheet][address(*place)] = value
            book.save(self.book)
            return
        other = self.book.with_name("other.xlsx")  # another program, which knows of no lock
        shutil.copy(self.book, other)
        sheetkit.patch_xlsx(other, {(sheet, address(*at)): value for at, value in cells.items()}, backup=False)
        other.replace(self.book)

    def formula(self, sheet: str, at: tuple[int, int], text: str, result: CellValue) -> None:
        self.type(sheet, {at: sheetkit.Formula(f"={text}", cached=result)})

    def rename_tab(self, sheet: str, title: str) -> None:
        renamed(self.book, sheet, title)

    def rename_header(self, sheet: str, at: tuple[int, int], title: str) -> None:
        book = openpyxl.load_workbook(self.book)
        cell = book[sheet][address(*at)]
        for one in book[sheet].tables.values():
            for column in one.tableColumns:
                column.name = title if column.name == cell.value else column.name
        cell.value = title
        book.save(self.book)

    def keep(self) -> bytes:
        return self.book.read_bytes()

    def bring_back(self, kept: Any) -> None:
        self.book.write_bytes(kept)

    def resave(self) -> None:
        """Every formula loses its result."""
        openpyxl.load_workbook(self.book).save(self.book)


class SheetHands(Hands):
    """Somebody who has the spreadsheet open in a browser."""

    inserts = True

    def __init__(self, server: Server, spreadsheet: str) -> None:
        self.server, self.spreadsheet, self.bob = server, spreadsheet, Bob(server, spreadsheet)

    def type(self, sheet: str, cells: Cells, way: int = 0) -> None:
        if way % 3 == 1 and len(cells) == 1:
            ((row, column),) = cells
            self.bob.put(sheet, row, column, cells[row, column])
        else:
            self.bob.type(sheet, dict(cells))

    def formula(self, sheet: str, at: tuple[int, int], text: str, result: CellValue) -> None:
        del result
        self.bob.type(sheet, {at: f"={text}"})

    def clear(self, sheet: str, cells: list[tuple[int, int]], way: int = 0) -> None:
        del way
        self.bob.clear(sheet, cells)

    def copy(self, look: Look, template: Template, table: str, rows: tuple[int, int]) -> None:
        del template
        columns = {"startColumnIndex": look.edges(table)[0], "endColumnIndex": look.edges(table)[1]}
        sheet = self.bob.id(look.sheet(table).name)
        source, target = ({"sheetId": sheet, "startRowIndex": one, "endRowIndex": one + 1, **columns} for one in rows)
        self.bob.do({"copyPaste": {"source": source, "destination": target, "pasteType": "PASTE_NORMAL"}})

    def sort(self, look: Look, template: Template, table: str, row: int, detail: int) -> None:
        columns = look.typed_columns(template, table)
        place, held = look.parsed.places[table], look.parsed.ledger.tables[table]
        area = {"sheetId": self.bob.id(place.sheet), "startRowIndex": place.first_row,
                "endRowIndex": max(held.sheet_rows) + 1, "startColumnIndex": look.edges(table)[0],
                "endColumnIndex": look.edges(table)[1]}  # fmt: skip
        order = {
            "dimensionIndex": columns[row % len(columns)],
            "sortOrder": "DESCENDING" if detail % 2 else "ASCENDING",
        }
        self.bob.do({"sortRange": {"range": area, "sortSpecs": [order]}})

    def replace(self, sheet: str, old: str, new: str) -> bool:
        self.bob.do({"findReplace": {"find": old, "replacement": new, "matchEntireCell": True,
                                     "sheetId": self.bob.id(sheet)}})  # fmt: skip
        return True

    def insert(self, sheet: str, dimension: str, at: int, *, alike: bool) -> None:
        span = {"sheetId": self.bob.id(sheet), "dimension": dimension, "startIndex": at, "endIndex": at + 1}
        self.bob.do({"insertDimension": {"range": span, "inheritFromBefore": alike}})

    def delete_row(self, sheet: str, row: int) -> None:
        span = {"sheetId": self.bob.id(sheet), "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
        self.bob.do({"deleteDimension": {"range": span}})

    def rename_tab(self, sheet: str, title: str) -> None:
        about = {"sheetId": self.bob.id(sheet), "title": title}
        self.bob.do({"updateSheetProperties": {"properties": about, "fields": "title"}})

    def rename_header(self, sheet: str, at: tuple[int, int], title: str) -> None:
        self.bob.type(sheet, {at: title})

    def keep(self) -> Any:
        return shop.document(self.server, self.spreadsheet).copy()

    def bring_back(self, kept: Any) -> None:
        file = self.server.store.get(self.spreadsheet)
        assert file
        file.document = kept.copy()


class Pair(Both):
    """The two workbooks. Side 0 is the file, side 1 the spreadsheet; `kept` is a state of both to come back to."""

    def __init__(self, server: Server, folder: Path, made: bytes) -> None:
        super().__init__(folder, TEMPLATE)
        self.server = server
        self.book = folder / "here.xlsx"
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
        sheet = SheetHands(server, self.id)
        self.bob, self.hands = sheet.bob, (FileHands(self.book), sheet)
        self._own()
        self.begin()

    def _own(self) -> None:
        """What sheetkit does not own, on both sides."""
        book = openpyxl.load_workbook(self.book)
        book.create_sheet(MINE)
        book[MINE]["B2"], book[MINE]["B3"] = "my own", "=1+1"
        place = self.look(0).parsed.places["Readers"]
        beside = self.look(0).edges("Readers")[1] + 2
        book[place.sheet][address(0, beside)] = "beside"
        book.save(self.book)
        self.bob.do({"addSheet": {"properties": {"title": MINE}}})
        self.bob.type(MINE, {(1, 1): "my own", (2, 1): "=1+1"})
        place = self.look(1).parsed.places["Readers"]
        wider = {"sheetId": self.bob.id(place.sheet), "dimension": "COLUMNS", "length": 6}
        self.bob.do({"appendDimension": wider})
        self.bob.type(place.sheet, {(0, beside): "beside"})

    def reset(self) -> None:
        for left in self.folder.glob(".here.xlsx*"):
            left.unlink()
        super().reset()

    def calm(self) -> None:
        self.server.faults = ""

    def fault(self, row: int, detail: int) -> None:
        self.server.faults = f"any:{1 + row % 7}={FAULTS[detail % len(FAULTS)]}"

    def interrupt(self, row: int, happens: Callable[[], None]) -> None:
        self.server.faults.hook(f"read:{2 + row % 3}", lambda _: happens())

    @property
    def document(self) -> Any:
        return shop.document(self.server, self.id)

    @document.setter
    def document(self, document: Any) -> None:
        file = self.server.store.get(self.id)
        assert file
        file.document = document

    def type(self, sheet: str, cells: Cells) -> None:
        """Another program puts cells into the file and saves it."""
        self.hands[0].type(sheet, cells)

    def side(self, side: int) -> Backend:
        return GoogleBackend(shop.client(self.server), self.id) if side else ExcelBackend(self.book)

    def stamp(self) -> tuple[bytes, int]:
        file = self.server.store.get(self.id)
        assert file
        return self.book.read_bytes(), file.version

    def whole(self) -> bool:
        """Whether every part of the file unpacks to what its checksum says, and nothing else lies about."""
        with zipfile.ZipFile(self.book) as archive:
            return archive.testzip() is None and not list(self.folder.glob("*.tmp"))


def renamed(book: Path, old: str, new: str) -> None:
    """A tab of a file gets another name, and every formula that names it follows."""
    with zipfile.ZipFile(book) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            text = data
            if name.endswith(".xml"):
                text = re.sub(rf"(?<![\w'])'?{re.escape(old)}'?!".encode(), f"{new}!".encode(), text)
                if name == "xl/workbook.xml":
                    text = text.replace(f'name="{old}"'.encode(), f'name="{new}"'.encode(), 1)
            archive.writestr(name, text)


SHARED = {"type": "user", "role": "writer", "emailAddress": "bob@example.com"}
