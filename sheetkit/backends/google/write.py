"""From a workbook to the requests that make an empty spreadsheet it, as plain data."""

from collections.abc import Iterator, Mapping
from typing import Final

from sheetkit.backends.google import blocks, charts, flags, sheets, tables, validations
from sheetkit.backends.google.ranges import Request
from sheetkit.workbook.model import Workbook

FIRST_ID: Final = 101
"""The id of the first sheet; the others count on. Ids are ours to choose and stay when tabs are moved or renamed."""


def requests(workbook: Workbook, blank_sheet: int, *, locale: str, time_zone: str) -> Iterator[Request]:
    """All requests, in an order in which each finds what it refers to.

    `blank_sheet` is the id of the one sheet that a new spreadsheet has; it goes. Raises PatchRefused for what no cell
    can hold.
    """
    ids = {sheet.name: FIRST_ID + number for number, sheet in enumerate(workbook.sheets)}
    yield {
        "updateSpreadsheetProperties": {
            "properties": {"locale": locale, "timeZone": time_zone},
            "fields": "locale,timeZone",
        }
    }
    yield _out_of_the_way(blank_sheet)
    for index, sheet in enumerate(workbook.sheets):
        yield {"addSheet": {"properties": sheets.properties(ids[sheet.name], index, sheet)}}
    yield {"deleteSheet": {"sheetId": blank_sheet}}
    yield from tables.names(workbook, ids)
    for sheet in workbook.sheets:
        yield from blocks.formats(ids[sheet.name], sheet)
        yield from sheets.shape(ids[sheet.name], sheet, ids)
    for sheet in workbook.sheets:
        yield from blocks.values(ids[sheet.name], sheet, workbook.layout)
    yield from _rules(workbook, ids)


def _out_of_the_way(blank_sheet: int) -> Request:
    """Its title, in whatever language, could be one that the workbook needs."""
    entry = {"sheetId": blank_sheet, "title": "sheetkit is building"}
    return {"updateSheetProperties": {"properties": entry, "fields": "title"}}


def _rules(workbook: Workbook, ids: Mapping[str, int]) -> Iterator[Request]:
    """What lies over the cells: tables need their headers, charts the values."""
    by_name = {sheet.name: sheet for sheet in workbook.sheets}
    for sheet in workbook.sheets:
        number = ids[sheet.name]
        yield from (tables.table(number, one) for one in sheet.tables)
        yield from validations.validations(number, sheet.name, sheet.validations, workbook.layout)
        yield from flags.flags(number, sheet.name, sheet.flags, workbook.layout)
        yield from tables.protected(number, sheet)
        yield from charts.charts(number, sheet.charts, ids, by_name)
