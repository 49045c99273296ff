"""The server itself: a thread that listens on loopback, started and stopped as a context."""

import asyncio
import socket
import threading
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import uvicorn

from sheetkit.emulator.api import WORDS
from sheetkit.emulator.app import application
from sheetkit.emulator.clock import Clock
from sheetkit.emulator.connections import Connections
from sheetkit.emulator.faults import Faults
from sheetkit.emulator.logins import Logins
from sheetkit.emulator.persist import Folder
from sheetkit.emulator.quota import Quota
from sheetkit.emulator.sheets import endpoints
from sheetkit.emulator.store import Store, new_spreadsheet
from sheetkit.emulator.traffic import Log
from sheetkit.emulator.users import User
from sheetkit.emulator.world import World

HOST: Final = "127.0.0.1"
_KEEP_ALIVE: Final = 240
"""Seconds for which a connection may be idle, as at Google."""
_START: Final = 60.0
"""Seconds within which a server must have started or ended, on a machine that has much else to do."""


class _Prompt(uvicorn.Server):
    """A uvicorn that ends as soon as it is told, where the usual one looks ten times a second."""

    _loop: asyncio.AbstractEventLoop | None = None

    async def main_loop(self) -> None:
        self._told = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), 0.1)

    def end(self) -> None:
        self.should_exit = self.force_exit = True
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._told.set)


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
        faults_ = Faults(WORDS)
        faults_.set(faults)
        self._socket = _listening(port)
        try:
            self._folder = Folder(Path(data)) if data else None
            store = Store(self._folder)
        except BaseException:
            self._socket.close()
            raise
        self.world = World(
            store=store,
            clock=clock if isinstance(clock, Clock) else Clock(clock),
            quota=Quota(enabled=quota),
            faults=faults_,
        )
        self.port: int = self._socket.getsockname()[1]
        connections = Connections()
        config = uvicorn.Config(
            application(self.world, connections),
            http=connections.protocol,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_keep_alive=_KEEP_ALIVE,
        )
        self._uvicorn = _Prompt(config)
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
        """The server's time, to be set and advanced; a moment that is assigned stops it there."""
        return self.world.clock

    @clock.setter
    def clock(self, at: datetime) -> None:
        self.world.clock.set(at)

    @property
    def faults(self) -> Faults:
        """What goes wrong: `server.faults.set("write:2=cut-after")`."""
        return self.world.faults

    @faults.setter
    def faults(self, spec: str) -> None:
        self.world.faults.set(spec)

    @property
    def quota(self) -> Quota:
        """The quotas of the minute."""
        return self.world.quota

    @property
    def logins(self) -> Logins:
        """Who logged in, and how the next login goes."""
        return self.world.logins

    @property
    def log(self) -> Log:
        """Every request so far."""
        return self.world.log

    def preset(self, file_id: str, title: str, owner: str) -> None:
        """Put an empty spreadsheet there before anyone calls, with an id and an owner (an address) of one's choice."""
        now = self.clock.now()
        document = endpoints.create({"properties": {"title": title}}, file_id, "", now)
        self.store.add(new_spreadsheet(document, User(owner), now))

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
        self._uvicorn.end()
        self._thread.join(timeout=_START)
        self._socket.close()
        if self._folder:
            self._folder.close()

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
