"""Builds a workbook for the proof, and compares what another program computes with what it holds as results."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sheetkit.backends.excel.write import write
from sheetkit.compute.recompute import recompute
from sheetkit.core.dates import to_serial
from sheetkit.core.values import CellError, CellValue
from sheetkit.formula.ast import Column, Name, Node, ThisRow, replaced
from sheetkit.formula.layout import Layout
from sheetkit.formula.positions import Positions
from sheetkit.records.blank import blank_ledger
from sheetkit.records.render import render
from sheetkit.template.load import find, load_text
from sheetkit.workbook.a1 import address
from sheetkit.workbook.model import CellColumn, Sheet, Workbook
from tests.oracles.formualizer_quirks import TABLE_COLUMNS, unanswerable

Rows = Mapping[str, Mapping[str, list[CellValue]]]


def build_for(template: Path, rows: Rows, as_of: date, target: Path) -> Workbook:
    """The workbook of some rows, its Today frozen to `as_of`, so that every program sees the same day."""
    workbook = made_for(template, rows, as_of)
    write(workbook, target)
    return workbook


def build_for_formualizer(template: Path, rows: Rows, as_of: date, target: Path) -> tuple[Workbook, int]:
    """The same for formualizer, and how many formula cells hold plain values because it cannot answer them.

    Tables with more columns than it loads are written by address.
    """
    whole = made_for(template, rows, as_of)
    asked = _answered(whole)
    if sum(len(table.columns) for sheet in asked.sheets for table in sheet.tables) > TABLE_COLUMNS:
        asked = by_address(asked)
    write(asked, target)
    return asked, sum(1 for _ in formula_cells(whole)) - sum(1 for _ in formula_cells(asked))


def made_for(template: Path, rows: Rows, as_of: date) -> Workbook:
    """The workbook of some rows as plain data."""
    source = find(template)
    loaded = load_text(source.text, source.origin)
    ledger = blank_ledger(loaded, settings={"Today": to_serial(as_of)}, rows=rows)
    return render(recompute(ledger, as_of), text=source.text)


def by_address(workbook: Workbook) -> Workbook:
    """The same cells and formulas without tables: what a formula reads is written as A1 addresses.

    Rules, charts and dropdowns, which show no values of formulas, are left out.
    """
    sheets = (_sheet_by_address(workbook.layout, sheet) for sheet in workbook.sheets)
    return replace(workbook, sheets=tuple(sheets))


def _sheet_by_address(layout: Layout, sheet: Sheet) -> Sheet:
    blocks = []
    for block in sheet.blocks:
        columns = []
        for offset, column in enumerate(block.columns):
            written = [
                _addressed(node, layout, sheet, block.row + row, block.column + offset)
                for row, node in enumerate(nodes(column))
            ]
            columns.append(replace(column, formula=None, formulas=written if any(written) else None))
        blocks.append(replace(block, columns=tuple(columns)))
    return replace(sheet, blocks=tuple(blocks), tables=(), validations=(), flags=(), charts=())


def _addressed(node: Node | None, layout: Layout, sheet: Sheet, row: int, column: int) -> Node | None:
    if node is None:
        return None
    own = (
        name
        for name, place in layout.tables.items()
        if place.sheet == sheet.name
        and place.first_row <= row < place.first_row + place.rows
        and column in place.columns.values()
    )
    positions = Positions(layout, next(own, ""), row, sheet.name)

    def address_of(part: Node) -> Node | None:
        # A name is printed as it is, so an address can stand in its place.
        match part:
            case ThisRow():
                return Name(positions.this_row(part))
            case Column():
                return Name(positions.column(part))
        return None

    return replaced(node, address_of)


def nodes(column: CellColumn) -> Sequence[Node | None]:
    """The formula of each cell of a column."""
    return column.formulas if column.formulas is not None else [column.formula] * len(column.values)


def _answered(workbook: Workbook) -> Workbook:
    """The workbook with plain values in the cells whose formula formualizer cannot answer."""
    lists = {name for name, place in workbook.layout.names.items() if place.rows > 1}

    def asked(column: CellColumn) -> CellColumn:
        answerable = [None if node is None or unanswerable(node, lists) else node for node in nodes(column)]
        if answerable == list(nodes(column)):
            return column
        return replace(
            column,
            formula=None,
            formulas=answerable if any(answerable) else None,
            array=column.array and any(answerable),
        )

    def sheet_of(sheet: Sheet) -> Sheet:
        blocks = tuple(replace(block, columns=tuple(map(asked, block.columns))) for block in sheet.blocks)
        return replace(sheet, blocks=blocks)

    return replace(workbook, sheets=tuple(map(sheet_of, workbook.sheets)))


def formula_cells(workbook: Workbook) -> Iterator[tuple[str, str, CellValue]]:
    """Sheet, address and cached result of every formula cell."""
    for sheet in workbook.sheets:
        for block in sheet.blocks:
            for offset, column in enumerate(block.columns):
                for row, (value, node) in enumerate(zip(column.values, nodes(column), strict=True)):
                    if node is not None:
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
