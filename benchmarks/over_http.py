"""Times the start and the responses of a server in a process of its own, and measures its memory."""

import http.client
import json
from collections.abc import Iterator, Sequence
from functools import partial
from urllib.parse import quote

from benchmarks.figures import Figure, times
from benchmarks.serving import HOST, served
from kutip.settings import Settings


def measure_server(settings: Settings, questions: Sequence[str]) -> Iterator[Figure]:
    """Start `kutip serve`, send it every question, measure, and end it."""
    with served(settings.index) as server:
        yield Figure("server ready after", server.ready_after, "s")
        connection = http.client.HTTPConnection(HOST, server.port)
        for path in ("search", "ask"):
            yield from times(f"{path} over HTTP", questions, partial(_ask, connection, path))
        connection.close()
        held = server.held()
        if held is not None:
            yield Figure("server's resident memory", held.memory, "MiB")


def _ask(connection: http.client.HTTPConnection, path: str, text: str) -> None:
    connection.request("GET", f"/v1/{path}?q={quote(text)}")
    json.loads(connection.getresponse().read())


def ask_over_http(port: int, questions: Sequence[str]) -> None:
    """Send a search and an ask for each question to a server on this machine, and read the responses."""
    connection = http.client.HTTPConnection(HOST, port)
    for text in questions:
        for path in ("search", "ask"):
            _ask(connection, path, text)
    connection.close()
