"""Serves the application with uvicorn; when the process is asked to stop, what was accepted is answered first."""

import asyncio
import logging
import socket
import sys
from types import FrameType

import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.connections import Connections, drop_late
from api.http.access_log import AccessLog
from api.http.access_token import refuse_open_host
from kutip.settings import Settings

_LOG = logging.getLogger("kutip.api")
_KEEP_ALIVE_SECONDS = 5  # uvicorn's default, stated explicitly
_GRACE_SECONDS = 10  # time for open requests to finish when the process is asked to stop; Docker kills it then
_DRAIN_SECONDS = 8  # after which they are told that the service stops, in the time that is left
_IN_FLIGHT_SECONDS = 0.1  # time for requests that were sent before the service was asked to stop
_BACKLOG = 128  # connections that asyncio takes at a time; at its limit of open files Python 3.11 logs each of them
_OTHER_FILES = 512  # open files beside the allowed connections: those taken or refused now, the index, the log
_TICKS = 5  # of a tenth of a second, between two looks at late connections


def run(settings: Settings, *, host: str, port: int, sockets: list[socket.socket] | None = None) -> None:
    """Serve until the process is asked to stop; open requests then have 10 seconds to finish.

    `sockets` are bound to the host and port already; without them, the server makes its own.

    Raises:
        SettingsError: Other machines reach `host`, and no access token is set.
    """
    refuse_open_host(settings.service, host)
    settings = settings.changed(limits={"max_connections": _possible_connections(settings.limits.max_connections)})
    log = AccessLog(sys.stdout) if settings.service.access_log else None
    app = create_app(settings, observers=[] if log is None else [log])
    app.state.connections = Connections(settings.limits, settings.service.proxies)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=app.state.connections.protocol,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        backlog=_BACKLOG,
        server_header=False,
        access_log=False,  # the application writes its own
        proxy_headers=False,  # the application reads them, from the proxies that the settings name
    )
    try:
        _Server(config, app).run(sockets)
    finally:
        if log is not None:
            log.close()


def _possible_connections(wanted: int) -> int:
    """How many connections the system's limit on open files leaves, which is raised as far as it may be."""
    if sys.platform == "win32":  # it has no such limit
        return wanted
    import resource

    needed = wanted + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return wanted
    allowed = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    possible = min(wanted, max(1, allowed - _OTHER_FILES))
    if possible < wanted:
        _LOG.warning("at most %d connections, since the system allows %d open files (ulimit -n)", possible, allowed)
    return possible


class _Server(uvicorn.Server):
    """uvicorn's server; it drops late connections, and ends with exit status 0 when it is asked to stop."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._application = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop at a signal; a second interrupt stops at once."""
        super().handle_exit(sig, frame)
        self._captured_signals.clear()  # else uvicorn raises the signal again at the end, which kills the process

    async def on_tick(self, counter: int) -> bool:
        """Look at the connections now and then; returns whether to stop."""
        if counter % _TICKS == 0:
            drop_late(self.server_state, asyncio.get_running_loop().time())
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no new connection, and answer what was accepted, or say that the service stops."""
        for server in self.servers:
            server.close()
        await asyncio.sleep(_IN_FLIGHT_SECONDS)
        state = self._application.state
        state.models.stop()
        draining = asyncio.create_task(state.work.drain(_DRAIN_SECONDS))
        dropping = asyncio.create_task(self._drop_late())
        await super().shutdown(sockets)
        draining.cancel()
        dropping.cancel()

    async def _drop_late(self) -> None:
        while True:
            drop_late(self.server_state, asyncio.get_running_loop().time())
            await asyncio.sleep(_TICKS / 10)
