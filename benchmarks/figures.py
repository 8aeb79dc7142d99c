"""A figure that a benchmark measures, and how the times of many calls become two of them."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

ROUNDS = 3
_WARM_UP = 20  # questions that are asked once before the measurement


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number, for example Figure("search hybrid, p50", 15.02, "ms")."""

    name: str
    value: float
    unit: str

    @property
    def key(self) -> str:
        """Its name in a record, for example "search hybrid, p50 (ms)"."""
        return f"{self.name} ({self.unit})"


def times(name: str, questions: Sequence[str], call: Callable[[str], object]) -> Iterator[Figure]:
    """Yield the 50th and 95th percentile of the time of a call with one question, in ms.

    Args:
        name: What is timed, for example "search hybrid".
        questions: Two or more; each is asked ROUNDS times.
        call: Called with one question at a time.
    """
    for text in questions[:_WARM_UP]:
        call(text)
    taken = []
    for _ in range(ROUNDS):
        for text in questions:
            start = time.perf_counter()
            call(text)
            taken.append((time.perf_counter() - start) * 1000)
    yield Figure(f"{name}, p50", statistics.median(taken), "ms")
    yield Figure(f"{name}, p95", statistics.quantiles(taken, n=20)[-1], "ms")


def seconds(name: str, call: Callable[[], object]) -> Figure:
    """Return the time of one call, in seconds."""
    start = time.perf_counter()
    call()
    return Figure(name, time.perf_counter() - start, "s")
