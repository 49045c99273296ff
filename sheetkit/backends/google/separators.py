"""Formulas in the spelling of the spreadsheet's locale: where a decimal is written with a comma, arguments are not.

The API takes a formulaValue as the spreadsheet's locale spells it: with commas between the arguments it is an error
where the locale is tr_TR (googleapis/google-api-nodejs-client, issue 1994). Semicolons are taken in all locales
(mricon/ingress-fieldplan, issue 5). How decimals are taken is nowhere said, so they are written as fractions, which
need no mark and are the same number.
"""

import re
from typing import Any, Final

from sheetkit.backends.google.ranges import Json, Request

_POINT: Final = frozenset(
    ("en", "zh", "ja", "ko", "th", "he", "iw", "hi", "bn", "ta", "te", "ml", "mr", "gu", "kn", "pa")
)
"""Languages that write 0.5; others, and those not known, get the spelling that needs no mark."""
_POINT_TOO: Final = frozenset(("es_MX", "de_CH", "it_CH", "de_LI", "ms_MY"))
_TOKENS: Final = re.compile(
    r"""(?P<kept>"(?:[^"]|"")*+"|'(?:[^']|'')*+'!|\{[^}]*+\})  # texts, names of sheets, arrays
    | (?<![\w.$])(?P<number>[0-9]+[.,][0-9]+)(?![\w.])
    | \((?P<top>[0-9]+)/(?P<bottom>10+)\)
    | (?P<mark>[,;])""",
    re.VERBOSE,
)
_NUMERIC: Final = re.compile(r"-?[0-9]*\.[0-9]+")


def has_point(locale: str) -> bool:
    """Whether formulas in a locale are spelled as they are in English."""
    return locale.partition("_")[0].lower() in _POINT or locale in _POINT_TOO


def spelled(text: str) -> str:
    """A formula in English, with or without its "=", in the spelling that every locale takes."""

    def spell(found: re.Match[str]) -> str:
        if found["mark"]:
            return ";"
        if found["number"] and "." in found["number"]:
            whole, _, rest = found["number"].partition(".")
            return f"({int(whole + rest)}/1{'0' * len(rest)})"
        return found[0]

    return _TOKENS.sub(spell, text)


def english(text: str) -> str:
    """A formula of a spreadsheet whose locale writes decimals with a comma, in English."""

    def spell(found: re.Match[str]) -> str:
        if found["mark"]:
            return ","
        if found["number"]:
            return found["number"].replace(",", ".")
        if found["top"]:
            return _decimal(found["top"], len(found["bottom"]) - 1)
        return found[0]

    return _TOKENS.sub(spell, text)


def localised(request: Request, locale: str) -> Request:
    """A request whose formulas are in English, as a spreadsheet of a locale takes it."""
    return request if has_point(locale) else _localised(request)


def _decimal(digits: str, places: int) -> str:
    padded = digits.rjust(places + 1, "0")
    return f"{padded[:-places]}.{padded[-places:]}"


def _localised(part: Any) -> Any:
    if isinstance(part, list):
        return [_localised(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {name: _text(part, name, value) for name, value in part.items()}


def _text(part: Json, name: str, value: Any) -> Any:
    """Formulas of cells and conditions, and the numbers of conditions, which are taken as if a person typed them."""
    if name == "formulaValue":
        return spelled(value)
    if name == "values" and str(part.get("type", "")) in _CONDITIONS:
        return [_condition(one) for one in value]
    return _localised(value)


_CONDITIONS: Final = frozenset(
    (
        *("CUSTOM_FORMULA", "NUMBER_BETWEEN", "NUMBER_GREATER_THAN_EQ", "NUMBER_LESS_THAN_EQ"),
        *("DATE_BETWEEN", "DATE_ON_OR_AFTER", "DATE_ON_OR_BEFORE"),
    )
)


def _condition(value: Json) -> Json:
    text = str(value.get("userEnteredValue", ""))
    if _NUMERIC.fullmatch(text):
        text = f"={text}"
    return {**value, "userEnteredValue": spelled(text) if text.startswith("=") else text}
