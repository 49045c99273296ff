"""I1 to I6 under whatever people and faults do, on two sides in memory; and each safety rule is needed for it."""

import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.sync.rules import Rules
from tests.sync.play import Broken, Op, Play

STEPS = int(os.environ.get("SHEETKIT_SYNC_STEPS", "4000"))
"""100,000 in a documented run (docs/sync.md)."""
OPS: st.SearchStrategy[list[Op]] = st.lists(
    st.tuples(st.integers(0, 18), st.integers(0, 1), st.integers(0, 11), st.integers(0, 11)), max_size=20
)


@given(OPS)
@settings(max_examples=150, deadline=None)
def test_i1_to_i6_hold_after_any_edits_and_faults(ops: list[Op]) -> None:
    play = Play()
    for op in ops:
        play.act(op)
    play.sync()


def drawn(seed: int, length: int = 20) -> list[Op]:
    draw = random.Random(seed)  # noqa: S311 - a game
    return [(draw.randrange(19), draw.randrange(2), draw.randrange(12), draw.randrange(12)) for _ in range(length)]


def test_i1_to_i6_hold_in_long_games() -> None:
    for seed in range(STEPS // 20):
        play = Play()
        for op in drawn(seed):
            play.act(op)
        play.sync()


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        ("keep_edit_against_delete", "I1"),
        ("wait_when_both_changed", "I1"),
        ("part_copies", "I"),
        ("part_new_rows", "I"),
        ("adopt_wiped_keys", "I5"),
    ],
)
def test_without_a_rule_a_promise_breaks(rule: str, broken: str) -> None:
    with pytest.raises(Broken, match=broken):
        play_many(Rules(**{rule: False}))


def play_many(rules: Rules) -> None:
    for seed in range(400):
        play = Play(rules)
        for op in drawn(seed, 12):
            play.act(op)
        play.sync()
