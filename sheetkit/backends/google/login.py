"""Logs a person in: their browser asks them at Google, and brings the answer back to this machine (RFC 8252)."""

import hashlib
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Any, Final
from urllib.parse import urlencode

import requests

from sheetkit.backends.google.account import Account
from sheetkit.backends.google.errors import AnswerUnreadable, GoogleError, LoginFailed, ScopeMissing, Unreachable
from sheetkit.backends.google.grants import refused_grant
from sheetkit.backends.google.listener import Listener
from sheetkit.backends.google.scopes import named
from sheetkit.backends.google.service import on_this_machine
from sheetkit.backends.google.sources import ClientSecrets
from sheetkit.backends.google.tokens import Login

WAIT: Final = 300.0
"""Seconds that a person has to answer in the browser."""
_TIMEOUT: Final = (10.0, 30.0)
_SHORT_LIVED: Final = timedelta(days=30)
"""A login that Google ends sooner than this is one of an app whose publishing status is Testing (7 days)."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A login just made, with the access token that came with it."""

    login: Login
    token: str

    def __repr__(self) -> str:
        return f"Fresh({self.login!r})"


def log_in(
    client: ClientSecrets,
    scopes: tuple[str, ...],
    *,
    show: Callable[[str], None],
    pasted: Callable[[], str] | None = None,
    wait: float = WAIT,
    clock: Callable[[], float] = time.monotonic,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Fresh:
    """Ask a person, and trade the answer for a login.

    `show` is given the address to open in a browser. `pasted` waits for the address that the browser ended on, for
    browsers on another machine; it runs beside the waiting. `now` dates the login's end.
    Raises LoginFailed when the person says no or does not answer, ScopeMissing when a box was left empty.
    """
    verifier, state = token_urlsafe(64), token_urlsafe(32)
    with Listener(state, pasted) as listener:
        show(_address(client, scopes, listener.address, state, verifier))
        answer = listener.wait(wait, clock)
    if "code" not in answer:
        raise LoginFailed(_said_no(answer.get("error", "")), reason=answer.get("error", ""))
    given = {"code": answer["code"], "redirect_uri": listener.address, "code_verifier": verifier}
    return _fresh(client, scopes, _post(client, {**given, "grant_type": "authorization_code"}), now())


def revoke(login: Login) -> bool:
    """End a login at Google; whether it is ended there (also when it was already)."""
    server = login.token_uri.rpartition("/")[0] if on_this_machine(login.token_uri) else "https://oauth2.googleapis.com"
    try:
        with _session(login.token_uri) as session:
            answer = session.post(
                f"{server}/revoke", data={"token": login.refresh_token}, timeout=_TIMEOUT, allow_redirects=False
            )
    except requests.exceptions.RequestException:
        return False
    return answer.status_code == 200 or b"invalid_token" in answer.content[:2000]


def _address(client: ClientSecrets, scopes: tuple[str, ...], here: str, state: str, verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    asked = {
        "client_id": client.client_id,
        "redirect_uri": here,
        "response_type": "code",
        "scope": " ".join(scopes),
        "state": state,
        "code_challenge": urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
        "access_type": "offline",  # a refresh token
        "prompt": "consent",  # also for who was here before: else there is no refresh token
    }
    return f"{client.auth_uri}?{urlencode(asked)}"


def _post(client: ClientSecrets, body: Mapping[str, str]) -> dict[str, Any]:
    whole = {**body, "client_id": client.client_id, "client_secret": client.client_secret}
    try:
        with _session(client.token_uri) as session:
            answer = session.post(client.token_uri, data=whole, timeout=_TIMEOUT, allow_redirects=False)
    except requests.exceptions.RequestException:  # its text can hold the request
        raise Unreachable("Google's login service cannot be reached.") from None
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise AnswerUnreadable(status=answer.status_code)
    if answer.status_code != 200:
        raise _refused(found)
    return found


def _refused(body: Mapping[str, Any]) -> GoogleError:
    if body.get("error") == "invalid_grant":
        return LoginFailed("Google does not accept the answer of the browser; it may have come too late.")
    return refused_grant(body, Account(way="this login"))


def _session(url: str) -> requests.Session:
    session = requests.Session()
    session.trust_env = not on_this_machine(url)  # no proxy between this machine and itself
    return session


def _fresh(client: ClientSecrets, scopes: tuple[str, ...], body: Mapping[str, Any], now: datetime) -> Fresh:
    granted = tuple(str(body.get("scope") or " ".join(scopes)).split())
    if missing := [scope for scope in scopes if scope not in granted]:
        raise ScopeMissing(f"The box for {' and '.join(named(missing))} was left empty in the browser.")
    refresh, token = body.get("refresh_token"), body.get("access_token")
    if not (isinstance(refresh, str) and refresh and isinstance(token, str) and token):
        raise LoginFailed("Google gave no lasting login.", hint="Is the OAuth client of the type Desktop app?")
    made = Login(
        client_id=client.client_id,
        client_secret=client.client_secret,
        refresh_token=refresh,
        scopes=granted,
        expires=_end(body.get("refresh_token_expires_in"), now),
        auth_uri=client.auth_uri,
        token_uri=client.token_uri,
    )
    return Fresh(made, token)


def _end(seconds: object, now: datetime) -> str:
    if not isinstance(seconds, int) or not 0 < seconds < _SHORT_LIVED.total_seconds():
        return ""
    return (now + timedelta(seconds=seconds)).date().isoformat()


def _said_no(error: str) -> str:
    if error == "access_denied":
        return "The login was declined in the browser."
    return f"Google says: {error}." if error else "Nobody answered in the browser in time."
