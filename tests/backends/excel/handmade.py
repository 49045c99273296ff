"""Workbooks written by hand, tag by tag, so that a test can write what no library would."""

import io
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from sheetkit.backends.excel.read import read
from sheetkit.workbook.grid import Grid, GridSheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    f'ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/></Types>'
)


def relations(*links: tuple[str, str, str]) -> str:
    """A relationships part of (id, kind, target)."""
    listed = "".join(f'<Relationship Id="{i}" Type="{_RELATION}/{kind}" Target="{to}"/>' for i, kind, to in links)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def sheet(rows: str, *, before: str = "", after: str = "", namespace: str = MAIN) -> str:
    """A worksheet part with these rows between its tags."""
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{declaration}<worksheet xmlns="{namespace}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def parts(
    sheet_xml: str | bytes = "",
    *,
    shared: str | None = None,
    styles: str | None = None,
    workbook: str = "",
    state: str = "",
    extra: Mapping[str, str | bytes] | None = None,
) -> dict[str, str | bytes]:
    """The parts of a workbook of one sheet, `Data`; `extra` adds parts or replaces them."""
    links = [("rId1", "worksheet", "worksheets/sheet1.xml")]
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATION}">{workbook}<sheets>'
        f'<sheet name="Data" sheetId="1" r:id="rId1" {state}/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": sheet_xml or sheet(""),
    }
    if shared is not None:
        links.append(("rId2", "sharedStrings", "sharedStrings.xml"))
        made["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{shared}</sst>'
    if styles is not None:
        links.append(("rId3", "styles", "styles.xml"))
        made["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    made["xl/_rels/workbook.xml.rels"] = relations(*links)
    return made | dict(extra or {})


def pack(made: Mapping[str, str | bytes] | Sequence[tuple[str, str | bytes]]) -> bytes:
    """The archive of these parts, in their order; names may repeat."""
    target = io.BytesIO()
    listed = made.items() if isinstance(made, Mapping) else made
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of repeated names
        for name, content in listed:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def read_parts(folder: Path, made: Mapping[str, str | bytes]) -> Grid:
    """What sheetkit reads from a workbook of these parts."""
    path = folder / "handmade.xlsx"
    path.write_bytes(pack(made))
    return read(path)


def read_rows(folder: Path, rows: str, **more: str) -> GridSheet:
    """The sheet that sheetkit reads from these rows; `more` goes to `parts`."""
    return read_parts(folder, parts(sheet(rows), **more)).sheets[0]  # type: ignore[arg-type] # extra is not among them
