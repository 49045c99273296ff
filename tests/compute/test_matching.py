"""Totals by criteria, found by codes and sorting, equal those found cell by cell."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.compute.frame import Scope, evaluate
from sheetkit.compute.vector import Vector
from sheetkit.compute.wildcards import has_wildcards
from sheetkit.core.values import DIV0, NA, CellValue
from sheetkit.formula.parse import parse

PLAIN: list[CellValue] = [None, "", "a", "A", "b", "1", 1.0, 2.0, 0.1 + 0.2, 0.3, True, "true"]
KEYS = st.sampled_from([*PLAIN, NA, "a*", "x~", "?", "*", "*b", "ab", "<>a*"])
FEW = st.sampled_from(PLAIN[2:7])
LIMITS = st.sampled_from([0.0, 1.0, 2.5, -1.0, 7.0, None])
ROWS = st.lists(st.tuples(KEYS, KEYS, LIMITS, LIMITS), min_size=1, max_size=12)
PLAIN_ROWS = st.lists(st.tuples(FEW, FEW, LIMITS, LIMITS), min_size=1, max_size=12)

CRITERIA = [
    ("T[K]", "[@K]"),
    ("T[L]", "[@L]"),
    ("T[N]", '">"&[@N]'),
    ("T[N]", '"<="&[@M]'),
    ("T[M]", '">="&[@N]'),
    ("T[M]", '"<>"&[@N]'),
    ("T[K]", '"<>"&[@L]'),
    ("T[L]", '"a*"'),
    ("T[N]", '">0"'),
]
COMBINATIONS = [
    *[(one,) for one in CRITERIA],
    *[pair for pair in product(CRITERIA, CRITERIA) if pair[0] < pair[1]],
    (CRITERIA[0], CRITERIA[1], CRITERIA[2], CRITERIA[3], CRITERIA[8]),
]


def _scope(rows: list[tuple[CellValue, ...]]) -> Scope:
    columns = {name: Vector.of([row[place] for row in rows]) for place, name in enumerate("KLNM")}
    return Scope({"T": columns}, {}, "T", len(rows))


@settings(max_examples=150, deadline=None)
@given(ROWS | PLAIN_ROWS, st.sampled_from(COMBINATIONS))
def test_all_rows_at_once_give_what_each_row_alone_gives(
    rows: list[tuple[CellValue, ...]], criteria: tuple[tuple[str, str], ...]
) -> None:
    """One row alone has one query, which becomes a plain mask: the slow and simple way."""
    text = ",".join(f"{cells},{criterion}" for cells, criterion in criteria)
    scope = _scope(rows)
    for formula in (f"=COUNTIFS({text})", f"=SUMIFS(T[N],{text})", f"=AVERAGEIFS(T[M],{text})"):
        together = evaluate(parse(formula), scope).to_values()
        alone = [
            evaluate(parse(formula.replace("[@", "R[@")), Scope({**scope.tables, "R": _row(scope, row)}, {}, "R", 1))
            for row in range(len(rows))
        ]
        expected = [value.to_values()[0] for value in alone]
        assert [type(value) for value in together] == [type(value) for value in expected]
        assert together == [pytest.approx(value) if isinstance(value, float) else value for value in expected]


def test_two_keys_and_a_bound_are_found_by_group_and_stretch() -> None:
    """The commonest join by hand: how many rows of the same order and item came before, and what they add up to."""
    order: list[CellValue] = ["o1", "o2", "O1", "o1", "o2", "o1"]
    item: list[CellValue] = ["a", "a", "A", "b", "a", "a"]
    line: list[CellValue] = [3.0, 1.0, 1.0, 2.0, 2.0, 2.0]
    columns = {"K": Vector.of(order), "L": Vector.of(item), "N": Vector.of(line)}
    scope = Scope({"T": columns}, {}, "T", 6)
    pairs = 'T[K],[@K],T[L],[@L],T[N],"<"&[@N]'
    assert evaluate(parse(f"=COUNTIFS({pairs})"), scope).to_values() == [2.0, 0.0, 0.0, 0.0, 1.0, 1.0]
    assert evaluate(parse(f"=SUMIFS(T[N],{pairs})"), scope).to_values() == [3.0, 0.0, 0.0, 0.0, 1.0, 1.0]
    assert evaluate(parse("=COUNTIFS(T[K],[@K],T[L],[@L])"), scope).to_values() == [3.0, 2.0, 3.0, 1.0, 2.0, 3.0]


def test_wildcards_that_differ_by_row_match_each_text_they_can() -> None:
    """Every row asks with its own text; "?" matches the text 5 but not the number, "*" no cell without text."""
    keys: list[CellValue] = ["a*", "*b", "?", "ab", "5", 5.0, None, "*", "a~*", "A*B", "*"]
    scope = Scope({"T": {"K": Vector.of(keys), "N": Vector.of([1.0] * 11)}}, {}, "T", 11)
    expected = [4.0, 3.0, 4.0, 1.0, 2.0, 2.0, 0.0, 9.0, 1.0, 2.0, 9.0]
    assert evaluate(parse("=COUNTIFS(T[K],[@K])"), scope).to_values() == expected
    assert evaluate(parse('=SUMIFS(T[N],T[K],[@K],T[N],">"&0)'), scope).to_values() == expected


def test_the_first_error_among_the_cells_met_is_the_sum() -> None:
    """Forty errors of two kinds, in turn; each row adds up the rows from its own on."""
    values: list[CellValue] = [1.0, *([NA, DIV0] * 20), 2.0]
    rows: list[CellValue] = [float(row) for row in range(42)]
    scope = Scope({"T": {"V": Vector.of(values), "N": Vector.of(rows)}}, {}, "T", 42)
    expected: list[CellValue] = [NA, *([NA, DIV0] * 20), 2.0]
    assert evaluate(parse('=SUMIFS(T[V],T[N],">="&[@N])'), scope).to_values() == expected


def _row(scope: Scope, row: int) -> dict[str, Vector]:
    return {name: cells.rows(slice(row, row + 1)) for name, cells in scope.tables["T"].items()}


@settings(max_examples=100, deadline=None)
@given(ROWS)
def test_match_finds_the_first_cell_that_equals(rows: list[tuple[CellValue, ...]]) -> None:
    """MATCH by codes against `=`, cell by cell; kinds must be the same, and a blank looks for 0."""
    found = evaluate(parse("=IFERROR(MATCH([@K],T[L],0),0)"), _scope(rows)).to_values()
    for (key, *_), place in zip(rows, found, strict=True):
        wanted = 0.0 if key is None else key
        if wanted == NA or (isinstance(wanted, str) and has_wildcards(wanted)):
            continue  # wildcards and errors have tests of their own
        equal = [other for other, row in enumerate(rows, start=1) if _same(wanted, row[1])]
        assert place == (equal[0] if equal else 0.0)


def _same(one: CellValue, other: CellValue) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.lower() == other.lower()
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other)
    return type(one) is type(other) and one == other
