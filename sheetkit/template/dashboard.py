"""The shape of dashboards: metrics, summaries and their charts; and of flags, which tables have too."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from sheetkit.template.part import ColumnType, FlagColour, Formula, Identifier, Part, Scalar


class Flag(Part):
    """A rule that colours cells where it is true, and shows in `check` and `review`."""

    name: str = Field(description="What the rule is called in the legend")
    when: Formula = Field(description="True for the rows to colour")
    columns: tuple[str, ...] = Field(default=(), description="Which cells take the colour; the whole row when empty")
    colour: FlagColour = Field(
        default="warning", description="The role of the colour: alarm, warning, notice, good, muted or mark"
    )
    says: str = Field(default="", description="One sentence on what it means")


class Measure(Part):
    """One figure over the rows of a table, in a period, under conditions."""

    kind: Literal["count", "sum", "mean", "median", "share"] = Field(description="What is worked out")
    table: str = Field(description="The table whose rows are counted")
    column: str = Field(default="", description="What is summed or averaged (sum, mean, median)")
    where: Mapping[str, Scalar] = Field(
        default_factory=dict,
        description="Column → value it must equal, or text that begins with an operator (<>, >, >=, <, <=) or =Name",
    )
    of: Mapping[str, Scalar] = Field(default_factory=dict, description="share: the conditions of the denominator")
    on: str = Field(default="", description="The date column that places a row in the period")
    start: Formula | None = Field(default=None, description="First day of the period; default =Period_Start")
    end: Formula | None = Field(default=None, description="First day after the period; default =Period_End")


class Metric(Part):
    """A named figure on a dashboard."""

    name: Identifier = Field(description="The name of the cell, for formulas")
    label: str = Field(description="What people read beside the figure")
    type: ColumnType = Field(default="number", description="How the figure is shown")
    measure: Measure | None = Field(default=None, description="What is counted; or")
    formula: Formula | None = Field(default=None, description="how it is computed from other names")
    help: str = Field(default="", description="One sentence on what exactly is counted")
    show: bool = Field(
        default=True, description="Whether it stands among the figures or below them, as a working figure"
    )
    input: bool = Field(default=False, description="A cell that people may change, such as the quarter")
    group: str = Field(default="", description="The heading that it stands under")


class ChartOf(Part):
    """A native chart of a summary table."""

    kind: Literal["column", "bar", "line", "pie"] = Field(default="column", description="The form of the chart")
    columns: tuple[str, ...] = Field(description="The columns of the summary that it shows")
    title: str = Field(default="", description="Its title; default: the summary's")


class SummaryColumn(Part):
    """A column of a summary table: a measure for the row's label, or a formula over the row."""

    name: str = Field(description="The header")
    type: ColumnType = Field(default="number", description="How the figures are shown")
    measure: Measure | None = Field(default=None, description="What is counted for the row's label; or")
    formula: Formula | None = Field(default=None, description="how it is computed from the row's other cells")
    help: str = Field(default="", description="One sentence on what exactly is counted")


class Summary(Part):
    """A table on a dashboard with one row a value of a dimension."""

    name: Identifier = Field(description="The name of the table, for formulas")
    title: str = Field(description="What stands above it")
    label: str = Field(description="Header of the first column")
    by_list: str = Field(default="", description="One row an entry of this list")
    by_column: str = Field(default="", description="One row a value of this column, by count, refreshed by `update`")
    top: int = Field(default=10, ge=1, le=200, description="by_column: how many rows")
    by_months: int = Field(default=0, ge=0, le=120, description="One row a month; the last one ends the period")
    by_quarters: int = Field(default=0, ge=0, le=40, description="One row a quarter; the last one ends the period")
    dimension: str = Field(default="", description="The column of the measures' tables that the label is compared with")
    columns: tuple[SummaryColumn, ...] = Field(description="The figures beside each label")
    total: bool = Field(default=False, description="Whether a row for everything stands below")
    chart: ChartOf | None = Field(default=None, description="A chart beside the table")
    flags: tuple[Flag, ...] = Field(default=(), description="Rules that colour its cells")
