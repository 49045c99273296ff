"""What a sheet's XML means, row by row; each way of writing it is read the same."""

from pathlib import Path

import pytest

from sheetkit.backends.excel import scan
from sheetkit.backends.excel.limits import Limits
from sheetkit.backends.excel.package import Package
from sheetkit.backends.excel.read import read, read_package
from sheetkit.backends.excel.scan_cells import SheetCells
from sheetkit.backends.excel.scan_formulas import Formulas
from sheetkit.backends.excel.scan_values import Values
from sheetkit.core.errors import FileMissing, PackageRefused
from sheetkit.core.values import DIV0, NA, NUM, CellError, CellValue
from tests.backends.excel.handmade import MAIN, STRICT, pack, parts, read_parts, read_rows, sheet

SHARED = (
    "<si><t>first</t></si><si><t xml:space='preserve'> second </t></si>"
    "<si><r><t>two </t></r><r><rPr/><t>runs</t></r></si>"
    "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh><phoneticPr fontId='1'/></si><si/>"
)

CELLS: list[tuple[str, CellValue]] = [
    ("<v>12.5</v>", 12.5),
    ("<v>-1E-3</v>", -0.001),
    ("<v>12345678901234567</v>", 12345678901234567.0),
    ("<v>0.1</v>", 0.1),
    ("<v></v>", None),
    ("<v/>", None),
    ("", None),
    ("<v>NaN</v>", NUM),
    ("<v>Infinity</v>", NUM),
    ("<v>1E400</v>", NUM),
    ("<v>1_000</v>", NUM),
    ("<v> 7 </v>", 7.0),
    ("<v>٣</v>", NUM),
]

TYPED: list[tuple[str, str, CellValue]] = [
    ("s", "<v>0</v>", "first"),
    ("s", "<v>1</v>", " second "),
    ("s", "<v>2</v>", "two runs"),
    ("s", "<v>3</v>", "東京"),
    ("s", "<v>4</v>", ""),
    ("s", "<v></v>", None),
    ("str", "<v>a &amp; b &lt;c&gt; &quot;d&quot; &apos;e&apos; &#65;&#x42;</v>", "a & b <c> \"d\" 'e' AB"),
    ("str", "<v></v>", ""),
    ("str", "<v/>", ""),
    ("str", "<v>_x000D_line_x005F_x0041_</v>", "\rline_x0041_"),
    ("str", "<v>=1+1</v>", "=1+1"),
    ("str", "<v>one\r\ntwo\rthree</v>", "one\ntwo\nthree"),
    ("inlineStr", "<is><t>typed</t></is>", "typed"),
    ("inlineStr", '<is><t xml:space="preserve"> typed </t></is>', " typed "),
    ("inlineStr", "<is><r><t>ri</t></r><r><t>ch</t></r></is>", "rich"),
    ("inlineStr", "<is><t>kanji</t><rPh sb='0' eb='1'><t>hint</t></rPh></is>", "kanji"),
    ("b", "<v>1</v>", True),
    ("b", "<v>0</v>", False),
    ("b", "<v>true</v>", True),
    ("e", "<v>#DIV/0!</v>", DIV0),
    ("e", "<v>#N/A</v>", NA),
    ("e", "<v>#SPILL!</v>", CellError("#SPILL!")),
    ("n", "<v>3</v>", 3.0),
    ("d", "<v>2026-11-22</v>", 46348.0),
    ("d", "<v>2026-11-22T12:00:00Z</v>", 46348.5),
    ("d", "<v>T06:00:00</v>", 0.25),
    ("d", "<v>someday</v>", "someday"),
]


@pytest.mark.parametrize(("inner", "value"), CELLS)
def test_a_cell_without_a_type_is_a_number(inner: str, value: CellValue, tmp_path: Path) -> None:
    assert read_rows(tmp_path, f'<row r="1"><c r="A1">{inner}</c><c r="B1"><v>1</v></c></row>').value(0, 0) == value


@pytest.mark.parametrize(("kind", "inner", "value"), TYPED)
def test_a_cell_with_a_type(kind: str, inner: str, value: CellValue, tmp_path: Path) -> None:
    found = read_rows(tmp_path, f'<row r="1"><c r="A1" t="{kind}">{inner}</c></row>', shared=SHARED).value(0, 0)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("kind", "inner", "value"), [*TYPED, *(("n", *case) for case in CELLS)])
def test_each_cell_reads_the_same_in_xml_that_the_fast_scan_declines(
    kind: str, inner: str, value: CellValue, tmp_path: Path
) -> None:
    found = read_rows(tmp_path, f"<row r='1'><!-- odd --><c t='{kind}' r='A1'>{inner}</c></row>", shared=SHARED)
    assert found.value(0, 0) == value


PLAIN = (
    '<row r="2"><c r="B2"><v>1</v></c><c r="C2" t="str"><f>B2&amp;"x"</f><v>1x</v></c></row>'
    '<row r="4"><c r="B4"><v>2</v></c></row>'
)

WAYS: dict[str, str | bytes] = {
    "plainly": sheet(PLAIN),
    "with a prefix": (
        f'<?xml version="1.0"?><x:worksheet xmlns:x="{MAIN}"><x:sheetData>'
        + PLAIN.replace("</", "</x:")
        .replace("<r", "<x:r")
        .replace("<c", "<x:c")
        .replace("<v", "<x:v")
        .replace("<f", "<x:f")
        + "</x:sheetData></x:worksheet>"
    ),
    "in the Strict namespace": sheet(PLAIN, namespace=STRICT),
    "with a byte order mark": "\ufeff" + sheet(PLAIN),
    "in UTF-16": sheet(PLAIN).replace("UTF-8", "UTF-16").encode("utf-16"),
    "in Latin-1": sheet(PLAIN).replace("UTF-8", "iso-8859-1").encode("latin-1"),
    "without row numbers": sheet("<row/>" + PLAIN.replace(' r="2"', "").replace('<row r="4">', "<row/><row>")),
    "without addresses": sheet(
        PLAIN.replace(' r="C2"', "").replace(' r="B2"', ' r="B2"').replace('<c r="B4">', "<c/><c>")
    ),
    "with the address last": sheet(PLAIN.replace('r="C2" t="str"', 't="str" r="C2"')),
    "in single quotes": sheet(PLAIN.replace(' r="2"', " r='2'").replace('"B4"', "'B4'")),
    "with white space between the tags": sheet(PLAIN.replace("><", ">\n  <").replace("</row>", "</row>\r\n")),
    "with a comment": sheet(PLAIN.replace("<c", '<!-- <row r="9"><c r="A9"><v>9</v></c></row> --><c', 1)),
    "with an instruction": sheet(PLAIN.replace("<c", "<?app note?><c", 1)),
    "with CDATA": sheet(PLAIN.replace("<v>1x</v>", "<v><![CDATA[1x]]></v>")),
    "with rows in disorder": sheet('<row r="4"><c r="B4"><v>2</v></c></row>' + PLAIN.partition('<row r="4"')[0]),
    "with cells in disorder": sheet(
        '<row r="2"><c r="C2" t="str"><f>B2&amp;"x"</f><v>1x</v></c><c r="B2"><v>1</v></c></row>'
        '<row r="4"><c r="B4"><v>2</v></c></row>'
    ),
    "with empty rows": sheet(
        '<row r="1"/>' + PLAIN.replace('<row r="4"', '<row r="3" ht="20"></row><row r="4"') + '<row r="5"/>'
    ),
    "with styled blanks all around": sheet(
        PLAIN.replace("</row>", '<c r="Z2" s="1"/></row>', 1) + '<row r="1048576"><c r="XFD1048576" s="4"/></row>'
    ),
    "with alternatives": sheet(
        PLAIN.replace(
            '<row r="4">',
            '<mc:AlternateContent xmlns:mc="m"><mc:Choice Requires="z"><row r="3"><c r="A3"><v>9</v></c></row>'
            '</mc:Choice><mc:Fallback><row r="4">',
        )
        + "</mc:Fallback></mc:AlternateContent>"
    ),
    "with extensions and a wrong dimension": sheet(
        PLAIN,
        before='<dimension ref="A1:XFD1048576"/><sheetViews><sheetView workbookViewId="0"/></sheetViews>',
        after='<extLst><ext><x:row xmlns:x="z" r="7"><c r="A7"><v>7</v></c></x:row></ext></extLst>',
    ),
    "with more attributes": sheet(PLAIN.replace('r="2"', 'r="2" spans="1:3" ht="15" customHeight="1" hidden="0"')),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_sheet_is_read_the_same_however_it_is_written(way: str, tmp_path: Path) -> None:
    """B2 is 1, C2 is the formula B2&"x" that shows 1x, B4 is 2."""
    found = read_parts(tmp_path, parts(WAYS[way])).sheets[0]
    assert found.values == ((None, None, None, None), [None, 1.0, None, 2.0], [None, "1x", None, None])
    assert found.formulas == {2: {1: 'B2&"x"'}}
    assert found.height == 4


def test_the_fast_scan_takes_plain_xml_itself() -> None:
    """Otherwise all tests above would pass without it."""
    for way in ("plainly", "with a prefix", "in the Strict namespace", "with empty rows", "with more attributes"):
        text = WAYS[way]
        assert isinstance(text, str)
        cells = SheetCells("Data", Limits())
        scan.scan([text.encode()], cells, Formulas(cells), Values("Data", []))
        assert cells.finish()[0] == 4, way


def test_the_pieces_in_which_a_sheet_is_unpacked_do_not_matter() -> None:
    """One byte at a time, and cut inside tags, characters and line ends."""
    data = sheet(PLAIN.replace("1x", "é\r\nü") * 1, after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>').encode()
    for size in (1, 7, 64, len(data)):
        cells = SheetCells("Data", Limits())
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
        scan.scan(pieces, cells, Formulas(cells), Values("Data", []))
        assert cells.finish()[1][2] == [None, "é\nü", None, None]
        assert cells.merges == [(0, 0, 1, 1)]


def test_an_empty_sheet_has_no_rows_and_no_columns(tmp_path: Path) -> None:
    for rows in ("", '<row r="1"/>', '<row r="5"><c r="C5" s="2"/></row>'):
        found = read_rows(tmp_path, rows)
        assert (found.height, found.width) == (0, 0)
    assert read_parts(tmp_path, parts(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>')).sheets[0].height == 0


def test_a_column_that_appears_late_is_read(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c></row>' for r in range(1, 30))
    rows += '<row r="30"><c r="A30"><v>30</v></c><c r="D30"><v>4</v></c></row><row r="31"><c r="B31"><v>2</v></c></row>'
    found = read_rows(tmp_path, rows)
    assert found.values[0] == [*map(float, range(1, 31)), None]
    assert (found.value(29, 3), found.value(30, 1), found.width, found.height) == (4.0, 2.0, 4, 31)


def test_a_column_may_mix_all_kinds(tmp_path: Path) -> None:
    kinds = ['t="str"><v>x</v>', "><v>2</v>", 't="b"><v>1</v>', 't="e"><v>#N/A</v>', 's="3">', 't="s"><v>0</v>']
    rows = "".join(f'<row r="{r}"><c r="A{r}" {kind}</c></row>'.replace('" >', '">') for r, kind in enumerate(kinds, 1))
    assert read_rows(tmp_path, rows, shared=SHARED).values[0] == ["x", 2.0, True, NA, None, "first"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match=r"nowhere\.xlsx"):
        read(tmp_path / "nowhere.xlsx")


DAMAGED = [
    ("text by a number that is not there", '<row r="1"><c r="A1" t="s"><v>5</v></c></row>', "shared text number 5"),
    ("text by a negative number", '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', "shared text number -1"),
    ("a tag that is not closed", '<row r="1"><c r="A1"><v>5</c></row>', "cannot be read"),
    ("an entity that nobody declared", '<row r="1"><c r="A1" t="str"><v>&boom;</v></c></row>', "cannot be read"),
    ("an & alone", '<row r="1"><c r="A1" t="str"><v>a & b</v></c></row>', "cannot be read"),
    ("a row number that is none", '<row r="x"><c r="A1"><v>5</v></c></row>', "cannot be read"),
    ("an address that is none", '<row r="1"><c r="1A"><v>5</v></c></row>', "cannot be read"),
    ("a row below the last", '<row r="1048577"><c r="A1048577"><v>5</v></c></row>', "1,048,576 rows"),
    ("a column behind the last", '<row r="1"><c r="XFE1"><v>5</v></c></row>', "16,384 columns"),
    ("row 0", '<row r="0"><c><v>5</v></c></row>', "row 0"),
]


@pytest.mark.parametrize(("case", "rows", "said"), DAMAGED)
def test_damaged_sheets_are_refused_with_the_reason(case: str, rows: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(PackageRefused, match=said) as caught:
        read_rows(tmp_path, rows)
    assert caught.value.path.endswith("handmade.xlsx"), case


def test_a_part_that_ends_early_is_refused(tmp_path: Path) -> None:
    """The archive is whole, but the sheet in it is not."""
    for end in ("</worksheet>", "</sheetData></worksheet>", "</row></sheetData></worksheet>"):
        with pytest.raises(PackageRefused, match="cannot be read"):
            read_parts(tmp_path, parts(sheet(PLAIN).removesuffix(end)))


def test_bytes_can_be_read_without_a_file() -> None:
    assert read_package(Package.open(pack(parts(sheet(PLAIN))))).sheets[0].value(1, 2) == "1x"
