"""What formulas give in the cells of a spreadsheet."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from sheetkit.core.values import DIV0, NA, NAME, REF, VALUE, CellError, CellValue
from sheetkit.emulator.calc.calculate import evaluate, evaluate_rows, recalculate
from sheetkit.emulator.document import Cell, Document, Sheet
from sheetkit.workbook.a1 import address

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
ERROR = CellError("#ERROR!")

Typed = Mapping[str, CellValue]


def document(sheets: Mapping[str, Typed], *, zone: str = "Etc/GMT", rows: int = 20) -> Document:
    """A spreadsheet of cells by address; a text that begins with "=" is a formula."""
    made = Document("calc", {"timeZone": zone})
    for number, (title, cells) in enumerate(sheets.items()):
        grid = {"rowCount": rows, "columnCount": 10}
        sheet = Sheet({"sheetId": number, "title": title, "gridProperties": grid})
        for place in ((row, column) for row in range(rows) for column in range(10)):
            value = cells.get(address(*place))
            is_formula = isinstance(value, str) and value.startswith("=")
            if value is not None:
                sheet.cells[place] = Cell(formula=str(value)) if is_formula else Cell(value)
        made.sheets.append(sheet)
    return made


def shown(made: Document, sheet: int = 0) -> dict[str, CellValue]:
    """The values of all cells of a sheet that hold formulas."""
    cells = sorted(made.sheets[sheet].cells.items())
    return {address(*place): cell.value for place, cell in cells if cell.formula}


DATA: Typed = {
    "A1": 1.0, "A2": 2.0, "A3": "x", "A4": None, "A5": True,
    "B1": "ash", "B2": "Birch", "B3": "cedar", "B4": "BIRCH", "B5": "",
    "C1": 10.0, "C2": 20.0, "C3": 30.0, "C4": 40.0, "C5": NA,
}  # fmt: skip

# fmt: off
FORMULAS: list[tuple[str, CellValue]] = [
    # arithmetic, references and what is typed
    ("=A1+A2*3",                            7.0),
    ("=-A2^2",                              4.0),
    ("=50%",                                0.5),
    ("=$A$1&A2",                            "12"),
    ("= a1 + A2",                           3.0),
    ("=A1/0",                               DIV0),
    ("=A3+1",                               VALUE),
    ('="a"="A"',                            True),
    ("=C5",                                 NA),
    ("=SUM(A1:A5)",                         3.0),
    ("=SUM(A:A)",                           3.0),
    ("=SUM(A2:A)",                          2.0),
    ("=SUM(C1:C4,A1)",                      101.0),
    ("=SUM(A1:C1)",                         11.0),
    ("=SUM(1:1)",                           11.0),
    ("=COUNTA(A1:B5)",                      9.0),
    ("=COUNTBLANK(A1:A20)",                 16.0),
    ('=COUNTIF(B1:B5,"birch")',             2.0),
    ('=SUMIFS(C1:C4,B1:B4,"b*",C1:C4,">20")', 40.0),
    ('=SUMPRODUCT((B1:B4="birch")*C1:C4)',  60.0),
    ("=Other!A1*2",                         14.0),
    ("='Two words'!A1",                     "there"),
    ("=other!A1:A1",                        7.0),
    ("=Rate*2",                             0.5),
    ("=SUM(Costs)",                         100.0),
    ("=SUM(Sales[Amount])",                 60.0),
    ("=INDEX(Sales[Item],2)",               "Birch"),
    # looking up
    ('=VLOOKUP("birch",B1:C4,2,FALSE)',     20.0),
    ('=VLOOKUP("none",B1:C4,2,FALSE)',      NA),
    ("=VLOOKUP(25,C1:C4,1)",                20.0),
    ("=VLOOKUP(25,C1:C4,1,TRUE)",           20.0),
    ('=VLOOKUP("birch",B1:C4,3,0)',         REF),
    ("=HLOOKUP(10,A1:C2,2,FALSE)",          20.0),
    ('=XLOOKUP("cedar",B1:B4,C1:C4)',       30.0),
    ('=XLOOKUP("none",B1:B4,C1:C4,"-")',    "-"),
    ("=INDEX(A1:C4,2,3)",                   20.0),
    ("=INDEX(A1:C4,A2,A1+1)",               "Birch"),
    ('=INDEX(A1:C4,MATCH("cedar",B1:B4,0),3)', 30.0),
    ("=INDEX(A1:C1,1,3)",                   10.0),
    ("=INDEX(A1:C1,3)",                     10.0),
    ('=VLOOKUP("birch",B1:C4,2,A1>5)',      20.0),
    ('=VLOOKUP("birch",B1:C4,2,)',          20.0),
    ('=VLOOKUP("birch",B1:C4,A2,FALSE)',    20.0),
    ("=VLOOKUP(20,Costs,1,FALSE)",          20.0),
    ("=HLOOKUP(10,A1:C2,A2,FALSE)",         20.0),
    ("=HLOOKUP(10,A1:C2,3,FALSE)",          REF),
    ("=HLOOKUP(10,Costs,1,FALSE)",          10.0),
    ('=XLOOKUP("cedar",B1:B4,C1:C4,"-",0)', 30.0),
    ("=XLOOKUP(10,A1:C1,A2:C2)",            20.0),
    ("=INDEX(A1:C4,5,3)",                   REF),
    ("=INDEX(A1:C4,1,4)",                   REF),
    ("=SUM(INDEX(A1:C4,0,3))",              100.0),
    ("=INDEX(1:2,2,3)",                     20.0),
    ("=INDEX(A1:J4,2,3)",                   20.0),
    # conditions
    ('=IF(A1>1,"more","less")',         "less"),
    ("=IF(A2>1,)",                          None),
    ("=A4",                                 None),
    ("=A4+0",                               0.0),
    ("=IF(TRUE,A4)",                        None),
    ('=IFS(A1>1,"a",A2>1,"b")',         "b"),
    ('=IFS(A1>1,"a")',                    NA),
    ('=SWITCH(A2,1,"one",2,"two","other")', "two"),
    ('=SWITCH(A3,1,"one",2,"two","other")', "other"),
    ('=IFERROR(C5,"none")',                 "none"),
    ("=IFERROR(A1/0)",                      None),
    ("=ISERR(A1/0)",                        True),
    ("=ISERR(C5)",                          False),
    ("=AND(A1=1,A2=2)",                     True),
    # one value of a range, and all of them
    ("=C1:C5",                              NA),
    ("=ARRAYFORMULA(SUM(C1:C4*2))",         200.0),
    ("=SUMPRODUCT(C1:C4*2)",                200.0),
    ("=ARRAYFORMULA(MEDIAN(IF(C1:C4>10,C1:C4)))", 30.0),
    ("=A2:C2",                              VALUE),
    ("=A5:D5",                              VALUE),
    ("=E1:E5&1",                            REF),
    ("=E2:E4&1",                            VALUE),
    ("=B2:B8&1",                            "1"),
    ("=A4:E4&1",                            "1"),
    ("=A4:D4&1",                            VALUE),
    ("=D1:F1&1",                            "1"),
    # numbers of arguments
    ("=ROUND(2.5)",                         3.0),
    ("=CEILING(2.5)",                       3.0),
    ("=LEN()",                              NA),
    ("=IFS(A1>1)",                          NA),
    ("=SWITCH(A1)",                         NA),
    ("=EQ(1,2,3)",                          NAME),
    # dates, places, links
    ("=TODAY()",                            46348.0),
    ("=INT(NOW())=TODAY()",                 True),
    ("=NOW()-TODAY()",                      23.5 / 24),
    ("=DATE(2026,11,22)",                   46348.0),
    ("=ROW()",                              5.0),
    ("=COLUMN()",                           5.0),
    ("=ROW(A2)",                            2.0),
    ("=ROW($A$2)+COLUMN($B9)+COLUMN(C9)",   7.0),
    ("=ROW(Costs)",                         1.0),
    ("=ROWS(A2:B4)*COLUMNS(A2:B4)",         6.0),
    ('=HYPERLINK("https://example.com","here")', "here"),
    ("=PI()",                               3.141592653589793),
    ("=ADD(A1,MULTIPLY(2,A2))",             5.0),
    # what another engine computes
    ('=TEXTJOIN("-",TRUE,B1:B2,Other!A1)',  "ash-Birch-7"),
    ("=PRODUCT(A1:A2,C1)",                  20.0),
    ("=IFERROR(LN(-1),0)",                  0.0),
    ("=PRODUCT(Rate,4)",                    1.0),
    ("=PRODUCT(Sales[Amount])",             6000.0),
    # what Google reads in more than one way
    ("=sum(a1;A2)",                         3.0),
    ('="a;b"&A1',                           "a;b1"),
    ('=LEN("' + 'long ""text"" ' * 60 + '")', 720.0),
    # what is wrong
    ("=Nothing!A1",                         REF),
    ("=#REF!+1",                            REF),
    ("=Other!#REF!",                        REF),
    ("=ZZ1",                                REF),
    ("=unknown",                            NAME),
    ("=UNKNOWN(A1)",                        NAME),
    ("=IFERROR(UNKNOWN(A1),2)",             2.0),
    ("=A1+",                                ERROR),
    ("=(A1",                                ERROR),
    ("=",                                   ERROR),
    ("=A1 A2",                              ERROR),
    ("=SUM(Sales[None])",                   NAME),
    ("=SUM(None[Amount])",                  NAME),
    ("=[@Amount]",                          ERROR),
    ("=PRODUCT(Nothing!A1:A2)",             REF),
    ("=PRODUCT(Sales[None])",               NAME),
    ("=SUM(Gone)",                          NAME),
    # what is not computed
    ("={1,2,3}",                            NAME),
    ("=UNIQUE(B1:B4)",                      NAME),
    ("=ARRAYFORMULA(SORT(B1:B4))",          NAME),
    ("=RAND()",                             NAME),
    ('=INDIRECT("A1")',                     NAME),
]
# fmt: on


def with_data(formula: str) -> Document:
    """A spreadsheet with data, a named cell, a named range and a table, and the formula in E5."""
    sheets: dict[str, Typed] = {
        "Main": {**DATA, "E5": formula},
        "Other": {"A1": 7.0, "B1": 0.25},
        "Two words": {"A1": "there"},
    }
    made = document({**sheets, "Sold": {"A1": "Item", "B1": "Amount", "A2": "Ash", "A3": "Birch", "A4": "Cedar"}})
    for row in (1, 2, 3):
        made.sheets[3].cells[row, 1] = Cell(row * 10.0)
    made.named_ranges = (
        {"namedRangeId": "1", "name": "Rate", "range": {"sheetId": 1, "startRowIndex": 0, "endRowIndex": 1,
                                                        "startColumnIndex": 1, "endColumnIndex": 2}},
        {"namedRangeId": "2", "name": "Costs", "range": {"startRowIndex": 0, "endRowIndex": 4,
                                                         "startColumnIndex": 2, "endColumnIndex": 3}},
        {"namedRangeId": "3", "name": "Gone", "range": {"sheetId": 99}},
    )  # fmt: skip
    columns = [{"columnName": "Item", "columnType": "TEXT"}, {"columnIndex": 1, "columnName": "Amount"}]
    area = {"sheetId": 3, "startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}
    made.sheets[3].tables = ({"tableId": "t", "name": "Sales", "range": area, "columnProperties": columns},)
    return made


@pytest.mark.parametrize(("formula", "expected"), FORMULAS)
def test_a_formula_gives_its_value(formula: str, expected: CellValue) -> None:
    made = with_data(formula)
    recalculate(made, NOW)
    found = shown(made)["E5"]
    assert type(found) is type(expected)
    assert found == (pytest.approx(expected) if isinstance(expected, float) else expected)
    assert evaluate(made, made.sheets[0], formula, 4, 4, NOW) == found


# fmt: off
COLUMNS: list[tuple[str, dict[str, CellValue], list[CellValue]]] = [
    # one formula in B2:B5 as written for B2, other cells, its values
    ("=A{row}*2",                     {},                             [2.0, 4.0, 6.0, 8.0]),
    ("=SUM(A$2:A{row})",              {},                             [1.0, 3.0, 6.0, 10.0]),
    ("=SUM(A{row}:A{below})",         {"A6": 5.0},                    [3.0, 5.0, 7.0, 9.0]),
    ("=SUM(A{row}:A$5)",              {},                             [10.0, 9.0, 7.0, 4.0]),
    ("=N(B{above})+A{row}",           {"B1": "Balance"},              [1.0, 3.0, 6.0, 10.0]),
    ("=A{row}/SUM(A$2:A$5)",          {},                             [0.1, 0.2, 0.3, 0.4]),
    ("=SUM(C{row}:E{row})",           {"C2": 1.0, "E2": 2.0, "D4": 3.0, "E4": "x"}, [3.0, 0.0, 3.0, 0.0]),
    ("=MAX(C{row}:D{below})",         {"C2": 1.0, "D3": 2.0, "C5": 7.0}, [2.0, 2.0, 7.0, 7.0]),
    ('=COUNTIF(A{row}:A{below},">2")', {},                            [0.0, 1.0, 2.0, 1.0]),
    ("=ROW()+ROW(A{row})",            {},                             [4.0, 6.0, 8.0, 10.0]),
    ("=A2:A4*10",                     {},                             [10.0, 20.0, 30.0, VALUE]),
    ("=A$2:A$4*10",                   {},                             [10.0, 20.0, 30.0, VALUE]),
    ("=SUM(C$2:D$3)+A{row}",          {"C2": 5.0, "D3": 1.0},         [7.0, 8.0, 9.0, 10.0]),
    ("=SUM(C$2:D$3)+SUM(C$2:D$3)",    {"C2": 5.0, "D3": 5.0},         [20.0, 20.0, 20.0, 20.0]),
    ("=SUM(Missing!A{row}:B{row})",   {},                             [REF, REF, REF, REF]),
    ("=Missing!A{row}",               {},                             [REF, REF, REF, REF]),
    ("=SUM(C:C)+A{row}",              {"C9": 5.0},                    [6.0, 7.0, 8.0, 9.0]),
    ("=VLOOKUP(A{row},C$2:D$4,2,FALSE)", {"C2": 3.0, "D2": "c", "C3": 1.0, "D3": "a"}, ["a", NA, "c", NA]),
]
# fmt: on


@pytest.mark.parametrize(("formula", "others", "expected"), COLUMNS)
def test_a_formula_filled_down_a_column(formula: str, others: dict[str, CellValue], expected: list[CellValue]) -> None:
    numbers: dict[str, CellValue] = {f"A{row}": row - 1.0 for row in range(2, 6)}
    filled = {f"B{row}": formula.format(row=row, above=row - 1, below=row + 1) for row in range(2, 6)}
    made = document({"Main": {**numbers, **others, **filled}})
    recalculate(made, NOW)
    assert list(shown(made).values()) == pytest.approx(expected)


CIRCULAR: list[tuple[dict[str, CellValue], dict[str, CellValue]]] = [
    ({"A1": "=A1+1"}, {"A1": REF}),
    ({"A1": "=B1", "B1": "=A1"}, {"A1": REF, "B1": REF}),
    ({"A1": "=SUM(A:A)"}, {"A1": REF}),
    ({"A1": "=A1", "B1": "=A1+1", "C1": '=IFERROR(A1,"round")'}, {"A1": REF, "B1": REF, "C1": "round"}),
    ({"A1": "=B2", "A2": "=A1", "B1": "=A2", "B2": 5.0}, {"A1": 5.0, "A2": 5.0, "B1": 5.0}),
    ({"A1": "=B1", "A2": "=B2", "B1": "=A2", "B2": 3.0}, {"A1": 3.0, "A2": 3.0, "B1": 3.0}),
    ({"A1": "=SUM(B1:B3)", "B1": 1.0, "B2": "=C1", "C1": "=A1"}, {"A1": REF, "B2": REF, "C1": REF}),
]


@pytest.mark.parametrize(("cells", "expected"), CIRCULAR)
def test_only_a_formula_that_needs_itself_is_circular(
    cells: dict[str, CellValue], expected: dict[str, CellValue]
) -> None:
    made = document({"Main": cells})
    recalculate(made, NOW)
    assert shown(made) == expected


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Etc/GMT", 46348.0), ("Europe/Berlin", 46349.0), ("America/New_York", 46348.0), ("None", 46348.0)],
)
def test_today_is_the_day_in_the_time_zone_of_the_spreadsheet(zone: str, day: float) -> None:
    made = document({"Main": {"A1": "=TODAY()"}}, zone=zone)
    recalculate(made, NOW)
    assert shown(made) == {"A1": day}


def test_a_block_is_read_anew_when_one_of_its_cells_changes() -> None:
    made = document({"Main": {"A1": 1.0, "B2": 2.0, "C1": "=SUM(A1:B2)", "C2": "=SUM(A1:B2)"}})
    recalculate(made, NOW)
    assert shown(made) == {"C1": 3.0, "C2": 3.0}
    made.sheets[0].cells[1, 1] = Cell(5.0)
    recalculate(made, NOW)
    assert shown(made) == {"C1": 6.0, "C2": 6.0}


def test_only_so_many_spreadsheets_are_remembered() -> None:
    for number in range(10):
        made = document({"Main": {"A1": float(number), "B1": "=A1"}})
        made.spreadsheet_id = f"one of many {number}"
        recalculate(made, NOW)
        assert shown(made) == {"B1": float(number)}


def test_a_rule_is_evaluated_over_a_whole_range() -> None:
    made = document({"Main": {"A1": 1.0, "A2": 5.0, "A3": 9.0, "B1": 5.0}})
    assert evaluate_rows(made, made.sheets[0], "=$A1>=$B$1", range(3), 3, NOW) == [False, True, True]
