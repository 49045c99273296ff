"""Tables of text line up as a terminal shows them, and nothing in them steers it."""

import pytest

from sheetkit.report.layout import counted, listed, paragraph, shortened, table, visible, width

SHOWN = [
    ("plain", "plain"),
    ("two\nlines\tand a tab", "two lines and a tab"),
    ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
    ("a\u202eb\u2066c", "a\ufffdb\ufffdc"),
    ("\x9b2J", "\ufffd2J"),
    ("Łukasz 迟 👍", "Łukasz 迟 👍"),
]


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_a_text_is_shown_without_what_steers_a_terminal(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("迟到", 4), ("e\u0301", 1), ("", 0)])
def test_width_counts_columns_of_a_terminal(text: str, columns: int) -> None:
    assert width(text) == columns


def test_columns_line_up_with_wide_letters_in_them() -> None:
    assert table(["name", "n"], [["迟到", "7"], ["late", "12"]], [False, True]) == [
        "  name   n",
        "  迟到   7",
        "  late  12",
    ]


def test_what_is_too_long_is_cut_and_says_so() -> None:
    assert shortened("abcdef", 4) == "abc…"
    assert shortened("迟到迟到", 4) == "迟…"
    assert shortened("abcd", 4) == "abcd"


def test_a_paragraph_is_wrapped_after_its_indent() -> None:
    assert paragraph("one two three four five six seven", "  ", 22) == ["  one two three four five six", "  seven"]
    assert paragraph("", "  ") == [""]


@pytest.mark.parametrize(("many", "said"), [(0, "no rows"), (1, "1 row"), (1234, "1,234 rows")])
def test_counts_agree_with_their_noun(many: int, said: str) -> None:
    assert counted(many, "row") == said


@pytest.mark.parametrize(
    ("items", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_end_with_and(items: list[str], said: str) -> None:
    assert listed(items) == said
