"""Built files: every program reads the same values from them, and they hold what the workbook says."""

import re
import resource
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from lxml import etree

from sheetkit.backends.excel.cells import CellRefused
from sheetkit.backends.excel.package import Package
from sheetkit.backends.excel.write import write
from sheetkit.core.errors import FileExists, FileMissing, WriteFailed
from sheetkit.core.values import CellError, CellValue
from sheetkit.formula.parse import parse
from sheetkit.workbook import a1
from sheetkit.workbook.model import Block, CellColumn, Chart, Link, Page, Series, Sheet, Style, Table, Workbook
from tests.oracles.cells import read_cells
from tests.oracles.libreoffice import recalculate
from tests.workbook.example import example

LIVE = ("=1+1", "+1", "-1", "@SUM(1)", "\tx", "\rx", '=HYPERLINK("http://example.com")', "=cmd|' /C calc'!A0")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("built") / "example.xlsx"
    write(example(), path)
    return path


@pytest.fixture(scope="module")
def recalculated(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recalculate(built, tmp_path_factory.mktemp("libreoffice"))


def meant(workbook: Workbook) -> dict[str, dict[str, CellValue]]:
    """The cells that the workbook's blocks hold, by sheet and address."""
    return {
        sheet.name: {
            a1.address(block.row + row, block.column + i): value
            for block in sheet.blocks
            for i, column in enumerate(block.columns)
            for row, value in enumerate(column.values)
            if value is not None
        }
        for sheet in workbook.sheets
    }


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def single(*values: CellValue, style: Style = Style()) -> Workbook:  # noqa: B008 - frozen
    """One column of cells at A1 of a sheet."""
    return Workbook((Sheet("S", blocks=(Block(0, 0, (CellColumn(values, style),)),)),))


def cells(path: Path) -> list[str]:
    """The cells of the first sheet as XML."""
    return re.findall(r"<c .*?(?:/>|</c>)", part(path, "xl/worksheets/sheet1.xml").replace('"/>', '"/>\n'))


def test_a_small_sheet_is_this_xml(tmp_path: Path) -> None:
    """Each kind of value, plain and as the cached result of a formula."""
    values = (1, 2.5, "a<b", "", True, CellError("#N/A"), None)
    columns = (CellColumn(values), CellColumn(values, formula=parse("=1<2")))
    write(Workbook((Sheet("S", blocks=(Block(1, 1, columns),), heights={1: 20, 9: 5}),)), tmp_path / "b.xlsx")
    xml = part(tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml")
    f = "<f>1&lt;2</f>"
    assert '<dimension ref="B2:C8"/>' in xml
    assert xml[xml.index("<sheetData>") : xml.index("</sheetData>")].removeprefix("<sheetData>").split("</row>") == [
        f'<row r="2" ht="20" customHeight="1"><c r="B2" s="1"><v>1</v></c><c r="C2" s="1">{f}<v>1</v></c>',
        f'<row r="3"><c r="B3" s="1"><v>2.5</v></c><c r="C3" s="1">{f}<v>2.5</v></c>',
        f'<row r="4"><c r="B4" s="1" t="s"><v>0</v></c><c r="C4" s="1" t="str">{f}<v>a&lt;b</v></c>',
        f'<row r="5"><c r="B5" s="1" t="s"><v>1</v></c><c r="C5" s="1" t="str">{f}<v></v></c>',
        f'<row r="6"><c r="B6" s="1" t="b"><v>1</v></c><c r="C6" s="1" t="b">{f}<v>1</v></c>',
        f'<row r="7"><c r="B7" s="1" t="e"><v>#N/A</v></c><c r="C7" s="1" t="e">{f}<v>#N/A</v></c>',
        f'<row r="8"><c r="B8" s="1"/><c r="C8" s="1" t="str">{f}<v></v></c>',
        '<row r="10" ht="5" customHeight="1">',
        "",
    ]


def test_the_table_part_is_this_xml(built: Path) -> None:
    assert part(built, "xl/tables/table1.xml").split("\n", 1)[1] == (
        '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="1" name="By_Reason" '
        'displayName="By_Reason" ref="B9:D14" totalsRowShown="0"><tableColumns count="3">'
        '<tableColumn id="1" name="Reason"/>'
        '<tableColumn id="2" name="Cases"><calculatedColumnFormula>'
        "COUNTIFS(Cases[Reason],By_Reason[[#This Row],[Reason]])</calculatedColumnFormula></tableColumn>"
        '<tableColumn id="3" name="Amount"><calculatedColumnFormula>'
        "SUMIFS(Cases[Amount],Cases[Reason],By_Reason[[#This Row],[Reason]])</calculatedColumnFormula></tableColumn>"
        '</tableColumns><tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0" '
        'showRowStripes="0" showColumnStripes="0"/></table>'
    )


def test_every_part_is_xml_and_the_package_is_sound(built: Path) -> None:
    package = Package.open(built)
    assert len(package.names()) > 20
    with zipfile.ZipFile(built) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            etree.fromstring(archive.read(name))


def test_the_file_holds_what_the_workbook_says(built: Path) -> None:
    """Values and cached results by an independent reader, kinds told apart."""
    found = read_cells(built)
    for name, sheet in meant(example()).items():
        assert {address: _shown(value) for address, value in found[name].items()} == sheet


def _shown(value: CellValue) -> CellValue:
    """Undo the escapes of control characters, which the oracle leaves in place."""
    return re.sub("_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), value) if isinstance(value, str) else value


def test_libreoffice_computes_what_is_cached(built: Path, recalculated: Path) -> None:
    """Every cell, those of formulas recalculated, is what we wrote."""
    ours, theirs = read_cells(built), read_cells(recalculated)
    compared = 0
    for name, sheet in ours.items():
        for address, value in sheet.items():
            compared += 1
            other = theirs[name].get(address)
            if isinstance(value, float) and not isinstance(value, bool):
                assert other == pytest.approx(value, rel=1e-9), (name, address)
            else:
                assert (other or "") == value, (name, address)
    assert compared > 300


def test_calamine_reads_cached_values(built: Path) -> None:
    rows = python_calamine.CalamineWorkbook.from_path(str(built)).get_sheet_by_name("Cases").to_python()
    cached = meant(example())["Cases"]
    assert [row[11] for row in rows[1:21]] == [cached[f"L{n}"] for n in range(2, 22)]
    assert [row[12] for row in rows[1:]] == [cached[f"M{n}"] for n in range(2, 28)]


def test_openpyxl_finds_the_parts(built: Path) -> None:
    book = openpyxl.load_workbook(built)
    assert book.sheetnames == ["Review", "Cases", "Settings", "Lists", "_sheetkit"]
    assert book["_sheetkit"].sheet_state == "veryHidden"
    assert set(book.defined_names) == {"Today", "Overdue_Days", "Reasons", "Total_Refund", "Median_Amount"}
    assert book.defined_names["Reasons"].attr_text == "Lists!$A$2:$A$13"
    cases = book["Cases"]
    table = cases.tables["Cases"]
    assert (table.ref, table.autoFilter.ref) == ("A1:O27", "A1:O27")
    assert table.tableColumns[10].calculatedColumnFormula.attr_text.startswith("IF(Cases[[#This Row],[Opened]]=")
    assert book["Review"].tables["By_Reason"].autoFilter is None
    assert len(cases.data_validations.dataValidation) == 8
    assert sum(len(found.rules) for found in cases.conditional_formatting) == 6
    assert cases["B1"].comment.text.strip() == "The day on which the customer asked for the refund."
    assert (cases["A2"].hyperlink.location, cases["D2"].hyperlink.target) == ("Review!B2", "https://example.com/lamp")
    assert (cases.freeze_panes, cases.print_title_rows) == ("B2", "$1:$1")
    assert '<pageSetUpPr fitToPage="1"/>' in part(built, "xl/worksheets/sheet2.xml")
    footer = '&amp;L&amp;"Arial,Regular"&amp;8Refund log · Q&amp;&amp;A: see Lists&amp;R&amp;"Arial,Regular"&amp;8'
    assert f"<oddFooter>{footer}Page &amp;P of &amp;N</oddFooter>" in part(built, "xl/worksheets/sheet2.xml")
    assert not book["Review"].sheet_view.showGridLines
    assert book.active is book["Cases"]
    assert (book.properties.title, book.properties.creator) == ("Refund log", "sheetkit")


def test_rules_survive_libreoffice(recalculated: Path) -> None:
    """LibreOffice understands the dropdowns and flags, and gives them back."""
    cases = openpyxl.load_workbook(recalculated)["Cases"]
    rules = {str(rule.sqref): rule for rule in cases.data_validations.dataValidation}
    assert {place: rule.type for place, rule in rules.items()} == {
        "B2:B27": "date", "E2:E27": "list", "F2:F27": "decimal", "G2:G27": "list", "H2:H27": "custom",
        "J2:J27": "textLength", "C2:C27": "list", "K2:M27": None,
    }  # fmt: skip
    assert rules["E2:E27"].formula1.startswith("Lists!$A$2:INDEX(Lists!$A$2:$A$13,")
    assert not rules["E2:E27"].showDropDown  # true would hide the arrow
    assert (rules["E2:E27"].errorStyle, rules["G2:G27"].errorStyle) == ("warning", "stop")
    flags = [rule.formula[0] for found in cases.conditional_formatting for rule in found.rules]
    assert flags[:2] == ['$M2="Closed"', 'LEFT($M2,5)="Reply"']
    assert len(flags) == 6


def test_charts_hold_what_they_show(built: Path) -> None:
    """Previews draw a chart from the values stored with it."""
    chart = part(built, "xl/charts/chart1.xml")
    cached = re.findall(r"<c:v>(.*?)</c:v>", chart)
    assert cached == ["Cases", "Damaged", "Wrong item", "Late delivery", "Changed mind", "Other", *["4"] * 5]


def test_a_gap_in_what_a_chart_shows_is_a_gap(tmp_path: Path) -> None:
    """Errors and blanks have no place in a chart's cache."""
    columns = (CellColumn(("a", "b", "c")), CellColumn((1, None, CellError("#N/A"))))
    chart = Chart("column", "", 5, 0, "S", 0, 0, 2, (Series("n", "S", 1, 0, 2),))
    write(Workbook((Sheet("S", blocks=(Block(0, 0, columns),), charts=(chart,)),)), tmp_path / "c.xlsx")
    values = part(tmp_path / "c.xlsx", "xl/charts/chart1.xml").split("<c:val>")[1]
    assert re.findall(r'<c:pt idx="(\d)"><c:v>(.*?)</c:v>', values) == [("0", "1")]


def test_sheets_and_columns_are_hidden_as_said(tmp_path: Path) -> None:
    hidden = Sheet("Hidden", visibility="hidden", widths={2: 20}, hidden_columns=frozenset({1, 2}))
    write(
        Workbook((hidden, Sheet("Shown", page=Page(landscape=False, fit_width=False))), active_sheet=1),
        tmp_path / "h.xlsx",
    )
    book = openpyxl.load_workbook(tmp_path / "h.xlsx")
    assert [sheet.sheet_state for sheet in book.worksheets] == ["hidden", "visible"]
    columns = {name: (found.hidden, found.width) for name, found in book["Hidden"].column_dimensions.items()}
    assert columns["B"][0]
    assert columns["C"][0]
    assert columns["C"][1] == pytest.approx(20.7, abs=0.1)
    assert book["Shown"].page_setup.orientation == "portrait"
    assert book.active is book["Shown"]


@pytest.mark.parametrize(
    ("columns", "pages", "titles"),
    [(10, "", "$1:$1"), (30, ' fitToWidth="2"', "$A:$A,$1:$1"), (60, ' fitToWidth="3"', "$A:$A,$1:$1")],
)
def test_a_wide_sheet_is_printed_on_pages_beside_each_other(
    columns: int, pages: str, titles: str, tmp_path: Path
) -> None:
    """One page would be too small to read; what is frozen is repeated on each."""
    page = Page(repeat_rows=(0, 0))
    sheet = Sheet("S", widths=dict.fromkeys(range(columns), 12.0), freeze=(1, 1), page=page)
    write(Workbook((sheet,)), tmp_path / "p.xlsx")
    found = re.findall("<pageSetup (.*?)/>", part(tmp_path / "p.xlsx", "xl/worksheets/sheet1.xml"))
    assert found == [f'paperSize="9"{pages} fitToHeight="0" orientation="landscape"']
    named = re.findall("Print_Titles.*?>(.*?)<", part(tmp_path / "p.xlsx", "xl/workbook.xml"))
    assert named == [",".join(f"S!{place}" for place in titles.split(","))]


@pytest.mark.parametrize("text", LIVE)
def test_text_is_never_a_formula(text: str, tmp_path: Path) -> None:
    """It is stored as text, and stays text when a person edits the cell (quotePrefix)."""
    write(single(text, style=Style("input", "@")), tmp_path / "t.xlsx")
    xml = part(tmp_path / "t.xlsx", "xl/worksheets/sheet1.xml")
    assert "<f>" not in xml
    assert 't="s"' in xml
    cell = openpyxl.load_workbook(tmp_path / "t.xlsx")["S"]["A1"]
    assert cell.quotePrefix
    assert _shown(read_cells(tmp_path / "t.xlsx")["S"]["A1"]) == text


def test_only_such_texts_carry_the_mark(tmp_path: Path) -> None:
    write(single("a", "=a", "b", -1, style=Style("input")), tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["S"]
    assert [bool(sheet.cell(row, 1).quotePrefix) for row in range(1, 5)] == [False, True, False, False]


def test_a_text_that_is_an_address_becomes_no_link(tmp_path: Path) -> None:
    write(single("http://example.com", "mailto:a@example.com", "internal:S!A1"), tmp_path / "t.xlsx")
    assert "hyperlink" not in part(tmp_path / "t.xlsx", "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.com/a?b=1&c=2", True), ("HTTP://EXAMPLE.COM", True), ("mailto:a@example.com", True),
        ("javascript:alert(1)", False), ("file:///etc/passwd", False), ("\\\\server\\share", False),
        ("ftp://example.com", False), ("https://example.com/" + "a" * 2100, False),
    ],
)  # fmt: skip
def test_links_lead_only_where_it_is_safe(url: str, linked: bool, tmp_path: Path) -> None:
    book = single(url)
    sheet = replace(book.sheets[0], links=(Link(0, 0, url=url),))
    write(replace(book, sheets=(sheet,)), tmp_path / "l.xlsx")
    assert ("<hyperlink " in part(tmp_path / "l.xlsx", "xl/worksheets/sheet1.xml")) is linked
    assert read_cells(tmp_path / "l.xlsx")["S"]["A1"] == url


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("x" * 32_768, "The value of S!A3 is longer than the 32,767 characters of a cell."),
        ("😀" * 16_384, "The value of S!A3 is longer than the 32,767 characters of a cell."),
        (float("nan"), "The value of S!A3 is not a number (NaN or infinity)."),
        (float("-inf"), "The value of S!A3 is not a number (NaN or infinity)."),
        (10**400, "The value of S!A3 is too large a number."),
        (12_345_678_901_234_567, "The value of S!A3 has more digits than a cell keeps exactly."),
        (object(), "The value of S!A3 is of the type object."),
    ],
)
@pytest.mark.parametrize("formula", [False, True])
def test_what_no_cell_can_hold_is_refused_by_name(
    value: CellValue, message: str, formula: bool, tmp_path: Path
) -> None:
    column = CellColumn((1, "x", value, None), formula=parse("=1") if formula else None)
    with pytest.raises(CellRefused) as refused:
        write(Workbook((Sheet("S", blocks=(Block(0, 0, (column,)),)),)), tmp_path / "r.xlsx")
    assert refused.value.message == message
    assert refused.value.advice
    assert list(tmp_path.iterdir()) == []


def test_the_longest_text_fits(tmp_path: Path) -> None:
    write(single("x" * 32_767, "😀" * 16_383), tmp_path / "l.xlsx")
    found = read_cells(tmp_path / "l.xlsx")["S"]
    assert [len(str(found["A1"])), len(str(found["A2"]))] == [32_767, 16_383]


def test_a_formula_that_is_too_long_is_refused(tmp_path: Path) -> None:
    """A template's formula grows when each reference takes its table's name."""
    fits, grows = ("=SUM(" + ",".join(["[@Amount]"] * count) + ")" for count in (200, 300))
    for formula, name in ((fits, "fits.xlsx"), (grows, "grows.xlsx")):
        column = CellColumn(("Amount", 1), formulas=(None, parse(formula)))
        table = Table("Cases_of_the_year", 0, 0, 1, ("Amount",))
        book = Workbook((Sheet("S", blocks=(Block(0, 0, (column,)),), tables=(table,)),))
        if formula is fits:
            write(book, tmp_path / name)
        else:
            with pytest.raises(CellRefused, match=r"S!A1 has a formula of more than 8,192 characters"):
                write(book, tmp_path / name)


def test_the_same_workbook_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    write(example(), tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == built.read_bytes()


@pytest.mark.parametrize(
    ("created", "shown"),
    [
        (None, []),
        (datetime(2026, 11, 22, 10, 30), ["2026-11-22T10:30:00Z"] * 2),
        (datetime(2026, 11, 22, 10, 30, tzinfo=UTC), ["2026-11-22T10:30:00Z"] * 2),
        (datetime(2026, 11, 22, 10, 30, tzinfo=timezone(timedelta(hours=2))), ["2026-11-22T08:30:00Z"] * 2),
    ],
)
def test_the_date_of_creation_is_what_was_said(created: datetime | None, shown: list[str], tmp_path: Path) -> None:
    write(single(1), tmp_path / "d.xlsx", created=created)
    assert re.findall(r"<dcterms:\w+ [^>]*>([^<]*)<", part(tmp_path / "d.xlsx", "docProps/core.xml")) == shown


def test_an_existing_file_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "cases.xlsx"
    target.write_text("a person's file")
    with pytest.raises(FileExists):
        write(example(3), target)
    assert target.read_text() == "a person's file"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_to_nowhere_counts_as_existing(tmp_path: Path) -> None:
    (tmp_path / "cases.xlsx").symlink_to(tmp_path / "gone.xlsx")
    with pytest.raises(FileExists):
        write(example(3), tmp_path / "cases.xlsx")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match="no such folder"):
        write(example(3), tmp_path / "nowhere" / "cases.xlsx")


def test_a_disk_that_refuses_leaves_nothing(tmp_path: Path) -> None:
    """A limit on the size of files stands for a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(WriteFailed):
            write(example(3), tmp_path / "cases.xlsx")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


def test_a_header_that_is_not_the_columns_name_is_refused(tmp_path: Path) -> None:
    """Excel would call the file damaged."""
    sheet = Sheet("S", blocks=(Block(0, 0, (CellColumn(("a", 1)),)),), tables=(Table("T", 0, 0, 1, ("b",)),))
    with pytest.raises(ValueError, match=r"S!A1 shows 'a', but the column of T is called 'b'"):
        write(Workbook((sheet,)), tmp_path / "h.xlsx")


def test_what_xlsxwriter_would_leave_out_is_an_error(tmp_path: Path) -> None:
    sheet = Sheet("S", blocks=(Block(0, 0, (CellColumn(("a", 1)),)),), tables=(Table("R1C1", 0, 0, 1, ("a",)),))
    with pytest.raises(ValueError, match="R1C1"):
        write(Workbook((sheet,)), tmp_path / "h.xlsx")


def test_a_computed_cell_never_has_the_text_format(tmp_path: Path) -> None:
    """Excel would turn the formula into text at the next edit."""
    column = CellColumn(("x",), Style("formula", "@"), parse('="x"'))
    write(Workbook((Sheet("S", blocks=(Block(0, 0, (column,)),)),)), tmp_path / "f.xlsx")
    assert openpyxl.load_workbook(tmp_path / "f.xlsx")["S"]["A1"].number_format == "General"


def test_an_empty_workbook_is_a_workbook(tmp_path: Path) -> None:
    write(Workbook((Sheet("S"),)), tmp_path / "e.xlsx")
    assert openpyxl.load_workbook(tmp_path / "e.xlsx").sheetnames == ["S"]
