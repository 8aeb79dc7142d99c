"""Measures the stages of a search and of an answer for an observer; without one, nothing is measured."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Observer = Callable[[str, float], object]  # gets the name of a stage and its seconds
_OBSERVER: ContextVar[Observer | None] = ContextVar("kutip_stages", default=None)
STAGES = ("understanding", "encoding", "first_stage", "late", "multilingual", "selection", "reading", "reader")


@contextmanager
def observed(observer: Observer) -> Iterator[None]:
    """Tell an observer of each stage that ends within the `with` block, in this thread or task and those it starts."""
    token = _OBSERVER.set(observer)
    try:
        yield
    finally:
        _OBSERVER.reset(token)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Measure the `with` block as one of the STAGES."""
    observer = _OBSERVER.get()
    if observer is None:
        yield
        return
    start = time.perf_counter()
    try:
        yield
    finally:
        observer(name, time.perf_counter() - start)
