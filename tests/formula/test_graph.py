"""In which order formulas are computed, and which circles are refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.formula.ast import Call, Name, Node, Number
from sheetkit.formula.graph import FormulaCycle, Ref, order, references
from sheetkit.formula.parse import parse


def column(name: str, table: str = "Cases") -> Ref:
    return ("column", table, name)


def formulas(**texts: str) -> dict[Ref, Node]:
    """Formulas by what they fill: `A="…"` fills Cases[A], `_A="…"` the named cell A, `Log_A="…"` Log[A]."""
    found: dict[Ref, Node] = {}
    for key, text in texts.items():
        table, _, name = key.rpartition("_")
        named = key.startswith("_")
        found[("name", name) if named else column(name, table or "Cases")] = parse(text)
    return found


READS: list[tuple[str, set[Ref]]] = [
    ("1", set()),
    ("[@A]+Cases[@B]", {column("A"), column("B")}),
    ("SUM(Log[A])&Today", {column("A", "Log"), ("name", "Today")}),
    ("IF([@A],-[@B],Today%)", {column("A"), column("B"), ("name", "Today")}),
]


@pytest.mark.parametrize(("text", "reads"), READS)
def test_what_a_formula_reads(text: str, reads: set[Ref]) -> None:
    assert references(parse(text), "Cases") == reads


def test_a_formula_comes_after_all_that_it_reads() -> None:
    given_formulas = formulas(C="[@B]", B="[@A]+Typed", A="[@Typed]", _Total="SUM(Cases[C])", Log_X="Total")
    assert order(given_formulas) == [column("A"), column("B"), column("C"), ("name", "Total"), column("X", "Log")]


def test_columns_of_one_name_in_two_tables_are_two() -> None:
    assert order(formulas(A="SUM(Log[A])", Log_A="[@B]")) == [column("A", "Log"), column("A")]


CIRCLES = [
    (formulas(A="[@A]+1"), "Cases[A] → Cases[A]"),
    (formulas(A="SUM(Cases[A])"), "Cases[A] → Cases[A]"),
    (formulas(A="[@B]", B="[@A]"), "Cases[A] → Cases[B] → Cases[A]"),
    (formulas(A="[@B]", B="Total", _Total="SUM(Cases[A])"), "Cases[A] → Cases[B] → Total → Cases[A]"),
]


@pytest.mark.parametrize(("circle", "path"), CIRCLES)
def test_a_circle_is_refused_and_its_path_named(circle: dict[Ref, Node], path: str) -> None:
    with pytest.raises(FormulaCycle) as caught:
        order(circle)
    names = path.split(" → ")
    shown = caught.value.message.removeprefix("Formulas wait for each other: ").removesuffix(".").split(" → ")
    assert shown[0] == shown[-1]
    rotations = [[*names[at:-1], *names[:at], names[at]] for at in range(len(names) - 1)]
    assert shown in rotations
    assert len(caught.value.cycle) == len(names)
    assert caught.value.advice


@settings(deadline=None)
@given(st.lists(st.sets(st.integers(0, 9), max_size=4), min_size=10, max_size=10))
def test_the_order_holds_for_any_formulas_without_a_circle(reads: list[set[int]]) -> None:
    """Formula number n reads some of the formulas before it; they are given last first."""
    given_formulas: dict[Ref, Node] = {
        ("name", f"N{at}"): Call("SUM", (Number(0), *(Name(f"N{other}") for other in earlier if other < at)))
        for at, earlier in reversed(list(enumerate(reads)))
    }
    found = order(given_formulas)
    assert sorted(found) == sorted(given_formulas)
    for at, ref in enumerate(found):
        assert references(given_formulas[ref]) <= set(found[:at])
