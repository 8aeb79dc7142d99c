"""Tasks under limits: what goes over one is said for what it is, opens nothing that it may not, and ends alone."""

import os
import re
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_indexer_limited import end, fail, match_forever, process_id, take_memory, work_forever

from kutip.limited_process import CallOutcome, Excess, Task
from kutip.limited_worker import LimitedWorker

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits seconds, memory and files alike")
HERE = Path(__file__)


@pytest.fixture
def worker() -> Iterator[LimitedWorker]:
    made = LimitedWorker(patience=20)
    yield made
    made.stop()


def wait_forever() -> None:
    signal.pause()


def fault() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def read_a_file() -> bytes:
    return HERE.read_bytes()


def reach_a_host() -> None:
    socket.create_connection(("127.0.0.1", 9), timeout=1).close()


def start_a_program() -> int:
    return os.spawnv(os.P_WAIT, "/bin/true", ["true"]) + len(os.pipe())


def length(data: bytes) -> int:
    return len(data)


def politeness() -> int:
    return os.nice(0)


def done(worker: LimitedWorker, function: Any, *arguments: Any, megabytes: int = 200, files: int | None = None) -> Any:
    outcome = worker.outcome(Task(function, arguments, 1, megabytes, files))
    assert outcome is not None
    return outcome


@pytest.mark.parametrize(
    ("function", "excess"),
    [
        (work_forever, Excess.SECONDS),
        (match_forever, Excess.SECONDS),
        (take_memory, Excess.MEMORY),
        (end, Excess.KILLED),
        (fault, Excess.CRASH),
    ],
)
def test_what_ended_a_task_is_told_and_the_next_one_is_done(worker: LimitedWorker, function: Any, excess: Any) -> None:
    assert done(worker, function) == CallOutcome(excess=excess)
    assert done(worker, length, b"abc").value == 3


def test_a_task_that_only_waits_is_given_up_by_the_clock() -> None:
    worker = LimitedWorker(patience=1)
    assert done(worker, wait_forever) == CallOutcome(excess=Excess.CLOCK)
    worker.stop()


@pytest.mark.parametrize("function", [read_a_file, reach_a_host, start_a_program])
def test_a_task_that_may_open_no_file_opens_none_and_reaches_no_host(worker: LimitedWorker, function: Any) -> None:
    assert re.search("Too many open files|may not do this", str(done(worker, function, files=0).trouble))


def test_the_limit_on_files_is_that_of_its_task_alone(worker: LimitedWorker) -> None:
    first = done(worker, process_id, files=0).value
    assert done(worker, read_a_file, files=1).value == HERE.read_bytes()
    assert done(worker, read_a_file, files=0).trouble
    assert done(worker, read_a_file).value == HERE.read_bytes()
    assert done(worker, process_id, files=0).value == first


def test_what_is_given_to_a_task_may_be_larger_than_what_it_may_take(worker: LimitedWorker) -> None:
    for _ in range(3):
        assert done(worker, length, bytes(150_000_000), megabytes=50).value == 150_000_000


def test_an_error_keeps_the_process(worker: LimitedWorker) -> None:
    first = done(worker, process_id).value
    assert "ValueError: not today" in str(done(worker, fail).trouble)
    assert done(worker, process_id).value == first
    assert worker.is_running


def test_a_process_may_give_way_to_all_others() -> None:
    worker = LimitedWorker(patience=20, niceness=10)
    assert done(worker, politeness).value >= 10
    worker.stop()
    assert not worker.is_running


def test_where_no_process_starts_there_is_no_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kutip.limited_worker._START", "raise SystemExit(3)  # {path} {ends}")
    worker = LimitedWorker(patience=20)
    assert worker.outcome(Task(length, (b"",), 1, 200)) is None
    assert not worker.can_start


def test_a_worker_that_ended_for_good_starts_no_process(worker: LimitedWorker) -> None:
    assert done(worker, process_id).value
    worker.stop(for_good=True)
    assert worker.outcome(Task(process_id, (), 1, 200)) is None


def test_a_task_is_given_up_when_another_thread_ends_the_process(worker: LimitedWorker) -> None:
    done(worker, process_id)
    timer = threading.Timer(0.3, worker.stop)
    timer.start()
    assert done(worker, wait_forever).excess is Excess.KILLED
    timer.join()
