"""The sheet of a table tab: its rows, dropdowns, help, flags and spare rows to type in."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from sheetkit.core.values import CellValue
from sheetkit.formula.ast import Binary, Bool, Call, Name, Node, Number, Text, ThisRow
from sheetkit.formula.ast import Column as ColumnRef
from sheetkit.formula.layout import TablePlace
from sheetkit.formula.parse import parse
from sheetkit.records.ledger import Ledger
from sheetkit.records.look import alignment, number_format, width
from sheetkit.records.reminders import reminder_rules
from sheetkit.template.model import Column, Owner, Tab
from sheetkit.template.resolve import (
    column_of,
    formula_columns,
    key_column,
    owner_of,
    required_columns,
    table_name,
    wrapped,
)
from sheetkit.workbook.model import (
    Block,
    CellColumn,
    FlagColour,
    FlagRule,
    Note,
    Page,
    Role,
    Sheet,
    Style,
    Table,
    Validation,
)

_ROLES: dict[Owner, Role] = {"key": "key", "input": "input", "formula": "formula", "stamp": "stamp"}
_OWNER_HELP: dict[Owner, str] = {
    "key": "Filled in by sheetkit; leave it blank in a new row.",
    "input": "",
    "formula": "Computed; please do not type here.",
    "stamp": "Written by sheetkit when you run update.",
}
MESSAGE_LENGTH = 255
"""Characters of an input message (Excel specifications and limits)."""
TITLE_LENGTH = 32


def table_sheet(ledger: Ledger, tab: Tab, place: TablePlace) -> Sheet:
    """The sheet of one table tab."""
    name = table_name(tab)
    values = {column.name: list(ledger.tables[name].columns[column.name]) for column in tab.columns}
    spare = place.rows - ledger.tables[name].height
    return Sheet(
        name=tab.name,
        blocks=(_header(tab), _body(ledger, tab, values, spare)),
        tables=(_table(ledger, tab, name, place),),
        validations=tuple(_validations(ledger, tab, place)),
        flags=tuple(_flags(tab, place)),
        notes=tuple(_notes(tab)),
        widths={i: width(c.name, c.type, values[c.name], c.width) for i, c in enumerate(tab.columns)},
        hidden_columns=frozenset(i for i, column in enumerate(tab.columns) if column.hidden),
        heights={0: 32.0},
        freeze=(1, 1),
        tab_colour="work",
        page=Page(landscape=tab.landscape, repeat_rows=(0, 0), footer=ledger.template.title),
    )


def _header(tab: Tab) -> Block:
    def style(column: Column) -> Style:
        return Style("header" if _is_typed(tab, column) else "header_computed", wrap=True)

    return Block(0, 0, tuple(CellColumn([column.name], style(column)) for column in tab.columns))


def cell_style(ledger: Ledger, tab: Tab, column: Column) -> Style:
    """The style of a column's data cells."""
    currency = str(ledger.names.get("Currency") or "") if column.type == "money" and not column.currency else ""
    role: Role = "input" if _is_typed(tab, column) else _ROLES[owner_of(tab, column)]
    wrap = column.type == "long text"
    return Style(role, number_format(column.type, currency), wrap=wrap, align=alignment(column.type))


def _body(ledger: Ledger, tab: Tab, values: dict[str, list[CellValue]], spare: int) -> Block:
    def cells(column: Column) -> CellColumn:
        formula = wrapped(ledger.template, tab, column) if owner_of(tab, column) == "formula" else None
        blank: CellValue = "" if formula is not None else None
        return CellColumn(values[column.name] + [blank] * spare, cell_style(ledger, tab, column), formula)

    return Block(1, 0, tuple(cells(column) for column in tab.columns))


def _table(ledger: Ledger, tab: Tab, name: str, place: TablePlace) -> Table:
    formulas = {column.name: wrapped(ledger.template, tab, column) for column in formula_columns(tab)}
    return Table(name, 0, 0, place.rows, tuple(column.name for column in tab.columns), formulas)


def _notes(tab: Tab) -> Iterator[Note]:
    for index, column in enumerate(tab.columns):
        parts = (column.help, "Must be filled in." if column.required else "", _owner_help(tab, column))
        if text := "\n".join(part for part in parts if part):
            yield Note(0, index, text)


def _validations(ledger: Ledger, tab: Tab, place: TablePlace) -> Iterator[Validation]:
    last = place.first_row + place.rows - 1
    for index, column in enumerate(tab.columns):
        title = column.name[:TITLE_LENGTH]
        message = "\n".join(part for part in (column.help, _owner_help(tab, column)) if part)
        base = Validation(place.first_row, index, last, index, "none", title=title, message=message[:MESSAGE_LENGTH])
        rule = _rule(ledger, tab, column, base)
        if rule.kind != "none" or rule.message:
            yield rule


def _rule(ledger: Ledger, tab: Tab, column: Column, base: Validation) -> Validation:
    if owner_of(tab, column) == "formula" or _is_given_key(tab, column) or _kept_by_sheetkit(tab, column):
        error = f"{column.name} is filled in by the workbook. Press Esc to leave it as it is."
        return _with(base, "custom", formula=Bool(False), error=error)
    if column.refers_to:
        source = ColumnRef(column.refers_to, key_column(ledger.template, column.refers_to).name)
        error = f"This is not in {column.refers_to} yet. Add it there first, or keep it and add it later."
        return _with(base, "list", source=source, strict=False, error=error)
    if column.type == "yes/no":
        return _with(base, "list", choices=("TRUE", "FALSE"), error="Choose TRUE or FALSE.")
    if isinstance(column.choices, str) and column.choices:
        error = f"Choose one from the list. You may add to it on the Lists tab, under {column.choices}."
        return _with(base, "list", source=Name(column.choices), strict=column.strict, error=error)
    if column.choices:
        error = "Choose one of: " + ", ".join(column.choices)
        return _with(base, "list", choices=tuple(column.choices), strict=column.strict, error=error[:MESSAGE_LENGTH])
    return _bounds(column, base)


def _is_given_key(tab: Tab, column: Column) -> bool:
    """Whether it is a key that update fills in by the tab's pattern."""
    return owner_of(tab, column) == "key" and bool(tab.id)


def _is_typed(tab: Tab, column: Column) -> bool:
    """Whether people fill the column: an input, or a key for which the tab has no pattern."""
    return owner_of(tab, column) == "input" or (owner_of(tab, column) == "key" and not tab.id)


def _owner_help(tab: Tab, column: Column) -> str:
    return "" if _is_typed(tab, column) else _OWNER_HELP[owner_of(tab, column)]


def _kept_by_sheetkit(tab: Tab, column: Column) -> bool:
    """Whether every update writes the column anew, so that typing into it is of no use."""
    return column.name in tab.collect or (column.stamp is not None and column.stamp.kind in {"check", "seen", "spawn"})


def _bounds(column: Column, base: Validation) -> Validation:
    low, high = column.between or (None, None)
    minimum = Number(float(low)) if isinstance(low, int | float) else None
    maximum = Number(float(high)) if isinstance(high, int | float) else None
    if column.type in {"date", "datetime"}:
        error = "Type a date, such as 2026-11-22."
        return _with(base, "date", minimum=Number(61.0), maximum=Number(2958465.99), strict=False, error=error)
    if column.type in {"integer", "days"}:
        error = "Type a whole number." + _between_text(low, high)
        return _with(base, "whole", minimum=minimum, maximum=maximum, strict=False, error=error)
    if column.type in {"number", "money", "percent"}:
        error = "Type a number." + _between_text(low, high)
        return _with(base, "decimal", minimum=minimum, maximum=maximum, strict=False, error=error)
    return base


def _between_text(low: object, high: object) -> str:
    if low is not None and high is not None:
        return f" It must lie between {low} and {high}."
    if low is not None:
        return f" It must be at least {low}."
    return f" It must be at most {high}." if high is not None else ""


def _with(base: Validation, kind: str, **changes: object) -> Validation:
    return replace(base, kind=kind, **changes)  # type: ignore[arg-type]


def _flags(tab: Tab, place: TablePlace) -> Iterator[FlagRule]:
    last = place.first_row + place.rows - 1
    name = table_name(tab)

    def rule(columns: tuple[str, ...], when: Node, colour: FlagColour) -> Iterator[FlagRule]:
        spans = (
            _spans([place.columns[column_of(tab, column).name] for column in columns])
            if columns
            else [(0, len(tab.columns) - 1)]
        )
        for first, end in spans:
            yield FlagRule(place.first_row, first, last, end, when, colour, name)

    for flag in tab.flags:
        yield from rule(flag.columns, parse(flag.when), flag.colour)
    for reminder in tab.reminders:
        for when, colour in reminder_rules(tab, reminder):
            yield from rule((reminder.due,), when, colour)
    for column in tab.columns:
        if column.stamp and column.stamp.kind == "check":
            yield from rule((column.name,), Binary("<>", ThisRow(column.name), Text("")), "warning")
    if tab.key:
        for column in required_columns(tab):
            begun = Binary("<>", ThisRow(column_of(tab, tab.key).name), Text(""))
            when = Call("AND", (begun, Binary("=", ThisRow(column.name), Text(""))))
            yield from rule((column.name,), when, "mark")


def _spans(columns: list[int]) -> list[tuple[int, int]]:
    """Runs of neighbouring columns, so that one rule covers them."""
    ordered = sorted(set(columns))
    starts = [ordered[0], *(right for left, right in pairwise(ordered) if right != left + 1)]
    ends = [*(left for left, right in pairwise(ordered) if right != left + 1), ordered[-1]]
    return list(zip(starts, ends, strict=True))
