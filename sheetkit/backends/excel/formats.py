"""Turns styles and flag colours into XlsxWriter's formats, and finds the numbers that the file gives them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook as Book
from xlsxwriter.worksheet import Worksheet

from sheetkit.backends.excel.cells import Ink
from sheetkit.workbook import palette
from sheetkit.workbook.model import CellColumn, FlagColour, Role, Sheet, Style

BASE_FONT: Final = {"font_name": palette.FONT, "font_size": palette.FONT_SIZE}
_LINES: Final[Mapping[palette.Line, int]] = {"": 0, "thin": 1, "dashed": 3, "dotted": 4}
_WRAPPED: Final = ("header", "header_computed")
_IN_TABLES: Final = ("input", "key", "formula", "stamp")
_ALIGNED: Final[Mapping[Role, str]] = {"header": "left", "header_computed": "left", "metric": "right"}
_PROBE: Final = re.compile(rb'<c r="[A-Z]+1"(?: s="(\d+)")?')


def style_of(cells: CellColumn) -> Style:
    """The style that the cells take.

    A formula in a cell of the format "text" would turn into text when it is next edited, so it loses that format.
    """
    computes = cells.formula is not None or cells.formulas is not None
    if computes and cells.style.number_format == "@":
        return replace(cells.style, number_format="General", align=cells.style.align or "left")
    return cells.style


def styles_of(sheets: Iterable[Sheet]) -> list[Style]:
    """Every style that the cells use, in the order in which they are met."""
    found = (style_of(cells) for sheet in sheets for block in sheet.blocks for cells in block.columns)
    return list(dict.fromkeys(found))


def wraps(style: Style) -> bool:
    """Whether texts are broken into lines: headers always are."""
    return style.wrap or style.role in _WRAPPED


def cell_format(book: Book, style: Style, *, quoted: bool = False) -> Format:
    """The format of a style; `quoted` adds the mark that keeps text which looks like a formula a text."""
    look = palette.ROLES[style.role]
    properties = {
        **BASE_FONT,
        **_look(look),
        "font_size": look.size,
        "num_format": style.number_format,
        "valign": "vcenter",
    }
    align = style.align or _ALIGNED.get(style.role, "")
    if not align and style.role in _IN_TABLES:
        align = _alignment(style.number_format)
    if align:
        properties["align"] = align
    if align in ("left", "right") and style.role in (*_IN_TABLES, *_ALIGNED):
        properties["indent"] = 1  # so that a number does not touch the text in the next column
    if wraps(style):
        properties["text_wrap"] = True
    if quoted:
        properties["quote_prefix"] = True
    return book.add_format(properties)


def flag_format(book: Book, colour: FlagColour) -> Format:
    """The differential format of a flag."""
    return book.add_format(_look(palette.FLAGS[colour]))


def add_probes(book: Book, worksheet: Worksheet, styles: Sequence[Style]) -> None:
    """Write one cell in the first row for each style, plain and quoted, so that `read_probes` learns their numbers.

    XlsxWriter numbers formats when they are first used, and offers no way to ask for the number. Nothing must be
    written to the sheet after this. The text at the end makes it declare a part for shared strings.
    """
    for i, style in enumerate(styles):
        worksheet.write_blank(0, 2 * i, None, cell_format(book, style))
        worksheet.write_blank(0, 2 * i + 1, None, cell_format(book, style, quoted=True))

    worksheet.write_string(0, 2 * len(styles), "text")


def read_probes(part: bytes, styles: Sequence[Style]) -> dict[Style, Ink]:
    """The numbers of the styles, from the sheet part that holds the probes."""
    numbers = [int(number or 0) for number in _PROBE.findall(part)]
    return {style: Ink(numbers[2 * i], numbers[2 * i + 1]) for i, style in enumerate(styles)}


def _alignment(number_format: str) -> str:
    """Text to the left, dates in the middle, numbers to the right; what may hold anything is left to the program."""
    if number_format == "General":
        return ""
    if number_format == "@":
        return "left"
    return "center" if "y" in number_format.lower() else "right"


def _look(look: palette.Look) -> dict[str, Any]:
    properties: dict[str, Any] = {"font_color": f"#{look.text}"}
    if look.fill:
        properties["bg_color"] = f"#{look.fill}"
    for name in ("bold", "italic", "underline"):
        if getattr(look, name):
            properties[name] = True
    if look.line:
        side = "bottom" if look.bottom_only else "border"
        properties |= {side: _LINES[look.line], f"{side}_color": f"#{look.line_colour}"}
    return properties
