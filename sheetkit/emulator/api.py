"""One call of an API, from a request that was read to an answer that is ready to send."""

import logging
from typing import Final

from sheetkit.emulator import oauth_routes, sheets_routes
from sheetkit.emulator.answer_shapes import unknown
from sheetkit.emulator.answers import Answer, error_answer, json_answer
from sheetkit.emulator.call import Call
from sheetkit.emulator.drive import routes as drive_routes
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.faults import Fault
from sheetkit.emulator.logins import Token, allows
from sheetkit.emulator.mask import MaskInvalid, Tree, apply, parse
from sheetkit.emulator.parameters import check
from sheetkit.emulator.refusals import invalid_mask, refusal, too_many
from sheetkit.emulator.routes import Route
from sheetkit.emulator.world import World

ROUTES: Final = (*sheets_routes.ROUTES, *drive_routes.ROUTES, *oauth_routes.ROUTES)
"""Every method that the server knows."""
WORDS: Final = frozenset(word for route in ROUTES for word in route.words)
"""The words by which faults name calls."""
MOST_BYTES: Final = 10 * 1024 * 1024
"""Bytes of a body that Google's APIs take at most."""
_SEE: Final = "See https://developers.google.com/identity/sign-in/web/devconsole-project."
_WANTED: Final = f"Expected OAuth 2 access token, login cookie or other valid authentication credential. {_SEE}"
_logger: Final = logging.getLogger("sheetkit.emulator")


def holder(world: World, authorization: str, route: Route) -> Token:
    """Who calls, by the Authorization header. Raises ApiError 401 for nobody, 403 for a scope that is missing."""
    scheme, _, token = authorization.partition(" ")
    if scheme.casefold() != "bearer" or not token.strip():
        raise ApiError(401, f"Request is missing required authentication credential. {_WANTED}")
    known = world.logins.holder(token.strip(), world.clock.now())
    if known is None:
        raise ApiError(401, f"Request had invalid authentication credentials. {_WANTED}")
    if not allows(known.scopes, route.service, writes=route.writes):
        raise refusal(route.service, "insufficientPermissions")
    return known


def answer(world: World, route: Route, call: Call, parameters: tuple[str, ...]) -> Answer:
    """Do what was asked and answer it; whatever goes wrong in here is an answer 500 out there."""
    try:
        world.quota.take(route.service, call.user, call.now, writes=route.writes)
        _check(route, call)
        mask = _mask(route, call)
        content = route.handler(world, call, *parameters)
        if isinstance(content, Answer):
            return content
        if mask:
            content = apply(mask, content)
        elif route.service == "drive":
            content = drive_routes.shortened(content)
        return json_answer(content, pretty=call.pretty)
    except ApiError as error:
        return refused(error, route, call)
    except Exception:
        _logger.exception("%s %s failed", call.method, call.path)
        return refused(ApiError(500, "Internal error encountered."), route, call)


def _check(route: Route, call: Call) -> None:
    """Raises ApiError 400 for what Google refuses before it looks any further."""
    if len(call.body) > MOST_BYTES:
        raise ApiError(400, f"Request payload size exceeds the limit: {MOST_BYTES} bytes.")
    if route.service == "sheets":
        check(route.id, call.query)


def refused(error: ApiError, route: Route, call: Call | None = None, retry_after: str = "") -> Answer:
    """An error as the API of the route puts it."""
    headers = {"Retry-After": retry_after} if retry_after else {}
    if error.code == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="https://accounts.google.com/"'
    return error_answer(error, drive=route.service == "drive", pretty=call.pretty if call else True, headers=headers)


def _mask(route: Route, call: Call) -> Tree:
    """The mask of a call, empty for none. Raises ApiError 400 for one that does not suit the answer."""
    fields = call.first("fields") or call.first("$fields")
    if not fields:
        return {}
    try:
        tree = parse(fields)
    except MaskInvalid as error:
        raise invalid_mask(route.service, fields) from error
    if path := unknown(tree, route.answers_with):
        raise invalid_mask(route.service, path)
    return tree


def fault_answer(fault: Fault, route: Route, call: Call) -> Answer:
    """The answer that a fault gives in place of the true one."""
    match fault.kind:
        case "401":
            error = ApiError(401, f"Request had invalid authentication credentials. {_WANTED}")
        case "403":
            error = refusal(route.service, fault.argument or "userRateLimitExceeded")
        case "429" if route.service == "drive":
            error = ApiError(429, "Rate Limit Exceeded", reason="rateLimitExceeded", domain="usageLimits")
        case "429":
            error = too_many("sheets", writes=route.writes)
        case "500":
            error = ApiError(500, "Internal error encountered.")
        case _:
            error = ApiError(503, "The service is currently unavailable.")
    return refused(error, route, call, "" if fault.kind == "403" else fault.argument)
