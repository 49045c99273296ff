"""What a file of credentials is, and which files are refused."""

from pathlib import Path
from typing import Any

import pytest

from sheetkit.backends.google.errors import AddressRefused, CredentialsInvalid, GoogleError
from sheetkit.backends.google.identity import from_default, from_source
from sheetkit.backends.google.sources import TOKEN_URI, AuthorizedUser, ClientSecrets, ServiceAccount, read_source
from tests.backends.google.auth.people import (
    CLIENT_ID,
    ROBOT,
    authorized_user,
    client_secrets,
    private_key,
    service_account,
    written,
)

GOOGLE = "https://accounts.google.com"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (service_account(), ServiceAccount),
        (service_account("http://127.0.0.1:1"), ServiceAccount),
        (service_account(token_uri=f"{GOOGLE}/o/oauth2/token"), ServiceAccount),
        (authorized_user(), AuthorizedUser),
        ({key: text for key, text in authorized_user().items() if key != "token_uri"}, AuthorizedUser),
        (client_secrets(GOOGLE, token_uri=TOKEN_URI), ClientSecrets),
        ({"installed": {"client_id": CLIENT_ID}}, ClientSecrets),
    ],
)
def test_a_file_says_itself_what_it_is(tmp_path: Path, body: dict[str, Any], kind: type) -> None:
    assert isinstance(read_source(written(tmp_path, body)), kind)


def test_the_text_of_a_file_does_as_well() -> None:
    import json

    source = read_source("  " + json.dumps(service_account()))
    assert isinstance(source, ServiceAccount)
    assert source.email == ROBOT


WRONG: list[tuple[Any, str, str]] = [
    ("", "not the JSON", "Desktop app"),
    ("{", "not the JSON", "Desktop app"),
    ("[]", "not the JSON", "Desktop app"),
    ({}, "not of a kind", "Desktop app"),
    ({"type": "x"}, "not of a kind", "Desktop app"),
    ({"installed": {}}, "lacks client_id", "Desktop app"),
    ({"installed": 5}, "not of a kind", "Desktop app"),
    ({"web": {"client_id": "x"}}, "not of a kind", "web application"),
    ({"type": "external_account"}, "not of a kind", "GOOGLE_APPLICATION_CREDENTIALS"),
    ({"type": "service_account"}, "lacks client_email and private_key and token_uri", "docs/google.md"),
    (service_account(client_email=5), "lacks client_email", "docs/google.md"),
    (authorized_user(refresh_token=""), "lacks refresh_token", "docs/google.md"),
    ("x" * 200_000, "too large", "docs/google.md"),
]


@pytest.mark.parametrize(("body", "message", "hint"), WRONG)
def test_what_cannot_be_used_is_refused_with_advice(tmp_path: Path, body: Any, message: str, hint: str) -> None:
    path = written(tmp_path, body)
    with pytest.raises(CredentialsInvalid) as caught:
        read_source(path)
    assert message in caught.value.message
    assert hint in caught.value.advice
    assert caught.value.path == path


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CredentialsInvalid, match="No such file") as caught:
        read_source(str(tmp_path / "key.json"))
    assert caught.value.path.endswith("key.json")


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/token",
        "http://oauth2.googleapis.com/token",
        "https://oauth2.googleapis.com.evil.example/token",
        "https://oauth2.googleapis.com@evil.example/token",
        "https://oauth2.googleapis.com:444/token",
        "http://127.0.0.1.evil.example/token",
    ],
)
def test_secrets_are_sent_to_no_login_service_but_google_s(tmp_path: Path, url: str) -> None:
    bodies = [
        service_account(token_uri=url),
        authorized_user(token_uri=url),
        client_secrets("http://127.0.0.1:1", token_uri=url),
        client_secrets("http://127.0.0.1:1", auth_uri=url),
    ]
    for body in bodies:
        with pytest.raises(AddressRefused, match="neither Google's nor on this machine"):
            read_source(written(tmp_path, body))


def test_a_damaged_key_is_refused_without_quoting_it(tmp_path: Path) -> None:
    broken = private_key()[:400]
    path = written(tmp_path, service_account(private_key=broken))
    for find in (from_source, from_default):
        with pytest.raises(CredentialsInvalid) as caught:
            find(path, "somewhere")
        assert broken[60:100] not in str(caught.value)
        assert caught.value.__cause__ is None


def test_client_secrets_are_no_login(tmp_path: Path) -> None:
    with pytest.raises(CredentialsInvalid, match="no login") as caught:
        from_source(written(tmp_path, client_secrets("http://127.0.0.1:1")), "--credentials")
    assert "sheetkit auth login --client-secrets" in caught.value.advice


def test_nothing_that_holds_secrets_shows_them(tmp_path: Path) -> None:
    shown = []
    for body in (service_account(), authorized_user(), client_secrets("http://127.0.0.1:1")):
        path = written(tmp_path, body)
        shown.append(repr(read_source(path)))
        try:
            shown.append(repr(from_source(path, "--credentials")))
        except GoogleError as error:
            shown.append(repr(error))
    text = " ".join(shown)
    assert "secret-" not in text
    assert "GOCSPX" not in text
    assert "PRIVATE KEY" not in text
