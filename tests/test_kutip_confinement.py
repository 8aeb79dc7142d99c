"""What a confined process may not do, in Python and in C: reach out, start programs, write, open many files."""

import ctypes
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.limited import LimitedCalls

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such a filter")
REFUSED = "PermissionError"
EACCES = 13


@pytest.fixture(scope="module")
def calls() -> Iterator[LimitedCalls]:
    with LimitedCalls(seconds=5, megabytes=200) as made:
        yield made


@pytest.fixture(scope="module")
def calls_with_programs() -> Iterator[LimitedCalls]:
    with LimitedCalls(seconds=5, megabytes=200, may_start_programs=True) as made:
        yield made


def outcome(action: Callable[[], object]) -> str:
    try:
        return f"done: {action()}"
    except OSError as error:
        return type(error).__name__


def connect() -> str:
    return outcome(lambda: socket.create_connection(("192.0.2.1", 80), timeout=1))


def look_up() -> str:
    return outcome(lambda: socket.getaddrinfo("kutip.example", 80))


def start() -> str:
    return outcome(lambda: subprocess.run(["true"], check=True))


def replace_itself() -> str:
    return outcome(lambda: os.execv(sys.executable, [sys.executable, "-c", ""]))


def write(path: str) -> str:
    return outcome(lambda: Path(path).write_bytes(b"text"))


def make_folder(path: str) -> str:
    return outcome(lambda: Path(path).mkdir())


def read(path: str) -> str:
    return outcome(lambda: Path(path).read_text(encoding="utf-8"))


def socket_in_c() -> tuple[int, int]:
    library = ctypes.CDLL(None, use_errno=True)
    return library.socket(socket.AF_INET, socket.SOCK_STREAM, 0), ctypes.get_errno()


def program_in_c() -> int:
    return os.waitstatus_to_exitcode(int(ctypes.CDLL(None).system(b"true")))


def write_in_c(path: bytes) -> tuple[int, int]:
    library = ctypes.CDLL(None, use_errno=True)
    opened = library.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    return library.write(opened, b"text", 4), Path(os.fsdecode(path)).stat().st_size


def open_many() -> int:
    held = []
    try:
        while len(held) < 1_000:
            held += [os.open(os.devnull, os.O_RDONLY)]
    except OSError:
        return len(held)
    finally:
        for one in held:
            os.close(one)
    return len(held)


def connect_from_a_program() -> int:
    code = "import socket; socket.socket()"
    return subprocess.run([sys.executable, "-c", code], check=False, stderr=subprocess.DEVNULL).returncode


@pytest.mark.parametrize("action", [connect, look_up, start, replace_itself])
def test_python_s_own_ways_out_are_refused(action: Callable[[], str], calls: LimitedCalls) -> None:
    assert calls.call("paper", action) == REFUSED


def test_nothing_is_written_and_all_is_read(calls: LimitedCalls, tmp_path: Path) -> None:
    (tmp_path / "held").write_text("text", encoding="utf-8")
    assert calls.call("paper", read, str(tmp_path / "held")) == "done: text"
    for action in (write, make_folder):
        assert calls.call("paper", action, str(tmp_path / "new")) == REFUSED
    assert [path.name for path in tmp_path.iterdir()] == ["held"]


@LINUX
def test_libraries_in_c_are_refused_by_the_kernel(calls: LimitedCalls, tmp_path: Path) -> None:
    assert calls.call("paper", socket_in_c) == (-1, EACCES)
    assert calls.call("paper", program_in_c) == 127
    assert calls.call("paper", write_in_c, os.fsencode(tmp_path / "new")) == (-1, 0)


def test_few_files_are_open_at_a_time(calls: LimitedCalls) -> None:
    assert 10 < calls.call("paper", open_many) < 64


@LINUX
def test_programs_that_may_be_started_have_no_network_either(calls_with_programs: LimitedCalls) -> None:
    assert calls_with_programs.call("paper", start).startswith("done: ")
    assert calls_with_programs.call("paper", connect) == REFUSED
    assert calls_with_programs.call("paper", connect_from_a_program) == 1


def test_this_process_is_not_confined(calls: LimitedCalls, tmp_path: Path) -> None:
    calls.call("paper", connect)
    assert start().startswith("done: ")
    assert write(str(tmp_path / "new")).startswith("done: ")
