"""A workbook of data and formulas for the oracles: tables, named cells and lists, and formulas written beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from sheetkit.compute.frame import Scope, evaluate
from sheetkit.compute.vector import Vector
from sheetkit.core.values import CellError, CellValue
from sheetkit.formula.excel import positional, structured
from sheetkit.formula.layout import Layout, TablePlace
from sheetkit.formula.parse import parse
from sheetkit.workbook.a1 import address, range_address
from tests.oracles.cells import read_cells

_FIGURES: Final = "Figures"
_NAMES: Final = "Names"


@dataclass(frozen=True)
class Trial:
    """Data, and formulas over it.

    `tables[table][column]` and `names[name]` are cell values (a list makes a named range). `row_formulas` stand in
    every row of a table, `cell_formulas` in one cell each; a formula in braces is an array formula of one cell.
    `by_address`: row formulas say $B2 for [@Column]; formualizer takes no "this row" outside a table.
    """

    tables: Mapping[str, Mapping[str, Sequence[CellValue]]] = field(default_factory=dict)
    names: Mapping[str, CellValue | list[CellValue]] = field(default_factory=dict)
    row_formulas: Sequence[tuple[str, str]] = ()
    cell_formulas: Sequence[str] = ()
    by_address: bool = False

    def write(self, path: Path) -> Path:
        """The workbook at `path`, with no cached results in it."""
        with xlsxwriter.Workbook(str(path)) as book:
            self._write_names(book)
            for table, columns in self.tables.items():
                self._write_table(book, table, columns)
            figures = book.add_worksheet(_FIGURES)
            for row, formula in enumerate(self.cell_formulas):
                if formula.startswith("{"):
                    figures.write_array_formula(row, 0, row, 0, "=" + structured(parse(formula.strip("{}"))))
                else:
                    figures.write_formula(row, 0, "=" + structured(parse(formula)))
        return path

    def read(self, path: Path) -> tuple[list[list[CellValue]], list[CellValue]]:
        """What a program computed: the values of each row formula by row, and of each cell formula."""
        sheets = read_cells(path)
        rows = []
        for table, column in self._places():
            height = len(next(iter(self.tables[table].values())))
            rows.append([sheets[table].get(address(row + 1, column)) for row in range(height)])
        return rows, [sheets[_FIGURES].get(address(row, 0)) for row in range(len(self.cell_formulas))]

    def evaluated(self) -> tuple[list[list[CellValue]], list[CellValue]]:
        """What sheetkit computes, in the same shape."""
        tables = {
            table: {name: Vector.of(values) for name, values in columns.items()}
            for table, columns in self.tables.items()
        }
        names = {name: _named(value) for name, value in self.names.items()}
        alone = Scope(tables, names)
        rows = []
        for table, formula in self.row_formulas:
            height = len(next(iter(self.tables[table].values())))
            rows.append(evaluate(parse(formula), Scope(tables, names, table, height)).to_values())
        return rows, [evaluate(parse(formula.strip("{}")), alone).to_values()[0] for formula in self.cell_formulas]

    def _places(self) -> list[tuple[str, int]]:
        """The table and the sheet column of each row formula: right of the table, one column left free."""
        free = {table: len(columns) + 1 for table, columns in self.tables.items()}
        places = []
        for table, _ in self.row_formulas:
            places.append((table, free[table]))
            free[table] += 1
        return places

    def _write_names(self, book: Any) -> None:
        sheet = book.add_worksheet(_NAMES)
        for column, (name, value) in enumerate(self.names.items()):
            values = value if isinstance(value, list) else [value]
            write_cells(sheet, 0, column, values)
            cells = range_address(0, column, len(values) - 1, column, absolute=True)
            book.define_name(name, f"={_NAMES}!{cells}")

    def _write_table(self, book: Any, table: str, columns: Mapping[str, Sequence[CellValue]]) -> None:
        sheet = book.add_worksheet(table)
        height = len(next(iter(columns.values())))
        headers = [{"header": name} for name in columns]
        sheet.add_table(0, 0, height, len(columns) - 1, {"name": table, "columns": headers})
        for column, values in enumerate(columns.values()):
            write_cells(sheet, 1, column, values)
        for (owner, formula), (_, column) in zip(self.row_formulas, self._places(), strict=True):
            if owner == table:
                for row in range(height):
                    sheet.write_formula(row + 1, column, "=" + self._written(formula, table, row + 1))

    def _written(self, formula: str, table: str, row: int) -> str:
        node = parse(formula)
        if not self.by_address:
            return structured(node, table)
        places = {
            name: TablePlace(name, 1, len(next(iter(columns.values()))), {each: at for at, each in enumerate(columns)})
            for name, columns in self.tables.items()
        }
        return positional(node, Layout(places), table, row=row)


def write_cells(sheet: Any, row: int, column: int, values: Sequence[CellValue]) -> None:
    """Values one below the other; the empty text and errors, which no one can type, are what a formula shows."""
    for at, value in enumerate(values, start=row):
        match value:
            case None:
                continue
            case bool():
                sheet.write_boolean(at, column, value)
            case CellError(code=code):
                sheet.write_formula(at, column, f"={code}", None, code)
            case "":
                sheet.write_formula(at, column, '=""', None, "")
            case str():
                sheet.write_string(at, column, value)
            case _:
                sheet.write_number(at, column, value)


def _named(value: CellValue | list[CellValue]) -> Vector:
    return Vector.of(value) if isinstance(value, list) else Vector.one(value, cells=True)
