"""Tabs that sheetkit keeps beside a template's own: known by a mark in their header row, and never read as records."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sheetkit.workbook.grid import Grid, GridSheet

CONFLICTS: Final = "sheetkit conflicts"
"""The mark of the tab on which people settle conflicts."""
AUDIT: Final = "sheetkit audit"
"""The mark of the tab that shows the latest entries of the audit log."""

_ROWS: Final = 50
"""So many rows are looked at: people may have put a few above the header."""


def board(grid: Grid, mark: str) -> tuple[GridSheet, int, int] | None:
    """The tab with that mark, wherever it is now and whatever its name, and the zero-based place of the mark."""
    return next(_marked(grid, (mark,)), None)


def without_boards(grid: Grid) -> Grid:
    """What people and the template have in a workbook."""
    found = {sheet.name for sheet, _, _ in _marked(grid, (CONFLICTS, AUDIT))}
    return replace(grid, sheets=tuple(s for s in grid.sheets if s.name not in found)) if found else grid


def _marked(grid: Grid, marks: tuple[str, ...]) -> Iterator[tuple[GridSheet, int, int]]:
    for sheet in grid.sheets:
        for column, values in enumerate(sheet.values):
            place = next((row for row, value in enumerate(values[:_ROWS]) if value in marks), None)
            if place is not None:
                yield sheet, place, column
                break
