"""Every cached result of every template is what LibreOffice computes, cell by cell."""

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
SIZES = {1: 0.3, 2: 0.6, 60: 0.3, 700: 0.1, 3000: 0.05}
"""Rows of a table → the share of its cells that are blank, wrong or errors."""


def test_there_are_templates() -> None:
    assert len(TEMPLATES) >= 3


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.parent.name)
def test_libreoffice_computes_what_we_wrote(template: Path, tmp_path: Path) -> None:
    """Workbooks of 0 to 3,000 rows of right, wrong and missing values: no formula cell differs."""
    loaded = load_template(template)
    made = {}
    for seed, (rows, mess) in enumerate(SIZES.items()):
        target = tmp_path / f"{template.parent.name}-{rows}.xlsx"
        made[target] = build_for(template, random_rows(loaded, rows, seed, mess), AS_OF, target)
    recalculated = recalculate_all(list(made), tmp_path / "recalculated")
    wrong: list[str] = []
    cells = 0
    for path, workbook in zip(recalculated, made.values(), strict=True):
        cells += sum(1 for _ in formula_cells(workbook))
        wrong += [f"{path.name} {line}" for line in differences(workbook, read_cells(path))]
    assert cells > 1000
    assert not wrong, f"{len(wrong)} of {cells} cells differ:\n" + "\n".join(wrong[:40])
