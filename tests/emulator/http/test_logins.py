"""Google's login, from the browser's redirect to the end of a token, over real HTTP."""

import base64
import hashlib
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from sheetkit.emulator.logins import LIFETIME
from sheetkit.emulator.server import Server
from tests.emulator.conftest import Person

BACK = "http://127.0.0.1:5999/"
DRIVE = "https://www.googleapis.com/auth/drive"
SHEETS = "https://www.googleapis.com/auth/spreadsheets"


def browser(server: Server, **query: str) -> dict[str, str]:
    """What a browser brings back to the program after the person said yes or no."""
    asked = {"client_id": "app", "redirect_uri": BACK, "response_type": "code", "state": "s"} | query
    answer = requests.get(f"{server.url}/o/oauth2/auth", params=asked, allow_redirects=False, timeout=9)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(BACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def token(server: Server, **form: str) -> Any:
    return requests.post(f"{server.url}/token", data={"client_id": "app", "client_secret": "x"} | form, timeout=9)


def exchanged(server: Server, code: str, **form: str) -> Any:
    return token(server, grant_type="authorization_code", code=code, redirect_uri=BACK, **form)


def refreshed(server: Server, refresh: str) -> Any:
    return token(server, grant_type="refresh_token", refresh_token=refresh)


def test_a_person_logs_in_and_stays_logged_in(server: Server) -> None:
    server.logins.person = "carol"
    back = browser(server, scope=DRIVE)
    assert back["state"] == "s"
    given = exchanged(server, back["code"]).json()
    assert (given["token_type"], given["scope"], given["expires_in"]) == ("Bearer", DRIVE, 3599)
    who = Person(server, given["access_token"]).get("/drive/v3/about", fields="user/emailAddress")
    assert who == {"user": {"emailAddress": "carol@example.com"}}
    again = refreshed(server, given["refresh_token"]).json()
    assert again["scope"] == DRIVE
    assert "refresh_token" not in again
    assert exchanged(server, back["code"]).json()["error"] == "invalid_grant", "a code is good for once"


def test_a_person_who_declines(server: Server) -> None:
    server.logins.declines = True
    assert browser(server) == {"error": "access_denied", "state": "s"}


def test_nobody_is_sent_away_from_this_machine(server: Server) -> None:
    asked = {"client_id": "app", "redirect_uri": "https://evil.example/"}
    answer = requests.get(f"{server.url}/o/oauth2/v2/auth", params=asked, allow_redirects=False, timeout=9)
    assert answer.status_code == 400


def test_the_code_belongs_to_the_program_that_asked(server: Server) -> None:
    verifier = "v" * 50
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    challenge = {"code_challenge": digest, "code_challenge_method": "S256"}
    assert exchanged(server, browser(server, **challenge)["code"]).json()["error"] == "invalid_grant"
    assert exchanged(server, browser(server, **challenge)["code"], code_verifier=verifier).ok
    assert exchanged(server, browser(server)["code"], client_id="other").status_code == 401
    plain = browser(server, code_challenge="plain", code_challenge_method="plain")["code"]
    assert exchanged(server, plain, code_verifier="plain").ok


def test_tokens_end(server: Server) -> None:
    given = exchanged(server, browser(server, scope=DRIVE)["code"]).json()
    carol = Person(server, given["access_token"])
    assert carol.call("GET", "/drive/v3/files").status_code == 200
    server.clock.advance(LIFETIME.total_seconds() + 1)
    assert carol.call("GET", "/drive/v3/files").status_code == 401
    fresh = Person(server, refreshed(server, given["refresh_token"]).json()["access_token"])
    assert fresh.call("GET", "/drive/v3/files").status_code == 200
    server.logins.expire()
    assert fresh.call("GET", "/drive/v3/files").status_code == 401
    assert requests.post(f"{server.url}/revoke", data={"token": given["refresh_token"]}, timeout=9).ok
    answer = refreshed(server, given["refresh_token"])
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert requests.post(f"{server.url}/revoke", params={"token": "x"}, timeout=9).status_code == 400


def test_a_refresh_can_be_refused_as_an_expired_one_is(server: Server) -> None:
    server.logins.invalid_grant = True
    assert refreshed(server, "carol").json() == {
        "error": "invalid_grant",
        "error_description": "Token has been expired or revoked.",
    }
    server.logins.invalid_grant = False
    assert refreshed(server, "carol").ok
    assert token(server, grant_type="password").json()["error"] == "unsupported_grant_type"


def assertion(**claims: str) -> str:
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"e30.{body}.c2ln"


def test_a_service_account_shows_an_assertion(server: Server) -> None:
    grant = "urn:ietf:params:oauth:grant-type:jwt-bearer"
    claims = assertion(iss="robot@shop.iam.gserviceaccount.com", scope=DRIVE)
    given = token(server, grant_type=grant, assertion=claims).json()
    who = Person(server, given["access_token"]).get("/drive/v3/about", fields="user/emailAddress")
    assert who == {"user": {"emailAddress": "robot@shop.iam.gserviceaccount.com"}}
    assert token(server, grant_type=grant, assertion="nonsense").json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("scope", "sheets_read", "sheets_write", "drive_read"),
    [
        (DRIVE, 200, 200, 200),
        (SHEETS, 200, 200, 403),
        (SHEETS + ".readonly", 200, 403, 403),
        (DRIVE + ".readonly", 200, 403, 200),
        ("openid", 403, 403, 403),
        (DRIVE + ".file", 403, 403, 404),
    ],
)
def test_a_scope_says_what_a_program_may_do(
    scope: str, sheets_read: int, sheets_write: int, drive_read: int, server: Server
) -> None:
    sheet = Person(server, "carol").new()
    given = exchanged(server, browser(server, scope=scope, login_hint="carol")["code"]).json()
    program = Person(server, given["access_token"])
    done = [
        program.call("GET", f"/v4/spreadsheets/{sheet}").status_code,
        program.put(sheet, "A1", ["x"]).status_code,
        program.call("GET", f"/drive/v3/files/{sheet}").status_code,
    ]
    assert done == [sheets_read, sheets_write, drive_read]


def test_the_scope_for_own_files_shows_what_the_program_made(server: Server) -> None:
    given = exchanged(server, browser(server, scope=DRIVE + ".file", login_hint="carol")["code"]).json()
    program = Person(server, given["access_token"])
    Person(server, "carol").new("Made by hand")
    program.new("Made by the program")
    assert [each["name"] for each in program.get("/drive/v3/files")["files"]] == ["Made by the program"]
