"""Every cached result of every template is what formualizer computes, where none of its named quirks bites."""

from datetime import date
from pathlib import Path
from typing import Final

import pytest
import xlsxwriter

from sheetkit.core.values import CellValue
from sheetkit.template.load import load_template
from tests.compute.values import NAMES
from tests.oracles.agreement import agree
from tests.oracles.cells import read_cells
from tests.oracles.formualizer import recalculate
from tests.oracles.formualizer_quirks import BESIDE_ARRAYS, ONE_OF_MANY, QUIRKS, TABLE_COLUMNS, TOO_WIDE, UNANSWERED
from tests.oracles.libreoffice import recalculate as recalculate_in_libreoffice
from tests.oracles.trial import Trial
from tests.proof.choosing import Rows, without_quirks
from tests.proof.garbage import random_rows
from tests.proof.workbooks import build_for_formualizer, differences, formula_cells

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted([*ROOT.glob("templates/*/template.yaml"), *ROOT.glob("tests/templates/*/template.yaml")])
AS_OF = date(2026, 11, 22)
SIZES = {1: 0.3, 3: 0.5, 60: 0.3}
TILDES: Final[dict[str, CellValue | list[CellValue]]] = {"Tildes": ["~odd", "odd", "odd", "x", None]}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.parent.name)
def test_formualizer_computes_what_we_wrote(template: Path, tmp_path: Path) -> None:
    """Workbooks of 1 to 60 rows of right, wrong and missing values, errors and TRUE: no formula cell differs.

    Few cells are changed or left out for a quirk's sake.
    """
    loaded = load_template(template)
    wrong: list[str] = []
    cells = left_out = typed = changed = 0
    for seed, (rows, mess) in enumerate(SIZES.items()):
        path = tmp_path / f"{template.parent.name}-{rows}.xlsx"
        given = random_rows(loaded, rows, seed + 50, mess, bools=True)
        chosen = without_quirks(loaded, given, AS_OF, seed)
        workbook, unanswered = build_for_formualizer(template, chosen, AS_OF, path)
        typed, changed = typed + count(given), changed + count(given, chosen)
        cells, left_out = cells + sum(1 for _ in formula_cells(workbook)), left_out + unanswered
        recalculated = recalculate(path, tmp_path / "formualizer")
        wrong += [f"{path.name} {line}" for line in differences(workbook, read_cells(recalculated))]
    assert not wrong, f"{len(wrong)} of {cells} cells differ:\n" + "\n".join(wrong[:40])
    assert cells > 1000
    assert left_out < 0.02 * cells
    assert changed < 0.15 * typed


def count(rows: Rows, other: Rows | None = None) -> int:
    """How many cells there are, or how many differ from those of other rows."""
    places = [(table, name, row) for table in rows for name in rows[table] for row in range(len(rows[table][name]))]
    return sum(other is None or rows[table][name][row] is not other[table][name][row] for table, name, row in places)


def test_every_quirk_is_still_one(tmp_path: Path) -> None:
    """An example in which formualizer has come round to Excel is to be taken off the list; LibreOffice is with Excel.

    But for truth values, which LibreOffice does not have.
    """
    examples = [*UNANSWERED, *(example for quirk in QUIRKS for example in quirk.examples)]
    trial = Trial(names=NAMES | TILDES, cell_formulas=examples)
    written, ours = trial.write(tmp_path / "quirks.xlsx"), trial.evaluated()[1]
    theirs = trial.read(recalculate(written, tmp_path / "formualizer"))[1]
    others = trial.read(recalculate_in_libreoffice(written, tmp_path / "libreoffice"))[1]
    kept = zip(examples, ours, theirs, strict=True)
    assert [example for example, mine, found in kept if agree(mine, found)] == []
    kept = zip(examples, ours, others, strict=True)
    assert [example for example, mine, found in kept if not agree(mine, found) and "TRU" not in example.upper()] == []


def test_formualizer_still_refuses_what_is_written_for_it_in_another_way(tmp_path: Path) -> None:
    """Tables of 256 columns load, one column more does not; nor does an array formula inside a table."""
    recalculate(tables_of([200, TABLE_COLUMNS - 200], tmp_path / "wide.xlsx"), tmp_path / "loaded")
    with pytest.raises(OSError, match="column limit"):
        recalculate(tables_of([200, TABLE_COLUMNS - 199], tmp_path / "wider.xlsx"), tmp_path / "refused")
    with pytest.raises(OSError, match="array"):
        recalculate(tables_of([3], tmp_path / "array.xlsx", array=True), tmp_path / "refused")


def tables_of(widths: list[int], path: Path, *, array: bool = False) -> Path:
    """A workbook with one table a sheet, each of so many columns and one row."""
    with xlsxwriter.Workbook(str(path)) as book:
        for number, width in enumerate(widths):
            sheet = book.add_worksheet()
            headers = [{"header": f"H{column}"} for column in range(width)]
            sheet.add_table(0, 0, 1, width - 1, {"name": f"Table_{number}", "columns": headers})
            for column in range(width):
                sheet.write_number(1, column, 1)
            if array:
                sheet.write_array_formula(1, 0, 1, 0, "{=SUM(B2:C2*1)}")
    return path


def test_every_quirk_is_documented() -> None:
    """`docs/formulas.md` lists the reasons, word for word, and no others."""
    text = (ROOT / "docs" / "formulas.md").read_text(encoding="utf-8")
    listed = {line[2:] for line in text.partition("## Where formualizer differs")[2].splitlines() if line[:2] == "- "}
    assert listed == {ONE_OF_MANY, TOO_WIDE, BESIDE_ARRAYS} | {quirk.reason for quirk in QUIRKS}
