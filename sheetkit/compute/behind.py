"""The rows behind the figures of a review: each list of rows once, however many figures count them."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sheetkit.compute.case_rows import DATES, currency
from sheetkit.compute.figures import RowList
from sheetkit.compute.measure import Mask
from sheetkit.compute.privacy import Place, is_private, private_columns
from sheetkit.core.values import CellValue
from sheetkit.records.keys import key_text
from sheetkit.records.ledger import Ledger, TableRows
from sheetkit.template.model import Column, Measure, Tab
from sheetkit.template.resolve import owner_of, tab_of, table_name

MOST_ROWS: Final = 200
"""Rows that a list names; the rest are counted."""
LABELS: Final = 2
"""Columns of a list that tell one row from another, beside its key."""


@dataclass
class Behind:
    """Collects the lists of one review, in the order of its figures."""

    ledger: Ledger
    lists: list[RowList] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._known: dict[tuple[str, tuple[str, ...], bytes], str] = {}
        self._private: frozenset[Place] = private_columns(self.ledger.template)

    def note(self, measure: Measure, mask: Mask) -> str:
        """The id of the list of the rows that a figure counts; "" when there is none."""
        rows = np.flatnonzero(mask)
        if not rows.size:
            return ""
        tab = tab_of(self.ledger.template, measure.table)
        columns = self._columns(tab, measure)
        known = (tab.name, tuple(column.name for column in columns), rows.tobytes())
        if known not in self._known:
            self._known[known] = f"rows-{len(self.lists) + 1}"
            listed = [int(row) for row in rows[:MOST_ROWS]]
            self.lists.append(self._list(self._known[known], tab, columns, listed, int(rows.size)))
        return self._known[known]

    def _columns(self, tab: Tab, measure: Measure) -> list[Column]:
        """Date, labels and amount: the measure's own, else the first of their kind; none of them private."""
        open_columns = [c for c in tab.columns if not c.hidden and not is_private(self._private, tab, c)]

        def first(named: str, kinds: frozenset[str]) -> list[Column]:
            own = [c for c in open_columns if c.name.casefold() == named.casefold()]
            return own or [c for c in open_columns if c.type in kinds][:1]

        labels = [c for c in open_columns if c.type in {"text", "choice"} and owner_of(tab, c) == "input"][:LABELS]
        chosen = [*first(measure.on, DATES), *labels, *first(measure.column, frozenset({"money"}))]
        return [c for c in dict.fromkeys(chosen) if c.name.casefold() != tab.key.casefold()]

    def _list(self, name: str, tab: Tab, columns: list[Column], rows: list[int], count: int) -> RowList:
        table = self.ledger.tables[table_name(tab)]
        return RowList(
            id=name,
            tab=tab.name,
            key=tab.key,
            count=count,
            keys=tuple(_key(table, tab, row) for row in rows),
            columns=tuple(column.name for column in columns),
            types=tuple(column.type for column in columns),
            values=tuple(tuple(_value(table, column, row) for column in columns) for row in rows),
            currencies=tuple(tuple(currency(self.ledger, table, column, row) for column in columns) for row in rows),
        )


def _key(table: TableRows, tab: Tab, row: int) -> str:
    """The key of a row, or where it stands when it has none yet."""
    key = key_text(table.columns[tab.key][row]) if tab.key else ""
    return key or f"row {table.sheet_rows[row] + 1 if table.sheet_rows else row + 1}"


def _value(table: TableRows, column: Column, row: int) -> CellValue:
    return table.understood.get((column.name, row), table.columns[column.name][row])
