"""Reads a sheet's XML row by row with one regular expression that knows the sheet's columns.

It takes only what programs write when they write plainly: attributes in double quotes, cells in order with their
addresses, nothing between the tags. Anything else raises NotPlain, and `scan_events` reads the sheet instead.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, repeat
from typing import Final

from sheetkit.backends.excel.scan_cells import SheetCells
from sheetkit.backends.excel.scan_formulas import Formulas
from sheetkit.backends.excel.scan_values import Values
from sheetkit.workbook.a1 import column_index, column_letters, parse_range

MAIN_NAMESPACES: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # Strict, ISO/IEC 29500-1
)

_MOST_COLUMNS: Final = 512
_MOST_BUFFERED: Final = 16 * 1024 * 1024
_GROUPS_AT_ONCE: Final = 150_000
_TAG_CARRY: Final = 4096
_ROOT: Final = re.compile(r"\s*(?:<\?xml([^>]*)\?>)?\s*<(?:([A-Za-z_]\w*):)?worksheet\s([^>]*)>")
_FOREIGN_ENCODING: Final = re.compile(r'encoding="(?!utf-8"|us-ascii")', re.IGNORECASE)
_HIDDEN: Final = re.compile(r'\shidden="(?:1|true)"')


class NotPlain(Exception):  # noqa: N818 - a condition, not a fault
    """The sheet's XML is not written plainly enough for the fast scan."""


def scan(stream: Iterable[bytes], cells: SheetCells, formulas: Formulas, values: Values) -> None:
    """Read a sheet from its bytes into `cells`. Raises NotPlain; what `cells` then holds is of no use."""
    reader = _Reader(iter(stream))
    prefix, has_rows = _head(reader)
    if has_rows:
        rows = _Rows(prefix, cells, formulas, values)
        for text in reader.rows(prefix):
            rows.take(text)
    formulas.finish()
    merge = re.compile(rf'<{prefix}mergeCell ref="([A-Z0-9:]+)"\s*/>')
    text = ""
    for text in reader.tail():
        cells.merges.extend(map(parse_range, merge.findall(text)))
    if not text.rstrip().endswith(f"</{prefix}worksheet>"):
        raise NotPlain


class _Reader:
    """Cuts a stream of bytes into texts at tags."""

    def __init__(self, stream: Iterator[bytes]) -> None:
        self._stream = stream
        self.buffer = b""

    def until(self, mark: bytes) -> bytes | None:
        """All up to and with the mark, or None when it does not come; what follows stays in the buffer."""
        while (at := self.buffer.find(mark)) < 0:
            if len(self.buffer) > _MOST_BUFFERED or not self.more():
                return None
        taken, self.buffer = self.buffer[: at + len(mark)], self.buffer[at + len(mark) :]
        return taken

    def more(self) -> bool:
        """Add the next piece to the buffer; False at the end."""
        piece = next(self._stream, b"")
        self.buffer += piece
        return bool(piece)

    def rows(self, prefix: str) -> Iterator[str]:
        """The rows of the sheet, many at a time, each text made of whole rows."""
        opening, end = f"<{prefix}row".encode(), f"</{prefix}sheetData>".encode()
        while (at := self.buffer.find(end)) < 0:
            cut = self.buffer.rfind(opening)
            if cut > 0:
                whole, self.buffer = self.buffer[:cut], self.buffer[cut:]
                yield _text(whole)
            if len(self.buffer) > _MOST_BUFFERED or not self.more():
                raise NotPlain
        whole, self.buffer = self.buffer[:at], self.buffer[at + len(end) :]
        yield _text(whole)

    def tail(self) -> Iterator[str]:
        """What follows the rows, cut before a tag and free of comments."""
        going = True
        while going:
            going = self.more()
            cut = self.buffer.rfind(b"<") if going else len(self.buffer)
            if b"<!" in self.buffer or b"<?" in self.buffer or len(self.buffer) - cut > _MOST_BUFFERED:
                raise NotPlain
            if cut > 0:
                whole, self.buffer = self.buffer[:cut], self.buffer[cut:]
                yield _text(whole)


def _text(data: bytes) -> str:
    """The text of bytes that begin and end at tags, line ends as XML sees them."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotPlain from None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _head(reader: _Reader) -> tuple[str, bool]:
    """The prefix of the sheet's tags with its colon, and whether rows follow; the reader stands at the first one."""
    opening = reader.until(b"sheetData")
    if opening is None or not (closing := reader.until(b">")):
        raise NotPlain
    head = _text(opening.removeprefix(b"\xef\xbb\xbf"))
    root = _ROOT.match(head)
    if not root or _FOREIGN_ENCODING.search(root[1] or "") or "<!" in head or head.count("<?") != head.startswith("<?"):
        raise NotPlain
    prefix = f"{root[2]}:" if root[2] else ""
    declared = f"xmlns:{root[2]}=" if root[2] else "xmlns="
    if not any(f'{declared}"{namespace}"' in root[3] for namespace in MAIN_NAMESPACES):
        raise NotPlain
    if not head.endswith(f"<{prefix}sheetData") or closing.strip() not in (b">", b"/>"):
        raise NotPlain
    return prefix, closing.strip() == b">"


class _Rows:
    """Takes rows as text. Learns which columns the sheet has as it meets them."""

    def __init__(self, prefix: str, cells: SheetCells, formulas: Formulas, values: Values) -> None:
        self._prefix = prefix
        self._cells = cells
        self._formulas = formulas
        self._values = values
        self._columns: list[int] = []
        self._last_row = 0  # one-based, as in the file
        self._addresses = re.compile(rf'<{prefix}c r="([A-Z]{{1,3}})[0-9]')

    def take(self, text: str) -> None:
        """Some whole rows."""
        text = text.lstrip(" \n\t")
        while text:
            text = self._match(text)
            if text and not self._learn(text):
                raise NotPlain

    def _learn(self, text: str) -> bool:
        """Add the columns that the text names; False when there is nothing new to learn."""
        found = set(map(column_index, set(self._addresses.findall(text))))
        known = sorted(found.union(self._columns))
        learned = len(known) > len(self._columns) <= _MOST_COLUMNS and len(known) <= _MOST_COLUMNS
        self._columns = known
        return learned

    def _match(self, text: str) -> str:
        """Read as many rows as fit the columns known so far; what is left begins with one that does not."""
        pattern = _pattern(self._prefix, tuple(self._columns))
        found = (match.groups() for match in pattern.finditer(text))
        at_once = max(1, _GROUPS_AT_ONCE // pattern.groups)
        while batch := list(islice(found, at_once)):
            rest = batch[-1][-1]
            if rest is not None:
                batch.pop()
            if batch:
                self._batch(list(zip(*batch, strict=True)))
            if rest is not None:
                return str(rest)
        return ""

    def _batch(self, groups: list[tuple[str | None, ...]]) -> None:
        """Some rows, one sequence a group of the pattern."""
        rows = [int(digits) - 1 for digits in groups[0] if digits]
        first, last = rows[0], rows[-1]
        together = rows == list(range(first, last + 1))
        if first < self._last_row or not (together or all(map(int.__lt__, rows, rows[1:]))):
            raise NotPlain
        self._last_row = last + 1
        hiding = {source for source in set(groups[1]) if source and _HIDDEN.search(source)}
        if hiding:
            self._cells.hidden_rows.update(row for row, source in zip(rows, groups[1], strict=True) if source in hiding)
        for column, at in zip(self._columns, range(2, len(groups) - 1, 3), strict=True):
            attributes, sources, raws = groups[at : at + 3]
            if sources.count(None) < len(sources):
                self._formulas.run(rows, column, sources)
            found = self._values.convert(attributes, raws)
            if found is None:
                continue
            if together:
                self._cells.extend(first, column, found)
            else:
                any(map(self._cells.put, rows, repeat(column), found))


@lru_cache(maxsize=8)
def _pattern(prefix: str, columns: tuple[int, ...]) -> re.Pattern[str]:
    """A row with any of these columns, in order.

    Its groups: the row's number and its other attributes; for each column the cell's other attributes, its formula's
    source and its raw value; and at last all from the first row on that does not match.
    """
    formula = rf"<{prefix}f([^<]*+)(?:</{prefix}f>|(?<=/>))"
    opening = (
        rf'<{prefix}v ?/>|<{prefix}v(?: xml:space="preserve")?+>|<{prefix}is><{prefix}t(?: xml:space="preserve")?+>'
    )
    value = rf"(?:{opening})([^<]*+)(?:</{prefix}v>|</{prefix}t></{prefix}is>|(?<=/>))"
    cells = "".join(
        rf'(?:<{prefix}c r="{column_letters(column)}\1"([^>/]*+)(?:/>|>(?:{formula})?+(?:{value})?+</{prefix}c>))?+'
        for column in columns
    )
    return re.compile(
        rf'<{prefix}row r="([1-9][0-9]{{0,6}})"([^>/]*+)(?:/>|>{cells}</{prefix}row>)[ \n\t]*+|(.++)', re.DOTALL
    )
