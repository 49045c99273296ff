"""The documentation says all there is to say: commands, options, fields, keys; its links lead somewhere; it runs."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest

import sheetkit
from sheetkit.app.results import Imported
from sheetkit.cli.commands import sheetkit as root
from sheetkit.cli.reference import document
from sheetkit.core.errors import FileMissing
from sheetkit.core.problem import Problem
from sheetkit.records.mapping.model import COLUMN_KEYS, KEYS
from sheetkit.template.model import Part

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
DAY = date(2026, 11, 22)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands(group: click.Group = root, words: str = "sheetkit") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield from (
            commands(command, f"{words} {name}") if isinstance(command, click.Group) else [(f"{words} {name}", command)]
        )


def test_the_reference_of_commands_is_up_to_date() -> None:
    """`python -m sheetkit.cli.reference > docs/commands.md` writes it anew."""
    assert text("docs/commands.md") == document()


@pytest.mark.parametrize(("words", "command"), list(commands()), ids=str)
def test_every_command_and_option_is_in_the_reference(words: str, command: click.Command) -> None:
    _, _, section = text("docs/commands.md").partition(f"## `{words}`\n")
    section = section.partition("\n## ")[0]
    assert section
    for option in command.params:
        if isinstance(option, click.Option):
            assert f"| `{option.opts[0]}` |" in section
            assert option.help


def test_the_readme_shows_every_command_people_need() -> None:
    shown = text("README.md")
    for words, _ in commands():
        if not words.startswith("sheetkit template "):
            assert words in shown


@pytest.mark.parametrize("key", [*KEYS, *COLUMN_KEYS])
def test_every_key_of_a_mapping_file_is_explained(key: str) -> None:
    assert f"| `{key}` |" in text("docs/commands.md")


def parts() -> list[type[Part]]:
    """Every kind of part that a template has."""
    return sorted(Part.__subclasses__(), key=lambda part: part.__name__)


@pytest.mark.parametrize("part", parts(), ids=lambda part: part.__name__)
def test_every_key_of_a_template_is_explained(part: type[Part]) -> None:
    explained = text("docs/templates.md")
    missing = [name for name in part.model_fields if f"`{name}`" not in explained]
    assert missing == []


FREE = {"rows", "keys", "logged", "spawned", "called", "columns", "before", "chart"}
"""Fields whose own keys are names that people chose, or that have a row of their own."""


def fields(body: Any) -> set[str]:
    """Every field name in a JSON document."""
    if isinstance(body, list):
        return set().union(*(fields(item) for item in body)) if body else set()
    if not isinstance(body, dict):
        return set()
    inner = (fields(value) for key, value in body.items() if key not in FREE)
    return set(body).union(*inner)


def outputs(folder: Path) -> dict[str, dict[str, Any]]:
    """One real JSON output of every kind."""
    book, export = folder / "cases.xlsx", folder / "export.csv"
    export.write_text("Order No,Refund Amount,Date\nA-1,3.50,2026-11-01\n", encoding="utf-8")
    made = sheetkit.build("refund-log", book, as_of=DAY, sample=True)
    sheetkit.patch_xlsx(book, {("Cases", "F2"): "Damgaed"})
    imported: Imported = sheetkit.import_rows(book, export, tab="Platform Export", as_of=DAY)
    return {
        "new": made.as_dict(),
        "import": imported.as_dict(),
        "check": sheetkit.check(book, as_of=DAY).as_dict(),
        "update": sheetkit.update(book, as_of=DAY).as_dict(),
        "review": sheetkit.review(book, "2026Q3", as_of=DAY).as_dict(),
        "summary": sheetkit.summary(book, "RF-2026-0131", as_of=DAY).as_dict(),
    }


def test_every_field_of_the_json_outputs_is_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = outputs(tmp_path)
    for arguments in (
        ["templates"],
        ["template", "check", "refund-log"],
        ["template", "show", "refund-log"],
        ["check", "no"],
    ):
        from sheetkit.cli import main

        main([*arguments, "--json"])
        found[" ".join(arguments)] = json.loads(capsys.readouterr().out)
    explained = text("docs/json.md")
    for command, body in found.items():
        assert body["sheetkit"] == 1
        json.dumps(body, allow_nan=False)
        missing = sorted(name for name in fields(body) if f"`{name}`" not in explained)
        assert missing == [], command
        assert f"## `{body['command']}`" in explained


def test_problems_and_failures_have_the_fields_that_are_explained() -> None:
    explained = text("docs/json.md")
    for name in (*Problem(code="rule", message="").as_dict(), FileMissing.__name__):
        assert f"`{name}`" in explained


PAGES = ["README.md", "CHANGELOG.md", *(f"docs/{path.name}" for path in sorted(DOCS.glob("*.md")))]


@pytest.mark.parametrize("page", PAGES)
def test_links_and_pictures_lead_to_files_that_exist(page: str) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text(page))
    local = [link for link in links if "://" not in link]
    missing = [link for link in local if not ((ROOT / page).parent / link).exists()]
    assert missing == []


def test_pages_hold_no_paths_of_anyones_machine() -> None:
    for page in PAGES:
        assert not re.search(r"(?:/home/|/Users/|/root/|C:\\Users)", text(page)), page


def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it stands, with a workbook of one's own at hand."""
    import openpyxl

    monkeypatch.chdir(tmp_path)
    own = openpyxl.Workbook()
    own.create_sheet("Sheet1", 0)
    own.save("any.xlsx")
    (code,) = re.findall(r"```python\n(.*?)```", text("README.md"), re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own page
    assert openpyxl.load_workbook("any.xlsx")["Sheet1"]["B2"].value == 12.5


def test_every_dependency_has_its_reason() -> None:
    import tomllib

    project = tomllib.loads(text("pyproject.toml"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    names = {re.split(r"[<>=\[ ]", requirement)[0].lower() for group in groups for requirement in group} - {"sheetkit"}
    stubs = {name for name in names if "stubs" in name or name.startswith("types-")}
    reasons = text("docs/decisions.md").lower()
    assert [name for name in sorted(names - stubs) if f"**{name}**" not in reasons] == []
    assert all(f"`{extra}`" in text("README.md") for extra in project["optional-dependencies"])
