"""Makes calls under limits on seconds and memory: in a process of its own, which is stopped when it exceeds them."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, Self, TypeVar

from indexer.limited_process import CallOutcome, Task, outcome_of
from kutip.errors import CorpusError

_Result = TypeVar("_Result")
_PATIENCE = 20  # seconds on the clock per second of CPU, on a machine that does much else, before a call is given up
_START = "import sys; sys.path[:] = {path!r}; from indexer.limited_process import main; main(*{ends!r})"


@dataclass(frozen=True, slots=True)
class _Process:
    """A process that does tasks, and this end of the pipes to and from it."""

    running: subprocess.Popen[bytes]
    tasks: Connection
    outcomes: Connection

    @classmethod
    def started(cls) -> Self:
        """Start a process.

        Raises:
            OSError: The system does not allow it.
        """
        incoming, tasks = Pipe(duplex=False)
        outcomes, outgoing = Pipe(duplex=False)
        ends = (incoming.fileno(), outgoing.fileno())
        code = _START.format(path=[path or os.getcwd() for path in sys.path], ends=ends)
        with incoming, outgoing:
            try:
                running = subprocess.Popen(  # noqa: S603  (Python itself)
                    [sys.executable, "-c", code],
                    pass_fds=ends,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            except BaseException:
                tasks.close()
                outcomes.close()
                raise
        return cls(running, tasks, outcomes)

    def stop(self) -> None:
        """End the process, whatever it does, and wait until it has ended."""
        self.running.kill()
        self.tasks.close()
        self.outcomes.close()
        self.running.wait()


class LimitedCalls:
    """A context in which functions are called under limits; leaving it ends the process that makes the calls.

    The process is started by the first call and replaced after one that exceeded a limit. Where no process can be
    started, and on Windows, calls are made here, without limits.
    """

    def __init__(self, *, seconds: int, megabytes: int) -> None:
        """Set the limits of each call.

        Args:
            seconds: Seconds of CPU.
            megabytes: Megabytes of memory besides the process's own.
        """
        self._seconds = seconds
        self._megabytes = megabytes
        self._process: _Process | None = None
        self._can_start = bool(sys.executable) and sys.platform != "win32"  # its pipes are not passed on alike

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._stop()

    def call(self, name: str, function: Callable[..., _Result], *arguments: Any) -> _Result:
        """Call a function of a module under the limits.

        Args:
            name: The document that the call is about, for the error.
            function: The function.
            arguments: Its arguments; they and the result are copied from one process to the other.

        Raises:
            CorpusError: The function raised an error or exceeded a limit; the message says what to do.
        """
        task = Task(function, arguments, self._seconds, self._megabytes)
        process = self._process or self._start()
        outcome = outcome_of(task) if process is None else self._ask(process, task)
        if outcome.over_memory:
            self._stop()
            raise CorpusError(
                f"{name} needs more than {self._megabytes} MB of memory; divide it or raise KUTIP_DOCUMENT_MEGABYTES"
            )
        if outcome.trouble is not None:
            told = outcome.trouble if name in outcome.trouble else f"{name}: {outcome.trouble}"
            raise CorpusError(told)
        result: _Result = outcome.value
        return result

    def _start(self) -> _Process | None:
        """Start the process; None if the system does not allow it."""
        if not self._can_start:
            return None
        try:
            self._process = _Process.started()
        except OSError:
            self._can_start = False
        return self._process

    def _ask(self, process: _Process, task: Task) -> CallOutcome:
        """Have the process do a task; if it ends instead of answering, say why."""
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.running.kill()

        timer = threading.Timer(task.seconds * _PATIENCE, give_up)
        timer.daemon = True
        timer.start()
        try:
            process.tasks.send(task)
            outcome: CallOutcome = process.outcomes.recv()
            return outcome
        except (OSError, EOFError):
            status = process.running.wait()
            self._stop()
            if status > 0 and not late.is_set():  # it never began: something stands in the way of this program
                self._can_start = False
                return outcome_of(task)
            over_time = late.is_set() or status == -signal.SIGXCPU
            return _over_time(task) if over_time else CallOutcome(over_memory=True)
        except BaseException:
            self._stop()  # half an answer may be in the pipe
            raise
        finally:
            timer.cancel()

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.stop()


def _over_time(task: Task) -> CallOutcome:
    return CallOutcome(trouble=f"it takes more than {task.seconds} seconds; divide it or raise KUTIP_DOCUMENT_SECONDS")
