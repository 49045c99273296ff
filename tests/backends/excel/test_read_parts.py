"""What the workbook's other parts say about its cells: tables, names, tabs, the date system."""

import hashlib
from pathlib import Path

import pytest

from sheetkit.backends.excel.read import read
from sheetkit.workbook.grid import GridName, GridTable
from tests.backends.excel.handmade import MAIN, pack, parts, read_parts, relations, sheet


def test_a_workbook_that_counts_from_1904_is_shifted_where_a_format_shows_a_date(tmp_path: Path) -> None:
    """Plain numbers, times of day and durations stay."""
    codes = ["General", "yyyy-mm-dd", "h:mm", "[h]:mm", '"day" 0', "mmm", "mm:ss", "[Red]d.m.", "0;d"]
    own = "".join(
        f'<numFmt numFmtId="{200 + i}" formatCode="{c.replace(chr(34), "&quot;")}"/>' for i, c in enumerate(codes)
    )
    formats = (
        "".join(f'<xf numFmtId="{200 + i}"/>' for i in range(len(codes))) + '<xf numFmtId="14"/><xf numFmtId="20"/>'
    )
    styles = f"<numFmts>{own}</numFmts><cellXfs>{formats}</cellXfs>"
    cells = "".join(f'<c r="{letter}1" s="{i}"><v>100</v></c>' for i, letter in enumerate("ABCDEFGHIJK"))
    made = parts(sheet(f'<row r="1">{cells}</row>'), styles=styles, workbook='<workbookPr date1904="1"/>')
    grid = read_parts(tmp_path, made)
    shifted = {chr(65 + i) for i, column in enumerate(grid.sheets[0].values) if column[0] == 1562.0}
    assert shifted == {"B", "F", "H", "J"}
    assert grid.date_1904
    made["xl/worksheets/sheet1.xml"] = sheet(f"<row r='1'>{cells}</row>")
    assert read_parts(tmp_path, made).sheets[0].values == grid.sheets[0].values


def test_merges_and_hidden_rows(tmp_path: Path) -> None:
    rows = (
        '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="0"/>'
        '<row r="3" hidden="true"><c r="A3"><v>1</v></c></row>'
    )
    after = '<mergeCells count="2"><mergeCell ref="A1:B2"/><mergeCell ref="A1:XFD1048576" /></mergeCells>'
    for text in (sheet(rows, after=after), sheet(rows.replace('r="1" hidden="1"', "hidden='1'"), after=after)):
        found = read_parts(tmp_path, parts(text)).sheets[0]
        assert found.hidden_rows == {0, 2}
        assert found.merges == ((0, 0, 1, 1), (0, 0, 1048575, 16383))


def test_tables_with_their_totals_and_odd_column_names(tmp_path: Path) -> None:
    def table(number: int, attributes: str) -> str:
        columns = '<tableColumn id="1" name="Case ID"/><tableColumn id="2" name="Two_x000a_lines"/>'
        opening = f'<table xmlns="{MAIN}" id="{number}" name="n{number}" {attributes}>'
        return f"{opening}<tableColumns>{columns}</tableColumns></table>"

    links = [(f"rId{n}", "table", f"../tables/table{n}.xml") for n in (1, 2, 3)]
    extra = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(*links),
        "xl/tables/table1.xml": table(1, 'displayName="Cases" ref="B3:C9" totalsRowCount="1"'),
        "xl/tables/table2.xml": table(2, 'ref="E5:F9" headerRowCount="0"'),
        "xl/tables/table3.xml": table(3, 'displayName="Top" ref="H1:I9" headerRowCount="0"'),
    }
    columns = ("Case ID", "Two\nlines")
    assert read_parts(tmp_path, parts(extra=extra)).sheets[0].tables == (
        GridTable("Cases", 2, 1, 8, 2, columns, totals=True),
        GridTable("n2", 3, 4, 8, 5, columns),
    )


NAMES = [
    ("Data!$B$2", GridName("N", "Data", 1, 1, 1, 1, "Data!$B$2")),
    ("'data'!$B$2:$B$9", GridName("N", "Data", 1, 1, 8, 1, "'data'!$B$2:$B$9")),
    ("Other!$A$1", GridName("N", "", refers_to="Other!$A$1")),
    ("Data!$A:$A", GridName("N", "", refers_to="Data!$A:$A")),
    ("#REF!", GridName("N", "", refers_to="#REF!")),
    ("0.25", GridName("N", "", refers_to="0.25")),
    ("Data!$A$1,Data!$B$2", GridName("N", "", refers_to="Data!$A$1,Data!$B$2")),
]


@pytest.mark.parametrize(("refers_to", "name"), NAMES)
def test_defined_names(refers_to: str, name: GridName, tmp_path: Path) -> None:
    """A name of the workbook is found by itself, one of a sheet behind the sheet's name."""
    listed = "".join(f'<definedName name="N" {own}>{refers_to}</definedName>' for own in ("", 'localSheetId="0"'))
    listed = f"<definedNames>{listed}</definedNames>"
    assert read_parts(tmp_path, parts(workbook=listed)).names == {"N": name, "Data!N": name}


def test_tabs_that_people_do_not_see(tmp_path: Path) -> None:
    for state, seen in (("", "visible"), ('state="hidden"', "hidden"), ('state="veryHidden"', "very hidden")):
        assert read_parts(tmp_path, parts(state=state)).sheets[0].visibility == seen


def test_the_file_is_only_read_and_its_revision_is_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(pack(parts(sheet('<row r="1"/>'))))
    path.chmod(0o444)
    before = path.stat()
    grid = read(path)
    assert grid.revision == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (grid.source, path.stat().st_mtime_ns, path.stat().st_mode) == (
        str(path),
        before.st_mtime_ns,
        before.st_mode,
    )
