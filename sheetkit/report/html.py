"""The review as one HTML page that needs nothing else: figures, charts, what is due, flags and problems."""

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import zip_longest
from typing import Any, Final

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from sheetkit.compute.figures import DashboardFigures, Figure, Review, RowList, SummaryFigures
from sheetkit.core.dates import Quarter
from sheetkit.core.problem import Problem
from sheetkit.report.case import GENERATOR, shown
from sheetkit.report.charts import svg
from sheetkit.report.text import in_days, raised
from sheetkit.report.values import change, is_figure, is_measure, labels, number, written
from sheetkit.template.summaries import TOTAL
from sheetkit.workbook.palette import COMPUTED, DEEP, FLAG_COLOURS, FLAGS, INK, PAPER, RULE, SOFT_INK

MOST_PROBLEMS: Final = 200
MOST_DUE: Final = 40
MOST_KEYS: Final = 6
MOST_FLAGS: Final = 12
"""The most urgent flags; the others are there to be opened."""
TILES: Final = 6

_TELLING = frozenset({"number", "days"})
_ORDINALS = ("first", "second", "third", "fourth")
_MONTHS = ("January to March", "April to June", "July to September", "October to December")


def page(review: Review, problems: Sequence[Problem] = (), source: str = "") -> str:
    """The whole page as a text. `source` is the name of the workbook, for the foot of the page.

    It loads nothing from anywhere, runs no script, and shows every text of the workbook as text.
    """
    flags = sorted(raised(review.flags), key=lambda flag: FLAG_COLOURS.index(flag.colour))
    return _template().render(
        generator=GENERATOR,
        review=review,
        when=_when(review.quarter),
        source=source,
        tiles=_tiles(review),
        dashboards=[_dashboard(dashboard, review) for dashboard in review.dashboards],
        lists=[_list(rows) for rows in review.rows],
        due=review.due[:MOST_DUE],
        more_due=max(0, len(review.due) - MOST_DUE),
        flags=flags[:MOST_FLAGS],
        more_flags=flags[MOST_FLAGS:],
        problems=problems[:MOST_PROBLEMS],
        more_problems=max(0, len(problems) - MOST_PROBLEMS),
        in_days=in_days,
        most_keys=MOST_KEYS,
        colours={"ink": INK, "soft": SOFT_INK, "rule": RULE, "paper": PAPER, "computed": COMPUTED, "deep": DEEP},
        looks=FLAGS,
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    text = files("sheetkit.report").joinpath("page.html.j2").read_text("utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
        text
    )


def _when(quarter: str) -> str:
    """`third quarter of 2026, July to September`."""
    meant = Quarter.parse(quarter)
    return f"{_ORDINALS[meant.number - 1]} quarter of {meant.year}, {_MONTHS[meant.number - 1]}"


def _tiles(review: Review) -> list[dict[str, str]]:
    """One figure of each group as the page's opening: a duration or rate where there is one, else the first.

    Groups that begin with a text or a date (the choice of the quarter) have none.
    """
    groups: dict[str, list[Figure]] = {}
    for figure in (figure for dashboard in review.dashboards for figure in dashboard.metrics):
        groups.setdefault(figure.group, []).append(figure)
    chosen = [
        next((figure for figure in figures if figure.type in _TELLING), figures[0])
        for figures in groups.values()
        if is_figure(figures[0].type)
    ]
    measured = [figure for figure in chosen if number(figure.value) is not None]
    return [_figure(figure, review) for figure in measured[:TILES]]


def _figure(figure: Figure, review: Review) -> dict[str, str]:
    return {
        "label": figure.label,
        "behind": figure.behind,
        "help": figure.help,
        "unit": review.currency if figure.type == "money" else "",
        "value": written(figure.value, figure.type, review.currency),
        "before": written(figure.before, figure.type, review.currency),
        "change": change(figure.value, figure.before, figure.type, review.currency),
    }


def _dashboard(dashboard: DashboardFigures, review: Review) -> dict[str, Any]:
    groups: dict[str, list[dict[str, str]]] = {}
    for figure in dashboard.metrics:
        groups.setdefault(figure.group or dashboard.tab, []).append(_figure(figure, review))
    summaries = [_summary(summary, review) for summary in dashboard.summaries]
    return {"tab": dashboard.tab, "groups": groups, "summaries": summaries}


def _summary(summary: SummaryFigures, review: Review) -> dict[str, Any]:
    unlinked = ("",) * (len(summary.columns) - 1)
    every = zip_longest(summary.rows, summary.behind, fillvalue=unlinked)
    told = [(row, ids) for row, ids in every if any(value not in (None, "", 0) for value in row[1:])]
    rows = [row for row, _ in told]
    names = labels([row[0] for row in rows], summary.types[0], review.currency)
    cells = []
    for name, (row, behind) in zip(names, told, strict=True):
        before = summary.before.get(row[0])
        values = [
            {
                "value": written(value, kind, review.currency) if is_measure(kind) or value else "",
                "before": written(before[index], kind, review.currency) if before and is_figure(kind) else "",
            }
            for index, (value, kind) in enumerate(zip(row[1:], summary.types[1:], strict=True))
        ]
        linked = [cell | {"behind": rows_id} for cell, rows_id in zip(values, behind, strict=True)]
        cells.append({"label": name, "values": linked, "total": name == TOTAL})
    return {
        "title": summary.title,
        "caption": summary.chart.title if summary.chart else "",
        "chart": _inline(svg(summary)),
        "columns": summary.columns,
        "right": [is_measure(kind) for kind in summary.types],
        "rows": cells,
        "compared": any(row[0] in summary.before for row in rows),
    }


def _list(rows: RowList) -> dict[str, Any]:
    """The rows behind a figure as texts."""
    return {
        "id": rows.id,
        "tab": rows.tab,
        "heads": [rows.key or "Row", *rows.columns],
        "right": [False, *(is_figure(kind) for kind in rows.types)],
        "count": rows.count,
        "rows": [
            [key, *(shown(*cell) for cell in zip(values, rows.types, codes, strict=True))]
            for key, values, codes in zip(rows.keys, rows.values, rows.currencies, strict=True)
        ],
    }


def _inline(drawing: str) -> Markup:
    """The chart as part of the page: it takes the width it has, and screen readers read the table instead."""
    head, _, rest = drawing.partition(">")
    if not rest:
        return Markup()
    size = re.search(r'viewBox="0 0 (\d+)', head)
    widest = f' style="max-width:{size[1]}px"' if size else ""
    head = re.sub(r' (?:width|height|class)="[^"]*"', "", head)
    return Markup(f'{head} aria-hidden="true" focusable="false"{widest}>{rest}')  # noqa: S704 - drawn by Vega, which escapes its texts
