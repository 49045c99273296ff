"""The figures of a review, as plain frozen data: what the terminal, the JSON, the HTML page and the tests compare."""

from collections.abc import Mapping
from dataclasses import dataclass

from sheetkit.core.values import CellValue
from sheetkit.template.model import ChartOf, ColumnType, FlagColour


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric: its value in the quarter and in the quarter before.

    A share is a number from 0 to 1, days are days, money is in the currency that its label or group names; None where
    there was nothing to measure.
    """

    name: str
    label: str
    type: ColumnType
    value: CellValue
    before: CellValue = None
    group: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class SummaryFigures:
    """One summary table: `rows[i][0]` is the label, the rest are the values of `columns[1:]`.

    `before` maps a label to the same columns' values in the quarter before.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    types: tuple[ColumnType, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    before: Mapping[CellValue, tuple[CellValue, ...]]
    chart: ChartOf | None = None


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
