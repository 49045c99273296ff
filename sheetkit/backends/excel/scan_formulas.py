"""The formulas of one sheet as its XML holds them: plain, array and shared ones, each as the text of its own cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Final

from sheetkit.backends.excel.limits import advice
from sheetkit.backends.excel.scan_cells import SheetCells
from sheetkit.backends.excel.scan_values import Texts, number, text_of
from sheetkit.backends.excel.shift import shifted
from sheetkit.core.errors import PackageRefused
from sheetkit.core.values import ERRORS, CellValue
from sheetkit.workbook.a1 import MAX_ROWS

GOOGLE: Final = "__xludf.DUMMYFUNCTION"
"""What Google's export puts around a formula that Excel does not know; its second argument is the result."""

_GOOGLE: Final = re.compile(r'IFERROR\(__xludf\.DUMMYFUNCTION\("(?:[^"]|"")*"\),(.*)\)', re.DOTALL)
_ATTRIBUTE: Final = re.compile(r"""([A-Za-z0-9:]+)\s*=\s*["']([^"']*)["']""")
_MEMORY: Final = 1 << 12
_DIGITS: Final = re.compile(r"([0-9]+)")


def google_result(formula: str) -> CellValue:
    """The result that Google's export wrote into its stand-in for a formula; None for any other formula."""
    found = _GOOGLE.fullmatch(formula)
    if not found:
        return None
    literal = found[1].strip()
    if literal.startswith('"') and literal.endswith('"'):
        return literal[1:-1].replace('""', '"')
    if literal.upper() in ("TRUE", "FALSE"):
        return literal.upper() == "TRUE"
    return ERRORS.get(literal) or number(literal)


@dataclass(slots=True)
class _Pattern:
    """A shared formula for one column: the pieces of its text between rows that move along, and those at the master.

    `known` are these rows, each once: in a long formula most references are to the same few.
    """

    pieces: tuple[str, ...]
    rows: tuple[int, ...]
    known: tuple[int, ...]

    def at(self, down: int) -> str | None:
        """The formula so many rows below the master; None where it would leave the sheet."""
        if not self.known:
            return self.pieces[0]
        if self.known[0] + down < 1 or self.known[-1] + down > MAX_ROWS:
            return None
        if len(self.known) == 1:
            return str(self.known[0] + down).join(self.pieces)
        names = {row: str(row + down) for row in self.known}
        moved = map(names.__getitem__, self.rows)
        return "".join([*chain.from_iterable(zip(self.pieces, moved, strict=False)), self.pieces[-1]])


@dataclass(slots=True)
class SharedFormula:
    """A formula that other cells repeat, at the cell that declares it."""

    row: int
    column: int
    text: str
    _patterns: dict[int, _Pattern | None] = field(default_factory=dict)

    def at(self, row: int, column: int) -> str:
        """The formula as it reads in another cell."""
        across, down = column - self.column, row - self.row
        if across not in self._patterns:
            self._patterns[across] = self._pattern(across)
        pattern = self._patterns[across]
        text = pattern.at(down) if pattern is not None else None
        return shifted(self.text, down, across) if text is None else text

    def _pattern(self, across: int) -> _Pattern | None:
        """The rows that move are the numbers in which two neighbours differ. None near the edge of the sheet."""
        once, twice = (_DIGITS.split(shifted(self.text, down, across)) for down in (1, 2))
        if len(once) != len(twice):
            return None
        moving = [index for index, (one, two) in enumerate(zip(once, twice, strict=True)) if one != two]
        if any(not once[index].isdigit() for index in moving):
            return None
        rows = tuple(int(once[index]) - 1 for index in moving)
        bounds = [-1, *moving, len(once)]
        pieces = tuple("".join(once[left + 1 : right]) for left, right in pairwise(bounds))
        return _Pattern(pieces, rows, tuple(sorted(set(rows))))


class Formulas:
    """Takes the formulas of one sheet as they come and hands each to the sheet's cells, unless none are `wanted`.

    `google` turns true when a stand-in of Google's export was met.
    """

    def __init__(self, cells: SheetCells, *, wanted: bool = True) -> None:
        self.wanted = wanted
        self.google = False
        self._cells = cells
        self._texts = Texts()
        self._shared: dict[str, SharedFormula] = {}
        self._spelled = 0
        self._waiting: list[tuple[int, int, str]] = []
        self._attributes: dict[str, Mapping[str, str]] = {}

    def add(self, row: int, column: int, attributes: Mapping[str, str], text: str) -> None:
        """One formula with the attributes of its element; `text` is as the cell shows it, without "="."""
        if not self.wanted:
            return
        kind, index = attributes.get("t", "normal"), attributes.get("si", "")
        if kind == "dataTable":
            text = f"TABLE({attributes.get('r1', '')},{attributes.get('r2', '')})"
        elif kind == "shared" and text:
            self._shared[index] = SharedFormula(row, column, text)
        elif kind == "shared" and index in self._shared:
            text = self._spelled_out(self._shared[index], row, column)
        elif kind == "shared":
            self._waiting.append((row, column, index))
        if text:
            self.google = self.google or GOOGLE in text
            self._cells.formula(row, column, text)

    def run(self, rows: list[int], column: int, sources: tuple[str | None, ...]) -> None:
        """The formulas of a run of cells in one column.

        A source is what stands between `<f` and the next tag: `>A1+1`, ` t="shared" si="0"/>`; None without a formula.
        """
        if not self.wanted:
            return
        texts, plain = self._texts, {}
        for row, source in zip(rows, sources, strict=True):
            if source is None:
                continue
            if source[0] == ">":
                plain[row] = texts[source[1:]]
            else:
                attributes, text = self._parsed(source)
                self.add(row, column, attributes, text_of(text))
        plain = {row: text for row, text in plain.items() if text}
        if plain:
            self.google = self.google or any(GOOGLE in text for text in set(plain.values()))
            self._cells.reach(max(plain), column)
            self._cells.formulas.setdefault(column, {}).update(plain)

    def finish(self) -> None:
        """Write out what was repeated before it was declared; call once, after the last cell."""
        for row, column, index in self._waiting:
            if index in self._shared:
                self._cells.formula(row, column, self._spelled_out(self._shared[index], row, column))
        self._waiting.clear()

    def _spelled_out(self, shared: SharedFormula, row: int, column: int) -> str:
        """The formula of a cell that shares it. A small file could otherwise ask for any amount of text."""
        self._spelled += len(shared.text)
        limit = self._cells.limits.formula_characters
        if self._spelled > limit:
            raise PackageRefused(
                f"The formulas of the sheet {self._cells.sheet!r} that cells share come to more than {limit:,} "
                "characters when they are spelled out.",
                hint=advice("formula_characters"),
            )
        return shared.at(row, column)

    def _parsed(self, source: str) -> tuple[Mapping[str, str], str]:
        """The attributes of a formula's element, remembered because thousands of cells repeat them, and its text."""
        declared, _, text = source.partition(">")
        attributes = self._attributes.get(declared)
        if attributes is None:
            attributes = dict(_ATTRIBUTE.findall(declared))
            if len(self._attributes) < _MEMORY:
                self._attributes[declared] = attributes
        return attributes, text
