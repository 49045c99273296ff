"""What a formula text means, and why another is refused."""

import pytest

from sheetkit.core.errors import FormulaInvalid
from sheetkit.core.values import NA
from sheetkit.formula.ast import (
    Binary,
    Bool,
    Call,
    Column,
    Error,
    Missing,
    Name,
    Node,
    Number,
    Percent,
    Text,
    ThisRow,
    Unary,
)
from sheetkit.formula.parse import parse

ONE, TWO, THREE = Number(1), Number(2), Number(3)

MEANINGS: list[tuple[str, Node]] = [
    # literals
    ("1", ONE),
    ("=1", ONE),
    ("1.5", Number(1.5)),
    (".5", Number(0.5)),
    ("12E+5", Number(1_200_000)),
    ("1.5e-3", Number(0.0015)),
    ('"a ""b"""', Text('a "b"')),
    ("\"it's '[ here\"", Text("it's '[ here")),
    ("TRUE", Bool(True)),
    ("false", Bool(False)),
    ("#N/A", Error(NA)),
    # references
    ("[@Amount]", ThisRow("Amount")),
    ("[@[Closed On]]", ThisRow("Closed On")),
    ("[@Closed On]", ThisRow("Closed On")),
    ("Cases[@Amount]", ThisRow("Amount", "Cases")),
    ("Cases[@[Closed On]]", ThisRow("Closed On", "Cases")),
    ("Cases[[#This Row],[Closed On]]", ThisRow("Closed On", "Cases")),
    ("Cases[[#this row], [Closed On]]", ThisRow("Closed On", "Cases")),
    ("[[#This Row],[Amount]]", ThisRow("Amount")),
    ("Cases[Amount]", Column("Cases", "Amount")),
    ("Cases[[Amount]]", Column("Cases", "Amount")),
    ("Cases[Net-Amount (EUR)]", Column("Cases", "Net-Amount (EUR)")),
    ("Cases[a'[b'] '#''1'@]", Column("Cases", "a[b] #'1@")),
    ("Cases[1E+5]", Column("Cases", "1E+5")),
    ("Today", Name("Today")),
    ("Größe_1.a", Name("Größe_1.a")),
    ("Rate_1E+5", Binary("+", Name("Rate_1E"), Number(5))),
    # precedence, tightest first
    ("-2^2", Binary("^", Unary("-", TWO), TWO)),
    ("2^-2", Binary("^", TWO, Unary("-", TWO))),
    ("-2%", Percent(Unary("-", TWO))),
    ("2%%", Percent(Percent(TWO))),
    ("1^2%", Binary("^", ONE, Percent(TWO))),
    ("1^2^3", Binary("^", Binary("^", ONE, TWO), THREE)),
    ("1*2^3", Binary("*", ONE, Binary("^", TWO, THREE))),
    ("1+2*3", Binary("+", ONE, Binary("*", TWO, THREE))),
    ("(1+2)*3", Binary("*", Binary("+", ONE, TWO), THREE)),
    ("1-2-3", Binary("-", Binary("-", ONE, TWO), THREE)),
    ("1-(2-3)", Binary("-", ONE, Binary("-", TWO, THREE))),
    ("1&2+3", Binary("&", ONE, Binary("+", TWO, THREE))),
    ("1=2&3", Binary("=", ONE, Binary("&", TWO, THREE))),
    ("1<2=3", Binary("=", Binary("<", ONE, TWO), THREE)),
    ("1>=2", Binary(">=", ONE, TWO)),
    ("1<>-+2", Binary("<>", ONE, Unary("-", Unary("+", TWO)))),
    # calls
    ("NA()", Call("NA", ())),
    ("if(1,2,3)", Call("IF", (ONE, TWO, THREE))),
    ("IF(1,,2)", Call("IF", (ONE, Missing(), TWO))),
    ("IF(1,)", Call("IF", (ONE, Missing()))),
    ("_xlfn.IFNA(1,2)", Call("IFNA", (ONE, TWO))),
    ("_xlfn._xlws.SORT(1)", Call("SORT", (ONE,))),
    ("NORM.DIST(1)", Call("NORM.DIST", (ONE,))),
    ("IF( 1 ,\n 2 )", Call("IF", (ONE, TWO))),
]


@pytest.mark.parametrize(("text", "meaning"), MEANINGS)
def test_a_text_has_one_meaning(text: str, meaning: Node) -> None:
    assert parse(text) == meaning


REFUSALS: list[tuple[str, int, str]] = [
    # text, position, what the message says
    ("=", 1, "empty"),
    ("", 0, "empty"),
    ("= ", 2, "empty"),
    ("=1+", 3, "ends where a value is expected"),
    ("1+", 2, "ends where a value is expected"),
    ("=1 + * 2", 5, "A value is missing before *"),
    ("=%1", 1, "A value is missing before %"),
    (" =1", 1, "A value is missing before ="),
    ("=IF(1", 1, "The parenthesis of IF( is not closed"),
    ("=(1", 1, "The parenthesis of ( is not closed"),
    ("=1)", 2, "The closing ) has no opening one"),
    ("=1)+(2)", 2, "The closing ) has no opening one"),
    ("}", 0, "The closing } has no opening one"),
    ("=(1}", 3, "The closing } does not match"),
    ("=1+'abc", 3, "What begins with ' is not closed"),
    ('1&"abc', 2, 'What begins with " is not closed'),
    ("=-[@Amount", 2, "This bracket [ is not closed"),
    ('=a"b"', 2, '" cannot stand here'),
    ("=#BAD", 1, "# cannot stand here"),
    ("=1   2", 5, "An operator is missing before 2"),
    ("=(1 2)", 4, "An operator is missing before 2"),
    ("=[@A] [@B]", 6, "An operator is missing before [@B]"),
    ("=1,2", 2, "A comma stands outside a function"),
    ("=(1,2)", 3, "A comma cannot join ranges"),
    ("=IF(1;2)", 5, "separated by commas"),
    ("={1,2}", 1, "array in braces"),
    ("=[@A](1)", 1, "[@A] is not a function"),
    ("=1+A1", 3, "A1 is a cell address"),
    ("=$A$1:B9", 1, "is a cell address"),
    ("=SUM(A:B)", 5, "A:B is a cell address"),
    ("=1:9", 1, "is a cell address"),
    ("=R1C1", 1, "is a cell address"),
    ("=RC[-1]", 1, "is a cell address"),
    ("=C", 1, "is a cell address"),
    ("=Cases!Amount", 1, "refers to a sheet"),
    ("='My Cases'!B", 1, "refers to a sheet"),
    ("=@Today", 1, "the @ belongs inside brackets"),
    ("=1_000", 1, "'1_000' is not a number, a text or a name"),
    ("=[Amount]", 1, "does not say which cells"),
    ("=Cases[]", 1, "not a reference to one column"),
    ("=Cases[[A]:[B]]", 1, "not a reference to one column"),
    ("=Cases[A]:Cases[B]", 1, "not a reference to one column"),
    ("=Cases[#Headers]", 1, "LibreOffice reads the headers of a table wrongly"),
    ("=Cases[[#All],[A]]", 1, "LibreOffice 7.4 lacks it"),
    ("=Cases[#Data]", 1, "LibreOffice 7.4 lacks it"),
    ("=Cases[[#Totals],[A]]", 1, "read it differently"),
    ("=Cases[#This Row]", 1, "Google Sheets has no reference to a whole row"),
    ("=1\t+1", 2, "control character"),
    ("=1E+999", 1, "larger than a spreadsheet can hold"),
    ('=1&"' + "x" * 256 + '"', 3, "longer than 255 characters"),
    ("=" + "(" * 65 + "1" + ")" * 65, 66, "nests more than 64 levels"),
    ("=" + "-" * 65 + "1", 65, "nests more than 64 levels"),
    ("=" + "F(" * 65 + "1" + ")" * 65, 131, "nests more than 64 levels"),
    ("=1" + "+1" * 200, 0, "more than 200 operators in a row"),
    ("=" + "1" * 8192, 0, "8,193 characters"),
]


@pytest.mark.parametrize(("text", "position", "says"), REFUSALS)
def test_a_text_without_a_meaning_is_refused_with_its_place_and_a_way_out(text: str, position: int, says: str) -> None:
    with pytest.raises(FormulaInvalid) as caught:
        parse(text)
    assert says in caught.value.message
    assert f"(character {position + 1})" in caught.value.message
    assert caught.value.position == position
    assert caught.value.advice.endswith(".")


AT_THE_LIMIT = [
    "-1&" * 70 + "1",
    "(1)&" * 70 + "1",
    "NA()&" * 70 + "1",
    "(" * 64 + "1" + ")" * 64,
    "-" * 64 + "1",
    "1" + "+1" * 199,
    '"' + "x" * 255 + '"',
    " " * 8191 + "1",
]


@pytest.mark.parametrize("text", AT_THE_LIMIT)
def test_the_limits_themselves_are_allowed(text: str) -> None:
    assert parse(text)
