"""Where tables and names lie in one workbook, which a dialect needs to write references."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TablePlace:
    """One table on its sheet; all rows and columns are zero-based.

    `first_row` is the first data row (the header is one above), `rows` the number of data rows, spare ones included.
    `columns` maps each column name to its sheet column.
    """

    sheet: str
    first_row: int
    rows: int
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class NamePlace:
    """A named cell or range; `rows` by `columns` cells from (row, column), zero-based."""

    sheet: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """All tables and names of a workbook by their names (as the template spells them)."""

    tables: Mapping[str, TablePlace] = field(default_factory=dict)
    names: Mapping[str, NamePlace] = field(default_factory=dict)
