"""The part that declares a table: its true size and its calculated columns."""

import re
from collections.abc import Callable
from typing import Final

from sheetkit.backends.excel.texts import escape
from sheetkit.formula.ast import Node
from sheetkit.workbook import a1
from sheetkit.workbook.held import values_at
from sheetkit.workbook.model import Sheet, Table

STYLE: Final = "TableStyleLight1"
"""The plainest style of Excel, without its bands: the cells bring their own look, and bands would fight with flags."""

_DECLARED: Final = re.compile(rb'<table [^>]*?\bid="(\d+)" name="([^"]*)"')


def table_range(table: Table) -> str:
    """The address of a table, its header included."""
    last = (table.row + table.rows, table.column + len(table.columns) - 1)
    return a1.range_address(table.row, table.column, *last)


def check_headers(sheet: Sheet) -> None:
    """Raise ValueError where a header cell does not show its column's name: Excel would call the file damaged."""
    for table in sheet.tables:
        for i, name in enumerate(table.columns):
            shown = values_at(sheet, table.column + i, table.row, table.row)[0]
            if shown != name:
                cell = f"{a1.quote_sheet(sheet.name)}!{a1.address(table.row, table.column + i)}"
                raise ValueError(f"{cell} shows {shown!r}, but the column of {table.name} is called {name!r}")


def table_name(part: bytes) -> str:
    """The name of the table that the part declares."""
    return _declared(part)[1]


def table_part(part: bytes, table: Table, in_cell: Callable[[Node, str], str]) -> bytes:
    """The table part with its true size and its calculated columns; `in_cell` writes a formula for a row of it."""
    number, name = _declared(part)
    ref = table_range(table)
    columns = "".join(_column(i, column, table, in_cell) for i, column in enumerate(table.columns))
    style = f'name="{STYLE}" showFirstColumn="0" showLastColumn="0" showRowStripes="0" showColumnStripes="0"'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        f'id="{number}" name="{name}" displayName="{name}" ref="{ref}" totalsRowShown="0">'
        + (f'<autoFilter ref="{ref}"/>' if table.filters else "")
        + f'<tableColumns count="{len(table.columns)}">{columns}</tableColumns><tableStyleInfo {style}/></table>'
    ).encode()


def _declared(part: bytes) -> tuple[int, str]:
    found = _DECLARED.search(part)
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
