"""Patching workbooks as other programs make them: what was named changes, and not a byte of the rest."""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from sheetkit.backends.excel.edits import Edit, Formula, Result
from sheetkit.backends.excel.patch import Report, patch_xlsx
from sheetkit.core.errors import FileExists, FileMissing, FileMoved, PackageRefused, PatchRefused
from tests.backends.excel.handmade import CONTENT_TYPES, pack, parts, relations, sheet
from tests.backends.excel.patching import entries, order, part, without_cells
from tests.oracles.cells import read_cells
from tests.oracles.libreoffice import recalculate

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
EDITS: Mapping[tuple[str, str], Edit] = {
    ("Data", "A2"): "changed <&> text",
    ("data", "$B$3"): 12345.678,
    ("Data", "C4"): True,
    ("Data", "D5"): date(2026, 11, 22),
    ("Data", "E6"): datetime(2026, 11, 22, 14, 5),
    ("Data", "F7"): "=1+1",
    ("Data", "H40"): Formula("B3*2", 24691.356),
    ("Data", "B2"): None,
}
READ_BACK = {
    "A2": "changed <&> text",
    "B3": 12345.678,
    "C4": True,
    "D5": 46348.0,
    "E6": 46348 + (14 * 60 + 5) / 1440,
    "F7": "=1+1",
    "H40": 24691.356,
    "B2": None,
}


def by_xlsxwriter(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    data, other = book.add_worksheet("Data"), book.add_worksheet("Other sheet")
    money = book.add_format({"num_format": "0.00", "bold": True})
    for row in range(1, 20):
        data.write_row(row, 0, [f"text {row}", row * 1.5, row % 2 == 0, row, row, f"note {row}"], money)
        data.write_formula(row, 6, f"=B{row + 1}*2", None, row * 3)
    data.add_table(0, 8, 6, 9, {"name": "Prices", "columns": [{"header": "Item"}, {"header": "Price"}]})
    data.conditional_format("B2:B20", {"type": "data_bar", "data_bar_2010": True})
    data.conditional_format("B2:B20", {"type": "icon_set", "icon_style": "3_arrows", "reverse_icons": True})
    data.data_validation("A2:A20", {"validate": "list", "source": ["x", "y"]})
    data.write_comment("A3", "A comment")
    data.insert_image("L2", "pixel.png", {"image_data": BytesIO(PIXEL)})
    data.add_sparkline("K2", {"range": "Data!B2:B20"})
    data.write_url("M2", "https://example.com/")
    data.write_rich_string("N2", "plain ", money, "bold", " end")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Data!$B$2:$B$20", "categories": "=Data!$A$2:$A$20"})
    data.insert_chart("P2", chart)
    other.write_formula("A1", "=SUM(Data!B2:B20)", None, 285)
    data.protect("secret")
    book.define_name("Everything", "=Data!$A$1:$G$20")
    book.close()


def by_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    data = book.create_sheet("Data")
    data.append(["Text", "Number", "Even", "Day", "Time", "Note", "Double"])
    for row in range(1, 20):
        data.append([f"text {row}", row * 1.5, row % 2 == 0, row, row, f"note {row}", f"=B{row + 1}*2"])
    data["A3"].comment = Comment("A comment", "someone")
    data.add_data_validation(DataValidation("list", formula1='"x,y"', sqref="A2:A20"))
    data.merge_cells("I1:J2")
    chart = BarChart()
    chart.add_data(Reference(data, min_col=2, min_row=1, max_row=19))
    data.add_chart(chart, "L2")
    book.create_sheet("Other sheet")["A1"] = "=SUM(Data!B1:B19)"
    book.save(path)


def by_libreoffice(path: Path) -> None:
    by_xlsxwriter(path)
    saved = recalculate(path, path.parent / "saved")
    path.write_bytes(saved.read_bytes())


def streamed(path: Path) -> None:
    """The same with a data descriptor behind each part, as programs write them that cannot seek."""
    by_openpyxl(path)
    made, records, offset = [], [], 0
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            content, name = archive.read(info), info.filename.encode()
            deflater = zlib.compressobj(6, zlib.DEFLATED, -15)
            packed = deflater.compress(content) + deflater.flush()
            sizes = zlib.crc32(content), len(packed), len(content)
            head = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 8, 8, 0, 0x21, 0, 0, 0, len(name), 0) + name
            body = head + packed + b"PK\7\10" + struct.pack("<3I", *sizes)
            record = struct.pack(
                "<4s6H3I5H2I", b"PK\1\2", 20, 20, 8, 8, 0, 0x21, *sizes, len(name), 0, 0, 0, 0, 0, offset
            )
            made.append(body)
            records.append(record + name)
            offset += len(body)
    directory = b"".join(records)
    count = len(records)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(directory), offset, 0)
    path.write_bytes(b"".join(made) + directory + end)


MAKERS = [by_xlsxwriter, by_openpyxl, by_libreoffice, streamed]


@pytest.fixture(scope="module", params=MAKERS, ids=lambda make: make.__name__)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("made") / "book.xlsx"
    request.param(path)
    return path


@pytest.fixture(scope="module")
def patched(made: Path) -> tuple[Path, Report]:
    path = made.with_name("patched.xlsx")
    return path, patch_xlsx(made, EDITS, path)


def test_every_other_part_is_byte_for_byte_the_same(made: Path, patched: tuple[Path, Report]) -> None:
    path, report = patched
    assert report.cells == len(EDITS)
    before, after = entries(made), entries(path)
    follows = {"xl/styles.xml", "xl/workbook.xml"}
    assert set(report.parts) - follows == {"xl/worksheets/sheet1.xml"}
    assert {name for name in before if before[name] != after.get(name)} == set(report.parts)
    assert order(path) == order(made)


def test_in_the_changed_sheet_only_the_named_cells_differ(made: Path, patched: tuple[Path, Report]) -> None:
    path, _ = patched
    before, after = (part(one, "xl/worksheets/sheet1.xml") for one in (made, path))
    addresses = [address.replace("$", "") for _, address in EDITS]
    assert before != after
    assert without_cells(before, addresses) == without_cells(after, addresses)


def test_formats_are_only_added_at_the_end(made: Path, patched: tuple[Path, Report]) -> None:
    before, after = (part(one, "xl/styles.xml").decode() for one in (made, patched[0]))
    listed = re.compile(r"<xf [^>]*?(?:/>|>.*?</xf>)", re.DOTALL)
    old, new = (listed.findall(text.partition("<cellXfs")[2].partition("</cellXfs>")[0]) for text in (before, after))
    assert new[: len(old)] == old
    assert len(new) > len(old)
    assert f'cellXfs count="{len(new)}"' in after


def test_other_programs_read_the_new_values(patched: tuple[Path, Report], tmp_path: Path) -> None:
    path, _ = patched
    recalculated = recalculate(path, tmp_path / "lo")
    for reader in (path, recalculated):
        cells = read_cells(reader)["Data"]
        found = {address: cells.get(address) for address in READ_BACK}
        found["C4"] = bool(found["C4"])  # LibreOffice has no truth values in cells that show two decimals
        assert found == pytest.approx(READ_BACK)
    data = openpyxl.load_workbook(path)["Data"]
    assert data["A2"].value == "changed <&> text"
    assert data["D5"].value == datetime(2026, 11, 22)
    assert data["E6"].value == datetime(2026, 11, 22, 14, 5)
    assert (data["F7"].value, data["F7"].data_type, data["F7"].quotePrefix) == ("=1+1", "s", True)
    assert data["H40"].value == "=B3*2"


def test_the_same_patch_again_writes_nothing(patched: tuple[Path, Report]) -> None:
    path, report = patched
    before = path.read_bytes()
    again = patch_xlsx(path, EDITS)
    assert not again.changed
    assert again.revision == report.revision
    assert path.read_bytes() == before


def book_of(path: Path, rows: str, **more: str) -> Path:
    path.write_bytes(pack(parts(sheet(rows), **more)))  # type: ignore[arg-type] # extra is not among them
    return path


STYLES = (
    '<numFmts count="1"><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/></numFmts><cellXfs count="5">'
    '<xf numFmtId="0" fontId="0"/><xf numFmtId="170" fontId="0"/>'
    '<xf numFmtId="4" fontId="1"><alignment wrapText="1"/></xf>'
    '<xf numFmtId="0" fontId="0" quotePrefix="1"/><xf numFmtId="49" fontId="2" quotePrefix="1"/></cellXfs>'
)
LOOKS: list[tuple[str, Edit, str, str]] = [
    ("a date takes a date format", date(2026, 1, 2), "0", '<xf numFmtId="171" fontId="0" applyNumberFormat="1"/>'),
    ("a date keeps the date format there is", date(2026, 1, 2), "1", ""),
    ("all else of the format stays", date(2026, 1, 2), "2",
     '<xf numFmtId="171" fontId="1" applyNumberFormat="1"><alignment wrapText="1"/></xf>'),
    ("live text is marked as text", "=x", "2",
     '<xf numFmtId="4" fontId="1" quotePrefix="1"><alignment wrapText="1"/></xf>'),
    ("and takes the marked format there is", "@x", "0", "3"),
    ("a number loses the mark", 5, "4", '<xf numFmtId="49" fontId="2"/>'),
    ("and takes the plain format there is", 5, "3", "0"),
    ("text that a person marked stays marked", "007", "4", ""),
]  # fmt: skip


@pytest.mark.parametrize(("title", "value", "before", "after"), LOOKS, ids=[look[0] for look in LOOKS])
def test_a_cell_keeps_its_format_but_for(tmp_path: Path, title: str, value: Edit, before: str, after: str) -> None:
    """`after` is the format that is added, or the number of the one that is used instead, or "" for the same."""
    path = book_of(tmp_path / "w.xlsx", f'<row r="1"><c r="A1" s="{before}"><v>1</v></c></row>', styles=STYLES)
    patch_xlsx(path, {("Data", "A1"): value})
    styles = part(path, "xl/styles.xml").decode()
    style = re.findall(r'<c r="A1"(?: s="(\d+)")?', part(path, "xl/worksheets/sheet1.xml").decode())[0] or "0"
    added = after.startswith("<")
    assert style == ("5" if added else after or before), title
    assert not added or after + "</cellXfs>" in styles
    assert ('count="6"' in styles) is added


def test_a_date_in_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    path = book_of(tmp_path / "w.xlsx", "", styles=STYLES, workbook='<workbookPr date1904="1"/>')
    patch_xlsx(path, {("Data", "A1"): date(2026, 11, 22), ("Data", "A2"): 46348})
    xml = part(path, "xl/worksheets/sheet1.xml")
    assert b"<v>44886</v>" in xml
    assert b"<v>46348</v>" in xml
    with pytest.raises(PatchRefused, match="before 1904"):
        patch_xlsx(path, {("Data", "A1"): date(1903, 1, 1)})


def test_a_date_where_the_workbook_has_no_formats_is_refused(tmp_path: Path) -> None:
    path = book_of(tmp_path / "w.xlsx", "")
    with pytest.raises(PatchRefused, match="has no formats"):
        patch_xlsx(path, {("Data", "A1"): date(2026, 1, 1)})
    assert patch_xlsx(path, {("Data", "A1"): "=text"}).cells == 1


CHAINED = parts(
    sheet('<row r="1"><c r="A1"><f>B1</f><v>1</v></c><c r="C1"><f>B1</f><v>1</v></c><c r="D1"><v>1</v></c></row>'),
    extra={
        "[Content_Types].xml": CONTENT_TYPES.replace(
            "</Types>", '<Override PartName="/xl/calcChain.xml" ContentType="application/x"/></Types>'
        ),
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId9", "calcChain", "calcChain.xml")
        ),
        "xl/calcChain.xml": '<calcChain><c r="A1" i="1"/><c r="C1"/></calcChain>',
    },
)
CHAINS: list[tuple[str, Edit, bool]] = [
    ("A1", 5, True),
    ("B1", Formula("1+1", 2), True),
    ("A1", Formula("B1+1", 2), False),
    ("A1", Result(7), False),
    ("D1", 7, False),
]


@pytest.mark.parametrize(("address", "value", "dropped"), CHAINS)
def test_the_list_of_formula_cells_goes_when_it_would_be_wrong(
    tmp_path: Path, address: str, value: Edit, dropped: bool
) -> None:
    path = tmp_path / "w.xlsx"
    path.write_bytes(pack(CHAINED))
    patch_xlsx(path, {("Data", address): value})
    assert ("xl/calcChain.xml" not in order(path)) is dropped
    assert (b"calcChain" not in part(path, "xl/_rels/workbook.xml.rels")) is dropped
    assert (b"calcChain" not in part(path, "[Content_Types].xml")) is dropped


def test_parts_are_found_whatever_their_capitals(tmp_path: Path) -> None:
    """Part names do not differ by capitals: the list of formula cells goes all the same."""
    path = tmp_path / "w.xlsx"
    renamed = {name.replace("workbook.xml.rels", "Workbook.XML.rels"): content for name, content in CHAINED.items()}
    path.write_bytes(pack(renamed))
    patch_xlsx(path, {("data", "A1"): 5})
    assert b"calcChain" not in part(path, "xl/_rels/Workbook.XML.rels")
    assert "xl/calcChain.xml" not in order(path)


COMPUTED = '<row r="1"><c r="A1"><f>B1</f><v>1</v></c><c r="B1"><v>1</v></c></row>'


@pytest.mark.parametrize(("rows", "value", "workbook", "asks"), [
    (COMPUTED, {"B1": 2}, "", '<calcPr fullCalcOnLoad="1"/>'),
    (COMPUTED, {"B1": 2}, '<calcPr calcId="1"/>', '<calcPr calcId="1" fullCalcOnLoad="1"/>'),
    (COMPUTED, {"A1": Result(2)}, "", ""),
    ('<row r="1"><c r="B1"><v>1</v></c></row>', {"B1": 2}, "", ""),
    ('<row r="1"><c r="B1"><v>1</v></c></row>', {"A1": Formula("B1")}, "", '<calcPr fullCalcOnLoad="1"/>'),
])  # fmt: skip
def test_programs_are_asked_to_compute_when_results_are_stale(
    tmp_path: Path, rows: str, value: dict[str, Edit], workbook: str, asks: str
) -> None:
    path = book_of(tmp_path / "w.xlsx", rows, workbook=workbook)
    before = part(path, "xl/workbook.xml")
    patch_xlsx(path, {("Data", address): edit for address, edit in value.items()})
    after = part(path, "xl/workbook.xml")
    assert asks.encode() in after
    assert (after == before) is not bool(asks)


def test_the_wish_to_compute_may_be_left_out(tmp_path: Path) -> None:
    path = book_of(tmp_path / "w.xlsx", COMPUTED)
    assert patch_xlsx(path, {("Data", "B1"): 2}, recalculate=False).parts == ("xl/worksheets/sheet1.xml",)


def test_a_header_and_a_total_of_a_table_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    book = xlsxwriter.Workbook(path)
    columns = [{"header": "Item", "total_string": "Total"}, {"header": "Price", "total_function": "sum"}]
    book.add_worksheet("Data").add_table("A1:B4", {"name": "Prices", "total_row": True, "columns": columns})
    book.close()
    edits: dict[tuple[str, str], Edit] = {("Data", "A1"): "x", ("Data", "B4"): 5, ("Data", "A2"): "fine"}
    with pytest.raises(PatchRefused) as refused:
        patch_xlsx(path, edits)
    assert [problem.message for problem in refused.value.problems] == [
        "The cell is the header of a column of the table Prices, which formulas use by name.",
        "The cell belongs to the totals row of the table Prices.",
    ]
    assert patch_xlsx(path, {("Data", "A1"): "Item", ("Data", "A2"): "fine"}).cells == 1


def test_the_report_says_what_was_done(tmp_path: Path) -> None:
    path = book_of(tmp_path / "w.xlsx", COMPUTED)
    before = path.read_bytes()
    report = patch_xlsx(path, {("Data", "B1"): 2, ("Data", "A1"): Result(1)})
    assert (report.path, report.cells, report.changed) == (str(path), 1, True)
    assert report.parts == ("xl/workbook.xml", "xl/worksheets/sheet1.xml")
    assert Path(report.backup).read_bytes() == before
    assert patch_xlsx(path, {("Data", "B1"): 3}, revision=report.revision).cells == 1
    with pytest.raises(FileMoved):
        patch_xlsx(path, {("Data", "B1"): 4}, revision=report.revision)


def test_an_output_leaves_the_file_alone(tmp_path: Path) -> None:
    path, output = book_of(tmp_path / "w.xlsx", COMPUTED), tmp_path / "new.xlsx"
    before = path.read_bytes()
    report = patch_xlsx(path, {("Data", "B1"): 2}, output)
    assert (report.path, report.backup) == (str(output), "")
    assert path.read_bytes() == before
    assert b"<v>2</v>" in part(output, "xl/worksheets/sheet1.xml")
    with pytest.raises(FileExists):
        patch_xlsx(path, {("Data", "B1"): 2}, output)
    patch_xlsx(path, {("Data", "B1"): 1}, tmp_path / "same.xlsx")
    assert (tmp_path / "same.xlsx").read_bytes() == before


REFUSED: list[tuple[str, Callable[[], bytes], type[Exception], str]] = [
    ("signed", lambda: pack(parts(sheet(""), extra={"_xmlsignatures/sig1.xml": "<s/>"})), PatchRefused, "signature"),
    ("protected by a password", lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504), PackageRefused, "old Office"),
    ("cut off", lambda: pack(parts(sheet("")))[:-30], PackageRefused, "damaged"),
    ("a text file", lambda: b"a,b,c\n", PackageRefused, "plain text"),
]


@pytest.mark.parametrize(("title", "make", "error", "words"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_cannot_be_patched_safely_is_refused_and_left_alone(
    tmp_path: Path, title: str, make: Callable[[], bytes], error: type[Exception], words: str
) -> None:
    path = tmp_path / "w.xlsx"
    path.write_bytes(make())
    with pytest.raises(error, match=words):
        patch_xlsx(path, {("Data", "A1"): 1})
    assert path.read_bytes() == make(), title
    assert [one.name for one in tmp_path.iterdir()] == ["w.xlsx"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        patch_xlsx(tmp_path / "none.xlsx", {("Data", "A1"): 1})
    assert list(tmp_path.iterdir()) == []


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=8).filter(bool)
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
VALUE = st.one_of(st.none(), TEXT, NUMBER, st.booleans())
PLACE = st.builds(lambda column, row: f"{column}{row}", st.sampled_from("ABCDH"), st.integers(1, 12))
CELLS = st.dictionaries(PLACE, VALUE, max_size=12)


def written(path: Path, cells: Mapping[str, object]) -> None:
    book = xlsxwriter.Workbook(path)
    data = book.add_worksheet("Data")
    for address, value in cells.items():
        if isinstance(value, str):
            data.write_string(address, value)
        elif isinstance(value, bool):
            data.write_boolean(address, value)
        elif isinstance(value, float):
            data.write_number(address, value)
    book.close()


@settings(max_examples=80, deadline=None)
@given(cells=CELLS, edits=CELLS)
def test_what_is_written_is_read_back_and_the_rest_is_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, cells: dict[str, Edit], edits: dict[str, Edit]
) -> None:
    path = tmp_path_factory.mktemp("law") / "w.xlsx"
    written(path, {address: value for address, value in cells.items() if not str(value).startswith("_x")})
    before = read_cells(path)["Data"]
    sheet_before = part(path, "xl/worksheets/sheet1.xml")
    patch_xlsx(path, {("Data", address): value for address, value in edits.items()})
    assert without_cells(part(path, "xl/worksheets/sheet1.xml"), edits) == without_cells(sheet_before, edits)
    expected = {**before, **{address: value for address, value in edits.items() if value is not None}}
    for address, value in edits.items():
        if value is None:
            expected.pop(address, None)
    found = {address: _plain(value) for address, value in read_cells(path)["Data"].items()}
    assert found == {address: _plain(value) for address, value in expected.items()}
    assert not patch_xlsx(path, {("Data", address): value for address, value in edits.items()}).changed


def _plain(value: object) -> object:
    """A value as the file means it: escapes resolved."""
    if not isinstance(value, str):
        return (type(value) is bool, value)
    return re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), value)
