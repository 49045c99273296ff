"""Formulas that live in more than one cell of a sheet: shared ones, arrays and data tables."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sheetkit.backends.excel.bytesxml import Span, attribute, attributes
from sheetkit.backends.excel.cellxml import Present, formula_of
from sheetkit.backends.excel.sheetxml import Place, SheetXml
from sheetkit.backends.excel.shift import shifted
from sheetkit.core.errors import PatchRefused
from sheetkit.workbook import a1

SPELLED_OUT: Final = 64 * 1024 * 1024
"""Most characters that spelling out a shared formula may add to a sheet."""

Rectangle = tuple[int, int, int, int]
"""First row, first column, last row, last column; zero-based and inclusive."""


_WHOLE: Final = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})|\$?([0-9]{1,7}):\$?([0-9]{1,7})")


def rectangle(ref: str) -> Rectangle:
    """The rectangle of a `ref` attribute: a range, whole columns (`A:C`) or whole rows (`2:4`). Raises ValueError."""
    whole = _WHOLE.fullmatch(ref.strip())
    if whole is None:
        return a1.parse_range(ref)
    if whole[1]:
        first, last = sorted((a1.column_index(whole[1]), a1.column_index(whole[2])))
        return 0, first, a1.MAX_ROWS - 1, last
    first, last = sorted((int(whole[3]) - 1, int(whole[4]) - 1))
    return first, 0, last, a1.MAX_COLUMNS - 1


@dataclass(frozen=True, slots=True)
class Shared:
    """One cell of a shared formula: `group` is its number, `text` the formula where the cell spells it out."""

    place: Place
    span: Span
    group: bytes
    text: str


class SheetFormulas:
    """The formulas of a sheet that lie in several cells."""

    def __init__(self, sheet: SheetXml) -> None:
        self._sheet = sheet

    @cached_property
    def areas(self) -> tuple[Rectangle, ...]:
        """The ranges that arrays and data tables of more than one cell fill."""
        found = []
        for word in (b"array", b"dataTable"):
            for span in self._tags(word):
                tag = attributes(self._sheet.part.tag(span))
                if tag.get(b"t") == word and (ref := tag.get(b"ref")):
                    area = rectangle(ref.decode())
                    if area[:2] != area[2:]:
                        found.append(area)
        return tuple(found)

    @cached_property
    def shared(self) -> dict[bytes, list[Shared]]:
        """The cells of each shared formula."""
        groups: dict[bytes, list[Shared]] = {}
        for span in self._tags(b"shared"):
            tag = attributes(self._sheet.part.tag(span))
            if tag.get(b"t") == b"shared":
                text = formula_of(self._sheet.part, span)
                one = Shared(self._sheet.place_of(span.start), span, tag.get(b"si", b""), text)
                groups.setdefault(one.group, []).append(one)
        return groups

    def is_shared(self, cell: Present) -> bool:
        """Whether the cell's formula is a shared one."""
        return cell.formula is not None and self._kind(cell.formula) == b"shared"

    def text(self, place: Place, cell: Present, *, array: bool = False) -> str | None:
        """The formula of a cell, spelled out; None where there is none, or an array formula (or none, with `array`)."""
        if cell.formula is None:
            return None
        kind = self._kind(cell.formula)
        text = formula_of(self._sheet.part, cell.formula)
        if kind == b"shared" and not text:
            group = attribute(self._sheet.part.tag(cell.formula), b"si") or b""
            return next((_moved(head, place) for head in self.shared.get(group, ()) if head.text), None)
        return text if kind in ((b"array",) if array else (b"normal", b"shared")) else None

    def orphans(self, overwritten: Collection[tuple[Place, Present]]) -> Iterator[tuple[Shared, str]]:
        """Cells whose shared formula loses the cell that spells it out, each with its own formula from now on."""
        gone = {place for place, _ in overwritten}
        groups = {
            attribute(self._sheet.part.tag(cell.formula), b"si") or b""
            for _, cell in overwritten
            if cell.formula is not None and self.is_shared(cell) and formula_of(self._sheet.part, cell.formula)
        }
        for group in groups:
            head = next(one for one in self.shared[group] if one.text)
            if len(head.text) * len(self.shared[group]) > SPELLED_OUT:
                raise PatchRefused(
                    f"The formula of {a1.address(*head.place)} is too long to be spelled out in each of the "
                    f"{len(self.shared[group]):,} cells that share it.",
                    hint="Change the cell in Excel or LibreOffice. The file was not changed.",
                )
            for one in self.shared[group]:
                if one.place not in gone:
                    yield one, one.text or _moved(head, one.place)

    def _kind(self, span: Span) -> bytes:
        return attribute(self._sheet.part.tag(span), b"t") or b"normal"

    def _tags(self, word: bytes) -> Iterator[Span]:
        """The formula elements whose tag holds the word."""
        part, end = self._sheet.part, self._sheet.data.close
        opening = b"<" + part.prefix + b"f"
        at = part.shadow.find(word, self._sheet.data.inner, end)
        while at >= 0:
            tag = part.shadow.rfind(b"<", self._sheet.data.inner, at)
            if part.shadow[tag : tag + len(opening) + 1].rstrip() == opening and part.shadow.find(b">", tag, at) < 0:
                yield part.span(tag, b"f", end)
            at = part.shadow.find(word, at + 1, end)


def _moved(head: Shared, place: Place) -> str:
    return shifted(head.text, place[0] - head.place[0], place[1] - head.place[1])
