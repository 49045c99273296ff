"""What a backend is asked to change: cells by position, rows to append, whole tabs to add, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, TypeAlias

from sheetkit.core.values import CellValue
from sheetkit.formula.ast import Node
from sheetkit.workbook.model import Sheet

Keep: TypeAlias = Literal["keep"]
KEEP: Final[Keep] = "keep"
"""As a cell's formula: leave the formula that is there, refresh only its cached result."""


@dataclass(frozen=True, slots=True)
class SheetPatch:
    """Cells to write on one sheet, as parallel sequences.

    `formulas[i]` is None for a plain value, KEEP to refresh a cached result, or the formula to write with `values[i]`
    as its cached result. `number_formats[i]` is "" to leave the cell's format as it is, else the format that a newly
    made or unformatted cell takes. `table` names the table whose rows ThisRow refers to.
    """

    rows: Sequence[int]
    columns: Sequence[int]
    values: Sequence[CellValue]
    formulas: Sequence[Node | Keep | None]
    number_formats: Sequence[str]
    table: str = ""


@dataclass(frozen=True, slots=True)
class TableAppend:
    """Rows to add below the last row of a table, columnar: each column by name with its values.

    `formulas` gives the formula of calculated columns; `values` then holds cached results. Columns not named stay
    blank. New cells take the formats of the table's last row; validations, conditional formats and all else that
    covers the table grows with it.
    """

    sheet: str
    table: str
    rows: int
    values: Mapping[str, Sequence[CellValue]]
    formulas: Mapping[str, Node] = field(default_factory=dict)
    adopt: int = 0


@dataclass(frozen=True, slots=True)
class Patch:
    """All that changes in one workbook. `revision` is the state it was made against.

    `added` are new tabs behind all others: values, widths, dropdowns and flags, no formulas, and nothing that lies over
    cells otherwise. What is in `sheets` and `appends` is about tabs that are there already.
    """

    revision: str
    sheets: Mapping[str, tuple[SheetPatch, ...]] = field(default_factory=dict)
    appends: tuple[TableAppend, ...] = ()
    added: tuple[Sheet, ...] = ()

    def without_results(self) -> "Patch":
        """The patch without refreshed results, for a program that computes every formula itself."""
        sheets = {
            name: tuple(filter(None, (_without_results(part) for part in parts))) for name, parts in self.sheets.items()
        }
        return replace(self, sheets={name: parts for name, parts in sheets.items() if parts})

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        cells = any(len(part.rows) for parts in self.sheets.values() for part in parts)
        return not (self.appends or self.added or cells)

    @property
    def cells(self) -> int:
        """How many existing cells would change."""
        return sum(len(part.rows) for parts in self.sheets.values() for part in parts)


def plain(sheet: Sheet) -> bool:
    """Whether a tab is one that a patch can add."""
    over = (sheet.tables, sheet.notes, sheet.links, sheet.charts, sheet.merges)
    columns = (column for block in sheet.blocks for column in block.columns)
    return not any(over) and all(column.formula is None and column.formulas is None for column in columns)


def _without_results(part: SheetPatch) -> SheetPatch | None:
    kept = [index for index, formula in enumerate(part.formulas) if formula != KEEP]
    if len(kept) == len(part.rows):
        return part

    def chosen(cells: Sequence[Any]) -> list[Any]:
        return [cells[index] for index in kept]

    if not kept:
        return None
    return SheetPatch(
        chosen(part.rows),
        chosen(part.columns),
        chosen(part.values),
        chosen(part.formulas),
        chosen(part.number_formats),
        part.table,
    )
