"""CSV files beside a template: rows by column, and every mistake with file and line."""

from pathlib import Path

import pytest

from sheetkit.core.errors import TemplateInvalid
from sheetkit.template.beside import rows_of
from sheetkit.template.load import find, load_template, load_text, read_beside

TEXT = """
name: facts
version: 1
title: Facts
tabs:
  - name: Types
    columns:
      - {name: Type}
      - {name: Days, type: days}
      - {name: Twice, type: days, formula: '=[@Days]*2'}
presets: {Types: presets/types.csv}
"""
TYPES = load_text(TEXT).tabs[0]


def folder(path: Path, types: bytes) -> Path:
    (path / "presets").mkdir()
    (path / "presets/types.csv").write_bytes(types)
    (path / "template.yaml").write_text(TEXT, encoding="utf-8")
    return path


def test_rows_come_by_column_and_short_or_blank_lines_are_understood() -> None:
    beside = rows_of('Type,Days\n"Lost, late",7\r\n\nFire\n', TYPES, "types.csv")
    assert beside.columns == {"Type": ["Lost, late", "Fire"], "Days": ["7", ""]}
    assert beside.problems == ()


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("Type,Dys\nLost,7\n", 1, "Types has no column Dys.", "Did you mean Days?"),
        ("Type,Twice\nLost,7\n", 1, "Twice is computed, so no value can be given.", "Leave the column out."),
        ("Type,Type\nLost,Lost\n", 1, "The header Type stands twice.", "Leave one of them out."),
        (
            "Type,Days\nLost,7\nLost, late,7\n",
            3,
            "The line has 3 cells, and there are 2 headers.",
            "Put a text that holds a comma in quotes.",
        ),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_line(text: str, line: int, message: str, hint: str) -> None:
    (problem,) = rows_of(text, TYPES, "types.csv").problems
    assert (problem.tab, problem.cell, problem.message, problem.hint) == ("types.csv", f"line {line}", message, hint)


def test_loading_a_template_checks_the_files_beside_it(tmp_path: Path) -> None:
    with pytest.raises(TemplateInvalid) as raised:
        load_template(folder(tmp_path, b"Typ,Days\n"))
    assert "presets/types.csv!line 1: Types has no column Typ. Did you mean Type?" in str(raised.value)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(TemplateInvalid, match=r"presets/types.csv!line 1: The file is not UTF-8 text."):
        load_template(folder(tmp_path, b"Type\n\xff\xfe\n"))


def test_a_copied_template_may_be_checked_without_its_files_but_not_built_from(tmp_path: Path) -> None:
    path = folder(tmp_path, b"Type\nLost\n")
    (path / "presets/types.csv").unlink()
    template = load_template(path)
    with pytest.raises(TemplateInvalid, match=r"The file cannot be read. It holds the presets of Types"):
        read_beside(template, find(path), "presets")


def test_bundled_templates_have_their_files() -> None:
    """All of them are in the package, and say what the templates ask for."""
    from sheetkit.template.load import bundled

    for name in bundled():
        template = load_template(name)
        for kind in ("presets", "samples"):
            found = read_beside(template, find(name), kind)
            assert len(found) == len(getattr(template, kind))
            assert all(any(columns.values()) for columns in found.values())
