"""Builds a workbook for the proof, and compares what another program computes with what it holds as results."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from sheetkit.backends.excel.write import write
from sheetkit.compute.recompute import recompute
from sheetkit.core.values import CellError, CellValue
from sheetkit.records.blank import blank_ledger
from sheetkit.records.render import render
from sheetkit.template.load import find, load_text
from sheetkit.workbook.a1 import address
from sheetkit.workbook.model import CellColumn, Sheet, Workbook

Rows = Mapping[str, Mapping[str, list[CellValue]]]


def build_for(template: Path, rows: Rows, as_of: date, target: Path, *, arrays: bool = True) -> Workbook:
    """The workbook of some rows, its Today frozen to `as_of`, so that every program sees the same day.

    Without `arrays` the cells of array formulas (medians) hold their plain values: formualizer takes no such formula.
    """
    source = find(template)
    loaded = load_text(source.text, source.origin)
    today = float(as_of.toordinal() - date(1899, 12, 30).toordinal())
    ledger = blank_ledger(loaded, settings={"Today": today}, rows=rows)
    workbook = render(recompute(ledger, as_of), text=source.text)
    if not arrays:
        workbook = replace(workbook, sheets=tuple(map(_without_arrays, workbook.sheets)))
    write(workbook, target)
    return workbook


def _without_arrays(sheet: Sheet) -> Sheet:
    def plain(column: CellColumn) -> CellColumn:
        return replace(column, formula=None, formulas=None, array=False) if column.array else column

    blocks = tuple(replace(block, columns=tuple(map(plain, block.columns))) for block in sheet.blocks)
    return replace(sheet, blocks=blocks)


def formula_cells(workbook: Workbook) -> Iterator[tuple[str, str, CellValue]]:
    """Sheet, address and cached result of every formula cell."""
    for sheet in workbook.sheets:
        for block in sheet.blocks:
            for offset, column in enumerate(block.columns):
                for row, value in enumerate(column.values):
                    formula = column.formulas[row] if column.formulas is not None else column.formula
                    if formula is not None:
                        yield sheet.name, address(block.row + row, block.column + offset), value


def same(ours: CellValue, theirs: CellValue) -> bool:
    """Equal in kind and value; numbers to 1e-9 relative.

    An error is an error: where two of them meet in one formula, LibreOffice often keeps the last one, Excel the first.
    """
    if isinstance(ours, CellError) and isinstance(theirs, CellError):
        return True
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours is theirs
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
    return ours == theirs


def differences(workbook: Workbook, cells: Mapping[str, Mapping[str, CellValue]]) -> list[str]:
    """Every formula cell whose recalculated value is not its cached one, as text."""
    found = []
    for sheet, cell, ours in formula_cells(workbook):
        theirs = cells.get(sheet, {}).get(cell)
        if not same(ours, theirs):
            found.append(f"{sheet}!{cell}: ours {ours!r}, theirs {theirs!r}")
    return found
