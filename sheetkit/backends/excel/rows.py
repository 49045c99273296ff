"""The rows of one sheet as XML, in pieces of a bounded size, from blocks that lie beside and below each other."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

from sheetkit.backends.excel.cells import CellRefused, Ink, Run, Unfit, run_cells
from sheetkit.backends.excel.heights import DEFAULT_WIDTH, wrapped_heights
from sheetkit.backends.excel.texts import SharedTexts, escape
from sheetkit.formula.ast import Node
from sheetkit.workbook import a1
from sheetkit.workbook.cellstyles import style_of, wraps
from sheetkit.workbook.model import CellColumn, Sheet, Style
from sheetkit.workbook.palette import FONT_SIZE, ROLES

MAX_FORMULA: Final = 8192
"""Characters of a formula; Excel's specifications and limits."""

_CHUNK: Final = 2048

InCell: TypeAlias = Callable[[Node, str], str]
"""Writes a formula for a cell, without "=": the node, and the table whose row it stands in ("" for none)."""


@dataclass(frozen=True, slots=True)
class Strand:
    """One column of one block on its sheet: rows `first` to before `end`."""

    first: int
    end: int
    column: int
    cells: CellColumn
    style: Style
    table: str


@dataclass(frozen=True, slots=True)
class Band:
    """Rows `first` to before `end`, in which the same strands lie beside each other."""

    first: int
    end: int
    strands: Sequence[Strand]


class RowWriter:
    """Writes the rows of sheets of one workbook, which share their styles and texts."""

    def __init__(self, inks: Mapping[Style, Ink], texts: SharedTexts, in_cell: InCell) -> None:
        self._inks = inks
        self._texts = texts
        self._in_cell = in_cell
        self._formulas: dict[tuple[int, str], str] = {}

    def rows(self, sheet: Sheet) -> Iterator[bytes]:
        """The content of `<sheetData>`. Raises CellRefused, naming the cell."""
        for band in bands(sheet):
            for start in range(band.first, band.end, _CHUNK):
                end = min(start + _CHUNK, band.end)
                labels = [str(row + 1) for row in range(start, end)]
                opened = _openings(sheet, band, labels, start)
                columns = [self._strand_cells(sheet, strand, start, labels) for strand in band.strands]
                rows = map("".join, zip(opened, *columns, strict=True))
                yield ("</row>".join(rows) + "</row>").encode()

    def _strand_cells(self, sheet: Sheet, strand: Strand, start: int, labels: Sequence[str]) -> list[str]:
        cells, offset = strand.cells, start - strand.first
        values = cells.values[offset : offset + len(labels)]
        letters, ink = a1.column_letters(strand.column), self._inks[strand.style]
        if cells.formulas is None:
            formula = self._formula(cells.formula, sheet, strand)
            return self._cells(sheet, Run(letters, labels, values, ink, formula, cells.array))
        nodes = cells.formulas[offset : offset + len(labels)]
        groups: dict[str, list[int]] = {}
        for i, node in enumerate(nodes):
            groups.setdefault(self._formula(node, sheet, strand), []).append(i)
        made = [""] * len(labels)
        for formula, places in groups.items():
            rows, picked = [labels[i] for i in places], [values[i] for i in places]
            for place, cell in zip(
                places, self._cells(sheet, Run(letters, rows, picked, ink, formula, cells.array)), strict=True
            ):
                made[place] = cell
        return made

    def _cells(self, sheet: Sheet, run: Run) -> list[str]:
        try:
            return run_cells(run, self._texts)
        except Unfit as error:
            reason, hint = error.args
            place = f"{a1.quote_sheet(sheet.name)}!{run.letters}{self._first_unfit(run)}"
            raise CellRefused(f"The value of {place} {reason}.", hint=hint) from None

    def _first_unfit(self, run: Run) -> str:
        cells = zip(run.rows, run.values, strict=True)
        return next(row for row, value in cells if self._unfit(Run(run.letters, [row], [value], run.ink, run.formula)))

    def _unfit(self, run: Run) -> bool:
        try:
            run_cells(run, self._texts)
        except Unfit:
            return True
        return False

    def _formula(self, node: Node | None, sheet: Sheet, strand: Strand) -> str:
        """The escaped formula; each tree is written once, however many rows share it."""
        if node is None:
            return ""
        known = (id(node), strand.table)
        if known not in self._formulas:
            text = self._in_cell(node, strand.table)
            if len(text) > MAX_FORMULA:
                place = f"{a1.quote_sheet(sheet.name)}!{a1.address(strand.first, strand.column)}"
                raise CellRefused(f"{place} has a formula of more than 8,192 characters.", hint="Split it in two.")
            self._formulas[known] = escape(text)
        return self._formulas[known]


def strands(sheet: Sheet) -> list[Strand]:
    """The columns of all blocks, top to bottom and left to right. Raises ValueError when a block is ragged."""
    found = []
    for block in sheet.blocks:
        heights = {len(column.values) for column in block.columns}
        if len(heights) > 1:
            raise ValueError(
                f"{sheet.name}: the columns of the block at {a1.address(block.row, block.column)} differ in length"
            )
        for i, cells in enumerate(block.columns):
            column, end = block.column + i, block.row + len(cells.values)
            if block.row < end:
                found.append(
                    Strand(block.row, end, column, cells, style_of(cells), _table_at(sheet, block.row, end, column))
                )
    return sorted(found, key=lambda strand: (strand.first, strand.column))


def bands(sheet: Sheet) -> Iterator[Band]:
    """The sheet cut into bands from top to bottom. Raises ValueError where two blocks hold the same cell."""
    waiting = strands(sheet)[::-1]
    tall = {edge for row in sheet.heights for edge in (row, row + 1)}
    edges = sorted(tall | {edge for strand in waiting for edge in (strand.first, strand.end)})
    lying: list[Strand] = []
    for first, end in pairwise(edges):
        lying = [strand for strand in lying if strand.end > first]
        while waiting and waiting[-1].first <= first:
            lying.append(waiting.pop())
        lying.sort(key=lambda strand: strand.column)
        for left, right in pairwise(lying):
            if left.column == right.column:
                raise ValueError(f"{sheet.name}: two blocks hold {a1.address(first, left.column)}")
        if lying or first in sheet.heights:
            yield Band(first, end, tuple(lying))


def extent(sheet: Sheet) -> str:
    """The range that the sheet's cells cover, for `<dimension>`."""
    found = strands(sheet)
    if not found:
        return "A1"
    first, left = min(strand.first for strand in found), min(strand.column for strand in found)
    last, right = max(strand.end for strand in found) - 1, max(strand.column for strand in found)
    return a1.range_address(first, left, last, right)


def _table_at(sheet: Sheet, first: int, end: int, column: int) -> str:
    """The name of the table in whose data rows the cells lie, or ""."""
    for table in sheet.tables:
        beside = table.column <= column < table.column + len(table.columns)
        if beside and first <= table.row + table.rows and end > table.row + 1:
            return table.name
    return ""


def _openings(sheet: Sheet, band: Band, labels: Sequence[str], start: int) -> list[str]:
    """The opening tag of each row. A height that the sheet asks for is fixed, one that wrapped text needs is not."""
    rows = [f'<row r="{label}">' for label in labels]
    needed: dict[int, float] = {}
    for strand in band.strands:
        if wraps(strand.style):
            values = strand.cells.values[start - strand.first : start - strand.first + len(labels)]
            width = sheet.widths.get(strand.column, DEFAULT_WIDTH) * FONT_SIZE / ROLES[strand.style.role].size
            for i, height in wrapped_heights(width, values).items():
                needed[i] = max(height, needed.get(i, 0))
    for i, height in needed.items():
        rows[i] = f'<row r="{labels[i]}" ht="{height:g}">'
    if band.first in sheet.heights:  # such a row is a band of its own
        rows[0] = f'<row r="{labels[0]}" ht="{sheet.heights[band.first]:g}" customHeight="1">'
    return rows
