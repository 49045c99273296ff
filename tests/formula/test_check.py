"""What a check says of a formula: a table of formulas, where they stand, and the issues."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from sheetkit.formula.ast import Node, Number, Text
from sheetkit.formula.check import check
from sheetkit.formula.kinds import kind
from sheetkit.formula.parse import parse
from sheetkit.formula.scope import Issue, Named, Scope, nearest
from tests.formula.trees import TREES

ROW = Scope(
    tables={
        "Cases": {
            "Case ID": "text",
            "Amount": "number",
            "Opened On": "date",
            "Closed On": "date",
            "Paid": "bool",
            "Reason": "text",
            "Any": "any",
        },
        "Log": {"Case": "text", "When": "date"},
    },
    names={
        "Today": Named("date"),
        "Rate": Named("number"),
        "Live": Named("bool"),
        "Reasons": Named("text", range=True),
    },
    table="Cases",
)
CELL = replace(ROW, table="")
ARRAY = replace(CELL, array=True)

FINE: list[tuple[str, Scope]] = [
    ('IF([@[Closed On]]<>"","",[@[Opened On]]+14-Today)', ROW),
    ('COUNTIFS(Log[Case],[@[Case ID]],Log[When],">="&Today)', ROW),
    ('IFERROR(INDEX(Log[When],MATCH([@[Case ID]],Log[Case],0)),"")', ROW),
    ("Cases[@Amount]*Rate", ROW),
    ("ROUND([@Any],2)", ROW),
    ("WORKDAY([@[Opened On]],5,Reasons)", ROW),
    ("[@[Closed On]]-[@[Opened On]]", ROW),
    ("[@[Closed On]]-[@[Opened On]]+Today", ROW),
    ("YEAR([@[Opened On]])+[@[Opened On]]", ROW),
    ('[@[Closed On]]=""', ROW),
    ("AND([@Paid],[@Amount]>0,NOT([@Paid]=FALSE))", ROW),
    ('TEXT([@Amount],"#,##0.00")&TEXT(1,"000")&TEXT(1,"0%")', ROW),
    ("CHAR(10)", ROW),
    ('OR([@Reason]="late",[@Any]="late",[@Any]=TRUE)', ROW),
    ("SUM(Cases[Amount],1,MAX(Cases[Amount]))", CELL),
    ("COUNTIF(Reasons,Rate)", CELL),
    ("SUM(TRUE,1)", CELL),
    ("SUMPRODUCT((Cases[Amount]>Rate)*ABS(Cases[Amount])*-Cases[Amount]%)", CELL),
    ("SUMPRODUCT(1/COUNTIF(Cases[Reason],Cases[Reason]))", CELL),
    ("SUMPRODUCT(MAX((Cases[Reason]=Rate)*Cases[Amount]))", CELL),
    ("SUMPRODUCT(1,2)", ROW),
    ('IFERROR(MEDIAN(IF((Cases[Opened On]>=Today)*ISNUMBER(Cases[Amount]),Cases[Amount])),"")', ARRAY),
    ("INDEX(Cases[Reason],MATCH(1,(Cases[Amount]=5)*(Cases[Any]=1),0))", ARRAY),
    ("LARGE(Cases[Amount]*1,2)", ARRAY),
    ("TODAY()", replace(CELL, today=True)),
]


@pytest.mark.parametrize(("text", "scope"), FINE)
def test_nothing_is_said_of_a_formula_that_every_program_computes_alike(text: str, scope: Scope) -> None:
    assert check(parse(text), scope) == []


WRONG: list[tuple[str, Scope, str, str]] = [
    # formula, where it stands, message, hint
    # functions
    ("SUMM(1)", ROW, "There is no function SUMM that every program has.", "Did you mean SUM?"),
    ("QQQQ()", ROW, "There is no function QQQQ", "There are: ABS, AND, AVERAGE"),
    ("XLOOKUP(1)", ROW, "XLOOKUP cannot be used: Excel 2016 and LibreOffice 7.4 lack it.", "Use INDEX(Table[Result]"),
    ("TEXTJOIN(1)", ROW, "TEXTJOIN cannot be used: Excel 2016 lacks it.", "Join texts with &."),
    ("REGEXMATCH(1)", ROW, "REGEXMATCH cannot be used: only Google Sheets has it", "Use SEARCH"),
    ("AGGREGATE(1)", ROW, "AGGREGATE cannot be used: Google Sheets lacks it.", "Use IFERROR in the column"),
    ("OFFSET(1)", ROW, "OFFSET cannot be used: what it refers to is made while computing", "use INDEX"),
    ("TODAY()", ROW, "TODAY cannot be used", "Use the setting Today."),
    ("NOW()", replace(CELL, today=True), "NOW cannot be used", "Use the setting Today."),
    ("IF(1)", ROW, "IF has 1 argument.", "IF takes 2 or 3 arguments."),
    ("SUMIFS(Cases[Amount],Cases[Any])", ROW, "SUMIFS has 2 arguments.", "SUMIFS takes 3, 5, 7 … arguments."),
    ('TEXT("a")', ROW, "TEXT has 1 argument.", "TEXT takes 2 arguments."),
    # references
    ("[@Amont]", ROW, "The table Cases has no column Amont.", "Did you mean Amount?"),
    ("[@amount]", ROW, "The table Cases has no column amount.", "Did you mean Amount?"),
    ("[@Zzz]", ROW, "The table Cases has no column Zzz.", "There are: Amount, Any, Case ID"),
    ("SUM(Casses[Amount])", ROW, "There is no table Casses.", "Did you mean Cases?"),
    ("SUM(Cases[Amont])", CELL, "The table Cases has no column Amont.", "Did you mean Amount?"),
    ("Casses[@Amount]", ROW, "There is no table Casses.", "Did you mean Cases?"),
    ("Log[@Case]", ROW, "Log[@Case] is of another table; this formula stands in Cases.", "Write Table[Column]"),
    ("[@Amount]", CELL, "[@Amount] stands outside a table", "Write Table[Column]"),
    ("Tody", ROW, "There is no setting, metric or list Tody.", "Did you mean Today?"),
    ("Amount", ROW, "There is no setting, metric or list Amount.", "Write [@Amount]"),
    ("Cases", ROW, "Cases is a whole table.", "Write Cases[Column]"),
    ("Zzz", Scope(), "There is no setting, metric or list Zzz.", "None is declared."),
    # whole columns where one value must be
    ("Cases[Amount]", CELL, "Cases[Amount] is a whole column, and a cell holds one value.", "Sum it"),
    ("Cases[Amount]*2", ARRAY, "Cases[Amount]*2 is a whole column, and a cell holds one value.", "Sum it"),
    ("Cases[Amount]>5", ROW, "Cases[Amount] is a whole column, and > wants one value.", "Write [@Column]"),
    ("-Cases[Amount]", ROW, "Cases[Amount] is a whole column, and - wants one value.", "Write [@Column]"),
    ("Cases[Amount]%", ROW, "Cases[Amount] is a whole column, and % wants one value.", "Write [@Column]"),
    ("IF(Cases[Paid],1,2)", ROW, "Cases[Paid] is a whole column, and IF wants one value.", "Write [@Column]"),
    ("LEFT(Reasons)", ROW, "Reasons is a whole column, and LEFT wants one value.", "Write [@Column]"),
    ("SUM(Cases[Amount]*2)", CELL, "Cases[Amount] is a whole column, and * wants one value.", "SUMPRODUCT"),
    ("COUNTIF([@Amount],1)", ROW, "COUNTIF wants a whole column, and [@Amount] is none.", "Write Table[Column]"),
    ("MATCH(1,[@Amount])", ROW, "MATCH wants a whole column, and [@Amount] is none.", "Write Table[Column]"),
    ("COUNTIF(Cases[Any]*1,1)", ARRAY, "COUNTIF wants a whole column, and Cases[Any]*1 is none.", "Write Table"),
    (
        "MATCH(1,(Cases[Amount]=1)*1,0)",
        CELL,
        "Cases[Amount] is a whole column, and = wants one value.",
        "put it into SUMPRODUCT",
    ),
    ("SUMPRODUCT(IF(Cases[Any],1,0))", CELL, "Excel 2016 does not run IF over a whole column", "Multiply"),
    ("SUMPRODUCT(EDATE(Cases[Opened On],1))", CELL, "EDATE cannot run over the whole of Cases[Opened On].", "column"),
    ("SUM(N(Cases[Any]))", ARRAY, "N cannot run over the whole of Cases[Any].", "Compute it in a column of its own."),
    # kinds
    ('"abc"-1', ROW, '"abc" is text, and - wants a number.', "Write the number, or & to join texts."),
    ('1+"5"', ROW, '"5" is text, and + wants a number.', "Write the number"),
    ('-"5"', ROW, '"5" is text, and - wants a number.', "Write the number"),
    ('"5"%', ROW, '"5" is text, and % wants a number.', "Write the number"),
    ('ROUND("a",1)', ROW, '"a" is text, and ROUND wants a number here.', "Write the number"),
    ('[@[Closed On]]>"2026-01-01"', ROW, "compares a date with text", "Write DATE(year,month,day)."),
    ('"x"=[@Amount]', ROW, "compares a number with text", "Write the number."),
    ('[@Paid]="yes"', ROW, "compares a bool with text", "Write TRUE or FALSE."),
    # what the programs compute differently
    ('TEXT([@[Closed On]],"yyyy-mm")', ROW, 'TEXT with the code "yyyy-mm" follows', "or YEAR, MONTH and DAY."),
    ("TEXT(1,[@Reason])", ROW, "TEXT with the code [@Reason] follows", 'Use "0"'),
    ("CHAR(128)", ROW, "CHAR(128) is another letter on another computer.", "Write the letter as a text."),
    ('[@Paid]&""', ROW, "[@Paid] is true or false; as a text LibreOffice writes 1 or 0", "Write IF(condition"),
    ("LEN(1=2)", ROW, "1=2 is true or false; as a text", "Write IF(condition"),
    ("[@Paid]=1", ROW, "[@Paid]=1 compares true or false with a number", "Compare with TRUE or FALSE"),
    ("[@Amount]<Live", ROW, "[@Amount]<Live compares true or false with a number", "Compare with TRUE or FALSE"),
    ("SUM(Cases[Paid])", CELL, "SUM leaves the true and false of Cases[Paid] out in Excel", "COUNTIFS"),
    ("ISNUMBER(1=2)", CELL, "ISNUMBER leaves the true and false of 1=2 out in Excel", "Compare with TRUE"),
]


@pytest.mark.parametrize(("text", "scope", "message", "hint"), WRONG)
def test_what_is_wrong_is_said_once_with_a_way_out(text: str, scope: Scope, message: str, hint: str) -> None:
    issues = check(parse(text), scope)
    assert [issue.severity for issue in issues] == ["error"]
    assert message in issues[0].message
    assert hint in issues[0].hint


NOTES: list[tuple[str, str]] = [
    ("SUMPRODUCT((Log[Case]=[@[Case ID]])*1)", "SUMPRODUCT reads the whole of Log[Case] for each row"),
    ("[@[Closed On]]+Today", "[@[Closed On]]+Today adds two dates."),
    ("[@Reason]*2", "[@Reason] is text, and * wants a number."),
    ("ROUND(LEFT([@Reason],2),0)", "LEFT([@Reason],2) is text, and ROUND wants a number here."),
]


@pytest.mark.parametrize(("text", "message"), NOTES)
def test_what_is_allowed_but_slow_or_doubtful_is_a_note(text: str, message: str) -> None:
    (issue,) = check(parse(text), ROW)
    assert issue.severity == "note"
    assert message in issue.message
    assert issue.hint


def test_all_issues_are_told_at_once_and_each_once() -> None:
    found = check(parse('SUMM([@Amont])+XLOOKUP([@Amont])+"a"+Zzz'), ROW)
    assert [issue.message.partition(" ")[0] for issue in found] == ["There", "The", "XLOOKUP", "There", '"a"']


def test_a_formula_that_grows_too_long_in_the_file_is_refused() -> None:
    assert check(parse("+".join(["[@Amount]"] * 199)), ROW) == []
    wide = replace(ROW, tables={"Cases": {"x" * 40: "number"}})
    (issue,) = check(parse("+".join([f"[@{'x' * 40}]"] * 180)), wide)
    assert issue == Issue(
        "In the file the formula has 11,159 characters; Excel takes 8,192.", "Split it over two columns."
    )


LITERALS: list[tuple[Node, str]] = [(Number(float("inf")), "cannot hold the number inf"), (Text("x" * 300), "300")]


@pytest.mark.parametrize(("node", "says"), LITERALS)
def test_a_literal_made_in_python_that_no_formula_can_hold_is_an_issue(node: Node, says: str) -> None:
    (issue,) = check(node, ROW)
    assert says in issue.message


@settings(deadline=None)
@given(TREES)
def test_a_check_never_fails_whatever_the_formula(node: Node) -> None:
    for scope in (ROW, CELL, ARRAY, Scope()):
        for issue in check(node, scope):
            assert issue.message.endswith(".")
            assert issue.hint


KINDS: list[tuple[str, str]] = [
    ("1", "number"),
    ("-Today", "number"),
    ("1%", "number"),
    ('"a"', "text"),
    ("TRUE", "bool"),
    ("#N/A", "any"),
    ("[@[Closed On]]", "date"),
    ("Cases[Reason]", "text"),
    ("[@Zzz]", "any"),
    ("Today", "date"),
    ("Zzz", "any"),
    ("1=2", "bool"),
    ("1&2", "text"),
    ("1+2", "number"),
    ("Today+1", "date"),
    ("1+Today", "date"),
    ("Today-Today", "number"),
    ("Today*2", "number"),
    ("INDEX(Log[When],1)", "date"),
    ('IF(1,Today,"")', "any"),
    ("IF(1,Today,Today)", "date"),
    ("IFERROR(1,2)", "number"),
    ("CHOOSE(1,TRUE,FALSE)", "bool"),
    ("MAX(Log[When],Today)", "date"),
    ("MAX(Today,1)", "any"),
    ("EDATE(1,2)", "date"),
    ("INDEX()", "any"),
    ("FOO(1)", "any"),
]


@pytest.mark.parametrize(("text", "value"), KINDS)
def test_the_kind_of_a_formulas_value(text: str, value: str) -> None:
    assert kind(parse(text), ROW) == value


def test_the_nearest_word_is_found_in_any_case_and_none_when_none_is_near() -> None:
    assert nearest("TODAI", ["Today", "Rate"]) == "Today"
    assert nearest("xyz", ["Today", "Rate"]) == ""
