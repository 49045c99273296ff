"""Logs in to Google, says who is logged in, and logs out."""

import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheetkit.app.results import JSON_VERSION

if TYPE_CHECKING:
    from sheetkit.backends.google.login import Fresh
    from sheetkit.backends.google.scopes import Wish
    from sheetkit.backends.google.sources import ClientSecrets
    from sheetkit.backends.google.tokens import Login


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is logged in to Google and how; nothing of it is secret.

    `way` says where the credentials are from, `scopes` what they allow (empty where only Google knows), `expires` the
    day on which Google ends the login, `works` whether it does (None where nobody asked), `first` what is used before
    the login that was just made, if anything is.
    """

    command: str
    account: str
    kind: str
    way: str
    scopes: tuple[str, ...] = ()
    expires: str = ""
    file: str = ""
    server: str = ""
    works: bool | None = None
    first: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The JSON shape of `auth login` and `auth status`."""
        return {"sheetkit": JSON_VERSION, **asdict(self), "scopes": list(self.scopes)}


@dataclass(frozen=True, slots=True)
class SignedOut:
    """What `auth logout` did: whether there was a login, and whether Google ended it too."""

    account: str
    deleted: bool
    revoked: bool

    def as_dict(self) -> dict[str, Any]:
        """The JSON shape of `auth logout`."""
        return {"sheetkit": JSON_VERSION, "command": "auth logout", **asdict(self)}


def sign_in(
    *,
    client_secrets: str = "",
    scope: "Wish" = "drive.file",
    show: Callable[[str], None],
    pasted: Callable[[], str] | None = None,
    environment: Mapping[str, str] = os.environ,
    folder: Path | None = None,
) -> SignedIn:
    """Ask a person in their browser, and store the login.

    `show` is given the address to open. `pasted` waits for the address that the browser ended on. Raises what
    `login.log_in` does, ClientSecretsMissing without client secrets, and WriteFailed when it cannot be stored.
    """
    from sheetkit.backends.google import scopes, tokens
    from sheetkit.backends.google.login import log_in

    client = _client(client_secrets, folder)
    fresh = log_in(client, scopes.WISHES[scope], show=show, pasted=pasted)
    login = _with_address(fresh, environment)
    file = tokens.save(login, folder)
    found = _status("auth login", login, scopes.named(login.scopes), str(file))
    return found if not (first := _goes_first(environment, folder)) else _replaced(found, first=first)


def status(
    *,
    credentials: str = "",
    check: bool = False,
    environment: Mapping[str, str] = os.environ,
    folder: Path | None = None,
) -> SignedIn:
    """Who sheetkit is at Google. With `check` Google is asked whether that still works.

    Raises LoginMissing when nobody is logged in, and with `check` the error that Google's answer is.
    """
    from sheetkit.backends.google import auth, scopes, tokens
    from sheetkit.backends.google.service import URL_VARIABLE, local_server

    server = local_server(environment.get(URL_VARIABLE, ""))
    identity = auth.identity(credentials=credentials, server=server, environment=environment, folder=folder)
    account = identity.account
    stored = tokens.load(folder) if account.way == "the stored login" else None
    if check:
        auth.check(identity, server=server, environment=environment)
    return SignedIn(
        command="auth status",
        account=account.email,
        kind=account.kind,
        way=account.way,
        scopes=scopes.named(account.scopes),
        expires=stored.expires if stored else "",
        file=str(tokens.login_file(folder)) if stored else "",
        server=server,
        works=True if check else None,
    )


def sign_out(*, folder: Path | None = None) -> SignedOut:
    """End the stored login at Google, as far as Google can be reached, and delete it here in any case."""
    from sheetkit.backends.google import tokens
    from sheetkit.backends.google.errors import GoogleError
    from sheetkit.backends.google.login import revoke

    try:
        login = tokens.load(folder)
    except GoogleError:  # damaged, or not ours alone: away with it
        login = None
    revoked = revoke(login) if login else False
    return SignedOut(login.email if login else "", tokens.delete(folder), revoked)


def _client(file: str, folder: Path | None) -> "ClientSecrets":
    """The client secrets in a file, or those of the login before."""
    from sheetkit.backends.google import tokens
    from sheetkit.backends.google.errors import ClientSecretsMissing, CredentialsInvalid
    from sheetkit.backends.google.sources import ClientSecrets, read_source

    if file:
        source = read_source(file)
        if not isinstance(source, ClientSecrets):
            raise CredentialsInvalid(
                "These credentials need no login.",
                path=file,
                hint="Name them with --credentials or SHEETKIT_GOOGLE_CREDENTIALS instead.",
            )
        return source
    login = tokens.load(folder)
    if login is None:
        raise ClientSecretsMissing
    return login.client


def _with_address(fresh: "Fresh", environment: Mapping[str, str]) -> "Login":
    """The login with the person's address, if Google tells it (Drive's `about`, which drive.file may read)."""
    from dataclasses import replace

    from sheetkit.backends.google import auth
    from sheetkit.backends.google.errors import GoogleError
    from sheetkit.backends.google.identity import from_login
    from sheetkit.backends.google.service import on_this_machine

    uri = fresh.login.token_uri
    server = uri.rpartition("/")[0] if on_this_machine(uri) else ""
    client = auth.client(from_login(fresh.login), server=server, environment=environment)
    try:
        return replace(fresh.login, email=client.who())
    except GoogleError:
        return fresh.login


def _goes_first(environment: Mapping[str, str], folder: Path | None) -> str:
    """What is used before the stored login, "" when nothing is."""
    from sheetkit.backends.google import auth
    from sheetkit.backends.google.errors import GoogleError
    from sheetkit.backends.google.service import URL_VARIABLE, local_server

    try:
        server = local_server(environment.get(URL_VARIABLE, ""))
        way = auth.identity(server=server, environment=environment, folder=folder).account.way
    except GoogleError:
        return ""
    return "" if way == "the stored login" else way


def _status(command: str, login: "Login", scopes: tuple[str, ...], file: str) -> SignedIn:
    return SignedIn(command, login.email, "person", "the stored login", scopes, login.expires, file)


def _replaced(found: SignedIn, **changes: Any) -> SignedIn:
    from dataclasses import replace

    return replace(found, **changes)
