"""Turns credentials, wherever they were found, into what google-auth can use, and says whom they are."""

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import google.auth
import google.auth.credentials
import google.auth.exceptions
from google.oauth2.credentials import Credentials
from google.oauth2.service_account import Credentials as ServiceAccountCredentials

from sheetkit.backends.google.account import Account
from sheetkit.backends.google.errors import CredentialsInvalid
from sheetkit.backends.google.scopes import SERVICE_ACCOUNT
from sheetkit.backends.google.sources import TOKEN_URI, AuthorizedUser, ClientSecrets, ServiceAccount, read_source
from sheetkit.backends.google.tokens import Login

# google-auth says that it is typed, but most of its functions are not: hence the ignored `no-untyped-call`.


@dataclass(frozen=True, slots=True)
class Identity:
    """Credentials of google-auth, and whom they are; or the `token` of a user of the local server."""

    account: Account
    credentials: Any = None
    token: str = ""

    def __repr__(self) -> str:
        return f"Identity({self.account!r})"

    @property
    def token_uri(self) -> str:
        """Where its access tokens come from; "" where google-auth does not say."""
        made = self.credentials
        return str(getattr(made, "token_uri", None) or getattr(made, "_token_uri", None) or "")


def from_source(given: str, way: str) -> Identity:
    """The identity that a file of credentials, or its text, gives; `way` says how it was named.

    Raises CredentialsInvalid and AddressRefused as `read_source` does.
    """
    path = "" if given.lstrip().startswith("{") else given
    where = f"{way} ({Path(path).name})" if path else way
    match read_source(given):
        case ServiceAccount() as source:
            account = Account("service account", source.email, where, SERVICE_ACCOUNT)
            return Identity(account, _service_account(source, path))
        case AuthorizedUser(info):
            made = _person(info, str(info.get("token_uri") or TOKEN_URI))
            return Identity(Account("person", str(info.get("account") or ""), where), made)
        case ClientSecrets():
            raise CredentialsInvalid(
                "These are client secrets: one logs in with them, but they are no login.",
                path=path,
                hint="Run `sheetkit auth login --client-secrets FILE`; after that no --credentials are needed.",
            )


def from_login(login: Login) -> Identity:
    """The identity that a stored login gives."""
    info = {name: getattr(login, name) for name in ("client_id", "client_secret", "refresh_token")}
    return Identity(Account("person", login.email, "the stored login", login.scopes), _person(info, login.token_uri))


def from_default(path: str, way: str) -> Identity:
    """The identity that a file of application default credentials gives. Raises CredentialsInvalid."""
    try:
        with warnings.catch_warnings(action="ignore"):  # it warns of files that come from strangers
            made, _ = google.auth.load_credentials_from_file(path)  # type: ignore[no-untyped-call]
    except (google.auth.exceptions.GoogleAuthError, ValueError, OSError):  # their texts can quote the file
        raise CredentialsInvalid("These application default credentials cannot be used.", path=path) from None
    return _default(made, way)


def of_this_machine() -> Identity | None:
    """The identity that a machine of Google's gives to what runs on it, or None."""
    try:
        with warnings.catch_warnings(action="ignore"):
            made, _ = google.auth.default(scopes=SERVICE_ACCOUNT)
    except google.auth.exceptions.GoogleAuthError:
        return None
    return _default(made, "the account of this machine")


def _service_account(source: ServiceAccount, path: str) -> Any:
    try:
        return ServiceAccountCredentials.from_service_account_info(  # type: ignore[no-untyped-call]
            source.info, scopes=SERVICE_ACCOUNT
        )
    except (ValueError, google.auth.exceptions.GoogleAuthError):  # their texts can quote the key
        raise CredentialsInvalid("The private key in these credentials cannot be read.", path=path) from None


def _person(info: Any, token_uri: str) -> Any:
    return Credentials(  # type: ignore[no-untyped-call]
        None,
        refresh_token=info["refresh_token"],
        token_uri=token_uri,
        client_id=info["client_id"],
        client_secret=info.get("client_secret"),
        quota_project_id=info.get("quota_project_id"),
    )


def _default(made: Any, way: str) -> Identity:
    email = str(getattr(made, "service_account_email", "") or "")
    scoped = google.auth.credentials.with_scopes_if_required(made, SERVICE_ACCOUNT)  # type: ignore[no-untyped-call]
    if not email:
        return Identity(Account("person", str(getattr(made, "account", "") or ""), way), scoped)
    return Identity(Account("service account", email, way, SERVICE_ACCOUNT), scoped)
