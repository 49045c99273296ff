"""Writes sheetkit/emulator/answer_shapes.txt anew: `python -m tests.emulator.shapes_of_answers > …`."""

from collections.abc import Iterator, Mapping
from typing import Any

from sheetkit.emulator.api import ROUTES
from sheetkit.emulator.sheets.batch import shapes
from tests.emulator.discovery import schemas

HEAD = (
    "# What only answers hold: an object, its fields, and after a colon the object that a field holds.\n"
    "# What requests can hold too stands in sheets/batch/shapes.txt."
)
APIS = {"sheets": "sheets.v4", "drive": "drive.v3"}


def written() -> str:
    """The text of the file, for every answer that a route gives."""
    lines = [HEAD]
    for service, api in APIS.items():
        roots = {route.answers_with for route in ROUTES if route.service == service and route.answers_with}
        lines += [
            line for name in _reached(api, roots) if not shapes.known(name) for line in _lines(name, schemas(api)[name])
        ]
    return "\n".join(lines) + "\n"


def _reached(api: str, roots: set[str]) -> list[str]:
    seen: set[str] = set()
    left = list(roots)
    while left:
        name = left.pop()
        if name not in seen:
            seen.add(name)
            left += _named(schemas(api)[name])
    return sorted(seen)


def _named(schema: Mapping[str, Any]) -> Iterator[str]:
    for field in schema.get("properties", {}).values():
        held = field.get("items", field)
        if "$ref" in held:
            yield held["$ref"]
        yield from _named(held)


def _lines(name: str, schema: Mapping[str, Any]) -> Iterator[str]:
    fields = schema.get("properties", {})
    yield " ".join([name, *(field + _holds(name, field, told) for field, told in fields.items())])
    for field, told in fields.items():
        held = told.get("items", told)
        if "properties" in held:
            yield from _lines(f"{name}.{field}", held)


def _holds(name: str, field: str, told: Mapping[str, Any]) -> str:
    held = told.get("items", told)
    if "$ref" in held:
        return f":{held['$ref']}"
    return f":{name}.{field}" if "properties" in held else ""


if __name__ == "__main__":
    print(written(), end="")  # noqa: T201 - the file goes to standard output
