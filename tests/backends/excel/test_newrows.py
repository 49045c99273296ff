"""Rows made as XML at once: the same file, byte for byte, as rows made cell by cell; and when they are made so."""

import tempfile
from functools import cache
from pathlib import Path
from typing import Final

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.backends.excel.append import Append, Appender
from sheetkit.backends.excel.book import Book
from sheetkit.backends.excel.newrows import NewColumn
from sheetkit.backends.excel.package import Package
from sheetkit.backends.excel.parts import Parts
from sheetkit.backends.excel.patch import apply
from sheetkit.backends.excel.store import revision
from sheetkit.core.errors import PatchRefused
from sheetkit.core.values import ERRORS, CellValue
from sheetkit.formula.layout import Layout, TablePlace
from sheetkit.formula.parse import parse
from sheetkit.workbook import a1
from sheetkit.workbook.patch import KEEP, Patch, SheetPatch, TableAppend
from tests.backends.excel.handmade import MAIN, pack, parts, sheet
from tests.oracles.cells import read_cells

COLUMNS: Final = {"Item": 1, "Price": 2, "Double": 3, "Note": 4}
PLACE: Final = TablePlace("Data", 3, 2, COLUMNS)
DOUBLE: Final = parse('=IF([@Price]<"&","",[@Price]*2)')
FAR: Final = SheetPatch([a1.MAX_ROWS - 1], [9], [None], [KEEP], [""])
"""A result for a cell without a formula is left out: it changes nothing, but it lies below the new rows."""

ROWS: Final = "".join(
    f'<row r="{row}"><c r="B{row}" s="1"><v>1</v></c><c r="C{row}" s="2"><v>1</v></c><c r="D{row}"/></row>'
    for row in (4, 5)
)
STYLES: Final = '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="49" quotePrefix="1"/><xf numFmtId="2"/></cellXfs>'


def prefixed() -> bytes:
    """A sheet in Latin-1 whose elements have a prefix, in which many characters need a reference."""
    rows = ROWS.replace("<", "<x:").replace("<x:/", "</x:")
    head = f'<?xml version="1.0" encoding="ISO-8859-1"?><x:worksheet xmlns:x="{MAIN}"><x:dimension ref="B4:D5"/>'
    return f"{head}<x:sheetData>{rows}</x:sheetData></x:worksheet>".encode("latin-1")


def tabled() -> bytes:
    """A real table with formats, so that formulas go by name."""
    with tempfile.TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(Path(folder) / "t.xlsx")
        data, money = book.add_worksheet("Data"), book.add_format({"num_format": "0.00"})
        headers = [{"header": name} for name in (*COLUMNS, "Own")]
        data.add_table(2, 1, 4, 5, {"name": "Prices", "columns": headers})
        data.write_row(3, 1, [1, 2, 3], money)
        data.write_row(4, 1, [1, 2, 3, "x"], money)
        book.close()
        return (Path(folder) / "t.xlsx").read_bytes()


@cache
def workbook(kind: str) -> bytes:
    """A workbook whose rows 4 and 5 are those of the table Prices."""
    if kind == "table":
        return tabled()
    if kind == "prefix":
        return pack(parts(prefixed(), styles=STYLES))
    return pack(parts(sheet(ROWS), styles=STYLES if kind == "styles" else None))


values: st.SearchStrategy[CellValue] = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**17), 10**17).map(lambda number: number if abs(number) < 10**15 else number // 1000 * 1000),
    st.sampled_from(list(ERRORS.values())),
    st.sampled_from(["", " ", "=1", "-", "'", "a & <b>", "x" * 99, "_x000D_", "é€\x7f", " =x", "\t", "a\r\nb", "]]>"]),
    st.text(max_size=5),
)


@st.composite
def appends(draw: st.DrawFn) -> TableAppend:
    """Rows for some of the columns, blank ones among them."""
    rows = draw(st.integers(1, 6))
    named = draw(st.sets(st.sampled_from(list(COLUMNS))))
    columns = {name: draw(st.lists(values, min_size=rows, max_size=rows)) for name in COLUMNS if name in named}
    formulas = {"Double": DOUBLE} if draw(st.booleans()) else {}
    return TableAppend("Data", "Prices", rows, columns, formulas, adopt=draw(st.sampled_from([0, 0, 1])))


def outcome(kind: str, append: TableAppend, *, one_by_one: bool) -> tuple[object, ...]:
    """The file after the append and how many cells changed; or what was wrong."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w.xlsx"
        path.write_bytes(workbook(kind))
        sheets = {"Data": (FAR,)} if one_by_one else {}
        try:
            report = apply(path, Patch(revision(path), sheets, (append,)), Layout({"Prices": PLACE}), backup=False)
        except PatchRefused as refused:
            return str(refused.message), refused.problems
        return report.cells, report.parts, path.read_bytes()


@given(kind=st.sampled_from(["table", "styles", "prefix", "bare"]), append=appends())
def test_the_file_is_the_same_as_cell_by_cell(kind: str, append: TableAppend) -> None:
    assert outcome(kind, append, one_by_one=False) == outcome(kind, append, one_by_one=True)


def test_more_rows_than_fit_in_one_piece(tmp_path: Path) -> None:
    """Blank rows where one piece meets the next leave no trace, and the last row of each piece is there."""
    items: list[CellValue] = [None if 2000 <= row < 2100 else f"item {row}" for row in range(5000)]
    append = TableAppend("Data", "Prices", 5000, {"Item": items, "Double": [None] * 5000}, {})
    assert outcome("bare", append, one_by_one=False) == outcome("bare", append, one_by_one=True)
    path = tmp_path / "w.xlsx"
    path.write_bytes(workbook("bare"))
    apply(path, Patch(revision(path), appends=(append,)), Layout({"Prices": PLACE}))
    cells = read_cells(path)["Data"]
    assert [cells.get(f"B{row}") for row in (6, 2005, 2006, 2106, 5005, 5006)] == [
        "item 0", "item 1999", None, "item 2100", "item 4999", None,
    ]  # fmt: skip


def test_every_value_that_no_cell_holds_is_named() -> None:
    columns: dict[str, list[CellValue]] = {
        "Note": ["x" * 40_000, "fine", "y" * 40_000],
        "Item": [1.0, float("inf"), 10**15 + 1],
    }
    append = TableAppend("Data", "Prices", 3, columns)
    refused = outcome("table", append, one_by_one=False)
    assert refused == outcome("table", append, one_by_one=True)
    assert [problem.cell for problem in refused[1]] == ["E6", "E8", "B7", "B8"]  # type: ignore[attr-defined]


def test_a_formula_that_no_cell_holds_is_named_in_every_row() -> None:
    """It grows past the limit once its references are written in full."""
    long = parse("=SUM(" + ",".join(["[@Price]"] * 500) + ")")
    append = TableAppend("Data", "Prices", 2, {"Double": [1.0, 2.0]}, {"Double": long})
    refused = outcome("table", append, one_by_one=False)
    assert refused == outcome("table", append, one_by_one=True)
    assert [problem.cell for problem in refused[1]] == ["D6", "D7"]  # type: ignore[attr-defined]


BESIDE: Final = '<row r="9"><c r="J9"><v>1</v></c></row>'
MERGED: Final = '<mergeCells><mergeCell ref="J8:J12"/></mergeCells>'
ARRAY: Final = '<row r="1"><c r="J1"><f t="array" ref="J1:J20">ROW(A1:A20)</f><v>1</v></c></row>'


@pytest.mark.parametrize(("rows", "after", "workbook_tags", "others", "at_once"), [
    (ROWS, "", "", -1, True),
    (ROWS, "", "", 4, True),
    (ROWS, "", "", 5, False),
    (ROWS + BESIDE, "", "", -1, False),
    (ROWS + '<row r="6"/>', "", "", -1, False),
    (ROWS, MERGED, "", -1, False),
    (ARRAY + ROWS, "", "", -1, False),
    (ROWS, "", '<workbookPr date1904="1"/>', -1, False),
])  # fmt: skip
def test_rows_are_made_at_once_where_nothing_lies_at_their_height(
    tmp_path: Path, rows: str, after: str, workbook_tags: str, others: int, *, at_once: bool
) -> None:
    path = tmp_path / "w.xlsx"
    path.write_bytes(pack(parts(sheet(rows, after=after), styles=STYLES, workbook=workbook_tags)))
    append = Append("Data", "Prices", PLACE, 2, {1: NewColumn([1.0, "a"])})
    added = Appender(Book(Parts(Package.open(path))), append).added(others)
    assert (added.below is not None, bool(added.cells)) == (at_once, not at_once)


def test_a_sheet_whose_arrays_are_not_understood_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    path.write_bytes(pack(parts(sheet(ARRAY.replace("J1:J20", "J1:what") + ROWS))))
    patch = Patch(revision(path), appends=(TableAppend("Data", "Prices", 1, {"Item": ["a"]}),))
    with pytest.raises(PatchRefused, match="does not understand"):
        apply(path, patch, Layout({"Prices": PLACE}))
