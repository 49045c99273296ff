"""A conflict's cell in the words of its template: where it is, what it shows, and what a person's text means there."""

from dataclasses import dataclass

from sheetkit.core.values import CellValue, is_blank
from sheetkit.records.cells import Cells
from sheetkit.records.dates import date_order
from sheetkit.records.ledger import Ledger
from sheetkit.records.typed import World, read_value, shower
from sheetkit.sync.conflict import Conflict
from sheetkit.sync.take import plain
from sheetkit.template.model import ColumnType
from sheetkit.template.resolve import tab_of, table_name, table_tabs


class Unreadable(ValueError):  # noqa: N818 - the domain's word, not a suffix
    """What a person typed means nothing in that cell; the argument says why, and what to type."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How the cells of one workbook are read and shown. `ledger` is what was read of it."""

    ledger: Ledger

    def tab(self, conflict: Conflict) -> str:
        """The name of the tab that the conflict's cell is on."""
        if conflict.table:
            return tab_of(self.ledger.template, conflict.table).name
        return "Lists" if conflict.kind == "list" else "Settings"

    def table(self, tab: CellValue) -> str:
        """The table of the tab of that name; "" for the tabs of settings and lists."""
        return next((table_name(one) for one in table_tabs(self.ledger.template) if one.name == tab), "")

    def kind(self, conflict: Conflict) -> ColumnType | None:
        """The type of the cell; None in a column of people's own."""
        template = self.ledger.template
        if conflict.table:
            columns = tab_of(template, conflict.table).columns
            return next((column.type for column in columns if column.name == conflict.column), None)
        named: dict[str, ColumnType] = {setting.name: setting.type for setting in template.settings}
        named |= {entries.name: entries.type for entries in template.lists}
        return named.get(conflict.column)

    def shown(self, conflict: Conflict, value: CellValue) -> str:
        """A value as text that can be typed again: days year first, figures without marks between thousands."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        return shower(self.kind(conflict) or "text")(value)

    def understood(self, conflict: Conflict, value: CellValue) -> CellValue:
        """What a value typed for the conflict's cell means there. Raises Unreadable."""
        kind, wrong = self.kind(conflict), list[str]()
        if is_blank(value):
            raise Unreadable("It is blank.")
        if kind is None:
            return plain(value)

        def note(code: str, row: int, message: str, hint: str) -> None:
            del code, row
            wrong.append(f"{message} {hint}")

        cells = Cells(conflict.column, kind, [value], note)
        order = next((v for name, v in self.ledger.names.items() if name.casefold() == "date_order"), None)
        world = World(self.ledger.template, self.ledger.names, self.ledger.lists, date_order(order))
        read_value(cells, (), world)
        if wrong and 0 not in cells.understood:
            raise Unreadable(wrong[0])
        return plain(cells.typed()[0])
