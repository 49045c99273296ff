"""The formats of cells: the number format in force, and the effective format with everything that is inherited."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from sheetkit.core.values import CellError, CellValue
from sheetkit.emulator.document import Cell, Json
from sheetkit.emulator.sheets.defaults import EFFECTIVE_FORMAT, FORMAT

DATE_TYPES: Final = frozenset({"DATE", "TIME", "DATE_TIME"})


_DATED: Final = re.compile(
    r"=\s*(?:(?P<DATE>TODAY|DATE|EDATE|EOMONTH|WORKDAY|WORKDAY\.INTL|DATEVALUE|TO_DATE)|(?P<DATE_TIME>NOW)"
    r"|(?P<TIME>TIME|TIMEVALUE))\((?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)


def number_format(cell: Cell, default: Json | None = None) -> Json | None:
    """The NumberFormat of a cell: its own, else the spreadsheet's, else that of its formula, else None (automatic)."""
    own: Any = cell.format and cell.format.get("numberFormat")
    return own or (default or {}).get("numberFormat") or (_of_formula(cell.formula) if cell.formula else None)


@lru_cache(maxsize=1024)
def _of_formula(formula: str) -> Json | None:
    """The kind of what the one function gives that a formula consists of: a date for `=TODAY()` and `=TODAY() - 7`."""
    match = _DATED.match(formula)
    if match is None:
        return None
    depth, rest = 1, match["rest"]
    for index, letter in enumerate(rest):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            alone = re.fullmatch(r"\s*(?:[+-]\s*[0-9.]+)?\s*", rest[index + 1 :])
            return {"type": next(kind for kind in DATE_TYPES if match[kind])} if alone else None
    return None


def is_date(chosen: Json | None) -> bool:
    """Whether a NumberFormat shows numbers as dates or times."""
    return chosen is not None and chosen.get("type") in DATE_TYPES


class Effective:
    """The effectiveFormat of cells; equal formats are worked out once and shared."""

    def __init__(self, default: Json | None) -> None:
        """`default` is the spreadsheet's defaultFormat."""
        self._base = EFFECTIVE_FORMAT if default in (None, FORMAT) else over(EFFECTIVE_FORMAT, default or {})
        self._known: dict[tuple[int, int, str], tuple[Json | None, Json | None, Json]] = {}

    def of(self, cell: Cell, above: Json | None = None) -> Json:
        """The format in force, with the alignment that its kind of value gets where none was chosen.

        `above` is what conditional formats put on top.
        """
        side = alignment(cell.value)
        key = (id(cell.format), id(above), side)
        known = self._known.get(key)
        if known is None or known[0] is not cell.format or known[1] is not above:
            made = self._made(over(cell.format or {}, above) if above else cell.format, side)
            known = self._known[key] = (cell.format, above, made)
        return known[2]

    def _made(self, chosen: Json | None, side: str) -> Json:
        answer = over(self._base, chosen or {})
        if side:
            answer.setdefault("horizontalAlignment", side)
        answer.setdefault("hyperlinkDisplayType", "PLAIN_TEXT")
        return in_order(answer)


def in_order(chosen: Json) -> dict[str, Any]:
    """A CellFormat with its fields in the order of Google's answers."""
    answer = {name: chosen[name] for name in _ORDER if name in chosen}
    text = chosen.get("textFormat")
    if text:
        answer["textFormat"] = {name: text[name] for name in _TEXT_ORDER if name in text}
    return answer


_ORDER: Final = (
    "numberFormat",
    "backgroundColor",
    "borders",
    "padding",
    "horizontalAlignment",
    "verticalAlignment",
    "wrapStrategy",
    "textDirection",
    "textFormat",
    "hyperlinkDisplayType",
    "textRotation",
    "backgroundColorStyle",
)
_TEXT_ORDER: Final = (
    "foregroundColor",
    "fontFamily",
    "fontSize",
    "bold",
    "italic",
    "strikethrough",
    "underline",
    "foregroundColorStyle",
    "link",
)


def alignment(value: CellValue) -> str:
    """Where a value stands when nobody chose: text left, numbers right, booleans and errors in the middle."""
    match value:
        case None:
            return ""
        case bool() | CellError():
            return "CENTER"
        case int() | float():
            return "RIGHT"
    return "LEFT"


def over(base: Json, chosen: Json) -> dict[str, Any]:
    """`base` with what was chosen on top; the objects in it are merged field by field, colours replaced whole."""
    answer = dict(base)
    for name, value in chosen.items():
        deeper = isinstance(value, Mapping) and "olor" not in name and name != "numberFormat"
        answer[name] = over(answer.get(name) or {}, value) if deeper else value
    return answer
