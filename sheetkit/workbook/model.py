"""A workbook to be built, as plain frozen data that names no program.

`records.render` makes it; a backend writes it. Cells are columnar: a `Block` holds parallel columns, so 100,000 rows
are a handful of objects. All rows and columns are zero-based. Formulas are syntax trees; each backend writes its own
dialect. Colours are named by their role; `workbook.palette` says what a role looks like.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sheetkit.core.values import CellValue
from sheetkit.formula.ast import Node
from sheetkit.formula.layout import Layout

Role = Literal[
    "input",  # a person types here
    "key",  # made by sheetkit, identifies the row
    "formula",  # computed
    "stamp",  # written by sheetkit on update
    "header",
    "header_computed",  # header of a key, formula or stamp column
    "title",
    "subtitle",
    "label",
    "metric",  # a figure on a dashboard
    "note",  # small explanatory text
    "plain",
    "link",
]

Visibility = Literal["visible", "hidden", "very hidden"]


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks: its role, its number format (Excel's codes, English) and its alignment."""

    role: Role = "plain"
    number_format: str = "General"
    wrap: bool = False
    align: Literal["", "left", "right", "center"] = ""


@dataclass(frozen=True, slots=True)
class CellColumn:
    """The cells of one column of a block.

    `values` are what the cells show: typed values, or the cached results where there is a formula. `formula` is the
    one formula of every cell (its `ThisRow` references differ by row); `formulas` overrides it row by row. Text is
    always text: a value that begins with "=" is shown, not computed.
    """

    values: Sequence[CellValue]
    style: Style = Style()
    formula: Node | None = None
    formulas: Sequence[Node | None] | None = None
    array: bool = False  # the formula is an array formula of one cell (a median over a condition)


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of cells whose top left cell is (row, column). All its columns are equally long."""

    row: int
    column: int
    columns: tuple[CellColumn, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A real table over cells that blocks hold: header row at `row`, then `rows` data rows.

    `formulas` gives calculated columns by name, so that a row a person adds computes itself.
    """

    name: str
    row: int
    column: int
    rows: int
    columns: tuple[str, ...]
    formulas: Mapping[str, Node] = field(default_factory=dict)
    filters: bool = True
    style: Literal["data", "summary"] = "data"


@dataclass(frozen=True, slots=True)
class Validation:
    """What may be typed into a rectangle, and the message shown there.

    kind "list": `choices` literal, or `source` a named range or `Column`. "whole"/"decimal"/"date"/"length": between
    `minimum` and `maximum` (None: open). "custom": `formula` must be true (ThisRow references allowed).
    "none": only the input message. `strict` stops a wrong entry; otherwise the program warns and lets it pass.
    """

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    kind: Literal["list", "whole", "decimal", "date", "length", "custom", "none"]
    choices: tuple[str, ...] = ()
    source: Node | None = None
    minimum: Node | None = None
    maximum: Node | None = None
    formula: Node | None = None
    strict: bool = True
    title: str = ""
    message: str = ""
    error: str = ""
    table: str = ""  # the table whose row ThisRow refers to


FlagColour = Literal["alarm", "warning", "notice", "good", "muted", "mark"]


@dataclass(frozen=True, slots=True)
class FlagRule:
    """A conditional format: where `when` is true, the rectangle's cells take the colour of the flag."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    when: Node
    colour: FlagColour
    table: str = ""  # the table whose row ThisRow refers to
    stop: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A comment on a cell."""

    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink on a cell that already holds its text: to `sheet`!`cell` in this workbook, or to `url`."""

    row: int
    column: int
    sheet: str = ""
    cell: str = "A1"
    url: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart: cells of `sheet` from `first_row` to `last_row` in `column`, named by a text."""

    name: str
    sheet: str
    column: int
    first_row: int
    last_row: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart anchored at a cell, `width` by `height` pixels."""

    kind: Literal["column", "bar", "line", "pie"]
    title: str
    row: int
    column: int
    category_sheet: str
    category_column: int
    first_row: int
    last_row: int
    series: tuple[Series, ...]
    x_title: str = ""
    y_title: str = ""
    number_format: str = ""  # of the axis of values; that of its cells when empty
    from_zero: bool = False  # whether the axis of values begins at 0, where a program would begin higher
    width: int = 520
    height: int = 290


@dataclass(frozen=True, slots=True)
class Page:
    """Print layout."""

    landscape: bool = True
    fit_width: bool = True
    repeat_rows: tuple[int, int] | None = None
    footer: str = ""
    breaks: tuple[int, ...] = ()  # rows that begin a page of their own


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet."""

    name: str
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    validations: tuple[Validation, ...] = ()
    flags: tuple[FlagRule, ...] = ()
    notes: tuple[Note, ...] = ()
    links: tuple[Link, ...] = ()
    charts: tuple[Chart, ...] = ()
    widths: Mapping[int, float] = field(default_factory=dict)  # column → width in characters
    hidden_columns: frozenset[int] = frozenset()
    heights: Mapping[int, float] = field(default_factory=dict)  # row → points
    freeze: tuple[int, int] | None = None  # first row and column that scroll
    tab_colour: str = ""  # "" or a role of the palette: "work", "figures", "setup"
    visibility: Visibility = "visible"
    page: Page = Page()
    gridlines: bool = True
    merges: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name for cells: one cell, or a rectangle."""

    name: str
    sheet: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Workbook:
    """The whole file. `layout` says where each table and name lies, for the dialects."""

    sheets: tuple[Sheet, ...]
    names: tuple[DefinedName, ...] = ()
    layout: Layout = field(default_factory=Layout)
    title: str = ""
    subject: str = ""
    author: str = ""
    active_sheet: int = 0
    currency: str = ""
