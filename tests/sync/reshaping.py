"""What people do to the shape of two workbooks: rename, insert, and save with other programs."""

import sheetkit
from tests.sync.desk import DAY
from tests.sync.people import NAMED, TABLES, TYPED, People, Turn


class Reshapers(People):
    """People who are not content with typing."""

    def rename_tab(self, turn: Turn) -> None:
        side, _, detail = turn
        sheet, self.token = self.pair.look(side).parsed.places[TABLES[detail % 2]].sheet, self.token + 1
        self.pair.hands[side].rename_tab(sheet, f"Tab{self.token}")

    def rename_header(self, turn: Turn) -> None:
        side, row, detail = turn
        look, table = self.pair.look(side), TABLES[detail % 2]
        place, self.token = look.parsed.places[table], self.token + 1
        at, title = place.columns.get(TYPED[table][0]), f"{TYPED[table][0]}{('s', ' ', '', ' s')[row % 4]}"
        if at is not None:
            self.pair.hands[side].rename_header(place.sheet, (place.header_row, at), title)

    def insert_column(self, turn: Turn) -> None:
        """A column of one's own with a value in it, inside the table where the program can do that, or right of it."""
        _, row, detail = turn
        side = self.inserting(turn)
        look, table = self.pair.look(side), TABLES[detail % 2]
        held, place = look.parsed.ledger.tables[table], look.parsed.places[table]
        inserts = self.pair.hands[side].inserts
        if len(place.extra) > inserts or not held.height:
            return
        at, row = min(place.columns.values()) + 1 + row % 4, row % held.height
        if inserts:
            self.pair.hands[side].insert(place.sheet, "COLUMNS", at, alike=True)
        else:
            at = look.edges(table)[1]
        value = self.new("")
        self.alive[value] = held.columns[NAMED[table]][row]
        own = {(place.header_row, at): f"Own{self.token}", (held.sheet_rows[row], at): value}
        self.pair.hands[side].type(place.sheet, own)

    def insert_row(self, turn: Turn) -> None:
        _, row, detail = turn
        side = self.inserting(turn)
        look, table = self.pair.look(side), TABLES[detail % 2]
        held, place = look.parsed.ledger.tables[table], look.parsed.places[table]
        if not held.height or not self.pair.hands[side].inserts:
            return
        at = held.sheet_rows[row % held.height]
        self.pair.hands[side].insert(place.sheet, "ROWS", at, alike=at > place.first_row)
        if detail % 3:
            self.born(side, self.pair.look(side), table, at, {})

    def inserting(self, turn: Turn) -> int:
        """The side whose program lets a person insert whole rows and columns."""
        return turn.side if self.pair.hands[turn.side].inserts else 1 - turn.side

    def resave(self, turn: Turn) -> None:
        self.pair.hands[turn.side].resave()

    def update(self, turn: Turn) -> None:
        side, _, _ = turn
        look = self.pair.look(side).snapshot
        for table, name in NAMED.items():
            held = look.tables[table]
            for key, value in zip(held.keys, held.columns[name], strict=True):
                self.births[table, value] += key is None and self.unknown and value in self.touched
        sheetkit.update(self.pair.side(side), as_of=DAY)
