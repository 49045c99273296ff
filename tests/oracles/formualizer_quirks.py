"""Where formualizer 0.13 stands alone against Excel's documentation, and what it must not be asked for that reason."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sheetkit.core.values import CellError, CellValue
from sheetkit.formula.ast import (
    Binary,
    Call,
    Column,
    Missing,
    Name,
    Node,
    Percent,
    Text,
    ThisRow,
    Unary,
    replaced,
    walk,
)

_AGREED_FROM: Final = 61
"""1900-03-01, the first day that has the same number in every program."""

TABLE_COLUMNS: Final = 256
"""Columns of all tables together that formualizer loads; a workbook with more gets its formulas by address."""

ORDER: Final = "an order"
BOUND: Final = "a bound"
"""Not functions, but places that quirks name: both sides of < or >=, and what is joined to "<" in a criterion."""

_SIGNS: Final = frozenset({"<", "<=", ">", ">="})
_CARRIERS: Final = frozenset(
    {"IF", "IFERROR", "IFNA", "CHOOSE", "INDEX", "INT", "TRUNC", "ROUND", "MIN", "MAX", "N", "T"}
)
"""Functions through which a value may come out as it went in."""


ONE_OF_MANY: Final = "ISNUMBER of many cells at once is one value: conditions inside MEDIAN and SUMPRODUCT need it"
UNANSWERED: Final = ('{=MEDIAN(IF(ISNUMBER(Tens),Tens,""))}', '=SUMPRODUCT(ISNUMBER(SEARCH("a",Words))*1)')
"""What no choice of rows helps against, with examples; LibreOffice alone is asked for these cells."""

TOO_WIDE: Final = f"tables of more than {TABLE_COLUMNS} columns together are refused, so their formulas go by address"
BESIDE_ARRAYS: Final = "an array formula inside a table is refused"


def unanswerable(formula: Node, lists: Collection[str]) -> bool:
    """Whether ISNUMBER runs over a column or one of the named lists, not over the one cell that INDEX takes of it."""
    calls = (part for part in walk(formula) if isinstance(part, Call) and part.name == "ISNUMBER")
    tested = (replaced(arg, _one_cell) for call in calls for arg in call.args)
    within = (node for arg in tested for node in walk(arg))
    return any(isinstance(node, Column) or (isinstance(node, Name) and node.name in lists) for node in within)


def _one_cell(node: Node) -> Node | None:
    return Missing() if isinstance(node, Call) and node.name == "INDEX" and len(node.args) > 1 else None


@dataclass(frozen=True)
class Quirk:
    """One way of formualizer's own.

    `examples` are formulas over `values.NAMES` in which it differs from Excel. It bites where a function (or ORDER,
    BOUND) reads one of its `arguments` and the value there is `odd`; without `arguments` it bites in any formula.
    """

    reason: str
    examples: tuple[str, ...]
    arguments: Mapping[str, slice]
    odd: Callable[[CellValue], bool]

    def reads(self, formula: Node) -> Iterator[ThisRow | Column]:
        """The references of a formula through which the quirk can bite."""
        for name, args in places(formula):
            for arg in args[self.arguments.get(name, slice(0))]:
                yield from _carried(arg)


def places(formula: Node) -> Iterator[tuple[str, tuple[Node, ...]]]:
    """The calls of a formula and their arguments, with ORDER and BOUND for what operators read."""
    for part in walk(formula):
        match part:
            case Call(name, args):
                yield name, args
            case Binary("&", Text(sign), right) if sign in _SIGNS:
                yield BOUND, (right,)
            case Binary(op, left, right) if op in _SIGNS:
                yield ORDER, (left, right)


def _carried(node: Node) -> Iterator[ThisRow | Column]:
    match node:
        case ThisRow() | Column():
            yield node
        case Call(name, args) if name in _CARRIERS:
            for arg in args:
                yield from _carried(arg)
        case Binary("&", left, right):
            yield from _carried(left)
            yield from _carried(right)
        case Binary(left=left):  # what is added to a day, or taken off, is a number of days
            yield from _carried(left)
        case Unary(operand=operand) | Percent(operand=operand):
            yield from _carried(operand)


def _is_error(value: CellValue) -> bool:
    return isinstance(value, CellError)


def _is_truth(value: CellValue) -> bool:
    return isinstance(value, bool)


def _is_no_text(value: CellValue) -> bool:
    return not isinstance(value, str | CellError)


def _is_blank(value: CellValue) -> bool:
    return value is None


def _is_date_text(value: CellValue) -> bool:
    return isinstance(value, str) and re.search(r"\d{4}-\d\d?-\d", value) is not None


def _has_letter_after_digit(value: CellValue) -> bool:
    return isinstance(value, str) and re.search(r"\d[^\W\d_]", value) is not None


def _is_never(_: CellValue) -> bool:
    return False


def _is_early(value: CellValue) -> bool:
    return isinstance(value, int | float) and value < _AGREED_FROM


def _has_idle_tilde(value: CellValue) -> bool:
    return isinstance(value, str) and re.search(r"~(?![*?~])", value) is not None


def _is_number_and_words(value: CellValue) -> bool:
    return isinstance(value, str) and re.match(r"\s*\d[\d.]*\s*[^\d\s.,:/%eE-]", value) is not None


def _has_late_punctuation(value: CellValue) -> bool:
    return isinstance(value, str) and re.search(r"[:-@\[-`{-~]", value) is not None


_FIRST: Final = slice(0, 1)
_BOTH: Final = slice(0, 2)
_SECOND: Final = slice(1, 2)
_CRITERIA: Final = {
    **dict.fromkeys(("COUNTIF", "SUMIF", "AVERAGEIF"), _SECOND),
    "COUNTIFS": slice(1, None, 2),
    **dict.fromkeys(("SUMIFS", "AVERAGEIFS"), slice(2, None, 2)),
}
_SUMMED: Final = {
    **dict.fromkeys(("SUMIFS", "AVERAGEIFS"), _FIRST),
    **dict.fromkeys(("SUMIF", "AVERAGEIF"), slice(2, 3)),
}
_DAYS: Final = {
    **dict.fromkeys(("YEAR", "MONTH", "DAY", "EDATE", "EOMONTH", "WORKDAY", "WEEKDAY"), _FIRST),
    **dict.fromkeys(("NETWORKDAYS", "DAYS"), _BOTH),
}

QUIRKS: Final = (
    Quirk(
        "SUMIFS, AVERAGEIFS and their kin leave errors out of what they add up",
        ('=SUMIFS(Faulty,Letters,"<>a")', '=AVERAGEIFS(Faulty,Letters,"<>a")', '=SUMIF(Letters,"b",Faulty)'),
        MappingProxyType(_SUMMED),
        _is_error,
    ),
    Quirk(
        "days before 1900-03-01 are one less, as in Excel, which has a 29 February 1900",
        ("=YEAR(Nothing)", "=DAY(60)", "=EOMONTH(35,-1)", "=WORKDAY(1,5)", "=DAYS(46000,30)"),
        MappingProxyType(_DAYS),
        _is_early,
    ),
    Quirk(
        "a tilde before an ordinary character is a character in criteria and SEARCH",
        ('=COUNTIF(Tildes,"~odd")', '=SUMIF(Tildes,"=~odd",Tens)', '=SEARCH("~o","a~odd")'),
        MappingProxyType({**_CRITERIA, "SEARCH": _FIRST}),
        _has_idle_tilde,
    ),
    Quirk(
        "TRUE becomes a small true in LEFT, RIGHT, REPT and CODE, and 1 in TEXT",
        ("=LEFT(TRUE,2)", "=RIGHT(TRUE,2)", "=REPT(TRUE,2)", "=CODE(TRUE)", '=TEXT(Truth,"0")'),
        MappingProxyType(dict.fromkeys(("LEFT", "RIGHT", "REPT", "CODE", "TEXT"), _FIRST)),
        _is_truth,
    ),
    Quirk(
        "HYPERLINK makes a text of the number, truth value or blank that it shows",
        ('=HYPERLINK("https://example.org",5)', '=HYPERLINK("https://example.org",TRUE)'),
        MappingProxyType({"HYPERLINK": _SECOND}),
        _is_no_text,
    ),
    Quirk(
        "TEXT of a text that begins with a number is #VALUE!",
        ('=TEXT("12 apples","0.00")',),
        MappingProxyType({"TEXT": _FIRST}),
        _is_number_and_words,
    ),
    Quirk(
        "texts are ordered by their characters' codes, so that ~ and = come after digits and letters",
        ('="~odd"<"m"', '=COUNTIF(Words,">~")'),
        MappingProxyType({ORDER: _BOTH, BOUND: _FIRST}),
        _has_late_punctuation,
    ),
    Quirk(
        "TRUE behind < or > in a criterion is a text",
        ('=COUNTIF(Words,"<TRUE")',),
        MappingProxyType({BOUND: _FIRST}),
        _is_truth,
    ),
    Quirk(
        "VALUE of a blank cell is #VALUE!",
        ("=VALUE(Nothing)",),
        MappingProxyType({"VALUE": _FIRST}),
        _is_blank,
    ),
    Quirk(
        "functions take no text that reads as a date for a number",
        ("=ABS(DayText)",),
        MappingProxyType({}),
        _is_date_text,
    ),
    Quirk(
        "PROPER leaves a letter small that stands behind a digit",
        ('=PROPER("k-1a")',),
        MappingProxyType({"PROPER": _FIRST}),
        _has_letter_after_digit,
    ),
    Quirk(
        "REPLACE beyond the end of a text adds nothing",
        ('=REPLACE("a",3,0,"b")',),
        MappingProxyType({}),
        _is_never,
    ),
)
