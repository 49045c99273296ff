"""LibreOffice computes what `frame` computes, but for a short list of named differences."""

from pathlib import Path
from random import Random
from typing import Final

import pytest

from sheetkit.core.values import CellValue
from sheetkit.formula.ast import Call, walk
from sheetkit.formula.functions import FUNCTIONS
from sheetkit.formula.parse import parse
from tests.compute.expressions import NAMES as ROW_NAMES
from tests.compute.expressions import TABLES, Grammar
from tests.compute.libreoffice_differences import DIFFERENCES
from tests.compute.values import NAMES, cases
from tests.oracles.agreement import agree
from tests.oracles.libreoffice import recalculate_all
from tests.oracles.trial import Trial

SEED: Final = 20261123
RANDOM_FORMULAS: Final = 3000

VALUES: Final = Trial(names=NAMES, cell_formulas=[formula for formula, _ in cases()])


def _random_formulas(seed: int, count: int) -> list[str]:
    grammar = Grammar(Random(seed))  # noqa: S311 - formulas, no secrets
    return list(dict.fromkeys(grammar.formula() for _ in range(count)))


RANDOM: Final = Trial(TABLES, ROW_NAMES, [("T", formula) for formula in _random_formulas(SEED, RANDOM_FORMULAS)])


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Both workbooks, through one start of LibreOffice."""
    folder = tmp_path_factory.mktemp("frame")
    written = [VALUES.write(folder / "values.xlsx"), RANDOM.write(folder / "random.xlsx")]
    return recalculate_all(written, folder / "recalculated")


def test_the_documented_values_are_those_of_libreoffice_too(recalculated: list[Path]) -> None:
    """Every formula of `values/*.txt`; a listed difference that is none any more fails as well."""
    listed = {formula for formulas in DIFFERENCES.values() for formula in formulas}
    theirs = VALUES.read(recalculated[0])[1]
    differing = {
        formula: (ours, found)
        for formula, ours, found in zip(VALUES.cell_formulas, VALUES.evaluated()[1], theirs, strict=True)
        if not agree(ours, found)
    }
    assert {formula: pair for formula, pair in differing.items() if formula not in listed} == {}
    assert listed - differing.keys() == set()


def test_random_formulas_over_messy_rows_agree(recalculated: list[Path]) -> None:
    """Thousands of formulas of the whole grammar in every row of a table with blanks, errors and wrong types."""
    theirs = RANDOM.read(recalculated[1])[0]
    ours = RANDOM.evaluated()[0]
    differing: list[tuple[int, str, int, CellValue, CellValue]] = [
        (len(formula), formula, row, mine, found)
        for (_, formula), my_rows, their_rows in zip(RANDOM.row_formulas, ours, theirs, strict=True)
        for row, (mine, found) in enumerate(zip(my_rows, their_rows, strict=True))
        if not agree(mine, found)
    ]
    assert sorted(differing, key=lambda entry: entry[0])[:10] == []


def test_the_random_formulas_use_every_function() -> None:
    """All but those without a value of their own; TODAY stands only in a setting."""
    calls = {node.name for _, formula in RANDOM.row_formulas for node in walk(parse(formula)) if isinstance(node, Call)}
    assert FUNCTIONS.keys() - calls == {"TODAY", "TRUE", "FALSE", "NA"}


def test_every_named_difference_is_documented() -> None:
    """`docs/formulas.md` lists the reasons, word for word, and no others."""
    text = (Path(__file__).parents[2] / "docs" / "formulas.md").read_text(encoding="utf-8")
    section = text.partition("## Where LibreOffice differs")[2].partition("\n## ")[0]
    assert {line[2:] for line in section.splitlines() if line.startswith("- ")} == DIFFERENCES.keys()
