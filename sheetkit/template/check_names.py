"""Checks the names of a template: each told apart from every other, and none that a program keeps for itself."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from sheetkit.template.finding import Findings, Path
from sheetkit.template.model import Summary, Tab, Template
from sheetkit.template.resolve import table_name

RESERVED_TABS: Final = ("Settings", "Lists", "Guide", "Conflicts", "_sheetkit", "History")
"""Tabs that sheetkit makes itself, and History, which Excel keeps for its own use."""
LONGEST_NAME: Final = 255
"""Characters of a defined name or a list entry in a cell's dropdown (Excel specifications and limits)."""

_LIKE_A_CELL = re.compile(r"[A-Z]{1,3}[0-9]+|R[0-9]*(C[0-9]*)?|C[0-9]*", re.IGNORECASE)
_WORDS_OF_FORMULAS: Final = {"true", "false", "null"}


def check_names(template: Template, findings: Findings) -> None:
    """Report names that are used twice (in any case), that look like cells, or that are taken."""
    _tabs(template, findings)
    _workbook_names(template, findings)
    chosen = {column.choices for tab in template.tabs for column in tab.columns if isinstance(column.choices, str)}
    chosen |= {summary.by_list for tab in template.tabs for summary in tab.summaries}
    for index, entries in enumerate(template.lists):
        if entries.name not in chosen:  # a list that stands beside another one may say the same twice
            continue
        path: Path = ("lists", index, "values")
        _twice(((str(value), (*path, at)) for at, value in enumerate(entries.values)), "The entry", findings)
    for index, tab in enumerate(template.tabs):
        _within(tab, ("tabs", index), findings)


def _tabs(template: Template, findings: Findings) -> None:
    _twice(((tab.name, ("tabs", index, "name")) for index, tab in enumerate(template.tabs)), "The tab", findings)
    reserved = {name.casefold(): name for name in RESERVED_TABS}
    for index, tab in enumerate(template.tabs):
        path: Path = ("tabs", index, "name")
        if taken := reserved.get(tab.name.casefold()):
            who = "Excel" if taken == "History" else "sheetkit"
            findings.add(path, f"{tab.name} is a tab that {who} keeps for itself.", "Choose another name.")
        if tab.name != tab.name.strip() or tab.name.startswith("'") or tab.name.endswith("'"):
            findings.add(path, f"{tab.name!r} begins or ends with a space or '.", "Leave it out; Excel refuses it.")


def _workbook_names(template: Template, findings: Findings) -> None:
    """Tables, summaries, settings, lists and metrics share one space of names in a workbook."""
    names = list(_named(template))
    _twice(names, "The name", findings, "Tables, settings, lists, metrics and summaries share one set of names.")
    for name, path in names:
        if _LIKE_A_CELL.fullmatch(name):
            findings.add(path, f"{name} looks like the address of a cell.", f"Call it {name}_ or another word.")
        elif name.casefold() in _WORDS_OF_FORMULAS:
            findings.add(path, f"{name} means something else in a formula.", "Choose another name.")
        elif not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            hint = "Add table: with a name of letters, digits and _."
            findings.add(path, f"The table of this tab would be called {name}, which no formula can say.", hint)
        elif len(name) > LONGEST_NAME:
            findings.add(path, f"The name has {len(name)} characters; {LONGEST_NAME} are the most.", "Shorten it.")


def _named(template: Template) -> Iterator[tuple[str, Path]]:
    for index, setting in enumerate(template.settings):
        yield setting.name, ("settings", index, "name")
    for index, entries in enumerate(template.lists):
        yield entries.name, ("lists", index, "name")
    for index, tab in enumerate(template.tabs):
        if tab.kind == "table":
            yield table_name(tab), ("tabs", index, "table" if tab.table else "name")
        for at, metric in enumerate(tab.metrics):
            yield metric.name, ("tabs", index, "metrics", at, "name")
        for at, summary in enumerate(tab.summaries):
            yield summary.name, ("tabs", index, "summaries", at, "name")


def _within(tab: Tab, path: Path, findings: Findings) -> None:
    """The names within one tab: columns and what they are also called, flags, rules, reminders, spawns, summaries."""
    _twice(_headers(tab, path), "The header", findings, "A header, or what it is also called, means one column.")
    for part in ("flags", "rules", "reminders", "spawns"):
        entries = getattr(tab, part)
        _twice(((entry.name, (*path, part, at, "name")) for at, entry in enumerate(entries)), "The name", findings)
    for at, summary in enumerate(tab.summaries):
        _twice(_summary_headers(summary, (*path, "summaries", at)), "The header", findings)


def _headers(tab: Tab, path: Path) -> Iterator[tuple[str, Path]]:
    for at, column in enumerate(tab.columns):
        yield column.name, (*path, "columns", at, "name")
    for at, column in enumerate(tab.columns):
        for other, name in enumerate(column.also_called):
            yield name, (*path, "columns", at, "also_called", other)


def _summary_headers(summary: Summary, path: Path) -> Iterator[tuple[str, Path]]:
    yield summary.label, (*path, "label")
    for at, column in enumerate(summary.columns):
        yield column.name, (*path, "columns", at, "name")


def _twice(
    names: Iterable[tuple[str, Path]], what: str, findings: Findings, hint: str = "Names are compared without case."
) -> None:
    """Report each name that comes a second time."""
    seen: set[str] = set()
    for name, path in names:
        if name.strip().casefold() in seen:
            findings.add(path, f"{what} {name} is used twice.", hint)
        seen.add(name.strip().casefold())
