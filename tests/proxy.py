"""A small reverse proxy on the loopback interface, as a person would put one before Kutip."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from serving import HOST

OF_A_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "host"}
Headers = dict[str, str]


class _Forwarding(BaseHTTPRequestHandler):
    """Sends each request on to a port, with the headers and the path that `change` makes of its own."""

    protocol_version = "HTTP/1.1"

    def __init__(self, port: int, change: Callable[[str, Headers], tuple[str, Headers]], *args: object) -> None:
        self._port, self._change = port, change
        super().__init__(*args)  # type: ignore[arg-type]

    def _forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        given = {name: value for name, value in self.headers.items() if name.lower() not in OF_A_CONNECTION - {"host"}}
        path, headers = self._change(self.path, given)
        inner = http.client.HTTPConnection(HOST, self._port, timeout=60)
        inner.request(self.command, path, body or None, headers)
        response = inner.getresponse()
        content = response.read()
        self.send_response(response.status)
        for name, value in response.getheaders():
            if name.lower() not in OF_A_CONNECTION | {"date", "server", "content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        inner.close()

    do_GET = do_POST = do_HEAD = do_OPTIONS = _forward  # noqa: N815

    def log_message(self, *args: object) -> None:
        return


@contextmanager
def proxied(port: int, change: Callable[[str, Headers], tuple[str, Headers]]) -> Iterator[int]:
    """Forward to a port of this machine; yields the proxy's own port."""
    server = ThreadingHTTPServer((HOST, 0), partial(_Forwarding, port, change))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def with_host(path: str, headers: Headers) -> tuple[str, Headers]:
    """Hands on the Host of the client, and its address and scheme, as `proxy_set_header Host $http_host` does."""
    return path, {**headers, "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}


def without_root(path: str, headers: Headers) -> tuple[str, Headers]:
    """Takes the path /kutip off, and names the client's Host beside its own, as Apache does."""
    host = headers["Host"]
    return path.removeprefix("/kutip") or "/", {**headers, "Host": "127.0.0.1:1", "X-Forwarded-Host": host}
