"""How calls from module to module are counted, on modules written for it."""

import importlib
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks.path import Trace

CALLED = """
def one():
    return 1

def count(n):
    for i in range(n):
        yield i

async def answer():
    return one()

def apply(call):
    return call()

class Shelf:
    def __init__(self):
        self.books = one()
"""
CALLER = """
import functools
import called

def plain():
    return called.one() + called.one()

def summed():
    return sum(called.count(5))

def summed_twice():
    return sum(called.count(5)) + sum(called.count(5))

def within_a_comprehension():
    return [called.one() for _ in range(3)]

def own():
    return mine()

def mine():
    return 1

def through_a_library():
    return functools.reduce(lambda a, b: a + called.one(), [1, 2, 3])

def back():
    return called.apply(mine)

def handed_a_lambda():
    return called.apply(lambda: 1)

def builds():
    return called.Shelf()

def makes_a_class():
    class Box:
        lid = 1
    return Box

def awaits():
    try:
        called.answer().send(None)
    except StopIteration as end:
        return end.value
"""


@pytest.fixture
def caller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module that calls another one, both in a folder of their own."""
    (tmp_path / "called.py").write_text(CALLED, encoding="utf-8")
    (tmp_path / "caller.py").write_text(CALLER, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("called", "caller"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return importlib.import_module("caller")


def traced(call: Callable[[], object], root: Path) -> Trace:
    """What a call runs, seen in a thread of its own: this one may be watched for coverage."""
    trace = Trace(root)

    def run() -> None:
        sys.setprofile(trace.see)
        call()
        sys.setprofile(None)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return trace


@pytest.mark.parametrize(
    ("function", "crossings", "depth"),
    [
        ("plain", 2, 2),
        ("summed", 1, 2),
        ("summed_twice", 2, 2),
        ("within_a_comprehension", 3, 2),
        ("own", 0, 1),
        ("through_a_library", 2, 2),
        ("back", 2, 3),
        ("handed_a_lambda", 1, 2),
        ("builds", 1, 2),
        ("makes_a_class", 0, 1),
        ("awaits", 1, 2),
    ],
)
def test_a_crossing_is_a_function_that_another_module_starts(
    caller: ModuleType, tmp_path: Path, function: str, crossings: int, depth: int
) -> None:
    trace = traced(getattr(caller, function), tmp_path)
    assert (trace.crossings, trace.depth) == (crossings, depth)
    assert trace.modules == ({"caller", "called"} if crossings else {"caller"})


def test_nothing_is_counted_before_the_trace_is_active(caller: ModuleType, tmp_path: Path) -> None:
    trace = Trace(tmp_path, active=False)
    sys.setprofile(trace.see)
    try:
        caller.plain()
    finally:
        sys.setprofile(None)
    assert (trace.modules, trace.crossings, trace.depth) == (set(), 0, 0)


def test_code_outside_the_root_is_not_counted(caller: ModuleType, tmp_path: Path) -> None:
    assert traced(caller.plain, tmp_path / "elsewhere").modules == set()
