"""A spreadsheet as a page shows it: tabs of rows of cells, each with its text, look and hints."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sheetkit.emulator.document import Cell, Document, Json, Place, Sheet
from sheetkit.emulator.page.bands import banded
from sheetkit.emulator.page.look import Theme, css, theme, written
from sheetkit.emulator.sheets.conditions import conditional
from sheetkit.emulator.sheets.formats import Effective, number_format
from sheetkit.emulator.sheets.links import target
from sheetkit.emulator.sheets.shown import shown
from sheetkit.formula.positions import letters

MOST_ROWS: Final = 500
"""Rows of a tab that a page shows."""
MOST_COLUMNS: Final = 100
MOST_TABS: Final = 6
_WIDTH: Final = 100
_NUMBERS: Final = 46
"""Pixels that the numbers of the rows take."""
_LEAST: Final = (20, 8)
"""Rows and columns that are shown of an empty tab."""


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell: its note or rule as `hint`, and its `kind`: "", "choice" or "checkbox".

    `look` is the number of its look, 0 for none. `spill` is how many pixels the text may take where it
    runs over empty neighbours, 0 where it stays in its cell.
    """

    text: str = ""
    look: int = 0
    hint: str = ""
    kind: str = ""
    noted: bool = False
    href: str = ""
    columns: int = 1
    rows: int = 1
    spill: int = 0


@dataclass(frozen=True, slots=True)
class RowView:
    """One row with its number as people count; `height` in pixels, 0 for the usual one."""

    number: int
    cells: Sequence[CellView | None]
    height: int = 0


@dataclass(frozen=True, slots=True)
class TabView:
    """One tab: `frozen` are the rows that stay in view, `more_rows` how many are not shown."""

    id: int
    title: str
    hidden: bool
    color: str
    letters: Sequence[str]
    widths: Sequence[int]
    frozen: Sequence[RowView]
    rows: Sequence[RowView]
    more_rows: int
    charts: Sequence[str]
    tables: Sequence[str]


class Looks:
    """The looks of cells, each once: CSS, numbered from 1."""

    def __init__(self) -> None:
        self.css: dict[str, int] = {}

    def number(self, css_: str) -> int:
        """The number of a look, 0 for the usual one."""
        return self.css.setdefault(css_, len(self.css) + 1) if css_ else 0


def tabs(document: Document, now: datetime, looks: Looks) -> list[TabView]:
    """Every tab of a spreadsheet, as it looks at a moment; the looks of its cells are put into `looks`."""
    colors = theme(document.properties)
    return [_tab(document, sheet, now, colors, looks) for sheet in document.sheets]


def _tab(document: Document, sheet: Sheet, now: datetime, colors: Theme, looks: Looks) -> TabView:
    used_rows = max((row for row, _ in sheet.cells), default=-1) + 1
    used_columns = max((column for _, column in sheet.cells), default=-1) + 1
    height = min(max(used_rows + 3, _LEAST[0]), sheet.row_count, MOST_ROWS)
    width = min(max(used_columns + 1, _LEAST[1]), sheet.column_count, MOST_COLUMNS)
    shown_rows = [row for row in range(height) if not sheet.rows.get(row, {}).get("hiddenByUser")]
    shown_columns = [column for column in range(width) if not sheet.columns.get(column, {}).get("hiddenByUser")]
    painter = _Painter(document, sheet, (height, width), now, colors, looks)
    rows = [
        RowView(row + 1, [painter.cell(row, column) for column in shown_columns], _pixels(sheet.rows, row, 0))
        for row in shown_rows
    ]
    frozen = int(sheet.properties.get("gridProperties", {}).get("frozenRowCount", 0))
    return TabView(
        id=sheet.id,
        title=sheet.title,
        hidden=bool(sheet.properties.get("hidden")),
        color=css({"backgroundColorStyle": sheet.properties.get("tabColorStyle")}, colors).get("background-color", ""),
        letters=[letters(column) for column in shown_columns],
        widths=[_pixels(sheet.columns, column, _WIDTH) for column in shown_columns],
        frozen=[row for row in rows if row.number <= frozen],
        rows=[row for row in rows if row.number > frozen],
        more_rows=max(0, used_rows - MOST_ROWS),
        charts=[str((chart.get("spec") or {}).get("title") or "without a title") for chart in sheet.charts],
        tables=[str(table.get("name", "")) for table in sheet.tables],
    )


def _pixels(dimension: Mapping[int, Json], index: int, usual: int) -> int:
    return int(dimension.get(index, {}).get("pixelSize", usual))


class _Painter:
    """Draws the cells of one sheet."""

    def __init__(
        self, document: Document, sheet: Sheet, size: tuple[int, int], now: datetime, colors: Theme, looks: Looks
    ) -> None:
        self._looks = looks
        rows, self._width = size
        self._sheet = sheet
        self._colors = colors
        self._locale = str(document.properties.get("locale", "en_US"))
        self._default: Json = document.properties.get("defaultFormat") or {}
        self._effective = Effective(document.properties.get("defaultFormat"))
        self._bands = banded(sheet, rows, colors)
        self._conditions = conditional(document, sheet, range(rows), now)
        self._merged, self._covered = _merges(sheet)
        self._known: dict[int, tuple[Json, dict[str, str]]] = {}
        self._stuck = _stuck(sheet)

    def cell(self, row: int, column: int) -> CellView | None:
        """One cell; None where a merged one covers the place."""
        place = (row, column)
        if place in self._covered:
            return None
        cell = self._sheet.cell(row, column)
        columns, rows = self._merged.get(place, (1, 1))
        rule: Json = (cell.validation or {}).get("condition") or {}
        look = self._look(cell, place)
        return CellView(
            text=shown(cell.value, number_format(cell, self._default), self._locale),
            look=self._looks.number(written({**look, **self._stuck.get(column, {})})),
            hint="\n".join(part for part in (cell.note, _rule(cell.validation or {})) if part),
            kind=_KINDS.get(str(rule.get("type", "")), ""),
            noted=bool(cell.note),
            href=_web(target(cell)),
            columns=columns,
            rows=rows,
            spill=self._spill(cell, place, look),
        )

    def _spill(self, cell: Cell, place: Place, look: Mapping[str, str]) -> int:
        """The width of a cell with the empty ones to its right, where its text runs over them."""
        wraps = look.get("white-space") == "pre-wrap" or look.get("text-align") != "left"
        if not isinstance(cell.value, str) or cell.validation or wraps or place in self._merged:
            return 0
        row, end = place[0], place[1] + 1
        while end < self._width and not self._filled(row, end):
            end += 1
        columns = range(place[1], end)
        return sum(_pixels(self._sheet.columns, each, _WIDTH) for each in columns) if len(columns) > 1 else 0

    def _filled(self, row: int, column: int) -> bool:
        place = (row, column)
        cell = self._sheet.cell(row, column)
        return cell.value is not None or place in self._covered or place in self._merged

    def _look(self, cell: Cell, place: Place) -> Mapping[str, str]:
        own = {} if cell.empty else self._css(self._effective.of(cell))
        above = self._conditions.get(place)
        return self._bands.get(place, {}) | own | (self._css(above) if above else {})

    def _css(self, format_: Json) -> dict[str, str]:
        """The CSS of a format, worked out once; the format is kept, so that no other has its id."""
        known = self._known.get(id(format_))
        if known is None:
            known = self._known[id(format_)] = (format_, css(format_, self._colors))
        return known[1]


def _stuck(sheet: Sheet) -> dict[int, dict[str, str]]:
    """The CSS by which frozen columns stay in view beside the row numbers."""
    found, left = {}, _NUMBERS
    for column in range(int(sheet.properties.get("gridProperties", {}).get("frozenColumnCount", 0))):
        if not sheet.columns.get(column, {}).get("hiddenByUser"):
            found[column] = {"position": "sticky", "left": f"{left}px", "z-index": "1"}
            left += _pixels(sheet.columns, column, _WIDTH)
    return found


_KINDS: Final = {"ONE_OF_LIST": "choice", "ONE_OF_RANGE": "choice", "BOOLEAN": "checkbox"}


def _rule(validation: Json) -> str:
    """What a data validation rule says to whom it stops, or what one may choose."""
    if message := str(validation.get("inputMessage", "")):
        return message
    condition: Json = validation.get("condition") or {}
    values = [str(each.get("userEnteredValue", "")) for each in condition.get("values") or ()]
    match condition.get("type"):
        case "ONE_OF_LIST":
            return "One of: " + ", ".join(values)
        case "ONE_OF_RANGE":
            return "One of the values in " + ", ".join(value.lstrip("=") for value in values)
    return ""


def _web(address: str) -> str:
    """Where a link of a cell may lead from a page: to the web, or to a tab of the same spreadsheet."""
    tab = re.match(r"#gid=-?\d+", address)
    return tab[0] if tab else address if address.startswith(("http://", "https://")) else ""


def _merges(sheet: Sheet) -> tuple[dict[Place, tuple[int, int]], set[Place]]:
    """How many columns and rows the merged cells take, and the places that they cover."""
    sizes: dict[Place, tuple[int, int]] = {}
    covered: set[Place] = set()
    for merge in sheet.merges:
        top, left = int(merge.get("startRowIndex", 0)), int(merge.get("startColumnIndex", 0))
        end, right = int(merge["endRowIndex"]), int(merge["endColumnIndex"])
        sizes[top, left] = (right - left, end - top)
        covered.update((row, column) for row in range(top, end) for column in range(left, right))
        covered.discard((top, left))
    return sizes, covered


def summary(document: Document) -> dict[str, Any]:
    """What a list of spreadsheets says of one."""
    titles = [sheet.title for sheet in document.sheets if not sheet.properties.get("hidden")]
    return {
        "title": document.properties.get("title", ""),
        "tabs": titles[:MOST_TABS],
        "more_tabs": max(0, len(titles) - MOST_TABS),
    }
