"""What Google's login service says when it renews no login, and what that means."""

from itertools import count
from pathlib import Path

import pytest

from sheetkit.app.signing_in import status
from sheetkit.backends.google import auth
from sheetkit.backends.google.auth import client
from sheetkit.backends.google.errors import (
    CredentialsInvalid,
    GoogleError,
    LoginExpired,
    ScopeMissing,
    ServiceDown,
    Unreachable,
)
from sheetkit.backends.google.grants import refused_grant
from sheetkit.backends.google.identity import from_login
from sheetkit.backends.google.tokens import Login
from tests.backends.google.auth.people import authorized_user, bare, service_account, written
from tests.backends.google.client.clients import SHEET
from tests.backends.google.client.scripted import Body, Reply, Time, scripted

PERSON: list[tuple[int, Body, type[GoogleError], str]] = [
    (400, {"error": "invalid_grant", "error_description": "Bad Request"}, LoginExpired, "has expired or was revoked"),
    (400, {"error": "invalid_grant", "error_subtype": "invalid_rapt"}, LoginExpired, "Your organisation"),
    (400, {"error": "invalid_scope", "error_description": "Some were wrong."}, ScopeMissing, "Some were wrong"),
    (401, {"error": "deleted_client"}, CredentialsInvalid, "does not know these client secrets"),
    (401, {"error": "invalid_client"}, CredentialsInvalid, "does not know these client secrets"),
    (403, {"error": "org_internal"}, LoginExpired, "org_internal"),
    (400, "<html>", ServiceDown, "does not work at the moment"),
    (400, {"error": {"code": 5}}, LoginExpired, "does not say why"),
    (500, {"error": "internal_failure"}, ServiceDown, "does not work at the moment"),
    (503, "", ServiceDown, "does not work at the moment"),
]


@pytest.mark.parametrize(("code", "body", "error", "says"), PERSON)
def test_a_person_s_login_that_is_not_renewed(code: int, body: Body, error: type[GoogleError], says: str) -> None:
    with scripted(Reply(code, body)) as script:
        found = from_login(Login("1", "x", "1//r", email="ann@example.com", token_uri=f"{script.url}/token"))
        http = client(found, clock=count(0, 100).__next__, sleep=Time().sleep)
        with pytest.raises(GoogleError) as caught:
            http.answer("GET", SHEET)
        assert all(asked.path == "/token" for asked in script.asked)
    assert type(caught.value) is error
    assert says in caught.value.message
    assert caught.value.account == "ann@example.com"


@pytest.mark.parametrize(
    ("variables", "advice"),
    [
        ({}, "Name credentials that still work with --credentials, or leave it out and run `sheetkit auth login`."),
        (
            {"SHEETKIT_GOOGLE_CREDENTIALS": ""},
            "Set SHEETKIT_GOOGLE_CREDENTIALS to credentials that still work, or unset",
        ),
        (
            {"GOOGLE_APPLICATION_CREDENTIALS": ""},
            "Set GOOGLE_APPLICATION_CREDENTIALS to credentials that still work, or",
        ),
        ({"CLOUDSDK_CONFIG": ""}, "Run `gcloud auth application-default login`, or run `sheetkit auth login` and set"),
    ],
    ids=lambda value: ", ".join(value) or "flag" if isinstance(value, dict) else "",
)
def test_revoked_credentials_are_mended_where_they_came_from(
    tmp_path: Path, variables: dict[str, str], advice: str
) -> None:
    """A new stored login would not be looked at while these come first."""
    file = written(tmp_path, authorized_user(), "application_default_credentials.json")
    given = {name: str(tmp_path) if name == "CLOUDSDK_CONFIG" else file for name in variables}
    environment = bare(tmp_path) | given
    found = auth.identity(credentials="" if variables else file, environment=environment, folder=tmp_path / "none")
    error = refused_grant({"error": "invalid_grant"}, found.account)
    assert type(error) is LoginExpired
    assert error.advice.startswith(advice)


def test_a_login_service_that_is_away_for_a_moment_is_asked_again() -> None:
    time = Time()
    with scripted(
        Reply(cut=True), Reply(cut=True), Reply(body={"access_token": "ya29.x", "expires_in": 9}), Reply()
    ) as it:
        found = from_login(Login("1", "x", "1//r", token_uri=f"{it.url}/token"))
        http = client(found, server=it.url, clock=time.clock, sleep=time.sleep)
        assert http.answer("POST", f"{SHEET}:batchUpdate", body={}) == {}
        assert [asked.path.rpartition("/")[2] for asked in it.asked] == ["token"] * 3 + ["abc:batchUpdate"]


def test_a_login_service_that_stays_away_is_named() -> None:
    time = Time()
    found = from_login(Login("1", "x", "1//r", token_uri="http://127.0.0.1:1/token"))  # noqa: S106 - an address
    http = client(found, clock=time.clock, sleep=time.sleep)
    with pytest.raises(Unreachable, match="login service cannot be reached"):
        http.answer("GET", SHEET)
    assert sum(time.slept) <= 30.0


def test_the_machine_s_own_account_is_asked_for_where_there_is_one(tmp_path: Path) -> None:
    """A metadata server in the place of Google's; it is not asked on machines that are not Google's."""
    with scripted(Reply(404, "", {"Metadata-Flavor": "Google"})) as script:
        environment = bare(tmp_path, GCE_METADATA_HOST=script.url.removeprefix("http://"))
        assert auth._at_home_in_google(environment)
        assert auth._at_home_in_google(bare(tmp_path, K_SERVICE="shop"))


def test_a_service_account_s_wrong_clock(tmp_path: Path) -> None:
    body = {"error": "invalid_grant", "error_description": "Invalid JWT: Token must be a short-lived token."}
    with scripted(Reply(400, body)) as script:
        key = written(tmp_path, service_account(script.url))
        with pytest.raises(CredentialsInvalid, match="short-lived") as caught:
            status(credentials=key, check=True, environment=bare(tmp_path), folder=tmp_path)
    assert "clock" in caught.value.advice
