"""The columns and names of a ledger as vectors, each made when a formula first reads it."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from sheetkit.compute.sight import Scope
from sheetkit.compute.vector import Vector
from sheetkit.core.values import CellValue
from sheetkit.records.arrange import list_height
from sheetkit.records.ledger import Ledger
from sheetkit.template.resolve import summaries

T = TypeVar("T")


class _Lazy(Mapping[str, T]):
    """A mapping whose values are made on first use; `put` replaces one."""

    def __init__(self, names: list[str], make: Callable[[str], T]) -> None:
        self._names = {name.casefold(): name for name in names}
        self._make = make
        self._made: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        folded = name.casefold()
        if folded not in self._made:
            self._made[folded] = self._make(self._names[folded])
        return self._made[folded]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.casefold() in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names.values())

    def __len__(self) -> int:
        return len(self._names)

    def put(self, name: str, value: T) -> None:
        """Replace or add a value."""
        self._names.setdefault(name.casefold(), name)
        self._made[name.casefold()] = value


class Store:
    """What formulas of one ledger read and fill. Names are looked up in any case; summary tables begin empty."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._filled = {summary.name for _, summary in summaries(ledger.template)}
        self._tables = _Lazy([*ledger.tables, *(self._filled - ledger.tables.keys())], self._table)
        self._names = _Lazy([*ledger.names, *ledger.lists], self._name)

    def scope(self, table: str = "", height: int = 1) -> Scope:
        """What a formula of `table` (or of a single cell) sees."""
        return Scope(tables=self._tables, names=self._names, table=table, height=height)

    def values(self, table: str, column: str) -> list[CellValue]:
        """The cells of a column as they stand: what was read, or what was computed since."""
        return self._tables[table][column].to_values()

    def fill_column(self, table: str, column: str, values: list[CellValue]) -> None:
        """Give a column its computed values."""
        self._tables[table].put(column, Vector.of(values))

    def fill_name(self, name: str, value: CellValue) -> None:
        """Give a named cell its computed value."""
        self._names.put(name, Vector.one(value, cells=True))

    def _table(self, table: str) -> _Lazy[Vector]:
        columns = {} if table in self._filled else self._ledger.tables[table].columns
        return _Lazy(list(columns), lambda name: Vector.of(columns[name]))

    def _name(self, name: str) -> Vector:
        if name in self._ledger.lists:
            return Vector.of(self._list(name)).as_range
        return Vector.one(self._ledger.names[name], cells=True)

    def _list(self, name: str) -> list[CellValue]:
        """A list's entries with the spare cells of its range below them."""
        entries = next(entries for entries in self._ledger.template.lists if entries.name == name)
        values = list(self._ledger.lists[name])
        return values + [None] * (list_height(self._ledger, entries) - len(values))
