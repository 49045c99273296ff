"""No error, text, log or JSON ever holds a token, a secret or a key, whatever an answer or a file says."""

import io
import json
import logging
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sheetkit.app.signing_in import sign_in, sign_out, status
from sheetkit.backends.google import errors, tokens
from sheetkit.backends.google.auth import client, identity
from sheetkit.backends.google.errors import GoogleError
from sheetkit.backends.google.redact import MARK, redacted
from sheetkit.cli.failure import explained
from sheetkit.emulator.server import Server
from tests.backends.google.auth.people import (
    CLIENT_SECRET,
    bare,
    browser,
    client_secrets,
    private_key,
    service_account,
    written,
)
from tests.backends.google.client.clients import SHEET
from tests.backends.google.client.scripted import Reply, Time, scripted

ACCESS = "ya29.a0AcM612-access-secret"
REFRESH = "1//0gRefresh-secret_token"
ODD = "opaque-token-of-no-known-shape"
SECRETS = (ACCESS, REFRESH, ODD, CLIENT_SECRET, private_key()[40:80], "AIzaSyA-key-of-an-api-012345678")
LEAK = f"Bearer {ACCESS} {REFRESH} {ODD} {CLIENT_SECRET} {private_key()} {SECRETS[-1]} refresh_token={REFRESH}&x=1"

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, GoogleError)]


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """All that any library logs, down to the smallest."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s %(args)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def clean(text: str, *, but: tuple[str, ...] = ()) -> None:
    assert [secret for secret in SECRETS if secret in text and secret not in but] == []


def told(error: BaseException) -> str:
    """All the ways in which an error is shown."""
    fields = {name: value for name, value in vars(error).items() if not name.startswith("__")}
    shown = [str(error), repr(error), repr(error.args), repr(fields), json.dumps(explained(error).as_dict())]
    return " ".join([*shown, *explained(error).lines(), *traceback.format_exception(error)])


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_takes_secrets_out_of_what_it_is_given(kind: type[GoogleError]) -> None:
    given = LEAK.replace(ODD, "")
    error = kind(given, url=f"https://x/?access_token={ACCESS}&key=1", reason=given, path=given, hint=given)
    clean(told(error))
    assert MARK in str(error)


@pytest.mark.parametrize("code", [200, 302, 400, 401, 403, 404, 409, 413, 429, 500, 501, 503])
@pytest.mark.parametrize("shape", ["message", "details", "page"])
def test_an_answer_that_repeats_secrets_is_not_repeated(
    code: int, shape: str, tmp_path: Path, logged: io.StringIO
) -> None:
    body: object = {
        "message": {"error": {"code": code, "message": LEAK, "status": "X"}},
        "details": {"error": {"code": code, "details": [{"reason": LEAK, "metadata": {"quota_limit": LEAK}}]}},
        "page": f"<title>{LEAK}</title>",
    }[shape]
    text = body if isinstance(body, str) else json.dumps(body)
    kind = "text/html" if shape == "page" else "application/json"
    login = tokens.Login("123", CLIENT_SECRET, REFRESH)
    with scripted(Reply(body={"access_token": ODD, "expires_in": 3599}), Reply(code, text, kind=kind)) as script:
        tokens.save(replace(login, token_uri=f"{script.url}/token"), tmp_path)
        environment = bare(tmp_path, SHEETKIT_GOOGLE_URL=script.url)
        found = identity(server=script.url, environment=environment, folder=tmp_path)
        time = Time()
        http = client(found, server=script.url, environment=environment, clock=time.clock, sleep=time.sleep)
        for method in ("GET", "POST"):
            try:
                http.answer(method, SHEET, {"access_token": ACCESS})
            except GoogleError as error:
                clean(told(error))
                clean(repr(vars(error)))
            else:
                assert (code, shape) == (200, "message") or (code, shape) == (200, "details")
    clean(logged.getvalue(), but=(ACCESS,))  # urllib3 logs the address, into which only this test put a token
    assert CLIENT_SECRET not in repr(http.account)


def test_logging_in_and_out_leaves_no_trace(tmp_path: Path, logged: io.StringIO) -> None:
    with Server() as server:
        environment = bare(tmp_path, SHEETKIT_GOOGLE_URL=server.url)
        secrets = written(tmp_path, client_secrets(server.url))
        shown: list[str] = []

        def show(address: str) -> None:
            shown.append(address)
            browser()(address)

        done = sign_in(client_secrets=secrets, show=show, environment=environment, folder=tmp_path)
        stored = tokens.load(tmp_path)
        assert stored
        shown += [repr(done), json.dumps(done.as_dict()), repr(stored)]
        found = status(check=True, environment=environment, folder=tmp_path)
        shown += [repr(found), json.dumps(found.as_dict())]
        key = written(tmp_path, service_account(server.url))
        shown.append(repr(status(credentials=key, check=True, environment=environment, folder=tmp_path)))
        shown.append(json.dumps(sign_out(folder=tmp_path).as_dict()))
    text = " ".join(shown)
    ours = logged.getvalue()
    for secret in (stored.refresh_token, CLIENT_SECRET, private_key()[40:80]):
        assert secret not in text
        assert secret not in ours
    assert "ya29." not in text + ours


@pytest.mark.parametrize(
    "text",
    [
        "HTTP 403: 404 was not found at https://docs.google.com/spreadsheets/d/1AbCdEfGhIjKlMnOpQrStUvWxYz-0123456789_abcd",
        "error code: 7, status code=400",
        "Unable to parse range: Cases!A1:B2",
        "The token of the day is a word",
        "Bearers of bad news",
        "4/5 of the rows, 1//2",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("authorization: bearer abc.def", f"authorization: bearer {MARK}"),
        ('{"client_secret":"a\\"b","x":1}', f'{{"client_secret":"{MARK}","x":1}}'),
        ("POST /token?code=4/abc&x=1", f"POST /token?code={MARK}&x=1"),
        ("http://ann:pass@127.0.0.1/", f"http://{MARK}@127.0.0.1/"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMII", f"-----BEGIN RSA PRIVATE KEY-----{MARK}"),
        ("eyJhbGciOi.eyJpc3MiOi.sig", MARK),
    ],
)
def test_what_looks_like_one_goes(text: str, shown: str) -> None:
    assert redacted(text) == shown


def test_known_secrets_go_whatever_they_look_like() -> None:
    assert redacted("a long-enough b", ["long-enough", "a"]) == f"a {MARK} b"
