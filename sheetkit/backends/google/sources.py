"""What a file of credentials is; the file itself says so."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sheetkit.backends.google.errors import AddressRefused, CredentialsInvalid
from sheetkit.backends.google.service import LOGIN_HOSTS, at_google, on_this_machine

AUTH_URI: Final = "https://accounts.google.com/o/oauth2/v2/auth"
TOKEN_URI: Final = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address

_LARGEST: Final = 100_000
"""Bytes; Google's files have two or three thousand."""
_OTHERS: Final = frozenset({"external_account", "impersonated_service_account", "external_account_authorized_user"})


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """A service account's key. `info` is the file, which holds its private key."""

    info: Mapping[str, Any]

    @property
    def email(self) -> str:
        """The address that a spreadsheet is shared with."""
        return str(self.info["client_email"])

    def __repr__(self) -> str:
        return f"ServiceAccount({self.email})"


@dataclass(frozen=True, slots=True)
class AuthorizedUser:
    """A person's login, as gcloud and other programs store it. `info` is the file, which holds a refresh token."""

    info: Mapping[str, Any]

    def __repr__(self) -> str:
        return "AuthorizedUser()"


@dataclass(frozen=True, slots=True)
class ClientSecrets:
    """The OAuth client of a Desktop app: who asks for a login. Without a login it opens nothing."""

    client_id: str
    client_secret: str
    auth_uri: str = AUTH_URI
    token_uri: str = TOKEN_URI

    def __repr__(self) -> str:
        return f"ClientSecrets({self.client_id})"


Source = ServiceAccount | AuthorizedUser | ClientSecrets


def read_source(given: str) -> Source:
    """The credentials in a file, or in the text of one.

    Raises CredentialsInvalid when it is none that sheetkit can use, AddressRefused when it would send secrets to
    somebody else than Google or this machine.
    """
    path = "" if given.lstrip().startswith("{") else given
    info = _json(_text(path) if path else given, path)
    if isinstance(info.get("installed"), dict):
        return _client_secrets(info["installed"], path)
    kind = info.get("type")
    if kind == "service_account":
        _need(info, ("client_email", "private_key", "token_uri"), path)
        _trusted(info["token_uri"], path)
        return ServiceAccount(info)
    if kind == "authorized_user":
        _need(info, ("client_id", "refresh_token"), path)
        _trusted(info.get("token_uri", TOKEN_URI), path)
        return AuthorizedUser(info)
    raise CredentialsInvalid(path=path, hint=_hint(info))


def _hint(info: Mapping[str, Any]) -> str:
    if "web" in info:
        return "These are client secrets of a web application. Make an OAuth client of the type Desktop app."
    if info.get("type") in _OTHERS:
        return "Set GOOGLE_APPLICATION_CREDENTIALS to this file instead: Google's own library knows what to do with it."
    return ""


def _text(path: str) -> str:
    try:
        with Path(path).expanduser().open("rb") as opened:
            data = opened.read(_LARGEST + 1)
    except OSError as error:
        raise CredentialsInvalid(
            f"The file cannot be read: {error.strerror}.", path=path, hint="Check its name."
        ) from None
    if len(data) > _LARGEST:
        raise CredentialsInvalid("The file is too large to hold credentials.", path=path)
    return data.decode("utf-8-sig", "replace")


def _json(text: str, path: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise CredentialsInvalid("This is not the JSON of credentials.", path=path)
    return found


def _client_secrets(info: Mapping[str, Any], path: str) -> ClientSecrets:
    _need(info, ("client_id",), path)
    auth_uri, token_uri = info.get("auth_uri", AUTH_URI), info.get("token_uri", TOKEN_URI)
    _trusted(auth_uri, path)
    _trusted(token_uri, path)
    return ClientSecrets(info["client_id"], str(info.get("client_secret") or ""), auth_uri, token_uri)


def _need(info: Mapping[str, Any], names: tuple[str, ...], path: str) -> None:
    missing = [name for name in names if not (isinstance(info.get(name), str) and info[name])]
    if missing:
        raise CredentialsInvalid(f"The file lacks {' and '.join(missing)}.", path=path)


def _trusted(url: object, path: str) -> None:
    """Refuse a file that names a login service of somebody else: the secrets in it would go there."""
    if not (isinstance(url, str) and (at_google(url, LOGIN_HOSTS) or on_this_machine(url))):
        shown = str(url).partition("?")[0]
        raise AddressRefused(
            f"These credentials name {shown} as their login service, which is neither Google's nor on this machine.",
            path=path,
            hint="Download them again from the Google Cloud console.",
        )
