"""What a cell shows: its value by its number format in the spreadsheet's locale (FORMATTED_VALUE)."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from sheetkit.core.values import CellError, CellValue
from sheetkit.emulator.document import Json
from sheetkit.emulator.sheets import date_text, locales, number_text
from sheetkit.emulator.sheets.locales import Locale
from sheetkit.emulator.sheets.patterns import Section, sections

_DEFAULTS: Final[Mapping[str, Callable[[Locale], str]]] = {
    "TEXT": lambda _: "@",
    "NUMBER": lambda _: "#,##0.00",
    "PERCENT": lambda _: "0.00%",
    "CURRENCY": lambda locale: locale.currency_pattern,
    "DATE": lambda locale: locale.date,
    "TIME": lambda locale: locale.time,
    "DATE_TIME": lambda locale: locale.date_time,
    "SCIENTIFIC": lambda _: "0.00E+00",
}
_HOLDS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": lambda value, limit: value < limit,
    ">": lambda value, limit: value > limit,
    "<=": lambda value, limit: value <= limit,
    ">=": lambda value, limit: value >= limit,
    "=": lambda value, limit: value == limit,
    "<>": lambda value, limit: value != limit,
}


def shown(value: CellValue, number_format: Json | None, locale: str) -> str:
    """The text of a value; `number_format` is the API's NumberFormat, None the automatic one."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case CellError():
            return value.code
    place = locales.named(locale)
    pattern = pattern_of(number_format, place)
    if isinstance(value, str):
        return _text(value, pattern)
    return _number(value, pattern, place) if pattern else number_text.automatic(value, place)


def pattern_of(number_format: Json | None, locale: Locale) -> str:
    """The pattern of a NumberFormat, the locale's own where it has only a type; "" for the automatic format."""
    if not number_format:
        return ""
    given = str(number_format.get("pattern") or "")
    if given:
        return given
    default = _DEFAULTS.get(str(number_format.get("type") or ""))
    return default(locale) if default else ""


def _text(value: str, pattern: str) -> str:
    found = [section for section in sections(pattern) if section.is_text] if "@" in pattern else []
    if not found:
        return value
    return "".join(value if token.kind == "text" else token.text for token in found[0].tokens)


@lru_cache(maxsize=16_384)
def _number(value: float, pattern: str, locale: Locale) -> str:
    parts = [section for section in sections(pattern) if not section.is_text] or list(sections(pattern))
    section, signed = _chosen(value, parts)
    if section is None or section.is_text:
        return number_text.automatic(value, locale)
    if section.is_date:
        text = date_text.by_tokens(value, section, locale)
        return number_text.automatic(value, locale) if text is None else text
    sign = "-" if signed and value < 0 else ""
    if any(token.kind == "general" for token in section.tokens):
        general = number_text.automatic(abs(value), locale)
        return sign + "".join(general if token.kind == "general" else token.text for token in section.tokens)
    if section.plain:
        return sign + "".join(token.text for token in section.tokens)
    return sign + number_text.by_section(value, section, locale)


def _chosen(value: float, parts: list[Section]) -> tuple[Section | None, bool]:
    """The section for a number, and whether a negative one gets its sign: its own section says so itself."""
    if any(part.condition for part in parts):
        for index, part in enumerate(parts):
            if part.condition is None or _HOLDS[part.condition[0]](value, part.condition[1]):
                return part, index == 0 or part.condition is None
        return None, True
    if value < 0 and len(parts) > 1:
        return parts[1], False
    if value == 0 and len(parts) > 2:
        return parts[2], False
    return parts[0], True
