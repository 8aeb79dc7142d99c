"""What is known of each request when it has been answered, for the access log and for the metrics."""

import json
import re
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http import HTTPMethod

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.proxied import route_path
from retriever.stages import observed

_KEY = "kutip.record"  # of the record in an ASGI scope
_HEADER = "x-request-id"
_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")  # of a client's own id: nothing that a log or a terminal obeys
_CLIENT_GONE = 499  # nginx's status for a request whose client went away before a response began
_LONGEST_BODY = 65536  # bytes of a body that is searched for its query


@dataclass(slots=True)
class RequestRecord:
    """A request and its response, without a word of what was asked unless a setting asks for it.

    Attributes:
        request_id: The client's own if it gave a safe one, else a new one; the response gives it back.
        method: "GET"; a method that HTTP does not know is "OTHER".
        client: The client's IP address; behind a named proxy the one that the proxy names.
        began: Seconds since 1970.
        seconds: From the request's head to the response's last byte.
        route: Path of the route, with names in place of ids: "/v1/documents/{document_id}"; None if no route was found.
        status: Status of the response; 499 if the client went away before it began.
        size: Bytes of the response's body.
        problem: Kind of the problem that was answered, such as "foreign-host"; None if all went well.
        query: The query or question, only where it is asked for; else None.
        stages: Stages of search and answer with their seconds, in the order in which they ended.
    """

    request_id: str
    method: str
    client: str
    began: float = field(default_factory=time.time)
    seconds: float = 0.0
    route: str | None = None
    status: int = _CLIENT_GONE
    size: int = 0
    problem: str | None = None
    query: str | None = None
    stages: list[tuple[str, float]] = field(default_factory=list)


class Recording:
    """ASGI middleware that records each request, gives the response its id, and hands the record to observers."""

    def __init__(
        self, app: ASGIApp, *, observers: Sequence[Callable[[RequestRecord], object]], with_query: bool
    ) -> None:
        """Wrap an application.

        Args:
            app: The application to wrap.
            observers: Called with each record when the response has ended.
            with_query: Whether records hold the query.
        """
        self._app = app
        self._observers = observers
        self._with_query = with_query

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        record = _begun(scope)
        start = time.perf_counter()
        if self._with_query:
            record.query = QueryParams(scope["query_string"]).get("q")
            receive = _reading_query(receive, record)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                record.status = message["status"]
                MutableHeaders(scope=message)[_HEADER] = record.request_id
            elif message["type"] == "http.response.body":
                record.size += len(message.get("body", b""))
            await send(message)

        try:
            with observed(lambda stage, seconds: record.stages.append((stage, seconds))):
                await self._app({**scope, _KEY: record}, receive, sent)
        finally:
            record.seconds = time.perf_counter() - start
            for observer in self._observers:
                observer(record)


class RouteNaming:
    """ASGI middleware next to the routes: writes into a request's record which route took it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = route_path(scope)
        try:
            await self._app(scope, receive, send)
        finally:
            record = record_of(scope)
            if record is not None:
                record.route = _route_name(scope, path)


def record_of(scope: Scope) -> RequestRecord | None:
    """The record of a request; None outside of `Recording`."""
    found: RequestRecord | None = scope.get(_KEY)
    return found


def _begun(scope: Scope) -> RequestRecord:
    given = Headers(scope=scope).getlist(_HEADER)
    taken = given[0] if len(given) == 1 and _SAFE_ID.fullmatch(given[0]) else uuid.uuid4().hex
    method = scope["method"] if scope["method"] in HTTPMethod.__members__ else "OTHER"
    return RequestRecord(taken, method, (scope.get("client") or ("", 0))[0])


def _route_name(scope: Scope, path: str) -> str | None:
    """The path of the route that the router found, which writes it into the scope."""
    route = scope.get("route")
    if isinstance(route, Route):
        return route.path
    if "endpoint" not in scope:
        return None
    if isinstance(scope["endpoint"], StaticFiles):
        return "/" + path.split("/")[1]
    return path  # /openapi.json: a route without ids


def _reading_query(receive: Receive, record: RequestRecord) -> Receive:
    """A `receive` that takes the query out of a JSON body that passes through."""
    body = bytearray()

    async def received() -> Message:
        message = await receive()
        if message["type"] == "http.request" and len(body) <= _LONGEST_BODY:
            body.extend(message.get("body", b""))
            if body and not message.get("more_body", False):
                record.query = _query_in(bytes(body)) or record.query
        return message

    return received


def _query_in(body: bytes) -> str | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    query = found.get("q") if isinstance(found, dict) else None
    return query if isinstance(query, str) else None
