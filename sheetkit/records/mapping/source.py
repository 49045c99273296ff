"""The rows of an export: the bytes of a CSV file, or the cells of a sheet, as columns under their headers."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sheetkit.core.errors import SheetkitError
from sheetkit.core.problem import Problem
from sheetkit.core.values import CellValue, is_blank
from sheetkit.workbook.a1 import MAX_ROWS, column_letters

MAX_BYTES: Final = 500_000_000
"""The largest CSV file that is read; a sheet full of text is smaller."""
DELIMITERS: Final = (",", ";", "\t", "|")
HEADER_WITHIN: Final = 20
"""A header row is looked for in so many rows from the top; titles and dates of the export may stand above it."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of one export, columnar.

    `columns` maps each header to its values, all equally long: text as in the file, or typed cells of a workbook.
    `lines` are the 1-based lines (rows of the sheet) that the values were read from. `problems` names rows left out.
    """

    name: str
    columns: Mapping[str, Sequence[CellValue]]
    lines: Sequence[int]
    problems: tuple[Problem, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers in their order."""
        return tuple(self.columns)


def from_csv(raw: bytes, name: str) -> Source:
    """The rows of a CSV file of whatever encoding and delimiter.

    Raises SheetkitError when it is too large, holds no table, or is not text.
    """
    if len(raw) > MAX_BYTES:
        raise SheetkitError(f"The file has {len(raw):,} bytes; {MAX_BYTES:,} can be read.", path=name, hint=_SPLIT)
    text = _decoded(raw, name)
    text, delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, Sequence[CellValue]]] = []
    line = 1
    try:
        for row in reader:
            rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise SheetkitError(
            f"Line {line} cannot be read as CSV: {error}.", path=name, hint="A quotation mark is probably not closed."
        ) from None
    return from_rows(rows, name)


def from_rows(rows: Iterable[tuple[int, Sequence[CellValue]]], name: str) -> Source:
    """The source that numbered rows hold: the header row is found, blank rows are passed over.

    A row with more values than there are headers is left out and named: a delimiter inside a value shifts all the
    rest. Raises SheetkitError when there is no header or more rows than a sheet can hold.
    """
    filled = [(line, row) for line, row in rows if not all(is_blank(value) for value in row)]
    start = _header_at([row for _, row in filled[:HEADER_WITHIN]])
    if start is None:
        raise SheetkitError("The file holds no table: no row of headers was found.", path=name, hint=_NO_TABLE)
    if len(filled) > MAX_ROWS:
        raise SheetkitError(f"The file holds {len(filled):,} rows; a sheet has {MAX_ROWS:,}.", path=name, hint=_SPLIT)
    headers = _headers(filled[start][1])
    width = len(headers)
    kept: list[Sequence[CellValue]] = []
    lines: list[int] = []
    problems: list[Problem] = []
    for line, row in filled[start + 1 :]:
        if any(not is_blank(value) for value in row[width:]):
            problems.append(_too_long(name, line, len(row), width))
            continue
        kept.append(row)
        lines.append(line)
    columns = {
        header: [row[index] if index < len(row) else None for row in kept] for index, header in enumerate(headers)
    }
    return Source(name, columns, lines, tuple(problems))


_SPLIT = "Export a shorter period, and import one file after the other."
_NO_TABLE = "Save the export as CSV or XLSX with one row of column names above the rows."


def _decoded(raw: bytes, name: str) -> str:
    """The text of the bytes: by its mark, as UTF-8, as UTF-16 by its many zeros, else as Windows' Western code page."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _strictly(raw, encoding, name)
    sample = raw[:4000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) > len(sample) // 4 and not min(even, odd):
        return _strictly(raw, "utf-16-le" if odd else "utf-16-be", name)
    if 0 in sample:
        raise SheetkitError("The file is not text, so it is no CSV.", path=name, hint=_NO_TABLE)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _strictly(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetkitError(
            f"The file says it is {encoding}, but byte {error.start + 1} is not.", path=name, hint=_NO_TABLE
        ) from None


def _delimiter(text: str) -> tuple[str, str]:
    """The text without Excel's `sep=` line, and the delimiter: the one that cuts most rows into equally many parts."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return rest, first[4]
    sample = text[:50_000]
    scores = {delimiter: _evenness(sample, delimiter) for delimiter in DELIMITERS}
    return text, max(DELIMITERS, key=lambda delimiter: scores[delimiter])


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    """How evenly a delimiter cuts the first rows: the share of rows of the commonest width, and that width."""
    widths: Counter[int] = Counter()
    try:
        for _, row in zip(range(50), csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), strict=False):
            if row:
                widths[len(row)] += 1
    except csv.Error:
        return 0.0, 0
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    return (count / widths.total(), width) if width > 1 else (0.0, width)


def _header_at(rows: Sequence[Sequence[CellValue]]) -> int | None:
    """The first row that is as wide as most and holds nothing but texts."""
    if not rows:
        return None
    widths = [max((index for index, value in enumerate(row, 1) if not is_blank(value)), default=0) for row in rows]
    usual = Counter(widths).most_common(1)[0][0]
    for index, row in enumerate(rows):
        texts = [value for value in row if not is_blank(value)]
        if widths[index] * 2 > usual and all(isinstance(value, str) for value in texts):
            return index
    return None


def _headers(row: Sequence[CellValue]) -> list[str]:
    """Names for the columns, each once: a nameless one is called by its letter, a second of a name gets its number."""
    names = [" ".join(str(value).split()) if not is_blank(value) else "" for value in row]
    while names and not names[-1]:
        names.pop()
    taken: set[str] = set()
    unique = []
    for index, name in enumerate(names):
        plain = shown = name or f"Column {column_letters(index)}"
        many = 1
        while shown.casefold() in taken:
            many += 1
            shown = f"{plain} ({many})"
        taken.add(shown.casefold())
        unique.append(shown)
    return unique


def _too_long(name: str, line: int, found: int, width: int) -> Problem:
    return Problem(
        code="import-row",
        tab=name,
        cell=f"line {line}",
        message=f"It has {found} values under {width} header{'s' * (width != 1)}, so it was left out.",
        hint="A value with the delimiter in it needs quotation marks; mend the line and import again.",
    )
