"""Loads a server in a process of its own: python -m benchmarks.load [--seconds 60] [--index index] [part ...].

Prints a table for each part:

    clients    1, 8, 64 clients search and ask: requests a second, p50, p99, refusals, failures, memory
    health     /healthz while 64, 240 and 512 clients search or ask
    slow       search and /healthz while 512 clients send a request byte by byte, as their first or their second one
    hostile    searches alone, and while another client has long texts checked
    mixed      10,000 requests of all kinds, every fifth a stream that its client leaves; memory, threads, descriptors
"""

import argparse
import asyncio
import itertools
import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote, urlencode

from benchmarks.clients import Connection, Load, drip, get, post, run_clients
from benchmarks.serving import Held, Server, served
from eval.sets.questions import load_questions
from indexer.parsing.corpus import list_documents, read_document
from kutip.settings import Settings

_MANY = {"KUTIP_MAX_CONNECTIONS": "1024"}  # so that 512 clients and the measured one fit into the share of one address
_BATCH = 1_000  # mixed requests between two readings of what the process holds


def main() -> None:
    """Run the parts that the command line names, or all."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = {"clients": clients, "health": health, "slow": slow, "hostile": hostile, "mixed": mixed}
    reader.add_argument("parts", nargs="*", metavar="part", help=f"one of {', '.join(parts)}; all without one")
    reader.add_argument("--seconds", type=float, default=60, help="how long each measurement takes (60)")
    reader.add_argument("--index", type=Path, default=Settings().index, help="the index that is served")
    given = reader.parse_args()
    if unknown := set(given.parts) - set(parts):
        reader.error(f"no such part: {', '.join(sorted(unknown))}")
    questions = _questions(Settings())
    for name in given.parts or parts:
        print(f"\n{name}")
        with served(given.index, **_MANY if name == "health" else {}) as server:
            asyncio.run(parts[name](server, questions, given.seconds))


def _questions(settings: Settings) -> list[str]:
    read = (read_document(folder)[0] for folder in list_documents(settings.corpus))
    return [question.text for question in load_questions({document.id: document.source_text for document in read})]


def _gets(server: Server, path: str, questions: Sequence[str]) -> list[bytes]:
    return [get(server.port, f"/v1/{path}?q={quote(text)}") for text in questions]


async def clients(server: Server, questions: Sequence[str], seconds: float) -> None:
    """Let 1, 8 and 64 clients search, then ask."""
    for path, number in itertools.product(("search", "ask"), (1, 8, 64)):
        load = await run_clients(server.port, _gets(server, path, questions), clients=number, seconds=seconds)
        _print(f"{path}, {number} clients", load, server.held())


async def health(server: Server, questions: Sequence[str], seconds: float) -> None:
    """Ask for /healthz ten times a second while many clients search or ask."""
    for path, number in itertools.product(("search", "ask"), (64, 240, 512)):
        busy = run_clients(server.port, _gets(server, path, questions), clients=number, seconds=seconds)
        _, load = await asyncio.gather(busy, _calm(server, "/healthz", seconds))
        _print(f"/healthz beside {number} clients of {path}", load)


async def slow(server: Server, questions: Sequence[str], seconds: float) -> None:
    """Search while 512 clients send a request byte by byte: as their first one, then after an answered one."""
    for what, first in (("first", b""), ("second", get(server.port, "/healthz"))):
        ended = asyncio.Event()
        dripping = [
            asyncio.create_task(drip(server.port, first=first, until=ended.is_set, address="127.0.0.2"))
            for _ in range(512)
        ]
        await asyncio.sleep(min(2.0, seconds))
        loads = await asyncio.gather(
            run_clients(server.port, _gets(server, "search", questions), clients=1, seconds=seconds),
            _calm(server, "/healthz", seconds),
        )
        for path, load in zip(("search", "/healthz"), loads, strict=True):
            _print(f"{path} beside 512 slow clients, {what} request", load, server.held())
        ended.set()
        await asyncio.gather(*dripping, return_exceptions=True)


async def hostile(server: Server, questions: Sequence[str], seconds: float) -> None:
    """Search alone, then while one client sends each kind of costly request again and again."""
    searches = _gets(server, "search", questions)
    alone = await run_clients(server.port, searches, clients=1, seconds=seconds)
    _print("search alone", alone)
    for name, request in _costly(server.port).items():
        busy = run_clients(server.port, [request], clients=1, seconds=seconds)
        theirs, ours = await asyncio.gather(
            busy, run_clients(server.port, searches, clients=1, seconds=seconds, pause=0.02)
        )
        ended = ", ".join(f"{status}: {count}" for status, count in sorted(theirs.statuses.items()))
        _print(f"search beside {name} ({ended}; {theirs.median:.0f} ms)", ours)


def _costly(port: int) -> dict[str, bytes]:
    claims = " ".join(f"Police {at} met." for at in range(3_400))[:49_000]
    words, marks = " ".join(["police of the region met"] * 200)[:4_990], "“" * 4_990
    form = urlencode({"text": claims, "mode": "text"}).encode()
    return {
        "claims of 49 kB": post(port, "/v1/claims", json.dumps({"text": claims}).encode()),
        "the page's form": post(port, "/check", form, "application/x-www-form-urlencoded"),
        "a quotation of 900 words": post(port, "/v1/quotes", json.dumps({"quotes": [words] * 9}).encode()),
        "a quotation of one mark": post(port, "/v1/quotes", json.dumps({"quotes": [marks] * 9}).encode()),
        "a question of odd characters": get(port, f"/v1/ask?q={quote(('ℝℂ-’(' * 200)[:990])}"),
    }


async def mixed(server: Server, questions: Sequence[str], seconds: float) -> None:
    """Send 10,000 requests of all kinds, every fifth a stream that is left; whatever the seconds."""
    port, seen = server.port, Counter[int]()
    chosen = itertools.cycle(
        [
            *_gets(server, "search", questions[:40]),
            *_gets(server, "ask", questions[:20]),
            *(get(port, path) for path in ("/", "/documents", "/check", "/v1/documents", "/healthz", "/nothing")),
            post(port, "/v1/quotes", b'{"quotes": ["law enforcement agencies", "no such words here"]}'),
            post(port, "/v1/claims", b'{"text": "Police met in 1981. Nobody came."}'),
            post(port, "/v1/search", b'{"q": 5}'),
        ]
    )
    streams = itertools.cycle(get(port, f"/v1/ask?q={quote(q)}", Accept="text/event-stream") for q in questions)
    for batch in range(10):
        start = time.perf_counter()

        async def client() -> None:
            connection = Connection(port)
            for at in range(_BATCH // 8):
                if at % 5 == 4:
                    await _leave(port, next(streams))
                else:
                    seen[await connection.send(next(chosen))] += 1
            await connection.close()

        await asyncio.gather(*(client() for _ in range(8)))
        took, held = time.perf_counter() - start, server.held()
        print(f"{(batch + 1) * _BATCH:6} requests {took:6.1f} s  {_held(held)}", flush=True)
    print("statuses", dict(sorted(seen.items())))


async def _leave(port: int, request: bytes) -> None:
    """Ask for a stream and close the connection after its first bytes."""
    connection = Connection(port)
    reader, writer = await connection.streams()
    writer.write(request)
    await reader.read(64)
    await connection.close()


async def _calm(server: Server, path: str, seconds: float) -> Load:
    return await run_clients(server.port, [get(server.port, path)], clients=1, seconds=seconds, pause=0.1)


def _print(what: str, load: Load, held: Held | None = None) -> None:
    times = f"p50 {load.median:8.1f} ms  p99 {load.percentile(0.99):8.1f} ms"
    counts = f"refused {load.refused:5}  failed {load.failed:4}"
    print(f"{what:58} {load.rate:7.1f}/s  {times}  {counts}  {_held(held)}", flush=True)


def _held(held: Held | None) -> str:
    return "" if held is None else f"{held.memory:.0f} MiB, {held.threads} threads, {held.descriptors} descriptors"


if __name__ == "__main__":
    main()
