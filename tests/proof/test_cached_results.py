"""Every cached result of every template is what LibreOffice computes, cell by cell."""

from datetime import date
from pathlib import Path

import pytest

from sheetkit.formula.ast import Column as ColumnRef
from sheetkit.formula.ast import walk
from sheetkit.formula.parse import parse
from sheetkit.template.load import load_template
from sheetkit.template.model import Template
from sheetkit.template.resolve import table_tabs
from tests.oracles.cells import read_cells
from tests.oracles.libreoffice import recalculate_all
from tests.proof.garbage import random_rows
from tests.proof.workbooks import build_for, differences, formula_cells

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted([*ROOT.glob("templates/*/template.yaml"), *ROOT.glob("tests/templates/*/template.yaml")])
AS_OF = date(2026, 11, 22)
SIZES = {1: 0.3, 2: 0.6, 60: 0.3, 300: 0.1}
"""Rows of every table → the share of its cells that are blank, wrong or errors."""
TALL = (40, 3000, 0.05)
"""Rows of every table, of the one with the most formulas, and the share: LibreOffice counts each row by all rows."""


MANY_LOOKUPS = 40
"""Columns looked through for each row from which on 3,000 rows take LibreOffice minutes: it does rows times rows."""


def most_rows(template: Template) -> int:
    """3,000 rows, and 500 for templates that look up a great deal."""
    nodes = (walk(parse(c.formula)) for tab in table_tabs(template) for c in tab.columns if c.formula)
    lookups = sum(isinstance(node, ColumnRef) for tree in nodes for node in tree)
    return 3000 if lookups <= MANY_LOOKUPS else 500


def test_there_are_templates() -> None:
    assert len(TEMPLATES) >= 3


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.parent.name)
def test_libreoffice_computes_what_we_wrote(template: Path, tmp_path: Path) -> None:
    """Workbooks of 1 to 3,000 rows of right, wrong and missing values: no formula cell differs."""
    loaded = load_template(template)
    made = {}
    most = most_rows(loaded)
    for seed, (rows, mess) in enumerate((min(rows, most), mess) for rows, mess in SIZES.items()):
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
