"""Checks what a table tab says of its rows: key, id pattern, order of dates, flags, rules, reminders, change logs."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from sheetkit.core.ids import KeyPattern
from sheetkit.template.check_columns import has_column, known_column, known_table
from sheetkit.template.check_reminders import check_collects, check_reminder
from sheetkit.template.finding import Findings, Path, advice
from sheetkit.template.model import ChangeLog, Tab, Template
from sheetkit.template.resolve import column_of, owner_of, table_tabs

_PLACEHOLDERS = ("key", "before", "after", "now", "column")


def check_rows(template: Template, findings: Findings) -> None:
    """Report every table tab whose keys, dates, flags, rules, reminders or change logs do not fit its columns."""
    if not table_tabs(template):
        findings.add(("tabs",), "No tab holds a table.", "Add a tab with columns:.")
    for index, tab in enumerate(template.tabs):
        if tab.kind == "table":
            _table(template, tab, ("tabs", index), findings)
    _beside(template, template.samples, ("samples",), findings)
    _beside(template, template.presets, ("presets",), findings)
    for name, files in template.sample_sets.items():
        _beside(template, files, ("sample_sets", name), findings)


def _beside(template: Template, files: Mapping[str, str], path: Path, findings: Findings) -> None:
    """Each file lies beside the template, and holds rows of a tab that is there."""
    known = [tab.name for tab in table_tabs(template) if not tab.collects]
    for name, file in files.items():
        if PurePosixPath(file).is_absolute() or ".." in PurePosixPath(file).parts or "\\" in file:
            hint = "Write its path from the template's folder, with /."
            findings.add((*path, name), f"{file} does not lie beside the template.", hint)
        if name not in known:
            hint = advice(name, known, "tab")
            findings.add((*path, name), f"There is no tab {name} whose rows could be given.", hint)


def _table(template: Template, tab: Tab, path: Path, findings: Findings) -> None:
    if not tab.columns:
        findings.add(path, f"{tab.name} has no columns.", "Add columns:, or say kind: dashboard.")
    for part in ("metrics", "summaries", "period"):
        if getattr(tab, part):
            findings.add((*path, part), f"{part} belong to a dashboard; {tab.name} is a table.", "Move them to one.")
    if tab.key:
        known_column(tab, tab.key, (*path, "key"), findings)
    _ids(tab, path, findings)
    for at, dates in enumerate(tab.order):
        for place, name in enumerate(dates):
            known_column(tab, name, (*path, "order", at, place), findings, dates=True)
        if len(dates) < 2:
            findings.add((*path, "order", at), "An order needs two dates or more.", "Write [First Date, Later Date].")
    for at, flag in enumerate(tab.flags):
        for place, name in enumerate(flag.columns):
            known_column(tab, name, (*path, "flags", at, "columns", place), findings)
    for at, rule in enumerate(tab.rules):
        if rule.column:
            known_column(tab, rule.column, (*path, "rules", at, "column"), findings)
    for at, reminder in enumerate(tab.reminders):
        check_reminder(template, tab, reminder, (*path, "reminders", at), findings)
    for at, change in enumerate(tab.changes):
        _change(template, tab, change, (*path, "changes", at), findings)
    check_collects(tab, path, findings)
    if tab.import_key:
        known_column(tab, tab.import_key, (*path, "import_key"), findings)


def _ids(tab: Tab, path: Path, findings: Findings) -> None:
    """The pattern of new keys: its fields exist, and it cannot give one key to two rows."""
    if tab.id_date:
        known_column(tab, tab.id_date, (*path, "id_date"), findings, dates=True)
    if not tab.id:
        return
    here = (*path, "id")
    if not tab.key:
        findings.add(here, "An id pattern needs a key column to write to.", "Add key: with a column's name.")
    pattern = KeyPattern(tab.id)
    if "seq" not in pattern.fields:
        findings.add(here, f"{tab.id} has no {{seq}}, so two rows could get the same key.", "Add {seq} or {seq:04}.")
    for name in pattern.columns:
        known_column(tab, name, here, findings)
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", tab.id)):
        findings.add(here, f"A brace in {tab.id} has no partner.", "Write {seq:04}, {year} or {Column Name}.")
    if name := next((name for name in pattern.columns if name.casefold() == tab.key.casefold()), ""):
        findings.add(here, f"The key {name} cannot be made from itself.", "Use another column.")


def _change(template: Template, tab: Tab, change: ChangeLog, path: Path, findings: Findings) -> None:
    known_column(tab, change.watch, (*path, "watch"), findings)
    if has_column(tab, change.watch) and owner_of(tab, column_of(tab, change.watch)) == "formula":
        message = f"{change.watch} is computed; a change log keeps what people change."
        findings.add((*path, "watch"), message, "Watch the columns that it is computed from.")
    known_column(tab, change.seen, (*path, "seen"), findings)
    if not tab.key:
        findings.add(path, f"{tab.name} has no key, so a change cannot say whose it was.", "Give the tab a key.")
    if has_column(tab, change.seen):
        seen = column_of(tab, change.seen)
        stamp = seen.stamp
        if owner_of(tab, seen) != "stamp" or stamp is None or stamp.kind != "seen" or stamp.of != change.watch:
            hint = f"Give it the stamp {{kind: seen, of: {change.watch}}}."
            findings.add((*path, "seen"), f"{change.seen} does not keep what {change.watch} was.", hint)
    log = known_table(template, change.table, (*path, "table"), findings)
    if log is None:
        return
    for name, text in change.set.items():
        known_column(log, name, (*path, "set", name), findings)
        for word in re.findall(r"\{([^{}]*)\}", text):
            if word not in _PLACEHOLDERS:
                hint = advice(word, _PLACEHOLDERS)
                findings.add((*path, "set", name), f"{{{word}}} is not known here.", hint)
