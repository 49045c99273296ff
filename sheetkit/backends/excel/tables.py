"""The tables of a sheet as their parts declare them: what they cover and what each column is."""

from dataclasses import dataclass

from sheetkit.backends.excel.bytesxml import Document, Span, attribute, resolved, text_attribute
from sheetkit.backends.excel.cellxml import unescaped
from sheetkit.workbook import a1


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a table; `calculated` is its formula, `totals` says that its totals cell is declared."""

    name: str
    calculated: str
    totals: bool


@dataclass(frozen=True, slots=True)
class TablePart:
    """One table: its part, its element, and the range from its header to its last row, zero-based and inclusive."""

    document: Document
    element: Span
    part: str
    name: str
    area: tuple[int, int, int, int]
    headers: int
    totals: int
    columns: tuple[TableColumn, ...]

    @classmethod
    def open(cls, document: Document, part: str) -> "TablePart | None":
        """The table that a part declares; None when it declares none."""
        element = document.find(b"table")
        if element is None:
            return None
        tag = document.tag(element)
        area = a1.parse_range((attribute(tag, b"ref") or b"").decode())
        name = text_attribute(tag, b"displayName") or text_attribute(tag, b"name") or ""
        headers = int(attribute(tag, b"headerRowCount") or 1)
        totals = int(attribute(tag, b"totalsRowCount") or 0)
        return cls(document, element, part, name, area, headers, totals, _columns(document))

    @property
    def first_data_row(self) -> int:
        """Its first row below the headers."""
        return self.area[0] + self.headers

    @property
    def last_data_row(self) -> int:
        """Its last row above the totals."""
        return self.area[2] - self.totals

    def column(self, name: str) -> int | None:
        """The zero-based sheet column of the table column with that name, in any case."""
        folded = name.casefold()
        for offset, column in enumerate(self.columns):
            if column.name.casefold() == folded:
                return self.area[1] + offset
        return None


def _columns(document: Document) -> tuple[TableColumn, ...]:
    listed = document.find(b"tableColumns")
    found = []
    for span in document.find_all(b"tableColumn", listed.inner, listed.close) if listed else ():
        tag = document.tag(span)
        formula = document.find(b"calculatedColumnFormula", span.inner, span.close)
        declared = attribute(tag, b"totalsRowFunction") not in (None, b"none") or attribute(tag, b"totalsRowLabel")
        name = unescaped(resolved((attribute(tag, b"name") or b"").decode()))
        found.append(TableColumn(name, document.text(formula) if formula else "", bool(declared)))
    return tuple(found)
