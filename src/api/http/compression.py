"""Compresses responses with gzip for clients that take it. No page holds a secret that its size could give away."""

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_SMALLEST = 1000  # bytes; a smaller response fits one packet either way
_PACKED = (".webp", ".png")
_LEVEL = 6  # zlib's usual one: a page of 40 kB in about a millisecond


class Compression:
    """ASGI middleware that compresses responses of 1,000 bytes or more, but no stream of events and no picture."""

    def __init__(self, app: ASGIApp) -> None:
        self._compressing = GZipMiddleware(app, minimum_size=_SMALLEST, compresslevel=_LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and (
            scope["path"].endswith(_PACKED) or not _takes_gzip(Headers(scope=scope).get("accept-encoding", ""))
        ):
            # The library compresses for `gzip;q=0` too, which asks for the opposite, and what is compressed already.
            headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            scope = {**scope, "headers": headers}
        await self._compressing(scope, receive, send)


def _takes_gzip(accepted: str) -> bool:
    """Whether a header Accept-Encoding takes gzip.

    >>> _takes_gzip("br, gzip;q=0.5"), _takes_gzip("gzip;q=0, br")
    (True, False)
    """
    for offer in accepted.lower().split(","):
        name, _, weight = offer.replace(" ", "").partition(";q=")
        if name == "gzip":
            try:
                return not weight or float(weight) > 0
            except ValueError:
                return False
    return False
