"""A spreadsheet as a page shows it: tabs of rows of cells, each with its text, look and hints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sheetkit.emulator.document import Cell, Document, Json, Place, Sheet
from sheetkit.emulator.page.bands import banded
from sheetkit.emulator.page.conditions import colored
from sheetkit.emulator.page.look import Theme, css, theme, written
from sheetkit.emulator.sheets.formats import Effective, number_format
from sheetkit.emulator.sheets.links import target
from sheetkit.emulator.sheets.shown import shown
from sheetkit.formula.positions import letters

MOST_ROWS: Final = 500
"""Rows of a tab that a page shows."""
MOST_COLUMNS: Final = 100
_WIDTH: Final = 100
_LEAST: Final = (20, 8)
"""Rows and columns that are shown of an empty tab."""


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell: `hint` is its note or its rule, `kind` is "", "choice" or "checkbox"."""

    text: str = ""
    style: str = ""
    hint: str = ""
    kind: str = ""
    noted: bool = False
    href: str = ""
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class RowView:
    """One row with its number as people count."""

    number: int
    cells: Sequence[CellView | None]


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


def tabs(document: Document, now: datetime) -> list[TabView]:
    """Every tab of a spreadsheet, as it looks at a moment."""
    colors = theme(document.properties)
    return [_tab(document, sheet, now, colors) for sheet in document.sheets]


def _tab(document: Document, sheet: Sheet, now: datetime, colors: Theme) -> TabView:
    used_rows = max((row for row, _ in sheet.cells), default=-1) + 1
    used_columns = max((column for _, column in sheet.cells), default=-1) + 1
    height = min(max(used_rows + 3, _LEAST[0]), sheet.row_count, MOST_ROWS)
    width = min(max(used_columns + 1, _LEAST[1]), sheet.column_count, MOST_COLUMNS)
    shown_rows = [row for row in range(height) if not sheet.rows.get(row, {}).get("hiddenByUser")]
    shown_columns = [column for column in range(width) if not sheet.columns.get(column, {}).get("hiddenByUser")]
    painter = _Painter(document, sheet, height, now, colors)
    rows = [RowView(row + 1, [painter.cell(row, column) for column in shown_columns]) for row in shown_rows]
    frozen = int(sheet.properties.get("gridProperties", {}).get("frozenRowCount", 0))
    return TabView(
        id=sheet.id,
        title=sheet.title,
        hidden=bool(sheet.properties.get("hidden")),
        color=css({"backgroundColorStyle": sheet.properties.get("tabColorStyle")}, colors).get("background-color", ""),
        letters=[letters(column + 1) for column in shown_columns],
        widths=[int(sheet.columns.get(column, {}).get("pixelSize", _WIDTH)) for column in shown_columns],
        frozen=[row for row in rows if row.number <= frozen],
        rows=[row for row in rows if row.number > frozen],
        more_rows=max(0, used_rows - MOST_ROWS),
        charts=[str((chart.get("spec") or {}).get("title") or "without a title") for chart in sheet.charts],
        tables=[str(table.get("name", "")) for table in sheet.tables],
    )


class _Painter:
    """Draws the cells of one sheet."""

    def __init__(self, document: Document, sheet: Sheet, rows: int, now: datetime, colors: Theme) -> None:
        self._sheet = sheet
        self._colors = colors
        self._locale = str(document.properties.get("locale", "en_US"))
        self._default: Json = document.properties.get("defaultFormat") or {}
        self._effective = Effective(document.properties.get("defaultFormat"))
        self._bands = banded(sheet, rows, colors)
        self._conditions = colored(document, sheet, rows, now, colors)
        self._merged, self._covered = _merges(sheet)
        self._known: dict[int, dict[str, str]] = {}

    def cell(self, row: int, column: int) -> CellView | None:
        """One cell; None where a merged one covers the place."""
        place = (row, column)
        if place in self._covered:
            return None
        cell = self._sheet.cell(row, column)
        columns, rows = self._merged.get(place, (1, 1))
        rule: Json = (cell.validation or {}).get("condition") or {}
        return CellView(
            text=shown(cell.value, number_format(cell, self._default), self._locale),
            style=written(self._look(cell, place)),
            hint="\n".join(part for part in (cell.note, _rule(cell.validation or {})) if part),
            kind=_KINDS.get(str(rule.get("type", "")), ""),
            noted=bool(cell.note),
            href=_web(target(cell)),
            columns=columns,
            rows=rows,
        )

    def _look(self, cell: Cell, place: Place) -> Mapping[str, str]:
        own: dict[str, str] = {}
        if not cell.empty:
            effective = self._effective.of(cell)
            own = self._known.setdefault(id(effective), css(effective, self._colors))
            own = {name: value for name, value in own.items() if (name, value) != ("vertical-align", "bottom")}
        return self._bands.get(place, {}) | own | self._conditions.get(place, {})


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
    return address if address.startswith(("http://", "https://")) else ""


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
    return {
        "title": document.properties.get("title", ""),
        "tabs": [sheet.title for sheet in document.sheets if not sheet.properties.get("hidden")],
    }
