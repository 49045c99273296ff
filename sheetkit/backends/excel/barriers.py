"""Cells that cannot be written alone, because they are part of something larger."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping

from sheetkit.backends.excel.bytesxml import attribute
from sheetkit.backends.excel.edits import CellEdit
from sheetkit.backends.excel.formulas import Rectangle, SheetFormulas, rectangle
from sheetkit.backends.excel.sheetxml import Place, SheetXml
from sheetkit.backends.excel.tables import TablePart
from sheetkit.workbook import a1

Objection = tuple[Place, str, str]
"""A cell, why it cannot be written, and what to do."""


def objections(
    sheet: SheetXml, formulas: SheetFormulas, tables: Iterable[TablePart], edits: Mapping[Place, CellEdit]
) -> Iterator[Objection]:
    """Every edit that would tear an array, a merged cell or a table's header apart. `edits` are those that differ.

    A table is not torn by cells that move with it.
    """
    plain = [place for place, edit in edits.items() if not edit.keep]
    for place, area in _inside(formulas.areas, plain):
        yield place, f"is part of the array formula in {a1.range_address(*area)}", "Change the array in your program."
    for place, area in _inside(merges(sheet), list(edits)):
        if place != area[:2]:
            anchor = a1.address(*area[:2])
            yield place, f"is hidden in the merged cell {a1.range_address(*area)}", f"Write to {anchor} instead."
    for table in tables:
        yield from _table_objections(table, [place for place in plain if not edits[place].moves])


def _table_objections(table: TablePart, places: Collection[Place]) -> Iterator[Objection]:
    r1, c1, r2, c2 = table.area
    if table.headers:
        for place, _ in _inside([(r1, c1, r1, c2)], places):
            what = f"is the header of a column of the table {table.name}, which formulas use by name"
            yield place, what, "Rename the column in Excel or LibreOffice, so that formulas follow."
    if table.totals:
        for place, _ in _inside([(r2, c1, r2, c2)], places):
            if table.columns[place[1] - c1].totals:
                what = f"belongs to the totals row of the table {table.name}"
                yield place, what, "Change the totals row in Excel or LibreOffice."


def merges(sheet: SheetXml) -> Iterator[Rectangle]:
    """The merged ranges of a sheet."""
    part = sheet.part
    listed = part.find(b"mergeCells", sheet.data.end)
    for span in part.find_all(b"mergeCell", listed.inner, listed.close) if listed else ():
        yield rectangle((attribute(part.tag(span), b"ref") or b"").decode())


def _inside(areas: Iterable[Rectangle], places: Collection[Place]) -> Iterator[tuple[Place, Rectangle]]:
    """Each place that lies in one of the areas; fast for many small areas and for few large ones."""
    areas = list(areas)
    if not areas:
        return
    by_row: dict[int, list[int]] = {}
    for row, column in sorted(places):
        by_row.setdefault(row, []).append(column)
    rows = list(by_row)
    for r1, c1, r2, c2 in areas:
        if r2 - r1 < len(rows):
            touched: Iterable[int] = (row for row in range(r1, r2 + 1) if row in by_row)
        else:
            touched = rows[bisect_left(rows, r1) : bisect_right(rows, r2)]
        for row in touched:
            columns = by_row[row]
            for column in columns[bisect_left(columns, c1) : bisect_right(columns, c2)]:
                yield (row, column), (r1, c1, r2, c2)
