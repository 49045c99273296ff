"""Turns styles and flag colours into XlsxWriter's formats, and finds the numbers that the file gives them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook as Book
from xlsxwriter.worksheet import Worksheet

from sheetkit.backends.excel.cells import Ink
from sheetkit.workbook import palette
from sheetkit.workbook.cellstyles import alignment, indented, wraps
from sheetkit.workbook.model import FlagColour, Style

BASE_FONT: Final = {"font_name": palette.FONT, "font_size": palette.FONT_SIZE}
_LINES: Final[Mapping[palette.Line, int]] = {"": 0, "thin": 1, "dashed": 3, "dotted": 4}
_PROBE: Final = re.compile(rb'<c r="[A-Z]+1"(?: s="(\d+)")?')


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
    if align := alignment(style):
        properties["align"] = align
    if indented(style):
        properties["indent"] = 1
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
