"""Rows that lie below all else on a sheet, as XML made column by column: an object a cell would cost too much."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sheetkit.backends.excel.bytesxml import Document
from sheetkit.backends.excel.cells import Unfit
from sheetkit.backends.excel.cellxml import cell_bytes
from sheetkit.backends.excel.edits import LIVE, CellEdit, Kind, formula_text, value_text
from sheetkit.backends.excel.sheetedit import formula_element
from sheetkit.backends.excel.sheetxml import Place, RowBlock, SheetXml
from sheetkit.backends.excel.texts import escape, keeps_space
from sheetkit.core.values import CellError, CellValue
from sheetkit.workbook import a1

PLAIN: Final = frozenset((type(None), str, float, int, bool, CellError))
"""The types of values that are spelled here; any other may ask for a format of its own."""

_CHUNK: Final = 2048
_MARK: Final = "\x7f"

Shell = tuple[str, str]
"""A cell's XML between its address and its value, and behind its value."""


@dataclass(frozen=True, slots=True)
class NewColumn:
    """The values of one column in new rows; `formula`, if any, spells the formula that a zero-based row holds."""

    values: Sequence[CellValue]
    formula: Callable[[int], str] | None = None

    def first_live(self) -> int:
        """Where the first text is that a program could take for a formula; -1 if there is none."""
        values = () if self.formula else self.values
        return next((i for i, value in enumerate(values) if type(value) is str and value.startswith(LIVE)), -1)


@dataclass(frozen=True, slots=True)
class Looks:
    """The numbers of a column's formats: for its cells, and for texts that a program could take for a formula."""

    plain: int
    quoted: int


class ColumnWriter:
    """Writes one column of new cells, spelled as `cell_bytes` spells a single one. `unfit` gathers what it cannot."""

    def __init__(self, part: Document, column: int, looks: Looks, formula: Callable[[int], str] | None) -> None:
        self._part, self._looks, self._speller = part, looks, formula
        self._opening = f'<{part.prefix.decode(part.encoding)}c r="{a1.column_letters(column)}'
        self._formula: str | None = None
        self._element = b""
        self._shells: dict[tuple[Kind, bool, bool], Shell] = {}
        self._known: dict[str | None, str] = {}
        self.column = column
        self.unfit: list[tuple[Place, Unfit]] = []

    def cells(self, first: int, values: Sequence[CellValue]) -> list[str]:
        """The cells of these values under each other, from the zero-based row `first`; "" where none is needed."""
        self._known.clear()
        opening, speller, known, found = self._opening, self._speller, self._known, []
        for row, value in enumerate(values, first):
            try:
                if speller:
                    self._spell(speller(row))
                if value is None or type(value) is str:
                    tail = known.get(value)
                    if tail is None:
                        tail = known[value] = self._tail(value)
                else:
                    tail = self._tail(value)
            except Unfit as unfit:
                self.unfit.append(((row, self.column), unfit))
                continue
            found.append(f"{opening}{row + 1}{tail}" if tail else "")
        return found

    def _spell(self, text: str) -> None:
        """Take another formula, unless it is the one of the row above."""
        if text is not self._formula:
            self._formula = None  # stays so if the text is unfit: the next row is to say so again
            self._element = formula_element(self._part, formula_text(text))
            self._formula = text
            self._shells.clear()
            self._known.clear()

    def _tail(self, value: CellValue) -> str:
        """A cell behind its address."""
        kind, text, _ = value_text(value)
        plain = kind == "text" and not self._element
        if plain and not text:
            kind, plain = "blank", False
        if kind == "blank" and not self._element and not self._looks.plain:
            return ""
        look = kind, plain and keeps_space(text), plain and text.startswith(LIVE)
        shell = self._shells.get(look)
        if shell is None:
            shell = self._shells[look] = self._shell(*look)
        return f"{shell[0]}{text if kind == 'number' else escape(text)}{shell[1]}"

    def _shell(self, kind: Kind, spaced: bool, live: bool) -> Shell:
        style = self._looks.quoted if live else self._looks.plain
        sample = f" {_MARK}" if spaced else _MARK
        xml = cell_bytes(self._part, b'"', style, CellEdit(kind, sample), self._element).decode(self._part.encoding)
        # From the right: a formula stands before the value and may hold the mark.
        before, _, after = xml.rpartition(sample) if kind != "blank" else (xml, "", "")
        return before, after


def new_rows(
    sheet: SheetXml, first: int, columns: Mapping[int, NewColumn], looks: Mapping[int, Looks], rows: int
) -> tuple[RowBlock, list[tuple[Place, Unfit]]]:
    """Rows from the zero-based row `first` with a cell for each of `looks`, and what no cell can hold.

    A column that is not in `columns` is blank; each of the others has `rows` values.
    """
    blank = NewColumn([None] * rows)
    strands = [(columns.get(column, blank), column) for column in sorted(looks)]
    writers = [ColumnWriter(sheet.part, column, looks[column], strand.formula) for strand, column in strands]
    block = RowBlock(chained=any(strand.formula for strand, _ in strands))
    for start in range(0, rows, _CHUNK):
        chunk = [
            writer.cells(first + start, strand.values[start : start + _CHUNK])
            for writer, (strand, _) in zip(writers, strands, strict=True)
        ]
        if not any(writer.unfit for writer in writers):
            _add(block, sheet, first + start, chunk, sorted(looks))
    by_column = {writer.column: writer.unfit for writer in writers}
    return block, [unfit for column in columns for unfit in by_column.get(column, ())]


def _add(block: RowBlock, sheet: SheetXml, first: int, chunk: Sequence[Sequence[str]], columns: Sequence[int]) -> None:
    """Add rows given by column; a row without any cell is left out."""
    for row, cells in enumerate(map("".join, zip(*chunk, strict=True)), first):
        if cells:
            block.content.append(sheet.new_row(row, [sheet.part.encode(cells)]))
    for column, cells_of_one in zip(columns, chunk, strict=True):
        filled = [row for row, cell in enumerate(cells_of_one, first) if cell]
        if filled:
            block.cells += len(filled)
            block.corners += [(filled[0], column), (filled[-1], column)]
