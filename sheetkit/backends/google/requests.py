"""A change as the requests of one batchUpdate: rows inserted first, then exactly the cells that change."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from sheetkit.backends.google.change import Change, Entry
from sheetkit.backends.google.formats import number_format
from sheetkit.backends.google.growth import Growth
from sheetkit.backends.google.known import Known
from sheetkit.backends.google.ranges import Json, Request, cells, span
from sheetkit.backends.google.spans import Area, Place, rectangles

_VALUE: Final = "userEnteredValue"
_LOOK: Final = "userEnteredValue,userEnteredFormat.numberFormat"


def requests(change: Change, known: Known, formatted: Mapping[str, AbstractSet[Place]]) -> Iterator[Request]:
    """The requests, those that insert rows before all others.

    Only values are written, and the number format where a cell has none: `formatted` are the cells, as they lay before,
    that have one. All else stays as it is: looks, notes, validations, filters, charts, comments.
    """
    for growth in change.grown:
        yield from _grow(growth, known)
    for sheet, entries in change.cells.items():
        known_looks = formatted.get(sheet, frozenset())
        looks = {at for at, entry in entries.items() if _needs_look(entry, known_looks)}
        for places, fields in ((entries.keys() - looks, _VALUE), (looks, _LOOK)):
            for area in rectangles(places):
                yield _update(known.ids[sheet], area, entries, fields)


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
    sheet_id, real = known.ids[growth.append.sheet], growth.real
    columns = growth.left, growth.right
    if growth.adopt and real:
        end = growth.last - growth.adopt
        grown = cells(sheet_id, real.row, real.column, growth.last, real.last_column)
        table = {"tableId": known.tables[growth.append.sheet, real.name], "range": grown}
        yield {"updateTable": {"table": table, "fields": "range"}}
        yield from _like(sheet_id, end, range(end + 1, growth.last + 1), columns, ("DATA_VALIDATION",))
        yield from _like(sheet_id, end, range(end + 1, growth.last + 1), columns, ("CONDITIONAL_FORMATTING",))
    if not growth.count:
        return
    new = range(growth.last, growth.last + growth.count)
    if growth.whole:
        # From the row after, which is one of the table's: above a table's only row stands its header.
        rows = span(sheet_id, "ROWS", new.start, new.stop - 1)
        yield {"insertDimension": {"range": rows, "inheritFromBefore": False}}
    else:
        place = cells(sheet_id, new.start, growth.left, new.stop - 1, growth.right)
        yield {"insertRange": {"range": place, "shiftDimension": "ROWS"}}
        yield from _like(sheet_id, new.stop, new, columns, ("FORMAT", "DATA_VALIDATION"))
    if growth.last == growth.place.first_row:  # ranges over the only row moved down with it instead of growing
        yield from _like(sheet_id, new.stop, new, columns, ("DATA_VALIDATION", "CONDITIONAL_FORMATTING"))
    if growth.spare:
        yield from _own_formulas(growth, known, sheet_id, new)


def _own_formulas(growth: Growth, known: Known, sheet_id: int, new: range) -> Iterator[Request]:
    """The formulas that a person keeps in the blank last row, back where they were before that row moved down."""
    sheet = known.grid.sheet(growth.append.sheet)
    written = {growth.place.columns[name] for name in growth.append.values}
    width = range(sheet.width) if growth.whole and sheet else range(growth.left, growth.right + 1)
    for column in width:
        if sheet and column not in written and sheet.formula(growth.last, column) is not None:
            yield from _like(sheet_id, new.stop, range(new.start, new.start + 1), (column, column), ("FORMULA",))


def _like(sheet_id: int, row: int, rows: range, columns: tuple[int, int], what: Iterable[str]) -> Iterator[Request]:
    """Copy one thing of a row to others."""
    source = cells(sheet_id, row, columns[0], row, columns[1])
    target = cells(sheet_id, rows.start, columns[0], rows.stop - 1, columns[1])
    for one in what:
        yield {"copyPaste": {"source": source, "destination": target, "pasteType": f"PASTE_{one}"}}
