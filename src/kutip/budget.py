"""The budget of a piece of work: the CPU seconds that it may take, and a sign by which others can stop it.

Code that loops over what a request brought calls `check` in its loops; it costs well under a microsecond. Between large
steps, where it holds no lock, it calls `pause`, at which a server may let shorter requests go first. Without a budget,
as on the command line and in evaluations, both do nothing.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from kutip.errors import AbandonedError, KutipError, OverBudgetError
from kutip.types import Message

_CURRENT: ContextVar["Budget | None"] = ContextVar("budget", default=None)
_STRIDE = 8  # the clock is read at each eighth check: reading it costs more than all the rest


class Budget:
    """The CPU seconds that one request may take in all its steps, each of which runs in one thread.

    Attributes:
        seconds: CPU seconds that it may take.
        give_way: Called at each pause; it may block until the work should go on. None for nothing.
    """

    def __init__(self, seconds: float) -> None:
        """Make a budget of which nothing is spent."""
        self.seconds = seconds
        self.give_way: Callable[[], None] | None = None
        self._before = 0.0  # CPU seconds of earlier steps
        self._since: float | None = None  # CPU time of the thread when the present step began
        self._checks = 0
        self._cancelled: KutipError | None = None

    @property
    def spent(self) -> float:
        """CPU seconds spent so far; to be read in the thread of the present step, or between steps."""
        return self._before if self._since is None else self._before + time.thread_time() - self._since

    def cancel(self, why: KutipError | None = None) -> None:
        """Let the next check raise an error, AbandonedError by default; any thread may call it."""
        self._cancelled = why or AbandonedError()

    def check(self) -> None:
        """Raise an error if the work must stop.

        Raises:
            AbandonedError: It was cancelled.
            OverBudgetError: It took more CPU seconds than it may take.
        """
        if self._cancelled is not None:
            raise self._cancelled
        self._checks += 1
        if self._checks % _STRIDE == 0:
            self._check_seconds()

    def pause(self) -> None:
        """Check, and let other work go first if there is a reason; the caller must hold no lock.

        Raises:
            AbandonedError, OverBudgetError: As `check` does.
            BusyError: It would have to wait too long to go on.
        """
        self._check_seconds()
        if self.give_way is not None:
            self.give_way()
        self.check()

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Count what this thread computes in the `with` block, where `check` and `pause` of this module obey it."""
        self._since = time.thread_time()
        token = _CURRENT.set(self)
        try:
            yield
        finally:
            _CURRENT.reset(token)
            self._before, self._since = self.spent, None

    def _check_seconds(self) -> None:
        if self.spent > self.seconds:
            raise OverBudgetError(Message("refused.too_costly", {"seconds": f"{self.seconds:g}"}))


def check() -> None:
    """Raise an error if the budget in force is spent or cancelled; see `Budget.check`."""
    budget = _CURRENT.get()
    if budget is not None:
        budget.check()


def pause() -> None:
    """Check the budget in force and let other work go first; see `Budget.pause`."""
    budget = _CURRENT.get()
    if budget is not None:
        budget.pause()
