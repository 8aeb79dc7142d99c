"""Request bodies: limits on their size and time, and strict parsing of JSON."""

import asyncio
import json
import math
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from fastapi import HTTPException, Request, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.error_responses import problem
from api.http.proxied import route_path
from api.http.work import WorkRoute


class BodyLimits:
    """ASGI middleware that reads each body before the application does, and enforces limits on its size and time."""

    def __init__(self, app: ASGIApp, *, max_bytes: int, larger: Mapping[str, int], seconds: float) -> None:
        """Wrap an application.

        Args:
            app: The application to wrap.
            max_bytes: Maximum size of a body. A larger one gets a 413 as soon as its declared or received size is known
                to exceed it.
            larger: Path -> maximum size in bytes, for paths with another limit.
            seconds: Maximum time for receiving a body. A slower one gets a 408.
        """
        self._app = app
        self._max_bytes = max_bytes
        self._larger = larger
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or not _has_body(scope):
            await self._app(scope, receive, send)
            return
        most = self._larger.get(route_path(scope), self._max_bytes)
        if _declared_length(scope) > most:
            await _too_large(most)(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._seconds):
                body = await _read(receive, most)
        except asyncio.CancelledError:  # the service stops
            detail = "the service stops before the body has arrived; try again in a minute"
            response = problem(503, "busy", "The service is busy", detail)
            response.headers["retry-after"] = "10"
            await response(scope, receive, send)
            return
        except TimeoutError:
            detail = f"the body took longer than {self._seconds:g} s; send it faster"
            await problem(408, "slow-body", "The body came too slowly", detail)(scope, receive, send)
            return
        if body is None:
            await _too_large(most)(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)


async def _read(receive: Receive, most: int) -> bytes | None:
    """Receive the body; returns None as soon as it is longer than `most` bytes."""
    chunks: list[bytes] = []
    length = 0
    while True:
        message = await receive()
        chunk = message.get("body", b"")
        length += len(chunk)
        if length > most:
            return None
        chunks.append(chunk)
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return b"".join(chunks)


def _too_large(most: int) -> Response:
    response = problem(
        413, "large-body", "The body is too large", f"the body may have {most} bytes; send a shorter one"
    )
    response.headers["connection"] = "close"
    return response


def _header(scope: Scope, name: bytes) -> bytes | None:
    return next((value for key, value in scope["headers"] if key == name), None)


def _has_body(scope: Scope) -> bool:
    return _header(scope, b"transfer-encoding") is not None or _declared_length(scope) > 0


def _declared_length(scope: Scope) -> int:
    value = _header(scope, b"content-length") or b"0"
    return int(value) if value.isdigit() else 0


def _replay(body: bytes, receive: Receive) -> Receive:
    """An ASGI `receive` that first returns the body that was read, then messages from the connection."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return waiting.pop() if waiting else await receive()

    return replayed


class StrictJSONRoute(WorkRoute):
    """A route that parses JSON bodies with `read_json`, which refuses what JSON libraries read differently."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler, called with a request whose `json` is strict."""
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            return await handle(_StrictRequest(request.scope, request.receive))

        return strict


class _StrictRequest(Request):
    async def json(self) -> Any:
        try:
            return read_json(await self.body())
        except (ValueError, RecursionError) as error:
            why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
            raise HTTPException(422, f"the body is not JSON as RFC 8259 recommends it: {why}") from error


def read_json(data: bytes) -> Any:
    """Parse a JSON text strictly.

    Raises:
        ValueError: The text is not UTF-8 or not JSON; or it has a key twice in one object, NaN, Infinity, a number too
            large for a double, or a lone surrogate.
        RecursionError: It is nested too deeply.

    >>> read_json(b'{"q": "turbines", "k": 5}')
    {'q': 'turbines', 'k': 5}
    """
    value = json.loads(
        data.decode("utf-8"), parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_unique
    )
    json.dumps(value, ensure_ascii=False).encode("utf-8")  # a lone surrogate cannot be encoded
    return value


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number in JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number is out of range")
    return number


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object has the same key twice")
    return found
