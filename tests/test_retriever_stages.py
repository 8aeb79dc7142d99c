"""Stages are told to the observer of the task or thread that runs them, and to no other."""

import asyncio
import contextvars
import threading

import pytest

from retriever.stages import observed, stage


def test_an_observer_gets_each_stage_with_its_seconds_as_it_ends() -> None:
    found: list[tuple[str, float]] = []
    with observed(lambda name, seconds: found.append((name, seconds))):
        with stage("outer"), stage("inner"):
            pass
        with pytest.raises(ZeroDivisionError), stage("failed"):
            raise ZeroDivisionError
    with stage("after"):
        pass
    assert [name for name, _ in found] == ["inner", "outer", "failed"]
    assert all(0 <= seconds < 1 for _, seconds in found)


def test_two_requests_at_a_time_do_not_see_each_other_s_stages() -> None:
    async def request(name: str) -> list[str]:
        found: list[str] = []
        with observed(lambda stage_name, _: found.append(stage_name)):
            for _ in range(5):
                await asyncio.sleep(0)
                with stage(name):
                    await asyncio.sleep(0)
        return found

    async def both() -> list[list[str]]:
        return list(await asyncio.gather(request("a"), request("b")))

    assert asyncio.run(both()) == [["a"] * 5, ["b"] * 5]


def test_a_thread_tells_its_stages_to_the_observer_of_the_context_it_runs_in() -> None:
    found: list[str] = []

    def work() -> None:
        with stage("work"):
            pass

    with observed(lambda name, _: found.append(name)):
        context = contextvars.copy_context()
    for target in (work, lambda: context.run(work)):
        thread = threading.Thread(target=target)
        thread.start()
        thread.join()
    assert found == ["work"]
