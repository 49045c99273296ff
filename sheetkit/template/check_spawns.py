"""Checks spawns: where the rows go, what they are made from, and the stamp columns that keep each from coming twice."""

import re
from collections.abc import Mapping
from typing import Final

from sheetkit.template.check_columns import check_value, has_column, known_column, known_table
from sheetkit.template.finding import Findings, Path, advice
from sheetkit.template.model import Column, Scalar, Spawn, Tab, Template
from sheetkit.template.resolve import column_of, owner_of, table_name, table_tabs

_PLACEHOLDERS: Final = ("key", "now", "quarter")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def check_spawns(template: Template, findings: Findings) -> None:
    """Report every spawn that names what is not there, could go round in a circle, or could not keep what it gave."""
    kept: set[tuple[str, str]] = set()
    for index, tab in enumerate(template.tabs):
        for at, spawn in enumerate(tab.spawns if tab.kind == "table" else ()):
            path: Path = ("tabs", index, "spawns", at)
            kept |= {(table_name(tab), spawn.given), (table_name(tab), spawn.waived), (spawn.table, spawn.origin)}
            _spawn(template, tab, spawn, path, findings)
    _unused(template, kept, findings)
    _circle(template, findings)


def _spawn(template: Template, tab: Tab, spawn: Spawn, path: Path, findings: Findings) -> None:
    if not tab.key:
        hint = "Give the tab a key."
        findings.add(path, f"{tab.name} has no key, so nothing could tell which row brought what.", hint)
    catalogue = known_table(template, spawn.of, (*path, "of"), findings) if spawn.of else None
    if catalogue and not catalogue.key:
        hint = f"Give the tab {catalogue.name} a key."
        findings.add((*path, "of"), f"The rows of {catalogue.name} have no key to be told apart by.", hint)
    _match(tab, spawn, catalogue, path, findings)
    _keeps(tab, spawn.given, (*path, "given"), findings)
    if spawn.waived:
        _keeps(tab, spawn.waived, (*path, "waived"), findings)
        if spawn.waived == spawn.given:
            findings.add((*path, "waived"), "given and waived are the same column.", "Each needs one of its own.")
    _text(tab, catalogue, spawn.label, (*path, "label"), findings)
    target = known_table(template, spawn.table, (*path, "table"), findings)
    if target is None:
        return
    if target.collects:
        message = f"{target.name} collects {target.collects}; its rows are written anew each time."
        findings.add((*path, "table"), message, "Name another table.")
    _keeps(target, spawn.origin, (*path, "origin"), findings)
    if not spawn.set:
        findings.add((*path, "set"), "The rows would be blank.", "Name a column with what it shall hold.")
    for name, said in spawn.set.items():
        here = (*path, "set", name)
        known_column(target, name, here, findings)
        if has_column(target, name):
            _set(target, column_of(target, name), said, here, findings)
        if isinstance(said, str) and not said.startswith("="):
            _text(tab, catalogue, said, here, findings)


def _match(tab: Tab, spawn: Spawn, catalogue: Tab | None, path: Path, findings: Findings) -> None:
    if spawn.match and not spawn.of:
        findings.add((*path, "match"), "There is no catalogue to match with.", "Name its table with of:.")
    for theirs, own in spawn.match.items():
        here = (*path, "match", theirs)
        if catalogue:
            known_column(catalogue, theirs, here, findings)
        known_column(tab, own, here, findings)


def _keeps(tab: Tab, name: str, path: Path, findings: Findings) -> None:
    """The column is one that a spawn may write to."""
    known_column(tab, name, path, findings)
    if not has_column(tab, name):
        return
    column = column_of(tab, name)
    if column.stamp is None or column.stamp.kind != "spawn" or column.type not in {"text", "long text"}:
        message = f"{name} is no text column that a spawn may write to."
        findings.add(path, message, "Give it the stamp {kind: spawn}, and the type text.")


def _set(target: Tab, column: Column, said: Scalar, path: Path, findings: Findings) -> None:
    owner = owner_of(target, column)
    if owner == "key" and target.id:
        message = f"update itself makes the key {column.name} from the pattern {target.id}."
        findings.add(path, message, "Leave it out.")
    elif owner not in {"input", "key"}:
        findings.add(path, f"{column.name} is a {owner} column, which has its own source.", "Leave it out.")
    elif not isinstance(said, str) or not (said.startswith("=") or _PLACEHOLDER.search(said)):
        check_value(said, column.type, path, findings)


def _text(tab: Tab, catalogue: Tab | None, text: str, path: Path, findings: Findings) -> None:
    """Every placeholder of a text is known here."""
    for word in _PLACEHOLDER.findall(text):
        part, _, column = word.partition(".")
        source = {"this": tab, "of": catalogue}.get(part) if column else None
        if source:
            known_column(source, column, path, findings)
        elif part == "of" and column:
            findings.add(path, f"{{{word}}} needs a catalogue.", "Name its table with of:.")
        elif word not in _PLACEHOLDERS:
            hint = advice(word, [*_PLACEHOLDERS, "this.Column", "of.Column"])
            findings.add(path, f"{{{word}}} is not known here.", hint)
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        findings.add(path, f"A brace in {text} has no partner.", "Write {key} or {of.Column}.")


def _unused(template: Template, kept: set[tuple[str, str]], findings: Findings) -> None:
    for index, tab in enumerate(template.tabs):
        for at, column in enumerate(tab.columns):
            if column.stamp and column.stamp.kind == "spawn" and (table_name(tab), column.name) not in kept:
                hint = "Name it as origin, given or waived of a spawn, or remove it."
                path = ("tabs", index, "columns", at, "stamp")
                findings.add(path, f"No spawn keeps anything in {column.name}.", hint)


def _circle(template: Template, findings: Findings) -> None:
    """Rows that bring rows that bring the first ones again would never come to an end."""
    brings = {table_name(tab): {spawn.table for spawn in tab.spawns} for tab in table_tabs(template)}
    for index, tab in enumerate(template.tabs):
        for at, spawn in enumerate(tab.spawns):
            if tab.kind == "table" and table_name(tab) in _reached(brings, spawn.table):
                message = f"Rows of {tab.name} bring rows of {spawn.table}, and these bring rows of {tab.name} again."
                hint = "Let one of them go; it would never end."
                findings.add(("tabs", index, "spawns", at, "table"), message, hint)


def _reached(brings: Mapping[str, set[str]], table: str) -> set[str]:
    """The table, and every one that its rows bring rows to, however far."""
    found: set[str] = set()
    waiting = [table]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(brings.get(name, ()))
    return found
