"""Where the tables, settings and lists of a template were found in a workbook that people have edited."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sheetkit.formula.ast import Column, Node, ThisRow, walk
from sheetkit.formula.layout import Layout, NamePlace, TablePlace
from sheetkit.records.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Place:
    """One table as it lies in the file; rows and columns are zero-based.

    `last_row` is the last row of the table, spare rows included and a totals row left out. `columns` maps the
    template's column to its sheet column, `extra` a person's own header to its sheet column, `missing` are the
    template's columns that are gone. `real` is the name of the real table in the file, "" when only headers were found.
    `spare_rows` are the blank sheet rows inside the table, in order, where new rows may go. The last `beneath` rows up
    to `last_row` were typed directly below the real table, which did not grow over them.
    """

    table: str
    tab: str
    sheet: str
    header_row: int
    last_row: int
    columns: Mapping[str, int]
    extra: Mapping[str, int] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    real: str = ""
    totals: bool = False
    spare_rows: tuple[int, ...] = ()
    beneath: int = 0

    @property
    def first_row(self) -> int:
        """The first data row."""
        return self.header_row + 1


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was read: the ledger, and where everything lies. `revision` is that of the grid."""

    ledger: Ledger
    places: Mapping[str, Place]
    names: Mapping[str, NamePlace]
    revision: str

    @property
    def layout(self) -> Layout:
        """The places, as the dialects need them."""
        tables = {
            name: TablePlace(place.sheet, place.first_row, place.last_row - place.header_row, place.columns)
            for name, place in self.places.items()
        }
        return Layout(tables, self.names)


def lost(node: Node, table: str, places: Mapping[str, Place]) -> bool:
    """Whether a formula in a row of a table reads a table or a column that the workbook does not have.

    `places` are those of the tables that it has, by name.
    """
    known = {name.casefold(): place for name, place in places.items()}
    for one in walk(node):
        if isinstance(one, Column | ThisRow):
            place = known.get((one.table or table).casefold())
            if place is None or one.column.casefold() not in map(str.casefold, place.columns):
                return True
    return False
