"""Clients that load a server: each keeps one connection and sends one request after the other over it."""

import asyncio
import math
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from benchmarks.serving import HOST

_PATIENCE = 120  # seconds that a client waits for a response


@dataclass(slots=True)
class Load:
    """What clients saw.

    Attributes:
        milliseconds: Time of each answered request (status below 400), from its first byte to the response's last.
        statuses: How often each status came; 0 stands for a connection that broke or a response that never ended.
        seconds: How long the clients ran.
    """

    milliseconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Answered requests a second."""
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """The time within which this share of the answered requests was answered, in ms; infinite without any."""
        times = sorted(self.milliseconds)
        return times[min(len(times) - 1, math.floor(share * len(times)))] if times else math.inf

    @property
    def median(self) -> float:
        """The median time of an answered request, in ms; infinite without any."""
        return statistics.median(self.milliseconds) if self.milliseconds else math.inf

    @property
    def failed(self) -> int:
        """Requests with a status of 500 or a broken connection; a 503 is a refusal and not counted."""
        return sum(count for status, count in self.statuses.items() if status == 0 or (status >= 500 and status != 503))

    @property
    def refused(self) -> int:
        """Requests that got a 503."""
        return self.statuses[503]


class Connection:
    """One connection to the server, opened when it is first needed and again after it was closed."""

    def __init__(self, port: int, address: str = HOST) -> None:
        self._port = port
        self._address = address
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, request: bytes) -> int:
        """Send a request and read its whole response; returns its status, or 0 if the connection broke."""
        try:
            async with asyncio.timeout(_PATIENCE):
                reader, writer = await self.streams()
                writer.write(request)
                await writer.drain()
                return await self._read(reader)
        except (OSError, EOFError, TimeoutError, ValueError):
            await self.close()
            return 0

    async def streams(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """The two ends of the connection."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(HOST, self._port, local_addr=(self._address, 0))
        return self._streams

    async def _read(self, reader: asyncio.StreamReader) -> int:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").casefold()
        lines = head.split("\r\n")
        fields = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
        if fields.get("transfer-encoding") == "chunked":
            while size := int(await reader.readline(), 16):
                await reader.readexactly(size + 2)
            await reader.readexactly(2)
        else:
            await reader.readexactly(int(fields.get("content-length", "0")))
        if fields.get("connection") == "close":
            await self.close()
        return int(lines[0].split()[1])

    async def close(self) -> None:
        """Close the connection, if it is open."""
        if self._streams is not None:
            self._streams[1].close()
            with suppress(OSError):
                await self._streams[1].wait_closed()
            self._streams = None


def get(port: int, target: str, **headers: str) -> bytes:
    """A GET request as it goes over the connection; a header's name is written with "_" for "-"."""
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"GET {target} HTTP/1.1\r\nHost: {HOST}:{port}\r\n{more}\r\n".encode()


def post(port: int, target: str, body: bytes, media_type: str = "application/json") -> bytes:
    """A POST request as it goes over the connection."""
    head = f"POST {target} HTTP/1.1\r\nHost: {HOST}:{port}\r\nContent-Type: {media_type}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def run_clients(port: int, requests: Sequence[bytes], *, clients: int, seconds: float, pause: float = 0) -> Load:
    """Let clients send random ones of the requests for some seconds, each waiting `pause` seconds between two."""
    load, end, start = Load(), time.perf_counter() + seconds, time.perf_counter()

    async def one(number: int) -> None:
        chosen, connection = random.Random(number), Connection(port)  # noqa: S311 - no secret
        while time.perf_counter() < end:
            await _timed(connection, chosen.choice(requests), load)
            await asyncio.sleep(pause)
        await connection.close()

    await asyncio.gather(*(one(number) for number in range(clients)))
    load.seconds = time.perf_counter() - start
    return load


async def _timed(connection: Connection, request: bytes, load: Load) -> None:
    start = time.perf_counter()
    status = await connection.send(request)
    load.statuses[status] += 1
    if 0 < status < 400:
        load.milliseconds.append((time.perf_counter() - start) * 1000)


async def drip(port: int, *, first: bytes, until: Callable[[], bool], address: str = HOST, gap: float = 1.0) -> None:
    """A slow client: sends `first` whole, if there is any, then one byte of a request each `gap` seconds.

    Where the server closes the connection, it opens another one and begins anew.
    """
    slow = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: " + b"a" * 4096
    while not until():
        connection = Connection(port, address)
        try:
            if first and await connection.send(first) == 0:
                await asyncio.sleep(gap)
                continue
            _, writer = await connection.streams()
            for byte in slow:
                if until():
                    break
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(gap)
        except OSError:
            await asyncio.sleep(gap)
        finally:
            await connection.close()
