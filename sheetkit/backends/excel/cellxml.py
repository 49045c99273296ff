"""One cell as XML: what it holds now, and what it is rewritten to."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sheetkit.backends.excel.bytesxml import TAG_REST, Document, Span, attributes, without
from sheetkit.backends.excel.edits import CellEdit, Kind
from sheetkit.backends.excel.texts import escape, keeps_space
from sheetkit.core.dates import to_serial

_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_KINDS: Final[dict[bytes, Kind]] = {b"b": "bool", b"e": "error", b"str": "text", b"inlineStr": "text", b"s": "text"}
_PLAIN: Final = re.compile(rb'(<(?:[^\s:>]+:)?c r="[A-Z]+[0-9]+")(?: s="[0-9]+")?(?: t="[A-Za-z]+")?/?>')
_REPLACED: Final = (b"s", b"t", b"cm", b"vm")
_TYPES: Final[dict[Kind, bytes]] = {"text": b"str", "bool": b"b", "error": b"e"}

SharedTexts = Callable[[int], str]
"""Looks up a shared string by its number."""


@dataclass(frozen=True, slots=True)
class Present:
    """What a cell holds: the number of its format, the value as the file spells it, the span of its formula element."""

    span: Span
    style: int
    kind: Kind
    text: str
    formula: Span | None = None


class CellReader:
    """Reads single cells of one sheet part."""

    def __init__(self, part: Document, shared: SharedTexts) -> None:
        self._part = part
        self._shared = shared
        prefix = re.escape(part.prefix)
        self._simple = re.compile(
            b"<" + prefix + rb'c r="[A-Z]+[0-9]+"(?: s="([0-9]+)")?(?: t="(str|b|e|n|s)")?>'
            b"<" + prefix + rb"v>([^<&\r]*)</" + prefix + b"v></" + prefix + b"c>"
        )
        self._child = {
            name: re.compile(b"<" + prefix + name + rb"(?=[\s/>])" + TAG_REST) for name in (b"f", b"v", b"is")
        }

    def read(self, span: Span) -> Present:
        """The cell that lies there."""
        if simple := self._simple.match(self._part.source, span.start, span.end):
            kind, text = self._typed(simple[2] or b"n", simple[3].decode(self._part.encoding))
            return Present(span, int(simple[1] or 0), kind, text)
        tag = attributes(self._part.tag(span))
        style = int(tag.get(b"s") or 0)
        if span.hollow:
            return Present(span, style, "blank", "")
        formula = self._find(b"f", span.inner, span.close)
        start = formula.end if formula else span.inner
        kind, text = self._value(tag.get(b"t", b"n"), start, span.close)
        return Present(span, style, kind, text, formula)

    def _value(self, kind: bytes, start: int, end: int) -> tuple[Kind, str]:
        if kind == b"inlineStr":
            inline = self._find(b"is", start, end)
            return ("text", rich_text(self._part, inline)) if inline else ("blank", "")
        value = self._find(b"v", start, end)
        if value is None:
            return "blank", ""
        return self._typed(kind, self._part.text(value))

    def _typed(self, kind: bytes, text: str) -> tuple[Kind, str]:
        """A value by the type its cell declares."""
        if kind == b"s":
            return "text", self._shared(int(text))
        if kind == b"str":
            return "text", unescaped(text)
        if kind == b"d":
            return "number", repr(to_serial(datetime.fromisoformat(text.strip())))
        return _KINDS.get(kind, "number" if text.strip() else "blank"), text.strip()

    def _find(self, name: bytes, start: int, end: int) -> Span | None:
        # Most cells have no formula, and looking for two bytes is cheaper than for a pattern.
        if self._part.shadow.find(b"<" + self._part.prefix + name, start, end) < 0:
            return None
        found = self._child[name].search(self._part.shadow, start, end)
        return self._part.span(found.start(), name, end) if found else None


def rich_text(part: Document, span: Span) -> str:
    """The text of an `is` or `si` element: all its runs, without phonetic hints."""
    hints = part.find_all(b"rPh", span.inner, span.close)
    starts = [hint.start for hint in hints]
    texts = []
    for text in part.find_all(b"t", span.inner, span.close):
        before = bisect_right(starts, text.start) - 1
        if before < 0 or text.start >= hints[before].end:
            texts.append(part.text(text))
    return unescaped("".join(texts))


def unescaped(text: str) -> str:
    """Text with its `_xHHHH_` escapes resolved (ECMA-376 part 1, 22.9.2.19)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def equal(edit: CellEdit, present: Present) -> bool:
    """Whether the cell shows that value already."""
    if edit.kind != present.kind:
        computed = edit.formula is not None or edit.keep
        return computed and {edit.kind, present.kind} == {"blank", "text"} and not edit.text and not present.text
    if edit.kind == "number":
        return float(edit.text) == float(present.text)
    if edit.kind == "bool":
        return (edit.text == "1") == (present.text in ("1", "true"))
    return edit.text == present.text


def formula_of(part: Document, span: Span) -> str:
    """The text inside a formula element."""
    return unescaped(part.text(span))


def cell_bytes(part: Document, head: bytes, style: int, edit: CellEdit, formula: bytes) -> bytes:
    """A cell: `head` is its tag up to where style and type go (`<c r="B2"`), `formula` its formula element or b""."""
    p = part.prefix
    if style:
        head += b' s="%d"' % style
    if edit.kind == "blank" and not formula:
        return head + b"/>"
    text = part.encode(escape(edit.text))
    if edit.kind == "number":
        return b"%b>%b<%bv>%b</%bv></%bc>" % (head, formula, p, text, p, p)
    if edit.kind == "blank":
        return b'%b t="str">%b<%bv></%bv></%bc>' % (head, formula, p, p, p)
    if edit.kind == "text" and not formula:
        space = b' xml:space="preserve"' if keeps_space(edit.text) else b""
        return b'%b t="inlineStr"><%bis><%bt%b>%b</%bt></%bis></%bc>' % (head, p, p, space, text, p, p, p)
    return b'%b t="%b">%b<%bv>%b</%bv></%bc>' % (head, _TYPES[edit.kind], formula, p, text, p, p)


def kept_head(tag: bytes, *, keep_metadata: bool = False) -> bytes:
    """The tag of a cell that is rewritten, without what is set anew and without its end.

    The metadata of a dynamic array (`cm`) goes with its formula, that of a rich value (`vm`) with the value.
    """
    if plain := _PLAIN.fullmatch(tag):
        return plain[1]
    names = tuple(name for name in _REPLACED if not (keep_metadata and name == b"cm"))
    return without(tag, names).rstrip(b">").rstrip(b"/").rstrip()
