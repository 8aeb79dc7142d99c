"""Builds new indexes under a server that is asked all the time: python -m benchmarks.swaps [--swaps 20].

Each new generation has another mark in the papers' titles. A response is mixed if its marks are not those of the index
whose version it names. Prints the numbers of swaps, responses, mixed and failed ones, and what the process holds.
"""

import argparse
import http.client
import itertools
import json
import os
import re
import shutil
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.serving import HOST, Held, Server, served
from kutip.index.layout import DOCUMENTS
from kutip.index.store import MANIFEST, new_generation, open_generation
from kutip.settings import Settings

_CLIENTS = 4
_PATHS = ("/?q=Which+meetings+are+there%3F", "/documents", "/v1/search?q=police&k=3", "/v1/ask?q=When+do+they+meet%3F")
_MARK = re.compile(r"swap-(\d+)-mark")
_VERSION = re.compile(r"\b[0-9a-f]{12}\b")
_SWAP_SECONDS = 60  # within which a new generation has to come into force


@dataclass
class Seen:
    """What the clients saw: numbers of responses by kind, and which mark each version has; clients share it."""

    marks: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, status: int, text: str) -> None:
        """Count a response."""
        versions = {one for one in _VERSION.findall(text) if one in self.marks}
        marks = set(_MARK.findall(text))
        if status != 200:
            kind = "failed"
        elif len(versions) != 1 or marks - {self.marks[versions.copy().pop()]}:
            kind = "mixed" if versions else "without a version"
        else:
            kind = "whole" if marks else "without a mark"
        with self.lock:
            self.counts[kind] += 1


def main() -> None:
    """Swap as often as the command line says, and print the figures."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--swaps", type=int, default=20, help="how often a new index is built (20)")
    reader.add_argument("--index", type=Path, default=Settings().index, help="the index to begin with; it is copied")
    given = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        shutil.copytree(given.index, index, ignore=shutil.ignore_patterns("*.lock"))
        seen = Seen({mark(index, 0): "0"})
        with served(index) as server:
            print(swap_under_load(server, index, seen, given.swaps))


def mark(index: Path, number: int) -> str:
    """Put a generation in force that is like the last, but with another mark in each title; returns its version."""
    last = open_generation(index)
    with new_generation(index) as writer:
        for path in last.folder.rglob("*"):
            name = path.relative_to(last.folder).as_posix()
            if path.is_file() and name not in (MANIFEST, DOCUMENTS):
                os.link(path, writer.path(name))
        documents = json.loads(last.path(DOCUMENTS).read_bytes())
        for document in documents:
            title = _MARK.sub("", document["metadata"].get("title") or "").strip()
            document["metadata"]["title"] = f"{title} swap-{number}-mark"
        writer.path(DOCUMENTS).write_text(json.dumps(documents), encoding="utf-8")
        writer.facts = dict(last.facts)
    return open_generation(index).version


def swap_under_load(server: Server, index: Path, seen: Seen, swaps: int) -> str:
    """Swap indexes while clients ask; returns the figures as lines."""
    ended = threading.Event()
    clients = [threading.Thread(target=_ask, args=(server.port, seen, ended, at)) for at in range(_CLIENTS)]
    for client in clients:
        client.start()
    held: list[Held | None] = []
    for number in range(1, swaps + 1):
        seen.marks[version := mark(index, number)] = str(number)
        _wait_for(server.port, version)
        if number in (max(1, swaps // 5), swaps):  # the first swaps fill caches and pools
            held.append(server.held())
    ended.set()
    for client in clients:
        client.join()
    counts = ", ".join(f"{number} {kind}" for kind, number in sorted(seen.counts.items()))
    return "\n".join([f"{swaps} swaps, {seen.counts.total()} responses: {counts}", *(f"held: {one}" for one in held)])


def _ask(port: int, seen: Seen, ended: threading.Event, first: int) -> None:
    for path in itertools.islice(itertools.cycle(_PATHS), first, None):
        if ended.is_set():
            return
        try:
            seen.count(*_get(port, path))
        except (OSError, http.client.HTTPException):
            seen.count(0, "")


def _get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode("utf-8")
    finally:
        connection.close()


def _wait_for(port: int, version: str) -> None:
    """Wait until the server answers from this version."""
    start = time.monotonic()
    while version not in _get(port, "/readyz")[1]:
        if time.monotonic() - start > _SWAP_SECONDS:
            raise SystemExit(f"version {version} did not come into force within {_SWAP_SECONDS} s")
        time.sleep(0.05)


if __name__ == "__main__":
    main()
