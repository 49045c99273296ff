"""Number format patterns read into sections of tokens (`#,##0.00;[Red](0)`, `yyyy-mm-dd`, `[h]:mm`, `"text"@`)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple


class Token(NamedTuple):
    """A piece of a pattern: `kind` is literal, digit, point, percent, exponent, date, text or general."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One section. `condition` is an operator and a limit, `scale` how many thousands its trailing commas divide by."""

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None = None
    grouped: bool = False
    scale: int = 0

    @property
    def is_date(self) -> bool:
        """Whether it shows a number as a date or a time."""
        return any(token.kind == "date" for token in self.tokens)

    @property
    def is_text(self) -> bool:
        """Whether it says how a text is shown."""
        return any(token.kind == "text" for token in self.tokens)

    @property
    def plain(self) -> bool:
        """Whether it has no place for a number."""
        return all(token.kind == "literal" for token in self.tokens)


_LEX: Final = re.compile(
    r"""
    "(?P<quoted>[^"]*)" | \\(?P<escaped>.) | _(?P<space>.) | \*(?P<fill>.)
    | \[(?P<elapsed>h+|m+|s+)\] | \[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]
    | \[(?P<condition><=|>=|<>|<|>|=)(?P<limit>-?[0-9.]+)\] | \[[^\]]*\]
    | (?P<general>general) | (?P<half>am/pm|a/p)
    | (?P<date>y+|m+|d+|h+|s+) | (?P<exponent>e[+-])(?=[0#?])
    | (?P<digit>[0\#?]) | (?P<point>\.) | (?P<comma>,) | (?P<percent>%) | (?P<text>@) | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


@lru_cache(maxsize=1024)
def sections(pattern: str) -> tuple[Section, ...]:
    """The sections of a pattern, up to four: positive, negative, zero, text."""
    return tuple(_section(part) for part in _split(pattern)[:4])


def _split(pattern: str) -> list[str]:
    """The parts between semicolons that are neither quoted nor escaped."""
    parts, part = [], ""
    for match in _LEX.finditer(pattern):
        if match["other"] == ";":
            parts.append(part)
            part = ""
        else:
            part += match[0]
    return [*parts, part]


def _section(text: str) -> Section:
    tokens: list[Token] = []
    condition: tuple[str, float] | None = None
    commas: list[int] = []
    for match in _LEX.finditer(text):
        kind = match.lastgroup or ""
        value = match[kind] if kind else ""
        match kind:
            case "limit":
                condition = (match["condition"], float(match["limit"]))
            case "comma" if any(token.kind == "digit" for token in tokens):
                commas.append(len(tokens))
            case "space":
                tokens.append(Token("literal", " "))
            case "" | "fill":
                continue
            case "half":
                tokens.append(Token("date", value.lower()))
            case "elapsed":
                tokens.append(Token("date", f"[{value.lower()}]"))
            case "date":
                tokens.append(Token("date", value.lower()))
            case "quoted" | "escaped" | "currency" | "other" | "comma":
                tokens.append(Token("literal", value))
            case _:
                tokens.append(Token(kind, value))
    return _resolved(tokens, condition, commas)


def _resolved(tokens: list[Token], condition: tuple[str, float] | None, commas: list[int]) -> Section:
    """What a comma, an `m` and a point mean depends on what stands around them."""
    if any(token.kind == "date" for token in tokens):
        return Section(tuple(_fractions(_minutes(tokens))), condition)
    digits = [index for index, token in enumerate(tokens) if token.kind == "digit"]
    point = next((index for index, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    whole = [index for index in digits if index < point]
    grouped = any(whole and index <= whole[-1] for index in commas)
    scale = sum(1 for index in commas if not whole or index > whole[-1])
    return Section(tuple(tokens), condition, grouped, scale)


def _minutes(tokens: list[Token]) -> list[Token]:
    """`m` is a minute behind an hour and before a second, else a month; minutes are called `n`."""
    answer: list[Token] = []
    last = ""
    for index, token in enumerate(tokens):
        changed = token
        if token.kind == "date":
            letter = token.text.strip("[]")[0]
            following = next((each.text for each in tokens[index + 1 :] if each.kind == "date"), "")
            if letter == "m" and len(token.text) <= 2 and (last == "h" or following.strip("[").startswith("s")):
                changed = Token("date", token.text.replace("m", "n"))
            last = letter
        answer.append(changed)
    return answer


def _fractions(tokens: list[Token]) -> list[Token]:
    """The zeros behind the point of `ss.000` are parts of a second, any other digit is itself."""
    answer: list[Token] = []
    for token in tokens:
        before = answer[-1] if answer else Token("", "")
        if token.kind == "digit" and (before.text == "." or before.text.startswith(".0")):
            answer[-1] = Token("date", before.text + "0")
        else:
            answer.append(token if token.kind == "date" else Token("literal", token.text))
    return answer
