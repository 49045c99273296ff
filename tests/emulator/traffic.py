"""Every request that a test sends and every answer to it, held against Google's own discovery documents."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from tests.emulator.discovery import validate
from tests.emulator.methods import Method, called
from tests.emulator.refusals import wrong_refusal

APART = {
    "/upload/drive/v2/": "Drive v2, which gspread calls to import CSV; its document is not the one of v3",
    "/upload/drive/v3/": "files with content come as multipart bodies; the local server refuses them",
    "/token": "OAuth has no discovery document",
    "/revoke": "OAuth has no discovery document",
    "/o/oauth2/": "a page for a browser",
}
"""The addresses that are not looked at, each with the reason."""
API = ("/v4/", "/drive/")
"""Where the addresses of both APIs begin; all else is a page, or a server that is none of ours."""
JSON = "application/json"


@dataclass(frozen=True)
class Seen:
    """One request that was looked at: Google's name of the method, the kinds of a batchUpdate, the status (0: none)."""

    method: str
    kinds: tuple[str, ...]
    ours: bool
    status: int


@dataclass
class Watch:
    """What was seen, and what was wrong with it."""

    seen: list[Seen] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def taken(self) -> list[str]:
        """What was wrong so far, which is forgotten: for a test that means to send it."""
        wrong, self.wrong = self.wrong, []
        return wrong

    def look(self, request: requests.PreparedRequest, response: requests.Response | None) -> None:
        """Look at a request and at its answer, None where none came."""
        url, verb = str(request.url), str(request.method)
        path = urlsplit(url).path
        if not path.startswith(API) or any(path.startswith(each) for each in APART) or _scripted(response):
            return
        method = called(verb, path)
        ours = str(request.headers.get("User-Agent", "")).startswith("sheetkit/")
        found = []
        if ours or (response is not None and response.ok):  # what a test sends to see it refused may be anything
            found += [f"request {each}" for each in _wrong_request(method, request)]
        if response is not None:
            found += [f"answer {response.status_code} {each}" for each in _wrong_answer(method, path, response)]
        status = response.status_code if response is not None else 0
        self.seen.append(Seen(method.id if method else "", _kinds(request), ours, status))
        self.wrong += [f"{verb} {url.partition('?')[0]}: {each}" for each in found]


@contextmanager
def watched(watch: Watch) -> Iterator[Watch]:
    """Look at all that goes through `requests`, which is all that we, gspread and google-auth send."""
    send = HTTPAdapter.send

    def seen(self: HTTPAdapter, request: requests.PreparedRequest, *given: Any, **more: Any) -> requests.Response:
        response = None
        try:
            response = send(self, request, *given, **more)
        finally:
            watch.look(request, response)
        return response

    HTTPAdapter.send = seen  # type: ignore[method-assign]
    try:
        yield watch
    finally:
        HTTPAdapter.send = send  # type: ignore[method-assign]


def _scripted(response: requests.Response | None) -> bool:
    """Whether a server of Python's own answered, with what a test wrote down."""
    return response is not None and response.headers.get("Server", "").startswith("BaseHTTP")


def _wrong_request(method: Method | None, request: requests.PreparedRequest) -> Iterator[str]:
    if method is None:
        yield "there is no such method"
        return
    yield from method.wrong_parameters(str(request.url))
    if not request.body:
        return
    if not method.request:
        yield "body: the method takes none"
    elif not request.headers.get("Content-Type", "").lower().startswith(JSON):
        yield f"Content-Type: {request.headers.get('Content-Type')}"
    else:
        try:
            body = json.loads(request.body)
        except ValueError:
            yield f"body: {request.body[:80]!r} is no JSON"
            return
        yield from validate(method.request, body, api=method.api, sent=True)


def _wrong_answer(method: Method | None, path: str, response: requests.Response) -> Iterator[str]:
    kind = response.headers.get("Content-Type", "")
    if not response.ok:
        if method or kind.startswith(JSON):
            yield from wrong_refusal("drive" if path.startswith("/drive/") else "sheets", response)
    elif method is None:
        yield "there is no such method"
    elif method.response and "alt=media" not in str(response.url):
        if kind != f"{JSON}; charset=UTF-8":
            yield f"Content-Type: {kind}"
        yield from validate(method.response, response.json(), api=method.api)
    elif response.content and not method.known.get("supportsMediaDownload"):
        yield f"body: the method has none, came {response.content[:80]!r}"


def _kinds(request: requests.PreparedRequest) -> tuple[str, ...]:
    if not urlsplit(str(request.url)).path.endswith(":batchUpdate") or not request.body:
        return ()
    try:
        return tuple(kind for each in json.loads(request.body)["requests"] for kind in each)
    except (ValueError, KeyError, TypeError):
        return ()
