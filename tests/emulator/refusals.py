"""The two shapes of Google's errors, as recorded from Sheets and described by Drive, and what is wrong with one."""

from collections.abc import Iterator, Mapping
from typing import Any

import requests

STATUS = {
    400: {"INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE"},
    401: {"UNAUTHENTICATED"},
    403: {"PERMISSION_DENIED"},
    404: {"NOT_FOUND"},
    409: {"ABORTED", "ALREADY_EXISTS"},
    429: {"RESOURCE_EXHAUSTED"},
    500: {"INTERNAL", "UNKNOWN", "DATA_LOSS"},
    501: {"UNIMPLEMENTED"},
    503: {"UNAVAILABLE"},
    504: {"DEADLINE_EXCEEDED"},
}
"""The words of google.rpc.Code by the HTTP status that goes with them."""
DETAILS: Mapping[str, Mapping[str, Any]] = {
    "BadRequest": {"fieldViolations": [{"field": str, "description": str}]},
    "ErrorInfo": {"reason": str, "domain": str, "metadata": {"*": str}},
    "Help": {"links": [{"description": str, "url": str}]},
}
"""The messages of google.rpc that an error's details can be."""
SHEETS = {"code": int, "message": str, "status": str}
DRIVE = {
    "code": int,
    "message": str,
    "errors": [{"message": str, "domain": str, "reason": str, "location?": str, "locationType?": str}],
    "status?": str,
}


def wrong_refusal(service: str, response: requests.Response) -> Iterator[str]:
    """What of an error is not as Google's; `service` is `sheets` or `drive`."""
    kind = response.headers.get("Content-Type", "")
    if kind != "application/json; charset=UTF-8":
        yield f"Content-Type: {kind}"
        return
    body = response.json()
    details = body["error"].pop("details", []) if isinstance(body, dict) and isinstance(body.get("error"), dict) else []
    yield from _wrong({"error": DRIVE if service == "drive" else SHEETS}, body, "")
    for each in details:
        name = str(each.get("@type", "")).removeprefix("type.googleapis.com/google.rpc.")
        if name not in DETAILS:
            yield f".error.details: {each.get('@type')!r} is none of {', '.join(DETAILS)}"
        else:
            yield from _wrong({"@type": str, **_optional(DETAILS[name])}, each, ".error.details")
    error = body.get("error") if isinstance(body, dict) else None
    if isinstance(error, dict):
        if error.get("code") != response.status_code:
            yield f".error.code: {error.get('code')}"
        if "status" in error and error["status"] not in STATUS.get(response.status_code, ()):
            yield f".error.status: {error['status']!r} does not go with {response.status_code}"


def _optional(shape: Mapping[str, Any]) -> dict[str, Any]:
    """A shape of proto JSON, in which what is empty is left out."""
    return {f"{name}?": _deeper(each) for name, each in shape.items()}


def _deeper(shape: Any) -> Any:
    if isinstance(shape, list):
        return [_deeper(each) for each in shape]
    return _optional(shape) if isinstance(shape, dict) and "*" not in shape else shape


def _wrong(shape: Any, data: object, path: str) -> Iterator[str]:
    if isinstance(shape, list):
        if not isinstance(data, list):
            yield f"{path}: {data!r} is no list"
            return
        for index, each in enumerate(data):
            yield from _wrong(shape[0], each, f"{path}[{index}]")
    elif not isinstance(shape, Mapping):
        if not isinstance(data, shape) or isinstance(data, bool):
            yield f"{path}: {data!r} is no {shape.__name__}"
    elif not isinstance(data, Mapping):
        yield f"{path}: {data!r} is no object"
    else:
        missing = [name for name in shape if not name.endswith("?") and name != "*" and name not in data]
        yield from (f"{path}.{name}: the field is missing" for name in missing)
        for name, value in data.items():
            below = shape.get(name, shape.get(f"{name}?", shape.get("*")))
            if below is None:
                yield f"{path}.{name}: there is no such field"
            else:
                yield from _wrong(below, value, f"{path}.{name}")
