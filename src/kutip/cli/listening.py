"""Takes the address to serve at before anyone is told of it, so that a taken port ends `kutip serve` in one line."""

import errno
import os
import socket
from contextlib import ExitStack

from kutip.errors import KutipError


def take(host: str, port: int) -> list[socket.socket]:
    """Take a port at each address of a host, such as 127.0.0.1 and ::1 of localhost; the caller closes the sockets.

    Nobody can connect before the server listens, which is when it can answer.

    Args:
        host: An address or name of this machine; "" is all of its addresses.
        port: Port, the same for all; 0 is a free one.

    Raises:
        KutipError: The port is taken or not allowed, or the host is none of this machine.
    """
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise KutipError(f"{host} is not known ({error.strerror}); name an address of this machine: --host") from error
    with ExitStack() as taken:
        sockets: list[socket.socket] = []
        for family, address in dict.fromkeys((family, address) for family, _, _, _, address in found):
            # asyncio sends small pieces at once (TCP_NODELAY) only where TCP is named; else each response waits 40 ms
            own = taken.enter_context(socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP))
            number = sockets[0].getsockname()[1] if sockets else port
            try:
                _bind(own, (address[0], number, *address[2:]))
            except OSError as error:
                raise KutipError(_why_not(error, host, port)) from error
            sockets.append(own)
        taken.pop_all()
    return sockets


def _bind(own: socket.socket, address: tuple[object, ...]) -> None:
    if os.name == "posix":  # elsewhere it would let a second program take the port
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if own.family == socket.AF_INET6:
        own.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    own.bind(address)
    own.set_inheritable(True)


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken; name another with --port"
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"port {port} is not allowed ({error.strerror}); name one from 1024 on with --port"
    return f"{host}:{port} cannot be served ({error.strerror}); name an address of this machine with --host"
