"""The open connections, so that one of them can be cut in the middle of a call."""

import asyncio
from typing import TypeAlias

from uvicorn.protocols.http.h11_impl import H11Protocol

Peer: TypeAlias = tuple[str, int]
"""The caller's address and port, as the ASGI scope has it."""


class Connections:
    """Every open connection by the caller's address; `protocol` is the class that uvicorn is to use."""

    def __init__(self) -> None:
        self._open: dict[Peer, asyncio.Transport] = {}
        connections = self._open

        class Remembering(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                super().connection_made(transport)
                if self.client:
                    connections[self.client] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                if self.client:
                    connections.pop(self.client, None)
                super().connection_lost(exc)

        self.protocol: type[asyncio.Protocol] = Remembering

    async def cut(self, peer: Peer) -> None:
        """Close a connection at once; the caller gets no answer. Returns when uvicorn knows of it."""
        if transport := self._open.get((peer[0], peer[1])):
            transport.abort()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
