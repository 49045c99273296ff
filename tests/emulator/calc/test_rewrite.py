"""Formulas that follow the cells they refer to."""

import pytest

from sheetkit.emulator.calc.rewrite import (
    Axis,
    Block,
    moved,
    moved_cells,
    renamed,
    reordered,
    shifted,
    without_sheet,
)

# fmt: off
MOVED: list[tuple[str, Axis, int, int, str]] = [
    # formula on Cases, what happens on Cases, the formula after it
    ("=A1+A5",                    "ROWS",    2,  1, "=A1+A6"),
    ("=A3",                       "ROWS",    2,  1, "=A4"),
    ("=$A$3+A$3+$A3",             "ROWS",    0,  2, "=$A$5+A$5+$A5"),
    ("=SUM(A2:A10)",              "ROWS",    5,  3, "=SUM(A2:A13)"),
    ("=SUM(A2:A10)",              "ROWS",    1,  1, "=SUM(A3:A11)"),
    ("=SUM(A2:A10)",              "ROWS",   10,  1, "=SUM(A2:A10)"),
    ("=SUM(A2:A10)",              "ROWS",    3, -2, "=SUM(A2:A8)"),
    ("=SUM(A2:A10)",              "ROWS",    0, -3, "=SUM(A1:A7)"),
    ("=SUM(A2:A10)",              "ROWS",    8, -9, "=SUM(A2:A8)"),
    ("=SUM(A2:A10)",              "ROWS",    1, -9, "=SUM(#REF!)"),
    ("=A3*2",                     "ROWS",    2, -1, "=#REF!*2"),
    ("=A3*2",                     "ROWS",    1, -1, "=A2*2"),
    ("=SUM(A2:A)",                "ROWS",    0,  1, "=SUM(A3:A)"),
    ("=SUM(A2:A)",                "ROWS",    1, -1, "=SUM(A2:A)"),
    ("=SUM(A:A)+SUM($B:C)",       "ROWS",    0,  5, "=SUM(A:A)+SUM($B:C)"),
    ("=SUM(1:1)+SUM(4:6)",        "ROWS",    1,  1, "=SUM(1:1)+SUM(5:7)"),
    ("=SUM(A:A)+SUM($B:C)",       "COLUMNS", 1,  1, "=SUM(A:A)+SUM($C:D)"),
    ("=SUM(1:1)+A1",              "COLUMNS", 0,  1, "=SUM(1:1)+B1"),
    ("=B2:5",                     "COLUMNS", 0,  1, "=C2:5"),
    ("=B1+C1+D1",                 "COLUMNS", 2, -1, "=B1+#REF!+C1"),
    ("=Z9",                       "COLUMNS", 3,  1, "=AA9"),
    ("=SUM(A10:A2)",              "ROWS",    5,  1, "=SUM(A2:A11)"),
    ("=SUM($B2:A10)",             "ROWS",    5,  1, "=SUM(A2:$B11)"),
    # only that sheet, however it is written, and never what is no reference
    ("=Cases!A3+'cases'!A3",      "ROWS",    0,  1, "=Cases!A4+'cases'!A4"),
    ("=Parts!A3+'My Parts'!A3",   "ROWS",    0,  1, "=Parts!A3+'My Parts'!A3"),
    ("=Cases!A3",                 "ROWS",    2, -1, "=Cases!#REF!"),
    ('="A3 ""A3"" "&A3',          "ROWS",    0,  1, '="A3 ""A3"" "&A4'),
    ("=LOG10(A3)+Rate1.2+A3_x",   "ROWS",    0,  1, "=LOG10(A4)+Rate1.2+A3_x"),
    ("=SUM(T[A3])+T[[#ALL],[A3]]", "ROWS",   0,  1, "=SUM(T[A3])+T[[#ALL],[A3]]"),
    ("=#REF!+A3",                 "ROWS",    0,  1, "=#REF!+A4"),
    ("=a3+ A2",                   "ROWS",    2,  1, "=A4+ A2"),
]
# fmt: on


@pytest.mark.parametrize(("formula", "axis", "start", "count", "expected"), MOVED)
def test_references_follow_inserted_and_deleted_rows_and_columns(
    formula: str, axis: Axis, start: int, count: int, expected: str
) -> None:
    assert moved(formula, "Cases", axis, start, count, own_title="Cases") == expected


def test_a_reference_without_a_sheet_belongs_to_the_formulas_own() -> None:
    formula = "=A3+Cases!A3+'It''s'!A3"
    assert moved(formula, "Cases", "ROWS", 0, 1, own_title="Parts") == "=A3+Cases!A4+'It''s'!A3"
    assert moved(formula, "It's", "ROWS", 0, 1, own_title="Parts") == "=A3+Cases!A3+'It''s'!A4"


# fmt: off
REORDERED = [
    # formula, rows [start, end) go before destination, the formula after it
    ("=A3",       2, 3, 5, "=A5"),
    ("=A4",       2, 3, 5, "=A3"),
    ("=A6",       2, 3, 5, "=A6"),
    ("=A6",       5, 6, 1, "=A2"),
    ("=A2",       5, 6, 1, "=A3"),
    ("=A3:A4",    2, 4, 9, "=A8:A9"),
    ("=A1:A10",   3, 5, 8, "=A1:A10"),
    ("=A1:A10",   9, 10, 4, "=A1:A10"),
    ("=A1:A10",   3, 5, 20, "=A1:A8"),
    ("=A1:A10",   0, 1, 20, "=A1:A9"),
    ("=A1:A10",   15, 17, 5, "=A1:A12"),
    ("=A:A",      3, 5, 8, "=A:A"),
]
# fmt: on


@pytest.mark.parametrize(("formula", "start", "end", "destination", "expected"), REORDERED)
def test_references_follow_moved_rows(formula: str, start: int, end: int, destination: int, expected: str) -> None:
    assert reordered(formula, "Cases", "ROWS", start, end, destination, own_title="Cases") == expected


def test_only_references_to_the_sheet_are_reordered() -> None:
    formula = "=A3+Cases!A3"
    assert reordered(formula, "Cases", "ROWS", 2, 3, 5, own_title="Parts") == "=A3+Cases!A5"
    assert reordered(formula, "Other", "ROWS", 2, 3, 5, own_title="Parts") == formula


# fmt: off
SHIFTED = [
    ("=A1+B2",            1,  1, "=B2+C3"),
    ("=$A1+A$1+$A$1",     2,  3, "=$A3+D$1+$A$1"),
    ("=A1",              -1,  0, "=#REF!"),
    ("=SUM(A1:B2)",       0, -1, "=SUM(#REF!)"),
    ("=SUM(A$1:A1)",      4,  0, "=SUM(A$1:A5)"),
    ("=SUM(A$5:A6)",     -3,  0, "=SUM(A3:A$5)"),
    ("=SUM(A:A)",         5,  1, "=SUM(B:B)"),
    ("=SUM(A2:A)",        5,  1, "=SUM(B7:B)"),
    ("=SUM(3:3)",        -1,  7, "=SUM(2:2)"),
    ("='My Parts'!A1",    1,  0, "='My Parts'!A2"),
    ('="A1"&A1',          1,  0, '="A1"&A2'),
    ("=TODAY()+Rate",     1,  1, "=TODAY()+Rate"),
]
# fmt: on


@pytest.mark.parametrize(("formula", "rows", "columns", "expected"), SHIFTED)
def test_relative_references_move_with_a_copy(formula: str, rows: int, columns: int, expected: str) -> None:
    assert shifted(formula, rows, columns) == expected


# fmt: off
RENAMED = [
    ("=Cases!A1+A1",       "Cases",    "Refunds",  "=Refunds!A1+A1"),
    ("=cases!A1:B2",       "Cases",    "My Cases", "='My Cases'!A1:B2"),
    ("='My Cases'!A:A",    "My Cases", "Cases",    "=Cases!A:A"),
    ("='It''s'!A1",        "It's",     "O'Brien",  "='O''Brien'!A1"),
    ("=Cases!A1",          "Cases",    "Q1",       "='Q1'!A1"),
    ('="Cases!A1"',        "Cases",    "Refunds",  '="Cases!A1"'),
    ("=Cases2!A1",         "Cases",    "Refunds",  "=Cases2!A1"),
]
# fmt: on


@pytest.mark.parametrize(("formula", "old", "new", "expected"), RENAMED)
def test_references_follow_a_new_title(formula: str, old: str, new: str, expected: str) -> None:
    assert renamed(formula, old, new) == expected


def test_a_deleted_sheet_leaves_no_reference() -> None:
    assert without_sheet("=Parts!A1+SUM('my parts'!A:A)+A1", "Parts") == "=#REF!+SUM('my parts'!A:A)+A1"
    assert without_sheet("=SUM('My Parts'!A:A)", "My Parts") == "=SUM(#REF!)"


CUT = Block("Cases", 0, 0, 3, 2)
# fmt: off
CUTS = [
    # formula on, formula, cut A1:B3 of Cases put down at D11 of this sheet, the formula after it
    ("Cases", "=A1+C1",            "Cases", "=D11+C1"),
    ("Cases", "=SUM($A$1:$B$3)",   "Cases", "=SUM($D$11:$E$13)"),
    ("Cases", "=SUM(A1:A4)",       "Cases", "=SUM(A1:A4)"),
    ("Cases", "=SUM(A:A)",         "Cases", "=SUM(A:A)"),
    ("Parts", "=Cases!A1+A1",      "Cases", "=Cases!D11+A1"),
    ("Parts", "=Cases!A1",         "Parts", "=D11"),
    ("Cases", "=A2",               "Parts", "=Parts!D12"),
    ("Other", "=Cases!A2",         "My P",  "='My P'!D12"),
]
# fmt: on


@pytest.mark.parametrize(("own", "formula", "target", "expected"), CUTS)
def test_references_follow_cells_that_are_cut(own: str, formula: str, target: str, expected: str) -> None:
    assert moved_cells(formula, CUT, target, 10, 3, own_title=own) == expected


def test_a_formula_that_is_cut_to_another_sheet_still_reads_the_same_cells() -> None:
    cut = moved_cells("=A1+C1+Parts!A9", CUT, "Parts", 10, 3, own_title="Cases", new_title="Parts")
    assert cut == "=D11+Cases!C1+Parts!A9"
