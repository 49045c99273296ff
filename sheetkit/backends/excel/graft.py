"""Formats of one styles part carried over to the end of another's lists, so that no old number changes its meaning."""

from typing import Final

from sheetkit.backends.excel.bytesxml import Document, attribute, text_attribute, with_attribute
from sheetkit.backends.excel.cells import Ink
from sheetkit.backends.excel.styles import Styles

_LISTS: Final = ((b"fonts", b"fontId"), (b"fills", b"fillId"), (b"borders", b"borderId"))
_RULES: Final = b"dxfs"


class Graft:
    """Carries formats of a styles part over to `styles`, those that are used.

    Where the workbook lacks a list that they need, cells are left without a format of their own.
    """

    def __init__(self, styles: Styles | None, source: bytes) -> None:
        self._part = Document.open(source, "styles")
        complete = styles is not None and all(styles.lists(name) for name, _ in _LISTS)
        self._styles = styles if complete else None
        self._elements = {name: self._listed(name) for name in (*(name for name, _ in _LISTS), _RULES)}
        self._formats = self._cell_formats()
        self._codes = self._number_formats()

    def ink(self, ink: Ink) -> Ink:
        """The same formats by their numbers there."""
        return Ink(self._format(ink.plain), self._format(ink.quoted))

    @property
    def flags(self) -> bool:
        """Whether the workbook can take looks of conditional formats."""
        return self._styles is not None and self._styles.has(_RULES)

    def rule(self, number: int) -> int:
        """The number there of a conditional format's look."""
        return self._styles.element(_RULES, self._elements[_RULES][number]) if self._styles else number

    def _format(self, number: int) -> int:
        if self._styles is None:
            return 0
        head, rest = self._formats[number]
        for name, mark in _LISTS:
            there = self._styles.element(name, self._elements[name][int(attribute(head, mark) or 0)])
            head = with_attribute(head, mark, b"%d" % there)
        return self._styles.format(head, rest, self._codes.get(int(attribute(head, b"numFmtId") or 0), ""))

    def _listed(self, name: bytes) -> list[bytes]:
        part, found = self._part, self._part.find(name)
        spans = part.find_all(name[:-1], found.inner, found.close) if found else []
        return [part.source[span.start : span.end] for span in spans]

    def _cell_formats(self) -> list[tuple[bytes, bytes]]:
        part, found = self._part, self._part.find(b"cellXfs")
        spans = part.find_all(b"xf", found.inner, found.close) if found else []
        return [(part.tag(span), part.source[span.inner : span.end]) for span in spans]

    def _number_formats(self) -> dict[int, str]:
        part, found = self._part, self._part.find(b"numFmts")
        tags = [part.tag(span) for span in part.find_all(b"numFmt", found.inner, found.close)] if found else []
        return {int(attribute(tag, b"numFmtId") or 0): text_attribute(tag, b"formatCode") or "" for tag in tags}
