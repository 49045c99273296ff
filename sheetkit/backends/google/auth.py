"""Who sheetkit is at Google: which credentials come first, and a client that carries them."""

import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import requests
from google.auth.transport.requests import AuthorizedSession, Request

from sheetkit.backends.google import tokens
from sheetkit.backends.google.account import Account
from sheetkit.backends.google.backoff import PATIENCE
from sheetkit.backends.google.buckets import PER_MINUTE
from sheetkit.backends.google.client import HTTPClient
from sheetkit.backends.google.errors import CredentialsInvalid, GoogleError, LoginMissing, SpreadsheetMissing
from sheetkit.backends.google.identity import Identity, from_default, from_login, from_source, of_this_machine
from sheetkit.backends.google.service import URL_VARIABLE, local_server, on_this_machine

CREDENTIALS_VARIABLE: Final = "SHEETKIT_GOOGLE_CREDENTIALS"
"""The environment variable with the path of a file of credentials, its JSON, or `login` for the stored login."""
TOKEN_VARIABLE: Final = "SHEETKIT_GOOGLE_TOKEN"  # noqa: S105 - the name of a variable
"""The environment variable with the user's token at the local server; `local` when it is not set."""
READS_VARIABLE: Final = "SHEETKIT_GOOGLE_READS"
"""The environment variable with how many reads may be sent a minute; 0 for any number."""
WRITES_VARIABLE: Final = "SHEETKIT_GOOGLE_WRITES"
"""The same for writes."""
PATIENCE_VARIABLE: Final = "SHEETKIT_GOOGLE_PATIENCE"
"""The environment variable with the seconds after which a request that never succeeds is given up."""
STORED: Final = "login"
"""What CREDENTIALS_VARIABLE holds when the stored login goes before application default credentials."""
_DEFAULT_VARIABLE: Final = "GOOGLE_APPLICATION_CREDENTIALS"
_PRODUCT: Final = Path("/sys/class/dmi/id/product_name")


def connect(
    *,
    credentials: str = "",
    base_url: str = "",
    environment: Mapping[str, str] = os.environ,
    folder: Path | None = None,
) -> HTTPClient:
    """A client that is logged in to Google, or to the local server at `base_url` or SHEETKIT_GOOGLE_URL.

    `credentials` is a file, or the text of one; `folder` is where the login is stored. Without `credentials` the
    environment, application default credentials and the stored login are looked at, in that order.
    Raises LoginMissing when there are none, CredentialsInvalid for what cannot be used, AddressRefused for a server
    that is not on this machine, TokenExposed when others can read the stored login.
    """
    server = local_server(base_url or environment.get(URL_VARIABLE, ""))
    found = identity(credentials=credentials, server=server, environment=environment, folder=folder)
    return client(found, server=server, environment=environment)


def client(
    found: Identity,
    *,
    server: str = "",
    environment: Mapping[str, str] = os.environ,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> HTTPClient:
    """A client for an identity. The local server is asked as often as one likes, unless the environment says else."""
    usual = 0 if server else PER_MINUTE
    return HTTPClient(
        session(found),
        server=server,
        account=found.account,
        reads=_number(environment, READS_VARIABLE, usual),
        writes=_number(environment, WRITES_VARIABLE, usual),
        patience=_number(environment, PATIENCE_VARIABLE, int(PATIENCE)),
        clock=clock,
        sleep=sleep,
    )


def identity(
    *,
    credentials: str = "",
    server: str = "",
    environment: Mapping[str, str] = os.environ,
    folder: Path | None = None,
) -> Identity:
    """Who sheetkit would be, by the first of: flag, environment, application default credentials, stored login.

    With a local server only what is meant for it counts, so that a login at Google never goes there unasked: the flag,
    the environment, a login made at that server, and at last the user that SHEETKIT_GOOGLE_TOKEN names.
    """
    if credentials:
        return from_source(credentials, "--credentials")
    named = environment.get(CREDENTIALS_VARIABLE, "").strip()
    if named and named != STORED:
        return from_source(named, CREDENTIALS_VARIABLE)
    if server:
        return _at_server(server, environment.get(TOKEN_VARIABLE, "").strip(), folder)
    if named != STORED and (found := _default_file(environment)):
        return from_default(*found)
    if login := tokens.load(folder):
        return from_login(login)
    if named != STORED and _at_home_in_google(environment) and (machine := of_this_machine()):
        return machine
    raise LoginMissing


def check(found: Identity, *, server: str = "", environment: Mapping[str, str] = os.environ) -> None:
    """Ask Google whether an identity is accepted. Raises the error that its answer is.

    It asks for a spreadsheet that does not exist: "not found" is said only to whom Google knows and lets in.
    """
    url = "https://sheets.googleapis.com/v4/spreadsheets/sheetkit-is-anyone-there"
    with suppress(SpreadsheetMissing):
        client(found, server=server, environment=environment).answer("GET", url, {"fields": "spreadsheetId"})


def session(found: Identity) -> requests.Session:
    """A session that puts the credentials on each request, and fetches access tokens when they are needed."""
    if found.credentials is None:
        plain = requests.Session()
        plain.headers["Authorization"] = f"Bearer {found.token}"
        return plain
    renewing = requests.Session()
    renewing.trust_env = not on_this_machine(found.token_uri)  # no proxy between this machine and itself
    return AuthorizedSession(  # type: ignore[no-untyped-call]
        found.credentials, auth_request=Request(renewing)
    )


def _at_server(server: str, token: str, folder: Path | None) -> Identity:
    try:
        login = None if token else tokens.load(folder)
    except GoogleError:  # whatever is wrong with it, it is not needed here
        login = None
    if login and login.token_uri.startswith(f"{server}/"):
        return from_login(login)
    token = token or "local"
    email = token if "@" in token else f"{token}@example.com"
    return Identity(Account("local", email, "the local server"), token=token)


def _default_file(environment: Mapping[str, str]) -> tuple[str, str] | None:
    """The file with application default credentials, and how people call it: the variable's, or gcloud's own."""
    if named := environment.get(_DEFAULT_VARIABLE, ""):
        return named, f"application default credentials ({_DEFAULT_VARIABLE})"
    roaming = Path(environment.get("APPDATA", "")) if sys.platform == "win32" else Path.home() / ".config"
    folder = Path(environment.get("CLOUDSDK_CONFIG") or roaming / "gcloud")
    file = folder / "application_default_credentials.json"
    return (str(file), "application default credentials of gcloud") if file.is_file() else None


def _at_home_in_google(environment: Mapping[str, str]) -> bool:
    """Whether this machine is Google's own; asking its metadata service would cost anyone else ten seconds."""
    if environment.get("K_SERVICE") or environment.get("GCE_METADATA_HOST"):
        return True
    try:
        return _PRODUCT.read_text(encoding="utf-8").startswith("Google")
    except OSError:
        return False


def _number(environment: Mapping[str, str], name: str, usual: int) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return usual
    if not (text.isascii() and text.isdigit()):
        raise CredentialsInvalid(
            f"The environment variable {name} is {text!r}, which is no whole number.",
            hint=f"Set it to a number such as {usual}, or unset it; docs/google.md says what it is for.",
        )
    return int(text)
