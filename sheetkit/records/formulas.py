"""Whether the formula columns still hold the template's formulas, or something that was typed over them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sheetkit.core.values import CellValue, is_blank
from sheetkit.formula.ast import Node
from sheetkit.formula.excel import structured
from sheetkit.records.findings import written
from sheetkit.records.references import Meaning

_FEW: Final = 1_000
"""Different texts of one column that are each compared by name; more means that each row has its own addresses."""
_ROW: Final = re.compile(r"[A-Za-z][$]?[0-9]")


@dataclass(frozen=True, slots=True)
class Overwritten:
    """A formula cell whose formula is not there. `found` says what is; "" for a blank cell."""

    row: int
    found: str


def overwritten(
    node: Node,
    table: str,
    rows: Sequence[int],
    formulas: Mapping[int, str],
    values: Sequence[CellValue],
    meaning: Meaning,
) -> list[Overwritten]:
    """The rows of a formula column that do not hold the formula `node`.

    `rows` are the sheet rows of the records; the result counts rows from the first record. `formulas` and `values` are
    those of the sheet's column, by sheet row.
    """
    same = _Same(node, table, meaning)
    texts = set(formulas.values())
    good = {text for text in texts if same.everywhere(text)} if len(texts) <= _FEW else set()
    found: list[Overwritten] = []
    for index, row in _others(rows, formulas, good):
        text = formulas.get(row)
        if text is None:
            value = values[row] if row < len(values) else None
            found.append(Overwritten(index, "" if is_blank(value) else written(value)))
        elif not same.at(text, row):
            found.append(Overwritten(index, f"the formula {written('=' + text)}"))
    return found


def _others(rows: Sequence[int], formulas: Mapping[int, str], good: set[str]) -> Iterator[tuple[int, int]]:
    """The records, with their sheet rows, whose formula is not one of the good ones."""
    return ((index, row) for index, row in enumerate(rows) if formulas.get(row) not in good)


class _Same:
    """Tells whether a formula's text means the expected formula; a text seen before costs nothing."""

    def __init__(self, node: Node, table: str, meaning: Meaning) -> None:
        self.table, self.meaning = table, meaning
        place = meaning.places[table]
        self.expected = meaning.folded(node, table)
        self.text = structured(node, place.real or table)
        self.shapes: list[list[str]] = []
        self.refused: set[str] = set()

    def everywhere(self, text: str) -> bool:
        """Whether the text means the formula in whatever row it stands."""
        # A row that no table has: an address in the text then stands for no cell of its own row.
        return text == self.text or self.meaning.tree(text, self.table, -1) == self.expected

    def at(self, text: str, row: int) -> bool:
        """Whether the text means the formula in this sheet row."""
        number = str(row + 1)
        if any(number.join(shape) == text for shape in self.shapes):
            return True
        if text in self.refused:
            return False
        if self.meaning.tree(text, self.table, row) == self.expected:
            self._learn(text, number)
            return True
        if len(self.refused) < _FEW and not _ROW.search(text):
            self.refused.add(text)
        return False

    def _learn(self, text: str, number: str) -> None:
        """Keep the text around its own row's number, so that the next rows are compared without being parsed."""
        shape = re.split(rf"(?<=[A-Za-z]){number}(?![0-9(.!:])", text)
        other = "1048576"
        if len(self.shapes) < 5 and self.meaning.tree(other.join(shape), self.table, int(other) - 1) == self.expected:
            self.shapes.append(shape)
