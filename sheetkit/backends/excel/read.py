"""Reads an .xlsx or .xlsm file into a grid of raw cells, as the file has them."""

import os
from collections.abc import Collection, Sequence

from sheetkit.backends.excel import scan, scan_events, scan_names
from sheetkit.backends.excel.limits import Limits
from sheetkit.backends.excel.package import Package, SheetPart
from sheetkit.backends.excel.scan_cells import SheetCells
from sheetkit.backends.excel.scan_formulas import Formulas, google_result
from sheetkit.backends.excel.scan_strings import shared_texts
from sheetkit.backends.excel.scan_values import Values
from sheetkit.core.errors import PackageRefused
from sheetkit.workbook.grid import Grid, GridSheet


def read(path: str | os.PathLike[str], *, formulas: bool = True, limits: Limits | None = None) -> Grid:
    """All worksheets of a file: values, formulas, errors, tables, names, merges, hidden rows and tabs.

    The file is opened for reading only. `formulas` False leaves the formulas out; their results are read all the same.
    Chart sheets are left out. Raises FileMissing and PackageRefused (docs/limits.md), with the file's path.
    """
    return read_package(Package.open(path, limits), formulas=formulas)


def read_package(package: Package, *, formulas: bool = True) -> Grid:
    """The same of a package that is open already."""
    try:
        shared = shared_texts(package)
        from_1904 = scan_names.counts_from_1904(package)
        dates = scan_names.date_styles(package) if from_1904 else frozenset()
        return Grid(
            sheets=tuple(_sheet(package, sheet, shared, dates, formulas=formulas) for sheet in package.sheets),
            names=scan_names.defined_names(package),
            revision=package.revision,
            source=package.source,
            date_1904=from_1904,
            closed=scan_names.closed(package),
        )
    except PackageRefused as refused:
        refused.path = refused.path or package.source
        raise


def _sheet(
    package: Package, sheet: SheetPart, shared: Sequence[str], dates: Collection[int], *, formulas: bool
) -> GridSheet:
    cells, google = _scanned(package, sheet, shared, dates, formulas=formulas)
    if google:
        _fill_google_results(cells)
    height, columns = cells.finish()
    return GridSheet(
        name=sheet.name,
        height=height,
        values=columns,
        formulas=cells.formulas,
        tables=tuple(scan_names.tables(package, sheet.part)),
        merges=tuple(cells.merges),
        visibility=sheet.visibility,
        hidden_rows=frozenset(row for row in cells.hidden_rows if row < height),
    )


def _scanned(
    package: Package, sheet: SheetPart, shared: Sequence[str], dates: Collection[int], *, formulas: bool
) -> tuple[SheetCells, bool]:
    """The sheet's cells, by the fast scan where the part is written plainly, and whether Google exported the file."""
    cells = SheetCells(sheet.name, package.limits)
    found = Formulas(cells, wanted=formulas)
    try:
        scan.scan(package.stream(sheet.part), cells, found, Values(sheet.name, shared, dates))
    except (scan.NotPlain, ValueError):
        cells = SheetCells(sheet.name, package.limits)
        found = Formulas(cells, wanted=formulas)
        values = Values(sheet.name, shared, dates, escaped=False)
        scan_events.scan(sheet.part, package.stream(sheet.part), cells, found, values)
    return cells, found.google


def _fill_google_results(cells: SheetCells) -> None:
    """Where Google's export kept a formula's result only inside its stand-in for the formula, take it from there."""
    for column, formulas in cells.formulas.items():
        values = cells.columns[column]
        for row, text in formulas.items():
            if row >= len(values) or values[row] is None:
                cells.put(row, column, google_result(text))
