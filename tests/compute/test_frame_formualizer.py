"""Where `frame` follows Excel against LibreOffice, formualizer mostly bears witness for it."""

from pathlib import Path
from typing import Final

from tests.compute.libreoffice_differences import DIFFERENCES
from tests.compute.values import NAMES
from tests.oracles.agreement import agree
from tests.oracles.formualizer import recalculate
from tests.oracles.trial import Trial

ON_EXCELS_WORD_ALONE: Final = frozenset(
    {
        '=COUNTIF(Spelled,"1")',  # text that reads as a number: Microsoft's notes on long numbers in COUNTIF
        "=DATE(10000,1,1)",
        "=EDATE(Day,99999)",
        "=WORKDAY(1,-5)",
        '=AND("TRUE",TRUE)',
        "=POWER(0,0)",
        "=0^0",
        '=1E21&""',
        '=1/30000&""',
        '=UPPER("straße é")',
        "=LEFT(TRUE,2)",
        '=TEXT(Truth,"0")',
    }
)
"""Differences from LibreOffice in which formualizer sides with it; Excel's function reference stands against both."""


def test_formualizer_sides_with_excel_where_libreoffice_does_not(tmp_path: Path) -> None:
    formulas = [formula for listed in DIFFERENCES.values() for formula in listed]
    trial = Trial(names=NAMES, cell_formulas=formulas)
    theirs = trial.read(recalculate(trial.write(tmp_path / "values.xlsx"), tmp_path / "recalculated"))[1]
    against = {
        formula
        for formula, ours, found in zip(formulas, trial.evaluated()[1], theirs, strict=True)
        if not agree(ours, found)
    }
    assert against == ON_EXCELS_WORD_ALONE
