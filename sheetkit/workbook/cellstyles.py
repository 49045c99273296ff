"""The style that a column of cells takes in the file, once it is known what the cells hold."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from sheetkit.workbook.model import CellColumn, Role, Sheet, Style

_WRAPPED: Final = ("header", "header_computed")
_IN_TABLES: Final = ("input", "key", "formula", "stamp")
_ALIGNED: Final[Mapping[Role, str]] = {"header": "left", "header_computed": "left", "metric": "right"}
_NUMBERS: Final = frozenset((int, float))


def style_of(cells: CellColumn) -> Style:
    """The style, with an alignment where the texts and numbers of a table would otherwise touch each other.

    A formula in a cell of the format "text" would turn into text when it is next edited, so it loses that format.
    """
    style = cells.style
    computes = cells.formula is not None or cells.formulas is not None
    if computes and style.number_format == "@":
        return replace(style, number_format="General", align=style.align or "left")
    if not style.align and style.number_format == "General" and style.role in _IN_TABLES:
        return style if _NUMBERS.intersection(map(type, cells.values)) else replace(style, align="left")
    return style


def styles_of(sheets: Iterable[Sheet]) -> list[Style]:
    """Every style that the cells take, in the order in which they are met."""
    found = (style_of(cells) for sheet in sheets for block in sheet.blocks for cells in block.columns)
    return list(dict.fromkeys(found))


def wraps(style: Style) -> bool:
    """Whether texts are broken into lines: headers always are."""
    return style.wrap or style.role in _WRAPPED


def alignment(style: Style) -> str:
    """Left, right, center, or "" where the program decides by what the cell holds."""
    if style.align or style.role not in _IN_TABLES:
        return style.align or _ALIGNED.get(style.role, "")
    if style.number_format in ("General", "@"):
        return "left" if style.number_format == "@" else ""
    return "center" if "y" in style.number_format.lower() else "right"


def indented(style: Style) -> bool:
    """Whether the cell keeps a distance from its neighbour; Excel indents only what is aligned to a side."""
    aligned = bool(style.align) or style.role in (*_IN_TABLES, *_ALIGNED)
    return aligned and alignment(style) in ("left", "right")
