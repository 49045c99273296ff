"""JSON held against the schemas of Google's own discovery documents, as the API's Python client ships them."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

_WHOLE = {"int32": (-(2**31), 2**31 - 1), "uint32": (0, 2**32 - 1)}
_LONG = re.compile(r"-?[0-9]{1,19}")


def validate(schema_name: str, data: object, *, api: str = "sheets.v4") -> list[str]:
    """What of the JSON does not fit a schema, each with its path; nothing when all does.

    `api` is `sheets.v4` or `drive.v3`. Names that the schema does not know, wrong types, numbers out of their format
    and values that an enumeration lacks are errors.
    """
    return list(_object(api, schema_name, data, schema_name))


@cache
def schemas(api: str = "sheets.v4") -> Mapping[str, Any]:
    """The schemas of an API by name."""
    documents = resources.files("googleapiclient").joinpath("discovery_cache", "documents", f"{api}.json")
    found: Mapping[str, Any] = json.loads(documents.read_text(encoding="utf-8"))["schemas"]
    return found


def properties(schema_name: str, *, api: str = "sheets.v4") -> Mapping[str, Any]:
    """The fields of a schema, each with what the discovery document says of it."""
    found: Mapping[str, Any] = schemas(api)[schema_name].get("properties", {})
    return found


def _object(api: str, name: str, data: object, path: str) -> Iterator[str]:
    if not isinstance(data, Mapping):
        yield f"{path}: {data!r} is no {name}"
        return
    known = properties(name, api=api)
    for key, value in data.items():
        if key in known:
            yield from _value(api, known[key], value, f"{path}.{key}")
        else:
            yield f"{path}.{key}: {name} has no such field"


def _value(api: str, schema: Mapping[str, Any], data: object, path: str) -> Iterator[str]:
    if "$ref" in schema:
        yield from _object(api, schema["$ref"], data, path)
    elif schema.get("type") == "array":
        if not isinstance(data, list):
            yield f"{path}: {data!r} is no list"
            return
        for index, item in enumerate(data):
            yield from _value(api, schema["items"], item, f"{path}[{index}]")
    elif schema.get("type") == "object":
        yield from _mapping(api, schema, data, path)
    elif schema.get("type") != "any" and not _is(schema, data):
        yield f"{path}: {data!r} is no {schema.get('format') or schema['type']}"
    elif "enum" in schema and data not in schema["enum"]:
        yield f"{path}: {data!r} is none of {', '.join(schema['enum'])}"


def _mapping(api: str, schema: Mapping[str, Any], data: object, path: str) -> Iterator[str]:
    if not isinstance(data, Mapping):
        yield f"{path}: {data!r} is no object"
        return
    known = schema.get("properties", {})
    for key, value in data.items():
        if key in known:
            yield from _value(api, known[key], value, f"{path}.{key}")
        elif "additionalProperties" in schema:
            yield from _value(api, schema["additionalProperties"], value, f"{path}.{key}")
        elif known:
            yield f"{path}.{key}: there is no such field"


def _is(schema: Mapping[str, Any], data: object) -> bool:
    kind, shape = schema["type"], schema.get("format", "")
    if kind == "boolean":
        return isinstance(data, bool)
    if kind == "string":
        return isinstance(data, str) and (shape not in {"int64", "uint64"} or bool(_LONG.fullmatch(data)))
    if isinstance(data, bool) or not isinstance(data, int | float):
        return False
    if kind == "integer":
        low, high = _WHOLE[shape]
        return isinstance(data, int) and low <= data <= high
    return True
