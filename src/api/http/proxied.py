"""Gives a request the host, scheme, client and path that the client used, whatever a reverse proxy made of them."""

from collections.abc import Sequence
from ipaddress import ip_network

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from kutip.settings.authority import ip_address

_FORWARDED_HOST = "x-forwarded-host"
_SCHEMES = ("http", "https")


class Proxied:
    """ASGI middleware that gives requests the host, scheme, client and path that the client used.

    X-Forwarded-Host, -Proto and -For count only from named proxies; from anyone else they change nothing.
    """

    def __init__(self, app: ASGIApp, *, proxies: Sequence[str], root_path: str) -> None:
        """Wrap an application.

        Args:
            app: The application to wrap.
            proxies: IP addresses and networks of the proxies that are believed.
            root_path: Path below which the proxy shows the application, such as "/kutip"; "" for none. Requests may
                come with it or without it.
        """
        self._app: ASGIApp = ProxyHeadersMiddleware(app, list(proxies))  # type: ignore[assignment, arg-type]
        self._networks = [ip_network(proxy) for proxy in proxies]
        self._root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http":
            scope = self._below_root(_without_authority(scope))
            forwarded = Headers(scope=scope).getlist(_FORWARDED_HOST)
            if self._is_proxy(scope):
                scope = _of_client(scope, forwarded)
            send = _relative_redirects(send)
        await self._app(scope, receive, send)

    def _is_proxy(self, scope: Scope) -> bool:
        address = ip_address((scope.get("client") or ("", 0))[0])
        return address is not None and any(address in network for network in self._networks)

    def _below_root(self, scope: Scope) -> Scope:
        root, path = self._root_path, scope["path"]
        if not root or not path.startswith("/"):
            return scope
        if path == root or path.startswith(root + "/"):
            return {**scope, "root_path": root}
        raw = root.encode("ascii") + (scope.get("raw_path") or b"")
        return {**scope, "root_path": root, "path": root + path, "raw_path": raw}


def route_path(scope: Scope) -> str:
    """The path of a request below the root path, as routes are written: "/v1/documents"."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _without_authority(scope: Scope) -> Scope:
    """The request with a target such as "http://127.0.0.1:8000/docs" cut to its path, and its host in place of Host."""
    scheme, is_absolute, rest = scope["path"].partition("://")
    if not is_absolute or scheme.lower() not in _SCHEMES:
        return scope
    authority, _, path = rest.partition("/")
    raw = b"/" + (scope.get("raw_path") or b"").partition(b"://")[2].partition(b"/")[2]
    headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
    host = authority.encode("utf-8", "replace") or b"?"
    return {**scope, "path": "/" + path, "raw_path": raw, "headers": [(b"host", host), *headers]}


def _of_client(scope: Scope, forwarded: Sequence[str]) -> Scope:
    """The request with the host that a proxy names; which port the client used is then not known from here."""
    hosts = {host.strip(): None for value in forwarded for host in value.split(",")}
    headers = [(name, value) for name, value in scope["headers"] if name != b"host" or not hosts]
    named = [(b"host", host.encode("latin-1", "replace")) for host in hosts]
    return {**scope, "server": ((scope.get("server") or ("", None))[0], None), "headers": [*named, *headers]}


def _relative_redirects(send: Send) -> Send:
    """A `send` that takes scheme and host off the address of a redirect: whatever a proxy does, it leads back here."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            _, is_absolute, rest = headers.get("location", "").partition("://")
            if is_absolute:
                headers["location"] = "/" + rest.partition("/")[2].lstrip("/")
        await send(message)

    return sent
