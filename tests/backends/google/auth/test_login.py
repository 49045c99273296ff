"""Logging in, being logged in and logging out, with the local server in Google's place and a real loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from sheetkit.app.signing_in import sign_in, sign_out, status
from sheetkit.backends.google import tokens
from sheetkit.backends.google.auth import TOKEN_VARIABLE, connect
from sheetkit.backends.google.errors import (
    CannotCreateFiles,
    ClientSecretsMissing,
    CredentialsInvalid,
    LoginExpired,
    LoginFailed,
    LoginMissing,
    PermissionRefused,
    ScopeMissing,
    SpreadsheetMissing,
    Unreachable,
)
from sheetkit.backends.google.listener import Listener
from sheetkit.backends.google.login import log_in, revoke
from sheetkit.backends.google.scopes import DRIVE_FILE, SPREADSHEETS, WISHES
from sheetkit.backends.google.sources import ClientSecrets
from sheetkit.emulator.server import Server
from tests.backends.google.auth.people import (
    authorized_user,
    bare,
    browser,
    client_secrets,
    service_account,
    written,
)
from tests.backends.google.client.scripted import Reply, scripted

SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        running.logins.person = "ann"
        yield running


def desktop(server: str) -> ClientSecrets:
    return ClientSecrets("123.apps", "GOCSPX-x", f"{server}/o/oauth2/auth", f"{server}/token")


def test_a_login_from_the_first_to_the_last_day(server: Server, tmp_path: Path) -> None:
    environment, folder = bare(tmp_path, SHEETKIT_GOOGLE_URL=server.url), tmp_path / "config"
    pages: list[requests.Response] = []
    secrets = written(tmp_path, client_secrets(server.url))

    done = sign_in(client_secrets=secrets, show=browser(pages), environment=environment, folder=folder)
    assert (done.account, done.scopes, done.expires) == ("ann@example.com", ("drive.file",), "")
    assert done.file == str(folder / tokens.FILE)
    assert "You can close this page" in pages[0].text

    http = connect(environment=environment, folder=folder)
    made = http.answer("POST", SHEETS, body={"properties": {"title": "Ours"}})
    assert http.answer("GET", f"{SHEETS}/{made['spreadsheetId']}")["properties"]["title"] == "Ours"

    server.logins.expire()  # an hour later
    assert http.answer("GET", f"{SHEETS}/{made['spreadsheetId']}")["properties"]["title"] == "Ours"

    assert status(check=True, environment=environment, folder=folder).works is True

    server.logins.invalid_grant = True  # a week later
    server.logins.expire()
    with pytest.raises(LoginExpired, match="has expired or was revoked") as caught:
        http.answer("GET", f"{SHEETS}/{made['spreadsheetId']}")
    assert "7 days" in caught.value.advice
    with pytest.raises(LoginExpired):
        status(check=True, environment=environment, folder=folder)

    server.logins.invalid_grant = False  # logging in again needs no client secrets
    again = sign_in(scope="spreadsheets", show=browser(), environment=environment, folder=folder)
    assert again.scopes == ("spreadsheets", "drive.file")
    assert status(environment=environment, folder=folder).scopes == again.scopes

    out = sign_out(folder=folder)
    assert (out.deleted, out.revoked) == (True, True)
    assert not (folder / tokens.FILE).exists()
    assert (sign_out(folder=folder).deleted, sign_out(folder=folder).revoked) == (False, False)


def test_a_file_of_somebody_else_needs_the_wide_scope(server: Server, tmp_path: Path) -> None:
    by_hand = connect(base_url=server.url, environment=bare(tmp_path, **{TOKEN_VARIABLE: "ann"}), folder=tmp_path)
    made = by_hand.answer("POST", SHEETS, body={"properties": {"title": "Typed by hand"}})["spreadsheetId"]
    environment = bare(tmp_path, SHEETKIT_GOOGLE_URL=server.url)
    secrets = written(tmp_path, client_secrets(server.url))
    sign_in(client_secrets=secrets, show=browser(), environment=environment, folder=tmp_path)
    with pytest.raises((PermissionRefused, SpreadsheetMissing)) as caught:
        connect(environment=environment, folder=tmp_path).answer("GET", f"{SHEETS}/{made}")
    assert "--scope spreadsheets" in caught.value.advice
    sign_in(scope="spreadsheets", show=browser(), environment=environment, folder=tmp_path)
    assert connect(environment=environment, folder=tmp_path).answer("GET", f"{SHEETS}/{made}")


def test_a_service_account_fetches_its_own_tokens(server: Server, tmp_path: Path) -> None:
    environment = bare(tmp_path, SHEETKIT_GOOGLE_URL=server.url)
    key = written(tmp_path, service_account(server.url))
    assert status(credentials=key, check=True, environment=environment, folder=tmp_path).works is True
    server.logins.invalid_grant = True
    with pytest.raises(CredentialsInvalid, match=r"does not accept the key of robot@shop") as caught:
        status(credentials=key, check=True, environment=environment, folder=tmp_path)
    assert "clock" in caught.value.advice


def test_a_service_account_cannot_make_a_spreadsheet(server: Server, tmp_path: Path) -> None:
    environment = bare(tmp_path, SHEETKIT_GOOGLE_URL=server.url)
    http = connect(credentials=written(tmp_path, service_account(server.url)), environment=environment, folder=tmp_path)
    files = "https://www.googleapis.com/drive/v3/files"
    for url, body in ((SHEETS, {}), (files, {"mimeType": "application/vnd.google-apps.spreadsheet"})):
        with pytest.raises(CannotCreateFiles, match="robot@shop"):
            http.answer("POST", url, body=body)


def test_a_login_of_another_program_works_as_well(server: Server, tmp_path: Path) -> None:
    environment = bare(tmp_path, SHEETKIT_GOOGLE_URL=server.url)
    body = authorized_user(server.url, refresh_token="carol")  # noqa: S106 - made up
    environment["SHEETKIT_GOOGLE_CREDENTIALS"] = written(tmp_path, body)
    assert status(check=True, environment=environment, folder=tmp_path).works is True


def test_declining_is_said_and_nothing_is_stored(server: Server, tmp_path: Path) -> None:
    server.logins.declines = True
    with pytest.raises(LoginFailed, match="declined in the browser"):
        sign_in(
            client_secrets=written(tmp_path, client_secrets(server.url)),
            show=browser(),
            environment=bare(tmp_path),
            folder=tmp_path / "config",
        )
    assert not (tmp_path / "config").exists()


def test_nobody_answers(server: Server) -> None:
    with pytest.raises(LoginFailed, match="Nobody answered"):
        log_in(desktop(server.url), WISHES["drive.file"], show=lambda _: None, wait=0.05)


def test_without_client_secrets_it_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(ClientSecretsMissing) as caught:
        sign_in(show=print, environment=bare(tmp_path), folder=tmp_path)
    assert "docs/google.md" in caught.value.advice


def test_a_service_account_needs_no_login(tmp_path: Path) -> None:
    with pytest.raises(CredentialsInvalid, match="need no login"):
        sign_in(
            client_secrets=written(tmp_path, service_account()), show=print, environment=bare(tmp_path), folder=tmp_path
        )


def test_nobody_is_logged_in(tmp_path: Path) -> None:
    with pytest.raises(LoginMissing):
        status(environment=bare(tmp_path), folder=tmp_path)


def test_a_login_says_what_is_used_before_it(server: Server, tmp_path: Path) -> None:
    environment = bare(tmp_path, GOOGLE_APPLICATION_CREDENTIALS=written(tmp_path, service_account(), "adc.json"))
    secrets = written(tmp_path, client_secrets(server.url))
    done = sign_in(client_secrets=secrets, show=browser(), environment=environment, folder=tmp_path / "config")
    assert done.first == "application default credentials (GOOGLE_APPLICATION_CREDENTIALS)"


ANSWERS = [
    ({"scope": DRIVE_FILE}, ScopeMissing, "The box for spreadsheets was left empty"),
    ({"scope": f"{SPREADSHEETS} {DRIVE_FILE}", "refresh_token": ""}, LoginFailed, "no lasting login"),
    ({"access_token": 5}, LoginFailed, "no lasting login"),
]


@pytest.mark.parametrize(("body", "error", "says"), ANSWERS)
def test_what_google_gives_is_looked_at(body: dict[str, object], error: type[Exception], says: str) -> None:
    given = {"access_token": "ya29.x", "refresh_token": "1//refresh", "expires_in": 3599} | body
    with scripted(Reply(body=given)) as token_server, pytest.raises(error, match=says):
        log_in(desktop(token_server.url), WISHES["spreadsheets"], show=_answering)


REFUSALS = [
    (Reply(400, {"error": "invalid_grant", "error_description": "Malformed auth code."}), LoginFailed, "too late"),
    (Reply(401, {"error": "invalid_client"}), CredentialsInvalid, "does not know these client secrets"),
    (Reply(200, "<html>", kind="text/html"), Exception, "not an answer of Google"),
    (Reply(cut=True), Unreachable, "login service cannot be reached"),
]


@pytest.mark.parametrize(("reply", "error", "says"), REFUSALS)
def test_a_login_that_google_refuses(reply: Reply, error: type[Exception], says: str) -> None:
    with scripted(reply) as token_server, pytest.raises(error, match=says):
        log_in(desktop(token_server.url), WISHES["drive.file"], show=_answering)


def test_an_app_in_testing_says_when_google_ends_the_login() -> None:
    from datetime import UTC, datetime

    body = {"access_token": "ya29.x", "refresh_token": "1//refresh", "refresh_token_expires_in": 604799}
    with scripted(Reply(body=body)) as token_server:
        fresh = log_in(
            desktop(token_server.url),
            WISHES["drive.file"],
            show=_answering,
            now=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC),
        )
    assert fresh.login.expires == "2026-11-29"
    assert "1//" not in repr(fresh)


def _answering(address: str) -> None:
    """A browser that comes straight back with a code, as after a click on Allow."""
    from urllib.parse import parse_qs, urlsplit

    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert (asked["access_type"], asked["prompt"]) == ("offline", "consent")
    browser()(f"{asked['redirect_uri']}?state={asked['state']}&code=4/abcdefghijkl")


def test_only_the_login_s_own_answer_is_believed() -> None:
    with Listener("the-state") as listener:
        for query in ("", "?code=x", "?code=x&state=wrong", "?state=the-state", "?code=x&state=", "favicon.ico"):
            assert requests.get(f"{listener.address}/{query}", timeout=5).status_code == 404
        assert requests.get(f"{listener.address}/?code=x&state=the-state", timeout=5).status_code == 200
        assert listener.wait(1.0) == {"code": "x"}


def test_connections_that_browsers_open_in_advance_do_not_block() -> None:
    import socket

    with Listener("s") as listener:
        port = int(listener.address.rpartition(":")[2])
        idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(4)]
        assert requests.get(f"{listener.address}/?code=x&state=s", timeout=2).status_code == 200
        for one in idle:
            one.close()


def test_the_address_may_be_pasted_when_the_browser_is_elsewhere() -> None:
    with Listener("s", lambda: "http://127.0.0.1:1/?state=s&code=4/x\n") as listener:
        assert listener.wait(1.0) == {"code": "4/x"}
    odd = Listener("s", lambda: "http://127.0.0.1:1/?state=t&code=4/x\n")
    with odd as listener, pytest.raises(LoginFailed, match="pasted"):
        listener.wait(1.0)
    with Listener("s", lambda: "") as listener:
        assert listener.wait(0.05) == {}


@pytest.mark.parametrize(
    ("reply", "ended"),
    [
        (Reply(200), True),
        (Reply(400, {"error": "invalid_token"}), True),  # it was already
        (Reply(503), False),
        (Reply(cut=True), False),
        (Reply(302, "", {"Location": "/elsewhere"}), False),
    ],
)
def test_ending_a_login_is_tried_once(reply: Reply, ended: bool) -> None:
    with scripted(reply) as server:
        made = tokens.Login("123", "GOCSPX-x", "1//refresh-secret", token_uri=f"{server.url}/token")
        assert revoke(made) is ended
        assert [(asked.path, asked.body) for asked in server.asked] == [("/revoke", b"token=1%2F%2Frefresh-secret")]


def test_logging_out_deletes_the_login_also_when_google_cannot_be_asked(tmp_path: Path) -> None:
    made = tokens.Login("123", "GOCSPX-x", "1//refresh-secret", token_uri="http://127.0.0.1:1/token")  # noqa: S106
    tokens.save(made, tmp_path)
    out = sign_out(folder=tmp_path)
    assert (out.deleted, out.revoked) == (True, False)
    tokens.save(made, tmp_path).write_text("{", encoding="utf-8")
    assert sign_out(folder=tmp_path).deleted is True
