"""Runs the tasks of `kutip.limited_worker` in a process of its own, which limits itself and ends with its beginner.

Tasks and results go through two pipes, as `multiprocessing` sends objects. Both ends are the same program on the same
machine, and nothing that is sent is kept.
"""

import os
import queue
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any

from kutip.confinement import confine
from kutip.errors import KutipError

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

_OPEN_FILES = 64  # that the process may have at a time; it opens a source, the tokenizer and modules, one by one
_STATM = Path("/proc/self/statm")  # on Linux: the process's memory in pages


class Excess(StrEnum):
    """What a call did that ended it."""

    MEMORY = "memory"  # it needed more than it may have
    SECONDS = "seconds"  # it took more CPU than it may take
    CLOCK = "clock"  # it was given up after a long time, in which the machine may have done something else
    KILLED = "killed"  # something outside ended the process, such as the kernel where all memory is taken
    CRASH = "crash"  # it made the process break off


@dataclass(frozen=True, slots=True)
class Task:
    """A call to make under limits.

    Attributes:
        function: A function of a module, which the process imports.
        arguments: Its arguments.
        seconds: Seconds of CPU it may take.
        megabytes: Megabytes of memory that it may add.
        files: How many files, pipes and sockets it may open; None for as many as the system lets it.
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    seconds: int
    megabytes: int
    files: int | None = None


@dataclass(frozen=True, slots=True)
class CallOutcome:
    """How a call ended.

    Attributes:
        value: What it returned, if it did.
        trouble: Why it did not return; None if it did.
        excess: What ended it; None if it ended by itself.
    """

    value: Any = None
    trouble: str | None = None
    excess: Excess | None = None


def outcome_of(task: Task) -> CallOutcome:
    """Make the call of a task; every exception becomes an outcome."""
    try:
        return CallOutcome(task.function(*task.arguments))
    except MemoryError:
        return CallOutcome(excess=Excess.MEMORY)
    except KutipError as error:
        return CallOutcome(trouble=str(error))
    except OSError as error:
        return CallOutcome(trouble=f"{error.filename} cannot be read: {error.strerror}")
    except Exception as error:  # one document must not stop the others, whatever Kutip does wrong with it
        return CallOutcome(trouble=f"Kutip failed on it ({type(error).__name__}: {error}); please report that")


def main(incoming: int, outgoing: int, niceness: int, may_start_programs: bool = False) -> None:
    """Do the tasks from a pipe until it ends; then exit at once, even within a task.

    Args:
        incoming: Descriptor of the pipe with the tasks.
        outgoing: Descriptor of the pipe for their outcomes.
        niceness: How far other processes go before this one: 0 for not at all, 19 for always.
        may_start_programs: As for `confine`.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that began this one is interrupted and ends it
    results = Connection(outgoing, readable=False)
    tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(Connection(incoming, writable=False), tasks), daemon=True).start()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.nice(niceness)
    confine(open_files=_OPEN_FILES, may_start_programs=may_start_programs)
    while True:
        task = tasks.get()
        before = _limit(task)
        data = _packed(outcome_of(task))
        _set_all(before)  # the next task may be large, and the modules that it names are read from files
        results.send_bytes(data)


def _receive(source: Connection, tasks: "queue.SimpleQueue[Task]") -> None:
    while True:
        try:
            tasks.put(source.recv())
        except BaseException:
            os._exit(0)  # the other process has ended or closed the pipe


def _packed(outcome: CallOutcome) -> memoryview:
    try:
        return ForkingPickler.dumps(outcome)
    except MemoryError:
        return ForkingPickler.dumps(CallOutcome(excess=Excess.MEMORY))


def _limit(task: Task) -> dict[int, int]:
    """Limit this process to what it has used so far and what a task may use; return the limits before that."""
    if resource is None:
        return {}
    used = resource.getrusage(resource.RUSAGE_SELF)
    limits = {resource.RLIMIT_CPU: int(used.ru_utime + used.ru_stime) + 1 + task.seconds}
    if _STATM.exists():
        pages = int(_STATM.read_text(encoding="ascii").split()[0])
        limits[resource.RLIMIT_AS] = pages * resource.getpagesize() + task.megabytes * 1_000_000
    if task.files is not None:
        limits[resource.RLIMIT_NOFILE] = _next_file() + task.files
    before = {kind: resource.getrlimit(kind)[0] for kind in limits}
    _set_all(limits)
    return before


def _next_file() -> int:
    """The number that the next file to be opened would get; those before it are open."""
    number = os.dup(0)
    os.close(number)
    return number


def _set_all(limits: dict[int, int]) -> None:
    """Set limits of this process by their kind, as far as its own hard limits allow."""
    for kind, limit in limits.items():
        hard = resource.getrlimit(kind)[1]
        is_more = limit == resource.RLIM_INFINITY or limit > hard
        resource.setrlimit(kind, (hard if is_more and hard != resource.RLIM_INFINITY else limit, hard))
