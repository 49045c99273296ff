"""The JSON Schema of templates, by which editors complete keys and mark mistakes while one types."""

import json
from typing import Any, Final

from sheetkit.template.model import Template

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The schema as JSON data: draft 2020-12, each key with its description and default."""
    generated: dict[str, Any] = _tidy(Template.model_json_schema())
    described = {
        "$schema": DIALECT,
        "title": "sheetkit template",
        "description": "A workbook as sheetkit builds, checks and reviews it; docs/templates.md explains each key.",
    }
    return described | {key: value for key, value in generated.items() if key not in described}


def schema_text() -> str:
    """The schema as it is kept in docs/template-schema.json and printed by `sheetkit template schema`."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _tidy(part: Any) -> Any:
    """Without the titles that pydantic makes of field names, which editors would show in place of the description."""
    if isinstance(part, list):
        return [_tidy(item) for item in part]
    if not isinstance(part, dict):
        return part
    keeps_names = {"properties", "$defs"}
    tidied: dict[str, Any] = {}
    for key, value in part.items():
        if key in keeps_names:
            tidied[key] = {name: _tidy(inner) for name, inner in value.items()}
        elif key != "title":
            tidied[key] = _tidy(value)
    return tidied
