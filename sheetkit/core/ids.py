"""Keys of new rows, made from a pattern such as `RF-{year}-{seq:04}`; never from a row's position, never twice."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

_DIGITS = 15
"""Digits of a sequence number; a longer run is some other number, and would never be counted up to."""
_SEQUENCE_LAST = re.compile(r"[^}0-9]\{seq(?::\d+)?\}$")
_FIELD = re.compile(r"\{([^{}:]+)(?::0?(\d+))?\}")


@dataclass(frozen=True)
class KeyPattern:
    """A pattern with the fields {year}, {seq} or {seq:04}, and {Any Column} of the row.

    The sequence counts within what stands before it once year and columns are filled in: RF-2026-0001 and RF-2027-0001.
    """

    text: str

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The names between braces, in order."""
        return tuple(match[1] for match in _FIELD.finditer(self.text))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns whose values the key takes up."""
        return tuple(name for name in self.fields if name not in {"year", "seq"})

    def fill(self, year: int, sequence: int, row: Mapping[str, str]) -> str:
        """The key for one row; a column's value is stripped of all but letters, digits and dashes, in capitals."""

        def part(match: re.Match[str]) -> str:
            name, width = match[1], int(match[2] or 0)
            if name == "seq":
                return f"{sequence:0{width}d}"
            if name == "year":
                return str(year)
            return re.sub(r"[^\w-]+", "", row.get(name, "")).upper() or "X"

        return _FIELD.sub(part, self.text)

    def sequence(self, key: str) -> tuple[str, int] | None:
        """The part of `key` that its sequence counts within, and the number; None for a key of another make."""
        match = self._matcher.fullmatch(key.strip())
        return (key.strip()[: match.start("seq")], int(match["seq"])) if match and "seq" in self.fields else None

    @cached_property
    def _matcher(self) -> re.Pattern[str]:
        pattern, end = "", 0
        for match in _FIELD.finditer(self.text):
            pattern += re.escape(self.text[end : match.start()])
            name = match[1]
            pattern += (
                rf"(?P<seq>[0-9]{{1,{_DIGITS}}})" if name == "seq" else r"\d{4}" if name == "year" else r"[\w-]+?"
            )
            end = match.end()
        return re.compile(pattern + re.escape(self.text[end:]), re.IGNORECASE)


class KeyMaker:
    """Gives out keys that no row has had: it starts from every key in use and every key ever given out.

    `last` is the highest number given out so far by prefix, deleted rows included; those numbers are not used again.
    """

    def __init__(self, pattern: str, used: Iterable[str], last: Mapping[str, int] | None = None) -> None:
        self.pattern = KeyPattern(pattern)
        self._used: set[str] = set()
        self.last: dict[str, int] = dict(last or {})
        self._note_all(used)

    def make(self, year: int, row: Mapping[str, str]) -> str:
        """A new key for a row, whose own text values fill the pattern's columns."""
        probe = self.pattern.sequence(self.pattern.fill(year, 0, row))
        prefix = probe[0].casefold() if probe else ""
        number = self.last.get(prefix, 0) + 1
        key = self.pattern.fill(year, number, row)
        while key.casefold() in self._used:
            number += 1
            key = self.pattern.fill(year, number, row)
            if "seq" not in self.pattern.fields:
                key = f"{key}-{number}"
        self._note(key)
        return key

    def _note_all(self, keys: Iterable[str]) -> None:
        """Note many keys: of those that end in a number, only the highest after each beginning is looked at closely."""
        folded = {key.strip().casefold() for key in keys}
        self._used |= folded
        if not _SEQUENCE_LAST.search(self.pattern.text):
            for key in folded:
                self._note(key)
            return
        highest: dict[str, str] = {}
        for key in folded:
            beginning = key.rstrip("0123456789")
            number = key[len(beginning) :].lstrip("0")
            known = highest.get(beginning, "")
            if (len(number), number) > (len(known), known):
                highest[beginning] = number
        for beginning, number in highest.items():
            self._note(beginning + (number or "0"))

    def _note(self, key: str) -> None:
        self._used.add(key.casefold())
        if found := self.pattern.sequence(key):
            prefix, number = found[0].casefold(), found[1]
            self.last[prefix] = max(self.last.get(prefix, 0), number)
