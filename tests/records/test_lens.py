"""The lens: what was rendered is read back as it was."""

from datetime import date
from pathlib import Path

import pytest

from sheetkit.compute.recompute import recompute
from sheetkit.records.blank import blank_ledger
from sheetkit.records.check import check
from sheetkit.records.parse import parse
from sheetkit.records.render import render
from sheetkit.template.load import load_text
from tests.records.grids import grid_of

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(path.parent for path in ROOT.glob("templates/*/template.yaml"))
TEMPLATES += sorted(path.parent for path in ROOT.glob("tests/templates/*/template.yaml"))


@pytest.mark.parametrize("folder", TEMPLATES, ids=lambda folder: folder.name)
def test_an_empty_workbook_reads_back_as_it_was_rendered(folder: Path) -> None:
    text = (folder / "template.yaml").read_text(encoding="utf-8")
    template = load_text(text, folder.name)
    ledger = recompute(blank_ledger(template, workbook_id="w-1"), date(2026, 11, 22))
    parsed = parse(template, grid_of(render(ledger, text=text, created="2026-11-22")))
    assert parsed.ledger.problems == ()
    assert check(parsed) == ()
    assert {n: t.height for n, t in parsed.ledger.tables.items()} == {n: t.height for n, t in ledger.tables.items()}
    assert parsed.ledger.names == ledger.names
