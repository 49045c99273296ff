"""One spreadsheet in the server's memory: sheets of immutable cells, and everything else as the API's own JSON.

A write works on `Document.copy()` and replaces the stored document only when all of it succeeded, so that a failing
batch leaves nothing behind. Copies are cheap: cells are immutable and shared, JSON parts are replaced, never mutated in
place. All rows and columns are zero-based; ranges are half open, as the API's GridRange has them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sheetkit.core.values import CellValue

Json: TypeAlias = Mapping[str, Any]
"""A JSON object of the API, never changed in place."""
Place: TypeAlias = tuple[int, int]
"""A zero-based (row, column)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell (the API's CellData).

    `value` is the effective value: blank None, numbers and serial dates as float, text, bool, CellError. `formula`,
    with its "=", is what was entered where that is a formula; `value` is then its result. `format` is the
    userEnteredFormat, `validation` the DataValidationRule, `runs` the textFormatRuns, all as JSON or None.
    """

    value: CellValue = None
    formula: str = ""
    format: Json | None = None
    note: str = ""
    validation: Json | None = None
    runs: tuple[Json, ...] = ()
    chips: tuple[Json, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing at all would be lost with the cell."""
        return self == EMPTY


EMPTY = Cell()
"""A cell with nothing in it."""


@dataclass(slots=True)
class Sheet:
    """One sheet.

    `properties` is the API's SheetProperties in full (sheetId, title, index, sheetType, gridProperties, hidden,
    tabColorStyle …). `cells` holds the cells that are not empty. `rows` and `columns` are DimensionProperties by index
    where they differ from the default. The other parts are lists of the API's JSON, each in the API's order.
    """

    properties: Json
    cells: dict[Place, Cell] = field(default_factory=dict)
    rows: dict[int, Json] = field(default_factory=dict)
    columns: dict[int, Json] = field(default_factory=dict)
    merges: tuple[Json, ...] = ()
    conditional_formats: tuple[Json, ...] = ()
    filter_views: tuple[Json, ...] = ()
    protected_ranges: tuple[Json, ...] = ()
    basic_filter: Json | None = None
    charts: tuple[Json, ...] = ()
    banded_ranges: tuple[Json, ...] = ()
    row_groups: tuple[Json, ...] = ()
    column_groups: tuple[Json, ...] = ()
    slicers: tuple[Json, ...] = ()
    tables: tuple[Json, ...] = ()
    developer_metadata: tuple[Json, ...] = ()

    @property
    def id(self) -> int:
        """The sheetId."""
        return int(self.properties["sheetId"])

    @property
    def title(self) -> str:
        """The name on the tab."""
        return str(self.properties["title"])

    @property
    def row_count(self) -> int:
        """How many rows the grid has."""
        return int(self.properties.get("gridProperties", {}).get("rowCount", 0))

    @property
    def column_count(self) -> int:
        """How many columns the grid has."""
        return int(self.properties.get("gridProperties", {}).get("columnCount", 0))

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a place, an empty one where there is none."""
        return self.cells.get((row, column), EMPTY)

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Set the cell at a place; an empty one takes no room."""
        if cell.value is None and cell.empty:
            self.cells.pop((row, column), None)
        else:
            self.cells[row, column] = cell

    def copy(self) -> "Sheet":
        """The same sheet, to be changed without changing this one."""
        parts = {name: getattr(self, name) for name in self.__dataclass_fields__}
        parts |= {"cells": dict(self.cells), "rows": dict(self.rows), "columns": dict(self.columns)}
        return Sheet(**parts)


@dataclass(slots=True)
class Document:
    """One spreadsheet. `properties` is the API's SpreadsheetProperties (title, locale, timeZone, autoRecalc …).

    `counter` gives ids to parts that the API numbers (charts, filter views, protected ranges …).
    """

    spreadsheet_id: str
    properties: Json
    sheets: list[Sheet] = field(default_factory=list)
    named_ranges: tuple[Json, ...] = ()
    developer_metadata: tuple[Json, ...] = ()
    counter: int = 0

    def sheet(self, sheet_id: int) -> Sheet | None:
        """The sheet with an id, or None."""
        return next((sheet for sheet in self.sheets if sheet.id == sheet_id), None)

    def titled(self, title: str) -> Sheet | None:
        """The sheet with a title, which Google compares without regard to case, or None."""
        folded = title.casefold()
        return next((sheet for sheet in self.sheets if sheet.title.casefold() == folded), None)

    def next_id(self) -> int:
        """A number that no part of this spreadsheet has had."""
        self.counter += 1
        return self.counter

    def copy(self) -> "Document":
        """The same spreadsheet, to be changed without changing this one."""
        return Document(
            self.spreadsheet_id,
            self.properties,
            [sheet.copy() for sheet in self.sheets],
            self.named_ranges,
            self.developer_metadata,
            self.counter,
        )
