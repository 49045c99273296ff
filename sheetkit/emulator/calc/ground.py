"""The cells of a spreadsheet as formulas see them: rectangles by reference, named range or table, as vectors."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple, TypeAlias, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sheetkit.compute.cells import block, column_of
from sheetkit.compute.vector import Vector
from sheetkit.core.dates import to_serial
from sheetkit.core.values import CellValue
from sheetkit.emulator.calc.places import Ref
from sheetkit.emulator.document import Cell, Document, Json, Sheet

T = TypeVar("T")
Column: TypeAlias = tuple[int, int]
"""A sheet's id and a zero-based column."""
Rows: TypeAlias = range | tuple[int, ...]
"""Rising rows of one column."""


class Rect(NamedTuple):
    """A rectangle of cells; all four sides are inclusive, zero-based."""

    sheet_id: int
    top: int
    left: int
    bottom: int
    right: int

    def meets(self, other: "Rect") -> bool:
        """Whether the two share a cell."""
        return (
            self.sheet_id == other.sheet_id
            and self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def joined(self, other: "Rect") -> "Rect":
        """The smallest rectangle that holds both."""
        low = (min(one, two) for one, two in zip(self[1:3], other[1:3], strict=True))
        high = (max(one, two) for one, two in zip(self[3:], other[3:], strict=True))
        return Rect(self.sheet_id, *low, *high)


class Vectors:
    """What was made of cells, kept until one of them changes: whole columns, and parts that are asked for again."""

    def __init__(self) -> None:
        self._whole: dict[Column, Vector] = {}
        self._parts: dict[Column, dict[Rows, Vector]] = {}
        self._blocks: dict[Rect, Vector] = {}

    def column(self, sheet: Sheet, column: int, rows: Rows, *, keep: bool = True) -> Vector:
        """Some rows of a column, shape (rows, 1)."""
        known = self._parts.setdefault((sheet.id, column), {})
        if rows in known:
            return known[rows]
        found = self._read(sheet, column, rows)
        if keep:
            known[rows] = found
        return found

    def _read(self, sheet: Sheet, column: int, rows: Rows) -> Vector:
        if isinstance(rows, tuple) or rows.start < 0 or rows.stop > sheet.row_count:
            return _of_cells(sheet, column, rows)
        place = sheet.id, column
        if place not in self._whole or self._whole[place].shape[0] != sheet.row_count:
            self._whole[place] = _of_cells(sheet, column, range(sheet.row_count))
        return self._whole[place].rows(slice(rows.start, rows.stop))

    def block(self, sheet: Sheet, rect: Rect, *, keep: bool = True) -> Vector:
        """All cells of a rectangle, row by row, as a range: shape (1, cells)."""
        rows = range(rect.top, rect.bottom + 1)
        if rect.left == rect.right:
            return self.column(sheet, rect.left, rows, keep=keep).as_range
        if rect in self._blocks:
            return self._blocks[rect]
        columns = range(rect.left, rect.right + 1)
        found = block([self.column(sheet, column, rows, keep=keep) for column in columns])
        if keep:
            self._blocks[rect] = found
        return found

    def forget(self, sheet_id: int, column: int) -> None:
        """Cells of a column have changed."""
        self._whole.pop((sheet_id, column), None)
        self._parts.pop((sheet_id, column), None)
        for rect in [rect for rect in self._blocks if rect.sheet_id == sheet_id and rect.left <= column <= rect.right]:
            del self._blocks[rect]


class Ground:
    """A spreadsheet at a moment (an aware datetime)."""

    def __init__(self, document: Document, now: datetime, vectors: Vectors | None = None) -> None:
        self.document = document
        self.vectors = Vectors() if vectors is None else vectors
        self.sheets = {sheet.title.casefold(): sheet for sheet in document.sheets}
        self.by_id = {sheet.id: sheet for sheet in document.sheets}
        local = now.astimezone(_zone(document)).replace(tzinfo=None)
        self.today = float(to_serial(local.date()))
        self.now = float(to_serial(local))
        self.names = {str(each["name"]).casefold(): each["range"] for each in document.named_ranges}
        self.tables = {str(each["name"]).casefold(): each for sheet in document.sheets for each in sheet.tables}

    def rectangle(self, ref: Ref, own: Sheet, row: int, column: int) -> Rect | None:
        """The cells of a reference for a formula at a place, cut to the sheet's size; None where there are none."""
        sheet = self.sheets.get(ref.sheet.casefold()) if ref.sheet else own
        if sheet is None:
            return None
        top, left, bottom, right = ref.at(row, column)
        return _cut(sheet, top, left, bottom, right)

    def named(self, name: str) -> Rect | None:
        """The cells of a named range."""
        found = self.names.get(name.casefold())
        return None if found is None else self._of_grid(found)

    def table_column(self, table: str, column: str) -> Rect | None:
        """The data cells of a column of a table."""
        found = self.tables.get(table.casefold())
        whole = found and self._of_grid(found["range"])
        if not found or not whole:
            return None
        names = [
            str(each.get("columnName", "")).casefold()
            for each in sorted(found.get("columnProperties", ()), key=lambda each: int(each.get("columnIndex", 0)))
        ]
        if column.casefold() not in names or whole.top == whole.bottom:
            return None
        at = whole.left + names.index(column.casefold())
        return Rect(whole.sheet_id, whole.top + 1, at, whole.bottom, at)

    def vector(self, rect: Rect, *, keep: bool = True) -> Vector:
        """The cells of a rectangle as a range, or as the one cell that it is; `keep` it if it is asked for again."""
        sheet = self.by_id[rect.sheet_id]
        if rect.top == rect.bottom and rect.left == rect.right:
            return column_of([self.value(rect)])
        return self.vectors.block(sheet, rect, keep=keep)

    def value(self, rect: Rect) -> CellValue:
        """The upper left cell of a rectangle."""
        cell = self.by_id[rect.sheet_id].cells.get((rect.top, rect.left))
        return None if cell is None else cell.value

    def put(self, column: Column, rows: Rows, values: Sequence[CellValue]) -> list[int]:
        """Give formula cells of a sheet's column their values; gives the rows of those that had another one."""
        cells, at = self.by_id[column[0]].cells, column[1]
        changed = []
        for row, value in zip(rows, values, strict=True):
            old = cells[row, at]
            if not same(old.value, value):
                cells[row, at] = Cell(value, old.formula, old.format, old.note, old.validation, old.runs, old.chips)
                changed.append(row)
        if changed:
            self.vectors.forget(*column)
        return changed

    def _of_grid(self, found: Json) -> Rect | None:
        sheet = self.by_id.get(int(found.get("sheetId", 0)))
        if sheet is None:
            return None
        top, left = int(found.get("startRowIndex", 0)), int(found.get("startColumnIndex", 0))
        bottom, right = found.get("endRowIndex"), found.get("endColumnIndex")
        return _cut(sheet, top, left, None if bottom is None else bottom - 1, None if right is None else right - 1)


class Lookup(Mapping[str, T]):
    """What names stand for, found when it is asked for, and kept; only what was asked for is listed."""

    def __init__(self, find: Callable[[str], T | None]) -> None:
        self._find = find
        self._known: dict[str, T | None] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._known:
            self._known[name] = self._find(name)
        found = self._known[name]
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return (name for name, found in self._known.items() if found is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def table_columns(ground: Ground) -> Lookup[Lookup[Vector]]:
    """The tables of a spreadsheet by name, each with its columns by name, as the frame dialect looks them up."""

    def column(table: str, name: str) -> Vector | None:
        rect = ground.table_column(table, name)
        return None if rect is None else ground.vector(rect)

    return Lookup(lambda table: Lookup(partial(column, table)))


def _of_cells(sheet: Sheet, column: int, rows: Rows) -> Vector:
    found = (sheet.cells.get((row, column)) for row in rows)
    return column_of([None if cell is None else cell.value for cell in found])


def same(one: CellValue, other: CellValue) -> bool:
    """Whether two values are equal in kind too: 1 is not TRUE."""
    return one is other or (one == other and type(one) is type(other))


def _cut(sheet: Sheet, top: int, left: int, bottom: int | None, right: int | None) -> Rect | None:
    last_row, last_column = sheet.row_count - 1, sheet.column_count - 1
    bottom = last_row if bottom is None else min(bottom, last_row)
    right = last_column if right is None else min(right, last_column)
    if top < 0 or left < 0 or top > bottom or left > right:
        return None
    return Rect(sheet.id, top, left, bottom, right)


def _zone(document: Document) -> ZoneInfo:
    try:
        return ZoneInfo(str(document.properties.get("timeZone", "Etc/GMT")))
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("Etc/GMT")
