"""The handling summary of one row, as plain frozen data: what the page, the terminal and the JSON show."""

from collections.abc import Sequence
from dataclasses import dataclass

from sheetkit.compute.figures import Due
from sheetkit.core.problem import Problem
from sheetkit.core.values import CellValue
from sheetkit.template.model import ColumnType, FlagColour


@dataclass(frozen=True, slots=True)
class Entry:
    """One filled cell of a row, or a setting, with its label.

    Dates are serial numbers. `currency` is the code of an amount, "" where it is not known or the value is no amount.
    `computed` tells what formulas or updates wrote from what people typed; `private` what is for internal use.
    """

    column: str
    type: ColumnType
    value: CellValue
    currency: str = ""
    computed: bool = False
    private: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row that the case refers to: through which of its columns, and what people typed in that row."""

    tab: str
    through: str
    key: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class RelatedRows:
    """The rows of one table that refer to the case, in the order of their dates, blank dates last.

    `rows[i][j]` is the value of `columns[j]`, `currencies[i][j]` the code of an amount. Columns that are blank in every
    row are left out. `count` is how many rows there are; the first ones are listed.
    """

    tab: str
    through: tuple[str, ...]
    columns: tuple[str, ...]
    types: tuple[ColumnType, ...]
    private: tuple[bool, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    currencies: tuple[tuple[str, ...], ...]
    count: int


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag that is up for the case."""

    flag: str
    colour: FlagColour
    says: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """Everything about one row of a workbook, as of a day (ISO).

    `head` holds the settings that name whose workbook it is, `dates` are in order, `due` soonest first. In a `shared`
    summary there is nothing private, nothing computed from it, and nothing due, flagged or wrong.
    """

    title: str
    tab: str
    key_column: str
    key: str
    as_of: str
    today: float
    shared: bool
    head: tuple[Entry, ...]
    facts: tuple[Entry, ...]
    dates: tuple[Entry, ...]
    money: tuple[Entry, ...]
    figures: tuple[Entry, ...]
    texts: tuple[Entry, ...]
    sources: tuple[SourceRow, ...]
    related: tuple[RelatedRows, ...]
    due: tuple[Due, ...]
    flags: tuple[Raised, ...]
    problems: tuple[Problem, ...]

    @property
    def private(self) -> bool:
        """Whether anything in it is for internal use."""
        parts: Sequence[Entry] = [
            *self.facts, *self.dates, *self.money, *self.figures, *self.texts,
            *(entry for source in self.sources for entry in source.entries),
        ]  # fmt: skip
        return any(part.private for part in parts) or any(any(table.private) for table in self.related)
