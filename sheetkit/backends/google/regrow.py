"""Ranges that end where a table ended, written anew where rows were taken in below it: those do not grow by themselves.

Only where people typed below a table that did not grow over it, where a table had a single row, and where another table
lies beside it. All other rows go
in above a table's last row, and Google does the rest.
"""

import re
from collections.abc import Iterator
from typing import Final

from sheetkit.backends.google.growth import Growth
from sheetkit.backends.google.known import Known
from sheetkit.backends.google.ranges import Request, cells
from sheetkit.backends.google.spans import Place
from sheetkit.workbook import a1
from sheetkit.workbook.grid import Grid

_RANGE: Final = re.compile(
    r"""("(?:[^"]|"")*+")                                        # a text is left alone
    | ((?:'(?:[^']|'')*+'|[^\W\d][\w.]*)!)?(?<![\w.$])
      (\$[A-Za-z]{1,3}\$)([0-9]{1,7}):(\$[A-Za-z]{1,3}\$)([0-9]{1,7})(?![\w.(!])""",
    re.VERBOSE,
)


def formulas(growth: Growth, grid: Grid) -> Iterator[tuple[str, Place, str]]:
    """Each formula of the spreadsheet, by sheet and place, that has a range over the table down to its old end, grown.

    The text is with "=", for the time before any row is inserted.
    """
    if not growth.taken:
        return
    for sheet in grid.sheets:
        here = sheet.name == growth.append.sheet
        for column, texts in sheet.formulas.items():
            for row, text in texts.items():
                if str(growth.end + 1) in text and (grown := _grown(text, growth, here=here)) != text:
                    yield sheet.name, (row, column), f"={grown}"


def rest(growth: Growth, known: Known) -> Iterator[Request]:
    """The requests by which the table, names, validations and conditional formats reach the rows taken in."""
    sheet, sheet_id, real = growth.append.sheet, known.ids[growth.append.sheet], growth.real
    if real and real.last_row < growth.last:
        yield _table(growth, known, growth.last)
    for name in known.grid.names.values():
        ends = name.row + name.rows - 1 == growth.end and name.row >= growth.place.first_row - 1
        inside = growth.left <= name.column and name.column + name.columns - 1 <= growth.right
        if name.sheet == sheet and ends and inside and name.name in known.names:
            where = cells(sheet_id, name.row, name.column, growth.last, name.column + name.columns - 1)
            named = {"namedRangeId": known.names[name.name], "range": where}
            yield {"updateNamedRange": {"namedRange": named, "fields": "range"}}
    columns = growth.left, growth.right
    yield from like(sheet_id, growth.end, range(growth.end + 1, growth.last + 1), columns, "DATA_VALIDATION")
    yield from like(sheet_id, growth.end, range(growth.end + 1, growth.last + 1), columns, "CONDITIONAL_FORMATTING")
    if growth.taken > growth.append.adopt:  # nobody has typed there, so it looks like the row above
        blank = range(growth.end + 1 + growth.append.adopt, growth.last + 1)
        yield from like(sheet_id, growth.end, blank, columns, "FORMAT")


def _table(growth: Growth, known: Known, last: int) -> Request:
    """The updateTable by which a table ends in a row."""
    real = growth.real
    assert real is not None  # noqa: S101 - only tables of Google's get here
    place = cells(known.ids[growth.append.sheet], real.row, real.column, last, real.last_column)
    entry = {"tableId": known.tables[growth.append.sheet, real.name], "range": place}
    return {"updateTable": {"table": entry, "fields": "range"}}


def like(sheet_id: int, row: int, rows: range, columns: tuple[int, int], what: str) -> Iterator[Request]:
    """Copy one thing of a row to others."""
    if rows:
        source = cells(sheet_id, row, columns[0], row, columns[1])
        target = cells(sheet_id, rows.start, columns[0], rows.stop - 1, columns[1])
        yield {"copyPaste": {"source": source, "destination": target, "pasteType": f"PASTE_{what}"}}


def _grown(text: str, growth: Growth, *, here: bool) -> str:
    def grow(found: re.Match[str]) -> str:
        whole, sheet, left, first, right, last = (found[n] for n in range(1, 7))
        mine = here if sheet is None else _title(sheet).casefold() == growth.append.sheet.casefold()
        if whole is not None or not mine or int(last) - 1 != growth.end or int(first) - 1 < growth.place.first_row - 1:
            return found[0]
        columns = [a1.column_index(letters.strip("$")) for letters in (left, right)]
        if min(columns) < growth.left or max(columns) > growth.right:
            return found[0]
        return f"{sheet or ''}{left}{first}:{right}{growth.last + 1}"

    return _RANGE.sub(grow, text)


def _title(prefix: str) -> str:
    name = prefix[:-1]
    return name[1:-1].replace("''", "'") if name.startswith("'") else name
