"""Connections of the real server, over raw sockets: slow ones end, and one client leaves room for others."""

import http.client
import json
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from ipaddress import ip_address

import pytest
from serving import HOST, served

from api.connections import Connections
from kutip.settings import Settings
from kutip.settings.groups import LimitSettings

OTHER = "127.0.0.2"  # another address of this machine
MOST, SHARE = 20, 15
FEW = {"KUTIP_ARRIVAL_SECONDS": "1", "KUTIP_MAX_CONNECTIONS": str(MOST), "KUTIP_CLIENT_SHARE": "0.75"}


@pytest.fixture(scope="module")
def server(settings: Settings) -> Iterator[int]:
    with served(settings.index, **FEW) as (_, port):
        yield port


def connected(port: int, source: str = HOST) -> socket.socket:
    return socket.create_connection((HOST, port), timeout=20, source_address=(source, 0))


def head(port: int, path: str = "/healthz", method: str = "GET", more: str = "") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\n{more}\r\n".encode()


def read_response(connection: socket.socket) -> http.client.HTTPResponse:
    response = http.client.HTTPResponse(connection)
    response.begin()
    return response


def status(port: int, source: str = HOST) -> int:
    """Status of /healthz, asked on a new connection from an address."""
    with connected(port, source) as connection:
        connection.sendall(head(port))
        return read_response(connection).status


def recovered(port: int) -> bool:
    """True as soon as the service answers again, within 20 seconds."""
    for _ in range(100):
        with suppress(OSError, http.client.HTTPException):
            if status(port) == 200:
                return True
        time.sleep(0.2)
    return False


def seconds_until_closed(connection: socket.socket, *, drip: bytes = b"") -> float:
    """Send a byte every tenth of a second until the server closes the connection; returns how long that took."""
    start = time.monotonic()
    connection.settimeout(0.1)
    for at in range(200):
        try:
            if drip:
                connection.sendall(drip[at % len(drip)].to_bytes(1, "big"))
            if connection.recv(4096) == b"":
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.monotonic() - start


def test_the_head_of_each_request_of_a_connection_has_to_arrive_in_time(server: int) -> None:
    with connected(server) as connection:
        for _ in range(2):
            connection.sendall(head(server))
            response = read_response(connection)
            assert response.status == 200
            response.read()
        assert seconds_until_closed(connection, drip=head(server, more="X-Slow: " + "x" * 5000)) < 8


def test_a_body_that_goes_on_after_its_refusal_ends_too(server: int) -> None:
    with connected(server) as connection:
        connection.sendall(head(server, "/v1/nothing", "POST", "Content-Length: 60000\r\n"))
        assert seconds_until_closed(connection, drip=b"x") < 8


def test_a_connection_that_stays_idle_after_a_response_ends(server: int) -> None:
    with connected(server) as connection:
        connection.sendall(head(server))
        read_response(connection).read()
        assert seconds_until_closed(connection) < 15


def test_a_client_that_does_not_read_its_responses_is_cut_off(server: int) -> None:
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(20)
        connection.connect((HOST, server))
        path = "/v1/search?k=100&q=police"
        connection.sendall(head(server, path) * 60)
        time.sleep(4)
        read = 0
        with suppress(ConnectionError):
            while chunk := connection.recv(1 << 20):
                read += len(chunk)
    with connected(server) as whole:
        whole.sendall(head(server, path, more="Connection: close\r\n"))
        length = len(read_response(whole).read())
    assert read < 60 * length


def test_one_address_leaves_room_for_others_and_is_told_so(server: int) -> None:
    with ExitStack() as stack:
        for _ in range(SHARE):
            stack.enter_context(connected(server))
        with connected(server) as refused:
            refused.sendall(head(server, "/v1/search?q=police"))
            response = read_response(refused)
            body = json.loads(response.read())
        assert status(server, OTHER) == 200
    assert response.status == body["status"] == 503
    assert response.headers["content-type"] == "application/problem+json"
    assert int(response.headers["retry-after"]) > 0
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "try again" in body["detail"]
    assert recovered(server)


def test_all_connections_together_have_a_limit(server: int) -> None:
    with ExitStack() as stack:
        for source in (HOST, OTHER):
            for _ in range(MOST // 2):
                stack.enter_context(connected(server, source))
        assert status(server, "127.0.0.3") == 503
    assert recovered(server)


def test_400_silent_connections_shut_nobody_out_for_long(server: int) -> None:
    with ExitStack() as stack:
        for _ in range(400):
            stack.enter_context(connected(server))
        assert status(server, OTHER) == 200
        assert recovered(server)  # although they are still open on the side of the client


def test_an_ipv6_network_has_one_share_and_a_proxy_none() -> None:
    bounds = Connections(LimitSettings(max_connections=8, client_share=0.25), ["10.0.0.0/8"])
    assert [bounds.admit(object(), f"2001:db8::{n}") for n in (1, 2, 3)] == [True, True, False]
    assert bounds.admit(object(), "2001:db8:0:1::1") is True
    assert [bounds.admit(object(), f"::ffff:192.0.2.{n}") for n in (1, 1, 1, 2)] == [True, True, False, True]
    assert [bounds.admit(object(), "10.1.2.3") for _ in range(3)] == [True, True, False]
    assert bounds.refused == {"share": 2, "all": 1}


def test_closed_connections_count_no_longer() -> None:
    bounds = Connections(LimitSettings(max_connections=2, client_share=0.5), [])
    for n in range(5):
        address = str(ip_address("192.0.2.1") + n)
        one = object()
        assert bounds.admit(one, address) is True
        assert bounds.admit(one, address) is False
        bounds.release(one, address, False)
        bounds.release(one, address, True)
    assert bounds.refused == {"share": 5}


def test_so_many_refused_connections_that_the_next_is_closed_at_once() -> None:
    bounds = Connections(LimitSettings(max_connections=1, client_share=1), [])
    results = [bounds.admit(object(), "192.0.2.1") for _ in range(258)]
    assert results == [True, *[False] * 256, None]


def asked(port: int, path: str, body: bytes | None = None) -> int:
    """Status of a request; 0 if the connection ended without a response."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        connection.request("POST" if body else "GET", path, body, {"Content-Type": "application/json"})
        with connection.getresponse() as response:
            return response.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def test_sigterm_with_a_backlog_leaves_nobody_without_a_response(settings: Settings) -> None:
    long = json.dumps({"text": "The police of Manila met in 1981. " * 400}).encode()
    with served(settings.index) as (process, port), ThreadPoolExecutor(40) as clients:
        claims = [clients.submit(asked, port, "/v1/claims", long) for _ in range(3)]
        asks = [clients.submit(asked, port, f"/v1/ask?q=When+was+meeting+{n}+held") for n in range(30)]
        time.sleep(1)
        process.send_signal(signal.SIGTERM)
        assert {one.result() for one in asks} <= {200, 503}
        assert {one.result() for one in claims} <= {200, 503}
        assert process.wait(timeout=30) == 0


def test_sigterm_ends_an_idle_service_with_status_0(settings: Settings) -> None:
    with served(settings.index) as (process, port), connected(port) as idle:
        idle.sendall(head(port))
        read_response(idle).read()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
