"""What the cells of a row hold that another row brought: values, texts with placeholders, formulas over that row."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sheetkit.compute.frame import evaluate
from sheetkit.compute.store import Store
from sheetkit.compute.vector import Vector
from sheetkit.core.dates import Quarter, iso, to_serial
from sheetkit.core.values import CellError, CellValue, is_blank
from sheetkit.formula.ast import Node, ThisRow, replaced, walk
from sheetkit.formula.parse import parse
from sheetkit.records.blank import read_scalar, typed_scalar
from sheetkit.records.findings import as_text
from sheetkit.records.ledger import TableRows
from sheetkit.template.model import Column, ColumnType, Scalar, Tab
from sheetkit.template.resolve import column_of, table_name

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_DATES: Final = frozenset({"date", "datetime"})
_TEXTS: Final = frozenset({"text", "long text", "choice", "link", "email"})


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of a tab and, where a catalogue is asked, the row of it that fits."""

    row: int
    item: int | None = None


@dataclass(frozen=True)
class Sources:
    """What the values of new rows are made from: the tab with its rows, and its catalogue with its own."""

    tab: Tab
    table: TableRows
    catalogue: Tab | None
    items: TableRows | None
    store: Store
    now: datetime

    def values(self, said: Scalar, column: Column, pairs: Sequence[Pair]) -> list[CellValue]:
        """The cells of one column of the new rows, one a pair; what has no value is blank."""
        if not isinstance(said, str):
            return [typed_scalar(said, column.type)] * len(pairs)
        if said.startswith("="):
            return [fitted(value, "number", column) for value in self._computed(said, pairs)]
        if alone := _PLACEHOLDER.fullmatch(said):
            kind, read = self._source(alone[1])
            return [fitted(read(pair), kind, column) for pair in pairs]
        return [fitted(text, "text", column) for text in self.texts(said, pairs)]

    def texts(self, said: str, pairs: Sequence[Pair]) -> list[str]:
        """A text with its placeholders filled, one a pair."""
        readers = {name: self._source(name) for name in _PLACEHOLDER.findall(said)}

        def filled(pair: Pair) -> str:
            def one(match: re.Match[str]) -> str:
                kind, read = readers[match[1]]
                return _shown(read(pair), kind)

            return _PLACEHOLDER.sub(one, said)

        return [filled(pair) for pair in pairs]

    def _source(self, name: str) -> tuple[ColumnType, Callable[[Pair], CellValue]]:
        """The type of a placeholder's value, and how to read it for a pair. Raises KeyError for an unknown one."""
        part, _, column = name.partition(".")
        if part == "this" and column:
            return _reader(self.tab, self.table, column, lambda pair: pair.row)
        if part == "of" and column and self.catalogue and self.items:
            return _reader(self.catalogue, self.items, column, lambda pair: pair.item)
        keys = self.table.columns[self.tab.key]
        moment, quarter = to_serial(self.now), str(Quarter.of(self.now.date()))
        known: dict[str, tuple[ColumnType, Callable[[Pair], CellValue]]] = {
            "key": (column_of(self.tab, self.tab.key).type, lambda pair: keys[pair.row]),
            "now": ("datetime", lambda _: moment),
            "quarter": ("text", lambda _: quarter),
        }
        return known[name]

    def _computed(self, said: str, pairs: Sequence[Pair]) -> list[CellValue]:
        """A formula over each pair, in which [@Column] is the row's own and [@of.Column] the catalogue's."""
        own = ("", table_name(self.tab))

        def joined(part: Node) -> Node | None:
            return ThisRow(part.column, _PAIRS) if isinstance(part, ThisRow) and part.table in own else None

        node = replaced(parse(said), joined)
        names = {part.column for part in walk(node) if isinstance(part, ThisRow)}
        cells = {name: Vector.of([self._cell(name, pair) for pair in pairs]) for name in names}
        scope = self.store.scope(_PAIRS, len(pairs))
        scope = replace(scope, tables={**scope.tables, _PAIRS: cells})
        return evaluate(node, scope).spread(len(pairs)).to_values()

    def _cell(self, name: str, pair: Pair) -> CellValue:
        part, _, column = name.partition(".")
        if part == "of" and self.items is not None:
            return None if pair.item is None else self.items.columns[column][pair.item]
        return self.table.columns[name][pair.row]


_PAIRS: Final = "this row"
"""The table that formulas over pairs stand in; no template can have one of that name."""


def _reader(
    tab: Tab, table: TableRows, name: str, place: Callable[[Pair], int | None]
) -> tuple[ColumnType, Callable[[Pair], CellValue]]:
    column = column_of(tab, name)
    values = table.typed(column.name)

    def read(pair: Pair) -> CellValue:
        row = place(pair)
        return None if row is None else values[row]

    return column.type, read


def fitted(value: CellValue, kind: ColumnType, column: Column) -> CellValue:
    """A value of one type as a column of another holds it; blanks, errors and empty texts are blank."""
    if is_blank(value) or isinstance(value, CellError):
        return None
    if column.type in _TEXTS:
        return _shown(value, kind)
    if isinstance(value, str):
        return read_scalar(value, column.type)
    if column.type == "date" and isinstance(value, float):
        return float(int(value))
    return value


def _shown(value: CellValue, kind: ColumnType) -> str:
    """A value in a text: dates year first, whole numbers without a point, errors as nothing."""
    if isinstance(value, CellError):
        return ""
    if kind in _DATES and isinstance(value, float | int):
        return iso(value)
    return as_text(value)
