"""A workbook that other programs saved, with a person's edits in it, is read as it was meant."""

import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from sheetkit.app.building import build
from sheetkit.app.workbook import open_workbook
from sheetkit.core.values import CellValue
from sheetkit.records.check import check
from sheetkit.records.place import Parsed
from sheetkit.template.load import load_template
from sheetkit.template.resolve import table_name, table_tabs
from sheetkit.workbook.a1 import parse_range
from tests.oracles.tools import find

EDITS = [
    # header, row, what a person typed, the problem it makes
    ("Reason", 3, "Damged", "not-in-list"),
    ("Date Request Received", 4, "2026-03-12", "date-as-text"),
    ("Amount", 5, "1.234,50 EUR", "number-as-text"),
    ("Next Action", 6, "call him", "formula-overwritten"),
    ("Customer Name", 7, "  ", "required"),
]
TYPED = ("Customer Name", "Below The Table")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("built") / "cases.xlsx"
    build("refund-log", path, as_of=date(2026, 11, 22), sample=True)
    return path


@pytest.fixture(scope="module")
def edited(built: Path) -> Path:
    """The tab renamed, five cells changed, one row typed below the table."""
    book = openpyxl.load_workbook(built)
    sheet = book["Cases"]
    columns = {str(cell.value): index for index, cell in enumerate(sheet[1], start=1)}
    for header, row, value, _ in EDITS:
        sheet.cell(row, columns[header]).value = value
    _, _, last, _ = parse_range(sheet.tables["Cases"].ref)
    sheet.cell(last + 2, columns[TYPED[0]]).value = TYPED[1]
    sheet.title = "My refunds"
    path = built.parent / "edited.xlsx"
    book.save(path)
    return path


def converted(path: Path, kind: str, folder: Path) -> Path:
    """The file as LibreOffice saves it: `xlsx`, or `ods`, which knows no tables and writes every address."""
    soffice = find("soffice", "Install LibreOffice Calc (apt-get install libreoffice-calc).")
    for step in ("ods", "xlsx") if kind == "ods" else ("xlsx",):
        target = folder / step
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [soffice, profile, "--headless", "--norestore", "--convert-to", step, "--outdir", str(target)]
        run = subprocess.run([*command, str(path)], capture_output=True, text=True, timeout=300, check=False)
        path = target / f"{path.stem}.{step}"
        assert path.exists(), run.stdout + run.stderr
    return path


def read(path: Path) -> tuple[Parsed, list[str]]:
    parsed = open_workbook(path).parsed
    return parsed, [problem.code for problem in (*parsed.ledger.problems, *check(parsed))]


def rounded(values: Sequence[CellValue]) -> list[CellValue]:
    """LibreOffice writes 15 digits: a time of day is the same to the millisecond only."""
    return [round(value, 8) if isinstance(value, float) else value for value in values]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_untouched_rows_are_the_same_after_another_program_saved_them(built: Path, kind: str, tmp_path: Path) -> None:
    before, _ = read(built)
    after, problems = read(converted(built, kind, tmp_path))
    assert problems == []
    for tab in table_tabs(load_template("refund-log")):
        ours, theirs = (parsed.ledger.tables[table_name(tab)] for parsed in (before, after))
        assert theirs.broken == {}
        for column in tab.columns:
            if not column.formula:
                assert rounded(theirs.columns[column.name]) == rounded(ours.columns[column.name]), column.name


@pytest.mark.parametrize("kind", ["as edited", "xlsx", "ods"])
def test_edits_are_found_whichever_program_saved_last(edited: Path, kind: str, tmp_path: Path) -> None:
    parsed, problems = read(edited if kind == "as edited" else converted(edited, kind, tmp_path))
    place, table = parsed.places["Cases"], parsed.ledger.tables["Cases"]
    assert place.sheet == "My refunds"
    assert table.columns["Customer Name"][-1] == "Below The Table"
    assert place.beneath == 1
    assert {"rows-below-table", *(code for *_, code in EDITS)} <= set(problems)
    # Only what was typed over, and the formulas that the new row lacks.
    assert {column for column, rows in table.broken.items() if list(rows) != [table.height - 1]} == {"Next Action"}


@pytest.mark.parametrize("change", ["delete_cols", "insert_cols"])
def test_columns_that_a_script_moved_away_from_the_table_s_own_list_are_named(
    built: Path, change: str, tmp_path: Path
) -> None:
    """A library such as openpyxl moves the cells and leaves the list; a spreadsheet program changes both."""
    path = tmp_path / "moved.xlsx"
    book = openpyxl.load_workbook(built)
    getattr(book["Cases"], change)(3)
    book.save(path)
    parsed, codes = read(path)
    assert "table-columns" in codes
    (told,) = (problem for problem in parsed.ledger.problems if problem.code == "table-columns")
    assert (told.tab, told.cell) == ("Cases", "C1" if change == "delete_cols" else "D1")
