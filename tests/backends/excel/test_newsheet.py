"""A tab added to a file: one more part; every other part that need not say so stays byte for byte."""

from pathlib import Path

import openpyxl
import pytest

from sheetkit.backends.excel.backend import ExcelBackend
from sheetkit.backends.excel.patch import apply, patch_xlsx
from sheetkit.backends.excel.store import revision
from sheetkit.core.errors import PatchRefused
from sheetkit.formula.layout import Layout
from sheetkit.workbook.grid import GridSheet
from sheetkit.workbook.patch import Patch
from tests.backends.contract import notes, tab
from tests.backends.excel.handmade import MAIN, STRICT, pack, parts, sheet
from tests.backends.excel.patching import entries, order, part
from tests.oracles.libreoffice import recalculate

pytestmark = pytest.mark.filterwarnings("ignore:Workbook contains no:UserWarning")

ROWS = '<row r="1"><c r="A1" s="1"><v>1</v></c></row>'
STYLES = (
    '<fonts count="1"><font><name val="Courier"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellXfs count="2"><xf fontId="0" fillId="0" borderId="0"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0"/></cellXfs><dxfs count="0"/>'
)
SAID = {
    "[Content_Types].xml": 'PartName="/xl/worksheets/sheet2.xml"',
    "xl/_rels/workbook.xml.rels": 'Target="worksheets/sheet2.xml"',
    "xl/workbook.xml": '<sheet name="Notes" sheetId="2" r:id=',
    "xl/worksheets/sheet2.xml": "<t>=1+1</t>",
}
"""What each part that differs says of the new tab."""


def added(path: Path, *names: str) -> None:
    apply(path, Patch(revision(path), added=tuple(map(tab, names or ("Notes",)))), notes(Layout()))


def shown(path: Path, name: str = "Notes") -> GridSheet:
    found = ExcelBackend(path).read().sheet(name)
    assert found is not None
    return found


def cells(found: GridSheet) -> list[list[object]]:
    return [[found.value(row, column) for column in range(2)] for row in range(3)]


WRITTEN = [["Say", "Answer"], ["=1+1", None], [" x\ny ", 46346.0]]


def test_only_the_parts_that_must_say_so_change(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(pack(parts(sheet(ROWS), styles=STYLES, extra={"custom/thing.bin": b"\x00\x01"})))
    before, names = entries(path), order(path)
    added(path)
    after = entries(path)
    assert order(path) == [*names, "xl/worksheets/sheet2.xml"]
    assert {name for name in after if after[name] != before.get(name)} == {*SAID, "xl/styles.xml"}
    for name, text in SAID.items():
        assert text in part(path, name).decode(), name
    assert cells(shown(path)) == WRITTEN


def test_no_old_format_changes_its_number(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(pack(parts(sheet(ROWS), styles=STYLES)))
    added(path)
    styles = part(path, "xl/styles.xml").decode()
    for found in ('<fonts count="3"><font><name val="Courier"/></font><font>', '<xf numFmtId="14" fontId="0"'):
        assert found in styles
    book = openpyxl.load_workbook(path)
    assert book["Data"]["A1"].number_format == "mm-dd-yy"
    assert book["Data"]["A1"].font.name == "Courier"
    assert book["Notes"]["A1"].font.b
    assert book["Notes"]["A1"].fill.fgColor.rgb == "FF1F4E6E"
    assert book["Notes"]["B3"].number_format == "yyyy-mm-dd"
    assert book["Notes"]["A2"].quotePrefix
    assert book["Notes"].freeze_panes == "A2"
    assert book["Notes"].data_validations.dataValidation[0].formula1 == '"keep,drop"'
    (rule,) = [rule for rules in book["Notes"].conditional_formatting for rule in rules.rules]
    assert rule.formula == ['$A2<>""']
    assert rule.dxf.fill.bgColor.rgb == "FFD3E9F8"
    assert [sheet.sheet_view.tabSelected for sheet in book.worksheets] in ([None, None], [True, False], [False, False])


@pytest.mark.parametrize("styles", [None, "", "<cellXfs/>", STYLES.replace('<dxfs count="0"/>', "")])
def test_a_workbook_without_some_of_the_formats_takes_a_plainer_tab(tmp_path: Path, styles: str | None) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(pack(parts(sheet(""), styles=styles)))
    added(path)
    assert cells(shown(path)) == WRITTEN
    assert b"conditionalFormatting" not in part(path, "xl/worksheets/sheet2.xml")
    assert openpyxl.load_workbook(path)["Notes"]["A2"].value == "=1+1"


def test_prefixes_and_the_strict_names_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    made = parts(sheet(ROWS, namespace=STRICT), styles=STYLES)
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    made["xl/workbook.xml"] = (
        f'<x:workbook xmlns:x="{STRICT}"><x:sheets><x:sheet name="Data" sheetId="7" q:id="rId1" xmlns:q="{strict}"/>'
        "</x:sheets></x:workbook>"
    )
    made["xl/styles.xml"] = f'<x:styleSheet xmlns:x="{STRICT}">{STYLES}</x:styleSheet>'.replace("<", "<x:").replace(
        "<x:/", "</x:").replace("<x:x:", "<x:").replace("</x:x:", "</x:")  # fmt: skip
    usual = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = str(made["xl/_rels/workbook.xml.rels"])
    made["xl/_rels/workbook.xml.rels"] = rels.replace(usual, strict)
    path.write_bytes(pack(made))
    added(path, "Notes", "More")
    workbook, new = part(path, "xl/workbook.xml").decode(), part(path, "xl/worksheets/sheet3.xml").decode()
    assert f'<x:sheet name="Notes" sheetId="8" xmlns:r="{strict}" r:id="rId4"/>' in workbook
    assert '<x:sheet name="More" sheetId="9"' in workbook
    assert f'xmlns="{STRICT}"' in new
    assert MAIN not in new
    assert "<x:font><x:b/>" in part(path, "xl/styles.xml").decode()
    assert part(path, "xl/_rels/workbook.xml.rels").decode().count(f'Type="{strict}/worksheet"') == 3
    assert [cells(shown(path, name)) for name in ("Notes", "More")] == [WRITTEN, WRITTEN]


def test_days_count_as_the_workbook_counts_them(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(pack(parts(sheet(ROWS), styles=STYLES, workbook='<workbookPr date1904="1"/>')))
    added(path)
    assert b"<v>44884</v>" in part(path, "xl/worksheets/sheet2.xml")
    assert cells(shown(path)) == WRITTEN


@pytest.mark.parametrize(
    "workbook", ['<workbookProtection lockStructure="1"/>', '<workbookProtection lockStructure="true"/>']
)
def test_a_protected_structure_is_respected(tmp_path: Path, workbook: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(pack(parts(sheet(ROWS), styles=STYLES, workbook=workbook)))
    before = path.read_bytes()
    assert ExcelBackend(path).read().closed
    with pytest.raises(PatchRefused, match="structure is protected"):
        added(path)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["book.xlsx"]


@pytest.mark.parametrize("program", ["openpyxl", "LibreOffice"])
def test_a_file_that_another_program_saved_takes_a_tab_and_keeps_it(tmp_path: Path, program: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(pack(parts(sheet(ROWS), styles=STYLES)))
    added(path)

    def saved(file: Path) -> Path:
        if program == "LibreOffice":
            return recalculate(file, file.parent / "saved")
        openpyxl.load_workbook(file).save(file)
        return file

    path = saved(path)
    assert cells(shown(path)) == WRITTEN
    before = entries(path)
    added(path, "More")
    after = entries(path)
    allowed = {"[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml", "xl/styles.xml"}
    assert {name for name in before if before[name] != after[name]} <= allowed
    patch_xlsx(path, {("More", "B2"): "keep"})
    path = saved(path)
    assert cells(shown(path)) == WRITTEN
    assert cells(shown(path, "More")) == [["Say", "Answer"], ["=1+1", "keep"], [" x\ny ", 46346.0]]
    book = openpyxl.load_workbook(path)
    assert [found.title for found in book.worksheets] == ["Data", "Notes", "More"]
    assert book["More"].data_validations.dataValidation[0].formula1 == '"keep,drop"'
    assert book["More"]["A1"].fill.fgColor.rgb == "FF1F4E6E"
