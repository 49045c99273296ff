"""The cells and lists that the formulas of `values/*.txt` read, and a reader of those files."""

from pathlib import Path
from typing import Final

from sheetkit.core.values import DIV0, ERRORS, NA, CellValue

NAMES: Final[dict[str, CellValue | list[CellValue]]] = {
    "Nothing": None,
    "Hollow": "",
    "Seven": 7.0,
    "Half": 0.5,
    "Word": "abc",
    "Digits": "12",
    "Truth": True,
    "Lie": False,
    "Fault": NA,
    "Day": 46093.0,  # Thursday, 2026-03-12
    "DayText": "2026-03-12",
    "Tens": [10.0, 20.0, 30.0, 40.0, 50.0],
    "Falling": [50.0, 40.0, 40.0, 20.0, 10.0],
    "Twice": [10.0, 20.0, 20.0, 30.0],
    "Mixed": [None, "", 0.0, 1.0, "a", "A", "abc", "a*c", 2.5, "b", "x~y", "Zed"],
    "Spelled": ["1", 1.0, "01", "one", 46093.0, "2026-03-12"],
    "Truths": [True, False, None, "x"],
    "Faulty": [1.0, NA, 3.0, DIV0],
    "Tangled": [DIV0, NA, 1.0, 1.0],
    "Words": ["apple", "Banana", "cherry", "date"],
    "Letters": ["a", "b", "c", "d"],
    "Single": ["a"],
    "Blanks": [None, None, None],
    "Holidays": [46094.0, None, 46097.0],
}

FILES: Final = sorted((Path(__file__).parent / "values").glob("*.txt"))


def cases() -> list[tuple[str, CellValue]]:
    """Every `formula  ->  value` line; a formula in braces is an array formula of one cell."""
    lines = [line for path in FILES for line in path.read_text(encoding="utf-8").splitlines()]
    return [(formula, _value(value)) for formula, _, value in (line.rpartition("  ->  ") for line in lines)]


def _value(text: str) -> CellValue:
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    if text.startswith('"'):
        return text[1:-1].replace("\\n", "\n")
    return ERRORS[text] if text in ERRORS else float(text)
