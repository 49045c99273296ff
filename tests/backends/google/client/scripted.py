"""A real HTTP server on this machine that answers what a test wrote down, one answer a request."""

import json
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = bytes | str | Mapping[str, Any]


@dataclass(frozen=True)
class Reply:
    """One answer. `cut` closes the connection without one, `short` in the middle of the body."""

    status: int = 200
    body: Body = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application/json; charset=UTF-8"
    cut: bool = False
    short: bool = False
    silent: float = 0.0


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Script:
    """The answers still to give (the last one for ever), and the requests so far."""

    url: str
    replies: list[Reply]
    asked: list[Asked] = field(default_factory=list)

    def next(self) -> Reply:
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@contextmanager
def scripted(*replies: Reply) -> Iterator[Script]:
    """A server that gives these answers in turn."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            script.asked.append(Asked(self.command, self.path, dict(self.headers.items()), body))
            reply = script.next()
            if reply.silent:
                stopped.wait(reply.silent)
            if reply.cut:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            text = reply.body if isinstance(reply.body, bytes) else _bytes(reply.body)
            self.send_response(reply.status)
            headers = {"Content-Type": reply.kind, "Content-Length": str(len(text)), **reply.headers}
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text[: len(text) // 2] if reply.short else text)
            self.close_connection = reply.short

        def log_message(self, *_: object) -> None:
            pass

    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.answer)
    stopped = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    script = Script(f"http://127.0.0.1:{server.server_port}", list(replies or [Reply()]))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield script
    finally:
        stopped.set()
        server.shutdown()
        server.server_close()


def _bytes(body: str | Mapping[str, Any]) -> bytes:
    return (body if isinstance(body, str) else json.dumps(body)).encode()


def refusal(code: int, message: str = "", *, status: str = "", **more: Any) -> Reply:
    """An answer with an error in the shape of Google's."""
    return Reply(code, {"error": {"code": code, "message": message, "status": status, **more}})


def info(reason: str, **metadata: str) -> Sequence[Mapping[str, Any]]:
    """The details with which the Sheets API says why (google.rpc.ErrorInfo)."""
    kind = "type.googleapis.com/google.rpc.ErrorInfo"
    return [{"@type": kind, "reason": reason, "domain": "googleapis.com", "metadata": metadata}]


def drive_error(code: int, reason: str, message: str, domain: str = "global") -> Reply:
    """An answer with an error in the shape of Drive's."""
    one = {"domain": domain, "reason": reason, "message": message}
    return refusal(code, message, errors=[one])


@dataclass
class Time:
    """A clock that only sleeping moves; it remembers each sleep."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
