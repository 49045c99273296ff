"""A real program reads what the dialects write: any column name, every escape, every precedence."""

from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import load_workbook

from sheetkit.formula.ast import Call, Column, Node, ThisRow
from sheetkit.formula.excel import positional, structured
from sheetkit.formula.google import write
from sheetkit.formula.layout import Layout, TablePlace
from sheetkit.formula.parse import parse
from tests.oracles.libreoffice import recalculate

SPECIAL = '()%?`;~_!\\{}"$^&*+=-><,.:/|€'
COLUMNS = ["Amount", "Closed On", "Net (EUR), 5%", "Größe", "a_b.c", "1E+5", *(f"x{mark}y" for mark in SPECIAL)]
ESCAPED = [f"x{mark}y" for mark in "[]#'@"] + ["['#@]"]
ALL = COLUMNS + ESCAPED
SHEET = "Odd, names"
LAYOUT = Layout({"Odd": TablePlace(SHEET, 3, 2, {name: at + 1 for at, name in enumerate(ALL)})})

VALUES: list[tuple[str, float]] = [
    # formula, what Excel gives
    ("-2^2", 4),
    ("2^-2", 0.25),
    ("2^3^2", 64),
    ("2^(3^2)", 512),
    ("-(2^2)", -4),
    ("50%%", 0.005),
    ("-5%", -0.05),
    ("10-(4-3)", 9),
    ("10-4-3", 3),
    ("12/(3*2)", 2),
    ("12/3*2", 8),
    ("(1&2)+3", 15),
    ("VALUE(1&2+3)", 15),
    ("N((1=2)=FALSE)", 1),
    ("N(1=(2=FALSE))", 0),
    ("1--1", 2),
    ("1.5E-7*1E+7", 1.5),
    ("123456789012345678*10", 1234567890123456780),
    ("0.1+0.2", 0.1 + 0.2),
]


def build(path: Path, formulas: list[str]) -> None:
    """A workbook with the table Odd (3 and 4 in its first column, 5 and 6 in the next …) and formulas beside it."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        for at in range(len(ALL)):
            sheet.write_column(3, at + 1, [3 + 2 * at, 4 + 2 * at])
        headers = [{"header": name} for name in ALL]
        sheet.add_table(2, 1, 4, len(ALL), {"name": "Odd", "columns": headers})
        for at, formula in enumerate(formulas):
            sheet.write_formula(3, len(ALL) + 2 + at, "=" + formula)


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """The value of every formula this module asks about, by its text, from one start of LibreOffice."""
    formulas = list(dict.fromkeys(text for _, text, _ in questions()))
    folder = tmp_path_factory.mktemp("programs")
    build(folder / "odd.xlsx", formulas)
    found = recalculate(folder / "odd.xlsx", folder / "recalculated")
    row = load_workbook(found).get_sheet_by_name(SHEET).to_python(skip_empty_area=False)[3]
    return dict(zip(formulas, row[len(ALL) + 2 :], strict=True))  # type: ignore[arg-type]


def questions() -> list[tuple[str, str, float]]:
    """What is asked of LibreOffice: a label, the formula's text, and the value it must give."""
    asked = [(source, structured(parse(source)), value) for source, value in VALUES]
    for at, column in enumerate(ALL):
        this, whole = ThisRow(column), Call("SUM", (Column("Odd", column),))
        total = 7 + 4 * at
        asked.append((f"sum {column}", structured(whole), total))
        asked.append((f"sum {column}", positional(whole, LAYOUT, "Odd"), total))
        asked.append((f"sum {column}", write(whole, LAYOUT, "", 3), total))
        asked.append((f"this {column}", structured(this, "Odd"), 3 + 2 * at))
        asked.append((f"this {column}", positional(this, LAYOUT, "Odd"), 3 + 2 * at))
        asked.append((f"this {column}", write(this, LAYOUT, "Odd", 3), 3 + 2 * at))
    return asked


@pytest.mark.parametrize(("label", "text", "value"), questions())
def test_libreoffice_gives_the_value_meant(computed: dict[str, float], label: str, text: str, value: float) -> None:
    assert computed[text] == pytest.approx(value, rel=1e-14), label


def same(node: Node) -> Node:
    return parse(structured(node, "Odd"))


@pytest.mark.parametrize("column", ALL)
def test_what_the_file_says_is_read_back_as_the_same_column(column: str) -> None:
    assert same(ThisRow(column)) == ThisRow(column, "Odd")
    assert same(Column("Odd", column)) == Column("Odd", column)
