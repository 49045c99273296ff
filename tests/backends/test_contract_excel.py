"""An .xlsx file keeps the contract of every backend."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from sheetkit.backends.excel.backend import ExcelBackend
from sheetkit.backends.excel.patch import Formula, patch_xlsx
from sheetkit.core.values import CellError, CellValue
from sheetkit.workbook import a1
from sheetkit.workbook.backend import Backend
from sheetkit.workbook.grid import Grid, GridSheet
from sheetkit.workbook.model import Workbook
from tests.backends.contract import Contract
from tests.backends.people import GridPerson, Person


class TestExcel(Contract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def build(self, workbook: Workbook) -> Backend:
        backend = ExcelBackend(self.folder / "till.xlsx")
        backend.write(workbook)
        return backend

    def again(self, backend: Backend) -> Backend:
        assert isinstance(backend, ExcelBackend)
        return ExcelBackend(backend.path)

    def person(self, backend: Backend) -> Person:
        assert isinstance(backend, ExcelBackend)
        return ExcelPerson(backend.path)


class ExcelPerson(GridPerson):
    """Somebody whose program writes the file anew."""

    def __init__(self, path: Path) -> None:
        super().__init__(lambda: ExcelBackend(path).read(), lambda grid: save(grid, path))
        self._path = path

    def enter(self, tab: str, row: int, column: int, formula: str, result: CellValue) -> None:
        patch_xlsx(self._path, {(tab, a1.address(row, column)): Formula(formula, result)}, recalculate=False)


def save(grid: Grid, path: Path) -> None:
    """The grid as some other program writes it: values, formulas with their results, tables and names."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in grid.sheets:
        _fill(book, sheet)
    for name in grid.names.values():
        last = (name.row + name.rows - 1, name.column + name.columns - 1)
        cells = a1.range_address(name.row, name.column, *last, absolute=True)
        book.defined_names[name.name] = DefinedName(name.name, attr_text=f"{a1.quote_sheet(name.sheet)}!{cells}")
    book.save(path)


def _fill(book: openpyxl.Workbook, sheet: GridSheet) -> None:
    page = book.create_sheet(sheet.name)
    page.sheet_state = {"visible": "visible", "hidden": "hidden"}.get(sheet.visibility, "veryHidden")
    for column, values in enumerate(sheet.values):
        for row, value in enumerate(values):
            formula = sheet.formula(row, column)
            if value is None and formula is None:
                continue
            cell = page.cell(row + 1, column + 1)
            assert isinstance(cell, Cell)
            if formula is not None:
                cell.value = "=" + formula
            elif isinstance(value, CellError):
                cell.value, cell.data_type = value.code, "e"
            else:
                cell.value = value
                if isinstance(value, str):
                    cell.data_type, cell.quotePrefix = "s", True
    for table in sheet.tables:
        where = a1.range_address(table.row, table.column, table.last_row, table.last_column)
        page.add_table(Table(displayName=table.name, ref=where))
