"""The files that other programs export, read as rows: CSV of every make, and sheets of .xlsx files."""

from collections.abc import Sequence
from pathlib import Path

from sheetkit.backends.excel.read import read
from sheetkit.core.errors import FileMissing, SheetkitError
from sheetkit.core.values import CellValue
from sheetkit.records.mapping.source import MAX_BYTES, Source, from_csv, from_rows
from sheetkit.template.finding import advice
from sheetkit.workbook.grid import Grid, GridSheet

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read_source(file: Path, sheet: str = "") -> Source:
    """The rows of an export: a sheet of an .xlsx or .xlsm file (the fullest visible one), or a CSV file.

    Raises FileMissing, PackageRefused, or SheetkitError when there is no table in it.
    """
    if not file.is_file():
        raise FileMissing(path=str(file))
    with file.open("rb") as stream:
        start = stream.read(4)
        if start == _OLD_EXCEL:
            hint = "Open it in a spreadsheet program and save it as .xlsx or as CSV."
            raise SheetkitError("This is an old .xls or an encrypted workbook.", path=str(file), hint=hint)
        if start != _ZIP:
            return from_csv(start + stream.read(MAX_BYTES), file.name)
    return from_rows(_rows(_sheet(read(file, formulas=False), sheet, file)), file.name)


def _sheet(grid: Grid, name: str, file: Path) -> GridSheet:
    """The sheet of that name, or the visible one with the most filled cells."""
    if name:
        if found := grid.sheet(name):
            return found
        hint = advice(name, [sheet.name for sheet in grid.sheets])
        raise SheetkitError(f"It has no sheet named {name}.", path=str(file), hint=hint)
    visible = [sheet for sheet in grid.sheets if sheet.visibility == "visible"]
    if not visible:
        raise SheetkitError("It has no visible sheet.", path=str(file), hint="Name the sheet in the mapping file.")
    return max(visible, key=lambda sheet: sum(value is not None for column in sheet.values for value in column))


def _rows(sheet: GridSheet) -> list[tuple[int, Sequence[CellValue]]]:
    """The rows of a sheet with their numbers; of a sheet with one real table, those of the table."""
    first, last, left, right = 0, sheet.height, 0, sheet.width
    if len(sheet.tables) == 1:
        table = sheet.tables[0]
        first, last = table.row, table.last_row + (0 if table.totals else 1)
        left, right = table.column, table.last_column + 1
    columns = sheet.values[left:right]
    return [(row + 1, [column[row] for column in columns]) for row in range(first, min(last, sheet.height))]
