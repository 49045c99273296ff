"""The local server computes for every formula cell of every template what the frame dialect computed for a workbook."""

import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sheetkit.app.building import assemble, below, preset_rows, sample_rows
from sheetkit.core.values import CellValue
from sheetkit.emulator.calc.calculate import recalculate
from sheetkit.emulator.document import Cell, Document
from sheetkit.formula.layout import NamePlace
from sheetkit.template.load import find, load_template, load_text
from sheetkit.workbook.model import Workbook
from tests.compute.values import NAMES, cases
from tests.emulator.calc.spreadsheets import different, empty, named_ranges, spreadsheet, values
from tests.proof.garbage import random_rows
from tests.proof.workbooks import formula_cells, made_for

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted([*ROOT.glob("templates/*/template.yaml"), *ROOT.glob("tests/templates/*/template.yaml")])
AS_OF = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def sample(name: str, table: str = "", rows: int = 0) -> Workbook:
    """The workbook of a template with its sample, one of its tables repeated up to so many rows."""
    source = find(name)
    template = load_text(source.text, source.origin)
    given = below(template, preset_rows(template, source), sample_rows(template, source))
    if table:
        given[table] = {column: (values * rows)[:rows] for column, values in given[table].items()}
    return assemble(template, source.text, given, as_of=AS_OF)[0]


@pytest.mark.parametrize("name", ["refund-log", "disputes"])
def test_every_formula_of_a_sample_gives_what_the_workbook_holds(name: str) -> None:
    workbook = sample(name)
    made = spreadsheet(workbook, name)
    recalculate(made, NOW)
    assert different(workbook, made) == []
    assert sum(1 for cell in values(made).values() if cell.formula) == sum(1 for _ in formula_cells(workbook)) > 4000


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.parent.name)
def test_every_formula_gives_the_same_for_messy_rows(template: Path) -> None:
    """Rows of right, wrong and missing values, errors and TRUE."""
    for seed, (rows, mess) in enumerate({2: 0.5, 40: 0.3}.items()):
        given = random_rows(load_template(template), rows, seed, mess, bools=True)
        workbook = made_for(template, given, AS_OF)
        made = spreadsheet(workbook, f"{template.parent.name} {rows}")
        recalculate(made, NOW)
        assert different(workbook, made) == []


def test_ten_edits_above_a_hundred_thousand_formulas_take_a_moment() -> None:
    """The log with 8,000 cases: all formulas right, and computed again only as far as ten edits reach."""
    workbook = sample("refund-log", "Cases", 8_000)
    made = spreadsheet(workbook, "large")
    recalculate(made, NOW)
    assert different(workbook, made) == []
    assert sum(1 for _ in formula_cells(workbook)) > 100_000
    cases = made.titled("Cases")
    assert cases
    for row in range(5, 5005, 500):
        cases.cells[row, 8] = Cell("Rejected")
    begun = time.perf_counter()
    recalculate(made, NOW)
    assert time.perf_counter() - begun < 5


def test_every_documented_formula_gives_its_documented_value() -> None:
    """The formulas of `tests/compute/values`, over named ranges; those in braces as array formulas."""
    made = documented()
    recalculate(made, NOW)
    found = [made.sheets[1].cells[row, 0].value for row in range(len(cases()))]
    wrong = [
        (formula, expected, value)
        for (formula, expected), value in zip(cases(), found, strict=True)
        if not agrees(expected, value)
    ]
    assert wrong == []


def agrees(expected: CellValue, value: CellValue) -> bool:
    """A blank is 0 in Excel, and nothing in Google Sheets."""
    if isinstance(expected, float) and isinstance(value, float):
        return value == pytest.approx(expected, rel=1e-12, abs=1e-12)
    return (type(expected) is type(value) and expected == value) or (expected == 0.0 and value is None)


def documented() -> Document:
    """A spreadsheet with the named values on its first sheet and a formula in each row of the second."""
    made = Document("documented", {"timeZone": "Etc/GMT"}, [empty(0, "Names", 20, 40), empty(1, "Figures", 2000, 2)])
    places = {}
    for column, (name, value) in enumerate(NAMES.items()):
        listed = value if isinstance(value, list) else [value]
        places[name] = NamePlace("Names", 0, column, rows=len(listed))
        for row, each in enumerate(listed):
            made.sheets[0].put(row, column, Cell(each))
    made.named_ranges = named_ranges(places, made)
    for row, (formula, _) in enumerate(cases()):
        text = f"=ARRAYFORMULA({formula.strip('{}=')})" if formula.startswith("{") else formula
        made.sheets[1].cells[row, 0] = Cell(formula=text)
    return made
