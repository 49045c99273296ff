"""Lines and tables of plain text: aligned by what a terminal shows, safe to show, wrapped where they are long."""

import unicodedata
from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import Final, Literal, TypeAlias

Tone = Literal["title", "error", "warning", "good", "soft"]
Paint: TypeAlias = Callable[[str, Tone], str]
"""Gives a text a tone: colours on a terminal, nothing elsewhere."""

WIDTH: Final = 100
"""Characters a line takes where no terminal says otherwise."""


def unpainted(text: str, tone: Tone) -> str:  # noqa: ARG001 - the shape of every Paint
    """The text as it is."""
    return text


def visible(text: str) -> str:
    """The text on one line, without anything that would steer a terminal or turn its reading direction."""
    shown = "".join(" " if character.isspace() else character for character in text)
    return "".join("\N{REPLACEMENT CHARACTER}" if _steers(character) else character for character in shown)


def _steers(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"} or unicodedata.bidirectional(character) in {
        "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
    }  # fmt: skip


def width(text: str) -> int:
    """How many columns of a terminal the text takes: two for a wide character, none for a mark on the one before."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def shortened(text: str, longest: int) -> str:
    """The text, cut with … where it is longer."""
    if width(text) <= longest:
        return text
    kept = ""
    for character in text:
        if width(kept + character) >= longest:
            break
        kept += character
    return kept.rstrip() + "…"


def filled(text: str, columns: int, align: Literal["left", "right"] = "left") -> str:
    """The text with blanks up to so many columns."""
    blanks = " " * (columns - width(text))
    return blanks + text if align == "right" else text + blanks


def table(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    right: Sequence[bool],
    *,
    indent: str = "  ",
    longest: int = 32,
    last: int = 0,
    paint: Paint = unpainted,
) -> list[str]:
    """The lines of a table under its headers; `right` says which columns stand right-aligned.

    Cells are cut where they are longer than `longest`, those of the last column where they are longer than `last` too.
    """
    most = [*[longest] * (len(headers) - 1), max(longest, last)]
    shown = [[shortened(visible(cell), limit) for cell, limit in zip(row, most, strict=True)] for row in rows]
    heads = [visible(header) for header in headers]
    widths = [max(width(row[index]) for row in [heads, *shown]) for index in range(len(heads))]

    def line(cells: Sequence[str]) -> str:
        parts = [filled(cell, widths[index], "right" if right[index] else "left") for index, cell in enumerate(cells)]
        return (indent + "  ".join(parts)).rstrip()

    head = line(heads)
    return [indent + paint(head[len(indent) :], "soft"), *(line(row) for row in shown)]


def paragraph(text: str, indent: str = "", columns: int = WIDTH) -> list[str]:
    """The text wrapped into lines, each after the indent."""
    return [indent + line for line in wrap(visible(text), max(30, columns - len(indent)))] or [indent.rstrip()]


def counted(many: int, one: str, several: str = "") -> str:
    """`1 row`, `2 rows`, `no rows`."""
    word = one if many == 1 else several or one + "s"
    return f"{many:,} {word}" if many else f"no {word}"


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
