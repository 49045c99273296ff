"""What the cells of a column with choices mean: an entry of its list, or yes or no."""

from collections.abc import Iterable, Sequence
from typing import Final

from sheetkit.core.values import CellError, CellValue, is_blank
from sheetkit.records.cells import Cells
from sheetkit.records.findings import as_text, written
from sheetkit.records.headers import fold
from sheetkit.records.nearest import Nearest

_YES: Final = frozenset(
    (
        "yes",
        "y",
        "true",
        "1",
        "x",
        "✓",
        "✔",
        "☑",
        "ja",
        "j",
        "wahr",
        "oui",
        "o",
        "vrai",
        "si",
        "sí",
        "sì",
        "sim",
        "да",
        "是",
    )
)
_NO: Final = frozenset(
    ("no", "n", "false", "0", "-", "✗", "✘", "☐", "nein", "falsch", "non", "faux", "falso", "não", "нет", "否")
)
_SHOWN = 8
"""Entries of a list that a hint names."""


def choices(cells: Cells, entries: Sequence[CellValue], where: str, *, strict: bool = True) -> None:
    """Understand a column whose values are entries of a list, which `where` names; without any entry all is allowed.

    Where the list is not strict, another value is fine and only another spelling of an entry is reported.
    """
    allowed = {entry for entry in entries if not is_blank(entry)}
    if not allowed or _all_in(cells, allowed):
        return
    by_text = {fold(as_text(entry)): entry for entry in reversed(list(entries)) if not is_blank(entry)}
    nearest = Nearest(as_text(entry) for entry in entries if not is_blank(entry))
    for row in cells.of_kind(str, float, int, bool):
        value = cells.values[row]
        if value in allowed:
            continue
        entry = by_text.get(fold(as_text(value)))
        if entry is not None:
            cells.read_as(row, entry)
            _other_spelling(cells, row, entry)
        elif strict:
            message = f"{cells.name} is {written(value)}, which is not in {where}."
            cells.wrong("not-in-list", row, message, _advice(nearest.to(as_text(value)), entries, where))


def yes_no(cells: Cells) -> None:
    """Understand a column of yes and no as TRUE and FALSE."""
    for row in cells.of_kind(str, float, int):
        value = cells.values[row]
        text = fold(as_text(value))
        if text not in _YES | _NO:
            message = f"{cells.name} must be yes or no, and {written(value)} is neither."
            cells.wrong("wrong-type", row, message, "Choose TRUE or FALSE in the cell's list.")
            continue
        cells.read_as(row, text in _YES)
        meant = "TRUE" if text in _YES else "FALSE"
        message = (
            f"{cells.name} is {written(value)}. It was read as {meant}; formulas in the sheet know only TRUE and FALSE."
        )
        cells.note("yes-no-as-text", row, message, f"Choose {meant} in the cell's list.")


def _all_in(cells: Cells, allowed: set[CellValue]) -> bool:
    return cells.kinds <= {str, type(None)} and allowed.issuperset(cells.texts - _settled(cells))


def _settled(cells: Cells) -> set[CellValue]:
    return {value for row in cells.settled if isinstance(value := cells.values[row], str) and not value.strip()}


def _other_spelling(cells: Cells, row: int, entry: CellValue) -> None:
    value = cells.values[row]
    if type(value) is not type(entry) and not isinstance(value, str):
        return  # a number where the list holds its text: the sheet shows both alike
    message = f"{cells.name} is {written(value)}. It was read as {written(entry)}, which is how the list spells it."
    cells.note("choice-spelling", row, message, f"Choose {as_text(entry)} in the cell's list.")


def _advice(near: str, entries: Iterable[CellValue], where: str) -> str:
    if near:
        return f"Did you mean {near}? Otherwise add the new entry to {where}."
    names = [as_text(entry) for entry in entries if not is_blank(entry) and not isinstance(entry, CellError)]
    more = ", …" if len(names) > _SHOWN else ""
    return f"Choose one of {', '.join(names[:_SHOWN])}{more}, or add the new entry to {where}."
