"""Reads a sheet's XML, however it is written, with a parser that reports tag by tag and builds no tree."""

from collections.abc import Iterable, Mapping
from typing import Final

from lxml import etree

from sheetkit.backends.excel import xmltree
from sheetkit.backends.excel.scan_cells import SheetCells
from sheetkit.backends.excel.scan_formulas import Formulas
from sheetkit.backends.excel.scan_values import Values, decode
from sheetkit.workbook.a1 import parse_address, parse_range

_TEXT_TAGS: Final = frozenset({"v", "t", "f"})
_SKIPPED: Final = frozenset({"rPh", "Choice", "extLst"})
"""Phonetic hints; newer programs' alternatives to a Fallback; extensions that nest cells of their own."""


def scan(part: str, stream: Iterable[bytes], cells: SheetCells, formulas: Formulas, values: Values) -> None:
    """Read a sheet from its bytes into `cells`. `values` must take unescaped text.

    Raises PackageRefused when the part is not well formed.
    """
    parser = xmltree.event_parser(_SheetEvents(cells, formulas, values))
    try:
        for piece in stream:
            parser.feed(piece)
        parser.close()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise xmltree.damaged(part, str(error)) from error
    formulas.finish()


class _SheetEvents:
    """The parser's target: it keeps the present row and cell, and nothing else."""

    def __init__(self, cells: SheetCells, formulas: Formulas, values: Values) -> None:
        self._cells = cells
        self._formulas = formulas
        self._values = values
        self._row = self._column = -1
        self._skipping = 0
        self._in_rows = self._in_cell = False
        self._cell: tuple[str, str] = ("n", "")
        self._raw: str | None = None
        self._formula: str | None = None
        self._formula_attributes: Mapping[str, str] = {}
        self._pieces: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition("}")[2]
        if self._skipping or name in _SKIPPED:
            self._skipping += 1
        elif self._in_cell:
            if name in _TEXT_TAGS:
                self._pieces = []
            if name == "f":
                self._formula_attributes = dict(attributes)
        elif not self._in_rows:
            self._in_rows = name == "sheetData"
            if name == "mergeCell":
                self._cells.merges.append(parse_range(attributes.get("ref", "")))
        elif name == "row":
            self._start_row(attributes)
        elif name == "c":
            self._start_cell(attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rpartition("}")[2]
        if self._skipping:
            self._skipping -= 1
        elif name == "sheetData":
            self._in_rows = False
        elif self._in_cell:
            self._end_in_cell(name)

    def data(self, data: str) -> None:
        """Text, perhaps in pieces."""
        if self._pieces is not None and not self._skipping:
            self._pieces.append(data)

    def close(self) -> None:
        """The end of the part."""

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) - 1 if number else self._row + 1
        self._column = -1
        if xmltree.truth(attributes.get("hidden")):
            self._cells.hidden_rows.add(self._row)

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        address = attributes.get("r", "")
        if address:
            self._row, self._column = parse_address(address)
        else:
            self._column += 1
        self._cell = (attributes.get("t", "n"), attributes.get("s", ""))
        self._in_cell = True
        self._raw = self._formula = None

    def _end_in_cell(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name in _TEXT_TAGS and self._pieces is not None:
            text = "".join(self._pieces)
            self._pieces = None
            if name == "f":
                self._formula = text
            else:
                self._raw = (self._raw or "") + text if name == "t" else text

    def _end_cell(self) -> None:
        self._in_cell = False
        if self._formula is not None:
            self._formulas.add(self._row, self._column, self._formula_attributes, decode(self._formula))
        value = self._values.one(self._values.kind_of(*self._cell), self._raw)
        self._cells.put(self._row, self._column, value)
