"""From a request on the wire to an answer: who calls, which method, what it answers, and what is written down."""

import logging
import time
from typing import Any, Final
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from sheetkit.emulator.answers import Answer, error_answer, json_answer, not_found_page
from sheetkit.emulator.call import Call
from sheetkit.emulator.drive import routes as drive_routes
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.mask import MaskInvalid, apply, parse
from sheetkit.emulator.routes import Route, found
from sheetkit.emulator.sheets_routes import ROUTES as SHEETS
from sheetkit.emulator.traffic import Entry
from sheetkit.emulator.users import User, user_of_token
from sheetkit.emulator.world import World

ROUTES: Final = (*SHEETS, *drive_routes.ROUTES)
_logger: Final = logging.getLogger("sheetkit.emulator")


def application(world: World) -> Starlette:
    """The whole server as an ASGI application."""
    return Starlette(routes=[Mount("/", app=Api(world))])


class Api:
    """The ASGI application that answers like Google's APIs."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        request = Request(scope, receive)
        body = await request.body()
        path = scope["raw_path"].decode("latin-1")
        match = found(ROUTES, request.method, path)
        if match is None:
            answer, user = not_found_page(path), ""
        else:
            answer, user = await run_in_threadpool(self._answer, request, body, path, *match)
        self._world.log.add(
            Entry(
                request.method,
                path,
                scope["query_string"].decode("latin-1"),
                match[0].id if match else "",
                match[0].writes if match else False,
                user,
                len(body),
                len(answer.body),
                answer.status,
                time.perf_counter() - began,
            )
        )
        response = Response(answer.body, answer.status, dict(answer.headers), answer.content_type)
        await response(scope, receive, send)

    def _answer(
        self, request: Request, body: bytes, path: str, route: Route, parameters: tuple[str, ...]
    ) -> tuple[Answer, str]:
        query = parse_qs(request.url.query, keep_blank_values=True)
        drive = route.service == "drive"
        user = User("")
        try:
            user = _user(request)
            call = Call(
                request.method,
                path,
                query,
                request.headers,
                body,
                user,
                str(request.base_url).rstrip("/"),
                self._world.clock.now(),
            )
            return _respond(self._world, route, call, parameters), user.email
        except ApiError as error:
            return error_answer(error, drive=drive), user.email
        except Exception:
            _logger.exception("%s %s failed", request.method, path)
            return error_answer(ApiError(500, "Internal error encountered."), drive=drive), user.email


def _user(request: Request) -> User:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() != "bearer" or not token.strip():
        raise ApiError(401, _NO_CREDENTIALS)
    return user_of_token(token.strip())


_NO_CREDENTIALS: Final = (
    "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other "
    "valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
)


def _respond(world: World, route: Route, call: Call, parameters: tuple[str, ...]) -> Answer:
    content: Any = route.handler(world, call, *parameters)
    if isinstance(content, Answer):
        return content
    if fields := call.first("fields") or call.first("$fields"):
        try:
            content = apply(parse(fields), content)
        except MaskInvalid as error:
            raise ApiError(400, f"Invalid field selection {fields}") from error
    elif route.service == "drive":
        content = drive_routes.shortened(content)
    return json_answer(content, pretty=call.pretty)
