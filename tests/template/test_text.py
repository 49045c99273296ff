"""The YAML text of a template: what is read as what, and which traps are named."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.template.text import MAX_BYTES, MAX_DEPTH, plain

READ = [
    ("a: text", {"a": "text"}),
    ("a: 12", {"a": 12}),
    ("a: -3", {"a": -3}),
    ("a: 1.5", {"a": 1.5}),
    ("a: true", {"a": True}),
    ("a: False", {"a": False}),
    ("a:", {"a": None}),
    ("a: ~", {"a": None}),
    ("a: '2026-03-12'", {"a": "2026-03-12"}),
    ("a: 'yes'", {"a": "yes"}),
    ('a: =IF([@B]="", "", 1)', {"a": '=IF([@B]="", "", 1)'}),
    ("a: =", {"a": "="}),
    ("a: [x, 1, true]", {"a": ["x", 1, True]}),
    ("on: [Status]", {"on": ["Status"]}),
    ("{Yes: true, 3: x}", {"Yes": True, "3": "x"}),
    ("- a\n- b", ["a", "b"]),
]


@pytest.mark.parametrize(("text", "data"), READ)
def test_plain_yaml_is_read_as_it_looks(text: str, data: object) -> None:
    result = plain(text)
    assert not result.findings
    assert result.data == data


TRAPS = [
    ("x: 1\na: yes", 2, "yes without quotes is read as true or false", "Write true"),
    ("a: [No]", 1, "No without quotes is read as true or false", "Write false"),
    ("a: off", 1, "off without quotes is read as true or false", '"off" in quotes'),
    ("a: 2026-03-12", 1, "is read as a date of YAML's own kind", '"2026-03-12" in quotes'),
    ("a: 1:30", 1, "1:30 without quotes is read as a number of another base or of 60ths", '"1:30" in quotes'),
    ("a: 010", 1, "010 without quotes is read as a number of another base", '"010" in quotes'),
    ("a: 0x1F", 1, "is read as a number of another base", "in quotes"),
    ("a: 1_000", 1, "is read as a number of another base", "in quotes"),
    ("a: .inf", 1, "an infinity", "in quotes"),
    ("a: <<", 1, "an instruction to merge", "in quotes"),
    ("a: 1\nb: 2\na: 3", 3, "a is given twice here; the first is on line 1", "Keep one"),
    ("a: &x 1\nb: *x", 1, "&x is an anchor or alias", "Write the value out"),
    ("a: 1\nb: *x", 2, "*x is an anchor or alias", "needs quotes"),
    ("a: !!python/object:os.system x", 1, "is a YAML tag", "plain value"),
    ("a: b: c", 1, "This is not YAML: mapping values are not allowed here", "single quotes"),
    ("a: 1\n\tb: 2", 2, "This is not YAML", "spaces, not with tabs"),
    ("a: [1, 2", 1, "This is not YAML", "indentation and the quotes"),
    ("a: {b: =SUM(T[c])}", 1, "This is not YAML", "single quotes"),
    ("a: 1\n---\nb: 2", 2, "A second document begins here", "one template"),
    ("? [a, b]\n: 1", 1, "A list or mapping stands where a key must be", "Quote"),
    ("", 1, "The text is empty", "name:"),
    ("# nothing but a comment", 1, "The text is empty", "name:"),
    ("a: \x01", 1, "This is not YAML", "UTF-8"),
]


@pytest.mark.parametrize(("text", "line", "message", "hint"), TRAPS)
def test_a_trap_is_named_with_its_line_and_a_way_out(text: str, line: int, message: str, hint: str) -> None:
    result = plain(text)
    told = [(result.line(f.path), f.message, f.hint) for f in result.findings]
    assert any(at == line and message in found and hint in advice for at, found, advice in told), told


def test_all_traps_of_a_text_come_at_once() -> None:
    result = plain("a: yes\nb: 2026-01-01\nc: 010\nd: fine\n")
    assert [result.line(f.path) for f in result.findings] == [1, 2, 3]
    assert result.data["d"] == "fine"


def test_an_alias_bomb_is_refused_at_once() -> None:
    """Nine lines that would unfold to a thousand million entries."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    started = time.perf_counter()
    result = plain("\n".join(lines))
    assert time.perf_counter() - started < 1
    assert result.data is None
    assert result.findings


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * (MAX_DEPTH + 1) + "x", "{a: " * (MAX_DEPTH + 1)])
def test_absurd_nesting_is_refused_before_it_is_built(text: str) -> None:
    result = plain(text)
    assert result.data is None
    assert "deeper" in result.findings[0].message or "not YAML" in result.findings[0].message


def test_a_text_over_the_limit_is_refused_unread() -> None:
    result = plain("#" * (MAX_BYTES + 1))
    assert f"{MAX_BYTES:,}" in result.findings[0].message


def test_every_key_and_value_knows_its_line() -> None:
    result = plain("a: 1\nb:\n  - c: 2\n    d: 3\n  - e\n")
    lines = [result.line(p) for p in [("a",), ("b",), ("b", 0, "c"), ("b", 0, "d"), ("b", 1), ("b", 0, "missing")]]
    assert lines == [1, 2, 3, 4, 5, 3]


@given(st.text(max_size=60))
def test_no_text_whatever_raises(text: str) -> None:
    result = plain(text)
    assert result.findings or result.data is not None or text
