"""Where Excel, LibreOffice and Google Sheets give different values for the same formula.

Measured with LibreOffice 7.4, for which TRUE is the number 1 that is shown as a word.
"""

import re
from collections.abc import Iterator
from typing import Final

from sheetkit.formula.ast import Binary, Call, Column, Name, Node, Number, Text, ThisRow, walk
from sheetkit.formula.functions import FUNCTIONS
from sheetkit.formula.kinds import COMPARISON, kind
from sheetkit.formula.operators import RANKS
from sheetkit.formula.scope import Issue, Scope
from sheetkit.formula.text import to_text

_NUMBER_CODE: Final = re.compile(r"(?:0+|#,##0)(?:\.0+)?%?")
_LAST_ASCII: Final = 127
_NUMBERS_ONLY: Final = frozenset({"SUM", "AVERAGE", "COUNT", "MIN", "MAX", "MEDIAN", "LARGE", "SMALL", "ISNUMBER"})
"""Functions that leave TRUE and FALSE in cells out in Excel, and take them for 1 and 0 in LibreOffice."""


def differences(node: Node, scope: Scope) -> Iterator[Issue]:
    """Every place in a formula whose value would depend on the program."""
    for part in walk(node):
        match part:
            case Binary("&", left, right):
                yield from _as_text((left, right), scope)
            case Binary(op, left, right) if RANKS[op] == COMPARISON:
                yield from _compared(part, left, right, scope)
            case Call("TEXT", (_, code)) if not (isinstance(code, Text) and _NUMBER_CODE.fullmatch(code.value)):
                yield Issue(
                    f"TEXT with the code {to_text(code)} follows the reader's country settings.",
                    'Use "0", "0.00" or "#,##0", or YEAR, MONTH and DAY.',
                )
            case Call("CHAR", (Number(code),)) if code > _LAST_ASCII:
                yield Issue(f"{to_text(part)} is another letter on another computer.", "Write the letter as a text.")
            case Call(name, args) if name in _NUMBERS_ONLY:
                yield from _counted(name, args, scope)
            case Call(name, args) if name in FUNCTIONS and FUNCTIONS[name].accepts(len(args)):
                takes = FUNCTIONS[name].argument
                yield from _as_text([arg for at, arg in enumerate(args) if takes(at) == "text"], scope)


def _as_text(parts: tuple[Node, ...] | list[Node], scope: Scope) -> Iterator[Issue]:
    for part in parts:
        if kind(part, scope) == "bool":
            message = f"{to_text(part)} is true or false; as a text LibreOffice writes 1 or 0 where others write TRUE."
            yield Issue(message, 'Write IF(condition,"yes","no").')


def _compared(whole: Node, left: Node, right: Node, scope: Scope) -> Iterator[Issue]:
    kinds = {kind(left, scope), kind(right, scope)}
    if "bool" in kinds and kinds & {"number", "date"}:
        message = (
            f"{to_text(whole)} compares true or false with a number: equal to 1 or 0 in LibreOffice, never in Excel."
        )
        yield Issue(message, "Compare with TRUE or FALSE, or leave the comparison out.")


def _counted(name: str, args: tuple[Node, ...], scope: Scope) -> Iterator[Issue]:
    for arg in args:
        from_cells = isinstance(arg, ThisRow | Column | Name) or name == "ISNUMBER"
        if from_cells and kind(arg, scope) == "bool":
            message = (
                f"{name} leaves the true and false of {to_text(arg)} out in Excel, and counts them in LibreOffice."
            )
            yield Issue(message, "Compare with TRUE, or count with COUNTIFS.")
