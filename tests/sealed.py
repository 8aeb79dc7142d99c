"""Runs a program in which the kernel refuses every way to another machine: the first attempt kills the program.

    python tests/sealed.py serve PROGRAM ARGUMENT...     it may listen and accept, as a server does
    python tests/sealed.py silent PROGRAM ARGUMENT...    it may open no socket but those between processes

A seccomp filter looks at the system calls, so that libraries written in C are seen too, and so are all threads and
processes that the program starts. A name cannot be looked up without `connect` or a datagram socket.
"""

import ctypes
import os
import platform
import signal
import socket
import struct
import sys

# Of each kind of machine: its number in the kernel's audit, then the numbers of socket, connect and sendto.
_MACHINES = {"x86_64": (0xC000003E, 41, 42, 44), "aarch64": (0xC00000B7, 198, 203, 206)}
_IO_URING_SETUP = 425  # on every machine; it opens connections without `connect`
_LOAD, _EQUAL, _AND, _RETURN = 0x20, 0x15, 0x54, 0x06  # instructions of a BPF program
_KILL, _ALLOW = 0x80000000, 0x7FFF0000
_NUMBER, _MACHINE, _ARGUMENTS = 0, 4, 16  # where struct seccomp_data holds these, in bytes
_SET_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_KIND = 0xF  # the bits of a socket's type that say stream or datagram

KILLED = -getattr(signal, "SIGSYS", 31)  # how a program ends that the kernel has killed
NOT_HERE = "" if sys.platform == "linux" and platform.machine() in _MACHINES else "seccomp filters are Linux's"


def _program(*, listens: bool) -> bytes:
    """The filter, as instructions (code, jump if true, jump if false, value); jumps go by the names of lines."""
    machine, socket_call, connect, sendto = _MACHINES[platform.machine()]
    lines: list[tuple[str, int, str, str, int]] = [
        ("", _LOAD, "", "", _MACHINE),
        ("", _EQUAL, "", "kill", machine),
        ("", _LOAD, "", "", _NUMBER),
        ("", _EQUAL, "kill", "", connect),
        ("", _EQUAL, "kill", "", _IO_URING_SETUP),
        ("", _EQUAL, "sendto", "", sendto),
        ("", _EQUAL, "socket", "allow", socket_call),
        ("socket", _LOAD, "", "", _ARGUMENTS),
        ("", _EQUAL, "allow", "", socket.AF_UNIX),
        ("", _EQUAL, "stream" if listens else "kill", "", socket.AF_INET),
        ("", _EQUAL, "stream" if listens else "kill", "kill", socket.AF_INET6),
        ("stream", _LOAD, "", "", _ARGUMENTS + 8),
        ("", _AND, "", "", _KIND),
        ("", _EQUAL, "allow", "kill", socket.SOCK_STREAM),
        ("sendto", _LOAD, "", "", _ARGUMENTS + 32),  # the address to send to: none on a connection
        ("", _EQUAL, "", "kill", 0),
        ("", _LOAD, "", "", _ARGUMENTS + 36),  # its upper half
        ("", _EQUAL, "allow", "kill", 0),
        ("kill", _RETURN, "", "", _KILL),
        ("allow", _RETURN, "", "", _ALLOW),
    ]
    places = {name: number for number, (name, *_) in enumerate(lines) if name}

    def jump(name: str, here: int) -> int:
        return places[name] - here - 1 if name else 0

    return b"".join(
        struct.pack("HBBI", code, jump(yes, here), jump(no, here), value)
        for here, (_, code, yes, no, value) in enumerate(lines)
    )


def seal(*, listens: bool) -> None:
    """Put this process, and all that it starts, under the filter; this cannot be undone."""
    program = ctypes.create_string_buffer(_program(listens=listens))
    header = struct.pack("HP", (len(program) - 1) // 8, ctypes.addressof(program))
    kernel = ctypes.CDLL(None, use_errno=True)
    for call in ((_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0), (_SET_SECCOMP, _FILTER, header, 0, 0)):
        if kernel.prctl(*call) != 0:
            raise OSError(ctypes.get_errno(), "the kernel takes no seccomp filter")


if __name__ == "__main__":
    seal(listens=sys.argv[1] == "serve")
    os.execv(sys.argv[2], sys.argv[2:])
