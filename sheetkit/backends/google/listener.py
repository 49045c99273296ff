"""Waits on this machine for the browser that comes back from a login."""

import hmac
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, SimpleQueue
from typing import Final, Self
from urllib.parse import parse_qs, urlsplit

from sheetkit.backends.google.errors import LoginFailed

Answer = dict[str, str]
"""`code` or `error`, as the browser brought it; {} when nobody came."""

_PAGE: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>sheetkit</title>
<body style="font-family: sans-serif; margin: 4em auto; max-width: 30em"><h1>{head}</h1><p>{text}</p>"""
_DONE: Final = _PAGE.format(head="Thank you", text="You can close this page and go back to the terminal.")
_ODD: Final = _PAGE.format(head="Not this one", text="This page belongs to no login that is waiting. Start again.")
_PATIENCE: Final = 10.0
"""Seconds that a connection may stay silent; browsers open some in advance."""


class Listener:
    """A server on 127.0.0.1 that lives for one login. It believes only an answer with the login's own `state`."""

    def __init__(self, state: str, pasted: Callable[[], str] | None = None) -> None:
        self._answers: SimpleQueue[Answer] = SimpleQueue()
        self._state = state
        self._pasted = pasted
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self.offered))
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        if self._pasted is not None:
            threading.Thread(target=self._read, args=(self._pasted,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def offered(self, address: str) -> bool:
        """Take the answer that an address holds; whether it is one to this login."""
        fields = parse_qs(urlsplit(address).query)
        found = {name: values[0] for name, values in fields.items() if name in {"code", "error"}}
        state = fields.get("state", [""])[0]
        if not found or not hmac.compare_digest(state.encode(), self._state.encode()):
            return False
        self._answers.put(found)
        return True

    def wait(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> Answer:
        """The first answer, or {} after so many seconds. Raises LoginFailed when a pasted address is none."""
        until = clock() + seconds
        while (left := until - clock()) > 0:
            with suppress(Empty):
                answer = self._answers.get(timeout=min(left, 0.2))  # in slices, so that Ctrl-C works on Windows
                if "pasted" in answer:
                    raise LoginFailed("The address that was pasted is not the one that this login ended on.")
                return answer
        return {}

    def _read(self, pasted: Callable[[], str]) -> None:
        address = pasted().strip()
        if address and not self.offered(address):
            self._answers.put({"pasted": "odd"})


def _handler(offered: Callable[[str], bool]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = _PATIENCE

        def do_GET(self) -> None:
            taken = offered(self.path)
            page = (_DONE if taken else _ODD).encode()
            self.send_response(200 if taken else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.send_header("Referrer-Policy", "no-referrer")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            """Nothing: the address holds the code of the login."""

    return Handler
