"""Takes from a process what reading a document never needs: the network, other programs, and writing to files.

Two guards stand behind one another. Python's own functions are refused everywhere by an audit hook. On Linux, for
processors named below, the kernel also refuses the system calls, so that libraries written in C are held too; no
right is needed for that. Neither is a sandbox: a process that an attacker has taken over can still read what its user
may read, and end what its user may end. It cannot send what it read to another machine.
"""

import ctypes
import errno
import os
import platform
import struct
import sys
from typing import Any

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

# Of each kind of processor: its number in the kernel's audit, then the numbers of socket and connect, and those of
# execve and execveat.
_PROCESSORS = {"x86_64": (0xC000003E, (41, 42), (59, 322)), "aarch64": (0xC00000B7, (198, 203), (221, 281))}
_IO_URING_SETUP = 425  # on every processor; it opens connections without `connect`
_OTHER_CALLS = 0x40000000  # from here on, calls of x86_64 in its variant x32, which Python does not use
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # instructions of a BPF program
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_NUMBER, _PROCESSOR = 0, 4  # where struct seccomp_data holds these, in bytes
_SET_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
# Python's own names of what is refused, as they begin.
_PROGRAMS = ("subprocess.", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.fork", "os.startfile", "pty.")
_CHANGES = ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod")
_FOR_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def confine(*, open_files: int, may_start_programs: bool = False) -> bool:
    """Take these from this process and from all that it starts; it cannot be undone.

    Args:
        open_files: Files that it may have open at a time.
        may_start_programs: Whether it may start other programs, which are then held by the same.

    Returns:
        Whether the kernel holds the process too, and not Python alone.
    """
    _limit_files(open_files)
    refused = ("socket.", *_CHANGES, *(() if may_start_programs else _PROGRAMS))
    sys.dont_write_bytecode = True

    def refuse(event: str, given: tuple[Any, ...]) -> None:
        if event.startswith(refused) or (event == "open" and _is_for_writing(*given)):
            raise PermissionError(errno.EACCES, "the process that reads documents may not do this", event)

    is_held = _filter(may_start_programs=may_start_programs)
    sys.addaudithook(refuse)
    return is_held


def _is_for_writing(path: object, _: object, flags: int) -> bool:
    return bool(flags & _FOR_WRITING) and path != os.devnull and not isinstance(path, int)  # one that is open already


def _limit_files(open_files: int) -> None:
    if resource is None:
        return
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    most = open_files if hard == resource.RLIM_INFINITY else min(open_files, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # bytes that it may write to a file; pipes are none


def _filter(*, may_start_programs: bool) -> bool:
    """Have the kernel refuse the calls; False where it does not take such a filter."""
    if sys.platform != "linux" or platform.machine() not in _PROCESSORS:
        return False
    program = ctypes.create_string_buffer(_program(may_start_programs=may_start_programs))
    header = struct.pack("HP", (len(program) - 1) // 8, ctypes.addressof(program))
    kernel = ctypes.CDLL(None, use_errno=True)
    calls = ((_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0), (_SET_SECCOMP, _FILTER, header, 0, 0))
    return all(kernel.prctl(*call) == 0 for call in calls)


def _program(*, may_start_programs: bool) -> bytes:
    """The filter as instructions (code, steps if true, steps if false, value), for struct seccomp_data."""
    processor, network, programs = _PROCESSORS[platform.machine()]
    calls = (*network, _IO_URING_SETUP, *(() if may_start_programs else programs))
    left = len(calls)
    lines = [
        (_LOAD, 0, 0, _PROCESSOR),
        (_EQUAL, 0, left + 3, processor),  # another one's calls have other numbers
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, left + 1, 0, _OTHER_CALLS),
        *((_EQUAL, left - at, 0, call) for at, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("HBBI", *line) for line in lines)
