"""The shape of a template; `docs/templates.md` explains every key to the people who write them."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

ColumnType = Literal[
    "text", "long text", "choice", "yes/no", "integer", "number", "money", "percent",
    "date", "datetime", "days", "link", "email",
]  # fmt: skip
Owner = Literal["key", "input", "formula", "stamp"]
FlagColour = Literal["alarm", "warning", "notice", "good", "muted", "mark"]
Scalar = str | int | float | bool
Formula = Annotated[str, Field(pattern=r"^=", description="A formula in Excel syntax; it begins with =")]
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", description="Letters, digits and _")]


class Part(BaseModel):
    """Base of all parts: unknown keys are errors, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Setting(Part):
    """A named cell on the Settings tab, which formulas read by its name and people may change."""

    name: Identifier
    label: str = ""
    type: ColumnType = "text"
    value: Scalar = Field(default="", description="What it starts with: a value, an ISO date, or a formula")
    choices: tuple[str, ...] = ()
    help: str = ""
    source: str = Field(default="", description="Where the number comes from")


class ListOf(Part):
    """A named list on the Lists tab; people may add entries below the last one."""

    name: Identifier
    label: str = ""
    type: ColumnType = "text"
    values: tuple[Scalar, ...] = ()
    spare: int = Field(default=20, ge=0, le=1000, description="Blank cells kept below for new entries")
    help: str = ""


class Stamp(Part):
    """What sheetkit writes into a stamp column on `update`; a value that a person typed there wins.

    check: the row's problems. first seen: the day `update` first saw the row. seen: the value that the column `of` had
    at the last update. value: `value`, once, when `when` is true. last action: the day of the latest change of one
    of the columns `on`, or of the latest entry of the table `log` for this row.
    """

    kind: Literal["check", "first seen", "seen", "value", "last action"]
    of: str = Field(default="", description="kind seen: the column whose last seen value is kept")
    when: Formula | None = Field(
        default=None, description="kind value: written when this is true and the cell is blank"
    )
    value: Formula | None = Field(default=None, description="kind value: what is written")
    log: str = Field(default="", description="kind last action: the table whose latest entry for this row counts too")
    log_date: str = Field(default="", description="kind last action: the date column of that table")
    log_key: str = Field(default="", description="kind last action: the column of that table that names this row")
    seen: str = Field(default="", description="kind last action: the stamp column that keeps what was stamped last")
    on: tuple[str, ...] = Field(default=(), description="kind last action: a change of these columns is an action")


class Column(Part):
    """One column of a table."""

    name: str = Field(min_length=1, max_length=255, pattern=r"^[^\[\]#'@\r\n]+$")
    type: ColumnType = "text"
    owner: Owner | None = Field(default=None, description="Worked out when left out: key, formula, stamp or input")
    formula: Formula | None = None
    stamp: Stamp | None = None
    choices: tuple[str, ...] | str = Field(default=(), description="Literal choices, or the name of a list")
    strict: bool = Field(default=True, description="Whether a value outside the choices is refused while typing")
    required: bool = False
    default: Scalar | None = None
    unique: bool = False
    between: tuple[Scalar | None, Scalar | None] | None = None
    refers_to: str = Field(default="", description="A table: the value must be one of its keys")
    currency: str = Field(default="", description="Money: the column or setting that holds the currency code")
    help: str = ""
    width: float | None = Field(default=None, gt=0, le=255)
    hidden: bool = False
    private: bool = Field(default=False, description="Personal data, left out of shared copies")
    also_called: tuple[str, ...] = Field(default=(), description="Other header names that mean this column")


class Flag(Part):
    """A rule that colours cells where it is true, and shows in `check` and `review`."""

    name: str
    when: Formula
    columns: tuple[str, ...] = Field(default=(), description="Which cells take the colour; the whole row when empty")
    colour: FlagColour = "warning"
    says: str = ""


class Rule(Part):
    """A check of a row beyond types and lists; where `when` is true the row has a problem."""

    name: str
    when: Formula
    column: str = ""
    says: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"


class Reminder(Part):
    """A dated node of a case."""

    name: str
    due: str = Field(description="The column that holds the due date")
    open: Formula | None = Field(
        default=None, description="True while the node is still to be done; default: due is set"
    )
    says: str = ""
    tiers: tuple[int, ...] = Field(default=(7, 3, 1), description="Days before the due date")


class ChangeLog(Part):
    """Changes of a column become rows of another table."""

    watch: str
    seen: str = Field(description="A stamp column of kind seen")
    table: str
    set: Mapping[str, str] = Field(description="Column of that table → text with {key} {before} {after} {now} {column}")


class Measure(Part):
    """One figure over the rows of a table, in a period, under conditions."""

    kind: Literal["count", "sum", "mean", "median", "share"]
    table: str
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

    name: Identifier
    label: str
    type: ColumnType = "number"
    measure: Measure | None = None
    formula: Formula | None = None
    help: str = ""
    show: bool = True
    input: bool = Field(default=False, description="A cell that people may change, such as the quarter")
    group: str = ""


class ChartOf(Part):
    """A native chart of a summary table."""

    kind: Literal["column", "bar", "line", "pie"] = "column"
    columns: tuple[str, ...]
    title: str = ""


class SummaryColumn(Part):
    """A column of a summary table: a measure for the row's label, or a formula over the row."""

    name: str
    type: ColumnType = "number"
    measure: Measure | None = None
    formula: Formula | None = None
    help: str = ""


class Summary(Part):
    """A table on a dashboard with one row a value of a dimension."""

    name: Identifier
    title: str
    label: str = Field(description="Header of the first column")
    by_list: str = Field(default="", description="One row an entry of this list")
    by_column: str = Field(default="", description="One row a value of this column, by count, refreshed by `update`")
    top: int = Field(default=10, ge=1, le=200, description="by_column: how many rows")
    by_months: int = Field(default=0, ge=0, le=120, description="One row a month; the last one ends the period")
    by_quarters: int = Field(default=0, ge=0, le=40)
    dimension: str = Field(default="", description="The column of the measures' tables that the label is compared with")
    columns: tuple[SummaryColumn, ...]
    total: bool = False
    chart: ChartOf | None = None
    flags: tuple[Flag, ...] = ()


class Tab(Part):
    """One worksheet: a table tab has columns, a dashboard tab has metrics and summaries."""

    name: str = Field(min_length=1, max_length=31, pattern=r"^[^\[\]:*?/\\]+$")
    kind: Literal["table", "dashboard"] = "table"
    table: Identifier | None = Field(default=None, description="Name of the table in formulas; default: the tab's name")
    help: str = ""
    key: str = ""
    id: str = Field(default="", description="Pattern of new keys: PRF-{year}-{seq:03}-{Vendor ID}")
    id_date: str = Field(default="", description="The date column whose year {year} takes; default: the day of update")
    columns: tuple[Column, ...] = ()
    order: tuple[tuple[str, ...], ...] = Field(default=(), description="Date columns that must not run backwards")
    rules: tuple[Rule, ...] = ()
    flags: tuple[Flag, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    changes: tuple[ChangeLog, ...] = ()
    spare: int = Field(default=50, ge=1, le=5000, description="Blank rows ready to type in")
    metrics: tuple[Metric, ...] = ()
    summaries: tuple[Summary, ...] = ()
    period: Literal["", "quarter"] = ""
    landscape: bool = True
    import_key: str = Field(
        default="", description="The column that keeps the source's own row id, so that nothing comes in twice"
    )


class Template(Part):
    """A whole workbook."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    version: int = Field(ge=1)
    title: str
    audience: str = ""
    about: str = ""
    currency: str = "EUR"
    settings: tuple[Setting, ...] = ()
    lists: tuple[ListOf, ...] = ()
    tabs: tuple[Tab, ...]
    samples: Mapping[str, str] = Field(default_factory=dict, description="Tab → CSV file beside the template")
