"""Google's login as an installed program meets it: a code for a browser, tokens for the program, and their end."""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sheetkit.emulator.users import User, user_of_token

LIFETIME: Final = timedelta(seconds=3599)
_REFRESH: Final = "1//"
_ACCESS: Final = "ya29."
DRIVE: Final = "https://www.googleapis.com/auth/drive"
SHEETS: Final = "https://www.googleapis.com/auth/spreadsheets"
_DRIVE_READS: Final = {DRIVE + ending for ending in (".readonly", ".metadata", ".metadata.readonly")}
_JWT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@dataclass(frozen=True, slots=True)
class Token:
    """An access token that was given out; `client` is the program that got it."""

    user: User
    client: str
    scopes: tuple[str, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class _Code:
    email: str
    client: str
    scope: str
    redirect: str
    challenge: str


class LoginFailed(Exception):  # noqa: N818 - the domain's word, not a suffix
    """A token is refused, in the words of OAuth 2: `error` and its `description`."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        self.error, self.description, self.status = error, description, status
        super().__init__(f"{error}: {description}")


class Logins:
    """Everyone who logged in.

    For tests: `person` is who sits at the browser, `declines` lets them say no, `invalid_grant` makes every refresh
    fail as an expired one does, `expire()` ends all access tokens. A refresh token carries its user, so that it
    outlives a restart of the server; any other text is taken for a user's name.
    """

    def __init__(self) -> None:
        self.person = "local"
        self.declines = False
        self.invalid_grant = False
        self._codes: dict[str, _Code] = {}
        self._access: dict[str, Token] = {}
        self._revoked: set[str] = set()
        self._lock = threading.Lock()

    def authorize(self, query: Mapping[str, str]) -> dict[str, str]:
        """What the browser brings back to the program: a code, or that the person declined."""
        state = {"state": query["state"]} if "state" in query else {}
        if self.declines:
            return {"error": "access_denied"} | state
        code = "4/" + secrets.token_urlsafe(24)
        email = user_of_token(query.get("login_hint") or self.person).email
        challenge = query.get("code_challenge", "")
        if challenge and query.get("code_challenge_method", "plain") == "plain":
            challenge = _challenge(challenge)
        with self._lock:
            self._codes[code] = _Code(
                email, query.get("client_id", ""), query.get("scope", ""), query.get("redirect_uri", ""), challenge
            )
        return {"code": code, "scope": query.get("scope", "")} | state

    def exchange(self, form: Mapping[str, str], at: datetime) -> dict[str, Any]:
        """An access token for a code, a refresh token or a service account's assertion. Raises LoginFailed."""
        match form.get("grant_type", ""):
            case "authorization_code":
                return self._from_code(form, at)
            case "refresh_token":
                return self._from_refresh_token(form, at)
            case grant if grant == _JWT:
                return self._from_assertion(form, at)
            case grant:
                raise LoginFailed("unsupported_grant_type", f"Invalid grant_type: {grant}")

    def _from_code(self, form: Mapping[str, str], at: datetime) -> dict[str, Any]:
        with self._lock:
            code = self._codes.pop(form.get("code", ""), None)
        if code is None or (code.challenge and code.challenge != _challenge(form.get("code_verifier", ""))):
            raise LoginFailed("invalid_grant", "Malformed auth code.")
        if code.redirect != form.get("redirect_uri", ""):
            raise LoginFailed("redirect_uri_mismatch", "Bad Request")
        if code.client != form.get("client_id", ""):
            raise LoginFailed("invalid_client", "The OAuth client was not found.", 401)
        given = self._give(code.email, code.client, code.scope, at)
        return given | {"refresh_token": refresh_token(code.email, code.scope)}

    def _from_refresh_token(self, form: Mapping[str, str], at: datetime) -> dict[str, Any]:
        token = form.get("refresh_token", "")
        if self.invalid_grant or not token or token in self._revoked:
            raise LoginFailed("invalid_grant", "Token has been expired or revoked.")
        email, granted = _of_refresh_token(token)
        return self._give(email, form.get("client_id", ""), form.get("scope") or granted, at)

    def _from_assertion(self, form: Mapping[str, str], at: datetime) -> dict[str, Any]:
        try:
            part = form.get("assertion", "").split(".")[1]
            claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
            email, scope = str(claims.get("sub") or claims["iss"]), str(claims.get("scope", ""))
        except (IndexError, KeyError, ValueError) as error:
            raise LoginFailed("invalid_grant", "Invalid JWT Signature.") from error
        if self.invalid_grant:
            raise LoginFailed("invalid_grant", "Invalid grant: account not found")
        return self._give(email, str(claims["iss"]), scope, at)

    def _give(self, email: str, client: str, scope: str, at: datetime) -> dict[str, Any]:
        token = _ACCESS + secrets.token_urlsafe(32)
        scopes = tuple(scope.split())
        with self._lock:
            self._access[token] = Token(User(email, client if _only_own(scopes) else ""), client, scopes, at + LIFETIME)
        seconds = int(LIFETIME.total_seconds())
        return {"access_token": token, "expires_in": seconds, "scope": scope, "token_type": "Bearer"}

    def revoke(self, token: str) -> None:
        """End a refresh token, or an access token. Raises LoginFailed for one that is none."""
        if not token.startswith((_REFRESH, _ACCESS)):
            raise LoginFailed("invalid_token", "Token expired or revoked")
        with self._lock:
            self._revoked.add(token)
            self._access.pop(token, None)

    def expire(self) -> None:
        """End all access tokens; their programs must refresh."""
        with self._lock:
            self._access.clear()

    def holder(self, token: str, at: datetime) -> Token | None:
        """Who a bearer token is. A text that is no token of ours is a user's name; None for a token that ended."""
        if not token.startswith(_ACCESS):
            return Token(user_of_token(token), "", (), datetime.max.replace(tzinfo=at.tzinfo))
        known = self._access.get(token)
        return known if known and at < known.until else None


def _only_own(scopes: tuple[str, ...]) -> bool:
    """Whether these scopes show a program only the files that it made."""
    wide = {DRIVE, DRIVE + ".readonly", SHEETS, SHEETS + ".readonly"}
    return DRIVE + ".file" in scopes and not wide.intersection(scopes)


def allows(scopes: tuple[str, ...], service: str, *, writes: bool) -> bool:
    """Whether scopes let a program call a method; no scopes at all are no limit."""
    good = {DRIVE, DRIVE + ".file"} | ({SHEETS} if service == "sheets" else set())
    if not writes:
        good |= {DRIVE + ".readonly", SHEETS + ".readonly"} if service == "sheets" else _DRIVE_READS
    return not scopes or bool(good.intersection(scopes))


def refresh_token(email: str, scope: str) -> str:
    """A token that carries a user and what was granted."""
    text = json.dumps([email, scope]).encode()
    return _REFRESH + base64.urlsafe_b64encode(text).decode().rstrip("=")


def _of_refresh_token(token: str) -> tuple[str, str]:
    if not token.startswith(_REFRESH):
        return user_of_token(token).email, ""
    part = token.removeprefix(_REFRESH)
    try:
        email, scope = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError as error:
        raise LoginFailed("invalid_grant", "Bad Request") from error
    return str(email), str(scope)


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
