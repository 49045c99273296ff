"""The rows behind the figures of a review: as many as each count says, those it means, once, few, and none private."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import sheetkit
from sheetkit.app.results import Reviewed
from sheetkit.compute.behind import MOST_ROWS
from sheetkit.compute.figures import Review, RowList
from sheetkit.core.dates import to_serial
from sheetkit.core.values import CellValue
from sheetkit.report.html import page
from sheetkit.template.load import load_template
from sheetkit.template.model import Measure
from sheetkit.template.resolve import dashboard_tabs

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample of the refund log."""
    path = tmp_path_factory.mktemp("made") / "cases.xlsx"
    sheetkit.build("refund-log", path, as_of=DAY, sample=True)
    return path


@pytest.fixture(scope="module")
def review(book: Path) -> Review:
    """Its third quarter."""
    done: Reviewed = sheetkit.review(book, "2026Q3", as_of=DAY)
    return done.review


def figures(review: Review) -> Iterator[tuple[str, Measure | None, CellValue, str]]:
    """Every figure of the review: what it is called, how it is measured, its value, the id of its rows."""
    declared = dashboard_tabs(load_template("refund-log"))
    for tab, dashboard in zip(declared, review.dashboards, strict=True):
        measures = {metric.name: metric.measure for metric in tab.metrics}
        for figure in dashboard.metrics:
            yield figure.name, measures[figure.name], figure.value, figure.behind
        for summary, found in zip(tab.summaries, dashboard.summaries, strict=True):
            for row, ids in zip(found.rows, found.behind, strict=True):
                for column, value, name in zip(summary.columns, row[1:], ids, strict=True):
                    yield f"{summary.name}, {row[0]}, {column.name}", column.measure, value, name


def lists(review: Review) -> dict[str, RowList]:
    return {rows.id: rows for rows in review.rows}


def test_every_count_is_the_number_of_its_keys(review: Review) -> None:
    known = lists(review)
    wrong = []
    counts = 0
    for name, measure, value, rows in figures(review):
        if measure and measure.kind == "count":
            counts += 1
            keys = known[rows].keys if rows else ()
            if len(set(keys)) != value:
                wrong.append((name, value, len(set(keys))))
    assert counts > 80
    assert wrong == []


def test_sums_add_up_from_their_rows(book: Path, review: Review) -> None:
    amounts = dict(sheetkit.read(book).table("Cases").set_index("Case ID")["Amount"])
    known = lists(review)
    sums = [(v, rows) for _, m, v, rows in figures(review) if m and m.kind == "sum" and m.column == "Amount"]
    assert len(sums) > 20
    for value, rows in sums:
        assert value == pytest.approx(sum(amounts[key] for key in known[rows].keys) if rows else 0)


def test_what_formulas_compute_counts_no_rows(review: Review) -> None:
    assert {rows for _, measure, _, rows in figures(review) if measure is None} == {""}


def test_the_same_rows_are_listed_once(review: Review) -> None:
    seen = [(rows.tab, rows.columns, rows.keys) for rows in review.rows]
    assert len(set(seen)) == len(seen)
    opened = next(figure for figure in review.dashboards[0].metrics if figure.name == "Cases_Opened")
    by_reason = next(summary for summary in review.dashboards[0].summaries if summary.name == "By_Reason")
    assert by_reason.behind[-1][0] == opened.behind


def test_a_row_shows_when_what_and_how_much_but_nothing_private(review: Review) -> None:
    opened = next(figure for figure in review.dashboards[0].metrics if figure.name == "Cases_Opened")
    rows = lists(review)[opened.behind]
    assert rows.columns == ("Date Request Received", "Order ID", "Product", "Amount")
    assert all(code for codes in rows.currencies for code in codes[3:])
    first, after = to_serial(date(2026, 7, 1)), to_serial(date(2026, 10, 1))
    assert all(isinstance(day, float) and first <= day < after for day, *_ in rows.values)
    private = {"Customer Name", "Customer ID", "Notes & Communications", "Details"}
    assert not private & {column for listed in review.rows for column in listed.columns}


def test_long_lists_are_cut_and_counted(tmp_path: Path) -> None:
    many = MOST_ROWS + 50
    rows: dict[str, dict[str, list[CellValue]]] = {
        "Cases": {
            "Date Request Received": [to_serial(date(2026, 8, 1))] * many,
            "Order ID": [f"A-{n}" for n in range(many)],
            "Reason": ["Damaged"] * many,
            "Amount": [5.0] * many,
            "Currency": ["EUR"] * many,
            "Status": ["New"] * many,
        }
    }
    path = tmp_path / "many.xlsx"
    sheetkit.build("refund-log", path, as_of=DAY, rows=rows)
    review = sheetkit.review(path, "2026Q3", as_of=DAY).review
    opened = next(figure for figure in review.dashboards[0].metrics if figure.name == "Cases_Opened")
    found = lists(review)[opened.behind]
    assert (opened.value, found.count, len(found.keys)) == (many, many, MOST_ROWS)
    assert f"Cases: {many} rows, the first {MOST_ROWS} of them" in page(review)


def test_every_link_of_the_page_leads_to_its_list(review: Review) -> None:
    import re

    text = page(review)
    linked = set(re.findall(r'href="#(rows-\d+)"', text))
    there = set(re.findall(r'id="(rows-\d+)"', text))
    assert len(linked) > 50
    assert linked <= there
    assert len(text.encode()) < 2_000_000
