"""The addresses of the pages."""

from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from sheetkit.emulator.page.pages import list_page, nothing_page, sheet_page
from sheetkit.emulator.world import World

_HEADERS: Final = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


def routes(world: World) -> list[Route]:
    """The routes of the pages, which everyone on this machine may see."""

    def all_(request: Request) -> HTMLResponse:
        return HTMLResponse(list_page(world, str(request.base_url).rstrip("/")), headers=_HEADERS)

    def one(request: Request) -> HTMLResponse:
        text = sheet_page(world, request.path_params["id"])
        if text is None:
            return HTMLResponse(nothing_page(request.url.path), 404, headers=_HEADERS)
        return HTMLResponse(text, headers=_HEADERS)

    return [
        Route("/", all_),
        *(Route("/spreadsheets/d/{id}" + ending, one) for ending in ("", "/", "/edit", "/view")),
    ]
