"""Whatever the text, it is parsed or refused with a place, never anything else, and at once."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.core.errors import FormulaInvalid
from sheetkit.formula.parse import parse

PIECES = st.sampled_from([*"()[]{}\"'#@,;:!%^&*/+-=<> \n\\$1Ae._", "IF(", "T[", "#N/A", "1E", '""', "[@", "[["])


@settings(deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=40)))
def test_any_text_is_parsed_or_refused_with_a_place_inside_it(text: str) -> None:
    refusal = refused(text)
    if refusal:
        assert 0 <= refusal.position <= len(text)
        assert refusal.message.endswith(".")


def refused(text: str) -> FormulaInvalid | None:
    try:
        parse(text)
    except FormulaInvalid as refusal:
        return refusal
    return None


LONG = [
    "(" * 8000,
    ")" * 8000,
    '"' * 8191,
    "'" * 8191,
    "[" * 8191,
    "[" * 4000 + "]" * 4000,
    "IF(" * 2700,
    "-" * 8191,
    "1%" + "%" * 8000,
    "1" * 8191,
    "1+" * 4095 + "1",
    "T[" + "'" * 8000 + "]",
    "#" * 8191,
    "{" * 8191,
    "A:" * 4000,
    "1E+" * 2700,
    "9" * 300 + "E+" + "9" * 300,
]


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:6])
def test_a_hostile_text_is_refused_within_a_second(text: str) -> None:
    started = time.perf_counter()
    with pytest.raises(FormulaInvalid):
        parse(text)
    assert time.perf_counter() - started < 1
