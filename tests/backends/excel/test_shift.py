"""Formulas moved to another cell, as a program fills them down and to the right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from sheetkit.backends.excel.shift import loose_end, shifted

MOVES = [
    ("A2*2", "B3*2"),
    ("$A2+B$1-$C$1", "$A3+C$1-$C$1"),
    ("SUM(A1:B2)", "SUM(B2:C3)"),
    ("SUM(A:A,$B:C,1:3,$1:3)", "SUM(B:B,$B:D,2:4,$1:4)"),
    ("LOG10(A1)+ATAN2(A1,1)", "LOG10(B2)+ATAN2(B2,1)"),
    ('"A1"&A1&"say ""A1"""', '"A1"&B2&"say ""A1"""'),
    ("'It''s A1'!A1+Sheet!B2+[1]Sheet!C3", "'It''s A1'!B2+Sheet!C3+[1]Sheet!D4"),
    ("Jan:Dec!A1", "Jan:Dec!B2"),
    ("T[[#This Row],[A1]]+T[A1]+T['[A1']]", "T[[#This Row],[A1]]+T[A1]+T['[A1']]"),
    ("Taxes2024+x.A1+ZZZ1+A1.b+Größe1", "Taxes2024+x.A1+ZZZ1+A1.b+Größe1"),
    ("1E5+A1", "1E5+B2"),
    ("XFD1+A1048576", "#REF!+#REF!"),
    ("XFD:XFD+1048576:1048576", "#REF!+#REF!"),
    ("#REF!+A1", "#REF!+B2"),
    ("{1,2}+A1", "{1,2}+B2"),
]


@pytest.mark.parametrize(("before", "after"), MOVES)
def test_one_row_down_and_one_column_right(before: str, after: str) -> None:
    assert shifted(before, 1, 1) == after


def test_up_and_left_beyond_the_first_cell() -> None:
    assert shifted("B2+A2+B1+$A$1", -1, -1) == "A1+#REF!+#REF!+$A$1"


REFERENCE = st.builds(
    lambda d1, column, d2, row: f"{d1}{column}{d2}{row}",
    st.sampled_from(["", "$"]), st.sampled_from(["C", "Z", "AB"]), st.sampled_from(["", "$"]), st.integers(20, 99),
)  # fmt: skip
FORMULA = st.lists(st.one_of(REFERENCE, st.builds("SUM({}:{})".format, REFERENCE, REFERENCE)), min_size=1).map("+".join)


@given(FORMULA, st.integers(-2, 9), st.integers(-2, 9))
def test_openpyxl_moves_them_alike(formula: str, rows: int, columns: int) -> None:
    moved = Translator(f"={formula}", "F50").translate_formula(row_delta=rows, col_delta=columns)
    assert shifted(formula, rows, columns) == moved.removeprefix("=")


@given(FORMULA, st.integers(-2, 9), st.integers(-2, 9))
def test_there_and_back_is_the_same_formula(formula: str, rows: int, columns: int) -> None:
    assert shifted(shifted(formula, rows, columns), -rows, -columns) == formula


LOOSE = [
    ("SUM(A1,{1;2})", ""),
    ('"(" & "["', ""),
    ("'(sheet'!A1", ""),
    ("T['[]", ""),
    ("SUM((A1)", "a ( is not closed"),
    ("SUM(A1}", "a } closes nothing"),
    (")", "a ) closes nothing"),
    ("{1", "a { is not closed"),
    ('"a', "a quoted text is not closed"),
    ("'a", "a quoted name is not closed"),
    ("T[a", "a [ is not closed"),
    ("T]", "a ] closes nothing"),
]


@pytest.mark.parametrize(("formula", "what"), LOOSE)
def test_loose_ends(formula: str, what: str) -> None:
    assert loose_end(formula) == what
