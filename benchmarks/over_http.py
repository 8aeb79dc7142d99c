"""Times the start and the responses of a server in a process of its own, and measures its memory."""

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import quote

from benchmarks.figures import Figure, times
from kutip.settings import Settings

_HOST = "127.0.0.1"


def measure_server(settings: Settings, questions: Sequence[str]) -> Iterator[Figure]:
    """Start `kutip serve`, send it every question, measure, and end it."""
    port = _free_port()
    command = [sys.executable, "-m", "kutip", "serve", "--port", str(port), "--index", str(settings.index)]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            while _status(port, "/readyz") != 200:
                time.sleep(0.02)
            yield Figure("server ready after", time.perf_counter() - start, "s")
            connection = http.client.HTTPConnection(_HOST, port)
            for path in ("search", "ask"):
                yield from times(f"{path} over HTTP", questions, partial(_ask, connection, path))
            connection.close()
            yield from _memory(process.pid)
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


def _ask(connection: http.client.HTTPConnection, path: str, text: str) -> None:
    connection.request("GET", f"/v1/{path}?q={quote(text)}")
    json.loads(connection.getresponse().read())


def _status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection(_HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def _memory(pid: int) -> Iterator[Figure]:
    """Yield the resident memory of a process, in MiB; nothing where the system has no /proc."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        resident = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        yield Figure("server's resident memory", int(resident.split()[1]) / 1024, "MiB")
