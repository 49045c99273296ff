"""One request to Google, with everything around it that makes it safe to rely on."""

import json as jsons
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from itertools import count
from typing import Any, Final

import google.auth.exceptions
import gspread
import gspread.http_client
import requests

from sheetkit.backends.google.account import Account
from sheetkit.backends.google.answer import read_refusal
from sheetkit.backends.google.backoff import PATIENCE, Backoff, retry_after
from sheetkit.backends.google.buckets import PER_MINUTE, Bucket
from sheetkit.backends.google.call import Call
from sheetkit.backends.google.classify import error_of, nobody_knows, refused_before_work
from sheetkit.backends.google.counter import Counter
from sheetkit.backends.google.errors import AnswerLost, AnswerUnreadable, GoogleError
from sheetkit.backends.google.grants import error_of_grant
from sheetkit.backends.google.service import placed
from sheetkit.backends.google.silence import may_pass, never_sent, unreachable

CONNECTING: Final = 30.0
"""Seconds after which a connection that never came about is given up; whoever is offline wants to know soon."""
ABOUT: Final = "https://www.googleapis.com/drive/v3/about"
"""Where Drive says whose account it is."""
TIMEOUTS: Final = (10.0, 180.0)
"""Seconds to wait for a connection and for an answer; Google itself gives up after 180."""


@dataclass(frozen=True, slots=True)
class _Setback:
    """Why one try did not succeed, whether the next may follow, and what the server wants it to wait."""

    error: GoogleError
    again: bool = False
    asked: float | None = None
    patience: float = PATIENCE


class HTTPClient(gspread.http_client.HTTPClient):
    """gspread's client, sending to Google, or to the local server at `server`.

    What it promises: a request that only reads is repeated until it succeeds or patience ends. A change is repeated
    only when it certainly was not made: no connection came about, or Google turned it away for being one too many. When
    nobody knows whether it was made, AnswerLost is raised, and whoever asked reads back and decides. `counter` has what
    it cost; `account` is whom it is for.
    """

    def __init__(
        self,
        session: requests.Session,
        *,
        server: str = "",
        account: Account | None = None,
        reads: int = PER_MINUTE,
        writes: int = PER_MINUTE,
        backoff: Backoff | None = None,
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`session` puts the credentials on each request.

        `reads` and `writes` are what may be sent a minute, 0 for any. `patience` is in seconds; `clock` gives seconds
        that only go up.
        """
        credentials: Any = None  # gspread's own way to say that the session has them
        super().__init__(credentials, session)
        session.headers["User-Agent"] = f"sheetkit/{version('sheetkit')} (gzip)"
        session.auth = _as_it_is
        session.trust_env = session.trust_env and not server  # no proxy between this machine and itself
        self.server = server
        self.account = account or Account()
        self.counter = Counter()
        self.timeout = TIMEOUTS
        self._buckets = {
            "reads": Bucket(reads, clock=clock, sleep=sleep),
            "writes": Bucket(writes, clock=clock, sleep=sleep),
            "drive": Bucket(0),
        }
        self._backoff = backoff or Backoff()
        self._patience, self._clock, self._sleep = patience, clock, sleep

    def answer(
        self, method: str, url: str, params: Mapping[str, Any] | None = None, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The JSON object that answers a request; {} where the answer is empty. Raises as `request` does."""
        response = self.request(method, url, params=params, json=body)
        if not response.content:
            return {}
        try:
            found = response.json()
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise self._unreadable(Call.of(method, url), response)
        return found

    def who(self) -> str:
        """The address of the account, from Drive, "" where Drive does not say."""
        user = self.answer("GET", ABOUT, {"fields": "user(emailAddress)"}).get("user")
        return str(user.get("emailAddress") or "") if isinstance(user, dict) else ""

    def request(
        self,
        method: str,
        endpoint: str,
        params: Mapping[str, Any] | None = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """The answer to a request: always one that Google calls a success.

        Raises AnswerLost when a change may or may not have been made, another GoogleError when it was not.
        """
        url = placed(endpoint, self.server)
        call = Call.of(method, url)
        given = dict(headers or {})
        if json is not None:
            data = jsons.dumps(json, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
            given["Content-Type"] = "application/json; charset=utf-8"
        asked = {"params": params, "data": data, "files": files, "headers": given}
        started = self._clock()
        for tries in count(1):
            outcome = self._try(call, url, asked)
            if isinstance(outcome, requests.Response):
                return outcome
            delay = self._backoff.delay(tries, outcome.asked)
            patience = min(self._patience, outcome.patience)
            if not outcome.again or self._clock() + delay > started + patience:
                raise outcome.error
            self.counter.retries += 1
            self._wait(delay)
        raise AssertionError  # pragma: no cover - count() does not end

    def _try(self, call: Call, url: str, asked: Mapping[str, Any]) -> requests.Response | _Setback:
        self.counter.waited += self._buckets[call.kind].take()
        setattr(self.counter, call.kind, getattr(self.counter, call.kind) + 1)
        self.counter.sent += len(asked["data"] or b"")
        try:
            response = self.session.request(call.method, url, timeout=self.timeout, allow_redirects=False, **asked)
        except google.auth.exceptions.GoogleAuthError as error:  # the request itself was not sent, or answered by 401
            passing = isinstance(error, google.auth.exceptions.TransportError) or bool(
                getattr(error, "retryable", False)
            )
            grant = error_of_grant(error, self.account, self._secrets())
            return _Setback(grant, again=passing, patience=CONNECTING)
        except requests.exceptions.RequestException as error:
            return self._silence(call, error)
        self.counter.received += _on_the_wire(response)
        return self._judged(call, response)

    def _judged(self, call: Call, response: requests.Response) -> requests.Response | _Setback:
        if response.status_code < 300:
            if _is_page(response) and "alt=media" not in (response.request.url or "") and "/export" not in call.url:
                return _Setback(self._unreadable(call, response))
            return response
        refusal = read_refusal(response.status_code, response.content, self._secrets())
        error = error_of(refusal, call, self.account)
        if refused_before_work(refusal):
            return _Setback(error, again=True, asked=retry_after(response.headers))
        if nobody_knows(refusal):
            if call.changes:
                return _Setback(self._lost(call, error.message, refusal.code))
            return _Setback(error, again=True, asked=retry_after(response.headers))
        return _Setback(error, again=refusal.code == 409 and not call.changes)

    def _silence(self, call: Call, error: requests.exceptions.RequestException) -> _Setback:
        silence = unreachable(error, call, self.account)
        if never_sent(error):
            return _Setback(silence, again=may_pass(error, self.account), patience=CONNECTING)
        if call.changes:
            return _Setback(self._lost(call, "", 0))
        return _Setback(silence, again=True)

    def _lost(self, call: Call, why: str, status: int) -> AnswerLost:
        message = f"{why} It is not known whether the change was made." if why else ""
        return AnswerLost(message, method=call.method, url=call.shown, status=status, account=self.account.email)

    def _unreadable(self, call: Call, response: requests.Response) -> GoogleError:
        """A success that is none of Google's: for a change, nobody knows whether it was made."""
        if call.changes:
            return self._lost(call, "What came back is not an answer of Google's.", response.status_code)
        said = read_refusal(response.status_code, response.content, self._secrets()).message
        message = f"What came back is not an answer of Google's ({said})." if said else ""
        return AnswerUnreadable(message, method=call.method, url=call.shown, status=response.status_code)

    def _secrets(self) -> list[str]:
        """What must never be shown, as far as the session knows it."""
        credentials = getattr(self.session, "credentials", None)
        known = [getattr(credentials, name, None) for name in ("token", "refresh_token", "client_secret")]
        return [secret for secret in known if isinstance(secret, str)]

    def _wait(self, seconds: float) -> None:
        self.counter.waited += seconds
        self._sleep(seconds)


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keep the request as it is; without this, requests puts what a .netrc file holds in the place of the token."""
    return request


def _is_page(response: requests.Response) -> bool:
    """Whether a page came instead of JSON; Drive calls the nothing that answers a deletion a page too."""
    return bool(response.content) and "html" in response.headers.get("Content-Type", "").lower()


def _on_the_wire(response: requests.Response) -> int:
    """The bytes of the body as they came, before they were unpacked."""
    try:
        return int(response.raw.tell())
    except (AttributeError, OSError, ValueError):
        return len(response.content)
