"""The shape of a template; `docs/templates.md` explains every key to the people who write them."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Final, Literal

from pydantic import Field

from sheetkit.template.dashboard import ChartOf, Flag, Measure, Metric, Summary, SummaryColumn
from sheetkit.template.part import ColumnType, FlagColour, Formula, Identifier, Owner, Part, Scalar

__all__ = [
    "UNITS", "WORKING", "ChangeLog", "ChartOf", "CollectField", "Column", "ColumnType", "Flag", "FlagColour", "Formula",
    "Identifier", "ListOf", "Measure", "Metric", "Owner", "Part", "Reminder", "Rule", "Scalar", "Setting", "Spawn",
    "Stamp", "Summary", "SummaryColumn", "Tab", "Template",
]  # fmt: skip


class Setting(Part):
    """A named cell on the Settings tab, which formulas read by its name and people may change."""

    name: Identifier
    label: str = Field(default="", description="What people read beside the cell; default: the name")
    type: ColumnType = Field(default="text", description="What kind of value it holds")
    value: Scalar = Field(default="", description="What it starts with: a value, an ISO date, or a formula")
    choices: tuple[str, ...] = Field(default=(), description="The only values it may have, as a dropdown")
    help: str = Field(default="", description="One sentence for the people who may change it")
    source: str = Field(default="", description="Where the number comes from")


class ListOf(Part):
    """A named list on the Lists tab; people may add entries below the last one."""

    name: Identifier
    label: str = Field(default="", description="The header of its column on the Lists tab; default: the name")
    type: ColumnType = Field(default="text", description="What kind of values it holds")
    values: tuple[Scalar, ...] = Field(default=(), description="The entries it starts with")
    spare: int = Field(default=20, ge=0, le=1000, description="Blank cells kept below for new entries")
    help: str = Field(default="", description="One sentence for the people who may extend it")


class Stamp(Part):
    """What sheetkit writes into a stamp column on `update`; a value that a person typed there wins.

    check: the row's problems. first seen: the day `update` first saw the row. seen: the value that the column `of` had
    at the last update. value: `value`, once, when `when` is true. last action: the day of the latest change of one
    of the columns `on`, or of the latest entry of the table `log` for this row. spawn: what a spawn keeps there
    (its `origin`, `given` or `waived`).
    """

    kind: Literal["check", "first seen", "seen", "value", "last action", "spawn"] = Field(
        description="What is written; see above"
    )
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

    name: str = Field(
        min_length=1,
        max_length=255,
        pattern=r"^[^\[\]#'@\r\n]+$",
        description="The header; formulas refer to it as [@Name]",
    )
    type: ColumnType = Field(default="text", description="What kind of value the cells hold")
    owner: Owner | None = Field(default=None, description="Worked out when left out: key, formula, stamp or input")
    formula: Formula | None = Field(
        default=None, description="What every engine computes for each row; the column is then nobody's to type in"
    )
    stamp: Stamp | None = Field(default=None, description="What sheetkit writes on update")
    choices: tuple[str, ...] | str = Field(default=(), description="Literal choices, or the name of a list")
    strict: bool = Field(default=True, description="Whether a value outside the choices is refused while typing")
    required: bool = Field(default=False, description="Whether a filled row must have a value here")
    default: Scalar | None = Field(default=None, description="What a new row gets when the cell is left blank")
    unique: bool = Field(default=False, description="Whether no two rows may have the same value")
    between: tuple[Scalar | None, Scalar | None] | None = Field(
        default=None, description="Smallest and largest value; null leaves an end open"
    )
    refers_to: str = Field(default="", description="A table: the value must be one of its keys")
    currency: str = Field(default="", description="Money: the column or setting that holds the currency code")
    help: str = Field(
        default="",
        description="One sentence for the people who fill the cells; a note on the header and a message at the cell",
    )
    width: float | None = Field(
        default=None, gt=0, le=255, description="Width in characters; default: from the content"
    )
    hidden: bool = Field(default=False, description="Whether the column is hidden")
    private: bool = Field(default=False, description="Personal data, or notes for oneself; left out of shared copies")
    also_called: tuple[str, ...] = Field(default=(), description="Other header names that mean this column")


class Rule(Part):
    """A check of a row beyond types and lists; where `when` is true the row has a problem."""

    name: str = Field(description="What the rule is called")
    when: Formula = Field(description="True for the rows that have the problem")
    column: str = Field(default="", description="The column that the problem is shown at")
    says: str = Field(description="One sentence on what is wrong")
    hint: str = Field(default="", description="One sentence on what to do")
    severity: Literal["error", "warning"] = Field(
        default="error", description="An error, or a warning that does not count as a failed check"
    )


WORKING: Final = "working days"
UNITS: Final = ("days", WORKING)
"""What a reminder may count; what its column or setting says besides these counts as days."""


class Reminder(Part):
    """A dated node of a case."""

    name: str = Field(description="What the date is called")
    due: str = Field(description="The column that holds the due date")
    open: Formula | None = Field(
        default=None, description="True while the node is still to be done; default: due is set"
    )
    says: str = Field(default="", description="One sentence on what is due")
    waiting_on: str = Field(default="", description="Who is to act: a text, or the name of a column that says it")
    tiers: tuple[int | Identifier, ...] = Field(
        default=(7, 3, 1), description="Days before the due date: numbers, largest first, or names of settings"
    )
    unit: str = Field(
        default="days",
        description="What the tiers count: days, or working days (Monday to Friday that are no holidays); or the name "
        "of a column or a setting that says which of the two",
    )
    holidays: str = Field(default="", description="Working days: the list of the days that do not count")


class ChangeLog(Part):
    """Changes of a column become rows of another table."""

    watch: str = Field(description="The column whose changes are kept")
    seen: str = Field(description="A stamp column of kind seen")
    table: str = Field(description="The table that gets a row for each change")
    set: Mapping[str, str] = Field(description="Column of that table → text with {key} {before} {after} {now} {column}")


class Spawn(Part):
    """Rows of another table that a row brings with it on `update`, each once: what a person deleted stays away.

    Texts of `set` and `label` may hold {key} {now} {quarter} {this.Column} {of.Column}.
    """

    name: Identifier = Field(description="What it is called in the origin of its rows")
    when: Formula = Field(description="True for the rows of this tab that bring rows with them")
    table: str = Field(description="The table that gets the rows")
    of: str = Field(default="", description="The catalogue: a table whose fitting rows each become one row")
    match: Mapping[str, str] = Field(
        default_factory=dict, description="Column of the catalogue → column of this tab that must be equal to it"
    )
    set: Mapping[str, Scalar] = Field(
        description="Column of the table → a value, a text with {placeholders}, or a formula over this row"
    )
    per: Literal["", "quarter"] = Field(default="", description="quarter: each may come again in every quarter")
    origin: str = Field(description="The stamp column of the table that keeps where a row came from")
    given: str = Field(description="The stamp column of this tab that remembers which rows it has brought")
    waived: str = Field(default="", description="The stamp column of this tab that lists what a person deleted")
    label: str = Field(
        default="", description="What `waived` calls a row; default: the key of the catalogue's row, or the name"
    )


CollectField = Literal["tab", "key", "reminder", "says", "due", "unit", "tier", "waiting on"]


class Tab(Part):
    """One worksheet: a table tab has columns, a dashboard tab has metrics and summaries."""

    name: str = Field(
        min_length=1, max_length=31, pattern=r"^[^\[\]:*?/\\]+$", description="What the worksheet is called"
    )
    kind: Literal["table", "dashboard"] = Field(
        default="table", description="What it shows: a table of rows, or a dashboard of figures"
    )
    table: Identifier | None = Field(default=None, description="Name of the table in formulas; default: the tab's name")
    help: str = Field(default="", description="One sentence that stands in the guide")
    key: str = Field(default="", description="The column that identifies a row; sheetkit fills it when blank")
    id: str = Field(default="", description="Pattern of new keys: PRF-{year}-{seq:03}-{Vendor ID}")
    id_date: str = Field(default="", description="The date column whose year {year} takes; default: the day of update")
    columns: tuple[Column, ...] = Field(default=(), description="The table's columns, from left to right")
    order: tuple[tuple[str, ...], ...] = Field(default=(), description="Date columns that must not run backwards")
    rules: tuple[Rule, ...] = Field(default=(), description="Checks of a row beyond types and lists")
    flags: tuple[Flag, ...] = Field(default=(), description="Rules that colour cells")
    reminders: tuple[Reminder, ...] = Field(default=(), description="Dates to be reminded of")
    changes: tuple[ChangeLog, ...] = Field(default=(), description="Changes that become rows of another table")
    spawns: tuple[Spawn, ...] = Field(default=(), description="Rows of other tables that a row brings with it")
    collects: Literal["", "reminders"] = Field(
        default="", description="reminders: its rows are the open due dates of all tabs, soonest first"
    )
    collect: Mapping[str, CollectField] = Field(
        default_factory=dict,
        description="Column → what it takes of each: tab, key, reminder, says, due, unit, tier or waiting on",
    )
    spare: int = Field(default=50, ge=1, le=5000, description="Blank rows ready to type in")
    metrics: tuple[Metric, ...] = Field(default=(), description="The dashboard's named figures")
    summaries: tuple[Summary, ...] = Field(default=(), description="The dashboard's tables")
    period: Literal["", "quarter"] = Field(default="", description="The stretch of time that the dashboard shows")
    landscape: bool = Field(default=True, description="Whether it prints in landscape")
    import_key: str = Field(
        default="", description="The column that keeps the source's own row id, so that nothing comes in twice"
    )

    @cached_property
    def owners(self) -> tuple[Owner, ...]:
        """Who fills each column, in their order."""
        return tuple(map(self.owner, self.columns))

    def owner(self, column: Column) -> Owner:
        """Who fills a column: as declared, else key, formula or stamp by what the template says of it, else input."""
        if column.owner:
            return column.owner
        if self.key and column.name.casefold() == self.key.casefold():
            return "key"
        if column.formula:
            return "formula"
        return "stamp" if column.stamp or column.name in self.collect else "input"


class Template(Part):
    """A whole workbook."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")] = Field(description="What `sheetkit new` calls it")
    version: int = Field(ge=1, description="Goes up with every change that people should hear of")
    title: str = Field(description="The title of the workbook")
    audience: str = Field(default="", description="For whom it is")
    about: str = Field(default="", description="What it is for, in a sentence or two")
    currency: str = Field(default="EUR", description="The currency it starts with, unless `--currency` says another")
    settings: tuple[Setting, ...] = Field(default=(), description="Named cells that formulas read and people change")
    lists: tuple[ListOf, ...] = Field(default=(), description="Named lists of choices")
    tabs: tuple[Tab, ...] = Field(description="The worksheets, from left to right")
    samples: Mapping[str, str] = Field(default_factory=dict, description="Tab → CSV file beside the template")
    sample_sets: Mapping[str, Mapping[str, str]] = Field(
        default_factory=dict, description="Other samples by their names, each as in samples"
    )
    presets: Mapping[str, str] = Field(
        default_factory=dict, description="Tab → CSV file beside the template whose rows every new workbook has"
    )
