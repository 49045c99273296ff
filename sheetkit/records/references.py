"""Formulas as other programs write them, back in the names of the template: addresses, renamed headers and tables."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sheetkit.core.errors import FormulaInvalid
from sheetkit.formula.ast import Binary, Bool, Call, Column, Name, Node, Percent, ThisRow, Unary
from sheetkit.formula.layout import NamePlace
from sheetkit.formula.parse import parse
from sheetkit.formula.references import escape
from sheetkit.records.place import Place
from sheetkit.workbook.a1 import parse_range

_SHEET: Final = r"(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
_CELL: Final = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_TOKENS: Final = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*")                          # a text is left alone
    | (?P<bracket>\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])  # so is a table's part
    | {_SHEET}(?P<cells>{_CELL}(?::{_CELL})?)(?![\w(.\[!])
    | (?P<word>[^\W\d][\w.]*)""",
    re.VERBOSE,
)
_LONGEST: Final = 8_192


@dataclass(frozen=True, slots=True)
class Meaning:
    """What names and positions of one workbook mean in the template; keys are folded, positions zero-based."""

    tables: Mapping[str, str]
    columns: Mapping[tuple[str, str], str]
    places: Mapping[str, Place]
    names: Mapping[str, NamePlace]

    @classmethod
    def of(
        cls, places: Mapping[str, Place], headers: Mapping[str, Mapping[str, str]], names: Mapping[str, NamePlace]
    ) -> "Meaning":
        """From the places, the present header of each column by table, and the named cells."""
        tables = {(place.real or name).casefold(): name for name, place in places.items()}
        tables |= {name.casefold(): name for name in places}
        columns = {
            (table, header.casefold()): column for table, known in headers.items() for column, header in known.items()
        }
        return cls(tables, columns, places, names)

    def tree(self, text: str, table: str, row: int) -> Node | None:
        """The tree, in the template's names and folded, of a formula that stands in a row of a table.

        None for what no template can say.
        """
        if len(text) > _LONGEST:
            return None
        try:
            named = _TOKENS.sub(lambda match: self._named(match, table, row), text)
            return self.folded(parse(named), table)
        except (FormulaInvalid, LookupError, ValueError):
            return None

    def folded(self, node: Node, table: str) -> Node:
        """The tree with all names in the template's spelling, folded, so that equal formulas are equal trees."""
        match node:
            case ThisRow(column, owner):
                known = self.tables.get(owner.casefold(), owner) if owner else table
                return ThisRow(self._column(known, column), "" if known == table else known.casefold())
            case Column(owner, column):
                known = self.tables.get(owner.casefold(), owner)
                return Column(known.casefold(), self._column(known, column))
            case Name(name):
                return Name(name.casefold())
            case Unary(op, child):
                return Unary(op, self.folded(child, table))
            case Percent(child):
                return Percent(self.folded(child, table))
            case Binary(op, left, right):
                return Binary(op, self.folded(left, table), self.folded(right, table))
            case Call("TRUE" | "FALSE" as name, ()):
                return Bool(name == "TRUE")
            case Call(name, args):
                return Call(name, tuple(self.folded(arg, table) for arg in args))
        return node

    def _column(self, table: str, column: str) -> str:
        return self.columns.get((table, column.casefold()), column).casefold()

    def _named(self, match: re.Match[str], table: str, row: int) -> str:
        """A reference by position as one by name. Raises LookupError where it has none."""
        if match["cells"] is None:
            return match[0]
        sheet = match["sheet"] or ""
        sheet = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet or self.places[table].sheet
        first, left, last, right = parse_range(match["cells"])
        if left == right:
            for name, place in self.places.items():
                if place.sheet.casefold() == sheet.casefold() and left in place.columns.values():
                    column = next(column for column, at in place.columns.items() if at == left)
                    if name == table and first == last == row and ":" not in match["cells"]:
                        return f"{name}[[#This Row],[{escape(column)}]]"
                    if first == place.first_row and last >= place.last_row - place.beneath:
                        return f"{name}[[{escape(column)}]]"
        for name, at in self.names.items():
            cells = (at.row, at.column, at.row + at.rows - 1, at.column + at.columns - 1)
            if at.sheet.casefold() == sheet.casefold() and cells == (first, left, last, right):
                return name
        raise LookupError(match[0])
