"""Columns that people added to a table on one side: their headers written beside the table of the other.

Once both tables have the column, the merge carries its values as it does those of any other column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sheetkit.backends.memory import MemoryBackend
from sheetkit.records.headers import fold
from sheetkit.records.parse import parse
from sheetkit.records.place import Parsed, Place
from sheetkit.sync.patching import layout_of
from sheetkit.sync.take import own_columns
from sheetkit.template.model import Template
from sheetkit.template.resolve import table_name, table_tabs
from sheetkit.workbook.a1 import MAX_COLUMNS
from sheetkit.workbook.grid import Grid, GridSheet
from sheetkit.workbook.patch import Patch, SheetPatch

Headers = Mapping[str, Sequence[str]]
"""Headers of people's own columns by table."""
_LONGEST: Final = 255
"""Characters of a header that every program takes."""


@dataclass(frozen=True, slots=True)
class Widening:
    """A patch that writes the headers in `made`; those in `homeless` have no free room on this side."""

    patch: Patch
    made: Headers
    homeless: Headers


def lacking(mine: Parsed, yours: Parsed, met: Headers) -> dict[str, list[str]]:
    """The own columns of `mine` whose headers `yours` has not got, by table.

    `met` are columns that both had once: if one of them is gone, a person deleted it, and it stays away.
    """
    found: dict[str, list[str]] = {}
    for tab in table_tabs(mine.ledger.template):
        name = table_name(tab)
        if name not in mine.places or name not in yours.places or tab.collects:
            continue
        known = {
            fold(header) for header in (*yours.places[name].extra, *yours.places[name].columns, *met.get(name, ()))
        }
        headers = [header for header in own_columns(mine.places[name]) if fold(header) not in known]
        if headers:
            found[name] = headers
    return found


def shared(mine: Parsed, yours: Parsed) -> dict[str, list[str]]:
    """The own columns that the tables of both have."""
    both = [name for name in mine.places if name in yours.places]
    found = {
        name: [header for header in own_columns(mine.places[name]) if header in yours.places[name].extra]
        for name in both
    }
    return {name: headers for name, headers in found.items() if headers}


def widened(template: Template, parsed: Parsed, grid: Grid, wanted: Headers) -> Widening:
    """Write the wanted headers right of each table, where that is free and means what it is to mean."""
    patch, made, homeless = Patch(parsed.revision), dict[str, list[str]](), dict[str, list[str]]()
    for name, headers in wanted.items():
        for header in headers:
            more = _with_header(patch, parsed, grid, name, [*made.get(name, ()), header])
            if more and _understood(template, parsed, grid, more, {**made, name: [*made.get(name, ()), header]}):
                patch = more
                made.setdefault(name, []).append(header)
            else:
                homeless.setdefault(name, []).append(header)
    return Widening(patch, made, homeless)


def _with_header(patch: Patch, parsed: Parsed, grid: Grid, name: str, headers: Sequence[str]) -> Patch | None:
    """The patch with the last of the headers that a table gets; None where there is no room for it."""
    place = parsed.places[name]
    sheet = grid.sheet(place.sheet)
    column = _end(place, sheet) + len(headers) if sheet else MAX_COLUMNS
    if sheet is None or len(headers[-1]) > _LONGEST or not _free(sheet, place, column):
        return None
    part = SheetPatch([place.header_row], [column], [headers[-1]], [None], [""])
    return replace(patch, sheets={**patch.sheets, sheet.name: (*patch.sheets.get(sheet.name, ()), part)})


def _end(place: Place, sheet: GridSheet | None) -> int:
    """The last column of a table, with people's own beside it."""
    real = [table.last_column for table in sheet.tables if table.name == place.real] if sheet else []
    return max((*place.columns.values(), *place.extra.values(), *real))


def _free(sheet: GridSheet, place: Place, column: int) -> bool:
    """Whether nothing stands in a column from the header down, nor a text beside it that would look like a header."""
    top = place.header_row
    taken = any(
        sheet.value(row, column) is not None or sheet.formula(row, column) is not None
        for row in range(top, sheet.height)
    )
    tables = any(table.column <= column <= table.last_column and table.last_row >= top for table in sheet.tables)
    merged = any(left <= column <= right and bottom >= top for _, left, bottom, right in sheet.merges)
    return not (taken or tables or merged or isinstance(sheet.value(top, column + 1), str)) and column < MAX_COLUMNS


def _understood(template: Template, parsed: Parsed, grid: Grid, patch: Patch, made: Headers) -> bool:
    """Whether the workbook, read with the headers in it, says what it said before, and has the new columns."""
    trial = MemoryBackend(grid)
    trial.patch(replace(patch, revision=trial.grid.revision), layout_of(parsed))
    after = parse(template, trial.grid)
    if after.places.keys() != parsed.places.keys():
        return False
    for name, place in after.places.items():
        extra = {**parsed.places[name].extra}
        extra |= {
            header: _end(parsed.places[name], grid.sheet(place.sheet)) + number
            for number, header in enumerate(made.get(name, ()), start=1)
        }
        if replace(place, extra={}) != replace(parsed.places[name], extra={}) or dict(place.extra) != extra:
            return False
    return True
