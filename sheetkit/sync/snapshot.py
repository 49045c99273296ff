"""What people own of one workbook, as plain columns: the only thing that a merge looks at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress, pairwise
from math import floor, isfinite, log10
from operator import itemgetter, ne
from typing import Final

from sheetkit.core.values import CellValue

_BLOCK: Final = 256
"""So many cells are compared at once before one looks which of them differ."""
_LONG: Final = 32
"""Rows that follow each other in stretches so long on average are copied by stretches."""
_DIGITS: Final = 15
_ROUNDED: Final = 0.6
"""Of the last digit: what rounding may take or add, and a little for programs that round carelessly."""
_ALIKE: Final = 12
"""Digits of a fraction by which a row is known again: fewer, so that rounding changes none of them but by bad luck."""
_NEVER_TRUE: Final = frozenset({str, type(None)})
"""Types whose values equal no yes or no."""


@dataclass(frozen=True)  # without slots, so that what is known of the keys is found out once
class TableState:
    """The rows of one table: `keys[i]` and `columns[name][i]` are raw values of row i, blank is None.

    `key` names the key column. `columns` are inputs, people's own columns and, those in `stamps`, what sheetkit wrote.
    A column that the workbook lacks is not there: it has no opinion. `locked[name]` are the rows whose cell holds a
    person's own formula. `refers` maps a column to the table whose keys it holds. `silent` are stamps that no person
    sets, of which no conflict tells. `made` says that sheetkit makes the keys, so that two rows may be given one key.
    """

    key: str
    keys: Sequence[CellValue]
    columns: Mapping[str, Sequence[CellValue]]
    stamps: frozenset[str] = frozenset()
    locked: Mapping[str, frozenset[int]] = field(default_factory=dict)
    refers: Mapping[str, str] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()
    made: bool = True

    @property
    def height(self) -> int:
        """How many rows."""
        return len(self.keys)

    @cached_property
    def folded_keys(self) -> Sequence[str]:
        """The keys as they are compared, row by row."""
        return [key.strip().casefold() if type(key) is str else folded(key) for key in self.keys]

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """The row of each folded key; the last one, where several rows have it."""
        return {key: row for row, key in enumerate(self.folded_keys)}

    @cached_property
    def first_row_of(self) -> Mapping[str, int]:
        """The first row of each folded key."""
        return {key: self.height - 1 - row for row, key in enumerate(reversed(self.folded_keys))}

    @property
    def content(self) -> list[str]:
        """The columns by which a row without a key is known again: all but the stamps."""
        return [name for name in self.columns if name not in self.stamps]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The tables, settings and lists of one workbook. What it lacks is not there: it has no opinion.

    `locked` names the settings whose cell holds a person's own formula. `lists` hold None for a line that was left
    blank; those in `beside` stand line by line beside each other, the first of them by which lines are known.
    """

    tables: Mapping[str, TableState] = field(default_factory=dict)
    settings: Mapping[str, CellValue] = field(default_factory=dict)
    lists: Mapping[str, Sequence[CellValue]] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    beside: Sequence[Sequence[str]] = ()


def folded(key: CellValue) -> str:
    """A key as it is compared: whole numbers without ".0", no white space around, in any case; "" is blank."""
    return shown(key).casefold()


def shown(key: CellValue) -> str:
    """A key as people read it: a whole number without ".0"."""
    return str(int(key)) if isinstance(key, float) and key.is_integer() else "" if key is None else str(key).strip()


def same(one: CellValue, other: CellValue) -> bool:
    """Whether two cells say the same: 1 and TRUE do not, and numbers do that are shown alike in full."""
    if type(one) is float and type(other) is float:
        return one == other or _shown_alike(one, other)
    return one is other or (one == other and isinstance(one, bool) is isinstance(other, bool))


def _shown_alike(one: float, other: float) -> bool:
    """Whether two numbers are one to 15 digits.

    No program shows or takes more, and some keep no more of a fraction, such as a time, when they save a file.
    """
    if (one.is_integer() and other.is_integer()) or not (isfinite(one) and isfinite(other)):
        return False
    last = 10.0 ** (floor(log10(max(abs(one), abs(other)))) - _DIGITS + 1)
    return abs(one - other) < _ROUNDED * last


def differing(one: Sequence[CellValue], other: Sequence[CellValue]) -> list[int]:
    """The rows in which two columns of equal length do not say the same."""
    if one is other:
        return []
    left, right = (one, other) if type(one) is type(other) else (list(one), list(other))
    if _may_be_true(left, right):
        return [row for row, (mine, yours) in enumerate(zip(left, right, strict=True)) if not same(mine, yours)]
    found: list[int] = []
    for start in range(0, len(left), _BLOCK):
        end = start + _BLOCK
        if left[start:end] != right[start:end]:
            other_than = compress(range(start, end), map(ne, left[start:end], right[start:end]))
            found += (row for row in other_than if not same(left[row], right[row]))
    return found


def _may_be_true(one: Sequence[CellValue], other: Sequence[CellValue]) -> bool:
    """Whether a yes or no of one column may equal a number of the other."""
    kinds = set(map(type, one))
    return bool in kinds or (not kinds <= _NEVER_TRUE and bool in set(map(type, other)))


def text_of(value: CellValue) -> str:
    """A value as text that tells values apart, in an order that both sides of a sync agree on."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"n{float(value)!r}" if float(value).is_integer() else f"n{value:.{_ALIKE}g}"
    return f"{type(value).__name__[0]}{value}"


def row_text(table: TableState, row: int, columns: Sequence[str]) -> tuple[str, ...]:
    """What some columns of a row say, as texts that can be compared and hashed; nothing for what the table lacks."""
    return tuple(text_of(table.columns[name][row]) if name in table.columns else "" for name in columns)


def in_common(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two rows say the same in any cell, or one of them says nothing."""
    return not any(one) or not any(other) or any(text and text == there for text, there in zip(one, other, strict=True))


def agree(one: Snapshot, other: Snapshot) -> bool:
    """Whether two snapshots say the same, in whatever order their rows stand."""
    if one.tables.keys() != other.tables.keys() or dict(one.settings) != dict(other.settings):
        return False
    lists = [{name: tuple(entries) for name, entries in state.lists.items()} for state in (one, other)]
    return lists[0] == lists[1] and all(_same_rows(table, other.tables[name]) for name, table in one.tables.items())


def _same_rows(one: TableState, other: TableState) -> bool:
    if one.columns.keys() != other.columns.keys() or one.height != other.height:
        return False
    order = [other.row_of.get(key, -1) for key in one.folded_keys]
    if -1 in order:
        return False
    return not any(differing(values, picked(other.columns[name], order)) for name, values in one.columns.items())


def picked(values: Sequence[CellValue], rows: Sequence[int], stretches: Sequence[slice] = ()) -> Sequence[CellValue]:
    """The cells of some rows; None for -1, a row that is not there. `stretches` of the rows, if known, make it fast."""
    if stretches:
        cells: list[CellValue] = []
        for stretch in stretches:
            cells += values[stretch] if stretch.start >= 0 else [None]
        return cells
    if len(rows) < 2:
        return [values[row] if row >= 0 else None for row in rows]
    found: tuple[CellValue, ...] = itemgetter(*rows)([*values, None])
    return found


def stretches(rows: Sequence[int]) -> Sequence[slice]:
    """The rows as stretches that follow each other without a gap, -1 alone; none where they are too short to help."""
    ends = [at for at, (row, after) in enumerate(pairwise(rows), 1) if after != row + 1 or row < 0]
    if len(ends) * _LONG > len(rows):
        return []
    bounds = pairwise([0, *ends, len(rows)])
    return [slice(rows[start], rows[end - 1] + 1) for start, end in bounds if end > start]
