"""Calls under limits: what is too slow, too large or broken ends with an error that names the document."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.limited import LimitedCalls
from kutip.errors import CorpusError

POSIX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits seconds of CPU and memory alike")


@pytest.fixture
def calls() -> Iterator[LimitedCalls]:
    with LimitedCalls(seconds=1, megabytes=200) as made:
        yield made


def process_id() -> int:
    return os.getpid()


def work_forever() -> None:
    while True:
        pass


def match_forever() -> None:
    """Do what no check in Python could interrupt: a match that takes years holds the interpreter."""
    import re

    re.fullmatch(r"(?:a|a)*b", "a" * 100)


def take_memory() -> int:
    return len(bytearray(2_000_000_000))


def return_much() -> bytes:
    return bytes(60_000_000)


def fail() -> None:
    raise ValueError("not today")


def refuse() -> None:
    raise CorpusError("paper is blank")


def read_nothing() -> bytes:
    return Path("/nowhere/source.txt").read_bytes()


def end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def print_and_return() -> str:
    sys.stdout.write("printed\n")
    sys.stdout.flush()
    return "returned"


def is_alive(process: int) -> bool:
    """True if a process is there and not only waiting to be asked for its exit status."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_calls_are_made_in_one_other_process_which_ends_with_the_context() -> None:
    with LimitedCalls(seconds=5, megabytes=200) as calls:
        first, second = calls.call("paper", process_id), calls.call("paper", process_id)
        assert first == second != os.getpid()
        assert is_alive(first)
    assert not is_alive(first)


def test_arguments_and_large_results_come_through(calls: LimitedCalls) -> None:
    assert calls.call("paper", sorted, [3, 1, 2]) == [1, 2, 3]
    assert len(calls.call("paper", return_much)) == 60_000_000


def test_what_a_call_prints_is_not_taken_for_its_result(calls: LimitedCalls) -> None:
    assert calls.call("paper", print_and_return) == "returned"


@POSIX
@pytest.mark.parametrize("slow", [work_forever, match_forever])
def test_a_call_over_its_seconds_is_stopped_and_later_ones_go_on(calls: LimitedCalls, slow: object) -> None:
    assert callable(slow)
    with pytest.raises(CorpusError, match="paper: it takes more than 1 seconds; divide it or raise KUTIP_DOCUMENT_SEC"):
        calls.call("paper", slow)
    assert calls.call("other", sorted, [2, 1]) == [1, 2]


@POSIX
def test_a_call_over_its_memory_is_stopped_and_later_ones_go_on(calls: LimitedCalls) -> None:
    with pytest.raises(CorpusError, match="paper needs more than 200 MB of memory; divide it or raise KUTIP_DOCUMENT"):
        calls.call("paper", take_memory)
    assert calls.call("other", sorted, [2, 1]) == [1, 2]


@POSIX
def test_seconds_and_memory_are_counted_for_each_call_alone(calls: LimitedCalls) -> None:
    for _ in range(4):
        assert len(calls.call("paper", return_much)) == 60_000_000


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (refuse, "^paper is blank$"),
        (fail, r"^paper: Kutip failed on it \(ValueError: not today\); please report that$"),
        (read_nothing, "^paper: /nowhere/source.txt cannot be read: No such file or directory$"),
    ],
)
def test_an_error_in_a_call_names_the_document(calls: LimitedCalls, function: object, told: str) -> None:
    assert callable(function)
    with pytest.raises(CorpusError, match=told):
        calls.call("paper", function)


@POSIX
def test_a_process_that_the_system_ends_is_replaced(calls: LimitedCalls) -> None:
    with pytest.raises(CorpusError, match="paper needs more than 200 MB"):  # as the system does when memory is short
        calls.call("paper", end)
    assert calls.call("other", sorted, [2, 1]) == [1, 2]


def test_where_no_process_can_start_calls_are_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("kutip.limited_worker.subprocess.Popen", refused)
    with LimitedCalls(seconds=1, megabytes=200) as calls:
        assert calls.call("paper", process_id) == os.getpid()
        with pytest.raises(CorpusError, match="paper is blank"):
            calls.call("paper", refuse)


def test_where_the_process_fails_at_its_start_calls_are_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kutip.limited_worker._START", "raise SystemExit(3)  # {path} {ends}")
    with LimitedCalls(seconds=1, megabytes=200) as calls:
        assert calls.call("paper", process_id) == os.getpid()


@POSIX
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_killed_build_leaves_no_process_behind(tmp_path: Path, ending: signal.Signals) -> None:
    script = tmp_path / "build.py"
    script.write_text(
        f"import sys; sys.path[:] = {sys.path!r}\n"
        "from indexer.limited import LimitedCalls\n"
        "from test_indexer_limited import process_id, work_forever\n"
        "with LimitedCalls(seconds=60, megabytes=200) as calls:\n"
        "    print(calls.call('paper', process_id), flush=True)\n"
        "    calls.call('paper', work_forever)\n",
        encoding="utf-8",
    )
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as build:
        assert build.stdout is not None
        worker = int(build.stdout.readline())
        build.send_signal(ending)
        build.wait()
    for _ in range(200):
        if not is_alive(worker):
            return
        time.sleep(0.05)
    os.kill(worker, signal.SIGKILL)
    pytest.fail("the process goes on")
