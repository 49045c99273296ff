"""How cells look, in the API's terms: number formats by type and pattern, and the palette's looks by role."""

import re
from collections.abc import Mapping
from typing import Final

from sheetkit.backends.google.ranges import Json, colour
from sheetkit.workbook import palette
from sheetkit.workbook.cellstyles import alignment, wraps
from sheetkit.workbook.model import FlagColour, Style

_LINES: Final[Mapping[str, str]] = {"thin": "SOLID", "dotted": "DOTTED", "dashed": "DASHED"}
_SIDES: Final = ("top", "bottom", "left", "right")
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def number_format(code: str) -> Json | None:
    """The NumberFormat of an Excel code; None for General.

    Google's patterns use the same letters in every locale; which separators are shown is the spreadsheet's locale's.
    """
    if code in {"", "General"}:
        return None
    bare = _QUOTED.sub("", code).lower()
    dates, times = any(c in bare for c in "yd"), "h" in bare or "s" in bare
    if code == "@":
        kind = "TEXT"
    elif dates or times:
        kind = "DATE_TIME" if dates and times else "DATE" if dates else "TIME"
    elif "%" in bare:
        kind = "PERCENT"
    else:
        kind = "SCIENTIFIC" if "e+" in bare else "NUMBER"
    return {"type": kind, "pattern": code}


def cell_format(style: Style) -> Json:
    """The CellFormat of a style."""
    look = palette.ROLES[style.role]
    text = {"fontFamily": palette.FONT, "fontSize": look.size, "foregroundColorStyle": colour(look.text)}
    flags = {name: True for name in ("bold", "italic", "underline") if getattr(look, name)}
    made: Json = {"textFormat": text | flags, "verticalAlignment": "MIDDLE"}
    if look.fill:
        made["backgroundColorStyle"] = colour(look.fill)
    if look.line:
        line = {"style": _LINES[look.line], "colorStyle": colour(look.line_colour)}
        made["borders"] = dict.fromkeys(("bottom",) if look.bottom_only else _SIDES, line)
    if side := alignment(style):
        made["horizontalAlignment"] = side.upper()
    if wraps(style):
        made["wrapStrategy"] = "WRAP"
    if pattern := number_format(style.number_format):
        made["numberFormat"] = pattern
    return made


def flag_format(flag: FlagColour) -> Json:
    """The CellFormat of a flag. Google's rules have fill, text colour, weight and slant, but no border."""
    look = palette.FLAGS[flag]
    made: Json = {"textFormat": {"foregroundColorStyle": colour(look.text)}}
    made["textFormat"] |= {name: True for name in ("bold", "italic", "underline") if getattr(look, name)}
    if look.fill:
        made["backgroundColorStyle"] = colour(look.fill)
    return made
