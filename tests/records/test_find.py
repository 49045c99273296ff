"""What people did to tabs, tables, headers and rows → where everything is found, and which problem says so."""

import pytest

from sheetkit.records.check import check
from sheetkit.records.parse import parse
from sheetkit.records.place import Parsed
from tests.records.grids import grid
from tests.records.shop import ANN, BLANK, BOB, HEADERS, LISTS, NET, REVIEW, SETTINGS, SHOP, book, case, cases

CAT = "RF-003 | Cat | 7 | EUR | 2026-03-03"
PLAIN = "@none"
"""In place of @table: the table was converted to a range."""


def read(*parts: str) -> Parsed:
    return parse(SHOP, grid(book(*parts).replace("@none\n", "")))


def problems(parsed: Parsed) -> list[str]:
    """Every problem as `code Tab!Cell`."""
    return [f"{p.code} {p.tab}!{p.cell}" for p in (*parsed.ledger.problems, *check(parsed))]


def names(parsed: Parsed) -> list[object]:
    """The customers that were read."""
    return list(parsed.ledger.tables["Cases"].columns["Customer"])


TWO = (case(ANN), case(BOB))
GONE = "# Cases\n"


@pytest.mark.parametrize(
    ("what", "tab", "sheet", "header", "real"),
    [
        ("the tab was renamed", cases(*TWO, name="Refunds"), "Refunds", 0, "Cases"),
        ("the real table was renamed", cases(*TWO, table="@table Tabelle1 A1:K3"), "Cases", 0, "Tabelle1"),
        ("both", cases(*TWO, table="@table Tabelle1 A1:K3", name="Refunds"), "Refunds", 0, "Tabelle1"),
        ("the table became a range", cases(*TWO, table=PLAIN), "Cases", 0, ""),
        ("that, and the tab was renamed", cases(*TWO, table=PLAIN, name="Refunds"), "Refunds", 0, ""),
        (
            "titles were put above",
            cases(*TWO, table="@table Cases A4:K6").replace("K6\n", "K6\nOur cases\n\n2026\n"),
            "Cases",
            3,
            "Cases",
        ),
        (
            "titles above a range",
            cases(*TWO, table=PLAIN).replace(PLAIN + "\n", "Our cases of Case and Money\n\n"),
            "Cases",
            2,
            "",
        ),
        ("the name in another case", cases(*TWO, table="@table CASES A1:K3", name="cases"), "cases", 0, "CASES"),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, str) and "\n" not in value else "",
)
def test_where_the_table_is_found(what: str, tab: str, sheet: str, header: int, real: str) -> None:
    parsed = read(tab, *([GONE] if "# Cases" not in tab and "# cases" not in tab else []))
    place = parsed.places["Cases"]
    assert (place.sheet, place.header_row, place.real) == (sheet, header, real), what
    assert (place.table, place.tab) == ("Cases", "Cases")
    assert names(parsed) == ["Ann", "Bob"]
    assert problems(parsed) == []


def test_a_missing_tab_is_a_problem_with_a_way_out() -> None:
    parsed = read(GONE)
    problem = parsed.ledger.problems[0]
    assert problem.code == "table-missing"
    assert "no tab has its name or its headers" in problem.message
    assert "restore its header row (Case, Customer, Amount, Money …)" in problem.hint
    assert "Cases" not in parsed.places
    assert parsed.ledger.tables["Cases"].columns["Amount"] == []


def test_two_tabs_with_the_headers_and_none_with_the_name_are_not_guessed_between() -> None:
    first, second = (cases(*TWO, table=f"@table {name} A1:K3", name=name) for name in ("Old", "New"))
    parsed = read(GONE, first, second)
    assert problems(parsed) == ["table-missing !"]
    assert "Old, New all have the headers of Cases" in parsed.ledger.problems[0].message


def test_a_copy_of_the_tab_does_not_disturb() -> None:
    parsed = read(cases(*TWO), cases(case(CAT), table="@table Cases3 A1:K2", name="Cases (2)"))
    assert names(parsed) == ["Ann", "Bob"]
    assert problems(parsed) == []


def test_an_empty_workbook_has_every_problem_and_no_rows() -> None:
    parsed = parse(SHOP, grid("# Sheet1\n"))
    codes = {problem.code for problem in parsed.ledger.problems}
    assert codes == {"table-missing", "setting-missing", "list-missing", "dashboard-missing"}
    assert parsed.ledger.names["Grace"] == 3.0
    assert parsed.ledger.lists["Reasons"] == ["Damaged", "Late", "Wrong Item"]
    assert [problem.message for problem in parsed.ledger.problems if problem.code == "dashboard-missing"] == [
        "The tab Review is not in the workbook, so it cannot be refreshed."
    ]


def line(text: str) -> str:
    """The header and one case with their columns in another order; an unknown header holds `own`."""
    cells = dict(zip(HEADERS.split(" | "), case(ANN).split(" | "), strict=True))
    return text + "\n" + " | ".join(cells.get(RENAMED.get(name, name), "own") for name in text.split(" | "))


RENAMED = {
    "customer ": "Customer",
    "Custommer": "Customer",
    "Customer Name": "Customer",
    "Buyer": "Customer",
    "Opened": "Opened On",
    "Opened_On": "Opened On",
    "Closed-On": "Closed On",
    "Kunde": "Customer",
}


@pytest.mark.parametrize(
    ("header", "found", "says"),
    [
        ("Age | Net | Pieces | Gift | Reason | Closed On | Opened On | Money | Amount | Customer | Case", [], ""),
        (HEADERS.replace("Customer", "Customer | Shelf").replace("Gift", "Gift | Mood"), [], ""),
        (HEADERS.replace("Customer", "customer "), [], ""),
        (HEADERS.replace("Customer", "Custommer"), ["header-renamed Cases!B1"], 'now reads "Custommer"'),
        (HEADERS.replace("Customer", "Customer Name"), ["header-renamed Cases!B1"], "read as Customer"),
        (HEADERS.replace("Customer", "Buyer"), ["header-renamed Cases!B1"], 'now reads "Buyer"'),
        (HEADERS.replace("Opened On", "Opened_On"), ["header-renamed Cases!E1"], "Opened_On"),
        (HEADERS.replace("Closed On", "Closed-On"), ["header-renamed Cases!F1"], "Closed-On"),
        (HEADERS.replace("Customer", "Kunde"), ["column-missing Cases!"], 'If "Kunde" is that column'),
        (HEADERS.replace(" | Reason", ""), ["column-missing Cases!"], "Undo the deletion"),
        (
            HEADERS.replace(" | Customer", "") + " | Customer Nr | Customer Id",
            ["column-missing Cases!"],
            "is that column",
        ),
        (HEADERS.replace(" | Amount", "") + " | Amounts Owed", ["column-missing Cases!"], "no column Amount"),
        (HEADERS.replace("Gift", "Reason"), ["duplicate-header Cases!H1", "column-missing Cases!"], "Column H"),
        (HEADERS.replace("Reason", ""), ["column-missing Cases!"], "no column Reason"),
    ],
)
def test_headers(header: str, found: list[str], says: str) -> None:
    last = "ABCDEFGHIJKLMNOP"[header.count("|")]
    parsed = read(f"# Cases\n@table Cases A1:{last}2\n{line(header)}\n")
    layout = [p for p in parsed.ledger.problems if p.code in {"header-renamed", "column-missing", "duplicate-header"}]
    assert [f"{p.code} {p.tab}!{p.cell}" for p in layout] == found
    assert says in " ".join(f"{p.message} {p.hint}" for p in layout)
    read_columns = set(HEADERS.split(" | ")) - {p.column for p in layout if p.code == "column-missing"}
    assert set(parsed.places["Cases"].columns) == read_columns
    assert parsed.ledger.tables["Cases"].height == 1
    assert parsed.ledger.tables["Cases"].broken == {}


def test_a_person_s_own_columns_are_extra() -> None:
    parsed = read(f"# Cases\n@table Cases A1:M2\n{line(HEADERS.replace('Customer', 'Customer | Shelf') + ' | Mood')}\n")
    assert parsed.places["Cases"].extra == {"Shelf": 2, "Mood": 12}


def test_formulas_that_excel_changed_with_a_renamed_header_and_table_are_fine() -> None:
    text = cases(*TWO).replace("| Amount |", "| Amount Paid |").replace("[Amount]", "[Amount Paid]")
    parsed = read(text.replace("Cases", "Refunds").replace("# Refunds", "# Cases"))
    assert [problem.code for problem in parsed.ledger.problems] == ["header-renamed"]
    assert parsed.ledger.tables["Cases"].broken == {}


def rows(*lines: str, table: str) -> Parsed:
    return read(cases(*lines, table=table))


TOTAL = f"Total | | 39.5 | | | | | | | {NET} -> 1 | "
SUMS = "| | =SUM(C2:C3) -> 32.5 | | | | | | | =SUBTOTAL(109,Cases[Net]) -> 2 |"


@pytest.mark.parametrize(
    ("what", "lines", "table", "read_rows", "last", "spare", "found"),
    [
        ("blank rows between", [case(ANN), BLANK, case(BOB), BLANK], "A1:K5", [1, 3], 4, (2, 4), []),
        (
            "typed below the table",
            [case(ANN), case(BOB), case(CAT)],
            "A1:K2",
            [1, 2, 3],
            3,
            (),
            ["rows-below-table Cases!A3"],
        ),
        ("below, after a gap", [case(ANN), " ", case(CAT)], "A1:K2", [1], 1, (), ["rows-outside-table Cases!A4"]),
        (
            "several below, after gaps",
            [case(ANN), "", case(CAT), case(BOB), "", case(CAT)],
            "A1:K2",
            [1],
            1,
            (),
            ["rows-outside-table Cases!A4", "rows-outside-table Cases!A7"],
        ),
        ("a note below", [case(ANN), "", "Seen by Mary"], "A1:K2", [1], 1, (), []),
        ("a note directly below", [case(ANN), "Seen by Mary"], "A1:K2", [1], 1, (), []),
        ("a total row", [case(ANN), case(BOB), TOTAL], "A1:K4", [1, 2], 3, (), []),
        ("a total after spare rows", [case(ANN), case(BOB), BLANK, TOTAL], "A1:K5", [1, 2], 4, (3,), []),
        ("a row of sums", [case(ANN), case(BOB), SUMS], "A1:K4", [1, 2], 3, (), []),
        ("sums in the middle", [case(ANN), SUMS, case(BOB)], "A1:K4", [1, 3], 3, (), []),
        ("a total below the table", [case(ANN), case(BOB), TOTAL], "A1:K3", [1, 2], 2, (), []),
        (
            "a total and rows below it",
            [case(ANN), TOTAL, case(BOB)],
            "A1:K2",
            [1],
            1,
            (),
            ["rows-outside-table Cases!A4"],
        ),
        ("a customer named Sum", [case(ANN.replace("Ann", "Sum"))], "A1:K2", [1], 1, (), []),
        ("notes in an own column only", [case(ANN), BLANK + " | call her"], "A1:L3", [1], 2, (), []),
        ("a default alone", [case(ANN), case("| | | EUR")], "A1:K3", [1], 2, (2,), []),
        ("an unticked box alone", [case(ANN), case("| | | | | | | FALSE")], "A1:K3", [1], 2, (2,), []),
        ("a key alone", [case(ANN), case("RF-9")], "A1:K3", [1, 2], 2, (), ["required Cases!B3"]),
    ],
)
def test_rows(
    what: str, lines: list[str], table: str, read_rows: list[int], last: int, spare: tuple[int, ...], found: list[str]
) -> None:
    header = HEADERS + " | Mine" if table.startswith("A1:L") else HEADERS
    parsed = read(cases(*lines, table=f"@table Cases {table}", header=header))
    place = parsed.places["Cases"]
    assert list(parsed.ledger.tables["Cases"].sheet_rows) == read_rows, what
    assert place.last_row == last
    assert place.spare_rows == spare
    assert [f for f in problems(parsed) if not f.startswith("required") or f in found][: len(found) or None] == found


def test_the_real_table_s_totals_row_is_left_out() -> None:
    parsed = rows(case(ANN), case(BOB), TOTAL, table="@totals Cases A1:K4")
    place = parsed.places["Cases"]
    assert (place.last_row, place.totals) == (2, True)
    assert names(parsed) == ["Ann", "Bob"]


def test_a_range_ends_where_its_formulas_do() -> None:
    """Converted to a range: spare rows keep their formulas, a note below is no row."""
    parsed = rows(case(ANN), BLANK, case(BOB), BLANK, BLANK, "", "Seen by Mary", table=PLAIN)
    place = parsed.places["Cases"]
    assert names(parsed) == ["Ann", "Bob"]
    assert (place.last_row, place.spare_rows) == (5, (2, 4, 5))
    assert problems(parsed) == []


def test_a_range_of_values_ends_with_its_last_record() -> None:
    """Pasted as values: no formulas at all."""
    plain = ["RF-1 | Ann | 5 | EUR | 2026-03-01", "", "RF-2 | Bob | 5 | EUR | 2026-03-01", "Total | | 10", "", "Mary"]
    parsed = rows(*plain, table=PLAIN)
    assert names(parsed) == ["Ann", "Bob"]
    assert parsed.places["Cases"].last_row == 3
    assert problems(parsed) == []


def test_a_half_filled_row_directly_below_a_range_goes_on_with_it() -> None:
    parsed = rows(case(ANN), "RF-2 | Bob", "Total | | 1", table=PLAIN)
    assert names(parsed) == ["Ann", "Bob"]
    assert parsed.places["Cases"].last_row == 2


def test_a_total_row_with_its_formulas_ends_a_range() -> None:
    parsed = rows(case(ANN), case(BOB), TOTAL, table=PLAIN)
    assert names(parsed) == ["Ann", "Bob"]
    assert (parsed.places["Cases"].last_row, parsed.places["Cases"].totals) == (2, True)


def test_an_endless_header_is_no_column() -> None:
    parsed = read(f"# Cases\n@table Cases A1:K2\n{line(HEADERS.replace('Customer', 'C' * 300))}\n")
    assert "column-missing Cases!" in problems(parsed)


def test_the_rows_below_count_for_the_layout() -> None:
    parsed = rows(*TWO, case(CAT), table="@table Cases A1:K3")
    assert parsed.places["Cases"].beneath == 1
    assert parsed.layout.tables["Cases"].rows == 3
    assert "Row 4 stands directly below the table, which ends in row 3" in parsed.ledger.problems[0].message


def test_a_second_table_below_ends_the_first() -> None:
    other = "@table Mine A5:B6"
    parsed = rows(*TWO, "", "Case | Customer", "RF-7 | Not mine", table=f"@table Cases A1:K3\n{other}")
    assert names(parsed) == ["Ann", "Bob"]
    assert problems(parsed) == []


def test_two_tables_side_by_side_on_one_sheet() -> None:
    steps = "Step | Case | Mail | Page | Share | At | Kind | Of Case"
    tab = (
        f"# Cases\n@table Cases A1:K2\n@table Log M1:T2\n{HEADERS} | | {steps}\n"
        f"{case(ANN)} | | S1 | RF-001 | | | | | |\n"
    )
    parsed = read(tab, "# Steps\n")
    assert parsed.places["Log"].sheet == "Cases"
    assert parsed.places["Cases"].extra == {}
    assert parsed.ledger.tables["Log"].columns["Case"] == ["RF-001"]


SETUP = [
    (SETTINGS.replace("@name Grace Settings!B5\n", ""), "name-missing Settings!B5", "Grace", 3.0),
    (
        SETTINGS.replace("@name Grace Settings!B5\n", "").replace("Days of grace | 3", "Days of grace | 5"),
        "name-missing Settings!B5",
        "Grace",
        5.0,
    ),
    (
        SETTINGS.replace("@name Grace Settings!B5\n", "").replace("Days of grace | 3", "Grace days | 5"),
        "name-missing Settings!B5",
        "Grace",
        5.0,
    ),
    (
        SETTINGS.replace("@name Grace Settings!B5\n", "").replace("Days of grace | 3 | | Grace", ""),
        "setting-missing !",
        "Grace",
        3.0,
    ),
    (SETTINGS.replace("| 3 |", "| |"), "setting-blank Settings!B5", "Grace", None),
    (SETTINGS.replace("| 3 |", "| '3' |"), "number-as-text Settings!B5", "Grace", 3.0),
    (SETTINGS.replace("| 3 |", "| three |"), "wrong-type Settings!B5", "Grace", "three"),
    (SETTINGS.replace("# Settings", "# Setup").replace("Settings!", "Setup!"), "", "Grace", 3.0),
    (
        SETTINGS.replace("# Settings", "# Setup").replace("Settings!", "Setup!").replace("@name Grace Setup!B5\n", ""),
        "name-missing Setup!B5",
        "Grace",
        3.0,
    ),
    (
        "# Mine\nGrace | 77\n\nDays of grace | 78\n"
        + SETTINGS.replace("Days of grace | 3 | | Grace", "").replace("@name Grace Settings!B5\n", ""),
        "setting-missing !",
        "Grace",
        3.0,
    ),
    (SETTINGS.replace("=TODAY() -> 2026-11-22", "2026-11-01"), "", "Today", 46327.0),
]


@pytest.mark.parametrize(("settings", "problem", "name", "value"), SETUP, ids=range(len(SETUP)))
def test_settings(settings: str, problem: str, name: str, value: object) -> None:
    parsed = parse(SHOP, grid(book(settings).replace(SETTINGS, "")))
    assert problems(parsed) == ([problem] if problem else [])
    assert parsed.ledger.names[name] == value


def test_a_setting_whose_formula_became_a_value_is_frozen() -> None:
    assert read().ledger.frozen == frozenset()
    assert read(SETTINGS.replace("=TODAY() -> 2026-11-22", "2026-11-01")).ledger.frozen == {"Today"}
    assert read(SETTINGS.replace("=TODAY()", "=TODAY()-1")).ledger.frozen == {"Today"}
    assert read(SETTINGS.replace("=TODAY()", "=today()")).ledger.frozen == frozenset()


LISTED = [
    (LISTS, "", ["Damaged", "Late", "Wrong Item"]),
    (LISTS + "Too small\n", "", ["Damaged", "Late", "Wrong Item", "Too small"]),
    (LISTS.replace("Late\n", "\n"), "", ["Damaged", None, "Wrong Item"]),
    (LISTS.replace("A2:A6", "A2:A3"), "entries-below-list Lists!A4", ["Damaged", "Late", "Wrong Item"]),
    (LISTS.replace("@name Reasons Lists!A2:A6\n", ""), "name-missing Lists!A2", ["Damaged", "Late", "Wrong Item"]),
    (
        LISTS.replace("@name Reasons Lists!A2:A6\n", "").replace("Reasons for a refund", "Why"),
        "list-missing !",
        ["Damaged", "Late", "Wrong Item"],
    ),
]


@pytest.mark.parametrize(("lists", "problem", "entries"), LISTED, ids=range(len(LISTED)))
def test_lists(lists: str, problem: str, entries: list[str | None]) -> None:
    parsed = read(lists)
    assert problems(parsed) == ([problem] if problem else [])
    assert parsed.ledger.lists["Reasons"] == entries


def test_dates_in_a_list_are_understood() -> None:
    parsed = read(LISTS.replace("2026-12-25", "'25 December 2026'"))
    assert problems(parsed) == ["date-as-text Lists!B2"]
    assert parsed.ledger.lists["Holidays"] == [46381.0]


def test_a_dashboard_s_input_is_frozen_and_its_figures_are_not_to_be_typed_over() -> None:
    parsed = read(REVIEW.replace('="2026Q3" -> 2026Q3', "2026Q1"))
    assert problems(parsed) == []
    assert parsed.ledger.frozen == {"Quarter"}
    assert parsed.ledger.names["Quarter"] == "2026Q1"
    parsed = read(REVIEW.replace('=COUNTIFS(Cases[Closed On],"") -> 1', "7"))
    assert problems(parsed) == ["figure-overwritten Review!B4"]
    assert parsed.ledger.names["Open_Cases"] == 7.0


def test_a_summary_that_is_gone_is_a_warning() -> None:
    parsed = read(REVIEW.partition("@table")[0] + "\n\n\nOpen cases | 1\nQuarter | x\n")
    assert "dashboard-missing Review!" in problems(parsed)
    assert all(p.severity == "warning" for p in parsed.ledger.problems if p.code == "dashboard-missing")
