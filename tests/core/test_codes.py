"""The codes of problems: documented, used, and nothing else."""

import ast
import re
from pathlib import Path

import pytest

from sheetkit.core.code import Code
from sheetkit.core.codes import CODES, document

ROOT = Path(__file__).parents[2]
NOTED_BY = {"note", "wrong", "add"}
"""Methods whose first argument, a literal, is the code of a problem."""


def _used() -> dict[str, set[str]]:
    """Every code that the package gives to a problem, with the modules that do."""
    used: dict[str, set[str]] = {}
    for path in (ROOT / "sheetkit").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                for code in _codes(node):
                    used.setdefault(code, set()).add(path.name)
    return used


def _codes(call: ast.Call) -> list[str]:
    found = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in NOTED_BY and call.args:
        found.append(call.args[0])
    texts = [node.value for node in found if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [text for text in texts if "-" in text or text in CODES]


def test_the_page_of_problems_is_up_to_date() -> None:
    """`python -c "import sheetkit.core.codes as c; print(c.document(), end='')"` writes it anew."""
    assert (ROOT / "docs" / "problems.md").read_text(encoding="utf-8") == document()


def test_every_code_that_is_used_is_documented() -> None:
    unknown = {code: modules for code, modules in _used().items() if code not in CODES}
    assert unknown == {}


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_a_code_says_what_it_is_and_what_to_do(code: Code) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code.code)
    assert re.fullmatch(r"[A-Z][^.]*", code.title)
    assert code.explanation.endswith(".")
    assert code.remedy.endswith(".")
