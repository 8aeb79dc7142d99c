"""What a client may keep: nothing of answers, and the rest if it asks each time whether it is still right (ETag)."""

import re
from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from hashlib import blake2b

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.proxied import route_path

# All else is an answer to somebody's words, or tells of this moment.
_KEPT = re.compile(
    r"/|/check|/docs|/openapi\.json|/documents(?:/.*)?|/v1/(?:documents|passages)(?:/.*)?|/static(?:-offline-docs)?/.*"
)
_CONDITIONS = (b"if-none-match", b"if-modified-since", b"if-range", b"range")
_TAG = re.compile(r'"[^"]*"')


class Caching:
    """ASGI middleware that says how long a response may be kept, and answers 304 where the client has it already.

    The ETag is a hash of the bytes that are sent, compressed or not: two responses share one if they are the same.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["method"] == "GET" and _may_be_kept(scope):
            # The response is sent whole or not at all, so the conditions are for this class alone to judge.
            inner = [(name, value) for name, value in scope["headers"] if name not in _CONDITIONS]
            sender = _Validated(Headers(scope=scope), send)
            await self._app({**scope, "headers": inner}, receive, sender)
        else:
            await self._app(scope, receive, _not_kept(send))


def _may_be_kept(scope: Scope) -> bool:
    path = route_path(scope)
    return bool(_KEPT.fullmatch(path)) and not (path == "/" and "q" in QueryParams(scope["query_string"]))


def _not_kept(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["cache-control"] = "no-store"
        await send(message)

    return sent


class _Validated:
    """A `send` that holds a response back until it is whole, and then sends it, or a 304 in its place."""

    def __init__(self, conditions: Headers, send: Send) -> None:
        self._conditions = conditions
        self._send = send
        self._start: Message | None = None
        self._body: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] != 200:
            await _not_kept(self._send)(message)
        elif message["type"] == "http.response.start":
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._body.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._send_whole(self._start, b"".join(self._body))

    async def _send_whole(self, start: Message, body: bytes) -> None:
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["cache-control"] = "private, no-cache"
        headers["content-length"] = str(len(body))
        headers["etag"] = f'"{blake2b(body, digest_size=16).hexdigest()}"'
        del headers["accept-ranges"]
        if self._is_held(headers):
            without_body = [(name, value) for name, value in headers.raw if not name.startswith(b"content-")]
            await self._send({**start, "status": 304, "headers": without_body})
            await self._send({"type": "http.response.body", "body": b""})
        else:
            await self._send({**start, "headers": headers.raw})
            await self._send({"type": "http.response.body", "body": body})

    def _is_held(self, headers: Headers) -> bool:
        """Whether the client says that it has this response: by its ETag, else by its time."""
        tags = self._conditions.getlist("if-none-match")
        if tags:
            return _names(tags, headers["etag"])
        since, changed = self._conditions.get("if-modified-since", ""), headers.get("last-modified", "")
        try:
            return bool(since and changed) and parsedate_to_datetime(changed) <= parsedate_to_datetime(since)
        except (ValueError, TypeError):  # no date, or one without a time zone
            return False


def _names(values: Iterable[str], etag: str) -> bool:
    """Whether a header If-None-Match names an ETag: weakly or strongly, or `*` for any."""
    given = ", ".join(values)
    return given.strip() == "*" or etag in _TAG.findall(given)
