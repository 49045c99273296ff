"""A change as the requests of one batchUpdate: tabs and rows first, then exactly the cells that change."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import count
from typing import Final

from sheetkit.backends.google import blocks, flags, sheets, validations
from sheetkit.backends.google.change import Change, Entry
from sheetkit.backends.google.formats import number_format
from sheetkit.backends.google.growth import Growth
from sheetkit.backends.google.known import Known
from sheetkit.backends.google.ranges import Json, Request, span
from sheetkit.backends.google.regrow import formulas, like, rest
from sheetkit.backends.google.spans import Area, Place, rectangles
from sheetkit.backends.google.write import FIRST_ID
from sheetkit.formula.layout import Layout
from sheetkit.workbook.model import Sheet

_VALUE: Final = "userEnteredValue"
_LOOK: Final = "userEnteredValue,userEnteredFormat.numberFormat"


def requests(
    change: Change, known: Known, layout: Layout, formatted: Mapping[str, AbstractSet[Place]]
) -> Iterator[Request]:
    """The requests, those that add tabs and insert rows before all others.

    Only values are written, and the number format where a cell has none: `formatted` are the cells, as they lay before,
    that have one. All else stays as it is: looks, notes, validations, filters, charts, comments.
    """
    ids = {**known.ids, **new_ids(change, known)}
    for index, added in enumerate(change.added, len(known.ids)):
        yield {"addSheet": {"properties": sheets.properties(ids[added.name], index, added)}}
    for growth in change.grown:
        yield from _grow(growth, known)
    yield from _room(change, known)
    for sheet, entries in change.cells.items():
        known_looks = formatted.get(sheet, frozenset())
        looks = {at for at, entry in entries.items() if _needs_look(entry, known_looks)}
        for places, fields in ((entries.keys() - looks, _VALUE), (looks, _LOOK)):
            for area in rectangles(places):
                yield _update(ids[sheet], area, entries, fields)
    for added in change.added:
        yield from _look(added, ids, layout)


def _room(change: Change, known: Known) -> Iterator[Request]:
    """Rows at the end of sheets that are shorter than what is to be written there; tables that grow see to theirs.

    Likewise columns on the right of sheets that are narrower.
    """
    growing = {growth.append.sheet for growth in change.grown}
    for sheet, entries in change.cells.items():
        if sheet in known.sizes:
            wider = max((column for _, column in entries), default=-1) + 1 - known.sizes[sheet][1]
            if wider > 0:
                yield {"appendDimension": {"sheetId": known.ids[sheet], "dimension": "COLUMNS", "length": wider}}
        if sheet in known.sizes and sheet not in growing:
            more = max((row for row, _ in entries), default=-1) + 1 - known.sizes[sheet][0]
            if more > 0:
                yield {"appendDimension": {"sheetId": known.ids[sheet], "dimension": "ROWS", "length": more}}


def new_ids(change: Change, known: Known) -> dict[str, int]:
    """The ids of new tabs, by their titles: the first ones from FIRST_ID on that no tab has."""
    used = set(known.ids.values())
    free = (number for number in count(FIRST_ID) if number not in used)
    return dict(zip((sheet.name for sheet in change.added), free, strict=False))


def _look(sheet: Sheet, ids: Mapping[str, int], layout: Layout) -> Iterator[Request]:
    """How a new tab looks, and what may be typed there."""
    number = ids[sheet.name]
    yield from blocks.formats(number, sheet)
    yield from sheets.shape(number, sheet, ids)
    yield from validations.validations(number, sheet.name, sheet.validations, layout)
    yield from flags.flags(number, sheet.name, sheet.flags, layout)


def _needs_look(entry: Entry, formatted: AbstractSet[Place]) -> bool:
    plain = entry.value is not None and entry.was is not None and number_format(entry.look) is not None
    return plain and entry.was not in formatted


def _update(sheet_id: int, area: Area, entries: Mapping[Place, Entry], fields: str) -> Request:
    first, left, last, right = area
    rows = [
        {"values": [_cell(entries[row, column], fields) for column in range(left, right + 1)]}
        for row in range(first, last + 1)
    ]
    start = {"sheetId": sheet_id, "rowIndex": first, "columnIndex": left}
    return {"updateCells": {"start": start, "rows": rows, "fields": fields}}


def _cell(entry: Entry, fields: str) -> Json:
    made: Json = {} if entry.value is None else {"userEnteredValue": entry.value}
    if fields == _LOOK:
        made["userEnteredFormat"] = {"numberFormat": number_format(entry.look)}
    return made


def _grow(growth: Growth, known: Known) -> Iterator[Request]:
    sheet_id = known.ids[growth.append.sheet]
    if growth.taken:
        yield from _taken(growth, known)
    if not growth.count:
        return
    new = range(growth.last, growth.last + growth.count)
    # From the row after, which is one of the table's: above a table's first row stands its header.
    rows = span(sheet_id, "ROWS", new.start, new.stop - 1)
    yield {"insertDimension": {"range": rows, "inheritFromBefore": False}}
    if growth.spare:
        yield from _own_formulas(growth, known, sheet_id, new)


def _taken(growth: Growth, known: Known) -> Iterator[Request]:
    """What lets the table and all that covers it reach the rows below it."""
    sheet_id, height = known.ids[growth.append.sheet], known.sizes[growth.append.sheet][0]
    if growth.last >= height:
        more = growth.last + 1 - height
        yield {"appendDimension": {"sheetId": sheet_id, "dimension": "ROWS", "length": more}}
    yield from rest(growth, known)
    for sheet, (row, column), text in formulas(growth, known.grid):
        start = {"sheetId": known.ids[sheet], "rowIndex": row, "columnIndex": column}
        cell = {"userEnteredValue": {"formulaValue": text}}
        yield {"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": _VALUE}}


def _own_formulas(growth: Growth, known: Known, sheet_id: int, new: range) -> Iterator[Request]:
    """The formulas that a person keeps in the blank last row, back where they were before that row moved down."""
    sheet = known.grid.sheet(growth.append.sheet)
    written = {growth.place.columns[name] for name in growth.append.values}
    for column in range(sheet.width if sheet else 0):
        if sheet and column not in written and sheet.formula(growth.last, column) is not None:
            yield from like(sheet_id, new.stop, range(new.start, new.start + 1), (column, column), "FORMULA")
