"""Plain patches, formulas as syntax trees, applied to a file: renamed tables, lost tables, rows appended."""

import re
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from sheetkit.backends.excel.patch import apply
from sheetkit.backends.excel.store import revision
from sheetkit.core.errors import FileMoved, PatchRefused
from sheetkit.core.values import NA, CellValue
from sheetkit.formula.layout import Layout, TablePlace
from sheetkit.formula.parse import parse
from sheetkit.workbook.patch import KEEP, Keep, Patch, SheetPatch, TableAppend
from tests.backends.excel.handmade import pack, parts, sheet
from tests.backends.excel.patching import part, without_cells
from tests.oracles.cells import read_cells
from tests.oracles.libreoffice import recalculate

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

COLUMNS = {"Item": 1, "Price": 2, "Double": 3}
DOUBLE = parse("=[@Price]*2")
ROWS = 4


def layout(rows: int = ROWS, sheet_name: str = "Data", table: str = "Prices") -> Layout:
    return Layout({table: TablePlace(sheet_name, 3, rows, COLUMNS)})


def make(path: Path, *, totals: bool = False, below: str = "", headers: tuple[str, ...] = tuple(COLUMNS)) -> None:
    """A table Prices in B3:D7 with all that may end where it ends; a second sheet that refers to it."""
    book = xlsxwriter.Workbook(path)
    data, other = book.add_worksheet("Data"), book.add_worksheet("Other")
    money, day = book.add_format({"num_format": "0.00", "border": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
    last = 3 + ROWS
    columns: list[dict[str, object]] = [{"header": header} for header in headers]
    if totals:
        columns[0]["total_string"] = "Total"
        columns[1] |= {"total_function": "sum", "total_value": 8, "format": money}
    columns[2]["formula"] = f"=Prices[[#This Row],[{headers[1]}]]*2"
    data.add_table(2, 1, last - 1 + totals, 3, {"name": "Prices", "columns": columns, "total_row": totals})
    for row in range(ROWS):
        data.write_row(3 + row, 1, [f"item {row}", row + 0.5], money)
        data.write_formula(3 + row, 3, f"=Prices[[#This Row],[{headers[1]}]]*2", money, row * 2 + 1)
        data.write_number(3 + row, 5, 46000 + row, day)
    data.conditional_format(3, 2, last - 1, 2, {"type": "cell", "criteria": ">", "value": 1, "format": money})
    data.conditional_format(3, 1, last - 1, 3, {"type": "formula", "criteria": "=COUNTIF($B$4:$B$7,$B4)>1"})
    data.conditional_format(3, 2, last - 1, 2, {"type": "data_bar", "data_bar_2010": True})
    data.conditional_format(3, 2, 4, 2, {"type": "no_blanks", "format": money})
    data.conditional_format(3, 5, last - 1, 5, {"type": "no_blanks", "format": money})
    data.data_validation(3, 1, last - 1, 1, {"validate": "length", "criteria": "<", "value": 99})
    data.data_validation(3, 2, 999, 2, {"validate": "decimal", "criteria": ">", "value": 0})
    data.ignore_errors({"number_stored_as_text": "B4:B7"})
    data.print_area(0, 0, last - 1, 5)
    other.data_validation("A1", {"validate": "list", "source": "=Data!$B$4:$B$7"})
    other.write_formula("A2", "=SUM(Data!C4:C7)", None, 8)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": "=Data!$B$4:$B$7", "values": "=Data!$C$4:$C$7", "name": "=Data!$C$3"})
    other.insert_chart("C1", chart)
    book.define_name("Items", "=Data!$B$4:$B$7")
    book.define_name("Corner", "=Data!$B$3")
    if below:
        data.write_string(below, "something")
    book.close()


def changed(
    path: Path, rows: list[int], values: list[CellValue], formulas: list[object], *, table: str = "Prices"
) -> Patch:
    cells = SheetPatch(rows, [3] * len(rows), values, formulas, ["0.00"] * len(rows), table)  # type: ignore[arg-type]
    return Patch(revision(path), {"Data": (cells,)})


def appended(path: Path, rows: int = 3, **more: object) -> Patch:
    values: dict[str, list[CellValue]] = {
        "Item": [f"new {row}" for row in range(rows)],
        "Price": [10.0 * row if row else None for row in range(rows)],
        "Double": [20.0 * row for row in range(rows)],
    }
    spec = {"sheet": "Data", "table": "Prices", "rows": rows, "values": values, "formulas": {"Double": DOUBLE}} | more
    return Patch(revision(path), appends=(TableAppend(**spec),))  # type: ignore[arg-type]


def formulas(path: Path, column: str = "D") -> list[str]:
    """The formulas of a column as the file spells them."""
    xml = part(path, "xl/worksheets/sheet1.xml").decode()
    return re.findall(rf'<c r="{column}\d+"[^>]*><f>([^<]*)</f>', xml)


def test_values_results_and_formulas_are_written(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    make(path)
    tree = parse("=[@Price]*3")
    report = apply(path, changed(path, [3, 4, 5], [99.0, 1.5, "typed"], [KEEP, tree, None]), layout())
    cells = read_cells(path)["Data"]
    assert (cells["D4"], cells["D5"], cells["D6"]) == (99.0, 1.5, "typed")
    assert formulas(path) == [
        "Prices[[#This Row],[Price]]*2",
        "Prices[[#This Row],[Price]]*3",
        "Prices[[#This Row],[Price]]*2",
    ]
    assert report.revision == revision(path)


def test_a_renamed_table_and_header_are_called_by_their_new_names(tmp_path: Path) -> None:
    """The template says Goods[Price]; a person called the table Prices and its column Cost, EUR."""
    path = tmp_path / "w.xlsx"
    make(path, headers=("Item", "Cost, EUR", "Double"))
    tree = parse("=[@Price]+SUM(Goods[Price])+Goods[@Price]-ROUND(-[@Price]%,2)")
    apply(path, changed(path, [4], [1.0], [tree], table="Goods"), layout(table="Goods"))
    here = "Prices[[#This Row],[Cost, EUR]]"
    assert formulas(path)[1] == f"{here}+SUM(Prices[[Cost, EUR]])+{here}-ROUND(-{here}%,2)"


def test_without_a_real_table_formulas_point_at_cells(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    path.write_bytes(pack(parts(sheet('<row r="3"><c r="B3"><v>1</v></c></row>'))))
    tree = parse("=[@Price]/SUM(Prices[Price])")
    apply(path, changed(path, [3, 4], [1.0, 2.0], [tree, tree]), layout())
    assert formulas(path) == ["$C4/SUM($C$4:$C$7)", "$C5/SUM($C$4:$C$7)"]


def test_a_result_for_a_formula_that_a_person_replaced_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    make(path)
    apply(path, changed(path, [3], [5.0], [None]), layout())
    before = path.read_bytes()
    assert not apply(path, changed(path, [3], [7.0], [KEEP]), layout()).changed
    assert path.read_bytes() == before


def test_a_patch_for_another_revision_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    make(path)
    with pytest.raises(FileMoved):
        apply(path, Patch("another", {"Data": ()}), layout())


def test_an_empty_patch_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    make(path)
    before = path.stat().st_mtime_ns
    report = apply(path, Patch(revision(path)), layout())
    assert (report.changed, path.stat().st_mtime_ns) == (False, before)


def test_formats_go_to_cells_that_have_none(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    make(path)
    cells = SheetPatch([3, 3, 20], [2, 7, 7], [9.0, 46000.0, "text"], [None] * 3, ["0%", "yyyy-mm-dd", "@"])
    apply(path, Patch(revision(path), {"Data": (cells,)}), layout())
    data = openpyxl.load_workbook(path)["Data"]
    assert [data[at].number_format for at in ("C4", "H4", "H21")] == ["0.00", "yyyy-mm-dd", "@"]


def test_dates_follow_the_day_the_workbook_counts_from(tmp_path: Path) -> None:
    """A date column's serial is shifted, a plain number's is not."""
    path = tmp_path / "w.xlsx"
    styles = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    rows = '<row r="1"><c r="A1" s="1"><v>1</v></c></row>'
    path.write_bytes(pack(parts(sheet(rows), styles=styles, workbook='<workbookPr date1904="1"/>')))
    cells = SheetPatch([0, 1, 2], [0, 0, 0], [46000.0, 46000.0, 46000.0], [None] * 3, ["", "yyyy-mm-dd", ""])
    apply(path, Patch(revision(path), {"Data": (cells,)}), Layout())
    assert read_cells(path)["Data"] == {"A1": 44538.0, "A2": 44538.0, "A3": 46000.0}


@pytest.mark.parametrize(("patch", "words"), [
    ({"sheets": {"Nowhere": ()}}, "no sheet 'Nowhere'"),
    ({"appends": (TableAppend("Data", "Other", 1, {}),)}, "no table Other"),
    ({"appends": (TableAppend("Data", "Prices", 1, {"Weight": [1.0]}),)}, "no column Weight"),
    ({"appends": (TableAppend("Data", "Prices", 1, {"Price": [float("nan")]}),)}, r"C8: The value is not a number"),
    ({"sheets": {"Data": (SheetPatch([9], [9], ["x" * 40000], [None], [""]),)}}, r"Data!J10: The value is longer"),
    ({"appends": (TableAppend("Data", "Prices", 1_048_576, {}),)}, "beyond the sheet's last row"),
])  # fmt: skip
def test_what_cannot_be_done_is_refused(tmp_path: Path, patch: dict[str, object], words: str) -> None:
    path = tmp_path / "w.xlsx"
    make(path)
    before = path.read_bytes()
    with pytest.raises(PatchRefused, match=words):
        apply(path, Patch(revision(path), **patch), layout())  # type: ignore[arg-type]
    assert path.read_bytes() == before


def test_appended_rows_are_read_by_other_programs(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    make(path)
    report = apply(path, appended(path), layout())
    assert report.cells == 9
    for one in (path, recalculate(path, tmp_path / "lo")):
        cells = read_cells(one)["Data"]
        assert [cells.get(f"B{row}") for row in (7, 8, 9, 10, 11)] == ["item 3", "new 0", "new 1", "new 2", None]
        assert [cells.get(f"C{row}") for row in (8, 9, 10)] == [None, 10, 20]
        assert [cells.get(f"D{row}") for row in (7, 8, 9, 10)] == [7, 0, 20, 40]
    data = openpyxl.load_workbook(path)["Data"]
    assert data.tables["Prices"].ref == "B3:D10"
    assert data.tables["Prices"].autoFilter.ref == "B3:D10"
    assert data["D9"].value == "=Prices[[#This Row],[Price]]*2"
    assert data["B10"].number_format == data["C8"].number_format == "0.00"
    assert data["B10"].border.left.style == "thin"


def test_all_that_ends_with_the_table_grows_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    make(path)
    before = part(path, "xl/worksheets/sheet1.xml").decode()
    apply(path, appended(path), layout())
    after = part(path, "xl/worksheets/sheet1.xml").decode()

    def ends(xml: str) -> list[str]:
        return re.findall(r'(?:sqref="|<xm:sqref>|<formula>COUNTIF)([^"<]*)', xml)

    stay, cells = ["C4:C5", "F4:F7"], "C4:C1000"
    assert ends(before) == ["C4:C7", "B4:D7", "($B$4:$B$7,$B4)&gt;1", *stay, "B4:B7", cells, "B4:B7", "C4:C7"]
    assert ends(after) == ["C4:C10", "B4:D10", "($B$4:$B$10,$B4)&gt;1", *stay, "B4:B10", cells, "B4:B10", "C4:C10"]
    assert 'dimension ref="B3:F10"' in after
    other = part(path, "xl/worksheets/sheet2.xml").decode()
    assert "<formula1>Data!$B$4:$B$10</formula1>" in other
    assert "<f>SUM(Data!C4:C7)</f>" in other, "a person's own formula stays as typed"
    names = re.findall(r"<definedName [^>]*>([^<]*)<", part(path, "xl/workbook.xml").decode())
    assert names == ["Data!$B$3", "Data!$B$4:$B$10", "Data!$A$1:$F$10"]
    chart = part(path, "xl/charts/chart1.xml").decode()
    assert re.findall(r"<c:f>([^<]*)<", chart) == ["Data!$C$3", "Data!$B$4:$B$10", "Data!$C$4:$C$10"]


def test_the_totals_row_moves_down(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    make(path, totals=True)
    apply(path, appended(path), layout())
    cells = read_cells(path)["Data"]
    assert [cells.get(f"B{row}") for row in (7, 8, 10, 11, 12)] == ["item 3", "new 0", "new 2", "Total", None]
    assert [cells.get(f"C{row}") for row in (7, 8, 9, 10, 11)] == [3.5, None, 10, 20, 8]
    data = openpyxl.load_workbook(path)["Data"]
    assert data.tables["Prices"].ref == "B3:D11"
    assert data.tables["Prices"].autoFilter.ref == "B3:D10"
    assert data["C11"].value == "=SUBTOTAL(109,[Price])"
    assert data["C8"].border.left.style == "thin"


BELOW = [("B8", "B8 below it is not empty"), ("D10", "D10 below it is not empty"), ("D11", ""), ("E8", ""), ("A9", "")]


@pytest.mark.parametrize(("cell", "words"), BELOW)
def test_rows_are_not_appended_over_something(tmp_path: Path, cell: str, words: str) -> None:
    path = tmp_path / "w.xlsx"
    make(path, below=cell)
    if words:
        with pytest.raises(PatchRefused, match=words) as refused:
            apply(path, appended(path), layout())
        assert "insert 3 rows below the table" in refused.value.advice
    else:
        apply(path, appended(path), layout())
        assert read_cells(path)["Data"][cell] == "something"


def test_a_merged_cell_or_a_table_below_is_in_the_way(tmp_path: Path) -> None:
    for title in ("merge", "table"):
        path = tmp_path / f"{title}.xlsx"
        book = xlsxwriter.Workbook(path)
        data = book.add_worksheet("Data")
        data.add_table("B3:D7", {"name": "Prices", "columns": [{"header": name} for name in COLUMNS]})
        if title == "merge":
            data.merge_range("A10:B10", "")
        else:
            data.add_table("D9:E10", {"name": "Below"})
        book.close()
        with pytest.raises(PatchRefused, match=r"lies below it|is not empty"):
            apply(path, appended(path), layout())


def test_rows_below_headers_that_are_no_real_table(tmp_path: Path) -> None:
    """A file that lost its table keeps the look of its last row, and ranges grow all the same."""
    rows = "".join(f'<row r="{row}"><c r="B{row}" s="1"/><c r="C{row}" s="2"><v>1</v></c></row>' for row in range(3, 8))
    after = '<conditionalFormatting sqref="B4:D7 F1:F2"><cfRule type="x" priority="1"/></conditionalFormatting>'
    path = tmp_path / "w.xlsx"
    path.write_bytes(pack(parts(sheet(rows, after=after))))
    apply(path, appended(path, 1), layout())
    xml = part(path, "xl/worksheets/sheet1.xml").decode()
    assert '<row r="8"><c r="B8" s="1" t="inlineStr"><is><t>new 0</t></is></c><c r="C8" s="2"/>' in xml
    assert '<c r="D8"><f>$C8*2</f><v>0</v></c></row>' in xml
    assert 'sqref="B4:D8 F1:F2"' in xml


def test_cells_and_rows_in_one_patch(tmp_path: Path) -> None:
    """Cells beside the new rows, on rows that do not exist yet, and two blocks of the same sheet."""
    path = tmp_path / "w.xlsx"
    make(path)
    before = part(path, "xl/worksheets/sheet1.xml")
    kinds: list[None] = [None, None]
    blocks = (
        SheetPatch([8, 3], [9, 9], ["beside", NA], kinds, ["", ""]),
        SheetPatch([30, 0], [0, 0], [True, 1.0], kinds, ["", ""]),
    )
    patch = Patch(revision(path), {"Data": blocks}, appended(path).appends)
    apply(path, patch, layout())
    cells = read_cells(path)["Data"]
    assert (cells["J9"], cells["J4"], cells["A31"], cells["A1"]) == ("beside", NA, True, 1.0)
    assert cells["B9"] == "new 1"
    touched = [f"{column}{row}" for column in "BCD" for row in (8, 9, 10)] + ["J9", "J4", "A31", "A1"]
    kept = re.compile(rb'(sqref="|sqref>|formula>)[^"<]*')
    after = part(path, "xl/worksheets/sheet1.xml")
    assert kept.sub(b"", without_cells(before, touched)) == kept.sub(b"", without_cells(after, touched))


def test_two_tables_grow_at_once(tmp_path: Path) -> None:
    """Side by side on one sheet, and a name that spans them."""
    path = tmp_path / "w.xlsx"
    book = xlsxwriter.Workbook(path)
    data = book.add_worksheet("Data")
    data.add_table("B3:D7", {"name": "Prices", "columns": [{"header": name} for name in COLUMNS]})
    data.add_table("F3:F7", {"name": "Notes", "columns": [{"header": "Note"}]})
    book.define_name("Left", "=Data!$C$4:$C$7")
    book.define_name("Right", "=Data!$F$4:$F$7")
    book.close()
    both = Layout({**layout().tables, "Notes": TablePlace("Data", 3, ROWS, {"Note": 5})})
    more = TableAppend("Data", "Notes", 2, {"Note": ["a", "b"]})
    apply(path, Patch(revision(path), appends=(*appended(path).appends, more)), both)
    cells = read_cells(path)["Data"]
    assert (cells["B10"], cells["F9"], cells.get("F10")) == ("new 2", "b", None)
    names = re.findall(r"<definedName [^>]*>([^<]*)<", part(path, "xl/workbook.xml").decode())
    assert names == ["Data!$C$4:$C$10", "Data!$F$4:$F$9"]


def test_keep_is_not_a_formula() -> None:
    kept: Keep = KEEP
    assert kept == "keep"
