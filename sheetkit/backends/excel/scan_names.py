"""What a workbook's small parts say about its cells: defined names, tables, and which formats show dates."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from sheetkit.backends.excel import xmltree
from sheetkit.backends.excel.package import Package
from sheetkit.backends.excel.scan_values import decode
from sheetkit.workbook.a1 import parse_range
from sheetkit.workbook.grid import GridName, GridTable

_AREA: Final = re.compile(
    r"(?:'((?:[^']|'')+)'|([^'!\[\](),]+))!(\$?[A-Za-z]{1,3}\$?[0-9]+(?::\$?[A-Za-z]{1,3}\$?[0-9]+)?)"
)
_DATE_FORMATS: Final = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
"""Built-in number formats that show a date (ECMA-376-1, 18.8.30)."""
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_CODE: Final = re.compile(r"[yd]|mmm", re.IGNORECASE)


def counts_from_1904(package: Package) -> bool:
    """Whether the workbook's serial numbers count from 1904-01-01."""
    properties = xmltree.child(package.tree(package.workbook), "workbookPr")
    return properties is not None and xmltree.truth(properties.get("date1904"))


def closed(package: Package) -> bool:
    """Whether no tab may be added: the workbook's structure is protected, or a log of its changes counts its tabs."""
    protection = xmltree.child(package.tree(package.workbook), "workbookProtection")
    locked = protection is not None and xmltree.truth(protection.get("lockStructure"))
    return locked or bool(package.related(package.workbook, "revisionHeaders"))


def defined_names(package: Package) -> Mapping[str, GridName]:
    """The defined names of the workbook; one that belongs to a sheet is found as `Sheet!Name`."""
    root = package.tree(package.workbook)
    tabs = [element.get("name", "") for element in xmltree.children(xmltree.child(root, "sheets"), "sheet")]
    found = {}
    for element in xmltree.children(xmltree.child(root, "definedNames"), "definedName"):
        name, owner = decode(element.get("name", "")), element.get("localSheetId", "")
        if owner.isascii() and owner.isdigit() and int(owner) < len(tabs):
            found[f"{tabs[int(owner)]}!{name}"] = _name(name, element.text or "", tabs)
        else:
            found[name] = _name(name, element.text or "", tabs)
    return found


def _name(name: str, refers_to: str, tabs: list[str]) -> GridName:
    area = _AREA.fullmatch(refers_to.strip())
    if area:
        folded = (area[1].replace("''", "'") if area[1] else area[2]).casefold()
        sheet = next((tab for tab in tabs if tab.casefold() == folded), "")
        try:
            top, left, bottom, right = parse_range(area[3])
        except ValueError:
            sheet = ""
        if sheet:
            return GridName(name, sheet, top, left, bottom - top + 1, right - left + 1, refers_to)
    return GridName(name, "", refers_to=refers_to)


def tables(package: Package, sheet_part: str) -> Iterator[GridTable]:
    """The tables of a sheet. One whose header row is switched off has its header above its first row, out of sight."""
    for part in package.tables(sheet_part):
        root = package.tree(part)
        try:
            top, left, bottom, right = parse_range(root.get("ref", ""))
        except ValueError as error:
            raise xmltree.damaged(part, str(error)) from error
        row = top if root.get("headerRowCount", "1") != "0" else top - 1
        columns = tuple(
            decode(column.get("name", ""))
            for column in xmltree.children(xmltree.child(root, "tableColumns"), "tableColumn")
        )
        if row >= 0:
            name = root.get("displayName") or root.get("name") or ""
            yield GridTable(name, row, left, bottom, right, columns, root.get("totalsRowCount", "0") != "0")


def date_styles(package: Package) -> frozenset[int]:
    """The numbers of the cell styles (`s`) whose format shows a date; times of day and durations are none."""
    if package.styles is None:
        return frozenset()
    root = package.tree(package.styles)
    own = {
        element.get("numFmtId", ""): _shows_date(element.get("formatCode", ""))
        for element in xmltree.children(xmltree.child(root, "numFmts"), "numFmt")
    }
    formats = xmltree.children(xmltree.child(root, "cellXfs"), "xf")
    return frozenset(index for index, element in enumerate(formats) if _is_date(element, own))


def _is_date(element: etree._Element, own: Mapping[str, bool]) -> bool:
    number = element.get("numFmtId", "0")
    return own[number] if number in own else number.isdigit() and int(number) in _DATE_FORMATS


def _shows_date(code: str) -> bool:
    return bool(_DATE_CODE.search(_LITERAL.sub("", code.partition(";")[0])))
