"""The methods of Google's own discovery documents: which one a request calls, and whether its parameters fit."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.emulator.discovery import document

APIS = {"sheets.v4": "/", "drive.v3": "/drive/v3/"}
"""Where the paths of each API begin."""
_WHOLE = re.compile(r"-?[0-9]+")
_FORMATS = {"int32": (-(2**31), 2**31 - 1), "uint32": (0, 2**32 - 1), "int64": (-(2**63), 2**63 - 1)}


@dataclass(frozen=True)
class Method:
    """One method of an API; `path` finds its parameters in a percent-encoded path."""

    api: str
    known: Mapping[str, Any]
    path: re.Pattern[str]

    @property
    def id(self) -> str:
        """Google's name for it."""
        return str(self.known["id"])

    @property
    def request(self) -> str:
        """The schema of the body, "" where there is none."""
        return str(self.known.get("request", {}).get("$ref", ""))

    @property
    def response(self) -> str:
        """The schema of the answer, "" where there is none."""
        return str(self.known.get("response", {}).get("$ref", ""))

    def wrong_parameters(self, url: str) -> Iterator[str]:
        """What of the path and the query of an address is not as Google names it."""
        parts = urlsplit(url)
        matched = self.path.fullmatch(parts.path)
        assert matched
        given = {name: [unquote(value)] for name, value in matched.groupdict().items()}
        for name, value in parse_qsl(parts.query, keep_blank_values=True):
            given.setdefault(name, []).append(value)
        own = self.known.get("parameters", {})
        for name, each in own.items():
            if each.get("required") and name not in given:
                yield f"{name}: the parameter is missing"
        for name, values in given.items():
            known = own.get(name) or document(self.api)["parameters"].get(name)
            if known is None:
                yield f"{name}: the method has no such parameter"
            else:
                yield from _wrong_values(name, known, values)


@cache
def methods() -> Sequence[Method]:
    """Every method of both APIs, those with the fewest parameters in their path first."""
    found = [
        Method(api, each, _pattern(base + each.get("flatPath", each["path"])))
        for api, base in APIS.items()
        for each in _below(document(api))
    ]
    return sorted(found, key=lambda method: method.path.groups)


def called(verb: str, path: str) -> Method | None:
    """The method at a percent-encoded path; None where Google has none."""
    return next((each for each in methods() if each.known["httpMethod"] == verb and each.path.fullmatch(path)), None)


def _below(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from part.get("methods", {}).values()
    for resource in part.get("resources", {}).values():
        yield from _below(resource)


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"\{\+?(\w+)\}", path)
    return re.compile("".join(f"(?P<{part}>[^/]+)" if n % 2 else re.escape(part) for n, part in enumerate(parts)))


def _wrong_values(name: str, known: Mapping[str, Any], values: Sequence[str]) -> Iterator[str]:
    if len(values) > 1 and not known.get("repeated"):
        yield f"{name}: given {len(values)} times"
    for value in values:
        if not _is(known, value):
            yield f"{name}: {value!r} is no {known.get('format') or known['type']}"
        elif "enum" in known and value not in known["enum"]:
            yield f"{name}: {value!r} is none of {', '.join(known['enum'])}"
        elif "pattern" in known and not re.search(known["pattern"], value):
            yield f"{name}: {value!r} does not fit {known['pattern']}"


def _is(known: Mapping[str, Any], value: str) -> bool:
    match known["type"]:
        case "boolean":
            return value in {"true", "false"}
        case "integer":
            low, high = _FORMATS[known["format"]]
            low, high = int(known.get("minimum", low)), int(known.get("maximum", high))
            return bool(_WHOLE.fullmatch(value)) and low <= int(value) <= high
    return True
