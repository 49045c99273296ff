"""XML as bytes: where elements and attributes lie, so that a change leaves every other byte alone."""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sheetkit.core.errors import PatchRefused

TAG_REST: Final = rb"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+>"""
"""The rest of a tag from behind its name: a > inside quotes does not end it."""
_TAG: Final = re.compile(rb"<[^\s/>]+" + TAG_REST)
_ATTRIBUTE: Final = re.compile(rb"""([^\s=<>/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_OPAQUE: Final = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
"""What is never closed reaches to the end, so that many of them cost no more than one."""
_DECLARATION: Final = re.compile(rb"\s*<\?xml[^>]*?\?>")
_ENCODING: Final = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ROOT: Final = re.compile(rb"<(?:([^\s/>:!?]+:))?([^\s/>:!?]+)")
_ENTITY: Final = re.compile(r"&(?:#([0-9]+)|#x([0-9A-Fa-f]+)|(amp|lt|gt|quot|apos));")
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_CDATA: Final = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)

_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

Pieces = Iterable[bytes | memoryview]
"""Bytes in parts, to be written one behind the other."""

Splice = tuple[int, int, bytes]
"""Bytes from start to end, and what stands there instead."""


@dataclass(frozen=True, slots=True)
class Span:
    """One element: its tag from `start` to `inner`, its content to `close`, its end tag to `end`."""

    start: int
    inner: int
    close: int
    end: int

    @property
    def hollow(self) -> bool:
        """Whether it is written as one tag, `<row/>`."""
        return self.inner == self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One XML part. `source` is its bytes in UTF-8, or in its own encoding where that extends ASCII.

    `shadow` is as long, but comments, CDATA sections and processing instructions are spaces in it: what is found in the
    shadow is markup. `prefix` is the root's namespace prefix with its colon. `wide` is the codec of a UTF-16 part.
    """

    source: bytes
    shadow: bytes
    prefix: bytes
    encoding: str
    wide: str = ""

    @classmethod
    def open(cls, data: bytes, name: str) -> "Document":
        """The part `name` with these bytes. Raises PatchRefused when it is no XML that can be changed in place."""
        wide = _wide(data)
        source = data.decode(wide).encode() if wide else data
        start = len(codecs.BOM_UTF8) if source.startswith(codecs.BOM_UTF8) else 0
        declaration = _DECLARATION.match(source, start)
        begin = declaration.end() if declaration else start
        encoding = "utf-8"
        if declaration and not wide and (found := _ENCODING.search(declaration[0])):
            encoding = _narrow(found[1].decode(), name)
        shadow = _mask(source, begin)
        root = _ROOT.search(shadow, begin)
        if not root or b"<!DOCTYPE" in shadow[begin : root.start() + 10]:
            raise PatchRefused(f"{name} inside the workbook is no XML that sheetkit can change in place.")
        return cls(source, shadow, root[1] or b"", encoding, wide)

    def find(self, name: bytes, start: int = 0, end: int | None = None) -> Span | None:
        """The first element of that name (without its prefix) between start and end."""
        stop = len(self.shadow) if end is None else end
        needle = b"<" + self.prefix + name
        at = self.shadow.find(needle, start, stop)
        while at >= 0:
            if self.shadow[at + len(needle)] in b" \t\r\n/>":
                return self.span(at, name, stop)
            at = self.shadow.find(needle, at + 1, stop)
        return None

    def find_all(self, name: bytes, start: int = 0, end: int | None = None) -> list[Span]:
        """All elements of that name, one behind the other."""
        spans = []
        while span := self.find(name, start, end):
            spans.append(span)
            start = span.end
        return spans

    def span(self, at: int, name: bytes, stop: int | None = None) -> Span:
        """The element of that name whose tag begins at `at`. Elements of one name must not nest."""
        stop = len(self.shadow) if stop is None else stop
        tag = _TAG.match(self.shadow, at, stop)
        if not tag:
            raise PatchRefused("The workbook holds XML that breaks off inside a tag.")
        inner = tag.end()
        if self.shadow[inner - 2] == 0x2F:
            return Span(at, inner, inner, inner)
        needle = b"</" + self.prefix + name
        close, size = self.shadow.find(needle, inner, stop), len(needle)
        while close >= 0:
            end = close + size
            if self.shadow[end] == 0x3E:
                return Span(at, inner, close, end + 1)
            if self.shadow[end] in b" \t\r\n":
                return Span(at, inner, close, self.shadow.index(b">", end) + 1)
            close = self.shadow.find(needle, end, stop)
        raise PatchRefused(f"The workbook holds a <{name.decode()}> that is never closed.")

    def tag(self, span: Span) -> bytes:
        """The element's first tag."""
        return self.source[span.start : span.inner]

    def text(self, span: Span) -> str:
        """The text directly inside the element, entities and CDATA resolved."""
        return plain_text(self.source[span.inner : span.close].decode(self.encoding))

    def encode(self, text: str) -> bytes:
        """Text as bytes of this part; what its encoding lacks becomes a character reference."""
        return text.encode(self.encoding, "xmlcharrefreplace")

    def restore(self, pieces: Pieces) -> Pieces:
        """Changed content in the encoding the part had."""
        return [b"".join(pieces).decode().encode(self.wide)] if self.wide else pieces


def plain_text(raw: str) -> str:
    """XML character data as the text it means, line ends as XML reads them."""
    if "<" in raw:
        raw = _CDATA.sub(lambda part: (part[1] or "").replace("&", "&amp;"), raw)
    if "\r" in raw:
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    return resolved(raw) if "&" in raw else raw


def resolved(raw: str) -> str:
    """Text with its entities and character references resolved."""
    return _ENTITY.sub(_character, raw)


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return _NAMED[found[3]]
    code = int(found[1]) if found[1] else int(found[2], 16)
    return chr(code) if code < 0x110000 else found[0]


def escape(text: str) -> str:
    """Text as XML character data or attribute value in double quotes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def attributes(tag: bytes) -> dict[bytes, bytes]:
    """The attributes of a tag as they are written, entities unresolved."""
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(tag)}


def attribute(tag: bytes, name: bytes) -> bytes | None:
    """One attribute of a tag as it is written, or None."""
    return attributes(tag).get(name) if name in tag else None


def text_attribute(tag: bytes, name: bytes) -> str | None:
    """One attribute of a tag as the text it means, or None."""
    raw = attribute(tag, name)
    return None if raw is None else resolved(raw.decode())


def without(tag: bytes, names: Iterable[bytes]) -> bytes:
    """The tag without these attributes and the white space before them."""
    gone = set(names)
    kept, last = b"", 0
    for found in _ATTRIBUTE.finditer(tag):
        if found[1] in gone:
            kept += tag[last : found.start()].rstrip()
            last = found.end()
    return kept + tag[last:]


def with_attribute(tag: bytes, name: bytes, value: bytes) -> bytes:
    """The tag with one attribute changed in its place and its quotes, or added at the end."""
    for found in _ATTRIBUTE.finditer(tag):
        if found[1] == name:
            group = 2 if found[2] is not None else 3
            return tag[: found.start(group)] + value + tag[found.end(group) :]
    tail = 2 if tag.endswith(b"/>") else 1
    return tag[:-tail].rstrip() + b" " + name + b'="' + value + b'"' + tag[-tail:]


def spliced(source: bytes, splices: Iterable[Splice]) -> list[bytes | memoryview]:
    """The source with each splice applied, as pieces; splices are in order and do not overlap."""
    pieces: list[bytes | memoryview] = []
    view, last = memoryview(source), 0
    for start, end, new in splices:
        if start < last:
            raise PatchRefused("Two changes fall on the same place of the workbook.")
        pieces += (view[last:start], new)
        last = end
    pieces.append(view[last:])
    return pieces


def _wide(data: bytes) -> str:
    for bom, codec in _BOMS[1:]:
        if data.startswith(bom):
            return codec
    if data[:4] == b"<\0?\0":
        return "utf-16-le"
    return "utf-16-be" if data[:4] == b"\0<\0?" else ""


def _narrow(encoding: str, name: str) -> str:
    try:
        codec = codecs.lookup(encoding).name
        plain = bytes(range(0x20, 0x7F)).decode(codec) == bytes(range(0x20, 0x7F)).decode()
    except (LookupError, UnicodeDecodeError):
        plain = False
    if not plain:
        raise PatchRefused(f"{name} inside the workbook is written in {encoding}, which sheetkit cannot change.")
    return codec


def _mask(source: bytes, begin: int) -> bytes:
    # One byte is found much faster than two: formulas hold "!" but hardly ever "<!".
    for sign in (b"!", b"?"):
        at = source.find(sign, begin)
        while at >= 0:
            if source[at - 1] == 0x3C:
                head = source[:begin]
                return head + _OPAQUE.sub(lambda found: b" " * len(found[0]), source[begin:])
            at = source.find(sign, at + 1)
    return source
