"""Rows of a table → the problems of whole rows."""

import pytest

from sheetkit.core.problem import Problem
from sheetkit.records.check import check
from sheetkit.records.parse import parse
from tests.records.grids import grid
from tests.records.shop import SHOP, book, case, cases

STEP_HEADERS = "Step | Case | Mail | Page | Share | At | Kind | Of Case"
OF_CASE = '=IF(Log[[#This Row],[Case]]="","",SUMIFS(Cases[Amount],Cases[Case],Log[[#This Row],[Case]])) -> 1'


def found(*parts: str) -> list[Problem]:
    return list(check(parse(SHOP, grid(book(*parts)))))


def steps(*lines: str) -> str:
    full = [" | ".join([*(cells := line.split("|")), *[""] * (7 - len(cells)), OF_CASE]) for line in lines]
    return "\n".join([f"# Steps\n@table Log A1:H{len(lines) + 1}", STEP_HEADERS, *full, ""])


CASES = [
    (["| Ann | 5 | | 2026-03-01"], "", "", "a blank key is filled by update"),
    (["RF-1 | | 5 | | 2026-03-01"], "required B2 RF-1", "Customer is blank", "blank"),
    (["RF-1 | ' ' | 5 | | 2026-03-01"], "required B2 RF-1", "Customer is blank", "nothing but a space"),
    (["RF-1 | Ann"], "required C2 RF-1, required E2 RF-1", "Amount is blank", "two at once"),
    (["RF-1 | Ann | =1/2 | | 2026-03-01"], "", "", "a formula without its result is another problem"),
    (
        ["RF-1 | Ann | 5 | | 2026-03-01", "rf-1 | Bob | 5 | | 2026-03-01"],
        "duplicate-key A3 rf-1",
        'Case "rf-1" already stands in row 2.',
        "in any case",
    ),
    (
        ["RF-1 | Ann | 5 | | 2026-03-01", "'RF-1 ' | Bob | 5 | | 2026-03-01"],
        "duplicate-key A3 RF-1",
        "already stands in row 2",
        "with a space",
    ),
    (
        ["17 | Ann | 5 | | 2026-03-01", "'17' | Bob | 5 | | 2026-03-01"],
        "duplicate-key A3 17",
        "already stands",
        "number and text",
    ),
    (
        ["RF-1 | Ann | 5 | | 2026-03-02 | 2026-03-01"],
        "dates-out-of-order F2 RF-1",
        "2026-03-01, before Opened On",
        "order",
    ),
    (["RF-1 | Ann | 5 | | 2026-03-01 14:30 | 2026-03-01"], "", "", "the same day, one with its time"),
    (
        ["RF-1 | Ann | 5 | | 2026-03-01 14:30 | 2026-03-01 09:00"],
        "dates-out-of-order F2 RF-1",
        "2026-03-01 09:00",
        "the same day, both with their time",
    ),
    (["RF-1 | Ann | 5 | | '2026-03-02' | '2026-03-01'"], "dates-out-of-order F2 RF-1", "before", "dates as text"),
    (["RF-1 | Ann | 5 | | soon | 2026-03-01"], "", "", "no date, no order"),
]


@pytest.mark.parametrize(("lines", "expected", "says", "what"), CASES, ids=[row[3] for row in CASES])
def test_cases(lines: list[str], expected: str, says: str, what: str) -> None:
    problems = found(cases(*map(case, lines)))
    assert ", ".join(f"{p.code} {p.cell} {p.key}".strip() for p in problems) == expected, what
    assert says in " ".join(p.message for p in problems)
    assert all(p.tab == "Cases" and p.hint for p in problems)


STEPS = [
    (["S1 | RF-001"], "", ""),
    (["S1 | rf-001 "], "", ""),
    (["S1 | RF-003"], "unknown-reference B2", "no row of Cases has that Case. Correct it, or add the row"),
    (["S1 | RF001"], "unknown-reference B2", "Did you mean RF-001?"),
    (["| RF-001"], "required A2", "Step is blank"),
    (["S1 | RF-001", "S1 | RF-002"], "duplicate-key A3", "Correct one of the two rows"),
    (["S1 | RF-001 | a@b.ch", "S2 | RF-001 | A@b.ch"], "duplicate-value C3", "already stands in row 2"),
    (["S1 | RF-001 | ", "S2 | RF-001 | "], "", ""),
]


@pytest.mark.parametrize(("lines", "expected", "says"), STEPS)
def test_references_and_unique_values(lines: list[str], expected: str, says: str) -> None:
    problems = found(steps(*lines))
    assert ", ".join(f"{p.code} {p.cell}" for p in problems) == expected
    assert says in " ".join(f"{p.message} {p.hint}" for p in problems)


def test_without_the_other_table_nothing_is_said_of_its_keys() -> None:
    assert found("# Cases\n", steps("S1 | RF-003")) == []


def test_a_missing_column_is_not_blank_in_every_row() -> None:
    header = "Case | Amount | Opened On"
    assert found(f"# Cases\n@table Cases A1:C2\n{header}\nRF-1 | 5 | 2026-03-01\n") == []
