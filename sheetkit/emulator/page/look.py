"""The look of a cell as CSS, made only of numbers and known words."""

from collections.abc import Mapping
from typing import Any, Final

from sheetkit.emulator.document import Json
from sheetkit.emulator.sheets.colors import theme_colors

Theme = Mapping[str, Json]
"""The colours of a spreadsheet's theme by their names."""
_ACROSS: Final = {"LEFT": "left", "CENTER": "center", "RIGHT": "right"}
_DOWN: Final = {"TOP": "top", "MIDDLE": "middle"}
_LINES: Final = {
    "DOTTED": "1px dotted",
    "DASHED": "1px dashed",
    "SOLID": "1px solid",
    "SOLID_MEDIUM": "2px solid",
    "SOLID_THICK": "3px solid",
    "DOUBLE": "3px double",
}


def theme(properties: Json) -> Theme:
    """The theme of a spreadsheet, by its properties."""
    return theme_colors(properties)


def color(style: Json | None, colors: Theme) -> str:
    """A ColorStyle as `#rrggbb`, "" for none."""
    if not style:
        return ""
    rgb: Any = style.get("rgbColor")
    if rgb is None:
        rgb = colors.get(str(style.get("themeColor", "")))
    if rgb is None:
        return ""
    return "#" + "".join(f"{_channel(rgb, name):02x}" for name in ("red", "green", "blue"))


def _channel(rgb: Json, name: str) -> int:
    return max(0, min(255, round(float(rgb.get(name, 0)) * 255)))


def css(format_: Json, colors: Theme) -> dict[str, str]:
    """The CSS of a CellFormat: only what it says, by property."""
    found: dict[str, str] = {}
    fill = color(format_.get("backgroundColorStyle"), colors)
    if fill and fill != "#ffffff":
        found["background-color"] = fill
    found |= _text(format_.get("textFormat") or {}, colors)
    if side := _ACROSS.get(str(format_.get("horizontalAlignment", ""))):
        found["text-align"] = side
    if end := _DOWN.get(str(format_.get("verticalAlignment", ""))):
        found["vertical-align"] = end
    if format_.get("wrapStrategy") == "WRAP":
        found["white-space"] = "pre-wrap"
    for side, border in (format_.get("borders") or {}).items():
        line = _LINES.get(str(border.get("style", "")))
        if line and side in {"top", "right", "bottom", "left"}:
            found[f"border-{side}"] = f"{line} {color(border.get('colorStyle'), colors) or '#000000'}"
    return found


def _text(text: Json, colors: Theme) -> dict[str, str]:
    found: dict[str, str] = {}
    ink = color(text.get("foregroundColorStyle"), colors)
    if ink and ink != "#000000":
        found["color"] = ink
    if text.get("bold"):
        found["font-weight"] = "bold"
    if text.get("italic"):
        found["font-style"] = "italic"
    lines = [word for name, word in (("underline", "underline"), ("strikethrough", "line-through")) if text.get(name)]
    if lines:
        found["text-decoration"] = " ".join(lines)
    size = text.get("fontSize")
    if isinstance(size, int | float) and size != 10:
        found["font-size"] = f"{float(size):g}pt"
    return found


def written(found: Mapping[str, str]) -> str:
    """CSS as a style attribute has it."""
    return ";".join(f"{name}:{value}" for name, value in found.items())
