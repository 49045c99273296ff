"""What a formula can see while it is evaluated: tables, names, the row it stands in, and today."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sheetkit.compute.vector import Vector


@dataclass(frozen=True, eq=False)
class Scope:
    """The surroundings of a formula.

    `tables[table][column]` is a column of cells, one a row; `names` are settings and metrics (one cell) and lists (one
    cell an entry). `table` is the table whose rows the formula stands in, `height` how many it has; a formula outside
    tables has table "". `today` is the serial number that TODAY() gives; without it TODAY() is #N/A.
    """

    tables: Mapping[str, Mapping[str, Vector]] = field(default_factory=dict)
    names: Mapping[str, Vector] = field(default_factory=dict)
    table: str = ""
    height: int = 1
    today: float | None = None

    def column(self, table: str, column: str) -> Vector | None:
        """The cells of a column, or None when there is no such column; "" is the formula's own table."""
        return self.tables.get(table or self.table, {}).get(column)
