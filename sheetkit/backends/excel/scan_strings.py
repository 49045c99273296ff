"""Reads the texts that a workbook's cells share, fonts and phonetic hints left out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from lxml import etree

from sheetkit.backends.excel import xmltree
from sheetkit.backends.excel.package import Package
from sheetkit.backends.excel.scan_values import decode, text_of

_MOST_BUFFERED: Final = 16 * 1024 * 1024
_HEAD: Final = re.compile(
    r'\s*(?:<\?xml(?:(?!encoding)[^>])*(?:encoding="(?i:utf-8|us-ascii)"[^>]*)?\?>)?\s*<sst(?=\s)[^>]*>\s*'
)
_ITEM: Final = re.compile(
    r'<si>(?:<t(?: xml:space="preserve")?+>([^<]*+)</t>|<t ?/>)</si>\s*+'
    r"|(<si>(?:<(?!/?si>)[^!?][^>]*+>|[^<]++)*+</si>)\s*+"
    r"|<si ?/>\s*+"
    r"|(.++)",
    re.DOTALL,
)
_PHONETIC: Final = re.compile(r"<rPh[\s>].*?</rPh>", re.DOTALL)
_TEXT: Final = re.compile(r"<t(?:\s[^>]*)?>([^<]*)</t>")


def shared_texts(package: Package) -> list[str]:
    """The shared texts of a workbook by their number; none where it has no such part."""
    part = package.shared_strings
    if part is None:
        return []
    try:
        return _by_pattern(package.stream(part))
    except ValueError:
        return _by_events(part, package.stream(part))


def _by_pattern(stream: Iterable[bytes]) -> list[str]:
    """Raises ValueError when the part is not written plainly."""
    found: list[str] = []
    for text in _items(iter(stream)):
        for plain, rich, rest in _ITEM.findall(text):
            if rest:
                if rest.startswith("</sst>"):
                    return found
                raise ValueError(rest[:40])
            if rich:
                found.append(text_of("".join(_TEXT.findall(_PHONETIC.sub("", rich)))))
            else:
                found.append(text_of(plain) if "&" in plain or "_x" in plain else plain)
    raise ValueError("the part does not end")


def _items(stream: Iterator[bytes]) -> Iterator[str]:
    """The part from its first text on, each piece made of whole texts."""
    buffer, headless = b"", True
    for piece in stream:
        buffer += piece
        if headless:
            head = _HEAD.match(buffer[:4096].removeprefix(b"\xef\xbb\xbf").decode("latin-1"))
            if not head:
                raise ValueError("an unusual head")
            buffer = buffer.removeprefix(b"\xef\xbb\xbf")[head.end() :]
            headless = False
        cut = buffer.rfind(b"<si")
        if cut > 0:
            yield _text(buffer[:cut])
            buffer = buffer[cut:]
        if len(buffer) > _MOST_BUFFERED:
            raise ValueError("a very long text")
    yield _text(buffer)


def _text(data: bytes) -> str:
    return data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def _by_events(part: str, stream: Iterable[bytes]) -> list[str]:
    """For any way of writing; raises PackageRefused when the part is not well formed."""
    events = _TextEvents()
    parser = xmltree.event_parser(events)
    try:
        for piece in stream:
            parser.feed(piece)
        parser.close()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise xmltree.damaged(part, str(error)) from error
    return events.found


class _TextEvents:
    """The parser's target: it joins the runs of each text."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._hint = 0
        self._in_text = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002 - the parser's signature
        """An element begins."""
        name = tag.rpartition("}")[2]
        if name == "si":
            self._pieces = []
        self._hint += name == "rPh"
        self._in_text = name == "t" and not self._hint

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rpartition("}")[2]
        self._in_text = False
        self._hint -= name == "rPh"
        if name == "si":
            self.found.append(decode("".join(self._pieces)))

    def data(self, data: str) -> None:
        """Text, perhaps in pieces."""
        if self._in_text:
            self._pieces.append(data)

    def close(self) -> None:
        """The end of the part."""
