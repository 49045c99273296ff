"""formualizer computes what `frame` computes, and mostly sides with it against LibreOffice."""

import tempfile
from pathlib import Path
from random import Random
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.core.values import CellValue
from sheetkit.formula.ast import Call, Node, Number, Text, ThisRow, walk
from sheetkit.formula.parse import parse
from tests.compute.expressions import NAMES as ROW_NAMES
from tests.compute.expressions import TABLES, Grammar
from tests.compute.libreoffice_differences import DIFFERENCES
from tests.compute.values import NAMES
from tests.oracles.agreement import agree
from tests.oracles.formualizer import recalculate
from tests.oracles.formualizer_quirks import ORDER, QUIRKS, places
from tests.oracles.trial import Trial

TEXTS: Final = ("Name", "Code", "Any Thing")
DAYS: Final = ("Opened", "Closed")
SPELLED: Final[dict[CellValue, CellValue]] = {None: "7", "2026-03-12": "20"}
CHOSEN: Final[dict[str, dict[str, list[CellValue]]]] = {
    **TABLES,
    "T": {
        **TABLES["T"],
        **{name: [46050.0 if value is None else value for value in TABLES["T"][name]] for name in DAYS},
        "Typed": [SPELLED.get(value, value) for value in TABLES["T"]["Typed"]],
    },
}
"""The messy rows but for what three quirks make visible in any formula: blank days and numbers, dates as texts."""

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


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_random_formulas_agree_but_for_named_quirks(chance: Random) -> None:
    """Formulas of the whole grammar in every row of a messy table; a failing one is made small."""
    grammar = Grammar(chance)
    drawn = dict.fromkeys(grammar.formula() for _ in range(2))
    formulas = [formula for formula in drawn if not shows_a_quirk(parse(formula))]
    trial = Trial(CHOSEN, ROW_NAMES, [("T", formula) for formula in formulas], by_address=True)
    with tempfile.TemporaryDirectory() as folder:
        written = trial.write(Path(folder) / "random.xlsx")
        theirs = trial.read(recalculate(written, Path(folder) / "recalculated"))[0]
    differing = [
        (formula, row, mine, found)
        for formula, my_rows, their_rows in zip(formulas, trial.evaluated()[0], theirs, strict=True)
        for row, (mine, found) in enumerate(zip(my_rows, their_rows, strict=True))
        if not agree(mine, found)
    ]
    assert differing == []


def shows_a_quirk(formula: Node) -> bool:
    """Whether a quirk can be seen: in what it reads, in an order of texts, in REPLACE and PROPER of any text."""
    read = any(
        any(map(quirk.odd, CHOSEN[ref.table or "T"][ref.column])) for quirk in QUIRKS for ref in quirk.reads(formula)
    )
    ordered = (side for name, args in places(formula) if name == ORDER for arg in args for side in walk(arg))
    by_text = any(isinstance(side, Text) or (isinstance(side, ThisRow) and side.column in TEXTS) for side in ordered)
    calls = [node for node in walk(formula) if isinstance(node, Call)]
    return read or by_text or any(call.name == "PROPER" or _replaces_beyond(call) for call in calls)


def _replaces_beyond(call: Call) -> bool:
    return call.name == "REPLACE" and call.args[1] != Number(1.0)
