"""What follows from a template: owners, table names, defined names, and the formulas as they stand in the sheet."""

from collections.abc import Iterator

from sheetkit.formula.ast import Binary, Call, Name, Node, Text, ThisRow, walk
from sheetkit.formula.parse import parse
from sheetkit.template.model import Column, ListOf, Owner, Summary, Tab, Template


def table_name(tab: Tab) -> str:
    """The name of the tab's table in formulas: `table`, or the tab's name with `_` for each space."""
    return tab.table or tab.name.replace(" ", "_")


def table_tabs(template: Template) -> tuple[Tab, ...]:
    """The tabs that hold a table, in order."""
    return tuple(tab for tab in template.tabs if tab.kind == "table")


def dashboard_tabs(template: Template) -> tuple[Tab, ...]:
    """The tabs that hold metrics and summaries, in order."""
    return tuple(tab for tab in template.tabs if tab.kind == "dashboard")


def tab_of(template: Template, table: str) -> Tab:
    """The tab that holds the table, whose name may be in any case. Raises KeyError when there is none."""
    folded = table.casefold()
    for tab in table_tabs(template):
        if table_name(tab).casefold() == folded:
            return tab
    raise KeyError(table)


def column_of(tab: Tab, name: str) -> Column:
    """The column of that name, in any case. Raises KeyError when there is none."""
    folded = name.casefold()
    for column in tab.columns:
        if column.name.casefold() == folded:
            return column
    raise KeyError(name)


def owner_of(tab: Tab, column: Column) -> Owner:
    """Who fills the column: as declared, else key, formula or stamp by what the template says of it, else input."""
    return tab.owner(column)


def columns_owned(tab: Tab, *owners: Owner) -> tuple[Column, ...]:
    """The columns that have one of the owners, in order."""
    return tuple(column for column, owner in zip(tab.columns, tab.owners, strict=True) if owner in owners)


def formula_columns(tab: Tab) -> tuple[Column, ...]:
    """The columns that every engine computes."""
    return columns_owned(tab, "formula")


def required_columns(tab: Tab) -> tuple[Column, ...]:
    """The input columns that a filled row must not leave blank."""
    return tuple(column for column in columns_owned(tab, "input") if column.required)


def list_of(template: Template, column: Column) -> ListOf | None:
    """The list that the column's choices come from; None for literal choices or none at all. Raises KeyError."""
    if not isinstance(column.choices, str):
        return None
    for entries in template.lists:
        if entries.name.casefold() == column.choices.casefold():
            return entries
    raise KeyError(column.choices)


def lists_beside(template: Template) -> tuple[tuple[str, ...], ...]:
    """The lists that stand line by line beside each other: the one in which a formula looks for a line comes first.

    A formula says so that takes an entry of one list where it finds something in another: INDEX(A, MATCH(x, B, 0)).
    """
    names = {entries.name.casefold(): entries.name for entries in template.lists}
    found: dict[str, list[str]] = {}
    for column in (column for tab in table_tabs(template) for column in formula_columns(tab)):
        for node in walk(parse(column.formula)):
            match node:
                case Call("INDEX", (Name(taken), Call("MATCH", (_, Name(searched), *_)), *_)):
                    one, other = names.get(searched.casefold()), names.get(taken.casefold())
                    if one and other and one != other and other not in found.setdefault(one, []):
                        found[one].append(other)
    return tuple((one, *others) for one, others in found.items() if others)


def key_column(template: Template, table: str) -> Column:
    """The key column of a table that other columns refer to. Raises KeyError when it has none."""
    tab = tab_of(template, table)
    return column_of(tab, tab.key)


def summaries(template: Template) -> Iterator[tuple[Tab, Summary]]:
    """Every summary table with the dashboard tab it stands on."""
    for tab in dashboard_tabs(template):
        for summary in tab.summaries:
            yield tab, summary


def defined_names(template: Template) -> dict[str, bool]:
    """Every named cell or range by its name; True where it is a range (a list) and not one cell."""
    names = {setting.name: False for setting in template.settings}
    names |= {entries.name: True for entries in template.lists}
    names |= {metric.name: False for tab in dashboard_tabs(template) for metric in tab.metrics}
    return names


def filling_columns(tab: Tab) -> tuple[Column, ...]:
    """The columns that make a row one: what people fill and the key, or, where a tab collects, what it collects."""
    if tab.collects:
        return tuple(column for column in tab.columns if column.name in tab.collect)
    return columns_owned(tab, "key", "input")


def needed(tab: Tab, column: Column) -> tuple[Column, ...]:
    """The required inputs that a formula column depends on, directly or through formula columns of its row."""
    formulas: dict[str, list[Column]] = {}
    for other in formula_columns(tab):
        formulas.setdefault(other.name.casefold(), []).append(other)
    reached: set[str] = set()
    waiting = [column]
    while waiting:
        for name in _own_references(tab, waiting.pop()) - reached:
            reached.add(name)
            waiting += formulas.get(name, ())
    return tuple(other for other in required_columns(tab) if other.name.casefold() in reached)


def wrapped(template: Template, tab: Tab, column: Column) -> Node:  # noqa: ARG001 - the template is part of the promise
    """The column's formula as it is written to the sheet, so that rows nobody has filled stay blank.

    It gives "" while any required input that it depends on is blank. Where it depends on none, it gives "" while all
    required inputs are blank, or, in a tab without any, while the key is, or, in one that collects, the due date.
    Raises ValueError when it has no formula.
    """
    if column.formula is None:
        raise ValueError(f"{column.name} has no formula")
    formula = parse(column.formula)
    inputs, join = needed(tab, column), "OR"
    if not inputs:
        inputs, join = _signs_of_a_row(tab), "AND"
    if not inputs:
        return formula
    blanks = tuple(Binary("=", ThisRow(other.name), Text("")) for other in inputs)
    return Call("IF", (blanks[0] if len(blanks) == 1 else Call(join, blanks), Text(""), formula))


def _signs_of_a_row(tab: Tab) -> tuple[Column, ...]:
    """The columns that are all blank in a row that nobody has filled."""
    due = tuple(column for column in tab.columns if tab.collect.get(column.name) == "due")
    return required_columns(tab) or columns_owned(tab, "key") or due


def _own_references(tab: Tab, column: Column) -> set[str]:
    """The folded names of the cells in its own row that a column's formula reads."""
    if column.formula is None:
        return set()
    own = ("", table_name(tab).casefold())
    return {
        node.column.casefold()
        for node in walk(parse(column.formula))
        if isinstance(node, ThisRow) and node.table.casefold() in own
    }
