"""Runs the CPU work of requests in a few threads, so that the event loop and requests without work never wait for it.

Routes declared with `def` compute: their router's `route_class` is a `WorkRoute`, which runs them in the application's
`WorkPool`. Routes declared with `async def` run in the event loop and must not compute.
"""

import asyncio
import functools
import inspect
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.types import Receive

from api.http.turns import MOST_LONG, Turn, Turns
from kutip.budget import Budget
from kutip.errors import AbandonedError, BusyError, OverBudgetError
from kutip.settings import LimitSettings
from kutip.types import Message

T = TypeVar("T")
_REQUEST: ContextVar[Request] = ContextVar("request")
_END = object()
_LONG_BODY = 2000  # bytes of a body that brings long work: a text of some 20 sentences to check takes half a second


class WorkPool:
    """Threads that compute for requests, and the requests that wait for them.

    Attributes:
        refused: How many requests were refused, by reason: "full", "waited", "stopping", "budget".
        cancelled: How many were given up because their client went away.
    """

    def __init__(self, limits: LimitSettings) -> None:
        """Make a pool; it starts no thread before it is used.

        Args:
            limits: How many requests compute at a time and wait, and how long each may take.
        """
        workers = limits.workers or os.cpu_count() or 1
        self.refused: Counter[str] = Counter()
        self.cancelled = 0
        self._limits = limits
        self._stopping = False
        self._most_threads = workers + MOST_LONG + 1
        self._threads: ThreadPoolExecutor | None = None
        self._turns = Turns(workers, self._start, most_paused=limits.waiting_seconds)

    @property
    def waiting(self) -> int:
        """How many pieces of work wait to begin, or to go on."""
        return self._turns.waiting + self._turns.paused

    @property
    def running(self) -> int:
        """How many pieces of work compute now."""
        return self._turns.running

    def budget(self) -> Budget:
        """Make the budget of one request, which all its pieces of work share."""
        return Budget(self._limits.request_seconds)

    async def run(self, compute: Callable[[], T], budget: Budget, *, is_long: bool = False) -> T:
        """Compute in a thread, when it is this work's turn; the work stops if this coroutine is cancelled.

        Args:
            compute: Returns the result.
            budget: What the request may spend.
            is_long: Whether it is likely to take long, so that other work goes first.

        Raises:
            BusyError: There is too much to do, or the service is about to stop.
            OverBudgetError: The budget is spent.
        """
        if not budget.spent:  # later steps of an accepted request go on
            self._refuse_beyond_limits()
        turn = Turn(compute, budget, is_long=is_long)
        budget.give_way = functools.partial(self._turns.pause, turn)
        self._turns.enter(turn)
        timer = asyncio.get_running_loop().call_later(self._limits.waiting_seconds, self._end_waiting, turn)
        try:
            return cast(T, await asyncio.shield(asyncio.wrap_future(turn.result)))
        except asyncio.CancelledError:
            self._give_up(turn)
            raise
        except OverBudgetError:
            self.refused["budget"] += 1
            raise
        finally:
            timer.cancel()
            budget.give_way = None  # it refers to the turn: else an index stays in memory until Python finds the cycle

    async def drain(self, seconds: float) -> None:
        """Give requests some seconds to end, and then tell the others, and new ones, that the service stops."""
        await asyncio.sleep(seconds)
        self._stopping = True
        self.refused["stopping"] += self._turns.end_all(BusyError(Message("refused.stopping"), seconds=10))

    def close(self) -> None:
        """End the threads when they have computed what they began; the pool can be used again after that."""
        if self._threads is not None:
            self._threads.shutdown(wait=False)
        self._threads, self._stopping = None, False

    def _refuse_beyond_limits(self) -> None:
        if self._stopping:
            self.refused["stopping"] += 1
            raise BusyError(Message("refused.stopping"), seconds=10)
        if self._turns.is_busy and self._turns.waiting >= self._limits.max_waiting:
            self.refused["full"] += 1
            raise BusyError(Message("refused.busy"))

    def _start(self, turn: Turn) -> None:
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self._most_threads, "kutip-work")
        self._threads.submit(self._compute, turn)

    def _compute(self, turn: Turn) -> None:
        give_result = turn.run()
        self._turns.leave(turn)
        give_result()

    def _end_waiting(self, turn: Turn) -> None:
        if self._turns.withdraw(turn, BusyError(Message("refused.waited"))):
            self.refused["waited"] += 1

    def _give_up(self, turn: Turn) -> None:
        if not turn.result.done():
            self.cancelled += 1
            self._turns.cancel(turn)


def budget_of(request: Request) -> Budget:
    """The budget of a request, made at its first use."""
    found: Budget | None = getattr(request.state, "budget", None)
    if found is None:
        found = request.state.budget = work_pool(request).budget()
    return found


def work_pool(request: Request) -> WorkPool:
    """The pool of the application that got a request."""
    pool: WorkPool = request.app.state.work
    return pool


async def until_gone(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Await a coroutine, and cancel it if the client of the request goes away.

    Raises:
        AbandonedError: The client went away.
    """
    task = asyncio.create_task(work)
    watcher = asyncio.create_task(_client_goes(request.receive))
    try:
        await asyncio.wait({task, watcher}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise AbandonedError()
        return task.result()
    finally:
        task.cancel()
        watcher.cancel()


async def _client_goes(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def computed(request: Request, compute: Callable[[], T]) -> T:
    """Compute something for a request in its application's pool, as long as its client waits.

    Raises:
        BusyError, OverBudgetError: As `WorkPool.run` does.
        AbandonedError: The client went away.
    """
    length = request.headers.get("content-length", "")
    is_long = length.isdecimal() and int(length) > _LONG_BODY
    return await until_gone(request, work_pool(request).run(compute, budget_of(request), is_long=is_long))


async def computed_items(request: Request, items: Iterator[T]) -> AsyncIterator[T]:
    """Yield what an iterator computes in the pool; no thread is held between two items, however slowly they are taken.

    Nothing here notices that the client went away: the response that sends the items does.

    Raises:
        BusyError, OverBudgetError: As `WorkPool.run` does.
    """
    while (item := await work_pool(request).run(lambda: next(items, _END), budget_of(request))) is not _END:
        yield cast(T, item)


class WorkRoute(APIRoute):
    """A route that runs its function in the application's pool if it is declared with `def`."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """Make a route; arguments are those of FastAPI's `APIRoute`."""
        super().__init__(path, _in_pool(endpoint), **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler; it leaves the request where the pool finds it."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            token = _REQUEST.set(request)
            try:
                return await handle(request)
            finally:
                _REQUEST.reset(token)

        return handled


def _in_pool(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    if inspect.iscoroutinefunction(endpoint):
        return endpoint

    @functools.wraps(endpoint)
    async def run(**values: Any) -> Any:
        return await computed(_REQUEST.get(), functools.partial(endpoint, **values))

    return run
