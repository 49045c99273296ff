"""Colours as Google keeps them: eight bits a channel, sent as 32-bit floats, each with its ColorStyle beside it."""

import struct
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from sheetkit.emulator.document import Json

PAIRS: Final = (
    "backgroundColor",
    "foregroundColor",
    "tabColor",
    "color",
    "firstBandColor",
    "secondBandColor",
    "headerColor",
    "footerColor",
    "headerBackgroundColor",
)
"""The colour fields that have a twin called `<name>Style`."""


@lru_cache(maxsize=4096)
def channel(value: float) -> float | int:
    """A channel (0 to 1) as Google sends it: the shortest number that stands for the nearest 32-bit float."""
    single = _single(value)
    if single == int(single):
        return int(single)
    for digits in range(1, 10):
        short = float(f"{single:.{digits}g}")
        if _single(short) == single:
            return short
    return single


def _single(value: float) -> float:
    """The nearest 32-bit float."""
    return float(struct.unpack("f", struct.pack("f", value))[0])


def _eight_bits(value: float) -> float:
    """A channel cut to a 255th, which is what comes back when 0.5 is sent: 127/255."""
    return int(_single(_single(value) * 255)) / 255


def color(given: Json) -> dict[str, Any]:
    """A Color as Google sends it: cut to eight bits a channel, channels of 0 left out, alpha only where it is not 1."""
    answer: dict[str, Any] = {}
    for name in ("red", "green", "blue"):
        value = channel(_eight_bits(float(given.get(name) or 0)))
        if value:
            answer[name] = value
    if given.get("alpha") not in {None, 1}:
        answer["alpha"] = channel(float(given["alpha"]))
    return answer


def style(given: Json) -> dict[str, Any]:
    """A ColorStyle as Google sends it."""
    if "themeColor" in given:
        return {"themeColor": given["themeColor"]}
    return {"rgbColor": color(given.get("rgbColor") or {})}


def paired(given: Json, theme: Json | None = None) -> dict[str, Any]:
    """A JSON object in which every colour, however deep, has its twin; of two that differ the style wins.

    `theme` maps a themeColor to its Color.
    """
    answer: dict[str, Any] = {}
    for name, value in given.items():
        plain = name.removesuffix("Style")
        if plain in PAIRS and isinstance(value, Mapping) and not _is_style(name, value):
            chosen = given.get(f"{plain}Style")
            chosen = style(chosen) if isinstance(chosen, Mapping) else {"rgbColor": color(given[plain])}
            rgb = chosen.get("rgbColor")
            if rgb is None:
                rgb = (theme or {}).get(str(chosen.get("themeColor")), {})
            answer[plain] = rgb
            answer[f"{plain}Style"] = chosen
        elif isinstance(value, Mapping):
            answer[name] = paired(value, theme)
        elif isinstance(value, list | tuple):
            answer[name] = [paired(each, theme) if isinstance(each, Mapping) else each for each in value]
        else:
            answer[name] = value
    return answer


def _is_style(name: str, value: Json) -> bool:
    """Whether a plain name holds a ColorStyle all the same, as the colours of a theme do."""
    return not name.endswith("Style") and bool({"rgbColor", "themeColor"} & set(value))


def theme_colors(properties: Json) -> dict[str, Json]:
    """The Color of each themeColor of a spreadsheet, from its SpreadsheetProperties."""
    pairs = properties.get("spreadsheetTheme", {}).get("themeColors", ())
    return {each.get("colorType", ""): each.get("color", {}).get("rgbColor", {}) for each in pairs}
