"""What people do in a file and in its spreadsheet: type, add, delete, copy, sort, and change keys.

Every value that is typed is unlike any other, so that it can be looked for. The name of a row (a book's title, a
reader's name) is never edited, so that a value in the wrong row, or a row that is there twice, is seen.
"""

from collections import Counter
from typing import Any, Final, NamedTuple

import openpyxl

from sheetkit.core.values import CellValue
from sheetkit.sync.snapshot import folded
from sheetkit.template.resolve import tab_of
from sheetkit.workbook.a1 import address
from tests.sync.pair import TEMPLATE, Look, Pair

NAMED: Final = {"Books": "Book Title", "Readers": "Reader Name"}
TYPED: Final = {"Books": ("Author", "Price"), "Readers": ("E-mail", "Joined")}
TABLES: Final = tuple(NAMED)
Cells = dict[tuple[int, int], Any]


class Turn(NamedTuple):
    """On which side (0 the file, 1 the spreadsheet), at which row, with which detail."""

    side: int
    row: int
    detail: int


START: Final = Turn(0, 0, 0)


class People:
    """Two people, and what is to be found of what they typed.

    `alive` are the values that must be found, with the name of the row in which each was typed; `births` is how often
    a row may be there; `touched` are names of rows whose keys cannot be known from the sync before; `unknown` says that
    what was remembered of the past is lost.
    """

    def __init__(self, pair: Pair) -> None:
        self.pair, self.token, self.unknown = pair, 0, False
        self.alive: dict[CellValue, CellValue] = {}
        self.births: Counter[tuple[str, CellValue]] = Counter()
        self.touched: set[CellValue] = set()

    def new(self, column: str) -> CellValue:
        self.token += 1
        if column == "Price":
            return self.token + 0.25
        return 30000.0 + self.token if column == "Joined" else f"v{self.token}"

    def gone(self, value: CellValue) -> None:
        self.alive.pop(value, None)

    def put(self, side: int, sheet: str, cells: Cells, way: int = 0) -> None:
        """Type into cells of a side."""
        if side and way % 3 == 1 and len(cells) == 1:
            ((row, column),) = cells
            self.pair.bob.put(sheet, row, column, cells[row, column])
        elif side:
            self.pair.bob.type(sheet, cells)
        elif way % 4 == 1 and not any(str(value).startswith("=") for value in cells.values()):
            book = openpyxl.load_workbook(self.pair.book)
            for place, value in cells.items():
                book[sheet][address(*place)] = value
            book.save(self.pair.book)
        else:
            self.pair.type(sheet, cells)

    def edit(self, turn: Turn) -> None:
        side, row, detail = turn
        look, table = self.pair.look(side), TABLES[detail % 2]
        column = TYPED[table][detail // 2 % 2]
        held, place = look.parsed.ledger.tables[table], look.parsed.places[table]
        if not held.height or column not in place.columns:
            return
        row %= held.height
        old, value, name = held.columns[column][row], self.new(column), held.columns[NAMED[table]][row]
        alike = self.names(look, table)[name]
        if side and isinstance(old, str) and isinstance(value, str) and alike == 1 and detail % 5 == 0:
            self.pair.bob.do({"findReplace": {"find": old, "replacement": value, "matchEntireCell": True,
                                              "sheetId": self.pair.bob.id(place.sheet)}})  # fmt: skip
        else:
            self.put(side, place.sheet, {(held.sheet_rows[row], place.columns[column]): value}, detail)
        self.gone(old)
        self.alive[value] = name
        if name in self.touched:  # its key was changed too: it cannot be known again
            self.births[table, name] += 1

    def names(self, look: Look, table: str) -> Counter[CellValue]:
        return Counter(look.parsed.ledger.tables[table].columns[NAMED[table]])

    def add(self, turn: Turn) -> None:
        side, row, detail = turn
        look, table = self.pair.look(side), TABLES[detail % 2]
        if spare := look.parsed.places[table].spare_rows:
            at = spare[0] if detail % 5 else spare[row % len(spare)]
            self.born(side, look, table, at, {}, detail)

    def born(self, side: int, look: Look, table: str, at: int, more: dict[str, CellValue], detail: int = 0) -> None:
        """A row is typed at a sheet's row."""
        place, column = look.parsed.places[table], TYPED[table][0]
        name, value = f"n{self.token + 1}", self.new("")
        self.token += 1
        cells = {NAMED[table]: name, column: value, **more}
        if table == "Books":
            cells |= {"Shelf Mark": f"S-{self.token}", "Shelf": "Novels"}
        self.births[table, name] += 1
        self.alive[value] = self.alive[name] = name
        self.touched.add(name)
        found = {(at, place.columns[key]): cell for key, cell in cells.items() if key in place.columns}
        if column not in place.columns:
            self.gone(value)
        self.put(side, place.sheet, found, detail)

    def add_keyed(self, turn: Turn) -> None:
        """A person types the next card number themselves, perhaps on both sides."""
        side, _, _ = turn
        look = self.pair.look(side)
        spare = look.parsed.places["Readers"].spare_rows
        numbers = [int(key[1:]) for key in map(folded, look.snapshot.tables["Readers"].keys) if key[1:].isdigit()]
        if spare:
            self.born(side, look, "Readers", spare[0], {"Card": f"R{max(numbers, default=0) + 1:03}"})

    def delete(self, turn: Turn) -> None:
        side, row, detail = turn
        look, table = self.pair.look(side), TABLES[detail % 2]
        held, place, tab = look.parsed.ledger.tables[table], look.parsed.places[table], tab_of(TEMPLATE, table)
        if held.height < 3:
            return
        row %= held.height
        for name in (*TYPED[table], NAMED[table]):
            self.gone(held.columns[name][row])
        at = held.sheet_rows[row]
        if side and detail % 3 == 0:
            span = {"sheetId": self.pair.bob.id(place.sheet), "dimension": "ROWS", "startIndex": at, "endIndex": at + 1}
            self.pair.bob.do({"deleteDimension": {"range": span}})
            return
        own = [column.name for column in tab.columns if not column.formula and column.name in place.columns]
        cells = [(at, place.columns[name]) for name in own]
        cells += [(at, column) for column in place.extra.values()]
        for _, column in cells:
            self.gone(look.sheet(table).value(at, column))
        if side:
            self.pair.bob.clear(place.sheet, cells)
        else:
            self.put(side, place.sheet, dict.fromkeys(cells), detail)

    def copy(self, turn: Turn) -> None:
        side, row, detail = turn
        look, table = self.pair.look(side), TABLES[detail % 2]
        held, place, tab = look.parsed.ledger.tables[table], look.parsed.places[table], tab_of(TEMPLATE, table)
        if not held.height or not place.spare_rows:
            return
        row %= held.height
        at, to = held.sheet_rows[row], place.spare_rows[0]
        self.births[table, held.columns[NAMED[table]][row]] += 1
        if side:
            sheet = self.pair.bob.id(place.sheet)
            columns = {"startColumnIndex": min(place.columns.values()), "endColumnIndex": self.end(look, table)}
            rows = [{"sheetId": sheet, "startRowIndex": one, "endRowIndex": one + 1, **columns} for one in (at, to)]
            self.pair.bob.do({"copyPaste": {"source": rows[0], "destination": rows[1], "pasteType": "PASTE_NORMAL"}})
            return
        own = [column.name for column in tab.columns if not column.formula and column.name in place.columns]
        cells = {(to, place.columns[name]): held.columns[name][row] for name in own}
        cells |= {(to, column): look.sheet(table).value(at, column) for column in place.extra.values()}
        self.put(side, place.sheet, cells)

    def end(self, look: Look, table: str) -> int:
        """The column behind a table."""
        place = look.parsed.places[table]
        return max([*place.columns.values(), *place.extra.values()]) + 1

    def sort(self, turn: Turn) -> None:
        side, row, detail = turn
        look, table = self.pair.look(side), TABLES[detail % 2]
        held, place, tab = look.parsed.ledger.tables[table], look.parsed.places[table], tab_of(TEMPLATE, table)
        if not held.height:
            return
        by = (NAMED[table], *TYPED[table], tab.key)[row % 4]
        if side:
            area = {"sheetId": self.pair.bob.id(place.sheet), "startRowIndex": place.first_row,
                    "endRowIndex": max(held.sheet_rows) + 1, "startColumnIndex": min(place.columns.values()),
                    "endColumnIndex": self.end(look, table)}  # fmt: skip
            order = {"dimensionIndex": place.columns.get(by, 0), "sortOrder": "DESCENDING" if row % 2 else "ASCENDING"}
            self.pair.bob.do({"sortRange": {"range": area, "sortSpecs": [order]}})
            return
        own = [place.columns[c.name] for c in tab.columns if not c.formula and c.name in place.columns]
        own += place.extra.values()
        sheet = look.sheet(table)
        rows = list(held.sheet_rows)
        turned = [*rows[row % len(rows) :], *rows[: row % len(rows)]][:: -1 if detail % 3 else 1]
        self.put(side, place.sheet, {(to, column): sheet.value(at, column)
                                     for to, at in zip(rows, turned, strict=True) for column in own})  # fmt: skip

    def wipe(self, turn: Turn) -> None:
        side, row, _ = turn
        self.key(side, row, "Readers", None)

    def rekey(self, turn: Turn) -> None:
        side, row, detail = turn
        self.token += 1
        self.key(side, row, TABLES[detail % 2], f"X-{self.token}")

    def key(self, side: int, row: int, table: str, key: CellValue) -> None:
        look, there = self.pair.look(side), self.pair.look(1 - side).snapshot.tables[table]
        held, place, mine = look.parsed.ledger.tables[table], look.parsed.places[table], look.snapshot.tables[table]
        if not held.height:
            return
        row %= held.height
        name = held.columns[NAMED[table]][row]
        if self.births[table, name] > 1 or name in self.touched or name not in there.columns[NAMED[table]]:
            return
        at, to = list(mine.columns[NAMED[table]]).index(name), list(there.columns[NAMED[table]]).index(name)
        if any(mine.columns[column][at] != there.columns.get(column, {to: 0})[to] for column in mine.columns):
            return
        self.put(side, place.sheet, {(held.sheet_rows[row], place.columns[tab_of(TEMPLATE, table).key]): key})
        self.touched.add(name)
        self.births[table, name] += self.unknown and key is not None

    def setting(self, turn: Turn) -> None:
        side, _, detail = turn
        look = self.pair.look(side)
        place, value = look.parsed.names["Loan_Days"], 1000.0 + self.token
        self.token += 1
        self.gone(look.snapshot.settings["Loan_Days"])
        self.alive[value] = None
        self.put(side, place.sheet, {(place.row, place.column): value}, detail)

    def entry(self, turn: Turn) -> None:
        side, row, detail = turn
        look = self.pair.look(side)
        place, held = look.parsed.names["Shelves"], look.snapshot.lists["Shelves"]
        at = row % len(held) if detail % 3 == 0 and held else len(held)
        if at >= place.rows:
            return
        value = self.new("")
        self.gone(held[at] if at < len(held) else None)
        self.alive[value] = None
        self.put(side, place.sheet, {(place.row + at, place.column): value}, detail)
