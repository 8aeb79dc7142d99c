"""Runs the tasks of `indexer.limited` in a process of its own, which limits itself and ends with the one that began it.

Tasks and results go through two pipes, as `multiprocessing` sends objects. Both ends are the same program on the same
machine, and nothing that is sent is kept.
"""

import os
import queue
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from kutip.errors import KutipError

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

_STATM = Path("/proc/self/statm")  # on Linux: the process's memory in pages


@dataclass(frozen=True, slots=True)
class Task:
    """A call to make under limits.

    Attributes:
        function: A function of a module, which the process imports.
        arguments: Its arguments.
        seconds: Seconds of CPU it may take.
        megabytes: Megabytes of memory that it may add.
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    seconds: int
    megabytes: int


@dataclass(frozen=True, slots=True)
class CallOutcome:
    """How a call ended.

    Attributes:
        value: What it returned, if it did.
        trouble: Why it did not return; None if it did.
        over_memory: True if it needed more memory than it may have.
    """

    value: Any = None
    trouble: str | None = None
    over_memory: bool = False


def outcome_of(task: Task) -> CallOutcome:
    """Make the call of a task; every exception becomes an outcome."""
    try:
        return CallOutcome(task.function(*task.arguments))
    except MemoryError:
        return CallOutcome(over_memory=True)
    except KutipError as error:
        return CallOutcome(trouble=str(error))
    except OSError as error:
        return CallOutcome(trouble=f"{error.filename} cannot be read: {error.strerror}")
    except Exception as error:  # one document must not stop the others, whatever Kutip does wrong with it
        return CallOutcome(trouble=f"Kutip failed on it ({type(error).__name__}: {error}); please report that")


def main(incoming: int, outgoing: int) -> None:
    """Do the tasks from a pipe until it ends; then exit at once, even within a task.

    Args:
        incoming: Descriptor of the pipe with the tasks.
        outgoing: Descriptor of the pipe for their outcomes.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that began this one is interrupted and ends it
    results = Connection(outgoing, readable=False)
    tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(Connection(incoming, writable=False), tasks), daemon=True).start()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while True:
        task = tasks.get()
        _limit(task)
        _send(results, outcome_of(task))


def _receive(source: Connection, tasks: "queue.SimpleQueue[Task]") -> None:
    while True:
        try:
            tasks.put(source.recv())
        except BaseException:
            os._exit(0)  # the other process has ended or closed the pipe


def _send(results: Connection, outcome: CallOutcome) -> None:
    try:
        results.send(outcome)
    except MemoryError:  # raised before anything is written
        results.send(CallOutcome(over_memory=True))


def _limit(task: Task) -> None:
    """Limit this process to what it has used so far and what a task may use."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _set(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + task.seconds)
    if _STATM.exists():
        pages = int(_STATM.read_text(encoding="ascii").split()[0])
        _set(resource.RLIMIT_AS, pages * resource.getpagesize() + task.megabytes * 1_000_000)


def _set(kind: int, limit: int) -> None:
    """Set a limit of this process, as far as its own hard limit allows."""
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
