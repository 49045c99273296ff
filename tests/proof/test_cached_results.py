"""Every cached result of every template is what LibreOffice computes, cell by cell."""

import os
from datetime import date
from pathlib import Path

import pytest

from sheetkit.template.load import load_template
from tests.oracles.cells import read_cells
from tests.oracles.libreoffice import recalculate_all
from tests.proof.garbage import random_rows
from tests.proof.workbooks import build_for, differences, formula_cells

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted([*ROOT.glob("templates/*/template.yaml"), *ROOT.glob("tests/templates/*/template.yaml")])
AS_OF = date(2026, 11, 22)
TALLEST = int(os.environ.get("SHEETKIT_PROOF_ROWS", "1000"))
"""Rows of the table with the most formulas; 3,000 in a documented run (docs/formulas.md)."""
SIZES = ((1, 0, 0.3), (2, 0, 0.6), (60, 0, 0.3), (40, TALLEST, 0.1))
"""Rows of every table, of the one with the most formulas if more, and the share of cells that are blank, wrong or
errors. LibreOffice looks each row up in all rows, so that tall tables throughout would take it minutes."""


def test_there_are_templates() -> None:
    assert len(TEMPLATES) >= 3


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.parent.name)
def test_libreoffice_computes_what_we_wrote(template: Path, tmp_path: Path) -> None:
    """Workbooks of 1 to 1,000 rows of right, wrong and missing values: no formula cell differs."""
    loaded = load_template(template)
    made = {}
    for seed, (rows, tallest, mess) in enumerate(SIZES):
        target = tmp_path / f"{template.parent.name}-{max(rows, tallest)}.xlsx"
        made[target] = build_for(template, random_rows(loaded, rows, seed, mess, tallest=tallest), AS_OF, target)
    recalculated = recalculate_all(list(made), tmp_path / "recalculated")
    wrong: list[str] = []
    cells = 0
    for path, workbook in zip(recalculated, made.values(), strict=True):
        cells += sum(1 for _ in formula_cells(workbook))
        wrong += [f"{path.name} {line}" for line in differences(workbook, read_cells(path))]
    assert cells > 1000
    assert not wrong, f"{len(wrong)} of {cells} cells differ:\n" + "\n".join(wrong[:40])
