"""Every figure of both sample years: counted in plain Python, by the review, its command, and LibreOffice."""

import json
import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from markupsafe import escape

import sheetkit
from sheetkit.app.building import below, preset_rows, sample_rows
from sheetkit.app.moment import moment
from sheetkit.backends.excel.read import read
from sheetkit.backends.excel.write import write
from sheetkit.cli import main
from sheetkit.compute.advance import advance
from sheetkit.compute.figures import Review
from sheetkit.compute.review import in_quarter, review
from sheetkit.core.dates import Quarter, to_serial
from sheetkit.core.values import CellValue
from sheetkit.records.arrange import place_all
from sheetkit.records.blank import blank_ledger
from sheetkit.records.ledger import Ledger
from sheetkit.records.parse import parse
from sheetkit.records.render import render
from sheetkit.report.html import page
from sheetkit.template.load import find, load_text, with_sample
from tests.oracles.libreoffice import recalculate_all
from tests.templates_disputes.cases import Year
from tests.templates_disputes.figures import Figures, Value, shifted
from tests.templates_disputes.summaries import tables

FOLDER = Path(__file__).parents[2] / "templates/disputes"
AS_OF = date(2026, 11, 22)
SETS: dict[str, str | None] = {"sample": None, "sample-merchant": "merchant"}
"""Folders of samples, and what the template calls them."""
QUARTERS = ("2026Q1", "2026Q3")
CHOSEN = {"Review_Quarter", "Period_Start", "Period_End", "Before_Quarter"}
SECTIONS = ("Suggestions of the quarter", "Did the suggestions of the quarter before help")
Shown = tuple[dict[str, CellValue], dict[str, dict[str, tuple[CellValue, ...]]]]
"""Metrics by name; tables by name, then by label."""


def same(ours: Value, theirs: CellValue) -> bool:
    """Equal; numbers to a billionth, and what a sheet leaves blank is None."""
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
    return ours == (None if theirs == "" else theirs)


def ledger_of(name: str | None) -> Ledger:
    """One of the two sample years as an update leaves it, its day frozen so that every program sees the same."""
    source = find(FOLDER)
    template = load_text(source.text)
    chosen = with_sample(template, name)
    given = below(template, preset_rows(template, source), sample_rows(chosen, source))
    ledger = blank_ledger(template, settings={"Today": to_serial(AS_OF)}, rows=given)
    return advance(place_all(ledger), moment(AS_OF), {}).ledger


@pytest.fixture(scope="module", params=list(SETS))
def year(request: pytest.FixtureRequest) -> tuple[Year, Ledger]:
    """A sample year as its files say it, and as a workbook holds it."""
    return Year.of(FOLDER / request.param, AS_OF), ledger_of(SETS[request.param])


def differing(expected: Figures, shown: Shown) -> Iterator[str]:
    """Each figure that is not as counted."""
    seen, rows = shown
    for name, value in expected.metrics().items():
        if name in seen and not same(value, seen[name]):
            yield f"{expected.quarter} {name}: counted {value!r}, found {seen[name]!r}"
    for name, table in tables(expected).items() if rows else ():
        found = {label: values for label, values in rows[name].items() if label}
        if list(found) != list(table):
            yield f"{expected.quarter} {name}: counted {list(table)}, found {list(found)}"
            continue
        for label, values in table.items():
            for at, (one, other) in enumerate(zip(values, found[label], strict=True)):
                if not same(one, other):
                    yield f"{expected.quarter} {name} {label} #{at}: counted {one!r}, found {other!r}"


def of_review(reviewed: Review) -> Shown:
    """The metrics and tables of a review."""
    (dashboard,) = reviewed.dashboards
    seen = {figure.name: figure.value for figure in dashboard.metrics}
    rows = {summary.name: {str(row[0]): tuple(row[1:]) for row in summary.rows} for summary in dashboard.summaries}
    return seen, rows


def of_sheet(ledger: Ledger) -> Shown:
    """The metrics and tables as they stand in a workbook."""
    (dashboard,) = (tab for tab in ledger.template.tabs if tab.kind == "dashboard")
    rows = {}
    for summary in dashboard.summaries:
        columns = list(ledger.tables[summary.name].columns.values())
        rows[summary.name] = {str(row[0] or ""): tuple(row[1:]) for row in zip(*columns, strict=True)}
    return dict(ledger.names), rows


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_review_is_what_an_independent_count_gives(year: tuple[Year, Ledger], quarter: str) -> None:
    given, ledger = year
    expected, shown = Figures(given, quarter), of_review(review(ledger, Quarter.parse(quarter), AS_OF))
    assert shown[0].keys() - expected.metrics().keys() == CHOSEN
    assert shown[1].keys() == tables(expected).keys()
    assert list(differing(expected, shown)) == []


@pytest.mark.parametrize(("folder", "sample"), SETS.items())
def test_the_command_prints_what_an_independent_count_gives(
    folder: str, sample: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As JSON, from the sample workbook, with the figures of the quarter before beside each."""
    path = tmp_path / "cases.xlsx"
    sheetkit.build("disputes", path, as_of=AS_OF, sample=sample or True)
    given = Year.of(FOLDER / folder, AS_OF)
    for quarter in QUARTERS:
        asked = [str(path), "--quarter", quarter, "--as-of", AS_OF.isoformat(), "--json"]
        assert main(["review", *asked]) == 0
        (dashboard,) = json.loads(capsys.readouterr().out)["review"]["dashboards"]
        seen = {figure["name"]: figure["value"] for figure in dashboard["metrics"]}
        rows = {each["name"]: {row[0]: tuple(row[1:]) for row in each["rows"]} for each in dashboard["summaries"]}
        assert list(differing(Figures(given, quarter), (seen, rows))) == []
        earlier = Figures(given, shifted(quarter, -1))
        before = {figure["name"]: figure["before"] for figure in dashboard["metrics"]}
        assert list(differing(earlier, (before, {}))) == []


@pytest.mark.parametrize("which", ["Seller", "Carrier", "Category"])
def test_all_that_is_to_decide_is_listed(year: tuple[Year, Ledger], which: str) -> None:
    """Whether it had a case in the quarter or not."""
    plural = {"Seller": "Sellers", "Carrier": "Carriers", "Category": "Categories"}[which]
    seen, rows = of_review(review(year[1], Quarter.parse("2026Q1"), AS_OF))
    listed = rows["List_Proposals" if which == "Seller" else f"{which}_Proposals"]
    assert len([label for label in listed if label]) == seen[f"{plural}_To_Decide"]


def test_the_page_names_the_rule_and_figures_of_each_suggestion_and_whether_it_helped(
    year: tuple[Year, Ledger],
) -> None:
    """Those of the quarter, and those of the quarter before with what came of them; each figure leads to its row."""
    given, ledger = year
    text = page(review(ledger, Quarter.parse("2026Q3"), AS_OF))
    made, before = (text.partition(f"<h2>{title}</h2>")[2].partition("</section>")[0] for title in SECTIONS)
    for section, quarter in ((made, "2026Q3"), (before, "2026Q2")):
        told = [row for row in given.tabs["suggestions"] if row["Quarter"] == quarter]
        assert told, "the sample has suggestions in both"
        for row in told:
            line = section.partition(f">{row['Suggestion ID']}</th>")[2].partition("</tr>")[0]
            assert f"<td>{row['Rule']}</td><td>{escape(row['Suggestion'])}</td>" in line
            assert f'">{100 * float(row["Rate Then"]):.1f} %</a>' in line
            assert f"<td>{row['Accepted']}</td><td>{Figures(given, quarter).helped(row)}</td>" in line


def test_the_sheet_is_what_an_independent_count_gives(year: tuple[Year, Ledger], tmp_path: Path) -> None:
    """LibreOffice computes the workbook anew, turned to each of the quarters."""
    given, ledger = year
    text = find(FOLDER).text
    paths = [tmp_path / f"{quarter}.xlsx" for quarter in QUARTERS]
    for path in paths:
        write(render(in_quarter(ledger, Quarter.parse(path.stem), AS_OF), text=text), path)
    for path in recalculate_all(paths, tmp_path / "recalculated"):
        shown = of_sheet(parse(load_text(text), read(path)).ledger)
        assert list(differing(Figures(given, path.stem), shown)) == []
