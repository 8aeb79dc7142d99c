"""What every path owes to HTTP's methods: HEAD wherever there is GET, and the methods that it takes for OPTIONS."""

from fastapi import Request, Response
from starlette.routing import Match, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OURS = ("GET", "POST")  # that our routes take
_ALL = "GET, HEAD, POST, OPTIONS"


class Methods:
    """ASGI middleware that answers HEAD as GET without the body, and `OPTIONS *` with all methods."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and scope["method"] == "HEAD":
            await self._app({**scope, "method": "GET"}, receive, _without_body(send))
        elif scope["type"] == "http" and scope["path"] == "*":
            await Response(status_code=204, headers={"Allow": _ALL})(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _without_body(send: Send) -> Send:
    async def sent(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return sent


def allowed_methods(request: Request) -> str | None:
    """The methods that the routes take for a request's path, as in the header Allow; None if routes do not say.

    A folder of files is no route: it says itself what it takes.
    """
    routes = [route for route in request.app.routes if not isinstance(route, Mount)]
    taken = [
        method
        for method in _OURS
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    ]
    if not taken:
        return None
    return ", ".join([*taken[:1], *(["HEAD"] if taken[0] == "GET" else []), *taken[1:], "OPTIONS"])
