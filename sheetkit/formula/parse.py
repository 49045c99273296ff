"""Formula text to syntax tree, in Excel's syntax with Excel's precedence."""

import math
import re
from functools import lru_cache
from typing import Final

from sheetkit.core.values import ERRORS
from sheetkit.formula.ast import Binary, Bool, Call, Error, Missing, Node, Number, Percent, Text, Unary
from sheetkit.formula.operators import RANKS
from sheetkit.formula.references import refer
from sheetkit.formula.tokens import Token, refusal, tokenize

MAX_NESTING: Final = 64
"""Parentheses, calls and signs inside each other (Excel specifications and limits: levels of nested functions)."""
MAX_DEPTH: Final = 200
"""Levels of the tree, a chain of operators included; keeps every walk over a tree within Python's own stack."""
MAX_TEXT: Final = 255
"""Characters of a text in a formula (Excel specifications and limits)."""

_NUMBER: Final = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?")
_FUNCTION: Final = re.compile(r"(?:_xlfn\.|_xlws\.)*([A-Z][A-Z0-9_.]*)", re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """The syntax tree of a formula, with or without its "=".

    References are by name: `[@Column]`, `[@[Column Name]]`, `Table[@Column]`, `Table[Column]`, `Table[[Column]]`, the
    file's own `Table[[#This Row],[Column]]`, and names of settings, metrics and lists. Function names come out in
    capitals without `_xlfn.`; whether they exist is for `check` to say. Raises FormulaInvalid.
    """
    node = _Parser(tokenize(text)).formula()
    if _depth(node) > MAX_DEPTH:
        raise refusal(f"The formula has more than {MAX_DEPTH} operators in a row", 0, "Split it over two columns.")
    return node


class _Parser:
    """A cursor over the tokens; each method takes what it is named after."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.next = 0
        self.nesting = 0

    def peek(self) -> Token:
        return self.tokens[self.next]

    def take(self) -> Token:
        token = self.peek()
        self.next += 1
        return token

    def formula(self) -> Node:
        if self.peek().kind == "end":
            raise refusal("The formula is empty", self.peek().position, "Write what it computes after the =.")
        node = self.expression(0)
        if self.peek().kind == "comma" or self.peek().text == ",":
            raise refusal(
                "A comma stands outside a function", self.peek().position, "Commas separate a function's arguments."
            )
        if self.peek().kind != "end":
            raise refusal(
                f"An operator is missing before {self.peek().text}", self.peek().position, "Write & to join texts."
            )
        return node

    def expression(self, above: int) -> Node:
        left = self.percent()
        while self.peek().kind == "operator" and (rank := RANKS.get(self.peek().text, 0)) > above:
            op = self.take().text
            left = Binary(op, left, self.expression(rank))
        return left

    def percent(self) -> Node:
        node = self.prefix()
        while self.peek().text == "%" and self.peek().kind == "operator":
            self.take()
            node = Percent(node)
        return node

    def prefix(self) -> Node:
        if self.peek().kind == "operator" and self.peek().text in {"-", "+"}:
            self.deeper()
            op = self.take().text
            node = Unary(op, self.prefix())
            self.nesting -= 1
            return node
        return self.primary()

    def primary(self) -> Node:
        token = self.take()
        if token.kind == "operand":
            return _operand(token)
        if token.kind == "call":
            return self.call(token)
        if token.kind == "open":
            self.deeper()
            node = self.expression(0)
            self.close(token)
            return node
        if token.kind == "end":
            raise refusal(
                "The formula ends where a value is expected", token.position, "Complete it, or remove the operator."
            )
        raise refusal(
            f"A value is missing before {token.text}", token.position, "An operand or an argument is missing."
        )

    def call(self, token: Token) -> Node:
        match = _FUNCTION.fullmatch(token.text[:-1])
        if not match:
            raise refusal(
                f"{token.text[:-1]} is not a function",
                token.position,
                "Write a function's name before the parenthesis.",
            )
        self.deeper()
        args: list[Node] = []
        if self.peek().kind != "close":
            args.append(self.argument())
            while self.peek().kind == "comma":
                self.take()
                args.append(self.argument())
        self.close(token)
        return Call(match[1].upper(), tuple(args))

    def argument(self) -> Node:
        return Missing() if self.peek().kind in {"comma", "close"} else self.expression(0)

    def deeper(self) -> None:
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            hint = "Split it over two columns."
            raise refusal(f"The formula nests more than {MAX_NESTING} levels deep", self.peek().position, hint)

    def close(self, opened: Token) -> None:
        self.nesting -= 1
        token = self.take()
        if token.kind == "close":
            return
        if token.kind == "end":
            raise refusal(
                f"The parenthesis of {opened.text} is not closed", opened.position, "Add a closing parenthesis."
            )
        if token.text == ",":
            raise refusal("A comma cannot join ranges", token.position, "Refer to one column at a time.")
        raise refusal(f"An operator is missing before {token.text}", token.position, "Write & to join texts.")


def _operand(token: Token) -> Node:
    text = token.text
    if text.startswith('"'):
        value = text[1:-1].replace('""', '"')
        if len(value) > MAX_TEXT:
            raise refusal(
                f"A text is longer than {MAX_TEXT} characters", token.position, "Join two shorter texts with &."
            )
        return Text(value)
    if text in ERRORS:
        return Error(ERRORS[text])
    if _NUMBER.fullmatch(text):
        number = float(text)
        if math.isinf(number):
            raise refusal(
                f"{text} is larger than a spreadsheet can hold", token.position, "Numbers go up to 1.79E+308."
            )
        return Number(number)
    if text.upper() in {"TRUE", "FALSE"}:
        return Bool(text.upper() == "TRUE")
    return refer(text, token.position)


def _depth(node: Node) -> int:
    """How many levels the tree has; counted without recursion, since this is what keeps recursion safe."""
    deepest, waiting = 0, [(node, 1)]
    while waiting:
        current, level = waiting.pop()
        deepest = max(deepest, level)
        match current:
            case Unary(operand=child) | Percent(operand=child):
                waiting.append((child, level + 1))
            case Binary(left=left, right=right):
                waiting += [(left, level + 1), (right, level + 1)]
            case Call(args=args):
                waiting += [(arg, level + 1) for arg in args]
    return deepest
