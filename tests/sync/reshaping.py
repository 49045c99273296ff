"""What people do to the shape of a file and its spreadsheet: rename, insert, and save with other programs."""

import re
import zipfile
from pathlib import Path

import openpyxl

import sheetkit
from sheetkit.workbook.a1 import address
from tests.sync.desk import DAY
from tests.sync.people import NAMED, TABLES, TYPED, People, Turn


class Reshapers(People):
    """People who are not content with typing."""

    def rename_tab(self, turn: Turn) -> None:
        side, _, detail = turn
        sheet, self.token = self.pair.look(side).parsed.places[TABLES[detail % 2]].sheet, self.token + 1
        title = f"Tab{self.token}"
        if side:
            about = {"sheetId": self.pair.bob.id(sheet), "title": title}
            self.pair.bob.do({"updateSheetProperties": {"properties": about, "fields": "title"}})
        else:
            renamed(self.pair.book, sheet, title)

    def rename_header(self, turn: Turn) -> None:
        side, row, detail = turn
        look, table = self.pair.look(side), TABLES[detail % 2]
        place, self.token = look.parsed.places[table], self.token + 1
        at, title = place.columns.get(TYPED[table][0]), f"{TYPED[table][0]}{('s', ' ', '', ' s')[row % 4]}"
        if at is None:
            return
        if side:
            self.pair.bob.type(place.sheet, {(place.header_row, at): title})
            return
        book = openpyxl.load_workbook(self.pair.book)
        cell = book[place.sheet][address(place.header_row, at)]
        for one in book[place.sheet].tables.values():
            for column in one.tableColumns:
                column.name = title if column.name == cell.value else column.name
        cell.value = title
        book.save(self.pair.book)

    def insert_column(self, turn: Turn) -> None:
        """A column of one's own inside the table, with a value in it."""
        _, row, detail = turn
        look, table = self.pair.look(1), TABLES[detail % 2]
        held, place = look.parsed.ledger.tables[table], look.parsed.places[table]
        if len(place.extra) > 1 or not held.height:
            return
        at, row = min(place.columns.values()) + 1 + row % 4, row % held.height
        span = {"sheetId": self.pair.bob.id(place.sheet), "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
        self.pair.bob.do({"insertDimension": {"range": span, "inheritFromBefore": True}})
        value = self.new("")
        self.alive[value] = held.columns[NAMED[table]][row]
        own = {(place.header_row, at): f"Own{self.token}", (held.sheet_rows[row], at): value}
        self.pair.bob.type(place.sheet, own)

    def insert_row(self, turn: Turn) -> None:
        _, row, detail = turn
        look, table = self.pair.look(1), TABLES[detail % 2]
        held, place = look.parsed.ledger.tables[table], look.parsed.places[table]
        if not held.height:
            return
        at = held.sheet_rows[row % held.height]
        span = {"sheetId": self.pair.bob.id(place.sheet), "dimension": "ROWS", "startIndex": at, "endIndex": at + 1}
        self.pair.bob.do({"insertDimension": {"range": span, "inheritFromBefore": at > place.first_row}})
        if detail % 3:
            self.born(1, self.pair.look(1), table, at, {})

    def resave(self, turn: Turn) -> None:
        """Another program opens the file and saves it: every formula loses its result."""
        del turn
        openpyxl.load_workbook(self.pair.book).save(self.pair.book)

    def update(self, turn: Turn) -> None:
        side, _, _ = turn
        look = self.pair.look(side).snapshot
        for table, name in NAMED.items():
            held = look.tables[table]
            for key, value in zip(held.keys, held.columns[name], strict=True):
                self.births[table, value] += key is None and self.unknown and value in self.touched
        sheetkit.update(self.pair.side(side), as_of=DAY)


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
