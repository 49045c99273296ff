"""Whether a formula can be computed where it stands, by every program alike: all that is wrong with it, at once."""

from collections.abc import Iterable, Iterator
from typing import Final

from sheetkit.core.errors import FormulaInvalid
from sheetkit.formula.ast import Call, Column, Name, Node, ThisRow, walk
from sheetkit.formula.differences import differences
from sheetkit.formula.excel import structured
from sheetkit.formula.functions import FUNCTIONS
from sheetkit.formula.kinds import clashes
from sheetkit.formula.refused import REFUSED
from sheetkit.formula.scope import Issue, Scope, nearest
from sheetkit.formula.shapes import misshapen
from sheetkit.formula.text import to_text
from sheetkit.formula.tokens import MAX_LENGTH

__all__ = ["Issue", "Scope", "check"]

_BY_TABLE: Final = "Write Table[Column] for a whole column, or refer to a named cell."


def check(node: Node, scope: Scope) -> list[Issue]:
    """Every issue of a formula: errors, and notes on what is allowed but slow or doubtful; [] when there is none."""
    found: list[Issue] = []
    for part in walk(node):
        match part:
            case Call(name, args):
                found += _call(name, len(args), scope)
            case ThisRow(column, table):
                found += _this_row(part, table, column, scope)
            case Column(table, column):
                found += _column(table, column, scope)
            case Name(name):
                found += _name(name, scope)
    found += misshapen(node, scope)
    found += clashes(node, scope)
    found += differences(node, scope)
    found += _cost(node, scope)
    found += _length(node, scope)
    return list(dict.fromkeys(found))


def _call(name: str, count: int, scope: Scope) -> Iterator[Issue]:
    if name in REFUSED and not (name == "TODAY" and scope.today):
        yield Issue(f"{name} cannot be used: {REFUSED[name].reason}.", REFUSED[name].hint)
    elif name not in FUNCTIONS:
        yield Issue(f"There is no function {name} that every program has.", _suggest(name, FUNCTIONS))
    elif not FUNCTIONS[name].accepts(count):
        yield Issue(
            f"{name} has {count} argument{'' if count == 1 else 's'}.", f"{name} takes {FUNCTIONS[name].signature}."
        )


def _this_row(ref: ThisRow, table: str, column: str, scope: Scope) -> Iterator[Issue]:
    if not scope.table:
        yield Issue(f"{to_text(ref)} stands outside a table, where there is no row.", _BY_TABLE)
    elif table and table != scope.table and table in scope.tables:
        yield Issue(f"{to_text(ref)} is of another table; this formula stands in {scope.table}.", _BY_TABLE)
    else:
        yield from _column(table or scope.table, column, scope)


def _column(table: str, column: str, scope: Scope) -> Iterator[Issue]:
    if table not in scope.tables:
        yield Issue(f"There is no table {table}.", _suggest(table, scope.tables))
    elif column not in scope.tables[table]:
        yield Issue(f"The table {table} has no column {column}.", _suggest(column, scope.tables[table]))


def _name(name: str, scope: Scope) -> Iterator[Issue]:
    if name in scope.names:
        return
    if name in scope.tables:
        yield Issue(f"{name} is a whole table.", f"Write {name}[Column] for one of its columns.")
    elif name in scope.tables.get(scope.table, {}):
        yield Issue(f"There is no setting, metric or list {name}.", f"Write [@{name}] for the column of this table.")
    else:
        yield Issue(f"There is no setting, metric or list {name}.", _suggest(name, scope.names))


def _suggest(found: str, known: Iterable[str]) -> str:
    names = sorted(known)
    near = nearest(found, names)
    if near:
        return f"Did you mean {near}?"
    return f"There are: {', '.join(names[:8])}{' …' if len(names) > 8 else ''}." if names else "None is declared."


def _cost(node: Node, scope: Scope) -> Iterator[Issue]:
    """SUMPRODUCT over a column in each row of a table: rows times rows."""
    if not scope.table:
        return
    for part in walk(node):
        if isinstance(part, Call) and part.name == "SUMPRODUCT":
            columns = [below for below in walk(part) if isinstance(below, Column)]
            if columns:
                message = (
                    f"SUMPRODUCT reads the whole of {to_text(columns[0])} for each row, which is slow in a long table."
                )
                yield Issue(message, "COUNTIFS, SUMIFS or INDEX with MATCH do the same faster.", "note")


def _length(node: Node, scope: Scope) -> Iterator[Issue]:
    try:
        length = len(structured(node, scope.table or "Table"))
    except FormulaInvalid as error:  # a literal that no formula can hold; parsed text has none
        yield Issue(error.message, error.advice)
        return
    if length > MAX_LENGTH:
        message = f"In the file the formula has {length:,} characters; Excel takes {MAX_LENGTH:,}."
        yield Issue(message, "Split it over two columns.")
