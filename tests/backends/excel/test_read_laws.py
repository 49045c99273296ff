"""Laws of reading: the fast scan, the event parser, openpyxl and LibreOffice agree on every workbook."""

import io
import math
import re
from pathlib import Path

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from sheetkit.backends.excel import scan, scan_events
from sheetkit.backends.excel.limits import Limits
from sheetkit.backends.excel.package import Package
from sheetkit.backends.excel.read import read, read_package
from sheetkit.backends.excel.scan_cells import SheetCells
from sheetkit.backends.excel.scan_formulas import Formulas, SharedFormula
from sheetkit.backends.excel.scan_strings import shared_texts
from sheetkit.backends.excel.scan_values import Values
from sheetkit.core.values import ERRORS, CellError, CellValue
from sheetkit.workbook.a1 import address, column_letters
from sheetkit.workbook.grid import GridSheet
from tests.oracles.libreoffice import recalculate

Cells = dict[tuple[int, int], CellValue]

SIGNS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from(["\n", "\t", "&", "<", '"'])
TEXTS = st.text(SIGNS, min_size=1, max_size=12).filter(lambda text: not re.search(r"_x[0-9A-Fa-f]{4}_", text))
VALUES: st.SearchStrategy[CellValue] = (
    st.floats(-1e300, 1e300).map(lambda number: float(f"{number:.16g}"))  # as openpyxl writes it
    | st.integers(-(10**9), 10**9)
    | TEXTS
    | st.booleans()
    | st.sampled_from(list(ERRORS.values()))
)
SHEETS: st.SearchStrategy[Cells] = st.dictionaries(
    st.tuples(st.integers(0, 20), st.integers(0, 30)), VALUES, max_size=40
)
FORMULAS = st.sampled_from(
    ["A1+1", "SUM($A$1:B3)", 'IF(A1="x y","B2",Sheet1!C3)', "LOG10(D$4)&$E5", "{A1}".strip("{}")]
)


def saved(cells: Cells, formulas: dict[tuple[int, int], str]) -> bytes:
    """The workbook as openpyxl saves it."""
    book = openpyxl.Workbook()
    tab = book.active
    assert tab is not None
    for (row, column), value in cells.items():
        cell = tab.cell(row + 1, column + 1)
        if isinstance(value, CellError):
            cell.value, cell.data_type = value.code, "e"
        else:
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    for (row, column), formula in formulas.items():
        tab.cell(row + 1, column + 1).value = "=" + formula
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def filled(sheet: GridSheet) -> Cells:
    """The cells of a sheet that hold something."""
    columns = enumerate(sheet.values)
    return {(r, c): v for c, column in columns for r, v in enumerate(column) if v is not None}


def by_events(package: Package) -> tuple[int, object, object]:
    """What the event parser reads from the first sheet."""
    cells = SheetCells("x", Limits())
    values = Values("x", shared_texts(package), escaped=False)
    scan_events.scan("x", package.stream(package.sheets[0].part), cells, Formulas(cells), values)
    height, columns = cells.finish()
    return height, [list(column) for column in columns], cells.formulas


def by_pattern(package: Package) -> tuple[int, object, object]:
    """What the fast scan reads from the first sheet; raises NotPlain where it would give up."""
    cells = SheetCells("x", Limits())
    stream = package.stream(package.sheets[0].part, 997)
    scan.scan(stream, cells, Formulas(cells), Values("x", shared_texts(package)))
    height, columns = cells.finish()
    return height, [list(column) for column in columns], cells.formulas


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SHEETS, st.dictionaries(st.tuples(st.integers(0, 40), st.integers(0, 30)), FORMULAS, max_size=10))
def test_what_openpyxl_saves_is_read_as_it_was(cells: Cells, formulas: dict[tuple[int, int], str]) -> None:
    """Both scans, value for value; openpyxl leaves formulas without results."""
    package = Package.open(saved(cells, formulas))
    sheet = read_package(package).sheets[0]
    expected = {place: value for place, value in cells.items() if place not in formulas}
    assert filled(sheet) == expected
    assert {(r, c): text for c, texts in sheet.formulas.items() for r, text in texts.items()} == formulas
    assert all(
        type(value) is type(expected[place]) or isinstance(value, float) for place, value in filled(sheet).items()
    )
    assert by_events(package) == by_pattern(package)


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(
        ["A1", "$A1:B$2", "SUM(A:B)+3:4", 'A1&"A1 %d %"', "T[[#This Row],[A1]]", "'A 1'!B2", "Sheet1!XFC9", "LOG10(B7)"]
    ),
    st.integers(0, 3000),
    st.integers(0, 1),
)
def test_a_shared_formula_is_moved_as_openpyxl_moves_it(formula: str, down: int, across: int) -> None:
    home, there = "C3", address(2 + down, 2 + across)
    expected = Translator("=" + formula, origin=home).translate_formula(there)
    assert "=" + SharedFormula(2, 2, formula).at(2 + down, 2 + across) == expected


def test_what_libreoffice_saves_is_read_the_same_by_both_scans(tmp_path: Path) -> None:
    """All kinds of value, formulas filled down with their results, merges and a hidden row, through LibreOffice."""
    book = openpyxl.Workbook()
    tab = book.active
    assert tab is not None
    for row in range(1, 300):
        tab.append([row, row / 7, f"text {row} & <more>", row % 3 == 0, None, " spaced " if row % 2 else "日本"])
        tab[f"G{row}"] = f'=IF(MOD(A{row},3)=0,"",A{row}*2)'
        tab[f"H{row}"] = f"=1/(A{row}-5)"
        tab[f"I{row}"] = f"=D{row}"
    tab.merge_cells("K1:L2")
    tab.row_dimensions[7].hidden = True
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "out").mkdir()
    path = recalculate(tmp_path / "a.xlsx", tmp_path / "out")
    package = Package.open(path)
    sheet = read_package(package).sheets[0]
    assert by_events(package) == by_pattern(package) == (sheet.height, [list(c) for c in sheet.values], sheet.formulas)
    assert sheet.merges == ((0, 10, 1, 11),)
    assert sheet.hidden_rows == {6}
    assert_as_openpyxl(path)
    assert [column[4] for column in sheet.values[6:9]] == [10.0, ERRORS["#DIV/0!"], False]
    assert sheet.formula(4, 6) == 'IF(MOD(A5,3)=0,"",A5*2)'


def assert_as_openpyxl(path: Path) -> None:
    """Each sheet of the file as openpyxl reads it, but that openpyxl gives errors as text and blank for ""."""
    book, texts = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    for sheet in read(path).sheets:
        for column in range(sheet.width):
            for row in range(sheet.height):
                found = sheet.value(row, column)
                theirs = book[sheet.name].cell(row + 1, column + 1).value
                place = f"{sheet.name}!{column_letters(column)}{row + 1}"
                if isinstance(found, float) and isinstance(theirs, int | float):
                    assert math.isclose(found, theirs, rel_tol=1e-15), place
                else:
                    assert (str(found) if isinstance(found, CellError) else found or None) == (theirs or None), place
                formula = sheet.formula(row, column)
                if formula is not None:
                    assert texts[sheet.name].cell(row + 1, column + 1).value == "=" + formula, place
