"""The clients that load a server, and the damages that are done to an index, on small made-up ones."""

import asyncio
import math
import random
from collections.abc import Awaitable, Callable

import pytest

from benchmarks.clients import Connection, Load, drip, get, post, run_clients
from benchmarks.faults import _damages
from benchmarks.serving import HOST

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def with_server(answer: Answer, use: Callable[[int], Awaitable[object]]) -> object:
    """What `use` returns for the port of a server that treats each connection with `answer`."""
    server = await asyncio.start_server(answer, HOST, 0)
    async with server:
        return await use(server.sockets[0].getsockname()[1])


async def answer_all(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer a request for /chunked in two pieces, /gone by closing the connection, any other with its first line."""
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            path = head.split()[1]
            if path == b"/gone":
                break
            if path == b"/chunked":
                writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
            else:
                status = b"503 Busy" if path == b"/busy" else b"200 OK"
                writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 2\r\n\r\nok")
            await writer.drain()
    except asyncio.IncompleteReadError:
        pass
    finally:
        writer.close()


def test_one_connection_reads_whole_and_chunked_responses_in_turn() -> None:
    async def use(port: int) -> list[int]:
        connection = Connection(port)
        got = [await connection.send(get(port, path)) for path in ("/", "/chunked", "/busy", "/gone", "/")]
        await connection.close()
        return got

    assert asyncio.run(with_server(answer_all, use)) == [200, 200, 503, 0, 200]


def test_clients_count_answers_refusals_and_broken_connections() -> None:
    async def use(port: int) -> Load:
        requests = [get(port, path) for path in ("/", "/busy", "/gone")]
        return await run_clients(port, requests, clients=3, seconds=0.2)

    load = asyncio.run(with_server(answer_all, use))
    assert isinstance(load, Load)
    assert load.statuses[200] == len(load.milliseconds) > 0
    assert (load.refused, load.failed) == (load.statuses[503], load.statuses[0])
    assert load.rate == pytest.approx(load.statuses[200] / load.seconds)
    assert load.median <= load.percentile(0.99)


def test_percentiles_of_no_answers_are_infinite_not_zero() -> None:
    assert (Load().median, Load().percentile(0.99), Load().rate) == (math.inf, math.inf, 0.0)


def test_requests_carry_host_headers_and_the_length_of_their_body() -> None:
    assert get(80, "/a?q=1", Accept_Language="id") == (
        b"GET /a?q=1 HTTP/1.1\r\nHost: 127.0.0.1:80\r\nAccept-Language: id\r\n\r\n"
    )
    assert post(80, "/v1/quotes", b"{}").endswith(b"Content-Length: 2\r\n\r\n{}")


def test_a_slow_client_sends_its_first_request_whole_and_the_next_by_bytes() -> None:
    got = bytearray()

    async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        while piece := await reader.read(1):
            got.extend(piece)
        writer.close()

    async def use(port: int) -> None:
        await drip(port, first=get(port, "/"), until=lambda: len(got) >= 5, gap=0.01)

    asyncio.run(with_server(note, use))
    assert b"GET /healthz".startswith(bytes(got[:5]))


def test_each_damage_of_a_file_differs_from_the_file() -> None:
    whole = b"passages"
    damages = list(_damages(whole, 30, random.Random(1)))
    assert len(damages) == 34
    assert None in damages
    assert whole not in damages
    assert sum(one is not None and len(one) == len(whole) for one in damages) == 30


def test_an_empty_file_is_only_removed_or_lengthened() -> None:
    assert set(_damages(b"", 5, random.Random(1))) == {None, b"", b"\0"}
