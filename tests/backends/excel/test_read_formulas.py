"""Formulas as the file has them: plain, shared, array and Google's stand-ins."""

from pathlib import Path

import pytest

from sheetkit.backends.excel.read import read
from sheetkit.core.values import NA, CellValue
from tests.backends.excel.handmade import pack, parts, read_rows, sheet

FORMULAS = [
    ("one cell", "A%d*2+$A$1", (1, 2, 3)),
    ("a range", "SUM(A$1:A%d)", (1, 2, 3)),
    ("text, names and functions with digits", 'IF(A%d="A1 100%%",Q1_2,LOG10(2))', (1, 2, 3)),
    ("a table", "T[[#This Row],[A1]]*A%d", (1, 2, 3)),
    ("another sheet", "'A1 x'!A%d", (9, 10, 11)),
]


@pytest.mark.parametrize(("case", "formula", "rows"), FORMULAS)
def test_a_shared_formula_is_spelled_out_for_each_cell(
    case: str, formula: str, rows: tuple[int, int, int], tmp_path: Path
) -> None:
    """The first cell declares it, the others refer to it by its number."""
    expanded = [formula % row for row in rows]
    xml = _shared(expanded[0])
    assert list(read_rows(tmp_path, xml).formulas[1].values()) == expanded, case
    odd = xml.replace('<c r="B3">', "<c r='B3'>")
    assert list(read_rows(tmp_path, odd).formulas[1].values()) == expanded, case


def test_a_shared_formula_that_leaves_the_sheet_is_an_error(tmp_path: Path) -> None:
    found = read_rows(tmp_path, _shared("A1048575")).formulas[1]
    assert list(found.values()) == ["A1048575", "A1048576", "#REF!"]


def test_a_shared_formula_may_come_before_it_is_declared(tmp_path: Path) -> None:
    first, _, last = _shared("A1+1").partition("</row>")
    found = read_rows(tmp_path, last + first + "</row>").formulas[1]
    assert found == {0: "A1+1", 1: "A2+1", 2: "A3+1"}


def _shared(formula: str) -> str:
    """Rows 1 to 3 whose column B shares the formula of B1."""
    text = formula.replace("&", "&amp;").replace('"', "&quot;")
    first = f'<row r="1"><c r="B1"><f t="shared" ref="B1:B3" si="0">{text}</f><v>0</v></c></row>'
    return first + "".join(f'<row r="{r}"><c r="B{r}"><f t="shared" si="0"/><v>0</v></c></row>' for r in (2, 3))


def test_a_shared_formula_moves_across_columns(tmp_path: Path) -> None:
    rows = (
        '<row r="5"><c r="C5"><f t="shared" ref="C5:D6" si="1">A1+$A1+A$1+A:A</f></c>'
        '<c r="D5"><f t="shared" si="1"/></c></row>'
        '<row r="6"><c r="C6"><f t="shared" si="1"/></c><c r="D6"><f t="shared" si="1"></f></c></row>'
    )
    found = read_rows(tmp_path, rows)
    assert found.formulas == {
        2: {4: "A1+$A1+A$1+A:A", 5: "A2+$A2+A$1+A:A"},
        3: {4: "B1+$A1+B$1+B:B", 5: "B2+$A2+B$1+B:B"},
    }
    assert (found.height, found.width) == (6, 4)


def test_other_kinds_of_formula(tmp_path: Path) -> None:
    """An array formula stands in its first cell; a data table shows what it is; an empty element is no formula."""
    rows = (
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">SUM(B1:B2*2)</f><v>1</v></c>'
        '<c r="B1"><f ca="1">TODAY()</f><v>2</v></c>'
        '<c r="C1"><f t="dataTable" ref="C1:C2" dt2D="0" r1="A9"/><v>3</v></c><c r="D1"><f></f><v>4</v></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="D2"><f>1&lt;2</f></c></row>'
    )
    found = read_rows(tmp_path, rows)
    assert found.formulas == {0: {0: "SUM(B1:B2*2)"}, 1: {0: "TODAY()"}, 2: {0: "TABLE(A9,)"}, 3: {1: "1<2"}}
    assert [column[0] for column in found.values] == [1.0, 2.0, 3.0, 4.0]


def test_equal_formulas_are_one_object(tmp_path: Path) -> None:
    """100,000 rows repeat the same table formula; it is kept once."""
    rows = "".join(f'<row r="{r}"><c r="A{r}"><f>T[[#This Row],[x]]*2</f><v>{r}</v></c></row>' for r in range(1, 50))
    assert len({id(text) for text in read_rows(tmp_path, rows).formulas[0].values()}) == 1


GOOGLE = [
    ("<v>7</v>", "7", 7.0),
    ("", "7.5", 7.5),
    ("", '"a ""b"""', 'a "b"'),
    ("", "TRUE", True),
    ("", "#N/A", NA),
    ("", "", None),
]


@pytest.mark.parametrize(("cached", "argument", "value"), GOOGLE)
def test_the_stand_in_of_googles_export_keeps_its_result(
    cached: str, argument: str, value: CellValue, tmp_path: Path
) -> None:
    """The cell's own cached value counts first, then the second argument; the formula stays as it is."""
    formula = f'IFERROR(__xludf.DUMMYFUNCTION("UNIQUE(""A"")"),{argument})'
    found = read_rows(tmp_path, f'<row r="1"><c r="A1"><f>{formula}</f>{cached}</c></row>')
    assert found.formula(0, 0) == formula
    assert found.value(0, 0) == value


def test_formulas_can_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(pack(parts(sheet(_shared("A1")))))
    assert read(path).sheets[0].formulas
    assert read(path, formulas=False).sheets[0].formulas == {}
    assert read(path, formulas=False).sheets[0].values == read(path).sheets[0].values
