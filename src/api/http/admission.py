"""Who may ask: requests to a host of ours, from no page of another site, before anything else of them is read.

A browser lets every web page send requests to this machine. It says so in the headers Origin and Sec-Fetch-Site, and a
page that gives its own name this machine's address (DNS rebinding) still has to send that name as Host.
"""

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.error_responses import problem
from kutip.settings.authority import Authority, authority_of_origin, ip_address

_PORTS = {"http": 80, "https": 443}
_OWN_SITE = frozenset({"same-origin", "none"})  # "none": the person typed the address or opened a bookmark
_READING = frozenset({"GET", "HEAD"})
_IN_A_TAB = frozenset({"document", ""})  # where a followed link shows its page; not a frame, image or script


class Admission:
    """ASGI middleware that refuses requests to other hosts (400, 421) and from pages of other sites (403).

    A link on another site may be followed to a page: the other site cannot read what its visitor then sees.
    """

    def __init__(self, app: ASGIApp, *, hosts: Sequence[str], origins: Sequence[str]) -> None:
        """Wrap an application.

        Args:
            app: The application to wrap.
            hosts: Hosts of ours beside loopback names and the address listened on; without a port, any port is right.
            origins: Other sites whose pages may ask, such as "https://papers.example".
        """
        self._app = app
        self._hosts = frozenset(filter(None, map(Authority.read, hosts)))
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # there is none to speak to
            return
        if scope["type"] == "http":
            refusal = self._refusal(scope)
            if refusal is not None:
                refusal.headers["connection"] = "close"  # a body may follow that nobody reads
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if not scope["path"].startswith("/") and (scope["method"], scope["path"]) != ("OPTIONS", "*"):
            return problem(400, "bad-target", "The address is not a path", "send a path that begins with /")
        if not hosts or not hosts[0]:
            return problem(400, "no-host", "The header Host is missing", "send one header Host")
        read = [Authority.read(host) for host in hosts]
        if len(set(read)) > 1:
            return problem(400, "many-hosts", "There are several headers Host", "send one header Host")
        if read[0] is None or not self._is_ours(read[0], scope):
            return problem(421, "foreign-host", "The header Host names another host", _advice(scope))
        for origin in headers.getlist("origin"):
            if origin.lower() not in self._origins and authority_of_origin(origin) != read[0]:
                return _foreign("Origin")
        if not _is_from_own_page(scope, headers, by_origin="origin" in headers):
            return _foreign("Sec-Fetch-Site")
        return None

    def _is_ours(self, host: Authority, scope: Scope) -> bool:
        if host in self._hosts or Authority(host.name, None) in self._hosts:
            return True
        address, port = scope.get("server") or ("", None)
        if port is not None and (host.port or _PORTS.get(scope["scheme"])) != port:
            return False
        return host.is_loopback or (port is not None and ip_address(host.name) == ip_address(address) is not None)


def _is_from_own_page(scope: Scope, headers: Headers, *, by_origin: bool) -> bool:
    """Whether a browser says that no page of another site sent the request, or that a person followed a link to it."""
    if by_origin or {*headers.getlist("sec-fetch-site")} <= _OWN_SITE:
        return True
    is_followed = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest", "") in _IN_A_TAB
    return is_followed and scope["method"] in _READING


def _advice(scope: Scope) -> str:
    port = (scope.get("server") or ("", None))[1]
    own = f"a loopback name with port {port}" if port is not None else "a loopback name"
    return f"it is neither {own}, nor the address listened on, nor in the setting KUTIP_HOSTS; use one of these"


def _foreign(header: str) -> Response:
    detail = f"{header} says that a page of another site sent it; the setting KUTIP_ORIGINS names sites that may"
    return problem(403, "foreign-site", "A page of another site may not ask", detail)
