"""The formats of cells: the number format in force, and the effective format with everything that is inherited."""

from collections.abc import Mapping
from typing import Any, Final

from sheetkit.core.values import CellError, CellValue
from sheetkit.emulator.document import Cell, Json
from sheetkit.emulator.sheets.defaults import EFFECTIVE_FORMAT, FORMAT

DATE_TYPES: Final = frozenset({"DATE", "TIME", "DATE_TIME"})


def number_format(cell: Cell, default: Json | None = None) -> Json | None:
    """The NumberFormat of a cell: its own, else the spreadsheet's, else None (automatic)."""
    own: Any = cell.format and cell.format.get("numberFormat")
    return own or (default or {}).get("numberFormat")


def is_date(chosen: Json | None) -> bool:
    """Whether a NumberFormat shows numbers as dates or times."""
    return chosen is not None and chosen.get("type") in DATE_TYPES


class Effective:
    """The effectiveFormat of cells; equal formats are worked out once and shared."""

    def __init__(self, default: Json | None) -> None:
        """`default` is the spreadsheet's defaultFormat."""
        self._base = EFFECTIVE_FORMAT if default in (None, FORMAT) else _over(EFFECTIVE_FORMAT, default or {})
        self._known: dict[tuple[int, str], tuple[Json | None, Json]] = {}

    def of(self, cell: Cell) -> Json:
        """The format in force, with the alignment that its kind of value gets where none was chosen."""
        side = alignment(cell.value)
        key = (id(cell.format), side)
        known = self._known.get(key)
        if known is None or known[0] is not cell.format:
            known = self._known[key] = (cell.format, self._made(cell.format, side))
        return known[1]

    def _made(self, chosen: Json | None, side: str) -> Json:
        answer = _over(self._base, chosen or {})
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


def _over(base: Json, chosen: Json) -> dict[str, Any]:
    """`base` with what was chosen on top; the objects in it are merged field by field, colours replaced whole."""
    answer = dict(base)
    for name, value in chosen.items():
        deeper = isinstance(value, Mapping) and "olor" not in name and name != "numberFormat"
        answer[name] = _over(answer.get(name) or {}, value) if deeper else value
    return answer
