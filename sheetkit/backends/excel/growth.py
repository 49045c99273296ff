"""Everything in a workbook that ends where a table ends, made to reach its new last row."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sheetkit.backends.excel.book import Book
from sheetkit.backends.excel.bytesxml import (
    Document,
    Span,
    Splice,
    attribute,
    escape,
    resolved,
    text_attribute,
    with_attribute,
)
from sheetkit.backends.excel.formulas import Rectangle
from sheetkit.backends.excel.tables import TablePart
from sheetkit.workbook import a1

_REFERENCE: Final = re.compile(
    r'("(?:[^"]|"")*+"|\[[^\]]*+\])'
    r"|((?:'(?:[^']|'')*+'|[^\W\d][\w.]*)!)?(?<![\w.$])"
    r"(\$?[A-Za-z]{1,3})(\$?)([0-9]{1,7}):(\$?[A-Za-z]{1,3})(\$?)([0-9]{1,7})(?![\w.(!])"
)
_TEXT: Final = re.compile(rb"<(?:[^\s/>:]+:)?(formula|formula1|formula2|f|sqref)(?:\s[^>]*)?>([^<]*)<")
_SQREF: Final = re.compile(rb"""\ssqref\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CHART: Final = re.compile(r"chart(ex)?\+xml$")


@dataclass(frozen=True, slots=True)
class Growth:
    """A table that gets more rows: its sheet, its data from `first` to `last` row and columns, and how many rows more.

    `totals` is the number of rows below the data that belong to the table. `part` is None where only headers make it
    a table.
    """

    sheet: str
    sheet_part: str
    first: int
    last: int
    left: int
    right: int
    rows: int
    totals: int = 0
    part: TablePart | None = None

    def area(self, area: Rectangle) -> Rectangle:
        """A range that covers the table's last row and ends there, grown; any other as it is."""
        r1, c1, r2, c2 = area
        ends = r2 == self.last or (self.totals and r2 == self.last + self.totals)
        covers = r1 < self.last or self.first == self.last
        beside = c2 < self.left or c1 > self.right
        return (r1, c1, r2 + self.rows, c2) if ends and covers and not beside else area

    def ranges(self, text: str) -> str:
        """A list of ranges of this sheet, such as `B2:B10 D2:D10`, each grown."""
        grown = []
        for one in text.split():
            try:
                area = a1.parse_range(one)
            except ValueError:
                grown.append(one)
            else:
                grown.append(one if self.area(area) == area else a1.range_address(*self.area(area)))
        return " ".join(grown) if grown != text.split() else text

    def formula(self, text: str, *, here: bool, fixed: bool = False) -> str:
        """A formula, its absolute ranges grown. `here`: it stands on this sheet; `fixed`: its rows never move."""

        def grow(found: re.Match[str]) -> str:
            whole, sheet, left, d1, r1, right, d2, r2 = (found[n] for n in range(1, 9))
            mine = here if sheet is None else _sheet_name(sheet).casefold() == self.sheet.casefold()
            if whole is not None or not mine or not (fixed or (d1 and d2)):
                return found[0]
            columns = [a1.column_index(letters.lstrip("$")) for letters in (left, right)]
            end = self.area((int(r1) - 1, min(columns), int(r2) - 1, max(columns)))[2]
            return f"{sheet or ''}{left}{d1}{r1}:{right}{d2}{end + 1}"

        return _REFERENCE.sub(grow, text)


def grow(book: Book, growths: Sequence[Growth]) -> None:
    """Grow tables, filters, conditional formats, validations, names, print areas, charts and pivot sources."""
    package, parts = book.parts.package, book.parts
    for growth in growths:
        if growth.part:
            parts.splice(growth.part.part, _table_splices(growth, growth.part))
    for sheet in package.sheets:
        document = parts.document(sheet.part)
        parts.splice(sheet.part, _sheet_splices(document, sheet.name, growths))
    workbook = parts.document(package.workbook)
    names = ((span.inner, span.close) for span in workbook.find_all(b"definedName"))
    parts.splice(package.workbook, _formula_splices(workbook, names, growths, "", fixed=False))
    for name, kind in package.content_types.items():
        if _CHART.search(kind):
            chart = parts.document(name)
            texts = (found.span(2) for found in _TEXT.finditer(chart.shadow))
            parts.splice(name, _formula_splices(chart, texts, growths, "", fixed=True))
        elif kind.endswith("pivotCacheDefinition+xml"):
            parts.splice(name, _pivot_splices(parts.document(name), growths))


def _table_splices(growth: Growth, table: TablePart) -> Iterator[Splice]:
    document = table.document
    for name in (b"table", b"autoFilter", b"sortState"):
        if span := document.find(name):
            yield from _attribute_splice(document, span, growth)


def _sheet_splices(document: Document, sheet: str, growths: Sequence[Growth]) -> Iterator[Splice]:
    data = document.find(b"sheetData")
    start = data.end if data else 0
    own = [growth for growth in growths if growth.sheet == sheet]
    texts = []
    for found in _TEXT.finditer(document.shadow, start):
        if found[1] != b"sqref":
            texts.append(found.span(2))
            continue
        yield from _range_splice(document, found.span(2), own)
    for found in _SQREF.finditer(document.shadow, start):
        yield from _range_splice(document, found.span(1 if found[1] is not None else 2), own)
    yield from _formula_splices(document, texts, growths, sheet, fixed=False)
    for growth in own:
        if (span := document.find(b"autoFilter", start)) and not _nested_filter(document, span):
            yield from _attribute_splice(document, span, growth)


def _nested_filter(document: Document, span: Span) -> bool:
    """Whether the filter belongs to a saved view, not to the sheet."""
    views = document.find(b"customSheetViews")
    return views is not None and views.start < span.start < views.end


def _range_splice(document: Document, where: tuple[int, int], growths: Iterable[Growth]) -> Iterator[Splice]:
    before = document.source[slice(*where)].decode()
    after = before
    for growth in growths:
        after = growth.ranges(after)
    if after != before:
        yield (*where, after.encode())


def _formula_splices(
    document: Document, places: Iterable[tuple[int, int]], growths: Sequence[Growth], sheet: str, *, fixed: bool
) -> Iterator[Splice]:
    for where in places:
        before = resolved(document.source[slice(*where)].decode(document.encoding))
        after = before
        for growth in growths:
            after = growth.formula(after, here=growth.sheet == sheet, fixed=fixed)
        if after != before:
            yield (*where, document.encode(escape(after)))


def _attribute_splice(document: Document, span: Span, growth: Growth) -> Iterator[Splice]:
    tag = document.tag(span)
    before = (attribute(tag, b"ref") or b"").decode()
    after = growth.ranges(before)
    if after != before:
        yield span.start, span.inner, with_attribute(tag, b"ref", after.encode())


def _pivot_splices(document: Document, growths: Sequence[Growth]) -> Iterator[Splice]:
    span = document.find(b"worksheetSource")
    sheet = text_attribute(document.tag(span), b"sheet") if span else None
    for growth in growths:
        if span and sheet == growth.sheet:
            yield from _attribute_splice(document, span, growth)


def _sheet_name(prefix: str) -> str:
    name = prefix[:-1]
    return name[1:-1].replace("''", "'") if name.startswith("'") else name
