"""Native charts, with the values they show stored in the file so that previews draw them too."""

from collections.abc import Mapping
from typing import Any, Final

from xlsxwriter.workbook import Workbook as Book
from xlsxwriter.worksheet import Worksheet

from sheetkit.core.values import CellError, CellValue
from sheetkit.workbook import palette
from sheetkit.workbook.held import values_at
from sheetkit.workbook.model import Chart, Series, Sheet

_SMALL: Final = {"name": palette.FONT, "size": 9, "color": f"#{palette.SOFT_INK}"}
_FAINT: Final = {"visible": True, "line": {"color": f"#{palette.RULE}", "width": 0.75}}


def add_chart(book: Book, worksheet: Worksheet, chart: Chart, sheets: Mapping[str, Sheet]) -> None:
    """Draw the chart on the worksheet; `sheets` by name hold the cells that it shows."""
    drawn = book.add_chart({"type": chart.kind})
    for number, series in enumerate(chart.series):
        drawn.add_series(_series(chart, series, number, sheets))
    title_font = {"name": palette.FONT, "size": 11, "bold": True, "color": f"#{palette.INK}"}
    drawn.set_title({"name": chart.title, "name_font": title_font, "overlay": False} if chart.title else {"none": True})
    if chart.kind == "pie" or len(chart.series) > 1:
        drawn.set_legend({"position": "right" if chart.kind == "pie" else "bottom", "font": _SMALL})
    else:
        drawn.set_legend({"none": True})
    if chart.kind != "pie":
        _axes(drawn, chart)
    drawn.set_chartarea({"border": {"color": f"#{palette.RULE}"}, "fill": {"color": f"#{palette.PAPER}"}})
    drawn.set_plotarea({"fill": {"none": True}})
    drawn.set_size({"width": chart.width, "height": chart.height})
    worksheet.insert_chart(chart.row, chart.column, drawn, {"object_position": 2, "description": chart.title})


def _axes(drawn: Any, chart: Chart) -> None:
    titles = {**_SMALL, "bold": False}
    along = {"num_font": _SMALL, "name_font": titles, "line": {"color": "#A9B4BF"}, "major_tick_mark": "none"}
    up = {"num_font": _SMALL, "name_font": titles, "line": {"none": True}, "major_gridlines": _FAINT}
    along["name"], up["name"] = chart.x_title, chart.y_title
    if chart.number_format:
        up["num_format"] = chart.number_format
    if chart.from_zero:
        up["min"] = 0
    if chart.kind == "bar":  # XlsxWriter calls the horizontal axis x
        drawn.set_y_axis({**along, "reverse": True, "crossing": "max", "major_gridlines": {"visible": False}})
        drawn.set_x_axis(up)  # the first row of the table is the top bar
    else:
        drawn.set_x_axis(along)
        drawn.set_y_axis(up)


def _series(chart: Chart, series: Series, number: int, sheets: Mapping[str, Sheet]) -> dict[str, Any]:
    colour = f"#{palette.CHART[number % len(palette.CHART)]}"
    labels = values_at(sheets[chart.category_sheet], chart.category_column, chart.first_row, chart.last_row)
    options: dict[str, Any] = {
        "name": series.name,
        "categories": [
            chart.category_sheet,
            chart.first_row,
            chart.category_column,
            chart.last_row,
            chart.category_column,
        ],
        "values": [series.sheet, series.first_row, series.column, series.last_row, series.column],
        "categories_data": ["" if value is None else value for value in map(_cached, labels)],
        "values_data": [
            _cached(value)
            for value in values_at(sheets[series.sheet], series.column, series.first_row, series.last_row)
        ],
    }
    if chart.kind == "pie":
        count = chart.last_row - chart.first_row + 1
        fills = [palette.CHART[i % len(palette.CHART)] for i in range(count)]
        white = {"color": f"#{palette.PAPER}", "width": 1}
        options["points"] = [{"fill": {"color": f"#{fill}"}, "border": white} for fill in fills]
        options["data_labels"] = {"percentage": True, "position": "outside_end", "font": _SMALL}
    elif chart.kind == "line":
        dot = {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"color": colour}}
        options |= {"line": {"color": colour, "width": 2}, "marker": dot}
    else:
        options |= {"fill": {"color": colour}, "gap": 60}
    return options


def _cached(value: CellValue) -> str | float | None:
    """What a chart's cache holds: errors and blanks are gaps."""
    return None if isinstance(value, CellError) else value
