"""The real server, run as a process of its own on the loopback interface."""

import http.client
import json
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from serving import HOST, served

from kutip.settings import Settings


def head_of_post(port: int, length: int) -> bytes:
    lines = (
        "POST /v1/search HTTP/1.1",
        f"Host: {HOST}:{port}",
        "Content-Type: application/json",
        f"Content-Length: {length}",
    )
    return "\r\n".join((*lines, "", "")).encode()


def get(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(HOST, port, timeout=20)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body


@pytest.fixture(scope="module")
def server(settings: Settings) -> Iterator[int]:
    with served(settings.index, KUTIP_ARRIVAL_SECONDS="1", KUTIP_MAX_CONNECTIONS="20") as (_, port):
        yield port


def test_the_server_answers_the_readme_s_question(server: int) -> None:
    status, body = get(server, "/v1/search?q=Which+meetings+show+ASEANAPOL+acting+as+an+arena%3F")
    assert status == 200
    first, second, *_ = (hit["passage"] for hit in json.loads(body)["hits"])
    assert "role as an arena" in first["text"]
    assert "meetings" in first["text"]
    assert second["heading"][-1] == "Role as an Arena"


def test_a_body_that_does_not_arrive_in_time_gets_a_408(server: int) -> None:
    with socket.create_connection((HOST, server), timeout=20) as slow:
        slow.sendall(head_of_post(server, 50) + b'{"q"')
        assert slow.recv(4096).startswith(b"HTTP/1.1 408")


def test_a_connection_without_a_complete_request_is_closed(server: int) -> None:
    with socket.create_connection((HOST, server), timeout=20) as silent:
        silent.sendall(b"GET /healthz HT")
        assert silent.recv(4096) == b""


def test_a_declared_body_of_200_megabytes_is_refused_before_it_is_sent(server: int) -> None:
    with socket.create_connection((HOST, server), timeout=20) as large:
        large.sendall(head_of_post(server, 200_000_000))
        assert large.recv(4096).startswith(b"HTTP/1.1 413")


def test_connections_beyond_the_limit_get_a_503_and_the_service_recovers(server: int) -> None:
    idle = [socket.create_connection((HOST, server), timeout=20) for _ in range(25)]
    try:
        assert get(server, "/healthz")[0] == 503
    finally:
        for connection in idle:
            connection.close()
    statuses = []
    for _ in range(50):
        statuses.append(get(server, "/healthz")[0])
        if statuses[-1] == 200:
            break
        time.sleep(0.1)
    assert statuses[-1] == 200


def test_sigterm_lets_an_open_request_finish(settings: Settings) -> None:
    with served(settings.index) as (process, port):
        body = b'{"q": "ASEANAPOL as an arena", "k": 3}'
        answers: list[bytes] = []
        with socket.create_connection((HOST, port), timeout=20) as connection:
            connection.sendall(head_of_post(port, len(body)) + body[:10])
            time.sleep(0.3)  # so that the server is reading the request when the signal comes
            process.send_signal(signal.SIGTERM)
            finish = threading.Timer(0.5, lambda: connection.sendall(body[10:]))
            finish.start()
            while chunk := connection.recv(65536):
                answers.append(chunk)
            finish.join()
        assert b"".join(answers).startswith(b"HTTP/1.1 200")
        assert process.wait(timeout=20) in (0, -signal.SIGTERM)


def test_the_server_starts_without_an_index_and_names_the_command(tmp_path: Path) -> None:
    with served(tmp_path / "none") as (_, port):
        assert get(port, "/healthz")[0] == 200
        status, body = get(port, "/readyz")
    assert status == 503
    assert "kutip index" in json.loads(body)["detail"]


@pytest.mark.parametrize("limit", ["-Sn 64", "-n 600"])  # one that the server may raise, and one that it may not
def test_searches_go_on_when_clients_hold_all_open_files(settings: Settings, limit: str) -> None:
    program = ("sh", "-c", f'ulimit {limit}; exec "$0" -m kutip "$@"', sys.executable)
    with served(settings.index, program) as (_, port), ExitStack() as held:
        connection = held.enter_context(closing(http.client.HTTPConnection(HOST, port, timeout=20)))
        for path in ("/readyz", "/v1/search?q=police"):
            if path != "/readyz":
                for _ in range(150):
                    held.enter_context(closing(socket.create_connection((HOST, port), timeout=20)))
            connection.request("GET", path)
            response = connection.getresponse()
            assert (response.status, bool(response.read())) == (200, True)
