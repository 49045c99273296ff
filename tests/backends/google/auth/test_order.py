"""Whose credentials come first, and where they may be sent."""

from pathlib import Path

import pytest

from sheetkit.backends.google.auth import TOKEN_VARIABLE, connect, identity
from sheetkit.backends.google.errors import AddressRefused, CredentialsInvalid, LoginMissing, ServiceDown
from sheetkit.backends.google.scopes import DRIVE_FILE, METADATA, SPREADSHEETS
from sheetkit.backends.google.sources import TOKEN_URI
from sheetkit.backends.google.tokens import Login, save
from tests.backends.google.auth.people import ROBOT, authorized_user, bare, client_secrets, service_account, written
from tests.backends.google.client.clients import SHEET
from tests.backends.google.client.scripted import Reply, scripted

HERE = "http://127.0.0.1:8080"
LOGIN = Login("123", "GOCSPX-x", "1//refresh-secret", (DRIVE_FILE,), email="ann@example.com")
LOCAL = Login("123", "GOCSPX-x", "1//refresh-secret", email="bob@example.com", token_uri=f"{HERE}/token")


def test_the_first_of_flag_environment_defaults_and_login_counts(tmp_path: Path) -> None:
    flag = written(tmp_path, service_account(), "flag.json")
    ours = written(tmp_path, authorized_user(account="env@example.com"), "ours.json")
    theirs = written(tmp_path, authorized_user(), "theirs.json")
    gcloud = tmp_path / "gcloud"
    gcloud.mkdir()
    written(gcloud, authorized_user(), "application_default_credentials.json")
    environment = {
        "SHEETKIT_GOOGLE_CREDENTIALS": ours,
        "GOOGLE_APPLICATION_CREDENTIALS": theirs,
        "CLOUDSDK_CONFIG": str(gcloud),
    }
    save(LOGIN, tmp_path)

    def way(credentials: str = "") -> str:
        return identity(credentials=credentials, environment=environment, folder=tmp_path).account.way

    assert way(flag) == "--credentials (flag.json)"
    assert way() == "SHEETKIT_GOOGLE_CREDENTIALS (ours.json)"
    del environment["SHEETKIT_GOOGLE_CREDENTIALS"]
    assert way() == "application default credentials (GOOGLE_APPLICATION_CREDENTIALS)"
    del environment["GOOGLE_APPLICATION_CREDENTIALS"]
    assert way() == "application default credentials of gcloud"
    environment["SHEETKIT_GOOGLE_CREDENTIALS"] = "login"
    assert way() == "the stored login"
    environment = bare(tmp_path)
    assert way() == "the stored login"
    with pytest.raises(LoginMissing, match="Nobody is logged in"):
        identity(environment=environment, folder=tmp_path / "empty")


def test_a_service_account_is_known_by_its_address_and_asks_for_what_it_needs(tmp_path: Path) -> None:
    found = identity(credentials=written(tmp_path, service_account()), environment=bare(tmp_path), folder=tmp_path)
    assert (found.account.kind, found.account.email) == ("service account", ROBOT)
    assert found.account.scopes == (SPREADSHEETS, DRIVE_FILE, METADATA)
    assert list(found.credentials.scopes) == [SPREADSHEETS, DRIVE_FILE, METADATA]
    assert found.token_uri == TOKEN_URI


def test_default_credentials_of_a_service_account_too(tmp_path: Path) -> None:
    environment = bare(tmp_path, GOOGLE_APPLICATION_CREDENTIALS=written(tmp_path, service_account()))
    found = identity(environment=environment, folder=tmp_path)
    assert (found.account.kind, found.account.email) == ("service account", ROBOT)
    assert list(found.credentials.scopes) == [SPREADSHEETS, DRIVE_FILE, METADATA]


def test_default_credentials_that_are_named_but_missing_are_an_error(tmp_path: Path) -> None:
    environment = bare(tmp_path, GOOGLE_APPLICATION_CREDENTIALS=str(tmp_path / "gone.json"))
    with pytest.raises(CredentialsInvalid) as caught:
        identity(environment=environment, folder=tmp_path)
    assert caught.value.path.endswith("gone.json")


@pytest.mark.parametrize(
    ("login", "token", "email"),
    [
        (None, "", "local@example.com"),
        (None, "alice", "alice@example.com"),
        (None, "bo@shop.iam.gserviceaccount.com", "bo@shop.iam.gserviceaccount.com"),
        (LOGIN, "", "local@example.com"),  # a login at Google never goes to the local server
        (LOCAL, "", "bob@example.com"),
        (LOCAL, "alice", "alice@example.com"),
    ],
)
def test_who_one_is_at_the_local_server(tmp_path: Path, login: Login | None, token: str, email: str) -> None:
    environment = bare(tmp_path, SHEETKIT_GOOGLE_TOKEN=token)
    if login:
        save(login, tmp_path)
    http = connect(base_url=HERE, environment=environment, folder=tmp_path)
    assert (http.server, http.account.email) == (HERE, email)


def test_a_damaged_login_does_not_matter_at_the_local_server(tmp_path: Path) -> None:
    save(LOGIN, tmp_path).write_text("{", encoding="utf-8")
    environment = bare(tmp_path, SHEETKIT_GOOGLE_URL=HERE)
    assert connect(environment=environment, folder=tmp_path).account.kind == "local"


def test_files_that_are_named_do_go_to_the_local_server(tmp_path: Path) -> None:
    path = written(tmp_path, service_account())
    environment = bare(tmp_path, SHEETKIT_GOOGLE_URL=HERE)
    environment[TOKEN_VARIABLE] = "alice"
    assert connect(credentials=path, environment=environment, folder=tmp_path).account.email == ROBOT
    environment["SHEETKIT_GOOGLE_CREDENTIALS"] = path
    assert connect(environment=environment, folder=tmp_path).account.email == ROBOT


def test_a_server_elsewhere_gets_nothing(tmp_path: Path) -> None:
    for environment in (bare(tmp_path, SHEETKIT_GOOGLE_URL="https://sheets.example.com"), bare(tmp_path)):
        with pytest.raises(AddressRefused):
            connect(
                base_url="" if "SHEETKIT_GOOGLE_URL" in environment else "http://10.0.0.1",
                environment=environment,
                folder=tmp_path,
            )


@pytest.mark.parametrize("text", ["many", "-1", "1.5"])
def test_quotas_are_whole_numbers(tmp_path: Path, text: str) -> None:
    with pytest.raises(CredentialsInvalid, match="SHEETKIT_GOOGLE_READS"):
        connect(base_url=HERE, environment=bare(tmp_path, SHEETKIT_GOOGLE_READS=text), folder=tmp_path)


def test_patience_has_an_end_that_one_can_set(tmp_path: Path) -> None:
    with scripted(Reply(503, "{}")) as script:
        environment = bare(tmp_path, SHEETKIT_GOOGLE_URL=script.url, SHEETKIT_GOOGLE_PATIENCE="0")
        with pytest.raises(ServiceDown):
            connect(environment=environment, folder=tmp_path).answer("GET", SHEET)
        assert len(script.asked) == 1


def test_client_secrets_alone_open_nothing(tmp_path: Path) -> None:
    environment = bare(tmp_path, SHEETKIT_GOOGLE_CREDENTIALS=written(tmp_path, client_secrets(HERE)))
    with pytest.raises(CredentialsInvalid, match="no login"):
        connect(environment=environment, folder=tmp_path)
