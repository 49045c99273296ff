"""Review: the figures of a quarter, with those of the quarter before, counted by pandas from the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from sheetkit.compute.behind import Behind
from sheetkit.compute.checks import count_flags
from sheetkit.compute.due import due_dates
from sheetkit.compute.figures import DashboardFigures, Figure, Review, SummaryFigures
from sheetkit.compute.frame import evaluate
from sheetkit.compute.measure import Measured, Rows, measured
from sheetkit.compute.recompute import recompute
from sheetkit.compute.store import Store
from sheetkit.core.dates import Quarter
from sheetkit.core.values import CellValue
from sheetkit.formula.ast import Node, ThisRow
from sheetkit.records.ledger import Ledger
from sheetkit.template.model import Metric, Summary, SummaryColumn, Tab
from sheetkit.template.resolve import dashboard_tabs
from sheetkit.template.summaries import column_period, dimension_of, total_period


def review(ledger: Ledger, quarter: Quarter, as_of: date) -> Review:
    """The review of a quarter; flags and reminders are those of the day `as_of`."""
    ledger = recompute(ledger, as_of)
    now, before = _Quarter.of(ledger, quarter, as_of), _Quarter.of(ledger, quarter.shift(-1), as_of)
    behind = Behind(now.ledger)
    dashboards = tuple(_dashboard(tab, now, before, behind) for tab in dashboard_tabs(ledger.template))
    return Review(
        title=ledger.template.title,
        quarter=str(quarter),
        before=str(quarter.shift(-1)),
        as_of=as_of.isoformat(),
        currency=str(ledger.names.get("Currency") or ledger.template.currency),
        dashboards=dashboards,
        flags=count_flags(ledger),
        due=due_dates(ledger, as_of),
        rows=tuple(behind.lists),
    )


def in_quarter(ledger: Ledger, quarter: Quarter, as_of: date) -> Ledger:
    """A recomputed ledger with every quarterly dashboard turned to one quarter."""
    names = {metric.name: str(quarter) for tab in dashboard_tabs(ledger.template) for metric in quarter_metrics(tab)}
    turned = replace(ledger, names={**ledger.names, **names}, frozen=ledger.frozen | names.keys())
    return recompute(turned, as_of, rows=False)


def quarter_metrics(tab: Tab) -> tuple[Metric, ...]:
    """The cell of a quarterly dashboard in which a person chooses the quarter: its first input."""
    return tuple(metric for metric in tab.metrics if metric.input)[:1] if tab.period == "quarter" else ()


@dataclass(frozen=True)
class _Quarter:
    """A ledger turned to one quarter, and what its measures are counted from."""

    ledger: Ledger
    rows: Mapping[str, Rows]
    store: Store

    @classmethod
    def of(cls, ledger: Ledger, quarter: Quarter, as_of: date) -> "_Quarter":
        turned = in_quarter(ledger, quarter, as_of)
        return cls(turned, {name: Rows.of(table) for name, table in turned.tables.items()}, Store(turned))

    def single(self, node: Node) -> CellValue:
        """What a node comes to outside any table."""
        return evaluate(node, self.store.scope()).to_values()[0]

    def metric(self, metric: Metric) -> Measured:
        """A metric: counted where it is a measure, computed and without rows where it is a formula."""
        if metric.measure:
            return measured(metric.measure, self.rows[metric.measure.table], self.single)
        return _computed(self.ledger.names.get(metric.name))

    def summary(self, summary: Summary) -> list[tuple[CellValue, list[Measured]]]:
        """The rows of a summary that have a label: the label and the figures beside it."""
        table = self.ledger.tables[summary.name]
        labels = table.columns[summary.label]
        found: list[tuple[CellValue, list[Measured]]] = []
        for row, label in enumerate(labels):
            if label in {None, ""}:
                continue
            is_total = summary.total and row == len(labels) - 1
            figures = [self._cell(summary, column, row, is_total=bool(is_total)) for column in summary.columns]
            found.append((label, figures))
        return found

    def _cell(self, summary: Summary, column: SummaryColumn, row: int, *, is_total: bool) -> Measured:
        table = self.ledger.tables[summary.name]
        measure = column.measure
        if measure is None:
            return _computed(table.columns[column.name][row])
        rows = self.rows[measure.table]
        if is_total:
            return measured(measure, rows, self.single, {}, total_period(summary))
        label = table.columns[summary.label][row]
        alone = _row_store(self.ledger, summary.name, row)

        def resolve(node: Node) -> CellValue:
            if node == ThisRow(summary.label):
                return label
            return evaluate(node, alone.scope(summary.name, 1)).to_values()[0]

        dimension = {dimension_of(summary): ThisRow(summary.label)} if dimension_of(summary) else {}
        return measured(measure, rows, resolve, dimension, column_period(summary))


def _row_store(ledger: Ledger, table: str, row: int) -> Store:
    """A store in which a summary table holds one of its rows only."""
    store = Store(ledger)
    for name, values in ledger.tables[table].columns.items():
        store.fill_column(table, name, [values[row]])
    return store


def _computed(value: CellValue) -> Measured:
    """What a formula gives, which counts no rows itself."""
    return Measured(None if value == "" else value, _NO_ROWS)


_NO_ROWS: Final = np.zeros(0, dtype=bool)


def _dashboard(tab: Tab, now: _Quarter, before: _Quarter, behind: Behind) -> DashboardFigures:
    metrics = tuple(_metric(metric, now, before, behind) for metric in tab.metrics if metric.show)
    summaries = tuple(_summary(summary, now, before, behind) for summary in tab.summaries)
    return DashboardFigures(tab.name, metrics, summaries)


def _metric(metric: Metric, now: _Quarter, before: _Quarter, behind: Behind) -> Figure:
    found = now.metric(metric)
    return Figure(
        name=metric.name,
        label=metric.label,
        type=metric.type,
        value=found.value,
        before=before.metric(metric).value,
        group=metric.group,
        help=metric.help,
        behind=behind.note(metric.measure, found.rows) if metric.measure else "",
    )


def _summary(summary: Summary, now: _Quarter, before: _Quarter, behind: Behind) -> SummaryFigures:
    found = now.summary(summary)
    measures = [column.measure for column in summary.columns]
    return SummaryFigures(
        name=summary.name,
        title=summary.title,
        columns=(summary.label, *(column.name for column in summary.columns)),
        types=("text", *(column.type for column in summary.columns)),
        rows=tuple((label, *(figure.value for figure in figures)) for label, figures in found),
        before={label: tuple(figure.value for figure in figures) for label, figures in before.summary(summary)},
        chart=summary.chart,
        behind=tuple(
            tuple(
                behind.note(measure, figure.rows) if measure else ""
                for measure, figure in zip(measures, figures, strict=True)
            )
            for _, figures in found
        ),
    )
