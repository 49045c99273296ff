"""Random syntax trees: everything that `parse` can give, and nothing else."""

from hypothesis import strategies as st

from sheetkit.core.values import ERRORS
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
from sheetkit.formula.functions import FUNCTIONS
from sheetkit.formula.operators import RANKS

WORDS = st.sampled_from(["Cases", "Vendors", "Today", "Größe", "a.b_1", "e", "E1x", "True_1"])
COLUMN_NAMES = st.one_of(
    st.sampled_from(["Amount", "Closed On", "1E+5", "5", "#", "'", "''", "'[", "[]", "@", "]]", " ", "#This Row"]),
    st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=12),
)
TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12)
NUMBERS = st.one_of(st.integers(0, 10**18).map(float), st.floats(0, allow_infinity=False).map(abs))

LEAVES: st.SearchStrategy[Node] = st.one_of(
    NUMBERS.map(Number),
    TEXTS.map(Text),
    st.booleans().map(Bool),
    st.sampled_from(list(ERRORS.values())).map(Error),
    st.builds(ThisRow, COLUMN_NAMES),
    st.builds(ThisRow, COLUMN_NAMES, WORDS),
    st.builds(Column, WORDS, COLUMN_NAMES),
    WORDS.map(Name),
)


def _branches(below: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    args = st.lists(st.one_of(below, st.just(Missing())), max_size=4)
    # One missing argument alone reads as no argument: F() is both.
    calls = st.builds(Call, st.sampled_from(sorted(FUNCTIONS)), args.filter(lambda a: a != [Missing()]).map(tuple))
    return st.one_of(
        st.builds(Unary, st.sampled_from("+-"), below),
        st.builds(Percent, below),
        st.builds(Binary, st.sampled_from(list(RANKS)), below, below),
        calls,
    )


TREES: st.SearchStrategy[Node] = st.recursive(LEAVES, _branches, max_leaves=24)
