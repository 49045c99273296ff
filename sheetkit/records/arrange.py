"""Where everything goes in a workbook that is about to be built: sheets, tables, named cells."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from sheetkit.formula.layout import Layout, NamePlace, TablePlace
from sheetkit.records.ledger import Ledger, TableRows
from sheetkit.records.place import Parsed, Place
from sheetkit.template.model import ListOf, Metric, Summary, Tab
from sheetkit.template.resolve import dashboard_tabs, table_name, table_tabs
from sheetkit.template.summaries import height

GUIDE: Final = "Guide"
SETTINGS: Final = "Settings"
LISTS: Final = "Lists"
HIDDEN: Final = "_sheetkit"

METRICS_ROW: Final = 3
"""The first row of a dashboard's metrics, below its title and subtitle."""
CHART_ROWS: Final = 16
"""Rows that a chart beside a summary needs."""
SPARE_LABELS: Final = 4
"""Rows of a summary by list for entries that people will add."""


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One line of a dashboard's metrics: a group's heading (no metric), or a metric."""

    row: int
    group: str
    metric: Metric | None = None


def metric_rows(tab: Tab) -> list[MetricRow]:
    """The lines of a dashboard's metrics, group by group; those that are not shown come last, as working figures."""
    shown = [metric for metric in tab.metrics if metric.show]
    groups = list(dict.fromkeys(metric.group for metric in shown))
    lines: list[MetricRow] = []
    row = METRICS_ROW
    for group in [*groups, None]:
        members = (
            [m for m in shown if m.group == group] if group is not None else [m for m in tab.metrics if not m.show]
        )
        if not members:
            continue
        heading = "Behind the figures" if group is None else group
        if heading:
            lines.append(MetricRow(row, heading))
            row += 1
        for metric in members:
            lines.append(MetricRow(row, heading, metric))
            row += 1
        row += 1
    return lines


def list_height(ledger: Ledger, entries: ListOf) -> int:
    """Cells of a list's range: its entries and the spare ones below."""
    return max(1, len(ledger.lists.get(entries.name, entries.values)) + entries.spare)


def summary_height(ledger: Ledger, summary: Summary) -> int:
    """Labelled rows of a summary table, a few for new entries of its list included, its total row not counted."""
    entries = listed(ledger, summary)
    return height(summary, entries + min(_spare(ledger, summary), SPARE_LABELS) if entries else 0)


def listed(ledger: Ledger, summary: Summary) -> int:
    """How many entries the list of a summary by list has; 0 for other summaries."""
    lists = {entries.name.casefold(): entries for entries in ledger.template.lists}
    entries = lists.get(summary.by_list.casefold())
    return max(1, len(ledger.lists.get(entries.name, entries.values))) if entries else 0


def _spare(ledger: Ledger, summary: Summary) -> int:
    return next((e.spare for e in ledger.template.lists if e.name.casefold() == summary.by_list.casefold()), 0)


def arrange(ledger: Ledger) -> Layout:
    """The place of every table and name in a newly built workbook for this ledger."""
    return Layout(_tables(ledger), _names(ledger))


def place_all(ledger: Ledger) -> Parsed:
    """The ledger as if it had been read from the workbook that `render` makes of it."""
    layout = arrange(ledger)
    tables: dict[str, TableRows] = {}
    places: dict[str, Place] = {}
    for tab in table_tabs(ledger.template):
        table = ledger.tables[table_name(tab)]
        at = layout.tables[table.name]
        rows = range(at.first_row, at.first_row + at.rows)
        tables[table.name] = replace(table, sheet_rows=list(rows[: table.height]))
        places[table.name] = Place(
            table.name,
            tab.name,
            at.sheet,
            at.first_row - 1,
            rows[-1],
            at.columns,
            real=table.name,
            spare_rows=tuple(rows[table.height :]),
        )
    return Parsed(replace(ledger, tables={**ledger.tables, **tables}), places, layout.names, "")


def _tables(ledger: Ledger) -> dict[str, TablePlace]:
    places: dict[str, TablePlace] = {}
    for tab in table_tabs(ledger.template):
        name = table_name(tab)
        rows = ledger.tables[name].height if name in ledger.tables else 0
        columns = {column.name: index for index, column in enumerate(tab.columns)}
        places[name] = TablePlace(tab.name, 1, rows + tab.spare, columns)
    for tab in dashboard_tabs(ledger.template):
        for summary, title_row in summary_rows(ledger, tab):
            names = (summary.label, *(column.name for column in summary.columns))
            rows = summary_height(ledger, summary) + bool(summary.total)
            columns = {name: index for index, name in enumerate(names)}
            places[summary.name] = TablePlace(tab.name, title_row + 2, rows, columns)
    return places


def summary_rows(ledger: Ledger, tab: Tab) -> list[tuple[Summary, int]]:
    """Each summary of a dashboard with the row of its title; the table's header is the row below."""
    row = _first_summary(tab)
    found: list[tuple[Summary, int]] = []
    for summary in tab.summaries:
        found.append((summary, row))
        row += _summary_rows(ledger, summary)
    return found


def summaries_end(ledger: Ledger, tab: Tab) -> int:
    """The first row below all summaries of a dashboard and their charts."""
    return _first_summary(tab) + sum(_summary_rows(ledger, summary) for summary in tab.summaries)


def _first_summary(tab: Tab) -> int:
    lines = metric_rows(tab)
    return (lines[-1].row + 2) if lines else METRICS_ROW


def _summary_rows(ledger: Ledger, summary: Summary) -> int:
    """Rows of a summary: its title, header and labels, what its chart needs beside them, and one between."""
    used = summary_height(ledger, summary) + bool(summary.total) + 3
    return max(used, CHART_ROWS) if summary.chart else used


def _names(ledger: Ledger) -> Mapping[str, NamePlace]:
    template = ledger.template
    places = {s.name: NamePlace(SETTINGS, row + 1, 1) for row, s in enumerate(template.settings)}
    for column, entries in enumerate(template.lists):
        places[entries.name] = NamePlace(LISTS, 1, column, rows=list_height(ledger, entries))
    for tab in dashboard_tabs(template):
        for line in metric_rows(tab):
            if line.metric:
                places[line.metric.name] = NamePlace(tab.name, line.row, 1)
    return places
