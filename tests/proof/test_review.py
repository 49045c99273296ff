"""The review that pandas counts is the Review tab that LibreOffice computes, figure by figure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sheetkit.app.building import sample_rows
from sheetkit.backends.excel.read import read
from sheetkit.backends.excel.write import write
from sheetkit.compute.figures import Review
from sheetkit.compute.recompute import recompute
from sheetkit.compute.review import in_quarter, quarter_metrics, review
from sheetkit.core.dates import Quarter, to_serial
from sheetkit.core.values import CellValue
from sheetkit.records.blank import blank_ledger
from sheetkit.records.ledger import Ledger
from sheetkit.records.parse import parse
from sheetkit.records.render import render
from sheetkit.template.load import find, load_text
from tests.oracles.libreoffice import recalculate_all
from tests.proof.garbage import random_rows
from tests.proof.workbooks import same

ROOT = Path(__file__).parents[2]
AS_OF = date(2026, 11, 22)
QUARTERS = [Quarter(2025, 4), Quarter(2026, 1), Quarter(2026, 3)]
SIZES = [
    ("templates/refund-log", 300, QUARTERS),
    ("tests/templates/library-loans", 300, QUARTERS),
    ("templates/disputes", 60, QUARTERS[2:]),
]
"""Random rows of every table, and the quarters; the more tables look each other up, the fewer for LibreOffice."""


def ledgers(template: str, height: int) -> dict[str, Ledger]:
    """The sample of a template, and random rows with every tenth cell blank or of the wrong kind."""
    source = find(ROOT / template)
    loaded = load_text(source.text, source.origin)
    frozen = {"Today": to_serial(AS_OF)}
    rows = {"random": random_rows(loaded, height, 5, 0.1), "one": random_rows(loaded, 1, 6, 0.0), "none": {}}
    if loaded.samples:
        rows["sample"] = sample_rows(loaded, source)
    return {name: blank_ledger(loaded, settings=frozen, rows=given) for name, given in rows.items()}


@pytest.mark.parametrize(("template", "height", "quarters"), SIZES, ids=[name for name, *_ in SIZES])
def test_the_sheet_and_the_review_agree(
    template: str, height: int, quarters: Sequence[Quarter], tmp_path: Path
) -> None:
    """For quarters full, empty and in between; blanks in the sheet are None in the review."""
    source = find(ROOT / template)
    loaded = load_text(source.text)
    reviews: dict[Path, Review] = {}
    for name, ledger in ledgers(template, height).items():
        for quarter in quarters:
            path = tmp_path / f"{name}-{quarter}.xlsx"
            turned = in_quarter(recompute(ledger, AS_OF), quarter, AS_OF)
            write(render(turned, text=source.text), path)
            reviews[path] = review(ledger, quarter, AS_OF)
    differing: list[str] = []
    figures = 0
    for path in recalculate_all(list(reviews), tmp_path / "recalculated"):
        seen = parse(loaded, read(path)).ledger
        for where, ours, theirs in pairs(reviews[tmp_path / path.name], seen):
            figures += 1
            if not same(ours, None if theirs == "" else theirs):
                differing.append(f"{path.name} {where}: review {ours!r}, sheet {theirs!r}")
    assert figures > 200
    assert not differing, f"{len(differing)} of {figures} figures differ:\n" + "\n".join(differing[:40])


def pairs(reviewed: Review, seen: Ledger) -> list[tuple[str, CellValue, CellValue]]:
    """Each figure of the review with the cell that shows it."""
    found: list[tuple[str, CellValue, CellValue]] = []
    for dashboard in reviewed.dashboards:
        found += [(figure.name, figure.value, seen.names[figure.name]) for figure in dashboard.metrics]
        for summary in dashboard.summaries:
            columns = seen.tables[summary.name].columns
            labels = [None if label == "" else label for label in columns[summary.columns[0]]]
            for row in summary.rows:
                at = labels.index(row[0])
                found += [
                    (f"{summary.name}[{name}] of {row[0]!r}", value, columns[name][at])
                    for name, value in zip(summary.columns[1:], row[1:], strict=True)
                ]
    return found


def test_a_quarterly_dashboard_says_which_cell_chooses_the_quarter() -> None:
    template = load_text(find(ROOT / "templates/refund-log").text)
    (chosen,) = (metric for tab in template.tabs for metric in quarter_metrics(tab))
    assert chosen.name == "Review_Quarter"
    assert replace(recompute(blank_ledger(template), AS_OF)).names["Review_Quarter"] == "2026Q4"
