"""What the blocks of a sheet hold at a place."""

from sheetkit.core.values import CellValue
from sheetkit.workbook.model import Sheet


def values_at(sheet: Sheet, column: int, first_row: int, last_row: int) -> list[CellValue]:
    """The values of a column from first to last row, blank where no block holds the cell."""
    values: list[CellValue] = [None] * (last_row - first_row + 1)
    for block in sheet.blocks:
        if block.column <= column < block.column + len(block.columns):
            held = block.columns[column - block.column].values
            for row in range(max(first_row, block.row), min(last_row, block.row + len(held) - 1) + 1):
                values[row - first_row] = held[row - block.row]
    return values
