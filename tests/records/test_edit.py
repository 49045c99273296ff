"""The lens: what is rendered is read back, and an edit between equal ledgers is empty."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheetkit.compute.recompute import recompute
from sheetkit.core.values import CellValue
from sheetkit.records.blank import blank_ledger
from sheetkit.records.edit import edit
from sheetkit.records.ledger import Ledger
from sheetkit.records.parse import parse
from sheetkit.records.place import Parsed
from sheetkit.records.render import render
from sheetkit.template.load import load_text
from sheetkit.template.model import Template
from sheetkit.template.resolve import table_name, table_tabs
from sheetkit.workbook.patch import KEEP
from tests.proof.garbage import random_rows
from tests.records.grids import grid_of

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(
    path.parent for path in [*ROOT.glob("templates/*/template.yaml"), *ROOT.glob("tests/templates/*/template.yaml")]
)
AS_OF = date(2026, 11, 22)


@cache
def loaded(folder: Path) -> tuple[str, Template]:
    """The text of a template, and the template."""
    text = (folder / "template.yaml").read_text(encoding="utf-8")
    return text, load_text(text, folder.name)


def rendered(folder: Path, rows: int, seed: int, mess: float) -> tuple[Ledger, Parsed]:
    """A ledger of random rows, and what is read back from the workbook that shows it."""
    text, template = loaded(folder)
    ledger = recompute(blank_ledger(template, workbook_id="w", rows=random_rows(template, rows, seed, mess)), AS_OF)
    return ledger, parse(template, grid_of(render(ledger, text=text)))


def plain(values: list[CellValue]) -> list[CellValue]:
    """Empty text in a cell reads as a blank in some programs."""
    return [None if value == "" else value for value in values]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.integers(1, 30), seed=st.integers(0, 10**6), mess=st.sampled_from([0.0, 0.1, 0.5]))
def test_what_is_rendered_is_read_back_and_needs_no_edit(folder: Path, rows: int, seed: int, mess: float) -> None:
    """parse(render(L)) has the rows of L, cell by cell; edit(L, L) and edit(L, recompute(L)) of the day are empty."""
    ledger, parsed = rendered(folder, rows, seed, mess)
    for tab in table_tabs(ledger.template):
        before, after = ledger.tables[table_name(tab)], parsed.ledger.tables[table_name(tab)]
        for name in before.columns:
            assert plain(list(after.columns[name])) == plain(list(before.columns[name])), name
    assert parsed.ledger.lists == ledger.lists
    assert edit(parsed, parsed.ledger).empty
    assert edit(parsed, recompute(parsed.ledger, AS_OF)).empty


def loans(rows: int) -> Parsed:
    return rendered(ROOT / "tests/templates/library-loans", rows, 1, 0.0)[1]


def test_a_new_day_refreshes_results_and_keeps_their_formulas() -> None:
    parsed = loans(5)
    patch = edit(parsed, recompute(replace(parsed.ledger, frozen=frozenset()), date(2026, 12, 22)))
    assert patch.cells > 0
    assert not patch.appends
    assert {formula for parts in patch.sheets.values() for part in parts for formula in part.formulas} == {KEEP}


def test_new_rows_go_into_the_spare_ones_and_then_below_the_table() -> None:
    """With more new rows than spare ones the table grows, and has spare rows again."""
    parsed = loans(2)
    table = parsed.ledger.tables["Loans"]
    tab = next(tab for tab in parsed.ledger.template.tabs if tab.name == "Loans")
    spare = len(parsed.places["Loans"].spare_rows)
    assert spare == tab.spare
    new = spare + 3
    columns = {name: [*values, *([values[0]] * new)] for name, values in table.columns.items()}
    longer = replace(table, columns=columns, sheet_rows=[*table.sheet_rows, *([-1] * new)])
    patch = edit(parsed, parsed.ledger.with_table(longer))
    (part,) = (part for parts in patch.sheets.values() for part in parts if part.table == "Loans")
    assert sorted(set(part.rows)) == list(parsed.places["Loans"].spare_rows)
    (append,) = patch.appends
    assert append.rows == 3 + tab.spare
    assert {len(values) for values in append.values.values()} == {append.rows}
