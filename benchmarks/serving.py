"""Runs `kutip serve` in a process of its own, and reads what that process holds: memory, threads, descriptors."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
_START_SECONDS = 120  # for the index to be opened and checked


@dataclass(frozen=True, slots=True)
class Held:
    """What a process holds at a moment: resident memory in MiB, threads, open descriptors."""

    memory: float
    threads: int
    descriptors: int


@dataclass(frozen=True, slots=True)
class Server:
    """A running server.

    Attributes:
        port: Where it listens on 127.0.0.1.
        pid: Number of its process.
        ready_after: Seconds from its start to the first 200 of /readyz.
    """

    port: int
    pid: int
    ready_after: float

    def held(self) -> Held | None:
        """What the process holds now; None where the system has no /proc."""
        folder = Path(f"/proc/{self.pid}")
        if not (folder / "status").exists():
            return None
        lines = (line.partition(":") for line in (folder / "status").read_text(encoding="utf-8").splitlines())
        facts = {name: value.split() for name, _, value in lines}
        return Held(int(facts["VmRSS"][0]) / 1024, int(facts["Threads"][0]), len(list((folder / "fd").iterdir())))


@contextmanager
def served(index: Path, **environment: str) -> Iterator[Server]:
    """Serve an index until the block ends; `environment` adds variables, such as KUTIP_MAX_CONNECTIONS="600"."""
    port = _free_port()
    command = [sys.executable, "-m", "kutip", "serve", "--port", str(port), "--index", str(index)]
    start, quiet = time.perf_counter(), subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, env=os.environ | environment) as process:
        try:
            while status(port, "/readyz") != 200:
                if process.poll() is not None or time.perf_counter() - start > _START_SECONDS:
                    raise SystemExit(f"the server did not start: run {' '.join(command)}")
                time.sleep(0.02)
            yield Server(port, process.pid, time.perf_counter() - start)
        finally:
            process.terminate()


def status(port: int, path: str) -> int:
    """The status of one GET; 0 if nothing answers."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
