"""The sheet of a dashboard tab: named figures, summary tables and the charts beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sheetkit.core.values import CellValue
from sheetkit.formula.ast import Node
from sheetkit.formula.layout import TablePlace
from sheetkit.formula.parse import parse
from sheetkit.records.arrange import listed, metric_rows, summaries_end, summary_rows
from sheetkit.records.ledger import Ledger
from sheetkit.records.look import number_format
from sheetkit.records.printed import page_breaks
from sheetkit.template.measures import is_array, measure_formula
from sheetkit.template.model import ColumnType, Metric, Summary, Tab, Template
from sheetkit.template.resolve import key_column
from sheetkit.template.summaries import figures, labels
from sheetkit.workbook.model import (
    Block,
    CellColumn,
    Chart,
    FlagRule,
    Note,
    Page,
    Series,
    Sheet,
    Style,
    Table,
    Validation,
)

_LABEL_WIDTH = 34.0
_FIGURE_WIDTH = 14.0
_WORDS_WIDTH = 24.0
"""The most that a column of texts takes, unless nothing stands beside it."""


def metric_formula(template: Template, metric: Metric) -> Node | None:
    """The formula of a metric: its measure's, or its own; None for a metric that people fill in without a default."""
    if metric.measure:
        return measure_formula(metric.measure, key_column(template, metric.measure.table).name)
    return parse(metric.formula) if metric.formula else None


def dashboard_sheet(ledger: Ledger, tab: Tab, places: dict[str, TablePlace]) -> Sheet:
    """The sheet of one dashboard tab."""
    parts = [_summary(ledger, summary, row, places[summary.name]) for summary, row in summary_rows(ledger, tab)]
    charts = tuple(chart for part in parts for chart in part.charts)
    widths = _widths(ledger, tab)
    *starts, end = [*(row for _, row in summary_rows(ledger, tab)), summaries_end(ledger, tab)]
    breaks = page_breaks(starts, end, widths, charts)
    return Sheet(
        name=tab.name,
        blocks=(*_title(ledger, tab), *_metrics(ledger, tab), *(block for part in parts for block in part.blocks)),
        tables=tuple(part.table for part in parts),
        validations=tuple(_inputs(tab)),
        flags=tuple(flag for part in parts for flag in part.flags),
        notes=tuple(note for part in parts for note in part.notes),
        charts=charts,
        widths=widths,
        heights={0: 26.0},
        freeze=(2, 0),
        tab_colour="figures",
        page=Page(landscape=True, footer=ledger.template.title, breaks=breaks),
        gridlines=False,
    )


def _widths(ledger: Ledger, tab: Tab) -> dict[int, float]:
    """The width of each column that the summaries share: room for headers and texts; a last text runs on."""
    widest = max((len(summary.columns) + 1 for summary in tab.summaries), default=2)
    widths = {0: _LABEL_WIDTH} | dict.fromkeys(range(1, max(widest, 3)), _FIGURE_WIDTH)
    for summary in tab.summaries:
        stored = ledger.tables[summary.name].columns
        for index, column in enumerate(summary.columns, start=1):
            longest = len(column.name)
            if _align(column.type) == "left" and index < len(summary.columns):
                longest = max([longest, *(len(str(value)) for value in stored[column.name] if value is not None)])
            widths[index] = max(widths[index], min(longest + 3.0, _WORDS_WIDTH))
    return widths


def _title(ledger: Ledger, tab: Tab) -> Iterator[Block]:
    yield Block(0, 0, (CellColumn([f"{ledger.template.title}: {tab.name}"], Style("title")),))
    if tab.help:
        yield Block(1, 0, (CellColumn([tab.help], Style("note")),))


def _metrics(ledger: Ledger, tab: Tab) -> Iterator[Block]:
    currency = str(ledger.names.get("Currency") or "")
    for line in metric_rows(tab):
        metric = line.metric
        if metric is None:
            yield Block(line.row, 0, (CellColumn([line.group], Style("subtitle")),))
            continue
        formula = None if metric.name in ledger.frozen else metric_formula(ledger.template, metric)
        style = Style("input" if metric.input else "metric", number_format(metric.type, currency), align="right")
        array = is_array(metric.measure)
        value: CellValue = ledger.names.get(metric.name)
        cells = (
            CellColumn([metric.label], Style("label")),
            CellColumn([value], style, formula, array=array),
            CellColumn([metric.help or None], Style("note", align="left")),
        )
        yield Block(line.row, 0, cells)


def _inputs(tab: Tab) -> Iterator[Validation]:
    for line in metric_rows(tab):
        if line.metric and line.metric.input:
            message = line.metric.help or "You may change this."
            yield Validation(line.row, 1, line.row, 1, "none", title=line.metric.label[:32], message=message[:255])


@dataclass(frozen=True, slots=True)
class _Part:
    blocks: tuple[Block, ...]
    table: Table
    flags: tuple[FlagRule, ...]
    notes: tuple[Note, ...]
    charts: tuple[Chart, ...]


def _summary(ledger: Ledger, summary: Summary, title_row: int, place: TablePlace) -> _Part:
    currency = str(ledger.names.get("Currency") or "")
    rows = place.rows - bool(summary.total)
    label_nodes = labels(summary, rows) + ([None] if summary.total else [])
    stored = ledger.tables[summary.name].columns
    columns = [
        CellColumn(stored[summary.label], Style("label", align="left"), formulas=label_nodes)
    ]  # fmt: skip
    formulas: dict[str, Node] = {}
    for figure in figures(ledger.template, summary):
        nodes: list[Node | None] = [figure.formula] * rows
        if summary.total:
            nodes.append(figure.total)
        formulas[figure.column.name] = figure.formula
        style = Style("formula", number_format(figure.column.type, currency), align=_align(figure.column.type))
        columns.append(CellColumn(stored[figure.column.name], style, formulas=nodes, array=figure.array))
    header_row = place.first_row - 1
    names = tuple(place.columns)
    header = Block(
        header_row,
        0,
        (
            CellColumn([summary.label], Style("header_computed", wrap=True, align="left")),
            *(
                CellColumn([column.name], Style("header_computed", wrap=True, align=_align(column.type)))
                for column in summary.columns
            ),
        ),
    )
    title = Block(title_row, 0, (CellColumn([summary.title], Style("subtitle")),))
    notes = tuple(Note(header_row, i + 1, c.help) for i, c in enumerate(summary.columns) if c.help)
    table = Table(summary.name, header_row, 0, place.rows, names, filters=False, style="summary")
    body = Block(place.first_row, 0, tuple(columns))
    return _Part(
        (title, header, body),
        table,
        tuple(_flags(summary, place)),
        notes,
        tuple(_charts(ledger, summary, title_row, place)),
    )


def _align(kind: ColumnType) -> Literal["left", "right"]:
    return "left" if kind in {"text", "long text", "choice", "link", "email"} else "right"


def _flags(summary: Summary, place: TablePlace) -> Iterator[FlagRule]:
    last = place.first_row + place.rows - 1
    for flag in summary.flags:
        for column in flag.columns or (summary.label,):
            index = place.columns[column]
            yield FlagRule(place.first_row, index, last, index, parse(flag.when), flag.colour, summary.name)


def _charts(ledger: Ledger, summary: Summary, title_row: int, place: TablePlace) -> Iterator[Chart]:
    if summary.chart is None:
        return
    kinds = _kinds_shown(summary)
    rows = listed(ledger, summary) or place.rows - bool(summary.total)
    last = place.first_row + rows - 1
    series = tuple(
        Series(name, place.sheet, place.columns[name], place.first_row, last) for name in summary.chart.columns
    )
    yield Chart(
        summary.chart.kind,
        summary.chart.title or summary.title,
        title_row,
        max(len(place.columns), 2) + 1,
        place.sheet,
        0,
        place.first_row,
        last,
        series,
        number_format="0%" if kinds == {"percent"} else "",
        from_zero=kinds <= {"percent", "integer", "days"},
    )


def _kinds_shown(summary: Summary) -> set[ColumnType]:
    """What the columns hold that the chart of a summary shows."""
    shown = summary.chart.columns if summary.chart else ()
    return {column.type for column in summary.columns if column.name in shown}
