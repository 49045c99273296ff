"""The addresses of Google's login: the page for the browser, the tokens, and their end."""

from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from sheetkit.emulator.answers import Answer, json_answer
from sheetkit.emulator.call import Call
from sheetkit.emulator.logins import LoginFailed
from sheetkit.emulator.routes import Route
from sheetkit.emulator.world import World

_LOOPBACK: Final = {"127.0.0.1", "localhost", "::1"}


def _authorize(world: World, call: Call) -> Answer:
    redirect = call.first("redirect_uri")
    if urlsplit(redirect).hostname not in _LOOPBACK:
        return json_answer(
            {"error": "invalid_request", "error_description": "redirect_uri is not on loopback."}, status=400
        )
    back = world.logins.authorize({name: values[0] for name, values in call.query.items()})
    joint = "&" if urlsplit(redirect).query else "?"
    return Answer(302, headers={"Location": f"{redirect}{joint}{urlencode(back)}"})


def _token(world: World, call: Call) -> Any:
    return _answered(lambda: world.logins.exchange(_form(call), call.now))


def _revoke(world: World, call: Call) -> Any:
    token = _form(call).get("token") or call.first("token")
    return _answered(lambda: world.logins.revoke(token) or {})  # type: ignore[func-returns-value]


def _answered(step: Any) -> Answer:
    try:
        return json_answer(step())
    except LoginFailed as error:
        return json_answer({"error": error.error, "error_description": error.description}, status=error.status)


def _form(call: Call) -> dict[str, str]:
    return dict(parse_qsl(call.body.decode(errors="replace")))


ROUTES: Final = (
    Route("oauth.authorize", "GET", "/o/oauth2/auth", _authorize),
    Route("oauth.authorize", "GET", "/o/oauth2/v2/auth", _authorize),
    Route("oauth.token", "POST", "/token", _token),
    Route("oauth.revoke", "POST", "/revoke", _revoke),
)
"""The addresses of accounts.google.com and oauth2.googleapis.com."""
