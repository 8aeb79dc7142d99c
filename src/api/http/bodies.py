"""Request bodies: how large, how slow, and how strictly they are read as JSON."""

import asyncio
import json
import math
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.error_responses import problem


class BodyLimits:
    """ASGI middleware: reads a body before anything else does, as far as the limits of size and time allow."""

    def __init__(self, app: ASGIApp, *, max_bytes: int, larger: Mapping[str, int], seconds: float) -> None:
        """Wrap an application.

        Args:
            app: What to wrap.
            max_bytes: A longer body is answered with 413 as soon as one byte too many is declared or has come.
            larger: The same for some paths.
            seconds: A body that takes longer is answered with 408.
        """
        self._app = app
        self._max_bytes = max_bytes
        self._larger = larger
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not _has_body(scope):
            await self._app(scope, receive, send)
            return
        most = self._larger.get(scope["path"], self._max_bytes)
        if _declared_length(scope) > most:
            await _too_large(most)(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._seconds):
                body = await _read(receive, most)
        except TimeoutError:
            detail = f"the body took longer than {self._seconds:g} s; send it faster"
            await problem(408, "slow-body", "The body came too slowly", detail)(scope, receive, send)
            return
        if body is None:
            await _too_large(most)(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)


async def _read(receive: Receive, most: int) -> bytes | None:
    """The body, or None once it is longer than allowed."""
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
    """A receive that gives the body once, then what the connection gives."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return waiting.pop() if waiting else await receive()

    return replayed


class StrictJSONRoute(APIRoute):
    """A route whose JSON bodies say one thing only: no duplicate keys, no NaN, no number or text out of range."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler, given a request that reads JSON strictly."""
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
    """A JSON text, read strictly.

    Raises:
        ValueError: It is not UTF-8 or not JSON; or it has a key twice in one object, NaN, Infinity, a number that no
            double holds, or a lone surrogate.
        RecursionError: It is nested too deeply.

    >>> read_json(b'{"q": "ASEANAPOL", "k": 5}')
    {'q': 'ASEANAPOL', 'k': 5}
    """
    value = json.loads(
        data.decode("utf-8"), parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_unique
    )
    json.dumps(value, ensure_ascii=False).encode("utf-8")  # a lone surrogate cannot be encoded
    return value


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON's")


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
