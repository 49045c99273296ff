"""The server itself: a thread that listens on loopback, started and stopped as a context."""

import socket
import threading
import time
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import uvicorn

from sheetkit.emulator.app import application
from sheetkit.emulator.clock import Clock
from sheetkit.emulator.store import Store
from sheetkit.emulator.traffic import Log
from sheetkit.emulator.world import World

HOST: Final = "127.0.0.1"
_START: Final = 10.0
"""Seconds within which a server must have started."""


class Server:
    """A server on 127.0.0.1; port 0 takes a free one.

    `url` is where it listens, `store` what it holds, `clock` its time, `log` the requests so far.
    """

    def __init__(
        self,
        port: int = 0,
        data: Path | str | None = None,
        quota: bool = False,
        faults: str = "",
        clock: Clock | datetime | None = None,
    ) -> None:
        self.world = World(clock=clock if isinstance(clock, Clock) else Clock(clock))
        self._socket = _listening(port)
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(application(self.world), log_config=None, access_log=False, lifespan="off")
        self._uvicorn = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._uvicorn.run, args=([self._socket],), daemon=True)

    @property
    def url(self) -> str:
        """Where the server listens, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    @property
    def store(self) -> Store:
        """The files."""
        return self.world.store

    @property
    def clock(self) -> Clock:
        """The server's time, to be set and advanced."""
        return self.world.clock

    @property
    def log(self) -> Log:
        """Every request so far."""
        return self.world.log

    def start(self) -> Self:
        """Begin to answer."""
        self._thread.start()
        until = time.monotonic() + _START
        while not self._uvicorn.started:
            if time.monotonic() > until or not self._thread.is_alive():
                raise RuntimeError("the server did not start")
            time.sleep(0.002)
        return self

    def stop(self) -> None:
        """Stop answering; open connections are closed."""
        self._uvicorn.should_exit = True
        self._thread.join(timeout=_START)
        self._socket.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _listening(port: int) -> socket.socket:
    """A socket that sends at once: asyncio turns Nagle's wait of 40 ms off only where the protocol is named."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError:
        listening.close()
        raise
    listening.listen(socket.SOMAXCONN)
    return listening
