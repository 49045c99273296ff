"""One source text, and what each dialect makes of it: a table of rows."""

import pytest

from sheetkit.core.errors import FormulaInvalid
from sheetkit.formula.excel import positional, structured
from sheetkit.formula.google import write
from sheetkit.formula.layout import Layout, TablePlace
from sheetkit.formula.parse import parse
from sheetkit.formula.positions import letters, quoted
from sheetkit.workbook.a1 import column_letters, parse_address

CASES = TablePlace("Refund cases", 3, 500, {"Amount": 10, "Closed On": 26, "a[b]": 2})
VENDORS = TablePlace("Vendors", 1, 0, {"Name": 0})
LAYOUT = Layout({"Cases": CASES, "Vendors": VENDORS})

ROWS: list[tuple[str, str, str, str]] = [
    # source, in a cell, in a conditional format, in Google's row 8 (zero-based 7)
    ("1+2", "1+2", "1+2", "1+2"),
    ('"say ""x"""', '"say ""x"""', '"say ""x"""', '"say ""x"""'),
    ("Today", "Today", "Today", "Today"),
    ("[@Amount]", "Cases[[#This Row],[Amount]]", "$K4", "$K8"),
    ("Cases[@Amount]", "Cases[[#This Row],[Amount]]", "$K4", "$K8"),
    ("[@[Closed On]]", "Cases[[#This Row],[Closed On]]", "$AA4", "$AA8"),
    ("[@[a'[b']]]", "Cases[[#This Row],[a'[b']]]", "$C4", "$C8"),
    ("Cases[Amount]", "Cases[Amount]", "$K$4:$K$503", "$K$4:$K$503"),
    ("Cases[Closed On]", "Cases[Closed On]", "$AA$4:$AA$503", "$AA$4:$AA$503"),
    ("Cases[a'[b']]", "Cases[[a'[b']]]", "$C$4:$C$503", "$C$4:$C$503"),
    ("Vendors[Name]", "Vendors[Name]", "Vendors!$A$2:$A$2", "Vendors!$A$2:$A$2"),
    ("Vendors[@Name]", "Vendors[[#This Row],[Name]]", "Vendors!$A2", "Vendors!$A8"),
    ("XOR(TRUE,1)", "_xlfn.XOR(TRUE,1)", "_xlfn.XOR(TRUE,1)", "XOR(TRUE,1)"),
    ("IFNA(1,2)", "_xlfn.IFNA(1,2)", "_xlfn.IFNA(1,2)", "IFNA(1,2)"),
    ("DAYS(2,1)", "_xlfn.DAYS(2,1)", "_xlfn.DAYS(2,1)", "DAYS(2,1)"),
    ("IFERROR(1,#N/A)", "IFERROR(1,#N/A)", "IFERROR(1,#N/A)", "IFERROR(1,#N/A)"),
    ("([@Amount]-1)*2", "(Cases[[#This Row],[Amount]]-1)*2", "($K4-1)*2", "($K8-1)*2"),
]


@pytest.mark.parametrize(("source", "cell", "rule", "google"), ROWS)
def test_each_dialect(source: str, cell: str, rule: str, google: str) -> None:
    node = parse(source)
    # "Vendors" stands one row above the place where this formula does, hence its own first row in a rule.
    assert structured(node, "Cases") == cell
    assert positional(node, LAYOUT, "Cases") == rule
    assert write(node, LAYOUT, "Cases", 7) == google


def test_a_rule_may_stand_in_another_row_and_on_another_sheet() -> None:
    node = parse("[@Amount]>MAX(Vendors[Name])")
    assert positional(node, LAYOUT, "Cases", row=9) == "$K10>MAX(Vendors!$A$2:$A$2)"
    assert positional(node, LAYOUT, "Cases", sheet="Vendors") == "'Refund cases'!$K4>MAX($A$2:$A$2)"


def test_outside_a_table_every_reference_names_its_sheet() -> None:
    node = parse("SUM(Cases[Amount])")
    assert structured(node) == "SUM(Cases[Amount])"
    assert positional(node, LAYOUT, "") == "SUM('Refund cases'!$K$4:$K$503)"
    assert write(node, LAYOUT, "", 0) == "SUM('Refund cases'!$K$4:$K$503)"
    assert write(node, LAYOUT, "", 0, sheet="Refund cases") == "SUM($K$4:$K$503)"


def test_google_runs_one_cell_over_whole_columns_on_request() -> None:
    assert write(parse("SUM(Today)"), LAYOUT, "", 0, array=True) == "ARRAYFORMULA(SUM(Today))"


def test_this_row_without_a_table_is_refused() -> None:
    with pytest.raises(FormulaInvalid, match=r"\[@Amount\] stands outside a table"):
        structured(parse("[@Amount]"))


NOT_THERE = [("[@Amont]", "Cases"), ("[@Amount]", ""), ("Casses[Amount]", "Cases"), ("Cases[Amont]", "Cases")]


@pytest.mark.parametrize(("source", "table"), NOT_THERE)
def test_what_is_not_in_the_layout_is_refused(source: str, table: str) -> None:
    with pytest.raises(FormulaInvalid, match="is not in this workbook") as caught:
        positional(parse(source), LAYOUT, table)
    assert source in caught.value.message


def test_column_letters_are_those_of_a_sheet() -> None:
    assert [letters(at) for at in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(letters(at) == column_letters(at) == letters(parse_address(f"{letters(at)}1")[1]) for at in range(1000))


SHEETS = [
    ("Cases", "Cases"),
    ("Refund cases", "'Refund cases'"),
    ("Ann's", "'Ann''s'"),
    ("ABC", "'ABC'"),
    ("R", "'R'"),
    ("Q12026", "'Q12026'"),
    ("2026", "'2026'"),
    ("Größe", "'Größe'"),
]


@pytest.mark.parametrize(("sheet", "text"), SHEETS)
def test_a_sheet_is_quoted_unless_it_is_a_plain_word(sheet: str, text: str) -> None:
    assert quoted(sheet) == text
