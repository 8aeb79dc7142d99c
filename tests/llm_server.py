"""A server for OpenAI's streaming chat protocol that behaves, or misbehaves, as the name of the model tells it.

The model's name is a script and its text, for example "say:It met in Manila [1].". A script name that ends in " once"
is played for the first request only; later requests get a normal response. `serving` runs it as a separate process.
"""

import http.client
import json
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOST = "127.0.0.1"
TICK = 0.1  # seconds between the events of the scripts `drip` and `alive`
LEFT = 30  # seconds that a silent server waits for the client to disconnect

SEEN: list[dict[str, Any]] = []  # the requests received, in the server's process


def piece(content: object, *, reason: str | None = None) -> str:
    """An event's data with a piece of the response; `content` may have a wrong type on purpose."""
    choice = {"index": 0, "delta": {"content": content}, "finish_reason": reason}
    return json.dumps({"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]})


def text_events(text: str, size: int = 4) -> Iterator[bytes]:
    """The events of a text without the end of the response: an empty piece, then pieces of `size` characters."""
    for content in ["", *(text[at : at + size] for at in range(0, len(text), size))]:
        yield event(piece(content))


def event(data: str) -> bytes:
    return f"data: {data}\n\n".encode()


# --- Scripts: each yields the body of a response with status 200; raising an error breaks the connection off ---------


def say(text: str, size: int = 4) -> Iterator[bytes]:
    yield from text_events(text, size)
    yield event(piece(None, reason="stop"))
    yield event(json.dumps({"id": "x", "object": "chat.completion.chunk", "choices": [], "usage": {"total_tokens": 9}}))
    yield event("[DONE]")


def data(text: str) -> Iterator[bytes]:
    """One event for each line, then the end of the body."""
    for line in text.split("\n"):
        yield event(line)


def no_text(_: str) -> Iterator[bytes]:
    yield b"data: \xff\xfe\n\n"


def page(text: str) -> Iterator[bytes]:
    yield f"<html><body>{text}</body></html>\n".encode()


def cut(text: str) -> Iterator[bytes]:
    yield from text_events(text)
    raise ConnectionAbortedError


def stall(text: str) -> Iterator[bytes]:
    yield from text_events(text)
    yield b""


def drip(text: str) -> Iterator[bytes]:
    while True:
        yield event(piece(text))
        time.sleep(TICK)


def alive(_: str) -> Iterator[bytes]:
    """Comments only, as servers send to keep a connection open until the model has output."""
    while True:
        yield b": still here\n\n"
        time.sleep(TICK)


def endless(text: str) -> Iterator[bytes]:
    while True:
        yield event(piece(text))


SCRIPTS: dict[str, Callable[[str], Iterator[bytes]]] = {
    **{f"say {size}": partial(say, size=size) for size in (1, 2, 3, 7, 1000)},
    **{one.__name__: one for one in (say, data, no_text, page, cut, stall, drip, alive, endless)},
}
HEADERS = {"page": ("Content-Type", "text/html"), "gzip": ("Content-Encoding", "gzip")}


class Handler(BaseHTTPRequestHandler):
    """Plays the script named by the model."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Print no log."""

    def handle(self) -> None:
        with suppress(ConnectionError):  # the client left
            super().handle()

    def do_GET(self) -> None:
        self._whole(200, SEEN)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        script, _, text = body["model"].partition(":")
        if script.endswith(" once"):
            script = (
                "say" if any(one["body"]["model"] == body["model"] for one in SEEN) else script.removesuffix(" once")
            )
        SEEN.append({"path": self.path, "authorization": self.headers["Authorization"], "body": body})
        try:
            if script.isdigit():
                self._whole(int(script), {"error": {"message": "as you asked"}})
            elif script == "silent":
                self._wait()
            else:
                self._play(script, text)
        except OSError:  # the client left, or the script breaks off
            self.close_connection = True

    def _whole(self, status: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Retry-After", "60")
        if status == 307:
            self.send_header("Location", self.path)
        self.end_headers()
        self.wfile.write(body)

    def _play(self, script: str, text: str) -> None:
        self.send_response(200)
        self.send_header(*HEADERS.get(script, ("Content-Type", "text/event-stream")))
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for sent in SCRIPTS.get(script, page)(text):
            if not sent:
                self._wait()
            self.wfile.write(b"%x\r\n%b\r\n" % (len(sent), sent))
        self.wfile.write(b"0\r\n\r\n")

    def _wait(self) -> None:
        select.select([self.connection], [], [], LEFT)
        raise ConnectionAbortedError


# --- For the tests --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Endpoint:
    """The running server: its URL, and the requests it has received."""

    port: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}/v1"

    def seen(self, model: str) -> list[dict[str, Any]]:
        """The requests for a model, oldest first."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=20)
        connection.request("GET", "/seen")
        asked: list[dict[str, Any]] = json.loads(connection.getresponse().read())
        connection.close()
        return [one for one in asked if one["body"]["model"] == model]


@contextmanager
def serving() -> Iterator[Endpoint]:
    """Run the server as a separate process on a free port, and kill it afterwards."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, __file__], stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield Endpoint(int(process.stdout.readline() if process.stdout else ""))
        finally:
            process.kill()


if __name__ == "__main__":
    server = ThreadingHTTPServer((HOST, 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    sys.stdin.read()  # returns when the tests' process ends
