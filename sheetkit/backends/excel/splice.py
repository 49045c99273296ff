"""Puts what XlsxWriter did not make into the parts of the skeleton: rows, tables, and no invented date."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from sheetkit.backends.excel.skeleton import table_range
from sheetkit.backends.excel.texts import escape
from sheetkit.formula.ast import Node
from sheetkit.workbook.model import Table

_DIMENSION: Final = re.compile(rb'<dimension ref="[^"]*"/>')
_DATES: Final = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_TABLE_ID: Final = re.compile(rb'<table [^>]*?\bid="(\d+)" name="([^"]*)"')
_STYLE: Final = re.compile(rb"<tableStyleInfo[^>]*/>")
_EMPTY: Final = b"<sheetData/>"
_END: Final = b"</sheetData>"


def with_rows(part: bytes, extent: str, rows: Iterable[bytes]) -> Iterator[bytes]:
    """The sheet part with other rows in it, in pieces; `extent` is the range they cover."""
    start = part.index(b"<sheetData")
    hollow = part.startswith(_EMPTY, start)
    end = start + len(_EMPTY) if hollow else part.index(_END, start) + len(_END)
    yield _DIMENSION.sub(f'<dimension ref="{extent}"/>'.encode(), part[:start])
    yield b"<sheetData>"
    yield from rows
    yield _END
    yield part[end:]


def table_name(part: bytes) -> str:
    """The name of the table that the part declares."""
    return _declared(part)[1]


def table_part(part: bytes, table: Table, in_cell: Callable[[Node, str], str]) -> bytes:
    """The table part with its true size and its calculated columns; `in_cell` writes a formula for a row of it."""
    number, name = _declared(part)
    ref = table_range(table)
    columns = "".join(_column(i, column, table, in_cell) for i, column in enumerate(table.columns))
    style = 'name="TableStyleLight1" showFirstColumn="0" showLastColumn="0" showRowStripes="0" showColumnStripes="0"'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        f'id="{number}" name="{name}" displayName="{name}" ref="{ref}" totalsRowShown="0">'
        + (f'<autoFilter ref="{ref}"/>' if table.filters else "")
        + f'<tableColumns count="{len(table.columns)}">{columns}</tableColumns><tableStyleInfo {style}/></table>'
    ).encode()


def undated(part: bytes) -> bytes:
    """The document properties without the dates of creation and change."""
    return _DATES.sub(b"", part)


def _declared(part: bytes) -> tuple[int, str]:
    found = _TABLE_ID.search(part)
    if not found:
        raise ValueError("the part declares no table")
    return int(found[1]), found[2].decode()


def _column(i: int, name: str, table: Table, in_cell: Callable[[Node, str], str]) -> str:
    shown = escape(name).replace('"', "&quot;").replace("\n", "_x000a_")
    opening = f'<tableColumn id="{i + 1}" name="{shown}"'
    node = table.formulas.get(name)
    if node is None:
        return f"{opening}/>"
    formula = escape(in_cell(node, table.name))
    return f"{opening}><calculatedColumnFormula>{formula}</calculatedColumnFormula></tableColumn>"
