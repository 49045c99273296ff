"""Charts of summary tables as SVG, drawn by Vega-Lite from plain specifications."""

from collections.abc import Sequence
from typing import Any, Final

from sheetkit.compute.figures import SummaryFigures
from sheetkit.report.values import labels, number
from sheetkit.template.summaries import TOTAL
from sheetkit.workbook.palette import CHART, INK, RULE, SOFT_INK

FONT: Final = "Arial, Liberation Sans, Helvetica, sans-serif"
WIDTH: Final = 440
HEIGHT: Final = 220
BAR: Final = 15
"""How thick one bar of a horizontal chart is, in pixels."""
LONGEST_LABEL: Final = 28


def svg(summary: SummaryFigures) -> str:
    """The chart of a summary table as an SVG element that fits its place; "" when there is nothing to draw.

    Colours are those of the workbook's own charts. The text of the chart is text, in a font that the reader has.
    """
    specification = spec(summary)
    if specification is None:
        return ""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(specification)
    return drawn[drawn.index("<svg") :]


def spec(summary: SummaryFigures) -> dict[str, Any] | None:
    """The Vega-Lite specification of a summary's chart, None when it has none or no figures."""
    chart = summary.chart
    if chart is None:
        return None
    points = _points(summary, chart.columns)
    if not any(point["value"] for point in points):
        return None
    series = [name for name in chart.columns if name in summary.columns]
    base = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": points},
        "background": "transparent",
        "padding": 4,
        "config": _CONFIG,
    }
    order = list(dict.fromkeys(point["label"] for point in points))
    shape = {"bar": _bars, "column": _columns, "line": _lines, "pie": _ring}[chart.kind]
    return base | shape(order, series)


_CONFIG: Final[dict[str, Any]] = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": f"#{INK}", "titleColor": f"#{SOFT_INK}", "gridColor": f"#{RULE}", "domainColor": f"#{RULE}",
        "tickColor": f"#{RULE}", "labelFontSize": 13, "titleFontSize": 12, "titleFontWeight": "normal",
    },
    "legend": {"labelColor": f"#{INK}", "labelFontSize": 13, "title": None, "orient": "top", "symbolType": "square"},
}  # fmt: skip


def _points(summary: SummaryFigures, columns: Sequence[str]) -> list[dict[str, Any]]:
    """One entry a label and series; a total row is no point, nor is a label without any figure."""
    rows = [row for row in summary.rows if row[0] not in (None, "", TOTAL)]
    names = labels([row[0] for row in rows], summary.types[0])
    places = [(name, summary.columns.index(name)) for name in columns if name in summary.columns]
    kept = [
        (name[:LONGEST_LABEL] + ("…" if len(name) > LONGEST_LABEL else ""), row)
        for name, row in zip(names, rows, strict=True)
        if summary.chart is not None
        and (summary.chart.kind in ("line", "column") or any(number(row[place]) for _, place in places))
    ]
    return [
        {"label": label, "series": series, "value": number(row[place])}
        for label, row in kept
        for series, place in places
    ]


def _colour(series: Sequence[str]) -> dict[str, Any]:
    colours = [f"#{CHART[index % len(CHART)]}" for index in range(len(series))]
    legend = {} if len(series) > 1 else {"legend": None}
    return {"field": "series", "type": "nominal", "scale": {"domain": list(series), "range": colours}} | legend


def _category(order: Sequence[str], **axis: Any) -> dict[str, Any]:
    return {"field": "label", "type": "nominal", "sort": list(order), "axis": {"title": None, "ticks": False} | axis}


def _value(**axis: Any) -> dict[str, Any]:
    return {"field": "value", "type": "quantitative", "axis": {"title": None, "tickCount": 5, "format": ",~r"} | axis}


def _bars(order: Sequence[str], series: Sequence[str]) -> dict[str, Any]:
    """Horizontal bars, side by side where there are several series."""
    return {
        "width": WIDTH - 150,
        "height": len(order) * (BAR * len(series) + 10) + 10,
        "mark": {"type": "bar", "cornerRadiusEnd": 2},
        "encoding": {
            "y": _category(order, labelLimit=150, domain=False),
            "yOffset": {"field": "series", "type": "nominal", "sort": list(series)},
            "x": _value(),
            "color": _colour(series),
        },
    }


def _columns(order: Sequence[str], series: Sequence[str]) -> dict[str, Any]:
    """Upright columns, side by side where there are several series."""
    return {
        "width": WIDTH - 60,
        "height": HEIGHT,
        "mark": {"type": "bar", "cornerRadiusEnd": 2},
        "encoding": {
            "x": _category(order, labelAngle=-40 if len(order) > 5 else 0),
            "xOffset": {"field": "series", "type": "nominal", "sort": list(series)},
            "y": _value(),
            "color": _colour(series),
        },
    }


def _lines(order: Sequence[str], series: Sequence[str]) -> dict[str, Any]:
    """Lines with a point at each value; a missing value breaks the line."""
    return {
        "width": WIDTH - 60,
        "height": HEIGHT,
        "mark": {
            "type": "line",
            "point": {"size": 60, "filled": True},
            "strokeWidth": 2.5,
            "invalid": "break-paths-show-domains",
        },
        "encoding": {
            "x": _category(order, labelAngle=-40 if len(order) > 6 else 0),
            "y": _value(),
            "color": _colour(series),
        },
    }


def _ring(order: Sequence[str], series: Sequence[str]) -> dict[str, Any]:
    """A ring of shares with its values; only the first series can be shown."""
    colours = [f"#{CHART[index % len(CHART)]}" for index in range(len(order))]
    ring = {"field": "label", "type": "nominal", "sort": list(order)}
    angle = {"field": "value", "type": "quantitative", "stack": True}
    return {
        "width": HEIGHT,
        "height": HEIGHT,
        "transform": [{"filter": {"field": "series", "equal": series[0]}}],
        "encoding": {"theta": angle, "order": ring},
        "layer": [
            {
                "mark": {"type": "arc", "innerRadius": 55, "outerRadius": 95, "stroke": "white", "strokeWidth": 2},
                "encoding": {"color": ring | {"scale": {"domain": list(order), "range": colours}}},
            },
            {
                "mark": {"type": "text", "radius": 110, "fontSize": 13, "color": f"#{INK}"},
                "encoding": {"text": {"field": "value", "type": "quantitative", "format": ",~r"}},
            },
        ],
    }
