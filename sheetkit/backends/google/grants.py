"""What it means when Google does not renew a login: expired, revoked, a key that is gone, a clock that is wrong."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import google.auth.exceptions

from sheetkit.backends.google.account import Account
from sheetkit.backends.google.errors import (
    CredentialsInvalid,
    GoogleError,
    LoginExpired,
    ScopeMissing,
    ServiceDown,
    Unreachable,
)
from sheetkit.backends.google.redact import redacted


def error_of_grant(
    error: google.auth.exceptions.GoogleAuthError, account: Account, secrets: Iterable[str] = ()
) -> GoogleError:
    """The error for what google-auth raised while it fetched an access token; `secrets` are kept out of it."""
    if isinstance(error, google.auth.exceptions.TransportError):
        return Unreachable("Google's login service cannot be reached.", account=account.email)
    body = next((part for part in error.args if isinstance(part, Mapping)), None)
    if body is not None and not getattr(error, "retryable", False):
        return refused_grant(body, account, secrets)
    text = next((part for part in error.args if isinstance(part, str)), "")
    if text.startswith("Reauthentication is needed"):
        return LoginExpired(_ANEW, account=account.email, hint=account.renewal)
    if "necessary fields" in text:
        return LoginExpired(
            f"The login of {account.label} cannot be renewed.", account=account.email, hint=account.renewal
        )
    return ServiceDown("Google's login service does not work at the moment.", account=account.email)


def refused_grant(body: Mapping[str, Any], account: Account, secrets: Iterable[str] = ()) -> GoogleError:
    """The error for an answer of the token endpoint (RFC 6749, 5.2): `error`, `error_description`, `error_subtype`."""
    word = body.get("error")
    code = word if isinstance(word, str) and re.fullmatch("[a-z_]{1,40}", word) else ""
    said = redacted(str(body.get("error_description") or code or "it does not say why"), secrets)
    fields: Any = {"reason": code, "account": account.email}
    anew: Any = {"hint": account.renewal, **fields}
    match code:
        case "invalid_grant" if account.kind == "service account":
            return CredentialsInvalid(
                f"Google does not accept the key of {account.label} ({said}).", hint=_KEY, **fields
            )
        case "invalid_grant" if body.get("error_subtype") == "invalid_rapt":
            return LoginExpired(_ANEW, **anew)
        case "invalid_grant":
            return LoginExpired(f"The login of {account.label} has expired or was revoked.", **anew)
        case "invalid_scope" | "access_denied" | "unauthorized_client":
            return ScopeMissing(f"Google does not allow {account.label} what was asked for ({said}).", **fields)
        case "invalid_client" | "deleted_client" | "disabled_client":
            return CredentialsInvalid("Google does not know these client secrets any more.", hint=_CLIENT, **fields)
        case _:
            return LoginExpired(f"Google does not renew the login of {account.label} ({said}).", **anew)


_ANEW = "Your organisation asks for a new login from time to time."
_KEY = (
    "Was the key deleted, or is the clock of this machine wrong? Otherwise make a new key for the service account in "
    "the Google Cloud console."
)
_CLIENT = "Download new ones from the Google Cloud console and run `sheetkit auth login --client-secrets FILE`."
