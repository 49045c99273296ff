"""What people did to a workbook → what is read, and which problem says so."""

import pytest

from sheetkit.core.values import CellValue
from sheetkit.records.check import check
from sheetkit.records.parse import parse
from sheetkit.records.place import Parsed
from tests.records.grids import grid
from tests.records.shop import ANN, BLANK, BOB, HEADERS, LISTS, SETTINGS, SHOP, book, case, cases


def read(*parts: str) -> Parsed:
    return parse(SHOP, grid(book(*parts)))


def problems(parsed: Parsed) -> list[str]:
    """Every problem as `code Tab!Cell`."""
    return [f"{p.code} {p.tab}!{p.cell}" for p in (*parsed.ledger.problems, *check(parsed))]


def test_a_clean_workbook_has_no_problem() -> None:
    parsed = read()
    table = parsed.ledger.tables["Cases"]
    assert problems(parsed) == []
    assert table.sheet_rows == [1, 2]
    assert table.columns["Case"] == ["RF-001", "RF-002"]
    assert table.columns["Amount"] == [12.5, 20.0]
    assert table.columns["Closed On"] == [46090.0, None]
    assert table.columns["Net"] == [1.0, 1.0]
    assert table.broken == {}
    assert table.understood == {}
    assert parsed.places["Cases"].spare_rows == (3,)
    assert parsed.ledger.names["Today"] == 46348.0
    assert parsed.ledger.lists["Reasons"] == ["Damaged", "Late", "Wrong Item"]
    assert parsed.ledger.tables["By_Reason"].columns["Reason"] == ["Damaged", "Late", "Wrong Item", None, None]
    assert parsed.revision == "r1"


VALUES: list[tuple[str, str, str, CellValue, str]] = [
    # column, typed, what a check says, what it is understood as (None: as typed), the message holds
    ("Opened On", "'2026-03-12'", "date-as-text", 46093.0, "read as 2026-03-12"),
    ("Opened On", "'12 March 2026'", "date-as-text", 46093.0, "12 March 2026"),
    ("Opened On", "'25/12/2026'", "date-as-text", 46381.0, "2026-12-25"),
    ("Opened On", "'03/04/2026'", "ambiguous-date", None, "2026-04-03 read day first and 2026-03-04"),
    ("Opened On", "'soon'", "wrong-type", None, "must be a date"),
    ("Opened On", "TRUE", "wrong-type", None, "must be a date"),
    ("Opened On", "12", "wrong-type", None, "no date"),
    ("Opened On", "-5", "wrong-type", None, "no date"),
    ("Opened On", "9999999", "wrong-type", None, "no date"),
    ("Opened On", "nan", "wrong-type", None, "no date"),
    ("Opened On", "#REF!", "error-value", None, "shows #REF!"),
    ("Amount", "'1 234,56'", "number-as-text", 1234.56, "read as 1234.56"),
    ("Amount", "'1,234.56'", "number-as-text", 1234.56, "1,234.56"),
    ("Amount", "'€12.50'", "number-as-text", 12.5, "12.5"),
    ("Amount", "'12.50 EUR'", "number-as-text", 12.5, "12.5"),
    ("Amount", "'12.50 USD'", "wrong-type", None, "USD is not the currency of the row, EUR"),
    ("Amount", "'£12.50'", "wrong-type", None, "£ is not the currency"),
    ("Amount", "'$12.50'", "wrong-type", None, "$ is not the currency"),
    ("Amount", "'1,234'", "number-as-text", 1234.0, "1234"),
    ("Amount", "'12 34'", "wrong-type", None, "must be an amount"),
    ("Amount", "'5 %'", "wrong-type", None, "must be an amount"),
    ("Amount", "'about 5'", "wrong-type", None, "must be an amount"),
    ("Amount", "inf", "wrong-type", None, "must be an amount"),
    ("Amount", "12.345", "currency-precision", None, "EUR has 2 decimals"),
    ("Amount", "'12,3456'", "number-as-text currency-precision", 12.3456, "12.3456"),
    ("Amount", "0.30000000000000004", "", None, ""),
    ("Amount", "5001", "out-of-range", None, "between 0 and 5000"),
    ("Amount", "'-3,50'", "number-as-text out-of-range", -3.5, "-3.5"),
    ("Amount", "'(3.50)'", "number-as-text out-of-range", -3.5, "-3.5"),
    ("Amount", "=10/4 -> 2.5", "", None, ""),
    ("Amount", "=10/4", "no-cached-value", None, "not stored"),
    ("Amount", "=1/0 -> #DIV/0!", "error-value", None, "The formula there gives it"),
    ("Money", "XXQ", "unknown-currency", None, "no currency code"),
    ("Money", "eur", "", None, ""),
    ("Reason", "damaged", "choice-spelling", "Damaged", 'read as "Damaged"'),
    ("Reason", "'Late '", "choice-spelling", "Late", 'read as "Late"'),
    ("Reason", "Lat", "not-in-list", None, "not in the list Reasons for a refund"),
    ("Reason", "7", "not-in-list", None, "7"),
    ("Gift", "yes", "yes-no-as-text", True, "read as TRUE"),
    ("Gift", "Ja", "yes-no-as-text", True, "read as TRUE"),
    ("Gift", "0", "yes-no-as-text", False, "read as FALSE"),
    ("Gift", "✓", "yes-no-as-text", True, "read as TRUE"),
    ("Gift", "perhaps", "wrong-type", None, "neither"),
    ("Pieces", "2.5", "wrong-type", None, "whole number"),
    ("Pieces", "100", "out-of-range", None, "between 1 and 99"),
    ("Pieces", "'1.234'", "number-as-text out-of-range", 1234.0, "1234"),
    ("Pieces", "' '", "stray-spaces", None, "looks empty"),
    ("Customer", "12472", "", "12472", ""),
    ("Customer", "TRUE", "", "TRUE", ""),
    ("Customer", "'=HYPERLINK(\"x\")'", "", None, ""),
    ("Case", "' RF-009 '", "stray-spaces", "RF-009", "spaces around"),
    ("Case", "17", "", "17", ""),
]
COLUMNS = ("Case", "Customer", "Amount", "Money", "Opened On", "Closed On", "Reason", "Gift", "Pieces")


@pytest.mark.parametrize(("column", "typed", "codes", "meant", "says"), VALUES, ids=lambda value: str(value)[:30])
def test_one_value(column: str, typed: str, codes: str, meant: CellValue, says: str) -> None:
    at = COLUMNS.index(column)
    cells = [" ", *BOB.split("|")[1:], "", "", "", ""]
    cells[at] = typed
    parsed = read(cases(case("|".join(cells)), BLANK))
    found = parsed.ledger.problems
    assert [p.code for p in found] == codes.split()
    assert all((p.tab, p.cell, p.column) == ("Cases", "ABCDEFGHI"[at] + "2", column) for p in found)
    assert all(p.message and p.hint for p in found)
    assert says in " ".join(p.message for p in found)
    assert parsed.ledger.tables["Cases"].understood.get((column, 0)) == meant


def test_a_setting_says_which_of_day_and_month_comes_first() -> None:
    line = case("RF-001 | Ann | 12.5 | EUR | '03/04/2026'")
    for order, meant in (("day first", 46115.0), ("Month first", 46085.0), ("DD/MM/YYYY", 46115.0)):
        settings = SETTINGS.replace("Day or month first | ", f"Day or month first | {order} ")
        parsed = read(cases(line), settings)
        assert problems(parsed) == ["date-as-text Cases!E2"]
        assert parsed.ledger.tables["Cases"].understood == {("Opened On", 0): meant}


STEP_VALUES = [
    ("Mail", "ann@example.com", "", None),
    ("Mail", "ann at example", "wrong-type", None),
    ("Mail", "5", "wrong-type", None),
    ("Page", "https://example.com/a?b=1", "", None),
    ("Page", "www.example.com", "", None),
    ("Page", "example.com/page", "", None),
    ("Page", "see below", "wrong-type", None),
    ("Page", '=HYPERLINK("https://example.com","click here") -> click here', "", None),
    ("Share", "0.5", "", None),
    ("Share", "'12 %'", "number-as-text", 0.12),
    ("Share", "'12'", "ambiguous-number", None),
    ("Share", "'0.2'", "number-as-text", 0.2),
    ("At", "'2026-03-12 14:30'", "date-as-text", 46093 + 14.5 / 24),
    ("Kind", "Fax", "", None),
    ("Kind", "call", "choice-spelling", "Call"),
    ("Case", "'RF-001 '", "stray-spaces", "RF-001"),
    ("Mail", "' ann@example.com'", "stray-spaces", "ann@example.com"),
    ("Page", "'example.com/page '", "", None),
]


@pytest.mark.parametrize(("column", "typed", "codes", "meant"), STEP_VALUES, ids=lambda value: str(value)[:30])
def test_one_value_of_the_other_types(column: str, typed: str, codes: str, meant: CellValue) -> None:
    columns = ("Step", "Case", "Mail", "Page", "Share", "At", "Kind", "Of Case")
    cells = {"Step": "S1", "Case": "RF-001", "Of Case": _OF_CASE} | {column: typed}
    line = " | ".join(cells.get(name, "") for name in columns)
    parsed = read(f"# Steps\n@table Log A1:H2\n{' | '.join(columns)}\n{line}\n")
    assert [p.code for p in parsed.ledger.problems] == codes.split()
    assert parsed.ledger.tables["Log"].understood.get((column, 0)) == meant
    assert check(parsed) == ()


_OF_CASE = '=IF(Log[[#This Row],[Case]]="","",SUMIFS(Cases[Amount],Cases[Case],Log[[#This Row],[Case]])) -> 1'

FORMULAS = [
    # the cell of Net, the problem, whether it is broken
    ('=IF(Cases[[#This Row],[Amount]]="","",Cases[[#This Row],[Amount]]*0.8) -> 10', "", False),
    ('=IF([@Amount]="","",[@Amount]*0.8) -> 10', "", False),
    ('=if(cases[[#this row],[amount]]="","",cases[[#this row],[amount]]*0.8) -> 10', "", False),
    ('=IF(C2="","",C2*0.8) -> 10', "", False),
    ('=IF($C2="","",Cases!$C$2*0.8) -> 10', "", False),
    ('=IF( C2 = "" , "" , (C2 * 0.80) ) -> 10', "", False),
    ('=IF(C3="","",C3*0.8) -> 10', "formula-overwritten", True),
    ('=IF(C2="","",C2*0.9) -> 10', "formula-overwritten", True),
    ("=C2*0.8 -> 10", "formula-overwritten", True),
    ("=#REF!*0.8 -> #REF!", "formula-overwritten", True),
    ("=SUM(C:C) -> 10", "formula-overwritten", True),
    ("=[Book2.xlsx]Sheet1!A1 -> 10", "formula-overwritten", True),
    ("10", "formula-overwritten", True),
    ("n/a", "formula-overwritten", True),
    ("#N/A", "formula-overwritten", True),
    ("", "", True),
]


@pytest.mark.parametrize(("net", "code", "broken"), FORMULAS)
def test_a_formula_column(net: str, code: str, broken: bool) -> None:
    cells = case(ANN).split(" | ")
    parsed = read(cases(" | ".join([*cells[:9], net, *cells[10:]]), case(BOB)))
    found = parsed.ledger.problems
    assert [p.code for p in found] == ([code] if code else [])
    assert all((p.cell, p.key, p.column) == ("J2", "RF-001", "Net") for p in found)
    assert parsed.ledger.tables["Cases"].broken == ({"Net": [0]} if broken else {})


def test_formulas_written_by_position_in_every_row_are_fine() -> None:
    """As Google's export and some programs write them: 200 rows, names and whole columns included."""
    lines = []
    for row in range(2, 202):
        net = f'=IF($C{row}="","",C{row}*0.8) -> 1'
        age = f'=IF(E{row}="","",IF(F{row}="",Settings!$B$2,F{row})-E{row}) -> 1'
        lines.append(f"RF-{row} | Ann | 12.5 | EUR | 2026-03-01 | | | | | {net} | {age}")
    steps = (
        "# Steps\n@table Log A1:H2\nStep | Case | Mail | Page | Share | At | Kind | Of Case\n"
        'S1 | RF-2 | | | | | | =IF(B2="","",SUMIFS(Cases!$C$2:$C$201,Cases!$A$2:$A$201,B2)) -> 1\n'
    )
    parsed = read(cases(*lines), steps)
    assert problems(parsed) == []
    assert parsed.ledger.tables["Cases"].broken == {}
    assert parsed.ledger.tables["Log"].broken == {}


def test_a_wrong_range_by_position_is_another_formula() -> None:
    steps = (
        "# Steps\n@table Log A1:H2\nStep | Case | Mail | Page | Share | At | Kind | Of Case\n"
        'S1 | RF-001 | | | | | | =IF(B2="","",SUMIFS(Cases!$C$2:$C$3,Cases!$A$2:$A$4,B2)) -> 1\n'
    )
    assert problems(read(steps)) == ["formula-overwritten Steps!H2"]


def test_a_number_stands_for_the_list_s_text_of_it() -> None:
    parsed = read(LISTS.replace("Late", "'7'"), cases(case(ANN.replace("Damaged", "7")), BLANK))
    assert problems(parsed) == []
    assert parsed.ledger.tables["Cases"].understood == {("Reason", 0): "7"}


def test_one_wrong_formula_down_a_whole_column() -> None:
    """A thousand rows and more are told apart one by one, whether or not the formula has addresses of its own row."""
    for wrong in ("=[@Amount]*0.9", "=C{row}*0.9", "=" + "+".join(["1"] * 5000)):
        lines = []
        for row in range(2, 1103):
            net = wrong.format(row=row) if row % 2 else f'=IF(C{row}="","",C{row}*0.8)'
            lines.append(case(f"RF-{row} | Ann | 12.5 | EUR | 2026-03-01", net=net))
        parsed = read(cases(*lines))
        assert parsed.ledger.tables["Cases"].broken == {"Net": list(range(1, 1101, 2))}
        assert {problem.code for problem in parsed.ledger.problems} == {"formula-overwritten"}


def test_merged_cells_count_once() -> None:
    lines = [case(ANN), case(BOB.replace("Bob", "hidden below"))]
    parsed = read(cases(*lines, table="@table Cases A1:K3\n@merge B2:B3"))
    assert problems(parsed) == ["merged-cells Cases!B2", "required Cases!B3"]
    assert parsed.ledger.tables["Cases"].columns["Customer"] == ["Ann", None]
    assert "B2:B3" in parsed.ledger.problems[0].message


def test_a_merge_over_the_whole_sheet_is_survived() -> None:
    parsed = read(cases(case(ANN), case(BOB), table="@table Cases A1:K3\n@merge A1:XFD1048576"))
    assert "merged-cells Cases!A1" in problems(parsed)


def test_two_merged_title_cells_above_the_table_are_nobody_s_business() -> None:
    parsed = read("# Cases\n@table Cases A3:K4\n@merge A1:D1\nOur cases\n\n" + f"{HEADERS}\n{case(ANN)}")
    assert problems(parsed) == []
