"""How far a request travels through the code: python -m benchmarks.path [--calls] [--warm] ["question" …].

Each request is the first one of a new process, so every cache is cold; with --warm one request for another question
goes before it, as in a service that is running. The application runs inside that process.

- modules: files under src of which at least one function ran.
- crossings: calls from a function in one module of src to a function in another. Frames of libraries and templates
  between the two are skipped. A generator counts once, when it starts, and never when it is resumed. Comprehensions,
  lambdas and the bodies of classes and modules are not calls.
- depth: how many modules the longest stack passes. A calls B, B calls A: depth 3.
"""

import argparse
import dis
import inspect
import multiprocessing
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import FrameType

from starlette.testclient import TestClient

import kutip
from api.app import create_app
from benchmarks.rooms import print_rooms
from kutip.settings import Settings

SRC = Path(kutip.__file__).parent.parent
REQUESTS = {"search": "/v1/search", "ask": "/v1/ask", "page": "/"}
QUESTIONS = ("How many trafficking cases were there in Indonesia in 2023?",)

OTHER = "Which countries are members?"  # what a warm application has been asked before

_NO_CALLS = {"<genexpr>", "<listcomp>", "<setcomp>", "<dictcomp>", "<lambda>"}
_RESUME = dis.opmap["RESUME"]  # the instruction at which the interpreter reports a call
_KIND = 3  # bits of its argument: 0 at the start of a function, another number after a yield or an await


@dataclass(slots=True)
class Trace:
    """What ran under `root` while `active`: modules, calls as (caller, called), and the depth of the longest stack."""

    root: Path
    active: bool = True
    modules: set[str] = field(default_factory=set)
    calls: Counter[tuple[str, str]] = field(default_factory=Counter)
    depth: int = 0

    @property
    def crossings(self) -> int:
        """How many calls went from one module to another."""
        return sum(self.calls.values())

    def see(self, frame: FrameType, event: str, _: object) -> None:
        """Count one event of the interpreter's profiler, if a function of ours starts with it."""
        if not self.active or event != "call" or not _starts(frame):
            return
        called = self._module(frame)
        if called is None:
            return
        stack = [called, *self._callers(frame)]
        self.modules.add(called)
        self.depth = max(self.depth, 1 + sum(one != next_one for one, next_one in pairwise(stack)))
        if stack[1:] and stack[1] != called:
            self.calls[stack[1], called] += 1

    def _callers(self, frame: FrameType) -> Iterator[str]:
        above = frame.f_back
        while above is not None:
            module = self._module(above)
            if module is not None:
                yield module
            above = above.f_back

    def _module(self, frame: FrameType) -> str | None:
        """The frame's module, for example retriever.search; None if it is not a Python file under the root."""
        name = frame.f_code.co_filename
        if not name.endswith(".py") or not name.startswith(f"{self.root}/"):
            return None
        parts = Path(name).relative_to(self.root).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _starts(frame: FrameType) -> bool:
    """Whether a function starts, and not a generator that is resumed or the body of a class or a module."""
    code = frame.f_code
    if code.co_name in _NO_CALLS or not code.co_flags & inspect.CO_OPTIMIZED:
        return False
    instruction, argument = code.co_code[frame.f_lasti : frame.f_lasti + 2]
    return instruction == _RESUME and argument & _KIND == 0


def trace_request(path: str, question: str, settings: Settings, *, warm: bool = False) -> Trace:
    """Send one request to a new application and trace it; if `warm`, after a request for another question.

    Raises:
        RuntimeError: The response has another status than 200.
    """
    trace = Trace(SRC, active=False)
    threading.setprofile(trace.see)  # the request runs in threads that the client starts
    try:
        with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
            if warm:
                client.get(path, params={"q": OTHER})
            trace.active = True
            status = client.get(path, params={"q": question}).status_code
            trace.active = False
    finally:
        threading.setprofile(None)
    if status != 200:
        raise RuntimeError(f"{path} answered {status} for {question!r}; is there an index? Build it: kutip index")
    return trace


def print_requests(questions: Sequence[str], settings: Settings, *, calls: bool = False, warm: bool = False) -> None:
    """Print one line for each question and kind of request; with `calls` also its calls, the most frequent first."""
    print("each request is the " + ("second of a new process" if warm else "first of a new process: caches are cold"))
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, max_tasks_per_child=1, mp_context=spawn) as pool:
        for question in questions:
            print(question)
            for name, path in REQUESTS.items():
                trace = pool.submit(trace_request, path, question, settings, warm=warm).result()
                counts = f"{len(trace.modules):4} modules {trace.crossings:6} crossings   depth {trace.depth:3}"
                print(f"  {name:6} {counts}", flush=True)
                for (caller, called), times in trace.calls.most_common() if calls else ():
                    print(f"    {times:6} {caller} -> {called}")


def main() -> None:
    """Trace the questions given on the command line (by default QUESTIONS), then print the table of rooms."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.path", description="Trace requests.")
    parser.add_argument("questions", nargs="*", default=QUESTIONS, metavar="question")
    parser.add_argument("--calls", action="store_true", help="list the calls between modules with their counts")
    parser.add_argument("--warm", action="store_true", help="ask another question before each request")
    given = parser.parse_args()
    print_requests(given.questions, Settings(), calls=given.calls, warm=given.warm)
    print()
    print_rooms()


if __name__ == "__main__":
    main()
