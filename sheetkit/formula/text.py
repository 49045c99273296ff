"""Syntax tree to the text of a template."""

import re
from typing import Final

from sheetkit.formula.ast import Column, Node, ThisRow
from sheetkit.formula.printer import Dialect
from sheetkit.formula.references import escape

_WORD: Final = re.compile(r"\w+")


def to_text(node: Node) -> str:
    """The formula as a template says it, without "=": `[@Amount]`, `[@[Closed On]]`, `Cases[Closed On]`.

    `parse(to_text(node)) == node` for every node that `parse` can give.
    """
    return _TEMPLATE.write(node)


def _this_row(ref: ThisRow) -> str:
    column = ref.column if _WORD.fullmatch(ref.column) else f"[{escape(ref.column)}]"
    return f"{ref.table}[@{column}]"


def _column(ref: Column) -> str:
    return f"{ref.table}[{escape(ref.column)}]"


_TEMPLATE: Final = Dialect(this_row=_this_row, column=_column)
