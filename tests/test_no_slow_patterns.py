"""No regular expression and no function that reads a text takes time that grows faster than the text.

A new expression is found by itself; benchmarks/finding.py says what to write down where it cannot be.
"""

import importlib
import inspect
from collections.abc import Callable, Iterable
from contextlib import suppress

import pytest
from conftest import ROOT

from benchmarks.attacking import USUAL
from benchmarks.finding import find_patterns
from benchmarks.patterns import slowest, slowest_of
from benchmarks.rooms import modules_of
from kutip.errors import KutipError

PACKAGES = ("kutip", "indexer", "retriever", "api")
READ = {"text", "sentence", "question", "word", "written", "plain", "quote", "query", "line"}  # names of such arguments
LENGTHS = (500, 5_000, 50_000)


@pytest.mark.parametrize("package", PACKAGES)
def test_no_regular_expression_grows_faster_than_linear(package: str) -> None:
    found = find_patterns(ROOT / "src", (package,))
    assert found
    results = [slowest(one) for one in found]
    assert [one for one in results if one.grows_faster_than_linear] == []


def functions_of_a_text(package: str) -> dict[str, Callable[[str], object]]:
    """The public functions of a package that need one argument, a text."""
    functions = {}
    for module in modules_of(ROOT / "src", (package.partition(".")[0],)):
        for name, value in vars(importlib.import_module(module)).items() if module.startswith(package) else ():
            function = inspect.unwrap(value) if callable(value) and not inspect.isclass(value) else None
            if inspect.isfunction(function) and function.__module__ == module and not name.startswith("_"):
                needed = [one for one in inspect.signature(function).parameters.values() if one.default is one.empty]
                if len(needed) == 1 and needed[0].annotation is str and needed[0].name in READ:
                    functions[f"{module}.{name}"] = function
    return functions


def whole(function: Callable[[str], object], text: str) -> None:
    """Call a function and read all that it yields; what it refuses costs nothing more."""
    with suppress(KutipError, ValueError, AttributeError, TypeError, LookupError):
        result = function(text)
        if isinstance(result, Iterable):
            for _ in result:
                pass


# kutip.cli is left out: the escape function of Rich, which it calls, reads rows of backslashes in quadratic time.
@pytest.mark.parametrize("package", ["kutip.language", "kutip.metadata", "kutip.text", "retriever", "api"])
def test_no_function_of_a_text_grows_faster_than_linear(package: str) -> None:
    attacks = [(start, repeated, end) for repeated in USUAL for start, end in (("", ""), ("A", " x ("))]
    functions = functions_of_a_text(package)
    assert functions
    results = [
        slowest_of(name, lambda text, call=call: whole(call, text), attacks, LENGTHS)  # type: ignore[misc]
        for name, call in functions.items()
    ]
    assert [one for one in results if one.grows_faster_than_linear] == []
