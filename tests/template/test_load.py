"""Loading a template: by name, from a folder, a file or a text, with every mistake at its line."""

from pathlib import Path

import pytest

from sheetkit.core.errors import FileMissing, TemplateInvalid
from sheetkit.template.load import bundled, bundled_folder, find, load_template, load_text
from sheetkit.template.model import Template

SMALL = """\
name: small
version: 1
title: Small
tabs:
  - name: Things
    key: Thing
    columns:
      - name: Thing
      - name: Weight
        type: number
"""


def mistakes(text: str) -> list[tuple[str, str, str]]:
    """The line, message and hint of each problem of a text that must not load."""
    with pytest.raises(TemplateInvalid) as caught:
        load_text(text, "small.yaml")
    assert {(problem.code, problem.tab) for problem in caught.value.problems} == {("template", "small.yaml")}
    return [(problem.cell, problem.message, problem.hint) for problem in caught.value.problems]


def test_a_template_loads_from_a_text() -> None:
    template = load_text(SMALL)
    assert isinstance(template, Template)
    assert [column.name for column in template.tabs[0].columns] == ["Thing", "Weight"]


@pytest.mark.parametrize("name", bundled())
def test_every_template_that_comes_along_loads_by_its_name(name: str) -> None:
    assert load_template(name).name == name


def test_refund_log_comes_along() -> None:
    assert "refund-log" in bundled()


@pytest.mark.parametrize("folder", sorted(Path(__file__).parent.parent.joinpath("templates").iterdir()))
def test_every_template_of_the_tests_loads_from_its_folder(folder: Path) -> None:
    assert load_template(folder).name == folder.name


def test_a_template_loads_from_a_folder_a_file_and_a_text_alike(tmp_path: Path) -> None:
    file = tmp_path / "template.yaml"
    file.write_text(SMALL, encoding="utf-8")
    assert load_template(tmp_path) == load_template(file) == load_template(str(file)) == load_text(SMALL)
    assert find(tmp_path).folder == tmp_path


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "windows.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert load_template(file).name == "small"


def test_messages_call_a_bundled_template_by_its_short_name() -> None:
    assert find("refund-log").origin == "refund-log/template.yaml"
    assert find(str(bundled_folder() / "refund-log")).origin == "refund-log/template.yaml"


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(FileMissing) as caught:
        load_template("refundlog")
    assert "Did you mean refund-log?" in str(caught.value)


def test_a_folder_without_a_template_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match=r"no template\.yaml in this folder"):
        load_template(tmp_path)


def test_a_file_that_is_no_text_is_refused_with_the_line(tmp_path: Path) -> None:
    file = tmp_path / "binary.yaml"
    file.write_bytes(b"name: x\nversion: \xff\xfe\n")
    with pytest.raises(TemplateInvalid) as caught:
        load_template(file)
    assert caught.value.problems[0].cell == "line 2"
    assert "UTF-8" in caught.value.problems[0].hint


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.yaml"
    with file.open("wb") as handle:
        handle.truncate(3_000_000_000)
    with pytest.raises(TemplateInvalid, match="bytes"):
        load_template(file)


SHAPES = [
    ("titel: x\n", ["line 11"], "titel is not a key of a template", "Did you mean title?"),
    ("        tpye: x\n", ["line 11"], "tpye is not a key of a column", "Did you mean type?"),
    ("settings:\n  - label: x\n", ["line 12"], "This setting has no name", "Add name:"),
    ("settings:\n  - name: my setting\n", ["line 12"], "a name that formulas use has only letters", "Write _"),
    ("settings: 3\n", ["line 11"], "settings is 3, but it must be a list", "Write [a, b]"),
    ("settings: [3]\n", ["line 11"], "is 3, but it must be a mapping of keys", "indented"),
    ("lists:\n  - name: L\n    spare: -1\n", ["line 13"], "spare is -1; it must be at least 0", "another number"),
    ("lists:\n  - name: L\n    values: {a: 1}\n", ["line 13"], "values is a mapping, but it must be a list", "Write"),
    ("currency: 3\n", ["line 11"], "currency is 3, but it must be a text", "in quotes"),
    ("samples: {Things: 3}\n", ["line 11"], "Things is 3, but it must be a text", "in quotes"),
    ("samples: [a]\n", ["line 11"], "samples is a list, but it must be a mapping", "indented"),
    ("about:\n", ["line 11"], "about is left empty, but it must be a text", "in quotes"),
]


@pytest.mark.parametrize(("more", "lines", "message", "hint"), SHAPES)
def test_a_key_or_value_of_the_wrong_shape_is_told_at_its_line(
    more: str, lines: list[str], message: str, hint: str
) -> None:
    told = mistakes(SMALL + more)
    assert [line for line, _, _ in told] == lines, told
    assert message in told[0][1]
    assert hint in told[0][2]


COLUMNS = [
    ("type: nummer", "none of: text, long text, choice", "Did you mean number?"),
    ("formula: IF(1,2,3)", "a formula begins with =", "Put = in front"),
    ("required: maybe", "must be true or false", "docs/templates.md"),
    ("between: [1]", "between has too few entries", "Write two"),
    ("between: [1, 2, 3]", "must be a list of another length", ""),
    ("choices: {a: b}", "must be a list", "[a, b]"),
    ("width: 900", "it must be at most 255", "another number"),
    ("stamp: {kind: chek}", "none of: check, first seen", "Did you mean check?"),
]


@pytest.mark.parametrize(("key", "message", "hint"), COLUMNS)
def test_a_columns_key_of_the_wrong_shape_is_told_once(key: str, message: str, hint: str) -> None:
    """Unions and optional keys, which pydantic reports member by member, make one mistake each."""
    told = mistakes(SMALL.replace("type: number", key))
    assert len(told) == 1, told
    assert told[0][0] == "line 10"
    assert message in told[0][1]
    assert hint in told[0][2]


@pytest.mark.parametrize("name", ["a[b", "a#", "it's", "a@b", '"a\\nb"'])
def test_a_header_that_formulas_could_not_say_is_refused(name: str) -> None:
    text = SMALL.replace("name: Weight", f"name: {name}" if name.startswith('"') else f'name: "{name}"')
    assert "a column name cannot hold" in mistakes(text)[0][1]


def test_all_mistakes_come_at_once_in_the_order_of_the_lines() -> None:
    text = SMALL.replace("type: number", "type: numbr").replace("version: 1", "version: one") + "lsts: []\n"
    assert [line for line, _, _ in mistakes(text)] == ["line 2", "line 10", "line 11"]


def test_traps_and_shapes_come_together() -> None:
    told = mistakes(SMALL.replace("title: Small", "title: yes").replace("type: number", "type: numbr"))
    assert [line for line, _, _ in told] == ["line 3", "line 10"]


@pytest.mark.parametrize("text", ["- a", "just text", "3"])
def test_a_text_that_is_no_mapping_is_refused(text: str) -> None:
    assert "A template is a mapping" in mistakes(text)[0][1]


def test_the_error_names_the_file_and_counts_the_mistakes() -> None:
    with pytest.raises(TemplateInvalid) as caught:
        load_text(SMALL + "a: 1\nb: 2\n", "x.yaml")
    assert str(caught.value).startswith("x.yaml: The template has 2 mistakes.")
    assert "line 11" in str(caught.value)


def test_a_header_of_more_than_255_characters_is_refused() -> None:
    told = mistakes(SMALL.replace("name: Weight", f"name: {'x' * 256}"))
    assert "it may have at most 255 characters" in told[0][1]
    assert told[0][0] == "line 9"


def test_an_empty_header_is_refused() -> None:
    assert "it may have at least 1 characters" in mistakes(SMALL.replace("name: Weight", "name: ''"))[0][1]


def test_a_value_that_should_be_a_text_is_shown_as_it_was_read() -> None:
    assert "title is true, but it must be a text" in mistakes(SMALL.replace("title: Small", "title: true"))[0][1]
    assert "title is a list, but it must be a text" in mistakes(SMALL.replace("title: Small", "title: [a]"))[0][1]
