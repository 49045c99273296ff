"""Numbers as exports write them: grouping, decimal comma or point, currency signs, brackets for minus, percent."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Final

from sheetkit.core.money import EXPONENTS, exact
from sheetkit.core.values import CellValue
from sheetkit.records.mapping.model import NumberStyle

_SIGNS = "$€£¥₹₩₽₺₫₪฿₴₦¢"
_CODE = re.compile(rf"(?:[{_SIGNS}]|\b(?:{'|'.join(EXPONENTS)})\b|\b(?:US|C|A|NZ|R)\$)")
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f'\u2019]")
_SHAPE = re.compile(r"\d[\d.,]*|[.,]\d+")
_SCIENTIFIC = re.compile(r"[-+]?\d+(?:\.\d+)?[eE][-+]?\d{1,3}")
_GROUPED: Final = {mark: re.compile(rf"\d{{1,3}}(?:\{mark}\d{{3}})+") for mark in ",."}


class Ambiguous(ValueError):  # noqa: N818 - an answer, not a failure
    """The text is one number with a decimal comma and another with a decimal point, such as 1,234."""


def parse(value: CellValue, style: NumberStyle = "") -> Decimal | None:
    """The exact number that a cell or a text says; None when it says none.

    Understood: 1,234.56 and 1.234,56 and 1 234,56, £12.50, EUR 3, (4.00) and 4.00- as minus four, 12.5 % as 0.125,
    1.2e3. `style` settles what one comma or point before three digits means. Raises Ambiguous where it does not.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return exact(value) if value == value and abs(value) != float("inf") else None  # noqa: PLR0124 - NaN alone differs from itself
    if not isinstance(value, str):
        return None
    text = _CODE.sub("", value.replace("\u2212", "-")).strip()
    if _SCIENTIFIC.fullmatch(text):
        return Decimal(text)
    text, sign, percent = _unsigned(_SPACES.sub("", text))
    if not _SHAPE.fullmatch(text):
        return None
    digits = _point(text, style)
    if digits is None:
        return None
    try:
        number = Decimal(digits) * sign
    except InvalidOperation:
        return None
    return number / 100 if percent else number


def style_of(values: Iterable[CellValue]) -> NumberStyle | None:
    """The style that the texts give evidence of; "" when none of them needs one, None when it is anyone's guess."""
    point = comma = open_question = False
    for value in values:
        if not isinstance(value, str):
            continue
        readings = {style: _reads(value, style) for style in ("1,234.56", "1.234,56")}
        if readings["1,234.56"] and readings["1.234,56"]:
            open_question = open_question or _is_ambiguous(value)
        else:
            point = point or readings["1,234.56"]
            comma = comma or readings["1.234,56"]
    if point != comma:
        return "1,234.56" if point else "1.234,56"
    return None if open_question or (point and comma) else ""


def _reads(value: str, style: NumberStyle) -> bool:
    """Whether the text is a number in this style and has a mark that could speak for it."""
    return parse(value, style) is not None


def _is_ambiguous(value: str) -> bool:
    try:
        parse(value)
    except Ambiguous:
        return True
    return False


def _unsigned(text: str) -> tuple[str, int, bool]:
    """The text without sign, brackets and percent sign; the sign; whether it was a percentage."""
    sign = 1
    percent = text.endswith("%")
    text = text.removesuffix("%")
    if text.startswith("(") and text.endswith(")"):
        text, sign = text[1:-1], -1
    if text.startswith("-") or text.endswith("-"):
        text, sign = text[1:] if text.startswith("-") else text[:-1], -sign
    return text.removeprefix("+"), sign, percent


def _point(text: str, style: NumberStyle) -> str | None:
    """The digits with a decimal point and no grouping; None when the marks stand where none may."""
    commas, points = text.count(","), text.count(".")
    if commas and points:
        decimal = "," if text.rindex(",") > text.rindex(".") else "."
    elif commas + points > 1:
        decimal = "." if commas else ","
    elif commas + points == 1:
        mark = "," if commas else "."
        both = _GROUPED[mark].fullmatch(text) and not text.startswith("0")
        if both and not style:
            raise Ambiguous(text)
        decimal = mark
    else:
        return text
    if style:
        decimal = "." if style == "1,234.56" else ","
    group = "," if decimal == "." else "."
    whole, _, fraction = text.partition(decimal)
    if decimal in fraction or group in fraction or (group in whole and not _GROUPED[group].fullmatch(whole)):
        return None
    return (whole.replace(group, "") or "0") + ("." + fraction if fraction else "")
