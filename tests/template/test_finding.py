"""Hints: the nearest word, or what there is to choose from."""

import pytest

from sheetkit.template.finding import advice, nearest

HINTS = [
    ("Statuss", ["Status", "State"], "list", "Did you mean Status?"),
    ("STATUS", ["Status"], "list", "Did you mean Status?"),
    ("zzz", ["Status", "alpha"], "list", "Known: alpha, Status."),
    ("zzz", [f"word{i:02}" for i in range(14)], "", "Known: " + ", ".join(f"word{i:02}" for i in range(12)) + ", …."),
    ("zzz", [], "list", "There is no list yet; declare one first."),
    ("zzz", [], "", ""),
]


@pytest.mark.parametrize(("word", "known", "kind", "hint"), HINTS)
def test_a_hint_names_the_nearest_word_or_all_of_them(word: str, known: list[str], kind: str, hint: str) -> None:
    assert advice(word, known, kind) == hint


def test_nothing_near_is_nothing() -> None:
    assert nearest("zzz", ["Status"]) == ""
