"""Puts a workbook into a spreadsheet of the local server, with the formulas that Google gets, and compares values."""

from collections.abc import Iterator, Mapping

from sheetkit.core.values import CellValue
from sheetkit.emulator.document import Cell, Document, Sheet
from sheetkit.formula.google import write
from sheetkit.formula.layout import Layout, NamePlace, TablePlace
from sheetkit.workbook.a1 import address
from sheetkit.workbook.model import Block, Workbook
from sheetkit.workbook.model import Sheet as Tab
from tests.proof.workbooks import formula_cells, nodes, same


def spreadsheet(workbook: Workbook, name: str) -> Document:
    """The workbook's cells in a spreadsheet with the id `name`; formula cells hold no value yet."""
    made = Document(name, {"timeZone": "Etc/GMT"})
    for number, tab in enumerate(workbook.sheets):
        sheet = empty(number, tab.name, *_size(tab))
        for block in tab.blocks:
            _put(sheet, block, workbook.layout)
        made.sheets.append(sheet)
    made.named_ranges = named_ranges(workbook.layout.names, made)
    return made


def empty(number: int, title: str, rows: int, columns: int) -> Sheet:
    """A sheet without cells."""
    grid = {"rowCount": rows, "columnCount": columns}
    return Sheet({"sheetId": number, "title": title, "gridProperties": grid})


def named_ranges(names: Mapping[str, NamePlace], made: Document) -> tuple[dict[str, object], ...]:
    """The named ranges of a spreadsheet as the API has them."""
    ids = {sheet.title: sheet.id for sheet in made.sheets}
    return tuple({"namedRangeId": name, "name": name, "range": _range(ids, place)} for name, place in names.items())


def different(workbook: Workbook, made: Document) -> list[str]:
    """Every formula cell whose value is not the workbook's cached one, as text.

    A formula that gives a blank cell shows 0 in a workbook and nothing in Google Sheets.
    """
    found = values(made)
    wrong = []
    for sheet, cell, expected in formula_cells(workbook):
        value = found[sheet, cell].value
        if not same(expected, value) and not (expected == 0 and value is None):
            wrong.append(f"{sheet}!{cell}: {expected!r}, computed {value!r} by {found[sheet, cell].formula[:200]}")
    return wrong


def values(made: Document) -> dict[tuple[str, str], Cell]:
    """All cells by sheet and address."""
    return {(sheet.title, address(*place)): cell for sheet in made.sheets for place, cell in sheet.cells.items()}


def _size(tab: Tab) -> tuple[int, int]:
    rows = max((block.row + len(block.columns[0].values) for block in tab.blocks), default=0)
    columns = max((block.column + len(block.columns) for block in tab.blocks), default=0)
    return max(rows, 100), max(columns, 26)


def _put(sheet: Sheet, block: Block, layout: Layout) -> None:
    for place, value, formula in _cells(sheet.title, block, layout):
        if formula or value is not None:
            sheet.cells[place] = Cell(formula=formula) if formula else Cell(_as_read(value))


def _cells(title: str, block: Block, layout: Layout) -> Iterator[tuple[tuple[int, int], CellValue, str]]:
    tables = {name: place for name, place in layout.tables.items() if place.sheet == title}
    for offset, column in enumerate(block.columns):
        for row, (value, node) in enumerate(zip(column.values, nodes(column), strict=True), start=block.row):
            place = row, block.column + offset
            table = next((name for name, found in tables.items() if _holds(found, place)), "")
            text = "" if node is None else "=" + write(node, layout, table, row, sheet=title, array=column.array)
            yield place, value, text


def _holds(table: TablePlace, place: tuple[int, int]) -> bool:
    return table.first_row <= place[0] < table.first_row + table.rows and place[1] in table.columns.values()


def _as_read(value: CellValue) -> CellValue:
    """The API has one kind of number."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _range(ids: Mapping[str, int], place: NamePlace) -> dict[str, int]:
    return {
        "sheetId": ids[place.sheet],
        "startRowIndex": place.row,
        "endRowIndex": place.row + place.rows,
        "startColumnIndex": place.column,
        "endColumnIndex": place.column + place.columns,
    }
