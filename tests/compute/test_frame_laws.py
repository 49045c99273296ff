"""What holds for every formula and all data: rows stand for themselves, and nothing is ever raised."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.compute import frame
from sheetkit.compute.extent import CHUNK_CELLS
from sheetkit.compute.frame import Scope, evaluate
from sheetkit.compute.vector import Vector
from sheetkit.core.values import ERRORS, CellError, CellValue
from sheetkit.formula.functions import FUNCTIONS
from sheetkit.formula.parse import parse
from tests.compute.expressions import NAMES, TABLES, Grammar

CELLS: st.SearchStrategy[CellValue] = st.one_of(
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-50_000, 50_000),
    st.booleans(),
    st.sampled_from(["", " ", "apple", "12", "2026-03-12", "a*", "=1", "TRUE", "Ünï"]),
    st.text(max_size=4),
    st.sampled_from(list(ERRORS.values())),
)
NAMED = {name: Vector.of(value) if isinstance(value, list) else Vector.one(value) for name, value in NAMES.items()}


def _scope(columns: dict[str, list[CellValue]]) -> Scope:
    """The columns as table T, and the same cells, upside down, as table U."""
    other = [list(reversed(values)) for values in columns.values()]
    tables = {
        "T": {name: Vector.of(values) for name, values in columns.items()},
        "U": {name: Vector.of(values) for name, values in zip(TABLES["U"], other, strict=False)},
    }
    return Scope(tables, NAMED, "T", len(next(iter(columns.values()))))


def test_every_function_of_the_language_is_there() -> None:
    """The list of `formula.functions` and this one are the same; TODAY is the scope's."""
    assert frame.FUNCTIONS.keys() | {"TODAY"} == FUNCTIONS.keys()


def test_today_is_the_scopes() -> None:
    assert evaluate(parse("=TODAY()+1"), Scope(today=46100.0)).to_values() == [46101.0]
    assert evaluate(parse("=TODAY()"), Scope()).to_values() == [CellError("#N/A")]


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(0, 4), st.randoms(use_true_random=False))
def test_no_data_makes_a_formula_raise(data: st.DataObject, height: int, chance: Random) -> None:
    """Any cells in any column, tables without rows included: one value a row comes out, of a known kind."""
    columns = {name: data.draw(st.lists(CELLS, min_size=height, max_size=height)) for name in TABLES["T"]}
    values = evaluate(parse(Grammar(chance).formula()), _scope(columns)).to_values()
    assert len(values) == height
    assert all(isinstance(value, float | str | bool | CellError) for value in values)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.permutations(range(9)))
def test_the_order_of_rows_moves_values_with_their_rows(seed: int, order: list[int]) -> None:
    """Sorting a table changes no row's values: what a formula over columns finds does not hang on its place."""
    formula = Grammar(Random(seed)).formula()  # noqa: S311 - a formula, no secret
    if "MATCH(" in formula or "INDEX(" in formula:
        return  # these do ask for the place
    before = evaluate(parse(formula), _scope(TABLES["T"])).to_values()
    moved = {name: [values[place] for place in order] for name, values in TABLES["T"].items()}
    after = evaluate(parse(formula), Scope(_scope(moved).tables, NAMED, "T", 9)).to_values()
    for place, value in zip(order, after, strict=True):
        expected = before[place]
        assert type(value) is type(expected)
        if isinstance(value, float) and isinstance(expected, float):
            assert abs(value - expected) <= 1e-9 * max(1.0, abs(expected))
        elif not isinstance(value, CellError):
            assert value == expected


def test_rows_by_cells_beyond_one_stretch_are_the_same_as_row_by_row() -> None:
    """A quadratic formula over more cells than are computed at a time."""
    height = 700
    assert height * height > 4 * CHUNK_CELLS
    group = [f"g{row % 13}" if row % 7 else None for row in range(height)]
    amount: list[CellValue] = [float(row * 37 % 101) if row % 11 else None for row in range(height)]
    scope = Scope({"T": {"G": Vector.of(group), "A": Vector.of(amount)}}, {}, "T", height)
    found = evaluate(parse("=SUMPRODUCT((T[G]=[@G])*(T[A]>[@A])*T[A])+[@A]"), scope).to_values()
    number = [value if isinstance(value, float) else 0.0 for value in amount]
    key = [name or "" for name in group]
    expected = [
        sum(number[j] for j in range(height) if key[j] == key[i] and number[j] > number[i]) + number[i]
        for i in range(height)
    ]
    assert found == expected


def test_an_array_outside_tables_comes_out_whole_and_in_rows_as_its_first_element() -> None:
    tables = {"T": {"A": Vector.of([1.0, None, 3.0])}}
    assert evaluate(parse("=T[A]*2"), Scope(tables)).to_values() == [2.0, 0.0, 6.0]
    assert evaluate(parse("=T[A]*2"), Scope(tables, {}, "T", 3)).to_values() == [2.0, 2.0, 2.0]
    assert evaluate(parse("=T[A]+[@A]"), Scope(tables, {}, "T", 3)).to_values() == [2.0, 1.0, 4.0]


def test_what_the_scope_does_not_know_is_a_name_error() -> None:
    """Columns, tables, names, functions and calls with too few arguments, as a spreadsheet has it."""
    for formula in ("=Nowhere", "=T[Gone]", "=Gone[A]", "=[@Gone]", "=FROBNICATE(1)", "=ROUND(1)"):
        assert evaluate(parse(formula), _scope(TABLES["T"])).to_values() == [CellError("#NAME?")] * 9


def test_lists_and_tables_without_a_cell_are_empty_not_errors() -> None:
    """Totals are 0, means and medians have nothing to divide, lookups find nothing."""
    scope = Scope({"T": {"A": Vector.of([])}})
    for formula, value in (
        ("=SUM(T[A])", 0.0),
        ("=COUNTIFS(T[A],1)", 0.0),
        ("=MAX(T[A])", 0.0),
        ("=AVERAGE(T[A])", CellError("#DIV/0!")),
        ("=MEDIAN(T[A])", CellError("#NUM!")),
        ("=LARGE(T[A],1)", CellError("#NUM!")),
        ("=MATCH(1,T[A],0)", CellError("#N/A")),
        ("=INDEX(T[A],1)", CellError("#REF!")),
        ("=T[A]+1", CellError("#VALUE!")),
    ):
        assert evaluate(parse(formula), scope).to_values() == [value]


def test_ranges_computed_for_each_row_can_be_searched() -> None:
    """MATCH over a condition on two columns, exact and by order, and holidays that differ by row."""
    columns = {
        "A": Vector.of(["x", "y", "x"]),
        "B": Vector.of([1.0, 1.0, 2.0]),
        "D": Vector.of([46094.0, 46097.0, None]),
    }
    scope = Scope({"T": columns}, {}, "T", 3)
    assert evaluate(parse("=MATCH(1,(T[A]=[@A])*(T[B]>=[@B]),0)"), scope).to_values() == [1.0, 2.0, 3.0]
    assert evaluate(parse("=MATCH(3,T[B]+[@B],1)"), scope).to_values() == [3.0, 3.0, 2.0]
    assert evaluate(parse("=WORKDAY(46093,1,[@D])"), scope).to_values() == [46097.0, 46094.0, 46094.0]


def test_arrays_of_unequal_length_end_in_na() -> None:
    """As in an array formula; texts and numbers alike."""
    names = {"Short": Vector.of(["a", "b"]), "Long": Vector.of([1.0, 2.0, 3.0])}
    assert evaluate(parse("=Short&Long"), Scope(names=names)).to_values() == ["a1", "b2", CellError("#N/A")]


def test_texts_of_many_stretches_are_put_together_again() -> None:
    """A formula that is wide in every row, and gives texts in some rows and errors in others."""
    height = 400
    words: list[CellValue] = [f"w{row}" if row < 399 else CellError("#REF!") for row in range(height)]
    scope = Scope({"T": {"W": Vector.of(words), "N": Vector.of([1.0] * height)}}, {}, "T", height)
    formula = "=INDEX(T[W],MATCH(1,(T[W]=[@W])*1,0))"
    lone = Scope({"T": {"W": Vector.of(words[:399]), "N": Vector.of([1.0] * 399)}}, {}, "T", 399)
    assert evaluate(parse(formula), lone).to_values() == words[:399]
    assert evaluate(parse("=[@W]&T[N]"), lone).to_values() == [f"{word}1" for word in words[:399]]
    assert evaluate(parse(formula), scope).to_values() == [*words[:399], CellError("#N/A")]


def test_a_format_that_follows_the_readers_country_is_refused() -> None:
    assert evaluate(parse('=TEXT(46093,"yyyy-mm-dd")'), Scope()).to_values() == [CellError("#VALUE!")]
    assert evaluate(parse("=VALUE(TRUE)"), Scope()).to_values() == [CellError("#VALUE!")]
    assert evaluate(parse('=REPT("a",32767)&"b"'), Scope()).to_values() == [CellError("#VALUE!")]
