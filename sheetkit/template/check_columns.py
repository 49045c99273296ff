"""Checks each column of a table tab: its owner, choices, references, bounds, default and stamp."""

from datetime import date, datetime
from typing import Final

from sheetkit.template.finding import Findings, Path, advice
from sheetkit.template.model import Column, Scalar, Stamp, Tab, Template
from sheetkit.template.resolve import column_of, owner_of, table_name, table_tabs

DATES: Final = frozenset({"date", "datetime"})
NUMBERS: Final = frozenset({"integer", "number", "money", "percent", "days"})
LONGEST_LITERAL_LIST: Final = 255
"""Characters of a dropdown whose choices stand in the rule itself, commas included (Excel refuses more)."""


def check_columns(template: Template, findings: Findings) -> None:
    """Report every column that contradicts itself or names something that is not there."""
    for index, setting in enumerate(template.settings):
        path: Path = ("settings", index)
        if not _is_formula(setting.value) and setting.value != "":
            check_value(setting.value, setting.type, (*path, "value"), findings)
            if setting.choices and str(setting.value) not in setting.choices:
                findings.add((*path, "value"), f"{setting.value} is not among the choices.", _choices(setting.choices))
    for index, entries in enumerate(template.lists):
        for at, entry in enumerate(entries.values):
            check_value(entry, entries.type, ("lists", index, "values", at), findings)
    for index, tab in enumerate(template.tabs):
        for at, column in enumerate(tab.columns):
            _column(template, tab, column, ("tabs", index, "columns", at), findings)


def _column(template: Template, tab: Tab, column: Column, path: Path, findings: Findings) -> None:
    _owner(tab, column, path, findings)
    _choice(template, column, path, findings)
    _bounds(column, path, findings)
    _default(template, tab, column, path, findings)
    if column.refers_to:
        _reference(template, column, path, findings)
    if column.currency:
        _currency(template, tab, column, path, findings)
    if column.stamp:
        _stamp(template, tab, column.stamp, (*path, "stamp"), findings)
    if column.required and owner_of(tab, column) != "input":
        message = f"{column.name} is a {owner_of(tab, column)} column; only inputs can be required."
        findings.add((*path, "required"), message, "Remove it.")


def _owner(tab: Tab, column: Column, path: Path, findings: Findings) -> None:
    """One owner a column, the one that the rest of its declaration speaks of."""
    implied = [
        owner
        for owner, given in (
            ("key", bool(tab.key) and column.name.casefold() == tab.key.casefold()),
            ("formula", column.formula is not None),
            ("stamp", column.stamp is not None),
        )
        if given
    ]
    if len(implied) > 1:
        both = " and ".join(implied)
        findings.add(path, f"{column.name} is {both} at once.", "A column has one owner; keep one of them.")
    elif column.owner and implied and column.owner != implied[0]:
        message = f"owner is {column.owner}, but this is a {implied[0]} column."
        findings.add((*path, "owner"), message, "Leave owner out.")
    elif column.owner and column.owner != "input" and not implied:
        needs = {"key": "the tab's key names it", "formula": "it has a formula", "stamp": "it has a stamp"}
        hint = f"Leave owner out; a column is one when {needs[column.owner]}."
        findings.add((*path, "owner"), f"owner is {column.owner} without what makes it one.", hint)


def _choice(template: Template, column: Column, path: Path, findings: Findings) -> None:
    here = (*path, "choices")
    if column.type == "choice" and not column.choices and not column.refers_to and not column.formula:
        hint = "Add choices: with entries, or with a list's name."
        findings.add(path, f"{column.name} is a choice without choices.", hint)
    if column.choices and column.refers_to:
        findings.add(here, f"{column.name} has choices and refers_to.", "Keep one of them; each makes the dropdown.")
    if isinstance(column.choices, str):
        known = [entries.name for entries in template.lists]
        if column.choices and column.choices not in known:
            findings.add(here, f"There is no list {column.choices}.", advice(column.choices, known, "list"))
        return
    if len({choice.casefold() for choice in column.choices}) < len(column.choices):
        findings.add(here, "A choice is given twice.", "Choices are compared without case.")
    if any("," in choice or not choice.strip() for choice in column.choices):
        findings.add(here, "A choice is empty or holds a comma.", "Put the choices in a list on the Lists tab.")
    if len(",".join(column.choices)) > LONGEST_LITERAL_LIST:
        findings.add(
            here,
            f"The choices have more than {LONGEST_LITERAL_LIST} characters together, which Excel refuses.",
            "Put them in a list on the Lists tab and name the list here.",
        )


def _bounds(column: Column, path: Path, findings: Findings) -> None:
    if column.between is None:
        return
    here = (*path, "between")
    if column.type not in DATES | NUMBERS:
        findings.add(here, f"{column.name} is {column.type}; between needs a number or a date.", "Remove it.")
        return
    low, high = column.between
    for bound in (low, high):
        if bound is not None:
            check_value(bound, column.type, here, findings)
    if low is None and high is None:
        findings.add(here, "Both ends of between are open.", "Give one of them, or remove it.")
    elif low is not None and high is not None and type(low) is type(high) and low > high:  # type: ignore[operator]
        findings.add(here, f"between runs from {low} down to {high}.", "Write the smaller one first.")


def _default(template: Template, tab: Tab, column: Column, path: Path, findings: Findings) -> None:
    if column.default is None:
        return
    here = (*path, "default")
    if owner_of(tab, column) != "input":
        findings.add(here, f"{column.name} is not typed by people, so it has no default.", "Remove it.")
        return
    check_value(column.default, column.type, here, findings)
    choices = column.choices
    if isinstance(choices, str):
        choices = tuple(str(value) for entries in template.lists if entries.name == choices for value in entries.values)
    if choices and column.strict and str(column.default) not in choices:
        findings.add(here, f"{column.default} is not among the choices.", _choices(choices))


def _reference(template: Template, column: Column, path: Path, findings: Findings) -> None:
    here = (*path, "refers_to")
    target = known_table(template, column.refers_to, here, findings)
    if target and not target.key:
        hint = f"Give the tab {target.name} a key."
        findings.add(here, f"The table {column.refers_to} has no key to refer to.", hint)


def _currency(template: Template, tab: Tab, column: Column, path: Path, findings: Findings) -> None:
    here = (*path, "currency")
    known = [other.name for other in tab.columns] + [setting.name for setting in template.settings]
    if column.type != "money":
        hint = "Remove it, or make it money."
        findings.add(here, f"{column.name} is {column.type}; only money has a currency.", hint)
    if column.currency not in known:
        hint = advice(column.currency, known, "setting")
        findings.add(here, f"{column.currency} is neither a column of this tab nor a setting.", hint)


def _stamp(template: Template, tab: Tab, stamp: Stamp, path: Path, findings: Findings) -> None:
    """Each kind of stamp has what it needs, and names columns that are there."""
    needs = {"seen": ("of",), "value": ("when", "value"), "last action": ()}.get(stamp.kind, ())
    takes = {"last action": ("log", "log_date", "log_key", "seen", "on")}.get(stamp.kind, needs)
    for key in needs:
        if not getattr(stamp, key):
            findings.add(path, f"A stamp of kind {stamp.kind} needs {key}.", f"Add {key}:.")
    for key in ("of", "when", "value", "log", "log_date", "log_key", "seen", "on"):
        if getattr(stamp, key) and key not in takes:
            findings.add((*path, key), f"{key} means nothing to a stamp of kind {stamp.kind}.", "Remove it.")
    for key, names in (("of", (stamp.of,)), ("seen", (stamp.seen,)), ("on", stamp.on)):
        for name in filter(None, names):
            known_column(tab, name, (*path, key), findings)
    if stamp.seen and has_column(tab, stamp.seen) and owner_of(tab, column_of(tab, stamp.seen)) != "stamp":
        message = f"{stamp.seen} is no stamp column, so nothing may be kept in it."
        findings.add((*path, "seen"), message, "Give it a stamp of kind seen.")
    if stamp.kind == "last action" and not stamp.log and not stamp.on:
        findings.add(path, "This stamp knows no action.", "Add on: with columns, or log: with a table of entries.")
    if stamp.log:
        _log(template, stamp, path, findings)


def _log(template: Template, stamp: Stamp, path: Path, findings: Findings) -> None:
    log = known_table(template, stamp.log, (*path, "log"), findings)
    if log is None:
        return
    for key, name in (("log_date", stamp.log_date), ("log_key", stamp.log_key)):
        if not name:
            findings.add(path, f"A stamp with a log needs {key}.", f"Name the column of {stamp.log}.")
        else:
            known_column(log, name, (*path, key), findings, dates=key == "log_date")


def has_column(tab: Tab, name: str) -> bool:
    """Whether the tab has a column of exactly that name."""
    return name in {column.name for column in tab.columns}


def known_table(template: Template, name: str, path: Path, findings: Findings) -> Tab | None:
    """The tab that holds the table of exactly that name; None, reported, when there is none."""
    tables = {table_name(tab): tab for tab in table_tabs(template)}
    if name not in tables:
        findings.add(path, f"There is no table {name}.", advice(name, tables, "table"))
    return tables.get(name)


def known_column(tab: Tab, name: str, path: Path, findings: Findings, *, dates: bool = False) -> None:
    """Report a name that is no column of the tab, or no date column where one is needed."""
    if not has_column(tab, name):
        known = [column.name for column in tab.columns if not dates or column.type in DATES]
        findings.add(path, f"{tab.name} has no column {name}.", advice(name, known, "column"))
    elif dates and column_of(tab, name).type not in DATES:
        kind = column_of(tab, name).type
        findings.add(path, f"{name} holds {kind}; a date column is needed here.", "Name one of type date or datetime.")


def check_value(value: Scalar, kind: str, path: Path, findings: Findings) -> None:
    """Report a value that a column, setting or list of this type cannot hold."""
    if kind in DATES:
        try:
            datetime.fromisoformat(str(value)) if kind == "datetime" else date.fromisoformat(str(value))
        except ValueError:
            findings.add(path, f"{value} is not a {kind}.", 'Write it as "2026-03-12" in quotes.')
    elif kind in NUMBERS:
        if isinstance(value, bool | str) or (kind == "integer" and value != int(value)):
            findings.add(path, f"{value!r} is not {_A[kind]}.", "Write the number without quotes.")
    elif kind == "yes/no":
        if not isinstance(value, bool):
            findings.add(path, f"{value!r} is neither true nor false.", "Write true or false without quotes.")
    elif not isinstance(value, str):
        findings.add(path, f"{value!r} is not a text.", "Put it in quotes.")


_A: Final = {
    "integer": "a whole number",
    "number": "a number",
    "money": "an amount",
    "percent": "a share such as 0.25",
    "days": "a number of days",
}


def _is_formula(value: Scalar) -> bool:
    return isinstance(value, str) and value.startswith("=")


def _choices(choices: tuple[str, ...]) -> str:
    return f"Choices: {', '.join(choices[:12])}."
