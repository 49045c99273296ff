"""One worksheet part: where its rows and cells lie, and the bytes that change when some of them do."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from sheetkit.backends.excel.bytesxml import TAG_REST, Document, Span, Splice, attribute, with_attribute
from sheetkit.core.errors import PatchRefused
from sheetkit.workbook import a1

Place = tuple[int, int]
"""A cell's zero-based row and column."""

_SPACE: Final = b" \t\r\n/>"
_BROKEN: Final = "Open it in Excel or LibreOffice and save it there, then try again. The file was not changed."


@dataclass(frozen=True, slots=True)
class RowSpan:
    """A wanted row: its element, or (element None) the offset `at` where it belongs."""

    row: int
    at: int
    element: Span | None


@dataclass(frozen=True, slots=True)
class Spot:
    """A wanted cell: its element, or (element None) the offset `at` in `line` where it belongs."""

    place: Place
    line: RowSpan
    at: int
    element: Span | None


@dataclass(slots=True)
class RowBlock:
    """New rows below all others of a sheet, as XML; how many cells they have, and the corners of what these cover.

    `chained` says that there are formulas among them.
    """

    content: list[bytes] = field(default_factory=list)
    cells: int = 0
    corners: list[Place] = field(default_factory=list)
    chained: bool = False


class SheetXml:
    """The XML of one worksheet. `name` is the part's name, for messages."""

    def __init__(self, part: Document, name: str) -> None:
        self.part = part
        self.name = name
        found = self.part.find(b"sheetData")
        if found is None:
            raise PatchRefused(f"{name} inside the workbook is no worksheet: it has no cells.", hint=_BROKEN)
        self.data = found
        prefix = self.part.prefix
        self._row, self._cell = b"<" + prefix + b"row", b"<" + prefix + b"c"
        self._cells = re.compile(re.escape(self._cell) + rb"(?=[\s/>])" + TAG_REST)
        self._column_styles: dict[int, int] = {}
        self._check_prefix()

    def locate(self, places: Iterable[Place]) -> dict[Place, Spot]:
        """Where each of the cells lies or belongs."""
        ordered = sorted(set(places))
        by_row: dict[int, list[int]] = {}
        for row, column in ordered:
            by_row.setdefault(row, []).append(column)
        spots = {}
        for line in self._lines(list(by_row)):
            for spot in self._spots(line, by_row[line.row]):
                spots[spot.place] = spot
        return spots

    def style_for_new(self, spot: Spot) -> int:
        """The format that programs give to a cell typed where there was none: the row's own, else the column's."""
        if spot.line.element is not None:
            tag = self.part.tag(spot.line.element)
            if attribute(tag, b"customFormat") in (b"1", b"true"):
                return int(attribute(tag, b"s") or 0)
        column = spot.place[1]
        if column not in self._column_styles:
            self._column_styles[column] = self._column_style(column)
        return self._column_styles[column]

    def place_of(self, at: int) -> Place:
        """The cell inside whose element the offset lies."""
        shadow, prefix = self.part.shadow, self.part.prefix
        start = shadow.rfind(self._cell, self.data.inner, at)
        while shadow[start + len(self._cell)] not in _SPACE:
            start = shadow.rfind(self._cell, self.data.inner, start)
        address = attribute(self.part.tag(self.part.span(start, b"c")), b"r")
        if address:
            return a1.parse_address(address.decode())
        line = shadow.rfind(b"<" + prefix + b"row", self.data.inner, start)
        while shadow[line + len(self._row)] not in _SPACE:
            line = shadow.rfind(self._row, self.data.inner, line)
        row = next(number for at_row, number in self._walk() if at_row == line)
        return next(
            (row, column) for column, span in self._columns(self.part.span(line, b"row")) if span.start == start
        )

    def splices(
        self, cells: Mapping[Place, bytes], spots: Mapping[Place, Spot], below: RowBlock | None = None
    ) -> list[Splice]:
        """What changes in the part when these cells become these bytes and `below` follows them all; in order."""
        splices: list[Splice] = []
        new_rows: dict[int, list[bytes]] = {}
        for _, group in groupby(sorted(cells), key=lambda place: place[0]):
            places = list(group)
            line = spots[places[0]].line
            if line.element is None:
                new_rows.setdefault(line.at, []).append(self.new_row(line.row, [cells[place] for place in places]))
            else:
                splices += self._row_splices(line.element, places, cells, spots)
        p = self.part.prefix
        for at, rows in new_rows.items():
            content = b"".join(rows)
            if self.data.hollow:
                opened = self.part.tag(self.data)[:-2].rstrip() + b">"
                splices.append((self.data.start, self.data.end, opened + content + b"</" + p + b"sheetData>"))
            else:
                splices.append((at, at, content))
        if below and below.content:
            splices.append((self.data.close, self.data.close, b"".join(below.content)))
        corners = below.corners if below else []
        splices += self._dimension([*corners, *(place for place in cells if spots[place].element is None)])
        return sorted(splices, key=lambda splice: splice[:2])

    def _row_splices(
        self, element: Span, places: Sequence[Place], cells: Mapping[Place, bytes], spots: Mapping[Place, Spot]
    ) -> list[Splice]:
        new = [place[1] for place in places if spots[place].element is None]
        tag = self.part.tag(element)
        opened = _with_spans(tag, new) if new else tag
        if element.hollow:
            inner = b"".join(cells[place] for place in places)
            closed = b"</" + self.part.prefix + b"row>"
            return [(element.start, element.end, opened[:-2].rstrip() + b">" + inner + closed)]
        splices = [(element.start, element.inner, opened)] if opened != tag else []
        for place in places:
            spot = spots[place]
            start, end = (spot.element.start, spot.element.end) if spot.element else (spot.at, spot.at)
            if splices and splices[-1][0] == start == end == splices[-1][1]:
                splices[-1] = (start, end, splices[-1][2] + cells[place])
            else:
                splices.append((start, end, cells[place]))
        return splices

    def new_row(self, row: int, cells: Sequence[bytes]) -> bytes:
        """A row, zero-based, of these cells."""
        return b'%b r="%d">%b</%brow>' % (self._row, row + 1, b"".join(cells), self.part.prefix)

    def _dimension(self, new: Sequence[Place]) -> list[Splice]:
        span = self.part.find(b"dimension", 0, self.data.start)
        if span is None or not new:
            return []
        tag = self.part.tag(span)
        try:
            r1, c1, r2, c2 = a1.parse_range((attribute(tag, b"ref") or b"").decode())
        except ValueError:
            return []
        rows, columns = [row for row, _ in new], [column for _, column in new]
        grown = min(r1, *rows), min(c1, *columns), max(r2, *rows), max(c2, *columns)
        if grown == (r1, c1, r2, c2):
            return []
        return [(span.start, span.inner, with_attribute(tag, b"ref", a1.range_address(*grown).encode()))]

    def _lines(self, wanted: Sequence[int]) -> list[RowSpan]:
        """The wanted rows, which are in order."""
        lines: list[RowSpan] = []
        waiting, previous = 0, -1
        for at, number in self._walk():
            if number <= previous:
                raise PatchRefused(f"The rows of {self.name} are out of order (row {number + 1}).", hint=_BROKEN)
            previous = number
            while waiting < len(wanted) and wanted[waiting] < number:
                lines.append(RowSpan(wanted[waiting], at, None))
                waiting += 1
            if waiting == len(wanted):
                return lines
            if wanted[waiting] == number:
                lines.append(RowSpan(number, at, self.part.span(at, b"row", self.data.close)))
                waiting += 1
        return lines + [RowSpan(row, self.data.close, None) for row in wanted[waiting:]]

    def _walk(self) -> Iterable[tuple[int, int]]:
        """The offset and zero-based number of each row."""
        shadow, needle, end = self.part.shadow, self._row, self.data.close
        size, number, at = len(needle), -1, shadow.find(needle, self.data.inner, end)
        while at >= 0:
            behind = at + size
            if shadow[behind : behind + 4] == b' r="':
                number = int(shadow[behind + 4 : shadow.find(b'"', behind + 4)]) - 1
                yield at, number
            elif shadow[behind] in _SPACE:
                written = attribute(shadow[at : shadow.find(b">", at) + 1], b"r")
                number = int(written) - 1 if written else number + 1
                yield at, number
            at = shadow.find(needle, behind, end)

    def _spots(self, line: RowSpan, columns: Sequence[int]) -> Iterable[Spot]:
        if line.element is None or line.element.hollow:
            return [Spot((line.row, column), line, line.at, None) for column in columns]
        element = line.element
        spots, start = [], element.inner
        for column in columns:
            span = self._addressed(line.row, column, start, element.close)
            if span is None and not self._behind_last(column, element):
                return self._by_counting(line, element, columns)
            spots.append(Spot((line.row, column), line, element.close, span))
            start = span.end if span else start
        return spots

    def _addressed(self, row: int, column: int, start: int, end: int) -> Span | None:
        """The cell that says it has this address, found without looking at those before it."""
        shadow = self.part.shadow
        needle = b' r="%b%d"' % (a1.column_letters(column).encode(), row + 1)
        at = shadow.find(needle, start, end)
        if at < 0:
            return None
        tag = shadow.rfind(b"<", start, at)
        if shadow[tag : tag + len(self._cell) + 1].rstrip() != self._cell or shadow.find(b">", tag, at) >= 0:
            return None
        return self.part.span(tag, b"c", end)

    def _behind_last(self, column: int, element: Span) -> bool:
        """Whether the row's last cell lies left of the column and says so."""
        at = self.part.shadow.rfind(self._cell, element.inner, element.close)
        tag = self._cells.match(self.part.shadow, at) if at >= 0 else None
        written = attribute(tag[0], b"r") if tag else None
        return bool(written) and a1.parse_address((written or b"").decode())[1] < column

    def _by_counting(self, line: RowSpan, element: Span, columns: Sequence[int]) -> Iterable[Spot]:
        """The same by looking at every cell of the row: for cells without address, and for places between cells."""
        present = list(self._columns(element))
        by_column = dict(reversed(present))
        spots = []
        for column in columns:
            span = by_column.get(column)
            behind = next((other.start for number, other in present if number > column), element.close)
            spots.append(Spot((line.row, column), line, span.start if span else behind, span))
        return spots

    def _columns(self, element: Span) -> Iterable[tuple[int, Span]]:
        """The zero-based column and the element of each cell of a row."""
        number, start = -1, element.inner
        while tag := self._cells.search(self.part.shadow, start, element.close):
            span = self.part.span(tag.start(), b"c", element.close)
            written = attribute(tag[0], b"r")
            number = a1.parse_address(written.decode())[1] if written else number + 1
            yield number, span
            start = span.end

    def _column_style(self, column: int) -> int:
        columns = self.part.find(b"cols", 0, self.data.start)
        for span in self.part.find_all(b"col", columns.inner, columns.close) if columns else ():
            tag = self.part.tag(span)
            if int(attribute(tag, b"min") or 0) <= column + 1 <= int(attribute(tag, b"max") or 0):
                return int(attribute(tag, b"style") or 0)
        return 0

    def _check_prefix(self) -> None:
        """Refuse cells under a second prefix: they would be overlooked."""
        shadow, start, end = self.part.shadow, self.data.inner, self.data.close
        if shadow.find(b"xmlns", start, end) >= 0 and re.search(rb"<[^\s/>:]+:(?:row|c)[\s/>]", shadow[start:end]):
            raise PatchRefused(f"{self.name} writes its cells under several namespace prefixes.", hint=_BROKEN)


def _with_spans(tag: bytes, columns: Sequence[int]) -> bytes:
    """The row's tag with its `spans` hint grown over new cells."""
    if b"spans" not in tag:
        return tag
    numbers = [int(number) for number in re.findall(rb"\d+", attribute(tag, b"spans") or b"")]
    if not numbers or (min(numbers) <= min(columns) + 1 and max(columns) + 1 <= max(numbers)):
        return tag
    low, high = min(*numbers, min(columns) + 1), max(*numbers, max(columns) + 1)
    return with_attribute(tag, b"spans", b"%d:%d" % (low, high))
