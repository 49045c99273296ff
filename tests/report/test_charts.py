"""Charts say what their tables say, in text that a reader can select."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from sheetkit.compute.figures import Review, SummaryFigures
from sheetkit.report.charts import spec, svg
from sheetkit.workbook.palette import CHART


def summary(review: Review, name: str) -> SummaryFigures:
    return next(each for each in review.dashboards[0].summaries if each.name == name)


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("By_Reason", ["Damaged", "Wrong Item", "Cases", "Usual Quarter"]),
        ("By_Month", ["Oct 2025", "Sep 2026", "Opened", "Closed"]),
        ("By_Quarter", ["2025Q3", "2026Q3"]),
        ("By_Age", ["0-7 days", "30+ days", "11", "3"]),
    ],
)
def test_a_chart_is_wellformed_svg_whose_labels_are_text(review: Review, name: str, labels: list[str]) -> None:
    root = ET.fromstring(svg(summary(review, name)))  # noqa: S314 - drawn by ourselves
    texts = {"".join(element.itertext()) for element in root.iter() if element.tag.endswith("text")}
    assert set(labels) <= texts
    assert "Total" not in texts


def test_a_label_that_looks_like_markup_stays_text(review: Review) -> None:
    assert "<script" not in svg(summary(review, "By_Reason"))


def test_series_take_the_workbooks_own_colours(review: Review) -> None:
    drawn = svg(summary(review, "By_Reason"))
    assert re.findall(r'role="graphics-symbol"[^>]*fill="#(\w{6})"', drawn)[:2] == list(CHART[:2])


def test_bars_leave_out_labels_without_figures_and_months_keep_them(review: Review) -> None:
    by_reason = spec(summary(review, "By_Reason"))
    assert by_reason is not None
    assert "Other" not in {point["label"] for point in by_reason["data"]["values"]}
    months = summary(review, "By_Month")
    quiet = replace(months, rows=((45931.0, 0, 0, 0.0), *months.rows[1:]))
    by_month = spec(quiet)
    assert by_month is not None
    assert by_month["data"]["values"][0] == {"label": "Oct 2025", "series": "Opened", "value": 0.0}


def test_nothing_is_drawn_without_a_chart_or_without_figures(review: Review) -> None:
    assert svg(summary(review, "None")) == ""
    reasons = summary(review, "By_Reason")
    assert svg(replace(reasons, rows=(("Damaged", 0, 0.0, 0.0, None, ""),))) == ""
    assert svg(replace(reasons, rows=())) == ""
