"""Which columns are personal: those declared so, and those computed from them in any table."""

from collections.abc import Iterator

from sheetkit.formula.ast import Column as WholeColumn
from sheetkit.formula.ast import ThisRow, walk
from sheetkit.formula.parse import parse
from sheetkit.template.model import Column, Tab, Template
from sheetkit.template.resolve import table_name, table_tabs

Place = tuple[str, str]
"""Table and column, both in lower case."""


def private_columns(template: Template) -> frozenset[Place]:
    """Every column that holds personal data or is computed from some, directly or through other formulas."""
    found = {_place(tab, column) for tab in table_tabs(template) for column in tab.columns if column.private}
    reads = {_place(tab, column): set(_read(tab, column)) for tab in table_tabs(template) for column in tab.columns}
    while more := {place for place, read in reads.items() if place not in found and read & found}:
        found |= more
    return frozenset(found)


def is_private(private: frozenset[Place], tab: Tab, column: Column) -> bool:
    """Whether a column of a tab is among the private ones."""
    return _place(tab, column) in private


def _place(tab: Tab, column: Column) -> Place:
    return table_name(tab).casefold(), column.name.casefold()


def _read(tab: Tab, column: Column) -> Iterator[Place]:
    """What the column's formula, or the formula of its stamp, reads."""
    stamp = column.stamp
    formulas = [column.formula, stamp.value if stamp else None, stamp.when if stamp else None]
    for formula in filter(None, formulas):
        for node in walk(parse(formula)):
            if isinstance(node, ThisRow | WholeColumn):
                yield (node.table or table_name(tab)).casefold(), node.column.casefold()
    if stamp and stamp.of:
        yield table_name(tab).casefold(), stamp.of.casefold()
