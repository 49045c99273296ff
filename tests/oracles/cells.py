"""Reads the cached values of an .xlsx with their kinds: blank, "", text, number, bool and error are told apart."""

import posixpath
import zipfile
from pathlib import Path
from typing import Final

from lxml import etree

from sheetkit.core.values import ERRORS, CellError, CellValue

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def read_cells(path: Path) -> dict[str, dict[str, CellValue]]:
    """The cells of each sheet by A1 address; a cell that is absent or holds nothing is not listed.

    A formula whose result is the empty text gives "". It reads what Excel, LibreOffice, XlsxWriter and formualizer
    write; it is an oracle's reader for tests, slow and plain, and shares no code with sheetkit's own.
    """
    with zipfile.ZipFile(path) as package:
        shared = _shared_texts(package)
        return {name: _sheet_cells(package, part, shared) for name, part in _sheet_parts(package)}


def _sheet_parts(package: zipfile.ZipFile) -> list[tuple[str, str]]:
    links = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"), _PARSER)
    parts = {str(link.get("Id")): posixpath.join("/xl", str(link.get("Target"))).lstrip("/") for link in links}
    workbook = etree.fromstring(package.read("xl/workbook.xml"), _PARSER)
    return [(str(sheet.get("name")), parts[str(sheet.get(_RELATION))]) for sheet in workbook.iter(_MAIN + "sheet")]


def _shared_texts(package: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in package.namelist():
        return []
    root = etree.fromstring(package.read("xl/sharedStrings.xml"), _PARSER)
    return [_text(item) for item in root.iter(_MAIN + "si")]


def _text(item: "etree._Element") -> str:
    return "".join(part.text or "" for part in item.iter(_MAIN + "t"))


def _sheet_cells(package: zipfile.ZipFile, part: str, shared: list[str]) -> dict[str, CellValue]:
    root = etree.fromstring(package.read(part), _PARSER)
    cells = ((str(cell.get("r")), _value(cell, shared)) for cell in root.iter(_MAIN + "c"))
    return {address: value for address, value in cells if value is not None}


def _value(cell: "etree._Element", shared: list[str]) -> CellValue:
    kind = cell.get("t", "n")
    raw = cell.findtext(_MAIN + "v")
    if kind == "inlineStr":
        return _text(cell)
    if kind == "str":
        return raw or ""
    if raw is None or not raw:
        return None
    if kind == "s":
        return shared[int(raw)]
    if kind == "b":
        return raw == "1"
    if kind == "e":
        return ERRORS.get(raw, CellError(raw))
    return float(raw)
