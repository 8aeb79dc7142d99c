"""Connections: how many may be open, in all and from one address, and how long each may keep the server waiting.

uvicorn closes a connection that stays idle after a response. This module closes those that send a request's head too
slowly, be it the first of the connection or a later one, and those whose client does not read its responses. A
connection beyond the limits gets a 503 for its request, and is closed.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from ipaddress import IPv6Address, ip_network
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.http.error_responses import problem
from api.http.headers import SecurityHeaders
from kutip.settings import LimitSettings
from kutip.settings.authority import ip_address

_LEAST_RATE = 1000  # bytes a second that a client has to read while a response waits to be sent
_MOST_REFUSED = 256  # connections that are being told that there are too many; further ones are closed at once
_REFUSED_SECONDS = 1.0  # seconds that a refused client has for its request, without which few clients read a response
_SITE_BITS = 64  # of an IPv6 address: who has one has all others that begin with these bits


class Connections:
    """The open connections of a server, counted by client address.

    Attributes:
        refused: How many were refused: "all" because of the limit for all clients, "share" because of that for one.
        dropped: How many were closed: "head" because a request came too slowly, "reader" because nobody read.
    """

    def __init__(self, limits: LimitSettings, proxies: Sequence[str]) -> None:
        """Begin with none.

        Args:
            limits: How many there may be, and how long they may take.
            proxies: IP addresses and networks that no share limits: many clients stand behind them.
        """
        self.refused: Counter[str] = Counter()
        self.dropped: Counter[str] = Counter()
        self.seconds = limits.arrival_seconds
        self.app: ASGIApp = SecurityHeaders(_too_many)
        self._most = limits.max_connections
        self._share = max(1, int(limits.max_connections * limits.client_share))
        self._proxies = [ip_network(proxy) for proxy in proxies]
        self._open: Counter[str] = Counter()
        self._refused_now: set[object] = set()

    def admit(self, connection: object, client: str | None) -> bool | None:
        """Count a new connection; returns False if it has to be refused, None if it has to be closed at once."""
        site = self._site(client)
        if self._open.total() >= self._most:
            self.refused["all"] += 1
        elif site and self._open[site] >= self._share:
            self.refused["share"] += 1
        else:
            self._open[site] += 1
            return True
        if len(self._refused_now) >= _MOST_REFUSED:
            return None
        self._refused_now.add(connection)
        return False

    def release(self, connection: object, client: str | None, admitted: bool | None) -> None:
        """Count a connection that was closed; `admitted` is what `admit` returned."""
        self._refused_now.discard(connection)
        if admitted:
            site = self._site(client)
            self._open[site] -= 1
            if not self._open[site]:
                del self._open[site]

    def protocol(self, **arguments: Any) -> "BoundedH11Protocol":
        """Make the protocol of a new connection; arguments are those of uvicorn."""
        return BoundedH11Protocol(self, **arguments)

    def _site(self, client: str | None) -> str:
        """Whose connections share a limit: those of an address, or of an IPv6 network; "" if no share limits them."""
        address = ip_address(client or "")
        if address is None or any(address in network for network in self._proxies):
            return ""
        if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
            return str(ip_network((address, _SITE_BITS), strict=False))
        return str(address)


async def _too_many(scope: Scope, receive: Receive, send: Send) -> None:
    """The application for requests on refused connections."""
    detail = "the service has as many connections as it may have; try again in a few seconds"
    response = problem(503, "too-many-connections", "There are too many connections", detail)
    response.headers.update({"Retry-After": "2", "Connection": "close"})
    await response(scope, receive, send)


class BoundedH11Protocol(H11Protocol):
    """HTTP/1.1 on one connection, within the limits of the server's `Connections`."""

    def __init__(self, bounds: Connections, **arguments: Any) -> None:
        """Make the protocol of a new connection; arguments are those of uvicorn."""
        super().__init__(**arguments)
        self._bounds = bounds
        self._admitted: bool | None = None
        self._client_address: str | None = None
        self._head_since: float | None = None  # when a request began to arrive, or the connection was made
        self._unread_since: tuple[float, int] | None = None  # when sending began to stall, and bytes sent by then

    def connection_made(self, transport: Any) -> None:
        """Count the connection; one too many is to be refused, or closed at once."""
        super().connection_made(_CountingTransport(transport))  # type: ignore[arg-type]
        self._client_address = self.client[0] if self.client else None
        self._admitted = self._bounds.admit(self, self._client_address)
        self._head_since = self.loop.time()
        if self._admitted is None:
            transport.abort()
        elif not self._admitted:
            self.app = self._bounds.app

    def connection_lost(self, exc: Exception | None) -> None:
        """Count the connection off."""
        self._bounds.release(self, self._client_address, self._admitted)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read data of the client; where no request is being answered, they are the head of the next."""
        super().data_received(data)
        self._mark(is_arriving=True)

    def on_response_complete(self) -> None:
        """Go on with the next request, of which a part may be there already."""
        super().on_response_complete()
        self._mark(is_arriving=bool(self.conn.trailing_data[0]))

    def drop_if_late(self, now: float) -> None:
        """Close the connection if its client sends or reads too slowly; to be called every half second or so."""
        allowed = self._bounds.seconds if self._admitted else _REFUSED_SECONDS
        if self._head_since is not None and now - self._head_since >= allowed and not self.transport.is_closing():
            self._bounds.dropped["head"] += 1
            self.transport.close()
        elif self._is_unread(now):
            self._bounds.dropped["reader"] += 1
            self.transport.abort()

    def _mark(self, *, is_arriving: bool) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._head_since = None  # the head of a request is there; `BodyLimits` sees to its body
        elif self._head_since is None and is_arriving:
            self._head_since = self.loop.time()

    def _is_unread(self, now: float) -> bool:
        """True if the client has read less than it has to since data began to wait for it."""
        waiting = self.transport.get_write_buffer_size()
        sent = self.transport.written - waiting  # type: ignore[attr-defined]
        if not waiting:
            self._unread_since = None
        elif self._unread_since is None:
            self._unread_since = now, sent
        elif now - self._unread_since[0] >= self._bounds.seconds:
            since, before = self._unread_since
            self._unread_since = now, sent
            return bool(sent - before < _LEAST_RATE * (now - since))
        return False


class _CountingTransport:
    """A transport that counts the bytes it was given to send."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self.written = 0
        self._transport = transport

    def write(self, data: bytes) -> None:
        self.written += len(data)
        self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


def drop_late(state: uvicorn.server.ServerState, now: float) -> None:
    """Close the connections of a server whose clients send or read too slowly; `now` as its loop counts time."""
    for connection in list(state.connections):
        if isinstance(connection, BoundedH11Protocol):
            connection.drop_if_late(now)
