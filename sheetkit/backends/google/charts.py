"""Charts as the API's native ones."""

from collections.abc import Mapping, Sequence
from typing import Final

from sheetkit.backends.google.ranges import Json, Request, cells, colour
from sheetkit.workbook import palette
from sheetkit.workbook.held import values_at
from sheetkit.workbook.model import Chart, Series, Sheet

_KINDS: Final[Mapping[str, str]] = {"column": "COLUMN", "bar": "BAR", "line": "LINE"}


def charts(sheet_id: int, drawn: Sequence[Chart], ids: Mapping[str, int], sheets: Mapping[str, Sheet]) -> list[Request]:
    """An addChart for each chart of a sheet; `ids` and `sheets` by name are those of the whole workbook."""
    return [{"addChart": {"chart": _chart(sheet_id, chart, ids, sheets)}} for chart in drawn]


def _chart(sheet_id: int, chart: Chart, ids: Mapping[str, int], sheets: Mapping[str, Sheet]) -> Json:
    headed = all(_headed(series, chart, sheets) for series in chart.series)
    spec: Json = {"title": chart.title, "altText": chart.title, "fontName": palette.FONT}
    spec["pieChart" if chart.kind == "pie" else "basicChart"] = (
        _pie(chart, ids) if chart.kind == "pie" else _basic(chart, ids, headed=headed)
    )
    anchor = {"sheetId": sheet_id, "rowIndex": chart.row, "columnIndex": chart.column}
    place = {"anchorCell": anchor, "widthPixels": chart.width, "heightPixels": chart.height}
    return {"spec": spec, "position": {"overlayPosition": place}}


def _headed(series: Series, chart: Chart, sheets: Mapping[str, Sheet]) -> bool:
    """Whether the cell above the first one says the series' name: Google takes a name from nowhere else."""
    row = series.first_row - 1
    above = row >= 0 and series.first_row == chart.first_row
    return above and values_at(sheets[series.sheet], series.column, row, row) == [series.name]


def _basic(chart: Chart, ids: Mapping[str, int], *, headed: bool) -> Json:
    along, up = ("LEFT_AXIS", "BOTTOM_AXIS") if chart.kind == "bar" else ("BOTTOM_AXIS", "LEFT_AXIS")
    top = 1 if headed else 0
    domain = _source(ids[chart.category_sheet], chart.category_column, chart.first_row - top, chart.last_row)
    series = [
        {
            "series": _source(ids[one.sheet], one.column, one.first_row - top, one.last_row),
            "targetAxis": up,
            "colorStyle": colour(palette.CHART[number % len(palette.CHART)]),
        }
        for number, one in enumerate(chart.series)
    ]
    axes = [{"position": along, "title": chart.x_title}, {"position": up, "title": chart.y_title}]
    return {
        "chartType": _KINDS[chart.kind],
        "legendPosition": "BOTTOM_LEGEND" if len(chart.series) > 1 else "NO_LEGEND",
        "axis": [{name: text for name, text in axis.items() if text} for axis in axes],
        "domains": [{"domain": domain}],
        "series": series,
        "headerCount": top,
    }


def _pie(chart: Chart, ids: Mapping[str, int]) -> Json:
    one = chart.series[0]
    return {
        "legendPosition": "LABELED_LEGEND",
        "domain": _source(ids[chart.category_sheet], chart.category_column, chart.first_row, chart.last_row),
        "series": _source(ids[one.sheet], one.column, one.first_row, one.last_row),
    }


def _source(sheet_id: int, column: int, first: int, last: int) -> Json:
    return {"sourceRange": {"sources": [cells(sheet_id, first, column, last, column)]}}
