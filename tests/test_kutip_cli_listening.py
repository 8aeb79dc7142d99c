"""A port is taken before anyone is told to open it, or one line says why not."""

import asyncio
import errno
import socket
from collections.abc import Iterator
from contextlib import closing

import pytest
from serving import HOST

from kutip.cli.listening import take
from kutip.errors import KutipError


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which another program listens."""
    with closing(socket.create_server((HOST, 0))) as other:
        yield int(other.getsockname()[1])


def test_a_taken_port_answers_only_when_the_server_listens(taken: int) -> None:
    (own,) = take(HOST, 0)
    with closing(own):
        assert own.getsockname()[1] not in {0, taken}
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(own.getsockname(), timeout=5)
        own.listen()
        socket.create_connection(own.getsockname(), timeout=5).close()


def test_a_server_at_a_taken_port_sends_each_piece_at_once() -> None:
    async def option(own: socket.socket) -> int:
        found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def note(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted = writer.get_extra_info("socket")
            found.set_result(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(note, sock=own):
            _, writer = await asyncio.open_connection(*own.getsockname())
            writer.close()
            return await found

    (own,) = take("127.0.0.1", 0)
    assert asyncio.run(option(own)) == 1


def test_a_name_with_two_addresses_gets_the_same_port_at_both(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, 1, 6, "", (address, 0)) for address in ("127.0.0.1", "127.0.0.2", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    sockets = take("localhost", 0)
    assert [own.getsockname()[0] for own in sockets] == ["127.0.0.1", "127.0.0.2"]
    assert len({own.getsockname()[1] for own in sockets}) == 1
    for own in sockets:
        own.close()


def test_a_taken_port_is_named_with_the_option_for_another(taken: int) -> None:
    with pytest.raises(KutipError, match=f"^port {taken} is taken; name another with --port$"):
        take(HOST, taken)


def test_where_one_address_is_taken_no_socket_stays_open(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, 1, 6, "", (address, taken)) for address in ("127.0.0.2", HOST)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(KutipError, match="is taken"):
        take("localhost", taken)
    with closing(socket.create_server(("127.0.0.2", taken))):
        pass


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(KutipError, match=r"192\.0\.2\.1:0 cannot be served .*--host"):
        take("192.0.2.1", 0)


def test_a_port_that_needs_more_rights_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("kutip.cli.listening._bind", refuse)
    with pytest.raises(KutipError, match=r"port 80 is not allowed \(Permission denied\); name one from 1024 on"):
        take(HOST, 80)


def test_a_name_that_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(KutipError, match=r"nowhere is not known \(Name or service not known\); name .* --host"):
        take("nowhere", 8000)
