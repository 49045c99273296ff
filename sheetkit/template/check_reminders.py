"""Checks reminders, and the tabs that collect them: their dates, tiers, holidays, and what each column takes."""

from typing import Final, get_args

from sheetkit.template.check_columns import DATES, NUMBERS, has_column, known_column
from sheetkit.template.finding import Findings, Path, advice
from sheetkit.template.model import UNITS, CollectField, Reminder, Tab, Template
from sheetkit.template.resolve import column_of, owner_of

_ROW_PARTS: Final = ("key", "id", "order", "reminders", "changes", "spawns", "import_key")
"""What needs rows of a tab's own, which one that collects has not."""
_TEXTS: Final = frozenset({"text", "long text", "choice"})


def check_reminder(template: Template, tab: Tab, reminder: Reminder, path: Path, findings: Findings) -> None:
    """Report a reminder whose date, tiers or holidays are not there."""
    known_column(tab, reminder.due, (*path, "due"), findings, dates=True)
    numbers = [tier for tier in reminder.tiers if isinstance(tier, int)]
    if numbers != sorted(set(numbers), reverse=True) or min(numbers, default=0) < 0:
        hint = "Write them largest first: [7, 3, 1]."
        findings.add((*path, "tiers"), "The tiers are not days that run down to the date.", hint)
    known = [setting.name for setting in template.settings if setting.type in NUMBERS]
    for at, tier in enumerate(reminder.tiers):
        if isinstance(tier, str) and tier not in known:
            hint = advice(tier, known, "number among the settings")
            findings.add((*path, "tiers", at), f"{tier} is no setting that holds a number.", hint)
    _unit(template, tab, reminder, (*path, "unit"), findings)
    if reminder.holidays:
        _holidays(template, reminder, (*path, "holidays"), findings)


def _unit(template: Template, tab: Tab, reminder: Reminder, path: Path, findings: Findings) -> None:
    columns = [column.name for column in tab.columns if column.type in _TEXTS]
    settings = [setting.name for setting in template.settings if setting.type in _TEXTS]
    if reminder.unit not in (*UNITS, *columns, *settings):
        hint = advice(reminder.unit, [*UNITS, *columns, *settings], "unit, or text column or setting that says it")
        findings.add(path, f"{reminder.unit} is not what a reminder can count in.", hint)


def _holidays(template: Template, reminder: Reminder, path: Path, findings: Findings) -> None:
    dates = [entries.name for entries in template.lists if entries.type in DATES]
    if reminder.unit == "days":
        hint = "Write unit: working days, or remove holidays."
        findings.add(path, "holidays means nothing where every day counts.", hint)
    elif reminder.holidays not in dates:
        hint = advice(reminder.holidays, dates, "list of dates")
        findings.add(path, f"{reminder.holidays} is no list of dates.", hint)


def check_collects(tab: Tab, path: Path, findings: Findings) -> None:
    """Report a tab that collects reminders but has rows of its own, or columns that cannot take what they are to."""
    if not tab.collects:
        if tab.collect:
            findings.add((*path, "collect"), "Nothing is collected here.", "Add collects: reminders.")
        return
    for part in _ROW_PARTS:
        if getattr(tab, part):
            message = f"{part} needs rows of the tab's own; {tab.name} collects those of others."
            findings.add((*path, part), message, "Remove it.")
    if "due" not in tab.collect.values():
        hint = "Map a date column to due."
        findings.add((*path, "collect"), f"No column of {tab.name} takes the due date.", hint)
    for name, field in tab.collect.items():
        here = (*path, "collect", name)
        known_column(tab, name, here, findings)
        if has_column(tab, name):
            _takes(tab, name, field, here, findings)
    for at, column in enumerate(tab.columns):
        if owner_of(tab, column) not in {"stamp", "formula"}:
            hint = f"Map it in collect to one of: {', '.join(get_args(CollectField))}; or give it a formula."
            findings.add((*path, "columns", at), f"Nothing fills {column.name} in a tab that collects.", hint)


def _takes(tab: Tab, name: str, field: CollectField, path: Path, findings: Findings) -> None:
    column = column_of(tab, name)
    if column.formula or column.stamp:
        own = "a formula" if column.formula else "a stamp"
        findings.add(path, f"{name} has {own} of its own.", "Keep one of the two.")
    fitting = {"due": DATES, "tier": NUMBERS | _TEXTS}.get(field, _TEXTS)
    if column.type not in fitting:
        hint = f"Give {name} one of the types {', '.join(sorted(fitting))}."
        findings.add(path, f"{name} is {column.type}, which cannot hold {field}.", hint)
