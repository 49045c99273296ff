"""`sheetkit auth` as people and scripts meet it, with the local server in Google's place."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from sheetkit.cli import main
from sheetkit.emulator.server import Server
from tests.backends.google.auth.people import CLIENT_SECRET, client_secrets, service_account, written
from tests.backends.google.client.scripted import Reply, scripted

VARIABLES = (
    "SHEETKIT_GOOGLE_CREDENTIALS",
    "SHEETKIT_GOOGLE_TOKEN",
    "SHEETKIT_GOOGLE_URL",
    "GOOGLE_APPLICATION_CREDENTIALS",
    "SHEETKIT_DEBUG",
)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        running.logins.person = "ann"
        yield running


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which nobody is logged in."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHEETKIT_GOOGLE_PATIENCE", "5")
    for name in ("HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA", "CLOUDSDK_CONFIG"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with a browser that follows the address it is given."""
    follow = "import sys,requests; sys.exit(requests.get(sys.argv[1]).status_code != 200)"
    browser = f"{sys.executable} -c '{follow}' %s"
    return subprocess.run(
        [sys.executable, "-m", "sheetkit", *words],
        env={**os.environ, "BROWSER": browser, **more},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_log_in_look_and_log_out(server: Server, home: Path) -> None:
    secrets = written(home, client_secrets(server.url))
    done = run("auth", "login", "--client-secrets", secrets, SHEETKIT_GOOGLE_URL=server.url)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("You are logged in to Google as ann@example.com.\nIt allows work on the spreadsheets")
    assert "Your browser opens" in done.stderr

    found = run("auth", "status", "--check", "--json", SHEETKIT_GOOGLE_URL=server.url)
    body = json.loads(found.stdout)
    assert (body["account"], body["works"], body["scopes"]) == ("ann@example.com", True, ["drive.file"])

    out = run("auth", "logout")
    assert out.stdout == "The login of ann@example.com is deleted here and ended at Google.\n"
    everything = " ".join(one.stdout + one.stderr for one in (done, found, out))
    assert "1//" not in everything
    assert "ya29." not in everything
    assert CLIENT_SECRET not in everything


def test_status_in_words(
    server: Server, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key = written(home, service_account(server.url), "key.json")
    assert main(["auth", "status", "--credentials", key]) == 0
    said = capsys.readouterr().out
    assert said.startswith("robot@shop.iam.gserviceaccount.com is logged in, by --credentials (key.json).\n")
    assert "every spreadsheet that this account can open (spreadsheets)" in said
    monkeypatch.setenv("SHEETKIT_GOOGLE_URL", server.url)
    monkeypatch.setenv("SHEETKIT_GOOGLE_TOKEN", "alice")
    assert main(["auth", "status", "--check"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("alice@example.com is logged in, by the local server. It accepts the login.\n")
    assert f"Requests go to the local server at {server.url}." in said


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (["auth", "status"], "LoginMissing"),
        (["auth", "login"], "ClientSecretsMissing"),
        (["auth", "login", "--client-secrets", "nowhere.json"], "CredentialsInvalid"),
    ],
)
def test_what_cannot_be_done_ends_with_advice(words: list[str], kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--json"]) == 2
    shown = capsys.readouterr()
    error = json.loads(shown.out)["error"]
    assert error["kind"] == kind
    assert error["hint"]
    assert "Traceback" not in shown.err


def test_logging_out_twice_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["auth", "logout"]) == 0
    assert capsys.readouterr().out == "Nobody was logged in.\n"
    assert main(["auth", "logout", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["deleted"] is False


def test_every_field_of_their_json_is_explained(server: Server, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).parents[4] / "docs" / "json.md").read_text(encoding="utf-8")
    key = written(home, service_account(server.url), "key.json")
    for words in (["auth", "status", "--credentials", key], ["auth", "logout"]):
        assert main([*words, "--json"]) == 0
        body = json.loads(capsys.readouterr().out)
        assert [name for name in body if f"`{name}`" not in page] == []
        assert f"`{body['command']}`" in page


def test_without_a_browser_the_address_is_shown(server: Server, home: Path) -> None:
    """Nobody opens it, so the command is stopped after it has shown the address."""
    command = [sys.executable, "-m", "sheetkit", "auth", "login", "--no-browser", "--client-secrets"]
    with subprocess.Popen(
        [*command, written(home, client_secrets(server.url))],
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stderr
        assert process.stderr.readline() == "Open this address in a browser:\n"
        assert process.stderr.readline().startswith(f"{server.url}/o/oauth2/auth?client_id=")
        process.terminate()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize("paste", [True, False])
def test_the_address_can_be_pasted_into_the_terminal(server: Server, home: Path, paste: bool) -> None:
    """Without a browser on this machine; and where one comes back all the same, the waiting terminal does no harm."""
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "sheetkit", "auth", "login", "--no-browser", "--client-secrets"]
    with subprocess.Popen(
        [*command, written(home, client_secrets(server.url))],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        lines = [process.stderr.readline() for _ in range(3)]
        assert "paste its address here" in lines[2]
        page = requests.get(lines[1].strip(), timeout=10, allow_redirects=not paste)
        if paste:
            os.write(ours, f"{page.headers['Location']}\n".encode())
        out, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert out.startswith("You are logged in to Google as ann@example.com.")
    assert "Fatal" not in errors


def test_on_a_machine_of_google_s_its_own_account_is_taken() -> None:
    """A metadata server in the place of Google's, as on Cloud Run and Compute Engine."""
    facts = {
        "email": "machine@shop.iam.gserviceaccount.com",
        "scopes": [],
        "access_token": "ya29.x",
        "expires_in": 3599,
    }
    with scripted(Reply(body=facts, headers={"Metadata-Flavor": "Google"}, kind="application/json")) as script:
        there = script.url.removeprefix("http://")
        given = {"GCE_METADATA_HOST": there, "GCE_METADATA_IP": there, "K_SERVICE": "shop"}
        done = run("auth", "status", "--json", **given)
        assert script.asked
    assert done.returncode == 0, done.stderr
    body = json.loads(done.stdout)
    assert (body["kind"], body["way"]) == ("service account", "the account of this machine")
