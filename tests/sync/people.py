"""What people do in a file and in its spreadsheet: type, add, delete, copy, sort, and change keys.

Every value that is typed is unlike any other, so that it can be looked for. The name of a row (a book's title, a
reader's name) is never edited, so that a value in the wrong row, or a row that is there twice, is seen.
"""

from collections import Counter
from typing import Final, NamedTuple

from sheetkit.core.values import CellValue
from sheetkit.sync.board import find
from sheetkit.sync.conflict_board import BOARD, KEEP_OTHER, KEEP_THIS
from sheetkit.sync.snapshot import folded
from sheetkit.template.resolve import tab_of
from tests.sync.both import Both, Cells, Look

NAMED: Final = {"Books": "Book Title", "Readers": "Reader Name"}
TYPED: Final = {"Books": ("Author", "Price"), "Readers": ("E-mail", "Joined")}
TABLES: Final = tuple(NAMED)
EITHER: Final = -1
RESOLUTION: Final = BOARD.heads.index("Resolution")


class Turn(NamedTuple):
    """On which side (0, 1), at which row, with which detail."""

    side: int
    row: int
    detail: int


START: Final = Turn(0, 0, 0)


class People:
    """Two people, and what is to be found of what they typed.

    `alive` are the values that must be found, with the name of the row in which each was typed; `births` is how often
    a row may be there; `touched` are names of rows whose keys changed since the last sync, with the side, or EITHER for
    new rows; `unknown` says that what was remembered of the past is lost; `last` are the highest card numbers that each
    of the two saw.
    """

    def __init__(self, pair: Both) -> None:
        self.pair, self.token, self.unknown = pair, 0, False
        self.alive: dict[CellValue, CellValue] = {}
        self.births: Counter[tuple[str, CellValue]] = Counter()
        self.touched: dict[CellValue, int] = {}
        self.last = [3, 3]

    def new(self, column: str) -> CellValue:
        self.token += 1
        if column == "Price":
            return self.token + 0.25
        return 30000.0 + self.token if column == "Joined" else f"v{self.token}"

    def gone(self, value: CellValue) -> None:
        self.alive.pop(value, None)

    def edit(self, turn: Turn) -> None:
        side, row, detail = turn
        look, table = self.pair.look(side), TABLES[detail % 2]
        column = TYPED[table][detail // 2 % 2]
        held, place = look.parsed.ledger.tables[table], look.parsed.places[table]
        if not held.height or column not in place.columns:
            return
        row %= held.height
        old, value, name = held.columns[column][row], self.new(column), held.columns[NAMED[table]][row]
        texts = isinstance(old, str) and isinstance(value, str) and self.names(look, table)[name] == 1
        if not (texts and detail % 5 == 0 and self.pair.hands[side].replace(place.sheet, str(old), str(value))):
            self.pair.hands[side].type(place.sheet, {(held.sheet_rows[row], place.columns[column]): value}, detail)
        self.typed(side, table, name, (old, value))

    def typed(self, side: int, table: str, name: CellValue, values: tuple[CellValue, CellValue]) -> None:
        """A value took the place of another in a row."""
        self.gone(values[0])
        self.alive[values[1]] = name
        touched = self.touched.get(name)
        if touched is not None and (touched in (side, EITHER) or self.unsure):  # its key was changed on this side too
            self.births[table, name] += 1  # it cannot be known again

    @property
    def unsure(self) -> bool:
        """Whether a sync was cut off since the last, or what was remembered is lost."""
        return self.unknown

    def names(self, look: Look, table: str) -> Counter[CellValue]:
        return Counter(look.parsed.ledger.tables[table].columns[NAMED[table]])

    def formula(self, turn: Turn) -> None:
        """A person types a formula of their own where a price stands."""
        side, row, _ = turn
        look = self.pair.look(side)
        held, place = look.parsed.ledger.tables["Books"], look.parsed.places["Books"]
        if not held.height or "Price" not in place.columns:
            return
        row %= held.height
        old, result, name = held.columns["Price"][row], self.new("Price"), held.columns[NAMED["Books"]][row]
        at = held.sheet_rows[row], place.columns["Price"]
        self.pair.hands[side].formula(place.sheet, at, f"{self.token}+0.25", result)
        self.typed(side, "Books", name, (old, result))
        self.gone(result)  # nobody typed the result

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
        self.touched[name] = EITHER
        found = {(at, place.columns[key]): cell for key, cell in cells.items() if key in place.columns}
        if column not in place.columns:
            self.gone(value)
        self.pair.hands[side].type(place.sheet, found, detail)

    def add_keyed(self, turn: Turn) -> None:
        """A person types the next card number themselves, perhaps on both sides."""
        side, _, _ = turn
        look = self.pair.look(side)
        spare = look.parsed.places["Readers"].spare_rows
        self.saw(side, look)
        self.last[side] += 1
        if spare:
            self.born(side, look, "Readers", spare[0], {"Card": f"R{self.last[side]:03}"})

    def saw(self, side: int, look: Look) -> None:
        """A person looks at the card numbers; they never type one that is taken, though its cell be empty now."""
        numbers = [int(key[1:]) for key in map(folded, look.snapshot.tables["Readers"].keys) if key[1:].isdigit()]
        self.last[side] = max([self.last[side], *numbers])

    def delete(self, turn: Turn) -> None:
        side, row, detail = turn
        look, table = self.pair.look(side), TABLES[detail % 2]
        held, place = look.parsed.ledger.tables[table], look.parsed.places[table]
        if held.height < 3:
            return
        row %= held.height
        for name in (*TYPED[table], NAMED[table]):
            self.gone(held.columns[name][row])
        at, hands = held.sheet_rows[row], self.pair.hands[side]
        if hands.inserts and detail % 3 == 0:
            hands.delete_row(place.sheet, at)
            return
        cells = [(at, column) for column in look.typed_columns(self.pair.template, table)]
        for _, column in cells:
            self.gone(look.sheet(table).value(at, column))
        hands.clear(place.sheet, cells, detail)

    def copy(self, turn: Turn) -> None:
        side, row, detail = turn
        look, table = self.pair.look(side), TABLES[detail % 2]
        held, place = look.parsed.ledger.tables[table], look.parsed.places[table]
        if held.height and place.spare_rows:
            row %= held.height
            name = held.columns[NAMED[table]][row]
            self.births[table, name] += 1 + (name in self.touched)  # of two rows with a new key none is the old
            rows = held.sheet_rows[row], place.spare_rows[0]
            self.pair.hands[side].copy(look, self.pair.template, table, rows)

    def sort(self, turn: Turn) -> None:
        side, row, detail = turn
        look, table = self.pair.look(side), TABLES[detail % 2]
        if look.parsed.ledger.tables[table].height:
            self.pair.hands[side].sort(look, self.pair.template, table, row, detail)

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
        cell = held.sheet_rows[row], place.columns[tab_of(self.pair.template, table).key]
        self.pair.hands[side].type(place.sheet, {cell: key})
        self.touched[name] = side
        self.births[table, name] += self.unknown and key is not None

    def setting(self, turn: Turn) -> None:
        side, _, detail = turn
        look = self.pair.look(side)
        place, value = look.parsed.names["Loan_Days"], 1000.0 + self.token
        self.token += 1
        self.gone(look.snapshot.settings["Loan_Days"])
        self.alive[value] = None
        self.pair.hands[side].type(place.sheet, {(place.row, place.column): value}, detail)

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
        self.pair.hands[side].type(place.sheet, {(place.row + at, place.column): value}, detail)

    def settle(self, turn: Turn) -> None:
        """Somebody decides about conflicts on the Conflicts tab, wherever they wait."""
        side, row, detail = turn
        placed = find(BOARD, self.pair.look(side).grid)
        for number, (at, says) in enumerate(placed.lines if placed else ()):
            if placed and (row + number) % 3:
                self.gone(says[RESOLUTION])
                value: CellValue = (KEEP_THIS, KEEP_OTHER)[detail % 3] if detail % 3 < 2 else self.new("")
                if detail % 3 == 2:
                    self.alive[value] = None
                cells: Cells = {(at, placed.columns[RESOLUTION]): value}
                self.pair.hands[side].type(placed.sheet, cells)
