"""What the cells of a workbook refer to outside their sheet: shared strings, styles, the day dates count from."""

from functools import cached_property

from sheetkit.backends.excel.bytesxml import attribute
from sheetkit.backends.excel.cellxml import rich_text
from sheetkit.backends.excel.parts import Parts
from sheetkit.backends.excel.styles import Styles
from sheetkit.backends.excel.tables import TablePart


class Book:
    """One workbook under change: its parts, and what the sheets share."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._texts: dict[int, str] = {}

    @cached_property
    def date_1904(self) -> bool:
        """Whether serial 0 is 1904-01-01."""
        workbook = self.parts.document(self.parts.package.workbook)
        properties = workbook.find(b"workbookPr")
        written = attribute(workbook.tag(properties), b"date1904") if properties else None
        return written in (b"1", b"true", b"on")

    @cached_property
    def styles(self) -> Styles | None:
        """The cell formats; None where the workbook has none."""
        name = self.parts.package.styles
        return Styles.open(self.parts.document(name)) if name else None

    def shared_text(self, number: int) -> str:
        """The shared string of that number; strings are read one by one, when they are asked for."""
        if number not in self._texts:
            self._texts[number] = self._read(number)
        return self._texts[number]

    def tables(self, sheet_part: str) -> list[TablePart]:
        """The tables of a sheet."""
        names = self.parts.package.tables(sheet_part)
        found = (TablePart.open(self.parts.document(name), name) for name in names)
        return [table for table in found if table]

    def finish(self) -> None:
        """Write the formats that were added."""
        name = self.parts.package.styles
        if name and self.styles:
            self.parts.splice(name, self.styles.splices())

    @cached_property
    def _offsets(self) -> list[int]:
        """Where each shared string begins."""
        name = self.parts.package.shared_strings
        if not name:
            return []
        part = self.parts.document(name)
        shadow, needle, offsets = part.shadow, b"<" + part.prefix + b"si", []
        at = shadow.find(needle)
        while at >= 0:
            if shadow[at + len(needle)] in b" \t\r\n/>":
                offsets.append(at)
            at = shadow.find(needle, at + 1)
        return offsets

    def _read(self, number: int) -> str:
        if not 0 <= number < len(self._offsets):
            return ""
        part = self.parts.document(self.parts.package.shared_strings or "")
        return rich_text(part, part.span(self._offsets[number], b"si"))
