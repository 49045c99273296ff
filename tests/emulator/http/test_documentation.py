"""docs/emulator.md says all that the local server does, and what it shows works."""

import re
from pathlib import Path

import pytest

from sheetkit.cli.emulator_command import emulator
from sheetkit.emulator.api import ROUTES, WORDS
from sheetkit.emulator.faults import KINDS, parse
from sheetkit.emulator.page.view import MOST_COLUMNS, MOST_ROWS
from sheetkit.emulator.quota import Limits
from sheetkit.emulator.refusals import REASONS

TEXT = (Path(__file__).parents[3] / "docs" / "emulator.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("route", [route for route in ROUTES if route.handler.__name__ != "refuse"], ids=lambda r: r.id)
def test_every_method_is_named(route: object) -> None:
    name = str(getattr(route, "id", ""))
    if name.startswith("oauth."):
        assert str(getattr(route, "pattern", "")) in TEXT or "/o/oauth2/auth" in TEXT
    else:
        assert f"`{name.partition('.')[2].removeprefix('spreadsheets.')}`" in TEXT


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "hook"])
def test_every_fault_is_explained(kind: str) -> None:
    assert re.search(rf"^\| `{kind}[`(]", TEXT, re.MULTILINE)


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_named(reason: str) -> None:
    assert f"`{reason}`" in TEXT


@pytest.mark.parametrize("option", emulator.params, ids=lambda option: str(option.name))
def test_every_option_is_explained(option: object) -> None:
    assert f"| `--{getattr(option, 'name', '')}` |" in TEXT


def test_the_rules_that_are_shown_can_be_understood() -> None:
    block = re.search(r"```\n(write:2.*?)```", TEXT, re.DOTALL)
    assert block
    for line in block[1].strip().splitlines():
        assert parse(line, WORDS)


def test_the_words_for_calls_are_words() -> None:
    paragraph = TEXT.partition("**Which calls.**")[2].partition("\n\n")[0]
    assert set(re.findall(r"`([\w.]+)`", paragraph)) <= WORDS


def test_the_numbers_are_right() -> None:
    limits = Limits()
    assert f"{limits.sheets_user} reads and {limits.sheets_user} writes" in TEXT
    assert f"all users together {limits.sheets_project}" in TEXT
    assert f"{limits.drive_user:,} requests" in TEXT
    assert f"first {MOST_ROWS} rows and {MOST_COLUMNS} columns" in TEXT


def test_the_example_for_tests_runs() -> None:
    block = re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert block
    exec(compile(block[1], "docs/emulator.md", "exec"), {})  # noqa: S102 - our own page
