"""The schema for editors is what the model says, and agrees with the loader on every template."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sheetkit.template.load import bundled_folder
from sheetkit.template.schema import DIALECT, schema, schema_text
from sheetkit.template.text import plain

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted([*bundled_folder().glob("*/template.yaml"), *ROOT.glob("tests/templates/*/template.yaml")])


def test_the_schema_in_the_docs_is_the_present_one() -> None:
    """Rebuild it with `sheetkit template schema > docs/template-schema.json`."""
    assert (ROOT / "docs/template-schema.json").read_text(encoding="utf-8") == schema_text()


def test_it_is_a_schema() -> None:
    assert json.loads(schema_text()) == schema()
    assert schema()["$schema"] == DIALECT
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.parent.name)
def test_every_template_follows_it(path: Path) -> None:
    jsonschema.Draft202012Validator(schema()).validate(plain(path.read_text(encoding="utf-8")).data)


@pytest.mark.parametrize(
    "wrong",
    [
        {"titel": "x"},
        {"version": "one"},
        {"tabs": [{"name": "T", "columns": [{"name": "A", "type": "numbr"}]}]},
        {"tabs": [{"name": "T", "columns": [{"name": "A", "formula": "1+1"}]}]},
        {"settings": [{"label": "no name"}]},
    ],
)
def test_a_mistake_in_shape_is_marked(wrong: dict[str, Any]) -> None:
    good: dict[str, Any] = {"name": "a", "version": 1, "title": "A", "tabs": [{"name": "T", "columns": []}]}
    checker = jsonschema.Draft202012Validator(schema())
    assert checker.is_valid(good)
    assert not checker.is_valid(good | wrong)


def test_every_key_says_what_it_is_for() -> None:
    parts = {"Template": schema(), **schema()["$defs"]}
    silent = [
        f"{part}.{key}"
        for part, body in parts.items()
        for key, said in body["properties"].items()
        if "description" not in json.dumps(said)
    ]
    assert silent == []
