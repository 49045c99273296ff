"""The limit: a sheet as plain XML strings, written by hand, deflated by zlib at level 1, nothing else in the file.

No styles, no table, no rules, every text inline. Nothing that builds a true workbook in Python can be much faster.
"""

import os
import zipfile
from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"

PARTS: Final = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        '<sheets><sheet name="Cases" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
"""The other parts of the smallest workbook that programs open."""

Value = str | float | int | bool | None


def write(
    path: str | os.PathLike[str],
    headers: Sequence[str],
    columns: Sequence[Sequence[Value]],
    formulas: Sequence[str | None],
) -> None:
    """Write a header row and the columns below it; `formulas[i]` is the formula of column i, without "=", or None."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in PARTS.items():
            package.writestr(name, _HEAD + text)
        with package.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for piece in _rows(headers, columns, formulas):
                part.write(piece)
            part.write(b"</sheetData></worksheet>")


def _rows(
    headers: Sequence[str], columns: Sequence[Sequence[Value]], formulas: Sequence[str | None]
) -> Iterator[bytes]:
    shown = [f"<f>{escape(formula)}</f>" if formula else "" for formula in formulas]
    yield _row(1, headers, [""] * len(headers)).encode()
    batch: list[str] = []
    for number, row in enumerate(zip(*columns, strict=True), start=2):
        batch.append(_row(number, row, shown))
        if len(batch) == 1000:
            yield "".join(batch).encode()
            batch.clear()
    yield "".join(batch).encode()


def _row(number: int, row: Sequence[Value], formulas: Sequence[str]) -> str:
    cells = []
    for value, formula in zip(row, formulas, strict=True):
        if value is None:
            continue
        if isinstance(value, str):
            if formula:
                cells.append(f'<c t="str">{formula}<v>{escape(value)}</v></c>')
            else:
                cells.append(f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>')
        elif isinstance(value, bool):
            cells.append(f'<c t="b">{formula}<v>{value:d}</v></c>')
        else:
            cells.append(f"<c>{formula}<v>{value!r}</v></c>")
    return f'<row r="{number}">{"".join(cells)}</row>'
