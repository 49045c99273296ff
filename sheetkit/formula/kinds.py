"""What kind of value a formula gives, and where two kinds do not go together."""

from collections.abc import Iterable, Iterator
from typing import Final

from sheetkit.formula.ast import (
    Binary,
    Bool,
    Call,
    Column,
    Name,
    Node,
    Number,
    Percent,
    Text,
    ThisRow,
    Unary,
    walk,
)
from sheetkit.formula.functions import FUNCTIONS, Kind
from sheetkit.formula.operators import RANKS
from sheetkit.formula.scope import Issue, Named, Scope
from sheetkit.formula.text import to_text

COMPARISON: Final = RANKS["="]
_CHOSEN: Final = {"IF": 1, "CHOOSE": 1, "IFERROR": 0, "IFNA": 0, "MIN": 0, "MAX": 0}
"""Functions that hand on one of their arguments, and the first that may be it."""


def kind(node: Node, scope: Scope) -> Kind:
    """The kind of a formula's value; "any" where only the data can tell."""
    match node:
        case Number() | Unary() | Percent():
            return "number"
        case Text():
            return "text"
        case Bool():
            return "bool"
        case ThisRow(column, table) | Column(table, column):
            return scope.column(table, column)
        case Name(name):
            return scope.names.get(name, Named()).kind
        case Binary(op, left, right):
            return _binary(op, kind(left, scope), kind(right, scope))
        case Call("INDEX", (column, *_)):
            return kind(column, scope)
        case Call(name, args) if name in _CHOSEN:
            return _common(kind(arg, scope) for arg in args[_CHOSEN[name] :])
        case Call(name) if name in FUNCTIONS:
            return FUNCTIONS[name].result
        case _:
            return "any"


def clashes(node: Node, scope: Scope) -> Iterator[Issue]:
    """Every place in a formula where a value's kind makes the result an error, or the same for every row."""
    for part in walk(node):
        match part:
            case Binary(op, left, right) if RANKS[op] == COMPARISON:
                yield from _comparison(part, left, right, scope)
                yield from _comparison(part, right, left, scope)
            case Binary(op, left, right) if op != "&":
                yield from _wanted(left, f"{op} wants a number", scope)
                yield from _wanted(right, f"{op} wants a number", scope)
                if op == "+" and kind(left, scope) == kind(right, scope) == "date":
                    yield Issue(f"{to_text(part)} adds two dates.", "Subtract them, or add a number of days.", "note")
            case Unary(op, operand):
                yield from _wanted(operand, f"{op} wants a number", scope)
            case Percent(operand):
                yield from _wanted(operand, "% wants a number", scope)
            case Call(name, args) if name in FUNCTIONS:
                yield from _arguments(name, args, scope)


def _binary(op: str, left: Kind, right: Kind) -> Kind:
    if RANKS[op] == COMPARISON:
        return "bool"
    if op == "&":
        return "text"
    if op == "-" and left == right == "date":
        return "number"
    return "date" if op in {"+", "-"} and "date" in {left, right} else "number"


def _common(kinds: Iterable[Kind]) -> Kind:
    found = set(kinds)
    return found.pop() if len(found) == 1 else "any"


def _comparison(whole: Node, value: Node, literal: Node, scope: Scope) -> Iterator[Issue]:
    if not isinstance(literal, Text) or not literal.value:
        return
    found = kind(value, scope)
    if found in {"number", "date", "bool"}:
        hint = {"date": "Write DATE(year,month,day).", "bool": "Write TRUE or FALSE."}.get(found, "Write the number.")
        yield Issue(f"{to_text(whole)} compares a {found} with text: they are never equal.", hint)


def _wanted(operand: Node, wanted: str, scope: Scope) -> Iterator[Issue]:
    if isinstance(operand, Text):
        yield Issue(f"{to_text(operand)} is text, and {wanted}.", "Write the number, or & to join texts.")
    elif kind(operand, scope) == "text":
        hint = "Put VALUE( ) around it, or give the column a number's type."
        yield Issue(f"{to_text(operand)} is text, and {wanted}.", hint, "note")


def _arguments(name: str, args: tuple[Node, ...], scope: Scope) -> Iterator[Issue]:
    function = FUNCTIONS[name]
    if not function.accepts(len(args)):
        return
    for index, arg in enumerate(args):
        if function.argument(index) == "number":
            yield from _wanted(arg, f"{name} wants a number here", scope)
