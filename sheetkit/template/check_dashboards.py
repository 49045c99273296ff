"""Checks dashboards: what each metric and summary counts is there, and so is the period that it counts over."""

import re
from typing import Final

from sheetkit.formula.ast import Text
from sheetkit.template.check_columns import DATES, NUMBERS, has_column, known_column, known_table
from sheetkit.template.finding import Findings, Path, advice
from sheetkit.template.measures import condition
from sheetkit.template.model import Measure, Metric, Scalar, Summary, SummaryColumn, Tab, Template
from sheetkit.template.resolve import column_of, defined_names, owner_of, table_name, table_tabs

PERIOD: Final = ("Period_Start", "Period_End")
"""The metrics that bound a measure which names no bounds of its own: first day, and first day after."""
_TABLE_PARTS: Final = (
    "columns", "key", "id", "id_date", "order", "rules", "flags", "reminders", "changes", "spawns", "collects",
    "collect", "import_key", "table",
)  # fmt: skip


def check_dashboards(template: Template, findings: Findings) -> None:
    """Report every dashboard whose metrics or summaries cannot be worked out."""
    for index, tab in enumerate(template.tabs):
        if tab.kind == "dashboard":
            _dashboard(template, tab, ("tabs", index), findings)


def _dashboard(template: Template, tab: Tab, path: Path, findings: Findings) -> None:
    for part in _TABLE_PARTS:
        if getattr(tab, part):
            hint = "Move it to a table tab, or leave kind: dashboard out."
            findings.add((*path, part), f"{part} belongs to a table; {tab.name} is a dashboard.", hint)
    if not tab.metrics and not tab.summaries:
        findings.add(path, f"{tab.name} shows nothing.", "Add metrics: or summaries:.")
    if tab.period:
        own = {metric.name for metric in tab.metrics}
        for name in (name for name in PERIOD if name not in own):
            hint = "Add it with formula: and type: date."
            findings.add((*path, "period"), f"A {tab.period} needs the metric {name}.", hint)
    for at, metric in enumerate(tab.metrics):
        _metric(template, metric, (*path, "metrics", at), findings)
    for at, summary in enumerate(tab.summaries):
        _summary(template, summary, (*path, "summaries", at), findings)


def _metric(template: Template, metric: Metric, path: Path, findings: Findings) -> None:
    _one_source(metric, path, findings)
    if metric.input and metric.measure:
        findings.add((*path, "input"), f"{metric.name} is measured, so people cannot type it.", "Remove input.")
    if metric.measure:
        _measure(template, metric.measure, (*path, "measure"), findings)


def _one_source(part: Metric | SummaryColumn, path: Path, findings: Findings) -> None:
    given = [key for key in ("measure", "formula") if getattr(part, key) is not None]
    if len(given) != 1:
        found = "both" if given else "neither"
        findings.add(path, f"{part.name} has {found} of measure and formula.", "Give it one of them.")


def _measure(template: Template, measure: Measure, path: Path, findings: Findings, *, dimension: bool = False) -> None:
    tab = known_table(template, measure.table, (*path, "table"), findings)
    if tab is None:
        return
    if not tab.key:
        findings.add((*path, "table"), f"The table {measure.table} has no key to count.", f"Give {tab.name} a key.")
    _figure(tab, measure, path, findings)
    for part in ("where", "of"):
        for name, value in getattr(measure, part).items():
            here = (*path, part, name)
            known_column(tab, name, here, findings)
            _condition(template, value, here, findings)
            _filled(tab, name, value, here, findings)
    if not measure.on and not dimension and _counts_blank_rows(measure):
        message = "A row that nobody has filled meets these conditions too."
        findings.add((*path, "where"), message, f"Add {tab.key}: <> to them.")
    if measure.of and measure.kind != "share":
        findings.add((*path, "of"), f"of is the denominator of a share; this is a {measure.kind}.", "Move it to where.")
    if measure.on:
        known_column(tab, measure.on, (*path, "on"), findings, dates=True)
        names = defined_names(template)
        for bound, name in zip((measure.start, measure.end), PERIOD, strict=True):
            if bound is None and name not in names:
                hint = f"Add a metric {name}, or give the measure start: and end:."
                findings.add((*path, "on"), f"No {name} bounds this period.", hint)
    elif measure.start or measure.end:
        findings.add(path, "start and end bound nothing without on.", "Add on: with the date column that they bound.")


def _filled(tab: Tab, name: str, value: Scalar, path: Path, findings: Findings) -> None:
    """A sheet takes "" for filled, so whether a formula gives something cannot be a condition."""
    is_formula = has_column(tab, name) and owner_of(tab, column_of(tab, name)) == "formula"
    if is_formula and condition(value) == ("<>", Text("")):
        message = f"{name} has a formula, and a sheet takes the blank text that it may give for filled."
        findings.add(path, message, "Ask for a value, such as Yes, or for an input column that is filled.")


def _counts_blank_rows(measure: Measure) -> bool:
    """Whether each of the conditions holds for blank cells: the spare rows of a table would count."""
    if measure.kind not in {"count", "share"}:
        return False
    counted = measure.of if measure.kind == "share" else measure.where
    return bool(counted) and all(
        isinstance(value, str) and (not value or (value.startswith("<>") and value != "<>"))
        for value in counted.values()
    )


def _figure(tab: Tab, measure: Measure, path: Path, findings: Findings) -> None:
    """The column that a sum, mean or median is taken of."""
    here = (*path, "column")
    if measure.kind in {"count", "share"}:
        if measure.column:
            findings.add(here, f"A {measure.kind} counts rows; it takes no column.", "Use where: to choose the rows.")
    elif not measure.column:
        findings.add(path, f"A {measure.kind} needs a column.", f"Add column: with a column of {tab.name}.")
    elif not has_column(tab, measure.column):
        known = [column.name for column in tab.columns if column.type in NUMBERS]
        findings.add(here, f"{tab.name} has no column {measure.column}.", advice(measure.column, known, "column"))
    elif (kind := column_of(tab, measure.column).type) not in NUMBERS:
        numbers = ", ".join(column.name for column in tab.columns if column.type in NUMBERS) or "none"
        findings.add(here, f"{measure.column} holds {kind}, which has no {measure.kind}.", f"Numbers: {numbers}.")


def _condition(template: Template, value: Scalar, path: Path, findings: Findings) -> None:
    """A condition `=Name` or `<>=Name` names a setting or metric."""
    text = value.lstrip("<>") if isinstance(value, str) else ""
    if text.startswith("=") and re.fullmatch(r"[A-Za-z_]\w*", text[1:]):
        known = [name for name, is_range in defined_names(template).items() if not is_range]
        if text[1:] not in known:
            findings.add(path, f"There is no setting or metric {text[1:]}.", advice(text[1:], known, "setting"))


def _summary(template: Template, summary: Summary, path: Path, findings: Findings) -> None:
    dimensions = [key for key in ("by_list", "by_column", "by_months", "by_quarters") if getattr(summary, key)]
    if len(dimensions) != 1:
        found = " and ".join(dimensions) or "nothing"
        hint = "Give one of by_list, by_column, by_months, by_quarters."
        findings.add(path, f"{summary.name} has rows by {found}.", hint)
        return
    if not summary.columns:
        findings.add(path, f"{summary.name} has no columns.", "Add columns: with measures.")
    if (summary.by_months or summary.by_quarters) and PERIOD[1] not in defined_names(template):
        findings.add(path, f"The rows of {summary.name} end with the period, and there is no {PERIOD[1]}.", "Add it.")
    if summary.by_list:
        _by_list(template, summary, path, findings)
    if summary.by_column and summary.dimension not in {"", summary.by_column}:
        message = f"The labels are values of {summary.by_column}, so they cannot be compared with {summary.dimension}."
        findings.add((*path, "dimension"), message, "Remove dimension.")
    if summary.by_column and not any(column.measure for column in summary.columns):
        findings.add(path, f"No measure says whose {summary.by_column} is meant.", "Add a column with a measure.")
    for at, column in enumerate(summary.columns):
        here = (*path, "columns", at)
        _one_source(column, here, findings)
        if column.measure:
            by_value = bool(summary.dimension or summary.by_column)
            _measure(template, column.measure, (*here, "measure"), findings, dimension=by_value)
            _row_of(template, summary, column.measure, (*here, "measure"), findings)
    _shown(summary, path, findings)


def _by_list(template: Template, summary: Summary, path: Path, findings: Findings) -> None:
    known = [entries.name for entries in template.lists]
    if summary.by_list not in known:
        here = (*path, "by_list")
        findings.add(here, f"There is no list {summary.by_list}.", advice(summary.by_list, known, "list"))
    if not summary.dimension:
        message = f"{summary.name} does not say which column its labels are values of."
        findings.add(path, message, "Add dimension: with a column.")


def _row_of(template: Template, summary: Summary, measure: Measure, path: Path, findings: Findings) -> None:
    """A row's label must select rows of the measure's table: by a column's value, or by a month or quarter."""
    tab = next((tab for tab in table_tabs(template) if table_name(tab) == measure.table), None)
    if tab is None:
        return
    if dimension := summary.dimension or summary.by_column:
        known_column(tab, dimension, path, findings)
    elif not measure.on:
        hint = "Add on: with a date column."
        findings.add(path, f"The rows of {summary.name} are periods, and this measure has no date.", hint)


def _shown(summary: Summary, path: Path, findings: Findings) -> None:
    """Charts and flags show columns of the summary; a chart shows numbers."""
    kinds: dict[str, str] = {column.name: column.type for column in summary.columns}
    names = [column.name for column in summary.columns]
    if summary.chart:
        if not summary.chart.columns:
            findings.add((*path, "chart"), "The chart shows no column.", "Add columns: with headers of this summary.")
        for at, name in enumerate(summary.chart.columns):
            kind = kinds.get(name)
            here = (*path, "chart", "columns", at)
            if kind is None:
                findings.add(here, f"{summary.name} has no column {name}.", advice(name, names, "column"))
            elif kind not in NUMBERS | DATES:
                findings.add(here, f"{name} holds {kind}; a chart shows numbers.", "Choose another column.")
    labels = {*kinds, summary.label}
    for at, flag in enumerate(summary.flags):
        for place, name in enumerate(flag.columns):
            if name not in labels:
                hint = advice(name, [summary.label, *names], "column")
                findings.add((*path, "flags", at, "columns", place), f"{summary.name} has no column {name}.", hint)
