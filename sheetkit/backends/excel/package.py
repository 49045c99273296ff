"""A workbook's package: checked before any parser sees it, then its parts, relationships, sheets and tables."""

import hashlib
import os
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NoReturn
from urllib.parse import unquote

from lxml import etree

from sheetkit.backends.excel import xmltree
from sheetkit.backends.excel.archive import CHUNK, Archive, Entry
from sheetkit.backends.excel.filebytes import file_bytes
from sheetkit.backends.excel.limits import LIMITS, Limits, advice
from sheetkit.core.errors import PackageRefused
from sheetkit.workbook.model import Visibility

__all__ = ["LIMITS", "Limits", "Package", "Relationship", "SheetPart"]

CONTENT_TYPES: Final = "[Content_Types].xml"
_VISIBILITY: Final[Mapping[str, Visibility]] = {"hidden": "hidden", "veryHidden": "very hidden"}
_OTHER_KINDS: Final = (
    ("xl/workbook.bin", "is a binary Excel workbook (.xlsb)"),
    ("word/document.xml", "is a Word document"),
    ("ppt/presentation.xml", "is a PowerPoint presentation"),
    ("content.xml", "is an OpenDocument file (.ods)"),
    ("Index/Document.iwa", "is an Apple Numbers document"),
)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from a part: `kind` is the last step of its type; `target` a part's name, or an address when external."""

    id: str
    kind: str
    target: str
    external: bool = False


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet of the workbook: the name on its tab, the part that holds it, whether people see it."""

    name: str
    part: str
    visibility: Visibility
    sheet_id: str = ""
    relationship: str = ""


class Package:
    """A checked .xlsx or .xlsm in memory. It never changes and never touches the file again.

    `data` are the file's bytes, `source` its path ("" when opened from bytes), `revision` their SHA-256.
    """

    def __init__(self, archive: Archive, source: str, limits: Limits) -> None:
        self.archive = archive
        self.data = archive.data
        self.source = source
        self.limits = limits
        self._folded = {entry.name.casefold(): entry.name for entry in archive.entries}
        self._relationships: dict[str, tuple[Relationship, ...]] = {}

    @classmethod
    def open(cls, source: str | os.PathLike[str] | bytes, limits: Limits | None = None) -> "Package":
        """Read and check a package.

        `limits` None means LIMITS as the environment changes them. Raises FileMissing, and PackageRefused with the
        file's path for all that docs/limits.md lists.
        """
        path = "" if isinstance(source, bytes) else os.fspath(source)
        try:
            limits = limits or Limits.from_environment()
            data = source if isinstance(source, bytes) else file_bytes(path, limits)
            package = cls(Archive.open(data, limits), path, limits)
            package._check()
        except PackageRefused as refused:
            refused.path = refused.path or path
            raise
        return package

    @cached_property
    def revision(self) -> str:
        """The SHA-256 of the file's bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The parts as they lie in the archive, in its order."""
        return self.archive.entries

    def names(self) -> tuple[str, ...]:
        """The names of all parts, in the archive's order, without a leading slash."""
        return tuple(entry.name for entry in self.archive.entries)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.casefold() in self._folded

    def resolve(self, name: str) -> str:
        """A part's name as the archive spells it; part names do not differ by capitals (ECMA-376-2, 6.2.2.3).

        Raises PackageRefused when there is no such part.
        """
        try:
            return self._folded[name.casefold()]
        except KeyError:
            raise PackageRefused(
                f"The workbook is damaged: the part {name} is missing.",
                path=self.source,
                hint="Ask for the file again, or take the last backup. The file was not changed.",
            ) from None

    def read(self, name: str) -> bytes:
        """A part, unpacked."""
        return self.archive.read(self.resolve(name))

    def stream(self, name: str, chunk: int = CHUNK) -> Iterator[bytes]:
        """A part, unpacked, at most `chunk` bytes at a time."""
        return self.archive.stream(self.resolve(name), chunk)

    def packed(self, name: str) -> bytes:
        """A part's bytes as they lie in the archive, to be copied as they are."""
        return self.archive.packed(self.resolve(name))

    def tree(self, name: str) -> etree._Element:
        """The root element of a small XML part. Raises PackageRefused above `Limits.tree_bytes`."""
        name = self.resolve(name)
        size = self.archive[name].info.file_size
        if size > self.limits.tree_bytes:
            raise PackageRefused(
                f"The part {name} unpacks to {size:,} bytes; the limit for a part that must be read as a whole is "
                f"{self.limits.tree_bytes:,}.",
                path=self.source,
                hint=advice("tree_bytes"),
            )
        return xmltree.tree(name, self.archive.read(name))

    @cached_property
    def content_types(self) -> Mapping[str, str]:
        """The content type of every part that has one, by the part's name."""
        root = self.tree(CONTENT_TYPES)
        defaults = {
            xmltree.attribute(element, "Extension").casefold(): xmltree.attribute(element, "ContentType")
            for element in xmltree.children(root, "Default")
        }
        overrides = {
            xmltree.attribute(element, "PartName").lstrip("/").casefold(): xmltree.attribute(element, "ContentType")
            for element in xmltree.children(root, "Override")
        }
        found = {}
        for name in self.names():
            kind = overrides.get(name.casefold()) or defaults.get(name.rpartition(".")[2].casefold())
            if kind:
                found[name] = kind
        return found

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """The relationships of a part, "" for those of the whole package, in the order of their part."""
        if part not in self._relationships:
            folder, _, base = part.rpartition("/")
            name = posixpath.join(folder, "_rels", f"{base}.rels")
            found: tuple[Relationship, ...] = ()
            if name in self:
                found = tuple(
                    _relationship(folder, element) for element in xmltree.children(self.tree(name), "Relationship")
                )
            self._relationships[part] = found
        return self._relationships[part]

    def related(self, part: str, kind: str) -> tuple[str, ...]:
        """The names of the parts that `part` refers to by that kind of relationship and that are there."""
        return tuple(
            self._folded[link.target.casefold()]
            for link in self.relationships(part)
            if link.kind == kind and not link.external and link.target in self
        )

    @cached_property
    def workbook(self) -> str:
        """The name of the workbook part, found by the package's relationships."""
        targets = self.related("", "officeDocument")
        if not targets or targets[0].endswith(".bin") or targets[0].startswith(("word/", "ppt/")):
            self._other_kind()
        return targets[0]

    @cached_property
    def sheets(self) -> tuple[SheetPart, ...]:
        """The worksheets in the order of their tabs; chart and dialog sheets are left out."""
        links = {link.id: link for link in self.relationships(self.workbook)}
        listed = xmltree.child(self.tree(self.workbook), "sheets")
        found = []
        for element in xmltree.children(listed, "sheet"):
            name, link = element.get("name", ""), links.get(xmltree.attribute(element, "id"))
            if link is None or link.external:
                raise PackageRefused(
                    f"The workbook is damaged: it lists the sheet {name!r} but not where the sheet is.",
                    path=self.source,
                    hint="Open it in Excel and let it repair the file. The file was not changed.",
                )
            if link.kind == "worksheet":
                seen = _VISIBILITY.get(element.get("state", ""), "visible")
                found.append(SheetPart(name, self.resolve(link.target), seen, element.get("sheetId", ""), link.id))
        return tuple(found)

    def tables(self, sheet_part: str) -> tuple[str, ...]:
        """The names of the table parts of a sheet."""
        return self.related(sheet_part, "table")

    @property
    def shared_strings(self) -> str | None:
        """The name of the part that holds the shared strings, or None."""
        return next(iter(self.related(self.workbook, "sharedStrings")), None)

    @property
    def styles(self) -> str | None:
        """The name of the part that holds the styles, or None."""
        return next(iter(self.related(self.workbook, "styles")), None)

    @property
    def signed(self) -> bool:
        """Whether the file carries a digital signature, which any change would break."""
        return any(name.casefold().startswith("_xmlsignatures/") for name in self.names())

    @property
    def macros(self) -> bool:
        """Whether the file carries macros. sheetkit never runs them."""
        return any(name.casefold().endswith("vbaproject.bin") for name in self.names())

    def _check(self) -> None:
        """Refuse what no parser should see, and what is no workbook."""
        for name in self.names():
            xmltree.check_prolog(name, self._head(name))
        if CONTENT_TYPES not in self:
            self._other_kind()
        if not self.sheets:
            raise PackageRefused("The workbook has no worksheet.")

    def _head(self, name: str) -> bytes:
        """As much of a part's beginning as shows what it is: little of a picture, the whole prolog of XML."""
        pieces = self.archive.stream(name, 4096)
        head = next(pieces, b"")
        if xmltree.needs_more(name, head):
            for piece in pieces:
                head += piece
                if len(head) >= xmltree.PROLOG_BYTES:
                    break
        return head

    def _other_kind(self) -> NoReturn:
        for part, what in _OTHER_KINDS:
            if part in self:
                raise PackageRefused(
                    f"The file {what}, not an .xlsx workbook.",
                    hint="Open it in its own program and save it as .xlsx. The file was not changed.",
                )
        raise PackageRefused(
            "The file is a ZIP archive but not a workbook: it has no list of content types or no workbook part.",
            hint="Ask for the file again, or take the last backup. The file was not changed.",
        )


def _relationship(folder: str, element: etree._Element) -> Relationship:
    target, external = xmltree.attribute(element, "Target"), element.get("TargetMode", "") == "External"
    if not external:
        target = unquote(target.partition("#")[0])
        target = posixpath.normpath(target if target.startswith("/") else posixpath.join(folder, target)).lstrip("/")
    kind = xmltree.attribute(element, "Type").rpartition("/")[2]
    return Relationship(element.get("Id", ""), kind, target, external)
