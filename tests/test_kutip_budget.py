"""The budget of a request: what stops work, what lets other work go first, and that nothing happens without one."""

import threading
import time

import pytest

from kutip import budget
from kutip.budget import Budget
from kutip.errors import AbandonedError, OverBudgetError


def busy(seconds: float) -> None:
    """Compute for so many CPU seconds."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def checked(steps: int, *, step: float) -> None:
    """Compute some steps of so many CPU seconds, and check the budget after each."""
    for _ in range(steps):
        busy(step)
        budget.check()


def test_without_a_budget_nothing_stops_the_work() -> None:
    for _ in range(100):
        budget.check()
        budget.pause()


def test_work_over_its_seconds_is_told_to_send_less() -> None:
    own = Budget(0.02)
    with own.spending(), pytest.raises(OverBudgetError, match=r"more than 0\.02 seconds .* send less"):
        checked(10_000, step=0.001)
    assert 0.02 < own.spent < 0.2


def test_work_within_its_seconds_ends() -> None:
    own = Budget(5)
    with own.spending():
        for _ in range(100):
            budget.check()
        budget.pause()


def test_the_steps_of_a_request_add_up() -> None:
    own = Budget(0.05)
    for _ in range(2):
        with own.spending():
            busy(0.03)
    assert own.spent >= 0.06
    with own.spending(), pytest.raises(OverBudgetError):
        budget.pause()


def test_waiting_costs_nothing() -> None:
    own = Budget(0.05)
    with own.spending():
        time.sleep(0.1)
        budget.pause()
    assert own.spent < 0.05


def test_another_thread_can_cancel_the_work() -> None:
    own = Budget(60)
    threading.Timer(0.05, own.cancel).start()
    with own.spending(), pytest.raises(AbandonedError):
        checked(10_000, step=0.001)


def test_a_pause_lets_other_work_go_first() -> None:
    own, given = Budget(1), []
    own.give_way = lambda: given.append(own.spent)
    with own.spending():
        budget.check()
        assert given == []
        budget.pause()
    assert len(given) == 1


def test_a_budget_counts_only_in_its_own_block_and_thread() -> None:
    own = Budget(0.01)
    with own.spending():
        other = threading.Thread(target=lambda: busy(0.05))
        other.start()
        other.join()
        budget.pause()
    busy(0.05)
    budget.pause()
    assert own.spent < 0.01
