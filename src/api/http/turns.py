"""Decides which requests compute: a few at a time, in the order in which they came, short ones before long ones.

A request with a long text is long work from the start; any other becomes it when it has used a tenth of a second. Long
work goes on only while no short work waits, and one processor is kept for short work. It stops at the pauses of
`kutip.budget`, and keeps its thread meanwhile.
"""

import contextvars
import functools
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future

from kutip.budget import Budget
from kutip.errors import AbandonedError, BusyError, KutipError
from kutip.types import Message

_SHORT = 0.1  # CPU seconds up to which work is short: a search takes 0.02, an answer 0.05
_SLICE = 0.05  # CPU seconds that long work computes before it stops for short work
_PATIENCE = 1.0  # seconds after which long work goes before short work, so that it ends under any load
MOST_LONG = 64  # pieces of work that have become long, at a time; each keeps a thread


class Turn:
    """A piece of work that takes turns with others.

    Attributes:
        budget: What it may spend.
        result: What `compute` returned or raised.
    """

    def __init__(self, compute: Callable[[], object], budget: Budget, *, is_long: bool = False) -> None:
        self.budget = budget
        self.result: Future[object] = Future()
        self.is_long = is_long
        self.has_begun = False
        self.resumed_at = 0.0  # CPU seconds spent when its present turn began
        self.waits_since = time.monotonic()
        self.go_on = threading.Event()  # set when paused work gets a turn
        self._compute = compute
        self._context = contextvars.copy_context()  # of the request, so that its stages are told to its observer

    def run(self) -> Callable[[], None]:
        """Compute the result in this thread; returns what gives it to those who wait for it."""
        context, self._context = self._context, contextvars.Context()  # what is done with is let go
        return context.run(self._run)

    def _run(self) -> Callable[[], None]:
        self.resumed_at = self.budget.spent
        try:
            with self.budget.spending():
                compute, self._compute = self._compute, lambda: None
                found = compute()
        except BaseException as error:  # whoever waits for the result gets it
            return functools.partial(self.result.set_exception, error)
        return functools.partial(self.result.set_result, found)


class Turns:
    """Gives turns to pieces of work; safe to use from any thread.

    Attributes:
        running: How many compute now.
    """

    def __init__(self, workers: int, start: Callable[[Turn], object], *, most_paused: float) -> None:
        """Begin with no work.

        Args:
            workers: How many may compute at a time (>= 1).
            start: Called with work that gets its first turn: makes another thread call its `run`, then `leave`, and
                then give the result.
            most_paused: Seconds that long work may stay paused; then it ends with BusyError.
        """
        self.running = 0
        self._workers, self._workers_for_long = workers, max(1, workers - 1)
        self._start = start
        self._most_paused = most_paused
        self._lock = threading.Lock()
        self._waiting: deque[Turn] = deque()
        self._long_waiting: deque[Turn] = deque()  # long from the start
        self._paused: deque[Turn] = deque()  # long ones that have begun
        self._begun: set[Turn] = set()
        self._became_long: set[Turn] = set()
        self._long_running = 0

    @property
    def is_busy(self) -> bool:
        """True if new work would have to wait."""
        return self.running >= self._workers

    @property
    def waiting(self) -> int:
        """How many pieces of work wait for their first turn."""
        return len(self._waiting) + len(self._long_waiting)

    @property
    def paused(self) -> int:
        """How many long pieces of work wait to go on."""
        return len(self._paused)

    def enter(self, turn: Turn) -> None:
        """Let work wait for its first turn."""
        with self._lock:
            (self._long_waiting if turn.is_long else self._waiting).append(turn)
            self._hand_out()

    def leave(self, turn: Turn) -> None:
        """Take back the turn of work that has ended."""
        with self._lock:
            self._begun.discard(turn)
            self._stop_running(turn)
            self._became_long.discard(turn)
            self._hand_out()

    def withdraw(self, turn: Turn, why: KutipError) -> bool:
        """End work that waits for its first turn, with this error; returns False if it has begun."""
        with self._lock:
            queue = self._long_waiting if turn.is_long else self._waiting
            if turn not in queue:
                return False
            queue.remove(turn)
        turn.result.set_exception(why)
        return True

    def cancel(self, turn: Turn) -> None:
        """End work at once if it waits for its first turn, else at its next check, with AbandonedError."""
        if not self.withdraw(turn, AbandonedError()):
            turn.budget.cancel()
            turn.go_on.set()

    def end_all(self, why: KutipError) -> int:
        """End all work with this error, what has begun at its next check; returns how much there was."""
        with self._lock:
            waited, begun = [*self._waiting, *self._long_waiting], list(self._begun)
            self._waiting.clear()
            self._long_waiting.clear()
        for turn in waited:
            turn.result.set_exception(why)
        for turn in begun:
            turn.budget.cancel(why)
            turn.go_on.set()
        return len(waited) + len(begun)

    def pause(self, turn: Turn) -> None:
        """Let other work go before this one, which computes in the calling thread; returns when it may go on.

        Raises:
            BusyError: There is too much long work, or the pause took too long.
            AbandonedError: The work was cancelled.
        """
        spent = turn.budget.spent
        if not turn.is_long and spent > _SHORT:
            with self._lock:
                if len(self._became_long) >= MOST_LONG:
                    raise BusyError(Message("refused.busy"), seconds=10)
                turn.is_long = True
                self._became_long.add(turn)
                self._long_running += 1
                if self._long_running <= self._workers_for_long and not self._waiting:
                    return
        elif not turn.is_long or not self._waiting or spent - turn.resumed_at < _SLICE:
            return
        self._stop_for_others(turn)
        turn.resumed_at = turn.budget.spent

    def _stop_for_others(self, turn: Turn) -> None:
        turn.go_on.clear()
        turn.budget.check()
        turn.waits_since = time.monotonic()
        with self._lock:
            self._stop_running(turn)
            self._paused.append(turn)
            self._hand_out()
        turn.go_on.wait(self._most_paused)
        with self._lock:
            if turn not in self._paused:
                return  # it has a turn
            # Cancelled, or paused for too long: it ends now, which takes no processor, so nobody stops for it.
            self._paused.remove(turn)
            self._start_running(turn)
        if time.monotonic() - turn.waits_since >= self._most_paused:
            raise BusyError(Message("refused.waited"), seconds=10)

    def _hand_out(self) -> None:
        """Give turns while there are any to give; the lock is held."""
        while self.running < self._workers and (turn := self._next()) is not None:
            self._start_running(turn)
            if turn.has_begun:
                turn.go_on.set()
            else:
                turn.has_begun = True
                self._begun.add(turn)
                self._start(turn)

    def _next(self) -> Turn | None:
        """The work that gets the next turn, taken out of its queue."""
        long = self._paused or self._long_waiting
        for_long = long and self._long_running < self._workers_for_long
        if for_long and (not self._waiting or time.monotonic() - long[0].waits_since > _PATIENCE):
            return long.popleft()
        return self._waiting.popleft() if self._waiting else None

    def _start_running(self, turn: Turn) -> None:
        self.running += 1
        self._long_running += turn.is_long

    def _stop_running(self, turn: Turn) -> None:
        self.running -= 1
        self._long_running -= turn.is_long
