"""Edits workbooks the way people do, with another program, and reads them back without sheetkit."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

DAY = date(2026, 11, 22)
LAST = 161
"""The last filled row of the sample's Cases tab."""

Edit = Callable[[Workbook], None]


def edited(path: Path, edit: Edit) -> Path:
    """The workbook at `path` after openpyxl loaded, changed and saved it."""
    workbook = openpyxl.load_workbook(path)
    edit(workbook)
    workbook.save(path)
    return path


def column(sheet: Worksheet, header: str) -> int:
    """The one-based column of a header in the first row."""
    return next(cell.column for cell in sheet[1] if cell.value == header and cell.column)


def cells(path: Path, tab: str) -> dict[str, Any]:
    """Every filled cell of a tab by its address, formulas as their text."""
    sheet = openpyxl.load_workbook(path)[tab]
    return {
        cell.coordinate: getattr(cell.value, "text", cell.value)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
