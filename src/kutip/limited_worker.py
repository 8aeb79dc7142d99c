"""Does tasks under limits on seconds, memory and files: in a process of its own, which is replaced if it exceeds them.

Whatever reads or draws files of other people goes through here: a broken or hostile one costs its own task alone. The
process has no network, starts no program and writes no file, as far as `kutip.confinement` can hold it.
"""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Self

from kutip.limited_process import CallOutcome, Excess, Task

_START = "import sys; sys.path[:] = {path!r}; from kutip.limited_process import main; main(*{ends!r})"
# Faults of the program; whatever else ends it is a library that got no memory.
_CRASHES = ("SIGSEGV", "SIGBUS", "SIGFPE")


@dataclass(frozen=True, slots=True)
class _Process:
    """A process that does tasks, and this end of the pipes to and from it."""

    running: subprocess.Popen[bytes]
    tasks: Connection
    outcomes: Connection

    @classmethod
    def started(cls, niceness: int, may_start_programs: bool) -> Self:
        """Start a process.

        Raises:
            OSError: The system does not allow it.
        """
        incoming, tasks = Pipe(duplex=False)
        outcomes, outgoing = Pipe(duplex=False)
        ends = (incoming.fileno(), outgoing.fileno())
        code = _START.format(
            path=[path or os.getcwd() for path in sys.path], ends=(*ends, niceness, may_start_programs)
        )
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
        self.running.wait()  # a thread that waits for an outcome gets none, and is done with the pipes
        self.tasks.close()
        self.outcomes.close()


class LimitedWorker:
    """Does one task at a time in a process, which the first task starts, and the next one after it was ended.

    Attributes:
        can_start: Whether a process can be started: not on Windows, nor where the system refused it once, nor after an
            end for good.
    """

    def __init__(self, *, patience: float, niceness: int = 0, may_start_programs: bool = False) -> None:
        """Begin without a process.

        Args:
            patience: Seconds on the clock for each second of CPU that a task may take, after which it is given up.
            niceness: As for `kutip.limited_process.main`.
            may_start_programs: As for `kutip.confinement.confine`; the programs have the same limits.
        """
        self._patience = patience
        self._niceness = niceness
        self._may_start_programs = may_start_programs
        self._process: _Process | None = None
        self._lock = threading.Lock()  # held while a process starts: one that is to stop is not missed
        self.can_start = bool(sys.executable) and sys.platform != "win32"  # its pipes are not passed on alike

    @property
    def is_running(self) -> bool:
        """Whether it has a process, which does the next task."""
        return self._process is not None

    def outcome(self, task: Task) -> CallOutcome | None:
        """Do a task and wait for its outcome; None if no process can be started."""
        process = self._process or self._start()
        return None if process is None else self._ask(process, task)

    def stop(self, *, for_good: bool = False) -> None:
        """End the process, from any thread; a task that it does is given up.

        Args:
            for_good: Start no other process for the next task.
        """
        with self._lock:
            if for_good:
                self.can_start = False
            process, self._process = self._process, None
        if process is not None:
            process.stop()

    def _start(self) -> _Process | None:
        with self._lock:
            if self.can_start:
                try:
                    self._process = _Process.started(self._niceness, self._may_start_programs)
                except OSError:
                    self.can_start = False
            return self._process

    def _ask(self, process: _Process, task: Task) -> CallOutcome | None:
        """Have the process do a task; if it ends instead of answering, say why."""
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.running.kill()

        timer = threading.Timer(task.seconds * self._patience, give_up)
        timer.daemon = True
        timer.start()
        try:
            process.tasks.send(task)
            outcome: CallOutcome = process.outcomes.recv()
        except (OSError, EOFError):
            status = process.running.wait()
            self.stop()
            if status > 0 and not late.is_set():  # it never began: something stands in the way of this program
                self.can_start = False
                return None
            return CallOutcome(excess=Excess.CLOCK if late.is_set() else _excess(status))
        except BaseException:
            self.stop()  # half an answer may be in the pipe
            raise
        finally:
            timer.cancel()
        if outcome.excess is not None:
            self.stop()  # it may not have let go of all that it took
        return outcome


def _excess(status: int) -> Excess:
    """Why a process ended with this status."""
    if status == -getattr(signal, "SIGXCPU", 0):
        return Excess.SECONDS
    if status == -getattr(signal, "SIGKILL", 0):
        return Excess.KILLED
    return Excess.CRASH if status in [-getattr(signal, name, 0) for name in _CRASHES] else Excess.MEMORY
