"""Syntax tree to formula text: the one printer, which each dialect tells how to write a reference."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sheetkit.core.errors import FormulaInvalid
from sheetkit.formula.ast import (
    Binary,
    Bool,
    Column,
    Error,
    Missing,
    Name,
    Node,
    Number,
    Percent,
    Text,
    ThisRow,
    Unary,
)
from sheetkit.formula.operators import PERCENT, PREFIX, RANKS
from sheetkit.formula.parse import MAX_TEXT

MAX_PLAIN = 21
"""Digits up to which a number is written out rather than with an exponent."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one program, or one place in it, wants references written, and which functions under another name."""

    this_row: Callable[[ThisRow], str]
    column: Callable[[Column], str]
    functions: Mapping[str, str] = field(default_factory=dict)

    def write(self, node: Node) -> str:
        """The formula's text without "=", with no more parentheses than its meaning needs.

        Raises FormulaInvalid where the dialect has no text for a reference or a literal.
        """
        match node:
            case Number(value):
                return number(value)
            case Text(value):
                return _text(value)
            case Bool(value):
                return "TRUE" if value else "FALSE"
            case Error(value):
                return value.code
            case Missing():
                return ""
            case ThisRow():
                return self.this_row(node)
            case Column():
                return self.column(node)
            case Name(name):
                return name
            case Unary(op, operand):
                return op + self._within(operand, PREFIX)
            case Percent(operand):
                return self._within(operand, PERCENT) + "%"
            case Binary(op, left, right):
                return self._within(left, RANKS[op]) + op + self._within(right, RANKS[op] + 1)
            case _:
                args = ",".join(self.write(arg) for arg in node.args)
                return f"{self.functions.get(node.name, node.name)}({args})"

    def _within(self, node: Node, rank: int) -> str:
        """The operand of an operator, in parentheses where it would bind less tightly than `rank`."""
        text = self.write(node)
        return f"({text})" if _rank(node) < rank else text


def number(value: float) -> str:
    """A number as every program reads it back to the same double: digits, a point, at need an exponent (1.5E-30).

    Raises FormulaInvalid for what a spreadsheet cannot hold (infinity, not a number).
    """
    if not math.isfinite(value):
        raise FormulaInvalid(f"A formula cannot hold the number {value}.", hint="Use an error value such as #N/A.")
    shortest = repr(float(value)).removesuffix(".0")
    if "e" not in shortest:
        return shortest
    plain = format(Decimal(shortest), "f")
    return plain if len(plain) <= MAX_PLAIN else shortest.upper()


def _text(value: str) -> str:
    if len(value) > MAX_TEXT:
        raise FormulaInvalid(
            f"The text {value[:20] + '…'!r} has {len(value)} characters; Excel takes {MAX_TEXT} in a formula.",
            hint="Put the text into a setting and refer to it by name.",
        )
    return '"' + value.replace('"', '""') + '"'


def _rank(node: Node) -> int:
    match node:
        case Binary(op=op):
            return RANKS[op]
        case Percent():
            return PERCENT
        case _:
            return PREFIX  # a sign, and what needs none: nothing binds tighter
