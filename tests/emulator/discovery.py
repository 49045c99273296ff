"""JSON held against the schemas of Google's own discovery documents, as the API's Python client ships them."""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Any, TypeAlias

_WHOLE = {"int32": (-(2**31), 2**31 - 1), "uint32": (0, 2**32 - 1)}
_LONG = re.compile(r"-?[0-9]{1,19}")
_NULL_CLEARS = "Entries with null values are cleared"
"""So the description of a map says that a request may hold null in it."""
_Check: TypeAlias = Callable[[Any], tuple[str, ...]]
"""JSON → what of it does not fit, each as the rest of a path and a message."""


def validate(schema_name: str, data: object, *, api: str = "sheets.v4", sent: bool = False) -> list[str]:
    """What of the JSON does not fit a schema, each with its path; nothing when all does.

    `api` is `sheets.v4` or `drive.v3`. Names that the schema does not know, wrong types, numbers out of their format
    and values that an enumeration lacks are errors. What is `sent` may hold null where the document says that null
    clears an entry.
    """
    return [f"{schema_name}{each}" for each in _object(api, schema_name, sent)(data)]


@cache
def document(api: str) -> Mapping[str, Any]:
    """The whole document of an API."""
    documents = resources.files("googleapiclient").joinpath("discovery_cache", "documents", f"{api}.json")
    found: Mapping[str, Any] = json.loads(documents.read_text(encoding="utf-8"))
    return found


def schemas(api: str = "sheets.v4") -> Mapping[str, Any]:
    """The schemas of an API by name."""
    found: Mapping[str, Any] = document(api)["schemas"]
    return found


def properties(schema_name: str, *, api: str = "sheets.v4") -> Mapping[str, Any]:
    """The fields of a schema, each with what the discovery document says of it."""
    found: Mapping[str, Any] = schemas(api)[schema_name].get("properties", {})
    return found


@cache
def _object(api: str, name: str, sent: bool) -> _Check:
    """The check of an object of the API; what its fields hold is looked up when it is first needed."""
    fields: dict[str, _Check] = {}

    def check(data: Any) -> tuple[str, ...]:
        if not isinstance(data, Mapping):
            return (f": {data!r} is no {name}",)
        if not fields:
            known = properties(name, api=api)
            fields.update({field: _value(api, each, sent) for field, each in known.items()})
        return _fields(data, fields, None, f": {name} has no such field")

    return check


def _fields(data: Mapping[str, Any], fields: Mapping[str, _Check], other: _Check | None, lacks: str) -> tuple[str, ...]:
    wrong: tuple[str, ...] = ()
    for name, value in data.items():
        check = fields.get(name, other)
        if check is None:
            wrong += (f".{name}{lacks}",)
        elif found := check(value):
            wrong += tuple(f".{name}{each}" for each in found)
    return wrong


def _value(api: str, schema: Mapping[str, Any], sent: bool) -> _Check:
    if "$ref" in schema:
        return _object(api, schema["$ref"], sent)
    match schema["type"]:
        case "array":
            return _list(_value(api, schema["items"], sent))
        case "object":
            return _mapping(api, schema, sent)
        case "any":
            return lambda _: ()
    return _plain(schema)


def _list(item: _Check) -> _Check:
    def check(data: Any) -> tuple[str, ...]:
        if not isinstance(data, list):
            return (f": {data!r} is no list",)
        wrong: tuple[str, ...] = ()
        for index, each in enumerate(data):
            if found := item(each):
                wrong += tuple(f"[{index}]{text}" for text in found)
        return wrong

    return check


def _mapping(api: str, schema: Mapping[str, Any], sent: bool) -> _Check:
    fields = {name: _value(api, each, sent) for name, each in schema.get("properties", {}).items()}
    entry = _value(api, schema["additionalProperties"], sent) if "additionalProperties" in schema else None
    if not fields and entry is None:
        entry = lambda _: ()  # noqa: E731 - an object of which nothing is said
    clears = sent and _NULL_CLEARS in schema.get("description", "")

    def check(data: Any) -> tuple[str, ...]:
        if not isinstance(data, Mapping):
            return (f": {data!r} is no object",)
        if clears:
            data = {name: value for name, value in data.items() if value is not None}
        return _fields(data, fields, entry, ": there is no such field")

    return check


def _plain(schema: Mapping[str, Any]) -> _Check:
    name, values = schema.get("format") or schema["type"], frozenset(schema.get("enum", ()))

    def check(data: Any) -> tuple[str, ...]:
        if not _is(schema, data):
            return (f": {data!r} is no {name}",)
        if values and data not in values:
            return (f": {data!r} is none of {', '.join(schema['enum'])}",)
        return ()

    return check


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
