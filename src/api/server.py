"""Serves the application with uvicorn, limiting the number of connections and how long they may stall."""

import asyncio
import socket
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.app import create_app
from api.http.access_token import refuse_open_host
from kutip.settings import Settings

_KEEP_ALIVE_SECONDS = 5  # uvicorn's default, stated explicitly
_GRACE_SECONDS = 10  # time for open requests to finish when the process is asked to stop


def run(settings: Settings, *, host: str, port: int, sockets: list[socket.socket] | None = None) -> None:
    """Serve until the process is asked to stop; open requests then have 10 seconds to finish.

    `sockets` are bound to the host and port already; without them, the server makes its own.

    Raises:
        SettingsError: Other machines reach `host`, and no access token is set.
    """
    refuse_open_host(settings.service, host)
    config = uvicorn.Config(
        create_app(settings),
        host=host,
        port=port,
        http=_protocol(settings.limits.arrival_seconds),
        limit_concurrency=settings.limits.max_connections,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        server_header=False,
        proxy_headers=False,  # the application reads them, from the proxies that the settings name
    )
    uvicorn.Server(config).run(sockets)


def _protocol(seconds: float) -> type[H11Protocol]:
    """An HTTP/1.1 protocol that closes a connection if no complete request head arrives within `seconds`."""

    class PunctualH11Protocol(H11Protocol):
        _deadline: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._deadline = self.loop.call_later(seconds, self._drop_if_silent)

        def connection_lost(self, exc: Exception | None) -> None:
            if self._deadline is not None:
                self._deadline.cancel()
            super().connection_lost(exc)

        def _drop_if_silent(self) -> None:
            if self.cycle is None and not self.transport.is_closing():
                self.transport.close()

    return PunctualH11Protocol
