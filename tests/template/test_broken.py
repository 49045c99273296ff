"""However a template is damaged, it loads or every mistake is told with its line; nothing else ever comes out."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.core.errors import TemplateInvalid
from sheetkit.template.load import load_text

LINES = (Path(__file__).parents[1] / "templates/library-loans/template.yaml").read_text(encoding="utf-8").splitlines()
JUNK = [
    *["", "  ", "x", "- x", "name: x", "name:", "type: date", "key: 3", "columns: []", "formula: =1+", "{", "]", "'"],
    *["- []", "between: [a]", "choices: {}", "stamp: {}", "measure: {kind: sum}", "tabs:", "0: 1", "? x", "&a *a"],
    *["\t", "\x00"],
]

places = st.integers(0, len(LINES) - 1)
damage = st.one_of(
    st.tuples(st.just("drop"), places, st.none()),
    st.tuples(st.just("double"), places, st.none()),
    st.tuples(st.just("indent"), places, st.integers(-4, 4)),
    st.tuples(st.just("junk"), places, st.sampled_from(JUNK)),
    st.tuples(st.just("value"), places, st.sampled_from(JUNK)),
)


def damaged(lines: list[str], how: str, place: int, what: str | int | None) -> list[str]:
    """The lines with one of them dropped, doubled, moved in or out, given other text below it or another value."""
    line = lines[place % len(lines)]
    margin = line[: len(line) - len(line.lstrip())]
    before, after = lines[: place % len(lines)], lines[place % len(lines) + 1 :]
    if how == "drop":
        return before + after
    if how == "double":
        return [*before, line, line, *after]
    if isinstance(what, int):
        return [*before, " " * what + line if what > 0 else line[-what:], *after]
    if how == "junk":
        return [*before, line, f"{margin}{what}", *after]
    return [*before, f"{line.partition(':')[0]}: {what}", *after]


@settings(max_examples=100, deadline=None)
@given(st.lists(damage, min_size=1, max_size=3))
def test_a_damaged_template_loads_or_is_told_line_by_line(damages: list[tuple[str, int, str | int | None]]) -> None:
    lines = LINES
    for how, place, what in damages:
        lines = damaged(lines, how, place, what) or ["x"]
    error = refusal("\n".join(lines))
    if error is None:
        return
    assert error.problems
    for problem in error.problems:
        assert 1 <= int(problem.cell.removeprefix("line ")) <= len(lines) + 1
        assert problem.message.partition(" in: ")[0].partition(" In: ")[0].strip(), problem
        assert problem.code == "template"


def refusal(text: str) -> TemplateInvalid | None:
    """What loading the text raises, None when it loads."""
    try:
        load_text(text)
    except TemplateInvalid as error:
        return error
    return None
