"""A number as text: by the section of a pattern, or in the automatic format."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

from sheetkit.emulator.sheets.locales import Locale
from sheetkit.emulator.sheets.patterns import Section, Token

_DIGITS = 10
"""How many significant digits the automatic format shows of a number with a fraction."""


def automatic(value: float, locale: Locale) -> str:
    """A number in the automatic format: whole ones in full below 10^15, ten digits of the others."""
    if value == 0:
        return "0"
    if abs(value) >= 1e15 or abs(value) < 1e-9:
        mantissa, _, exponent = f"{value:.5E}".partition("E")
        mantissa = mantissa.rstrip("0").rstrip(".")
        text = f"{mantissa}E{exponent[0]}{exponent[1:].lstrip('0').zfill(2)}"
    elif float(value).is_integer():
        text = str(int(value))
    else:
        text = repr(value)
        if len(text) <= _DIGITS and "e" not in text:
            return text.replace(".", locale.decimal)
        with localcontext(prec=_DIGITS, rounding=ROUND_HALF_UP):
            short = +Decimal(repr(value))
        text = f"{short:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", locale.decimal)


def by_section(value: float, section: Section, locale: Locale) -> str:
    """The absolute value of a number in a section's digits, without a sign."""
    tokens = section.tokens
    amount = abs(Decimal(repr(value))) * Decimal(100) ** sum(token.kind == "percent" for token in tokens)
    amount = amount.scaleb(-3 * section.scale)
    exponent = next((index for index, token in enumerate(tokens) if token.kind == "exponent"), None)
    if exponent is not None:
        return _scientific(amount, tokens, exponent, locale)
    return _fixed(amount, tokens, grouped=section.grouped, locale=locale)


def _scientific(amount: Decimal, tokens: tuple[Token, ...], at: int, locale: Locale) -> str:
    whole = sum(token.kind == "digit" for token in _before_point(tokens[:at])) or 1
    power = amount.adjusted() - (whole - 1) if amount else 0
    mantissa = _fixed(amount.scaleb(-power), tokens[:at], grouped=False, locale=locale)
    places = sum(token.kind == "digit" for token in _before_point(tokens[:at]))
    if len("".join(each for each in mantissa.split(locale.decimal)[0] if each.isdigit())) > places > 0:
        power += 1
        mantissa = _fixed(amount.scaleb(-power), tokens[:at], grouped=False, locale=locale)
    digits = [token for token in tokens[at + 1 :] if token.kind == "digit"]
    sign = "-" if power < 0 else "+" if "+" in tokens[at].text else ""
    rest = "".join(token.text for token in tokens[at + 1 :] if token.kind != "digit")
    return f"{mantissa}E{sign}{str(abs(power)).zfill(len(digits))}{rest}"


def _before_point(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    return tokens[: next((index for index, token in enumerate(tokens) if token.kind == "point"), len(tokens))]


def _fixed(amount: Decimal, tokens: tuple[Token, ...], *, grouped: bool, locale: Locale) -> str:
    before = _before_point(tokens)
    after = tokens[len(before) + 1 :]
    places = sum(token.kind == "digit" for token in after)
    with localcontext(prec=60):
        rounded = amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:f}".partition(".")
    text = _whole(whole.lstrip("0"), before, grouped=grouped, locale=locale)
    if len(before) == len(tokens):
        return text
    behind = _fraction(fraction, after)
    return text + locale.decimal + behind


def _whole(digits: str, tokens: tuple[Token, ...], *, grouped: bool, locale: Locale) -> str:
    """The digits in their places, from the right; what has no place stands before the first one."""
    pieces: list[str] = []
    left, count = digits, 0
    firsts = [index for index, token in enumerate(tokens) if token.kind == "digit"]
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if token.kind != "digit":
            pieces.append("%" if token.kind == "percent" else token.text)
            continue
        many = len(left) if index == firsts[0] and left else 1
        for _ in range(max(many, 1)):
            if not left and token.text == "#":
                break
            if grouped and count and count % 3 == 0:
                pieces.append(locale.group)
            pieces.append(left[-1] if left else "0" if token.text == "0" else " ")
            left, count = left[:-1], count + 1
    return "".join(reversed(pieces))


def _fraction(digits: str, tokens: tuple[Token, ...]) -> str:
    """The digits behind the point; a `#` is blank from where only zeros follow."""
    text, at = "", 0
    for token in tokens:
        if token.kind != "digit":
            text += "%" if token.kind == "percent" else token.text
            continue
        needless = token.text != "0" and not digits[at:].strip("0")
        text += ("" if token.text == "#" else " ") if needless else digits[at]
        at += 1
    return text
