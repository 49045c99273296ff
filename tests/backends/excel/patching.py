"""What the tests of patching share: packages taken apart, and sheets compared without sheetkit's own code."""

import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple

from sheetkit.backends.excel.edits import Edit
from sheetkit.backends.excel.patch import patch_xlsx
from tests.backends.excel.handmade import pack, parts, sheet


def entries(path: Path) -> dict[str, bytes]:
    """Each entry of an archive as it lies there: local header, packed bytes, data descriptor."""
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
        edges = [info.header_offset for info in infos] + [archive.start_dir]
    return {info.filename: data[edges[i] : edges[i + 1]] for i, info in enumerate(infos)}


def order(path: Path) -> list[str]:
    """The names in an archive's directory, in its order."""
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def part(path: Path, name: str) -> bytes:
    """One part, unpacked."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def without_cells(xml: bytes, addresses: Collection[str]) -> bytes:
    """A worksheet part in canonical form without these cells, rows that are then bare, and hints of extent."""
    root = etree.fromstring(xml)
    gone = {coordinate_to_tuple(address) for address in addresses}
    number = 0
    for row in list(root.iter("{*}row")):
        number, column = int(str(row.get("r") or number + 1)), 0
        for cell in list(row.iterchildren("{*}c")):
            column = coordinate_to_tuple(str(cell.get("r")))[1] if cell.get("r") else column + 1
            if (number, column) in gone:
                row.remove(cell)
        _drop(row, "spans")
        if len(row) == 0:
            row.text = None
            parent = row.getparent()
            if set(row.attrib) <= {"r"} and parent is not None:
                parent.remove(row)
    for data in root.iter("{*}sheetData"):
        data.text = data.text if len(data) else None
    for dimension in root.iter("{*}dimension"):
        _drop(dimension, "ref")
    return etree.tostring(root, method="c14n")


def _drop(element: "etree._Element", name: str) -> None:
    if name in element.attrib:
        del element.attrib[name]


def patched_rows(folder: Path, rows: str, edits: Mapping[str, Edit], **more: str) -> str:
    """The rows of the sheet `Data` after a patch; `more` goes to `handmade.parts`."""
    path = folder / "rows.xlsx"
    path.write_bytes(pack(parts(sheet(rows), **more)))  # type: ignore[arg-type] # extra is not among them
    patch_xlsx(path, {("Data", address): value for address, value in edits.items()}, backup=False)
    xml = part(path, "xl/worksheets/sheet1.xml").decode()
    return xml[xml.index("<sheetData") :].removeprefix("<sheetData>").partition("</sheetData>")[0]
