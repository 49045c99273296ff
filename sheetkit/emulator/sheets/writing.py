"""Writing a ValueRange into cells: what is checked, what is skipped, what is counted."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sheetkit.emulator.document import EMPTY, Cell, Document, Json, Sheet
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets import options
from sheetkit.emulator.sheets.entered import enter
from sheetkit.emulator.sheets.formats import number_format
from sheetkit.emulator.sheets.limits import fitting
from sheetkit.emulator.sheets.ranges import Area, beyond, letters, notation


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: the block it covers, the rows and columns where a cell was not skipped, how many were not."""

    area: Area
    rows: frozenset[int]
    columns: frozenset[int]
    cells: int


def values_of(body: Json, field: str = "data.values") -> list[list[Any]]:
    """The values of a ValueRange, by rows. Raises ApiError 400 for what is not a list of lists of plain values."""
    options.known(body, ("range", "majorDimension", "values"), field.rpartition(".")[0])
    given = body.get("values")
    if given is None:
        return []
    if not isinstance(given, list):
        given = [given]
    for index, line in enumerate(given):
        if not isinstance(line, list):
            place = field if not isinstance(body["values"], list) else f"{field}[{index}]"
            raise options.bad_value(place, "type.googleapis.com/google.protobuf.ListValue", _quoted(line))
        for at, value in enumerate(line):
            if isinstance(value, dict | list):
                kind = "struct_value" if isinstance(value, dict) else "list_value"
                raise invalid(f"Invalid {field}[{index}][{at}]: {kind} {{\n}}\n")
    if options.choice(body, "majorDimension", "ROWS") == "COLUMNS":
        height = max(map(len, given), default=0)
        return [[column[row] if row < len(column) else None for column in given] for row in range(height)]
    return given


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def put(
    document: Document,
    sheet: Sheet,
    area: Area,
    rows: Sequence[Sequence[Any]],
    *,
    raw: bool,
    spreads: bool,
    now: datetime,
) -> Written:
    """Write rows of values from the top left of an area: null skips a cell, "" clears its value.

    `spreads` says that the area is a starting point only. Raises ApiError 400 where the values do not fit.
    """
    height, width = len(rows), max(map(len, rows), default=0)
    target = Area(sheet.id, area.top, area.top + max(height, 1), area.left, area.left + max(width, 1))
    if not spreads:
        _fits(sheet, area, target)
    if target.bottom > sheet.row_count or target.right > sheet.column_count:
        raise beyond(sheet, target)
    locale, today = str(document.properties.get("locale", "en_US")), local_date(document, now)
    changed_rows, changed_columns, count = set(), set(), 0
    for row, line in enumerate(rows, area.top):
        for column, value in enumerate(line, area.left):
            if value is not None:
                old = sheet.cell(row, column)
                sheet.put(row, column, written(old, value, raw=raw, locale=locale, today=today))
                changed_rows.add(row)
                changed_columns.add(column)
                count += 1
    return Written(target, frozenset(changed_rows), frozenset(changed_columns), count)


def _fits(sheet: Sheet, area: Area, target: Area) -> None:
    inside = f"Requested writing within range [{notation(sheet, area)}], but tried writing to"
    if target.bottom > area.bottom:
        raise invalid(f"{inside} row [{area.bottom + 1}]")
    if target.right > area.right:
        raise invalid(f"{inside} column [{letters(area.right)}]")


def written(old: Cell, value: Any, *, raw: bool, locale: str, today: date) -> Cell:
    """The cell after a value was written into it; its look stays, but for the number format that typing brings."""
    if not isinstance(value, str):
        if old is EMPTY:
            return Cell(value if isinstance(value, bool) else float(value))
        return replace(old, value=value if isinstance(value, bool) else float(value), formula="", runs=(), chips=())
    fitting(value)
    if old is EMPTY and raw:  # what nearly all cells of a large write are
        return Cell(value or None)
    kept = number_format(old)
    if raw or (kept is not None and kept.get("type") == "TEXT"):
        return replace(old, value=value or None, formula="", runs=(), chips=())
    new = enter(value, locale, today)
    look = old.format
    if new.number_format is not None and kept is None:
        look = {**(look or {}), "numberFormat": new.number_format}
    return replace(old, value=new.value, formula=new.formula, format=look, runs=(), chips=())


def local_date(document: Document, now: datetime) -> date:
    """Today's date where the spreadsheet is, by its timeZone."""
    try:
        return now.astimezone(ZoneInfo(str(document.properties.get("timeZone") or "Etc/GMT"))).date()
    except (ZoneInfoNotFoundError, ValueError):
        return now.date()


def cleared(sheet: Sheet, area: Area) -> None:
    """Take the values out of an area; formats, notes and validation stay."""
    for place in [place for place in sheet.cells if area.holds(*place)]:
        sheet.put(*place, replace(sheet.cells[place], value=None, formula="", runs=(), chips=()))
