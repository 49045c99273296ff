"""The tokens of a formula text, each with its position: the only door to openpyxl's tokenizer."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from openpyxl.formula.tokenizer import Token as Raw
from openpyxl.formula.tokenizer import Tokenizer, TokenizerError

from sheetkit.core.errors import FormulaInvalid

MAX_LENGTH: Final = 8192
"""Characters of a formula (Excel specifications and limits)."""

Kind = Literal["operand", "call", "open", "close", "comma", "operator", "end"]

# The tokenizer knows no escaped brackets ('[) and few numbers with an exponent (12E+5). Both are hidden from it behind
# control characters, one for one, so that positions stay right; no other control character is let in.
_HIDDEN: Final = str.maketrans("[]+-", "\x01\x02\x03\x04")
_SHOWN: Final = {hidden: shown for shown, hidden in _HIDDEN.items()}
_HIDE: Final = re.compile(r"''|'[\[\]]|(?<![\w.])(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[Ee][+-][0-9]+")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `position` is the zero-based character of the formula text where it begins."""

    kind: Kind
    text: str
    position: int


def tokenize(text: str) -> list[Token]:
    """The tokens of a formula text with or without its "=", white space left out, an "end" token last.

    Raises FormulaInvalid where no token can be made of it.
    """
    if len(text) > MAX_LENGTH:
        raise refusal(
            f"The formula has {len(text):,} characters; Excel takes {MAX_LENGTH:,}", 0, "Split it over two columns."
        )
    if control := _CONTROL.search(text):
        raise refusal("The formula holds a control character", control.start(), "Remove it, or use CHAR in a text.")
    shift = 0 if text.startswith("=") else 1
    masked = "=" * shift + _HIDE.sub(lambda match: match[0].translate(_HIDDEN), text)
    position = 1
    tokens: list[Token] = []
    for raw in _raw(masked, shift):
        if raw.type == Raw.WSPACE:
            position += len(masked[position:]) - len(masked[position:].lstrip(" \n"))
            continue
        token = Token(_kind(raw, position - shift), raw.value.translate(_SHOWN), position - shift)
        tokens.append(token)
        position += len(raw.value)
    return [*tokens, Token("end", "", len(text))]


def refusal(message: str, position: int, hint: str = "") -> FormulaInvalid:
    """The error to raise for a formula text; `position` is zero-based, the message tells it as people count."""
    return FormulaInvalid(f"{message} (character {position + 1}).", position=position, hint=hint)


class _Reader(Tokenizer):
    """A tokenizer that keeps its failure, and so still knows how far it came."""

    def __init__(self, formula: str) -> None:
        self.failure = ""
        try:
            super().__init__(formula)
        except (TokenizerError, IndexError) as error:
            self.failure = str(error)


def _raw(masked: str, shift: int) -> list[Raw]:
    reader = _Reader(masked)
    if reader.failure:
        message, hint = _explained(reader.failure, masked[reader.offset].translate(_SHOWN))
        raise refusal(message, reader.offset - shift, hint)
    return list(reader.items)


def _explained(found: str, what: str) -> tuple[str, str]:
    """The tokenizer's own error as a message and advice to the person who wrote the formula."""
    if found == "pop from empty list":
        return f"The closing {what} has no opening one", "Count the parentheses."
    if found.startswith("Mismatched"):
        return f"The closing {what} does not match the opening one", "Count the parentheses and the braces."
    if found.startswith("Encountered unmatched '['"):
        return "This bracket [ is not closed", "Write [@Column], [@[Column Name]] or Table[Column]."
    if found.startswith("Reached end of formula"):
        return f"What begins with {what} is not closed", 'Put a text between quotation marks "; double one inside it.'
    return f"{what} cannot stand here", "An operator may be missing before it."


def _kind(raw: Raw, position: int) -> Kind:
    if raw.type == Raw.ARRAY:
        raise refusal("An array in braces {…} is not supported", position, "Put the values in a list on the Lists tab.")
    if raw.value == ";":
        raise refusal("Arguments are separated by commas, not by ;", position, "Write a comma.")
    if raw.type in {Raw.FUNC, Raw.PAREN} and raw.subtype == Raw.CLOSE:
        return "close"
    kinds: dict[str, Kind] = {Raw.OPERAND: "operand", Raw.FUNC: "call", Raw.PAREN: "open", Raw.SEP: "comma"}
    return kinds.get(raw.type, "operator")
