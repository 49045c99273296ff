"""The wildcards of criteria, MATCH and SEARCH: `*` any text, `?` one character, `~` takes the next one as it is."""

import re
from functools import lru_cache
from typing import Final

_PARTS: Final = re.compile(r"~.|.", re.DOTALL)


def has_wildcards(text: str) -> bool:
    """Whether the text means anything but itself."""
    return "*" in text or "?" in text or "~" in text


def literal(text: str) -> str | None:
    """The one text that matches, with each `~` taken off what it guards; None when many can match."""
    if any(part in ("*", "?") for part in _PARTS.findall(text)):
        return None
    return _PARTS.sub(lambda part: part[0][-1], text)


def edges(text: str) -> tuple[str, str]:
    """What everything that matches begins and ends with."""
    parts = _PARTS.findall(text)
    wild = [place for place, part in enumerate(parts) if part in ("*", "?")]
    if not wild:
        wild = [len(parts)]
    begin, end = parts[: wild[0]], parts[wild[-1] + 1 :]
    return "".join(part[-1] for part in begin), "".join(part[-1] for part in end)


@lru_cache(maxsize=4096)
def pattern(text: str) -> re.Pattern[str]:
    """A regular expression that matches what the text with wildcards matches; case is the caller's affair."""
    many = {"*": ".*?", "?": "."}
    parts = (many.get(part) or re.escape(part[-1]) for part in _PARTS.findall(text))
    return re.compile("".join(parts), re.DOTALL)
