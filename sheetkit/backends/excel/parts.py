"""The parts of a package while a patch is made: what changes in each, and nothing of the rest."""

import posixpath
from collections.abc import Iterable, Mapping
from typing import Final
from xml.parsers import expat

from sheetkit.backends.excel.bytesxml import (
    Document,
    Pieces,
    Span,
    Splice,
    attribute,
    spliced,
    text_attribute,
    with_attribute,
)
from sheetkit.backends.excel.package import CONTENT_TYPES, Package
from sheetkit.core.errors import PatchRefused

BEFORE_CALCULATION: Final = (b"definedNames", b"externalReferences", b"functionGroups", b"sheets")
"""Elements of the workbook part that calcPr follows, nearest first (ECMA-376 part 1, 18.2.27)."""
PARSED_BYTES: Final = 32 * 1024 * 1024
"""Largest part that is parsed as a whole before it is written; larger ones would double the time of a patch."""


class Parts:
    """The parts of one package and the changes to them, gathered until all are known to be possible."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._documents: dict[str, Document] = {}
        self._splices: dict[str, list[Splice]] = {}
        self._dropped: list[str] = []
        self._added: dict[str, bytes] = {}

    def document(self, name: str) -> Document:
        """The XML part of that name as it is in the file."""
        if name not in self._documents:
            self._documents[name] = Document.open(self.package.read(name), name)
        return self._documents[name]

    def splice(self, name: str, splices: Iterable[Splice]) -> None:
        """Change the part in these places."""
        new = [splice for splice in splices if splice[2] != self._documents[name].source[splice[0] : splice[1]]]
        if new:
            self._splices.setdefault(name, []).extend(new)

    def drop(self, name: str, owner: str) -> None:
        """Leave a part out, and what `owner` and the package say of it."""
        rels, listed = (self.package.resolve(part) for part in (relationships_part(owner), CONTENT_TYPES))
        document = self.document(rels)
        for span in document.find_all(b"Relationship"):
            if self._target(owner, document, span) == name.casefold():
                self.splice(rels, [(span.start, span.end, b"")])
        types = self.document(listed)
        for span in types.find_all(b"Override"):
            if (text_attribute(types.tag(span), b"PartName") or "").lstrip("/").casefold() == name.casefold():
                self.splice(listed, [(span.start, span.end, b"")])
        self._dropped.append(name)

    def add(self, name: str, content: bytes, kind: str) -> None:
        """A new part of that content type."""
        self._added[name] = content
        listed = self.package.resolve(CONTENT_TYPES)
        types = self.document(listed)
        end = types.find(b"Types")
        if end is None or end.hollow:
            raise PatchRefused("The workbook's list of content types cannot be extended.")
        entry = b'<%bOverride PartName="/%b" ContentType="%b"/>' % (types.prefix, name.encode(), kind.encode())
        self.splice(listed, [(end.close, end.close, entry)])

    def recalculate(self) -> None:
        """Ask programs to compute all formulas when they open the workbook."""
        name = self.package.workbook
        document = self.document(name)
        if calculation := document.find(b"calcPr"):
            tag = document.tag(calculation)
            if attribute(tag, b"fullCalcOnLoad") not in (b"1", b"true"):
                changed = with_attribute(tag, b"fullCalcOnLoad", b"1")
                self.splice(name, [(calculation.start, calculation.inner, changed)])
            return
        before = next(span for element in BEFORE_CALCULATION if (span := document.find(element)))
        self.splice(name, [(before.end, before.end, b'<%bcalcPr fullCalcOnLoad="1"/>' % document.prefix)])

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the parts that will differ or be gone."""
        return tuple(sorted({*self._splices, *self._dropped, *self._added}))

    @property
    def added(self) -> Mapping[str, Pieces]:
        """The content of each new part."""
        return {name: [content] for name, content in self._added.items()}

    def results(self) -> Mapping[str, Pieces | None]:
        """The new content of each changed part, in pieces; None for a part that is left out."""
        found: dict[str, Pieces | None] = dict.fromkeys(self._dropped)
        for name, splices in self._splices.items():
            document = self._documents[name]
            pieces = spliced(document.source, sorted(splices, key=lambda splice: splice[:2]))
            if sum(map(len, pieces)) <= PARSED_BYTES:
                _check_form(name, pieces, "utf-8" if document.wide else None)
            found[name] = document.restore(pieces)
        return found

    @staticmethod
    def _target(owner: str, rels: Document, span: Span) -> str:
        target = text_attribute(rels.tag(span), b"Target") or ""
        folder = posixpath.dirname(owner)
        path = target if target.startswith("/") else posixpath.join(folder, target)
        return posixpath.normpath(path).lstrip("/").casefold()


def _check_form(name: str, pieces: Pieces, encoding: str | None) -> None:
    """Read the new part as XML: what was broken before is not made to look whole, and we break nothing ourselves."""
    parser = expat.ParserCreate(encoding)
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as wrong:
        raise PatchRefused(
            f"The part {name} of the workbook is no well-formed XML ({wrong}).",
            hint="Open it in Excel or LibreOffice, let it repair the file, and save it. The file was not changed.",
        ) from None


def relationships_part(owner: str) -> str:
    """The name of the part that lists the relationships of `owner`."""
    folder, base = posixpath.split(owner)
    return posixpath.join(folder, "_rels", f"{base}.rels")
