"""Where each table of a template lies in a workbook whose tabs, tables and headers people have changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sheetkit.core.values import CellValue
from sheetkit.records.arrange import HIDDEN
from sheetkit.records.findings import as_text
from sheetkit.records.headers import Headers, Wanted, fold, named, understand
from sheetkit.template.model import Tab, Template
from sheetkit.template.resolve import summaries, table_name, table_tabs
from sheetkit.workbook.grid import Grid, GridSheet, GridTable

_HEADER_ROWS = 50
"""A header row is looked for in the first rows of a sheet: titles and notes above a table are few."""
_DASHBOARD_ROWS = 1_000
"""The headers of summaries stand one below the other all over their own tab."""
_WIDEST = 2_000
"""Columns in which headers are looked for."""


@dataclass(frozen=True, slots=True)
class Sought:
    """One table of the template: a tab's rows (`tab` given) or a summary on a dashboard."""

    name: str
    sheet: str
    wanted: tuple[Wanted, ...]
    tab: Tab | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A header row that was found, and the real table it heads, if there is one."""

    sheet: GridSheet
    row: int
    table: GridTable | None
    texts: Mapping[int, str]

    @property
    def id(self) -> tuple[str, int, int]:
        """What tells two spots apart."""
        return self.sheet.name, self.row, self.table.column if self.table else -1


@dataclass(frozen=True, slots=True)
class Search:
    """What was found: the spot and headers of each table by its name, and the rivals where several spots fit alike."""

    spots: Mapping[str, tuple[Spot, Headers]]
    rivals: Mapping[str, tuple[str, ...]]


def sought(template: Template) -> tuple[Sought, ...]:
    """Every table of the template: those of table tabs, then the summaries of dashboards."""
    tables = [
        Sought(table_name(tab), tab.name, tuple(Wanted(c.name, c.also_called) for c in tab.columns), tab)
        for tab in table_tabs(template)
    ]
    figures = [
        Sought(summary.name, tab.name, tuple(map(Wanted, (summary.label, *(c.name for c in summary.columns)))))
        for tab, summary in summaries(template)
    ]
    return (*tables, *figures)


def search(tables: Sequence[Sought], grid: Grid) -> Search:
    """Find each table by its real table's name, else on the tab of its name, else by its headers anywhere."""
    found: dict[str, Spot] = {}
    rivals: dict[str, tuple[str, ...]] = {}
    sheets = [sheet for sheet in grid.sheets if sheet.name.casefold() != HIDDEN]
    real = {table.name.casefold(): _spot(sheet, table) for sheet in sheets for table in sheet.tables}
    for seek in tables:
        spot = real.get(seek.name.casefold())
        if spot and named(seek.wanted, spot.texts):
            found[seek.name] = spot
    for seek in tables:
        home = grid.sheet(seek.sheet)
        if seek.name not in found and home:
            rows = _HEADER_ROWS if seek.tab else _DASHBOARD_ROWS
            best = _best(seek, _free([home], found.values(), rows), enough=min(2, len(seek.wanted)))
            found.update((seek.name, spot) for spot in best[:1])
    for seek in tables:
        if seek.name not in found:
            best = _best(seek, _free(sheets, found.values()), enough=max(2, -(-len(seek.wanted) // 2)))
            if len(best) == 1:
                found[seek.name] = best[0]
            elif best:
                rivals[seek.name] = tuple(dict.fromkeys(spot.sheet.name for spot in best))
    wanted = {seek.name: seek.wanted for seek in tables}
    return Search({name: (spot, understand(wanted[name], spot.texts)) for name, spot in found.items()}, rivals)


def _best(seek: Sought, spots: Iterable[Spot], *, enough: int) -> list[Spot]:
    """The spots that name most of the wanted columns, if they name enough of them; real tables first."""
    # Summaries are alike but for their labels, and stand below one another.
    fit = spots if seek.tab else [spot for spot in spots if named(seek.wanted[:1], spot.texts)]
    scores = [(named(seek.wanted, spot.texts), spot) for spot in fit]
    top = max((score for score, _ in scores), default=0)
    best = [spot for score, spot in scores if score == top >= enough]
    return [spot for spot in best if spot.table] or best


def _free(sheets: Sequence[GridSheet], taken: Iterable[Spot], within: int = _HEADER_ROWS) -> list[Spot]:
    """Every spot on the sheets that may be a header row and is not yet some table's."""
    ids = {spot.id for spot in taken}
    rows = {(spot.sheet.name, spot.row) for spot in taken if not spot.table}
    spots = [_spot(sheet, table) for sheet in sheets for table in sheet.tables]
    for sheet in sheets:
        for row in range(min(within, sheet.height)):
            texts = _row_texts(sheet, row)
            if len(texts) >= 1 and (sheet.name, row) not in rows:
                spots.append(Spot(sheet, row, None, texts))
    return [spot for spot in spots if spot.id not in ids and spot.texts]


def _row_texts(sheet: GridSheet, row: int) -> dict[int, str]:
    """The texts of a row outside of real tables."""
    inside = [(t.column, t.last_column) for t in sheet.tables if t.row <= row <= t.last_row]
    cells: dict[int, str] = {}
    for column, values in enumerate(sheet.values[:_WIDEST]):
        value = values[row]
        if isinstance(value, str) and value.strip() and not any(a <= column <= b for a, b in inside):
            cells[column] = value
    return cells


def _spot(sheet: GridSheet, table: GridTable) -> Spot:
    """The header row of a real table, with the headers that people put directly beside it."""
    texts: dict[int, str] = {}
    last = min(table.last_column, table.column + _WIDEST)
    for column in range(table.column, last + 1):
        declared = table.columns[column - table.column] if column - table.column < len(table.columns) else ""
        text = _text(sheet.value(table.row, column)) or declared
        if text:
            texts[column] = text
    others = [t for t in sheet.tables if t is not table and t.row <= table.last_row and table.row <= t.last_row]
    for start, step in ((last + 1, 1), (table.column - 1, -1)):
        column = start
        while _beside(sheet, table.row, column, others):
            texts[column] = _text(sheet.value(table.row, column))
            column += step
    return Spot(sheet, table.row, table, texts)


def _beside(sheet: GridSheet, row: int, column: int, others: Sequence[GridTable]) -> bool:
    free = not any(other.column <= column <= other.last_column for other in others)
    return 0 <= column < min(sheet.width, _WIDEST) and free and isinstance(sheet.value(row, column), str)


def _text(value: CellValue) -> str:
    return value if isinstance(value, str) and fold(value) else as_text(value)
