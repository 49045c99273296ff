"""A tab added to a person's workbook: one more part, its formats behind those that are there, all else as it was."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sheetkit.backends.excel.book import Book
from sheetkit.backends.excel.bytesxml import Document, Span, attributes, escape, text_attribute
from sheetkit.backends.excel.cells import CellRefused
from sheetkit.backends.excel.edits import DAYS_TO_1904
from sheetkit.backends.excel.graft import Graft
from sheetkit.backends.excel.parts import relationships_part
from sheetkit.backends.excel.rows import RowWriter, extent
from sheetkit.backends.excel.rules import RuleRefused
from sheetkit.backends.excel.scan_names import closed
from sheetkit.backends.excel.skeleton import make_skeleton, sheet_part
from sheetkit.backends.excel.splice import with_rows
from sheetkit.backends.excel.styles import is_date_code
from sheetkit.backends.excel.texts import SharedTexts, keeps_space
from sheetkit.backends.excel.texts import escape as escape_text
from sheetkit.core.errors import PatchRefused
from sheetkit.core.values import CellValue
from sheetkit.formula import excel
from sheetkit.formula.layout import Layout
from sheetkit.workbook.model import Block, CellColumn, Sheet, Workbook
from sheetkit.workbook.patch import plain

_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_MAIN: Final = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS: Final = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = {
    _MAIN: b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    _LINKS: b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}
"""The names that a part has in a workbook of the strict kind (ISO/IEC 29500 part 1)."""
_SHARED: Final = re.compile(rb' t="s"><v>(\d+)</v>')
_SELECTED: Final = b' tabSelected="1"'
_FIXED_HEIGHT: Final = re.compile(rb'(<sheetFormatPr [^>]*?) customHeight="1"')
_RULE_FORMAT: Final = re.compile(rb' dxfId="(\d+)"')
_RULES: Final = re.compile(rb"<conditionalFormatting.*?</conditionalFormatting>", re.DOTALL)
_NOT_CHANGED: Final = "The file was not changed."


def add(book: Book, sheets: Sequence[Sheet], layout: Layout) -> None:
    """Add tabs behind all others. `layout` says where their own tables lie, for their flags.

    Raises PatchRefused where a name is taken, no tab may be added, or a tab holds what no cell can.
    """
    package, parts = book.parts.package, book.parts
    if not sheets:
        return
    if closed(package):
        hint = "Lift the protection in Excel (Review, Protect Workbook), or stop sharing it. " + _NOT_CHANGED
        raise PatchRefused("The workbook's structure is protected or shared, so no tab can be added.", hint=hint)
    workbook = parts.document(package.workbook)
    listed = workbook.find(b"sheets")
    spans = workbook.find_all(b"sheet", listed.inner, listed.close) if listed else []
    if listed is None or not spans:
        raise PatchRefused("The workbook lists its tabs in a way that sheetkit cannot extend.", hint=_NOT_CHANGED)
    tags = [workbook.tag(span) for span in spans]
    names = {(text_attribute(tag, b"name") or "").casefold() for tag in tags}
    number = max(int(text_attribute(tag, b"sheetId") or 0) for tag in tags)
    targets = _free_parts(book, len(sheets))
    links = _links(book, targets)
    for sheet, target, link in zip(sheets, targets, links, strict=True):
        if not plain(sheet):
            raise PatchRefused(f"The tab {sheet.name} holds more than cells, so it cannot be added to a workbook.")
        if sheet.name.casefold() in names:
            raise PatchRefused(f"The workbook has a tab {sheet.name} already.", hint=_NOT_CHANGED)
        names.add(sheet.name.casefold())
        number += 1
        parts.splice(package.workbook, [(listed.close, listed.close, _entry(workbook, sheet.name, number, link))])
        strict = _STRICT[_MAIN] in workbook.tag(_root(workbook))
        parts.add(_beside(package.workbook, target), _part(book, sheet, layout, strict=strict), _KIND)


def _root(part: Document) -> Span:
    at = part.shadow.find(b"<" + part.prefix + b"workbook")
    return part.span(at, b"workbook")


def _beside(workbook: str, target: str) -> str:
    """The name of a part that the workbook refers to like that."""
    folder, slash, _ = workbook.rpartition("/")
    return f"{folder}{slash}{target}"


def _free_parts(book: Book, count: int) -> list[str]:
    """So many new parts beside the workbook's other sheets, as it refers to them."""
    package = book.parts.package
    named = (f"worksheets/sheet{number}.xml" for number in itertools.count(1))
    free = (target for target in named if _beside(package.workbook, target) not in package)
    return list(itertools.islice(free, count))


def _links(book: Book, targets: Sequence[str]) -> list[str]:
    """New relationships of the workbook, of the kind that its other sheets have; their ids."""
    package, parts = book.parts.package, book.parts
    name = package.resolve(relationships_part(package.workbook))
    rels = parts.document(name)
    found = rels.find(b"Relationships")
    tags = [rels.tag(span) for span in rels.find_all(b"Relationship")]
    kind = next((kind for tag in tags if (kind := attributes(tag).get(b"Type", b"")).endswith(b"/worksheet")), b"")
    if found is None or found.hollow or not kind:
        raise PatchRefused("The workbook's list of its parts cannot be extended.", hint=_NOT_CHANGED)
    used = {text_attribute(tag, b"Id") for tag in tags}
    free = (link for number in itertools.count(len(tags) + 1) if (link := f"rId{number}") not in used)
    links = list(itertools.islice(free, len(targets)))
    form = b'<%bRelationship Id="%b" Type="%b" Target="%b"/>'
    entries = [form % (rels.prefix, i.encode(), kind, t.encode()) for i, t in zip(links, targets, strict=True)]
    parts.splice(name, [(found.close, found.close, b"".join(entries))])
    return links


def _entry(workbook: Document, name: str, number: int, link: str) -> bytes:
    """The line of the workbook's list of tabs; it brings the prefix of relationships where the root has none."""
    declared_there = attributes(workbook.tag(_root(workbook)))
    names = {value: key for key, value in declared_there.items() if key.startswith(b"xmlns:")}
    known = next((names[uri] for uri in (_LINKS, _STRICT[_LINKS]) if uri in names), b"")
    prefix, declared = known.removeprefix(b"xmlns:"), b""
    if not known:
        uri = _STRICT[_LINKS] if _STRICT[_MAIN] in declared_there.values() else _LINKS
        prefix, declared = b"r", b' xmlns:r="%b"' % uri
    title = workbook.encode(escape(name))
    return b'<%bsheet name="%b" sheetId="%d"%b %b:id="%b"/>' % (
        workbook.prefix, title, number, declared, prefix, link.encode(),
    )  # fmt: skip


def _part(book: Book, sheet: Sheet, layout: Layout, *, strict: bool) -> bytes:
    """The sheet's own part."""
    sheet = _counted(sheet) if book.date_1904 else sheet
    texts = SharedTexts()
    try:
        skeleton = make_skeleton(Workbook((sheet,), layout=layout), None)
        graft = Graft(book.styles, skeleton.parts["xl/styles.xml"])
        inks = {style: graft.ink(ink) for style, ink in skeleton.inks.items()}
        rows = b"".join(RowWriter(inks, texts, excel.structured).rows(sheet))
    except (ValueError, RuleRefused, CellRefused) as wrong:
        raise PatchRefused(f"The tab {sheet.name} cannot be made: {wrong}") from wrong
    part = b"".join(with_rows(skeleton.parts[sheet_part(0)], extent(sheet), [_with_texts(rows, texts.all())]))
    part = _FIXED_HEIGHT.sub(rb"\1", part.replace(_SELECTED, b""))
    if graft.flags:
        part = _RULE_FORMAT.sub(lambda found: b' dxfId="%d"' % graft.rule(int(found[1])), part)
    else:
        part = _RULES.sub(b"", part)
    if strict:
        for usual, name in _STRICT.items():
            part = part.replace(usual, name)
    return part


def _with_texts(rows: bytes, texts: Sequence[str]) -> bytes:
    """The rows with their texts in the cells, so that the workbook's list of texts stays as it is."""

    def inline(found: re.Match[bytes]) -> bytes:
        text = texts[int(found[1])]
        space = b' xml:space="preserve"' if keeps_space(text) else b""
        return b' t="inlineStr"><is><t%b>%b</t></is>' % (space, escape_text(text).encode())

    return _SHARED.sub(inline, rows)


def _counted(sheet: Sheet) -> Sheet:
    """The sheet with its dates as a workbook counts them that begins in 1904."""

    def column(cells: CellColumn) -> CellColumn:
        dated = is_date_code(cells.style.number_format)
        return replace(cells, values=[_since_1904(value) for value in cells.values]) if dated else cells

    def block(found: Block) -> Block:
        return replace(found, columns=tuple(map(column, found.columns)))

    return replace(sheet, blocks=tuple(map(block, sheet.blocks)))


def _since_1904(value: CellValue) -> CellValue:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) - DAYS_TO_1904 if number and isinstance(value, int | float) else value
