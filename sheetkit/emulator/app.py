"""The ASGI application: reads a request, lets the faults happen that are due, sends the answer, writes it down."""

import asyncio
import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from sheetkit.emulator.answers import Answer, not_found_page
from sheetkit.emulator.api import ROUTES, answer, fault_answer, holder, refused
from sheetkit.emulator.call import Call
from sheetkit.emulator.connections import Connections
from sheetkit.emulator.edit import typed
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.faults import Fault
from sheetkit.emulator.logins import Token
from sheetkit.emulator.page.routes import routes
from sheetkit.emulator.parameters import named
from sheetkit.emulator.routes import Route, found
from sheetkit.emulator.traffic import CUT, Entry
from sheetkit.emulator.users import User
from sheetkit.emulator.world import World

_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
"""The names by which the server can be reached, so that no page elsewhere reaches it by a name of its own."""
_NOBODY: Final = User("")


def application(world: World, connections: Connections) -> Starlette:
    """The whole server as an ASGI application."""
    return Starlette(
        routes=[*routes(world), Mount("/", app=Api(world, connections))],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=_LOOPBACK, www_redirect=False)],
    )


@dataclass(frozen=True, slots=True)
class _Matched:
    """A call with the method that answers it and the faults it meets."""

    route: Route
    parameters: tuple[str, ...]
    call: Call
    faults: list[Fault]

    @property
    def file_id(self) -> str:
        return self.parameters[0] if self.parameters else ""


class Api:
    """The ASGI application that answers at the addresses of Google's APIs."""

    def __init__(self, world: World, connections: Connections) -> None:
        self._world = world
        self._connections = connections

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        began = time.perf_counter()
        request = Request(scope, receive)
        body = await request.body()
        path = scope["raw_path"].decode("latin-1")
        match = found(ROUTES, request.method, path)
        if match is None:
            reply: Answer | None = not_found_page(path)
            matched = None
        else:
            reply, matched = await self._answered(request, body, path, *match)
        self._note(request, path, len(body), reply, match[0] if match else None, matched, began)
        if reply is None:
            await self._connections.cut(scope["client"])
        else:
            await Response(reply.body, reply.status, dict(reply.headers), reply.content_type)(scope, receive, send)

    async def _answered(
        self, request: Request, body: bytes, path: str, route: Route, parameters: tuple[str, ...]
    ) -> tuple[Answer | None, _Matched | None]:
        try:
            caller = Token(_NOBODY, "", (), self._world.clock.now())
            if route.service != "oauth":
                caller = holder(self._world, request.headers.get("authorization", ""), route)
        except ApiError as error:
            return refused(error, route), None
        query = parse_qs(request.url.query, keep_blank_values=True)
        call = Call(
            request.method,
            path,
            named(query) if route.service == "sheets" else query,
            request.headers,
            body,
            caller.user,
            str(request.base_url).rstrip("/"),
            self._world.clock.now(),
            caller.client,
        )
        matched = _Matched(route, parameters, call, self._world.faults.met(route.words))
        return await self._with_faults(matched), matched

    async def _with_faults(self, matched: _Matched) -> Answer | None:
        """The answer, or None where the connection is to be cut."""
        twice = cut = False
        for fault in matched.faults:
            match fault.kind:
                case "latency":
                    await asyncio.sleep(float(fault.argument))
                case "edit":
                    await run_in_threadpool(typed, self._world, matched.file_id, fault.argument)
                case "hook" if fault.hook:
                    await run_in_threadpool(fault.hook, matched.file_id)
                case "cut-before":
                    return None
                case "cut-after":
                    cut = True
                case "twice":
                    twice = True
                case _:
                    return fault_answer(fault, matched.route, matched.call)
        for _ in range(2 if twice else 1):
            reply = await run_in_threadpool(answer, self._world, matched.route, matched.call, matched.parameters)
        return None if cut else reply

    def _note(
        self,
        request: Request,
        path: str,
        size: int,
        reply: Answer | None,
        route: Route | None,
        matched: _Matched | None,
        began: float,
    ) -> None:
        self._world.log.add(
            Entry(
                method=request.method,
                path=path,
                query=request.url.query,
                method_id=route.id if route else "",
                writes=bool(route and route.writes),
                user=matched.call.user.email if matched else "",
                request_bytes=size,
                response_bytes=len(reply.body) if reply else 0,
                status=reply.status if reply else CUT,
                seconds=time.perf_counter() - began,
                faults=tuple(str(fault) for fault in matched.faults) if matched else (),
            )
        )
