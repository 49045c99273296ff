"""A workbook as text: what a template renders to, held as a golden file that people can read."""

import os
from datetime import date
from pathlib import Path

import pytest

from sheetkit.app.building import assemble
from sheetkit.template.load import find, load_text
from sheetkit.workbook.dump import dump

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
TEMPLATES = ("tests/templates/library-loans", "templates/refund-log")


@pytest.mark.parametrize("folder", TEMPLATES)
def test_an_empty_workbook_reads_as_its_golden_file(folder: str) -> None:
    """`UPDATE_GOLDEN=1 pytest` writes the files anew; the diff is then the change to review."""
    source = find(ROOT / folder)
    workbook, _ = assemble(load_text(source.text, source.origin), "…", {}, as_of=date(2026, 11, 22), workbook_id="id")
    text = dump(workbook)
    golden = GOLDEN / (Path(folder).name + ".txt")
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_people_may_type_a_key_that_has_no_pattern() -> None:
    """A seller's name is a key, and nobody but the person knows it; the number of a case is given out."""
    source = find("disputes")
    workbook, _ = assemble(load_text(source.text, source.origin), "…", {}, as_of=date(2026, 11, 22), workbook_id="id")
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    kinds = {
        name: [rule.kind for rule in sheets[name].validations if rule.first_column == 0]
        for name in ("Sellers", "Disputes")
    }
    assert kinds == {"Sellers": ["none"], "Disputes": ["custom"]}
    roles = {name: sheets[name].blocks[1].columns[0].style for name in kinds}
    assert {name: style and style.role for name, style in roles.items()} == {"Sellers": "input", "Disputes": "key"}
