"""References in the text of a formula by address: where they stand, which cells they mean, and how they are written."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from sheetkit.formula.positions import letters

REF_TEXT: Final = "#REF!"
"""What is left in a formula of a reference to cells that are gone."""

_CELL: Final = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_COLUMN: Final = r"\$?[A-Za-z]{1,3}"
_ROW: Final = r"\$?[0-9]{1,7}"
TABLE: Final = r"[^\W\d][\w.]*\[(?:[^\[\]]|\[(?:[^\[\]]|\[[^\[\]]*\])*\])*\]"
AREA: Final = (
    rf"(?P<sheet>(?:'(?:[^']|'')+'|[\w.]+)!)?"
    rf"(?P<area>{_CELL}(?::(?:{_CELL}|{_COLUMN}|{_ROW}))?|{_COLUMN}:(?:{_CELL}|{_COLUMN})|{_ROW}:{_ROW})(?![\w(.\[!$])"
)
TEXT: Final = r'"(?:[^"]|"")*"'
ERROR: Final = r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|ERROR!)"
_SCAN: Final = re.compile(rf"(?=[\"'#$\w])(?:{TEXT}|{TABLE}|{ERROR}|{AREA}|'(?:[^']|'')*'|[\w.]+)")
_CORNER: Final = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")
_PLAIN: Final = re.compile(r"[^\W\d]\w*")
_ADDRESS: Final = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr]([0-9]*)([Cc]([0-9]*))?|[Cc][0-9]*|TRUE|FALSE", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Corner:
    """One end of a reference, zero-based; a row or column of None reaches to the end of the sheet.

    `fixed_row` and `fixed_column` say that there is a $ before it.
    """

    row: int | None
    column: int | None
    fixed_row: bool = False
    fixed_column: bool = False

    def __str__(self) -> str:
        column = "" if self.column is None else "$" * self.fixed_column + letters(self.column)
        return column + ("" if self.row is None else "$" * self.fixed_row + str(self.row + 1))


@dataclass(frozen=True, slots=True)
class Area:
    """A reference to cells of a sheet; `last` is None for a single cell, else below and right of `first`.

    `sheet` is the title before the "!", "" where there is none; `prefix` the same as it is written. A whole column has
    no rows, a whole row no columns, `A2:A` has no last row.
    """

    prefix: str
    first: Corner
    last: Corner | None = None

    @property
    def sheet(self) -> str:
        """The title of the sheet that is named, "" for the formula's own."""
        return unquoted(self.prefix[:-1])

    def is_on(self, title: str, own_title: str) -> bool:
        """Whether the cells are on a sheet, for a formula on `own_title`."""
        return (self.sheet or own_title).casefold() == title.casefold()

    def __str__(self) -> str:
        if self.last is None:
            return f"{self.prefix}{self.first}"
        return f"{self.prefix}{self.first}:{self.last}"


class Following(dict[tuple[str, str], str]):
    """The new text of each reference, by its sheet and its address as they are written, as `by` gives it.

    What `by` has nothing for is `#REF!`, on its sheet still. Most references stand in many formulas, so that each is
    taken apart once.
    """

    def __init__(self, by: Callable[[Area], Area | str | None]) -> None:
        super().__init__()
        self._by = by

    def __missing__(self, written: tuple[str, str]) -> str:
        prefix, address = written
        old = read_area(prefix, address)
        new = self._by(old)
        if new is None:
            new = prefix + REF_TEXT
        self[written] = prefix + address if new == old else str(new)
        return self[written]

    def formula(self, text: str) -> str:
        """The formula with every reference by address as it is now; texts in quotation marks stay."""

        def new(match: re.Match[str]) -> str:
            return match[0] if match["area"] is None else self[match["sheet"] or "", match["area"]]

        return _SCAN.sub(new, text)


def pieces(formula: str) -> list[str | Area]:
    """The formula cut at its references by address: texts and references in turn, a text first and last."""
    cut: list[str | Area] = []
    end = 0
    for match in _SCAN.finditer(formula):
        if match["area"] is not None:
            cut += [formula[end : match.start()], read_area(match["sheet"] or "", match["area"])]
            end = match.end()
    return [*cut, formula[end:]]


def read_area(prefix: str, text: str) -> Area:
    """The reference that a text such as `$A$1:B`, found by AREA, makes; its ends put in order."""
    if ":" not in text:
        return Area(prefix, _corner(text))
    one, other = text.split(":")
    return ordered(Area(prefix, _corner(one), _corner(other)))


def ordered(area: Area) -> Area:
    """The same cells with the upper left end first."""
    one, other = area.first, area.last
    if other is None:
        return area
    if other.row is not None and (one.row is None or one.row > other.row):
        first = replace(one, row=other.row, fixed_row=other.fixed_row)
        other = replace(other, row=one.row, fixed_row=one.fixed_row)
        one = first
    if other.column is not None and (one.column is None or one.column > other.column):
        first = replace(one, column=other.column, fixed_column=other.fixed_column)
        other = replace(other, column=one.column, fixed_column=one.fixed_column)
        one = first
    return Area(area.prefix, one, other)


def quoted(title: str) -> str:
    """A sheet's title as it stands before the "!": in quotes unless it is one word that is no address."""
    plain = _PLAIN.fullmatch(title) and not _ADDRESS.fullmatch(title)
    return title if plain else "'" + title.replace("'", "''") + "'"


def unquoted(text: str) -> str:
    """The title that stands before a "!"."""
    return text[1:-1].replace("''", "'") if text.startswith("'") else text


def column_number(text: str) -> int:
    """The zero-based column of its letters, in any case."""
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _corner(text: str) -> Corner:
    match = _CORNER.fullmatch(text)
    assert match  # noqa: S101 - AREA has seen to it
    first, column, second, row = match.groups()
    if not column:
        return Corner(_row(row), None, fixed_row=bool(first))
    return Corner(_row(row) if row else None, column_number(column), fixed_row=bool(second), fixed_column=bool(first))


def _row(text: str) -> int:
    return int(text) - 1
