"""The pool that computes for requests: who goes first, who is refused, and how work ends."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import pytest

from api.http.work import WorkPool
from kutip import budget
from kutip.errors import BusyError, OverBudgetError
from kutip.settings.groups import LimitSettings

T = TypeVar("T")


def awaited(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine; it must end within 60 seconds."""
    return asyncio.run(asyncio.wait_for(work(), 60))


def pool(**limits: float) -> WorkPool:
    return WorkPool(LimitSettings(**{"workers": 2, **limits}))


def compute(seconds: float) -> str:
    """Compute for so many CPU seconds, with many pauses."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        budget.pause()
    return "done"


async def until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0.005)


def test_the_result_and_the_error_of_the_work_come_back() -> None:
    async def work() -> None:
        own = pool()
        assert await own.run(lambda: 6 * 7, own.budget()) == 42
        with pytest.raises(ZeroDivisionError):
            await own.run(lambda: 1 // 0, own.budget())
        assert (own.running, own.waiting) == (0, 0)
        own.close()
        assert await own.run(lambda: "again", own.budget()) == "again"
        own.close()

    awaited(work)


def test_no_more_work_computes_than_there_are_workers() -> None:
    async def work() -> None:
        own, running, most = pool(), 0, 0
        lock = threading.Lock()

        def step() -> None:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.02)
            with lock:
                running -= 1

        await asyncio.gather(*(own.run(step, own.budget()) for _ in range(20)))
        assert most == 2
        own.close()

    awaited(work)


def test_work_beyond_the_queue_is_refused_at_once() -> None:
    async def work() -> None:
        own, gate = pool(max_waiting=1), threading.Event()
        accepted = [asyncio.create_task(own.run(gate.wait, own.budget())) for _ in range(3)]
        await until(lambda: own.running == 2 and own.waiting == 1)
        with pytest.raises(BusyError, match="too many requests") as refused:
            await own.run(gate.wait, own.budget())
        assert refused.value.seconds > 0
        assert own.refused == {"full": 1}
        gate.set()
        assert await asyncio.gather(*accepted) == [True] * 3
        own.close()

    awaited(work)


def test_work_that_waits_too_long_is_refused() -> None:
    async def work() -> None:
        own, gate = pool(waiting_seconds=0.1), threading.Event()
        accepted = [asyncio.create_task(own.run(gate.wait, own.budget())) for _ in range(2)]
        await until(lambda: own.running == 2)
        with pytest.raises(BusyError, match="waited too long"):
            await own.run(gate.wait, own.budget())
        assert own.refused == {"waited": 1}
        gate.set()
        assert await asyncio.gather(*accepted) == [True] * 2
        own.close()

    awaited(work)


def test_work_over_its_budget_ends_and_is_counted() -> None:
    async def work() -> None:
        own = pool(request_seconds=0.05)
        with pytest.raises(OverBudgetError):
            await own.run(lambda: compute(60), own.budget())
        assert own.refused == {"budget": 1}
        assert own.running == 0
        own.close()

    awaited(work)


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_long_work_lets_short_work_go_first(workers: int) -> None:
    async def work() -> None:
        own, ended = pool(workers=workers), []
        long = [asyncio.create_task(own.run(lambda: compute(0.5), own.budget())) for _ in range(4)]
        for one in long:
            one.add_done_callback(lambda _: ended.append("long"))
        await until(lambda: own.running == workers)
        for _ in range(3):
            await own.run(lambda: compute(0.01), own.budget())
            ended.append("short")
        assert ended == ["short"] * 3
        assert await asyncio.gather(*long) == ["done"] * 4
        assert (own.running, own.waiting) == (0, 0)
        own.close()

    awaited(work)


def test_work_that_is_long_from_the_start_waits_for_short_work() -> None:
    async def work() -> None:
        own, gate, order = pool(workers=1), threading.Event(), []
        first = asyncio.create_task(own.run(gate.wait, own.budget()))
        await until(lambda: own.running == 1)
        long = [
            asyncio.create_task(own.run(lambda: order.append("long"), own.budget(), is_long=True)) for _ in range(3)
        ]
        short = asyncio.create_task(own.run(lambda: order.append("short"), own.budget()))
        await until(lambda: own.waiting == 4)
        gate.set()
        await asyncio.gather(first, short, *long)
        assert order == ["short", "long", "long", "long"]
        own.close()

    awaited(work)


def test_long_work_ends_although_short_work_never_stops_coming() -> None:
    async def work() -> None:
        own = pool(workers=1)
        long = asyncio.create_task(own.run(lambda: compute(0.4), own.budget()))

        async def client() -> None:
            while not long.done():
                await own.run(lambda: compute(0.02), own.budget())

        await asyncio.gather(*(client() for _ in range(4)))
        assert await long == "done"
        own.close()

    awaited(work)


def test_too_much_long_work_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.http.turns.MOST_LONG", 2)

    async def work() -> None:
        own = pool()
        long = [own.run(lambda: compute(0.5), own.budget()) for _ in range(6)]
        ended = await asyncio.gather(*long, return_exceptions=True)
        refused = [one for one in ended if isinstance(one, BusyError)]
        assert 0 < len(refused) <= 4
        assert ended.count("done") == len(ended) - len(refused)
        assert (own.running, own.waiting) == (0, 0)
        own.close()

    awaited(work)


@pytest.mark.parametrize("begun", [True, False])
def test_cancelled_work_stops_whether_it_has_begun_or_waits(begun: bool) -> None:
    async def work() -> None:
        own, gate = pool(workers=1), threading.Event()
        first = None if begun else asyncio.create_task(own.run(gate.wait, own.budget()))
        task = asyncio.create_task(own.run(lambda: compute(60), own.budget()))
        await until(lambda: own.running == 1 and own.waiting == (0 if begun else 1))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        gate.set()
        await until(lambda: own.running == 0)
        assert own.cancelled == 1
        assert own.waiting == 0
        if first is not None:
            assert await first
        own.close()

    awaited(work)


def test_paused_work_that_is_cancelled_stops() -> None:
    async def work() -> None:
        own = pool(workers=1)
        tasks = [asyncio.create_task(own.run(lambda: compute(30), own.budget())) for _ in range(2)]
        await until(lambda: own.waiting == 1 and own.running == 1)
        await asyncio.sleep(0.8)  # both have become long; one of them is paused
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await until(lambda: own.running == 0 and own.waiting == 0)
        assert await own.run(lambda: compute(0.01), own.budget()) == "done"
        own.close()

    awaited(work)


def test_after_draining_all_work_is_told_that_the_service_stops() -> None:
    async def work() -> None:
        own = pool(workers=1)
        begun = asyncio.create_task(own.run(lambda: compute(60), own.budget()))
        waiting = asyncio.create_task(
            own.run(lambda: "never", own.budget(), is_long=True)
        )  # long work goes first for none
        await until(lambda: own.running == 1 and own.waiting == 1)
        await own.drain(0.1)
        for one in (begun, waiting, asyncio.create_task(own.run(lambda: "new", own.budget()))):
            with pytest.raises(BusyError, match="about to stop"):
                await one
        assert own.refused == {"stopping": 3}
        own.close()

    awaited(work)


def test_while_draining_accepted_work_ends_and_more_may_come() -> None:
    async def work() -> None:
        own = pool(workers=1)
        draining = asyncio.create_task(own.drain(30))
        accepted = [asyncio.create_task(own.run(lambda: compute(0.02), own.budget())) for _ in range(5)]
        assert await asyncio.gather(*accepted) == ["done"] * 5
        draining.cancel()
        own.close()

    awaited(work)
