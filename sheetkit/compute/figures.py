"""The figures of a review, as plain frozen data: what the terminal, the JSON, the HTML page and the tests compare."""

from collections.abc import Mapping
from dataclasses import dataclass

from sheetkit.core.values import CellValue
from sheetkit.template.model import ChartOf, ColumnType, FlagColour


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric: its value in the quarter and in the quarter before.

    A share is a number from 0 to 1, days are days, money is in the currency that its label or group names; None where
    there was nothing to measure. `behind` is the id of the list of rows that it counts, "" where there is none.
    """

    name: str
    label: str
    type: ColumnType
    value: CellValue
    before: CellValue = None
    group: str = ""
    help: str = ""
    behind: str = ""


@dataclass(frozen=True, slots=True)
class SummaryFigures:
    """One summary table: `rows[i][0]` is the label, the rest are the values of `columns[1:]`.

    `before` maps a label to the same columns' values in the quarter before. `behind[i][j]` is the id of the list of
    rows that `rows[i][j + 1]` counts, "" where there is none.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    types: tuple[ColumnType, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    before: Mapping[CellValue, tuple[CellValue, ...]]
    chart: ChartOf | None = None
    behind: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class RowList:
    """The rows that one figure or several count: `count` of them, the first ones by key with a few of their columns.

    `values[i][j]` is the value of `columns[j]` in the row of `keys[i]`, `currencies[i][j]` the code of an amount.
    """

    id: str
    tab: str
    key: str
    count: int
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    types: tuple[ColumnType, ...]
    values: tuple[tuple[CellValue, ...], ...]
    currencies: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class DashboardFigures:
    """All figures of one dashboard tab."""

    tab: str
    metrics: tuple[Figure, ...]
    summaries: tuple[SummaryFigures, ...]


@dataclass(frozen=True, slots=True)
class FlagCount:
    """How many rows of a tab a flag colours on the day of the review, and the keys of the first ones."""

    tab: str
    flag: str
    colour: FlagColour
    says: str
    rows: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """One dated node of an open case.

    `days` are left until it is due, in its `unit` (negative: overdue), `tier` is the nearest tier reached.
    """

    tab: str
    key: str
    reminder: str
    says: str
    due: str
    days: int
    tier: int | None
    unit: str = "days"
    waiting_on: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """The review of one quarter of one workbook. Dates are ISO texts, quarters are written 2026Q3."""

    title: str
    quarter: str
    before: str
    as_of: str
    currency: str
    dashboards: tuple[DashboardFigures, ...]
    flags: tuple[FlagCount, ...]
    due: tuple[Due, ...]
    rows: tuple[RowList, ...] = ()
