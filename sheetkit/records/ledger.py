"""The ledger: the typed rows of all tables of one workbook, columnar, with the places they were read from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sheetkit.core.problem import Problem
from sheetkit.core.values import CellValue, is_blank
from sheetkit.template.model import Template


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of one table.

    `columns[name]` are raw cell values, one a row, all equally long: dates are serial numbers, a wrong value is kept as
    it was typed. `understood[(name, row)]` is what a text such as "2026-03-12" in a date column means, where that is
    unambiguous. `sheet_rows[i]` is the zero-based sheet row that row i was read from, -1 for a new row.
    `broken[name]` are the rows whose formula was typed over. `kept[name]` are the rows whose cell an update leaves
    alone: a person's own formula stands there, merged cells hide it, or there is no such column. `found` is False for a
    table that the workbook does not have.
    """

    name: str
    columns: Mapping[str, Sequence[CellValue]]
    sheet_rows: Sequence[int] = ()
    understood: Mapping[tuple[str, int], CellValue] = field(default_factory=dict)
    broken: Mapping[str, Sequence[int]] = field(default_factory=dict)
    kept: Mapping[str, frozenset[int]] = field(default_factory=dict)
    found: bool = True

    @property
    def height(self) -> int:
        """How many rows."""
        return len(next(iter(self.columns.values()), ()))

    def free(self, column: str) -> list[int]:
        """The rows in which the column's cell is blank and may be filled."""
        kept = self.kept.get(column, frozenset())
        return [row for row, value in enumerate(self.columns[column]) if is_blank(value) and row not in kept]

    def written(self, column: str, values: Sequence[CellValue]) -> "TableRows":
        """The table with new values in a column; cells that an update leaves alone stay."""
        kept = self.kept.get(column, frozenset())
        old = self.columns[column]
        new = [old[row] if row in kept else value for row, value in enumerate(values)]
        return replace(self, columns={**self.columns, column: new})

    def typed(self, column: str) -> list[CellValue]:
        """The column with what was understood of texts in place of them."""
        values = list(self.columns[column])
        for (name, row), value in self.understood.items():
            if name == column:
                values[row] = value
        return values


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything a workbook says. Tables by the template's table names, settings and metrics by name, lists by name.

    `problems` are those found on reading. `frozen` names settings and metrics whose formula
    a person replaced by a value.
    """

    template: Template
    tables: Mapping[str, TableRows]
    names: Mapping[str, CellValue] = field(default_factory=dict)
    lists: Mapping[str, Sequence[CellValue]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    frozen: frozenset[str] = frozenset()
    workbook_id: str = ""

    def with_table(self, table: TableRows) -> "Ledger":
        """The same ledger with one table replaced."""
        return replace(self, tables={**self.tables, table.name: table})
