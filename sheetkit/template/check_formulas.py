"""Checks every formula of a template where it stands, and that no formulas wait for each other in a circle."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from sheetkit.core.errors import FormulaInvalid
from sheetkit.formula.ast import Name, Node, walk
from sheetkit.formula.check import check as issues
from sheetkit.formula.functions import Kind
from sheetkit.formula.graph import FormulaCycle, Ref, order
from sheetkit.formula.parse import parse
from sheetkit.formula.scope import Named, Scope
from sheetkit.template.finding import Findings, Path
from sheetkit.template.measures import measure_formula
from sheetkit.template.model import ColumnType, Measure, Summary, Tab, Template
from sheetkit.template.resolve import dashboard_tabs, summaries, table_name, table_tabs
from sheetkit.template.summaries import figures

KINDS: Final[dict[ColumnType, Kind]] = {
    "text": "text", "long text": "text", "choice": "text", "link": "text", "email": "text", "yes/no": "bool",
    "integer": "number", "number": "number", "money": "number", "percent": "number", "days": "number",
    "date": "date", "datetime": "date",
}  # fmt: skip
"""What a formula may expect of a column, setting or metric of each type."""
TODAY: Final = "Today"
"""The setting that holds today's date, so that a person may stop the clock."""


@dataclass(frozen=True, slots=True)
class _Stands:
    """A formula and where it stands; `fills` is what its result goes into, for the order of computing.

    `of` is the catalogue whose columns it reads as [@of.Column].
    """

    path: Path
    text: str
    table: str = ""
    of: str = ""
    today: bool = False
    fills: Ref | None = None


@dataclass(slots=True)
class _Seen:
    """What is known so far: the formulas by what they fill, where these stand, and whether Today is read."""

    scope: Scope
    nodes: dict[Ref, Node] = field(default_factory=dict)
    paths: dict[Ref, Path] = field(default_factory=dict)
    today_read: bool = False


def check_formulas(template: Template, findings: Findings) -> None:
    """Report every formula that some program could not compute as it stands, and the first circle of formulas."""
    seen = _Seen(scope_of(template))
    for stands in _formulas(template):
        _formula(stands, seen, findings)
    if seen.today_read:
        _today(template, findings)
    if not findings:  # a measure becomes a formula only when all that it names is there
        _measures(template, seen)
    try:
        order(seen.nodes)
    except FormulaCycle as error:
        path = next((seen.paths[ref] for ref in error.cycle if ref in seen.paths), ())
        findings.add(path, error.message, error.advice)


def scope_of(template: Template, table: str = "") -> Scope:
    """What a formula of the template can refer to, standing in a row of `table` or, with "", in a cell of its own."""
    tables: dict[str, dict[str, Kind]] = {
        table_name(tab): {column.name: KINDS[column.type] for column in tab.columns} for tab in table_tabs(template)
    }
    for _, summary in summaries(template):
        label: Kind = "date" if summary.by_months else "text"
        tables[summary.name] = {summary.label: label} | {c.name: KINDS[c.type] for c in summary.columns}
    names = {setting.name: Named(KINDS[setting.type]) for setting in template.settings}
    names |= {entries.name: Named(KINDS[entries.type], range=True) for entries in template.lists}
    names |= {m.name: Named(KINDS[m.type]) for tab in dashboard_tabs(template) for m in tab.metrics}
    return Scope(tables=tables, names=names, table=table)


def _formulas(template: Template) -> Iterator[_Stands]:
    for index, setting in enumerate(template.settings):
        if isinstance(setting.value, str) and setting.value.startswith("="):
            yield _Stands(("settings", index, "value"), setting.value, today=True, fills=("name", setting.name))
    for index, tab in enumerate(template.tabs):
        path: Path = ("tabs", index)
        yield from _table(tab, path)
        yield from _spawns(tab, path)
        for at, metric in enumerate(tab.metrics):
            here = (*path, "metrics", at)
            if metric.formula:
                yield _Stands((*here, "formula"), metric.formula, fills=("name", metric.name))
            if metric.measure:
                yield from _bounds(metric.measure, (*here, "measure"), "")
        for at, summary in enumerate(tab.summaries):
            yield from _summary(summary, (*path, "summaries", at))


def _table(tab: Tab, path: Path) -> Iterator[_Stands]:
    table = table_name(tab)
    for at, column in enumerate(tab.columns):
        here = (*path, "columns", at)
        if column.formula:
            fills: Ref = ("column", table, column.name)
            yield _Stands((*here, "formula"), column.formula, table, fills=fills)
        for key in ("when", "value"):
            if column.stamp and (text := getattr(column.stamp, key)):
                yield _Stands((*here, "stamp", key), text, table)
    for part, key in (("flags", "when"), ("rules", "when"), ("reminders", "open"), ("spawns", "when")):
        for at, entry in enumerate(getattr(tab, part)):
            if text := getattr(entry, key):
                yield _Stands((*path, part, at, key), text, table)


def _spawns(tab: Tab, path: Path) -> Iterator[_Stands]:
    for at, spawn in enumerate(tab.spawns):
        for name, said in spawn.set.items():
            if isinstance(said, str) and said.startswith("="):
                yield _Stands((*path, "spawns", at, "set", name), said, table_name(tab), spawn.of)


def _summary(summary: Summary, path: Path) -> Iterator[_Stands]:
    for at, column in enumerate(summary.columns):
        here = (*path, "columns", at)
        if column.formula:
            fills: Ref = ("column", summary.name, column.name)
            yield _Stands((*here, "formula"), column.formula, summary.name, fills=fills)
        if column.measure:
            yield from _bounds(column.measure, (*here, "measure"), summary.name)
    for at, flag in enumerate(summary.flags):
        yield _Stands((*path, "flags", at, "when"), flag.when, summary.name)


def _bounds(measure: Measure, path: Path, table: str) -> Iterator[_Stands]:
    for key in ("start", "end"):
        if text := getattr(measure, key):
            yield _Stands((*path, key), text, table)
    for part in ("where", "of"):
        for name, value in getattr(measure, part).items():
            text = value.lstrip("<>") if isinstance(value, str) else ""
            if text.startswith("=") and len(text) > 1 and not _is_bound(text):
                yield _Stands((*path, part, name), text, table)


def _is_bound(text: str) -> bool:
    """Whether what remains of a condition is a bound such as `=0` of `>=0`, which is no formula."""
    try:
        float(text[1:])
    except ValueError:
        return False
    return True


def _formula(stands: _Stands, seen: _Seen, findings: Findings) -> None:
    try:
        node = parse(stands.text)
    except FormulaInvalid as error:
        findings.add(stands.path, f"{error.message} {_shown(stands.text)}", error.advice)
        return
    seen.today_read |= any(isinstance(part, Name) and part.name == TODAY for part in walk(node))
    for issue in issues(node, _scope(stands, seen.scope)):
        if issue.severity == "error":
            findings.add(stands.path, issue.message, issue.hint)
    if stands.fills:
        seen.nodes[stands.fills] = node
        seen.paths[stands.fills] = stands.path


def _scope(stands: _Stands, scope: Scope) -> Scope:
    """What the formula sees where it stands."""
    tables = scope.tables
    if stands.of:
        catalogue = {f"of.{name}": kind for name, kind in tables.get(stands.of, {}).items()}
        tables = {**tables, stands.table: {**tables[stands.table], **catalogue}}
    return replace(scope, tables=tables, table=stands.table, today=stands.today)


def _shown(text: str) -> str:
    return f"In: {text if len(text) <= 80 else text[:79] + '…'}"


def _today(template: Template, findings: Findings) -> None:
    """Today's date comes from one cell, which a person may freeze; a formula there keeps it moving."""
    for index, setting in enumerate(template.settings):
        if setting.name == TODAY and (setting.type != "date" or setting.value != "=TODAY()"):
            hint = "Write type: date and value: =TODAY()."
            findings.add(("settings", index), "Formulas read Today, which must be a date that moves by itself.", hint)


def _measures(template: Template, seen: _Seen) -> None:
    """Take the formulas that measures become into the order of computing."""
    keys = {table_name(tab): tab.key for tab in table_tabs(template)}
    for index, tab in enumerate(template.tabs):
        for at, metric in enumerate(tab.metrics):
            if metric.measure:
                ref: Ref = ("name", metric.name)
                seen.nodes[ref] = measure_formula(metric.measure, keys[metric.measure.table])
                seen.paths[ref] = ("tabs", index, "metrics", at)
        for at, summary in enumerate(tab.summaries):
            for place, figure in enumerate(figures(template, summary)):
                ref = ("column", summary.name, figure.column.name)
                seen.nodes[ref] = figure.formula
                seen.paths[ref] = ("tabs", index, "summaries", at, "columns", place)
