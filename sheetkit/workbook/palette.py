"""What each role and flag looks like, in every program: calm, readable by the colour-blind, clear in grey print.

The flag colours are tints and shades of the set of Okabe and Ito (Color Universal Design, 2008), which stays apart in
all common forms of colour blindness. No flag relies on its hue alone: weight, slant and border differ too. Colours are
`RRGGBB`; "" means none. Every text keeps a contrast of 4.5 to 1 on its fill (WCAG 2.2, success criterion 1.4.3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from sheetkit.workbook.model import FlagColour, Role

Line = Literal["", "thin", "dotted", "dashed"]

FONT: Final = "Arial"
"""On every desktop, the default of Google Sheets, and with a twin of equal widths (Liberation Sans) on Linux."""
FONT_SIZE: Final = 10

INK: Final = "1F2933"
SOFT_INK: Final = "52606D"
PAPER: Final = "FFFFFF"
RULE: Final = "DDE3EA"
COMPUTED: Final = "F1F4F7"
DEEP: Final = "1F4E6E"


@dataclass(frozen=True, slots=True)
class Look:
    """How one kind of cell looks. `line` is the border on all sides, unless `bottom_only`."""

    text: str = INK
    fill: str = ""
    bold: bool = False
    italic: bool = False
    underline: bool = False
    size: int = FONT_SIZE
    line: Line = ""
    line_colour: str = RULE
    bottom_only: bool = False


ROLES: Final[Mapping[Role, Look]] = {
    "input": Look(line="thin"),
    "key": Look(bold=True, fill=COMPUTED, line="thin"),
    "formula": Look(text="334150", fill=COMPUTED, line="thin"),
    "stamp": Look(text=SOFT_INK, fill=COMPUTED, italic=True, line="thin"),
    "header": Look(text=PAPER, fill=DEEP, bold=True, line="thin", line_colour="6F8FA6"),
    "header_computed": Look(text="243B4D", fill="CBD6E0", bold=True, italic=True, line="thin", line_colour="A9B8C6"),
    "title": Look(text=DEEP, bold=True, size=18),
    "subtitle": Look(text=DEEP, bold=True, size=12),
    "label": Look(text=SOFT_INK),
    "metric": Look(bold=True, size=12, fill=COMPUTED, line="thin", line_colour="B8C4CF", bottom_only=True),
    "note": Look(text=SOFT_INK, italic=True, size=9),
    "plain": Look(),
    "link": Look(text="0B5C94", underline=True),
}
"""The look of a cell by its role."""

FLAGS: Final[Mapping[FlagColour, Look]] = {
    "alarm": Look(text="7A2600", fill="F8C9B0", bold=True, line="thin", line_colour="B34700"),
    "warning": Look(text="5C3D00", fill="FBE3B3", bold=True),
    "notice": Look(text="0A4166", fill="D3E9F8", line="thin", line_colour="56B4E9"),
    "good": Look(text="00513A", fill="D5EEE4", line="dotted", line_colour="009E73"),
    "muted": Look(text="5A6672"),
    "mark": Look(text="6E2450", fill="F2D9E7", bold=True, italic=True, line="dashed", line_colour="A8447F"),
}
"""What a flag lays over a cell: fill, text and border replace those of the role where the flag has one; the size stays.

`muted` only greys the text: in a long-lived log most rows are done, and a sheet full of fills would hide the rest.
"""

TABS: Final[Mapping[str, str]] = {"work": "1F6F9F", "figures": "007A5A", "setup": "8A95A1"}
"""Tab colours by what a sheet is for."""

CHART: Final = ("0072B2", "E69F00", "009E73", "D55E00", "CC79A7", "56B4E9")
"""Colours of chart series in their order; neighbours differ in lightness as well as in hue."""

FLAG_COLOURS: Final[tuple[FlagColour, ...]] = get_args(FlagColour)
"""Every flag colour, the most urgent first."""


def lightness(colour: str) -> float:
    """The relative luminance of `RRGGBB`, 0 (black) to 1 (white), by the formula of WCAG 2.2."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(text: str, fill: str) -> float:
    """The contrast of two colours, 1 to 21, by the formula of WCAG 2.2. No fill ("") counts as white paper."""
    darker, lighter = sorted((lightness(text), lightness(fill or PAPER)))
    return (lighter + 0.05) / (darker + 0.05)
