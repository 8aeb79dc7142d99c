"""The access token: requests give it as a Bearer token, or in a browser as the password with any user name."""

import base64
import binascii
import hmac

from pydantic import SecretStr
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.error_responses import problem
from api.http.proxied import route_path
from kutip.errors import SettingsError
from kutip.settings import ServiceSettings
from kutip.settings.authority import Authority

# They say whether the service runs and has an index, and are asked by what restarts it; nothing in them is of a paper.
_OPEN = frozenset({"/healthz", "/readyz"})
_DETAIL = "send it as `Authorization: Bearer …`, or in a browser as the password with any user name"
# A browser takes the challenge that it knows and asks the person; no cookie is needed, and none can be stolen.
_CHALLENGES = ('Bearer realm="Kutip"', 'Basic realm="Kutip", charset="UTF-8"')


class AccessToken:
    """ASGI middleware that refuses requests without the access token (401), all but those of the health checks."""

    def __init__(self, app: ASGIApp, *, token: SecretStr) -> None:
        """Wrap an application; with an empty token, every request passes."""
        self._app = app
        self._token = token.get_secret_value().encode("utf-8")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and self._token and route_path(scope) not in _OPEN and not self._is_given(scope):
            refusal = problem(401, "no-token", "The access token is missing or wrong", _DETAIL)
            for challenge in _CHALLENGES:
                refusal.headers.append("www-authenticate", challenge)
            refusal.headers["connection"] = "close"  # a body may follow that nobody reads
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_given(self, scope: Scope) -> bool:
        given = Headers(scope=scope).getlist("authorization")
        return len(given) == 1 and hmac.compare_digest(_secret(given[0].encode("latin-1")), self._token)


def _secret(authorization: bytes) -> bytes:
    """The token or password in a header Authorization; empty, which no token is, if there is none."""
    scheme, _, rest = authorization.partition(b" ")
    if scheme.lower() == b"bearer":
        return rest.strip()
    if scheme.lower() != b"basic":
        return b""
    try:
        return base64.b64decode(rest.strip(), validate=True).partition(b":")[2]
    except binascii.Error:
        return b""


def refuse_open_host(settings: ServiceSettings, host: str) -> None:
    """Refuse to listen on an address that other machines reach while no access token is set.

    Raises:
        SettingsError: `host` is no loopback name or address, and there is no token.
    """
    listened = Authority.read(f"[{host}]" if ":" in host else host)
    if settings.token.get_secret_value() or (listened is not None and listened.is_loopback):
        return
    raise SettingsError(
        f"other machines could read the papers at the address {host or '0.0.0.0'}; set KUTIP_TOKEN to a secret that"  # noqa: S104
        " requests then have to give, or listen on 127.0.0.1"
    )
