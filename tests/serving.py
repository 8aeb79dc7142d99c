"""Runs the real server as a process of its own on the loopback interface."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
LOCAL = "http://127.0.0.1"  # of a client in this process; the name that TestClient sends of itself is refused


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(
    index: Path,
    program: Sequence[str] = (sys.executable, "-m", "kutip"),
    *,
    only: Mapping[str, str] | None = None,
    **environment: str,
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Serve an index with these environment variables; yields the process and its port, then kills the process.

    `program` is the command line that starts Kutip; with `only`, its environment has these variables and no others.
    """
    port = free_port()
    command = [*program, "serve", "--port", str(port), "--index", str(index)]
    process = subprocess.Popen(
        command,
        env={**(os.environ if only is None else only), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        for _ in range(300):
            try:
                socket.create_connection((HOST, port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield process, port
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
